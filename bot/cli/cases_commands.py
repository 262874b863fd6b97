"""`cases` with its options, help and examples; `bot.cli.commands` adds it to the others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.cases_choice import Asked

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="The configuration; else ./config.yaml.", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="No progress bar.")]
StateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--state",
        help="heard, asked, answered, handed_over, claimed, solved, closed or dismissed; may be repeated.",
        show_default=False,
    ),
]
SinceOption = Annotated[str, typer.Option("--since", help="Opened on this day or later, by the brand's clock.")]
UntilOption = Annotated[str, typer.Option("--until", help="Opened on this day or earlier.")]
TopicOption = Annotated[str, typer.Option("--topic", help="The kind of complaint, e.g. billing.")]
ChannelOption = Annotated[str, typer.Option("--channel", help="A channel's name, id, or `platform:id`.")]
OpenOption = Annotated[bool, typer.Option("--open", help="Only cases that have not ended.")]

cases = typer.Typer(
    name="cases",
    no_args_is_help=True,
    help="Cases, and who did what in them. Nothing is changed, and the bot may be running.\n\nExamples:\n\n"
    "* `wegwijzer cases list --open`\n\n* `wegwijzer cases show 12`\n\n"
    "* `wegwijzer cases export november.csv --since 2026-11-01 --until 2026-11-30`\n\n* `wegwijzer cases verify`",
)


@cases.command("list")
def list_(  # noqa: PLR0913, PLR0917 - an option each
    config: ConfigOption = None,
    as_json: JsonOption = False,
    state: StateOption = None,
    since: SinceOption = "",
    until: UntilOption = "",
    topic: TopicOption = "",
    channel: ChannelOption = "",
    live: OpenOption = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", min=0, help="At most so many, 0 for all; else 50, and all with --json.", show_default=False
        ),
    ] = None,
) -> None:
    """List cases, the newest first.

    Examples: `wegwijzer cases list --open`, `wegwijzer cases list --state handed_over --state claimed`,
    `wegwijzer cases list --since 2026-11-01 --topic billing --json`
    """
    from bot.cli.cases import list_cases

    asked = Asked(state or (), since, until, topic, channel, live)
    raise typer.Exit(list_cases(config, asked, limit, as_json=as_json))


@cases.command("show")
def show_(
    case: Annotated[str, typer.Argument(help="The number on the card, or the id of an export.")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the life of one case: what happened when and by whom, clocks, promises, timers, messages and notes.

    Examples: `wegwijzer cases show 12`, `wegwijzer cases show '#0012' --json`
    """
    from bot.cli.cases import show_case

    raise typer.Exit(show_case(config, case, as_json=as_json))


@cases.command("export")
def export_(  # noqa: PLR0913, PLR0917 - an option each
    file: Annotated[Path, typer.Argument(help="Where to write; it ends in .csv, or in .jsonl for JSON Lines.")],
    config: ConfigOption = None,
    state: StateOption = None,
    since: SinceOption = "",
    until: UntilOption = "",
    topic: TopicOption = "",
    channel: ChannelOption = "",
    live: OpenOption = False,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin a .csv with a byte order mark: Excel then reads it as UTF-8.")
    ] = False,
    delimiter: Annotated[
        str, typer.Option("--delimiter", help="Between the cells of a .csv: `,`, or `;` as Excel expects in Dutch.")
    ] = ",",
    quiet: QuietOption = False,
) -> None:
    """Write one row a case, oldest first. Cells that a spreadsheet would take for a formula get an apostrophe; JSON Lines hold them as they are.

    Examples: `wegwijzer cases export cases.jsonl`, `wegwijzer cases export open.csv --open --bom --delimiter ';'`
    """
    from bot.cli.cases_export import Shape, export_cases

    asked = Asked(state or (), since, until, topic, channel, live)
    raise typer.Exit(export_cases(config, file, asked, Shape(delimiter, bom=bom), quiet=quiet))


@cases.command("verify")
def verify_(
    config: ConfigOption = None,
    as_json: JsonOption = False,
    holds: Annotated[
        list[str] | None,
        typer.Option(
            "--holds",
            help="A hash that an earlier check printed must still be in the trail; may be repeated.",
            show_default=False,
        ),
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Check that no line of the audit trail was changed, added or taken out, and say where it breaks. Exit code 1 when it does.

    A cut at the very end shows only against a hash that you kept: `wegwijzer cases verify --holds HASH`.
    """
    from bot.cli.cases_verify import verify

    raise typer.Exit(verify(config, holds or [], as_json=as_json, quiet=quiet))
