"""`learn` and `labels` with their options, help and examples; `bot.cli.commands` adds them to the others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="The configuration; else ./config.yaml.", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]

labels = typer.Typer(
    name="labels",
    no_args_is_help=True,
    help="What staff and rehearsals said messages are: the labels that the bot learns from.\n\nExamples:\n\n"
    "* `wegwijzer labels count`\n\n* `wegwijzer labels export --output labels.tsv`\n\n"
    "* `wegwijzer labels import marks.tsv --recording result.json`\n\n* `wegwijzer labels erase --customer telegram:4711`",
)


def learn(
    config: ConfigOption = None,
    as_json: JsonOption = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Go back to the version before.")] = False,
    versions: Annotated[bool, typer.Option("--list", help="Show the versions that are kept.")] = False,
) -> None:
    """Train a candidate on the brand's labels; it serves only when it is better on labels held back. The bot may be running.

    Examples: `wegwijzer learn`, `wegwijzer learn --list`, `wegwijzer learn --rollback`
    """
    from bot.cli.learn import go_back, learn_brand, list_versions

    command = go_back if rollback else list_versions if versions else learn_brand
    raise typer.Exit(command(config, as_json=as_json))


@labels.command("export")
def export_(
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of a tab-separated table.")] = False,
    output: Annotated[Path | None, typer.Option("--output", help="A file; else standard output.")] = None,
) -> None:
    """Write every label, its personal data masked."""
    from bot.cli.labels import export_labels

    raise typer.Exit(export_labels(config, output, as_json=as_json))


@labels.command("import")
def import_(
    table: Annotated[
        Path,
        typer.Argument(help="TSV, CSV or JSON Lines with `text` and `complaint` (0 or 1), and where known `topic`."),
    ],
    config: ConfigOption = None,
    as_json: JsonOption = False,
    recording: Annotated[
        Path | None,
        typer.Option(
            "--recording", help="The recording that was rehearsed: the table then has `n` or `id` and no text."
        ),
    ] = None,
) -> None:
    """Take labels in, from an export or from marks on a rehearsal. The same file twice changes nothing."""
    from bot.cli.labels import import_labels

    raise typer.Exit(import_labels(table, config, recording, as_json=as_json))


@labels.command("erase")
def erase_(
    config: ConfigOption = None,
    as_json: JsonOption = False,
    customer: Annotated[str, typer.Option("--customer", help="`platform:user`, or the id of an export.")] = "",
    case: Annotated[str, typer.Option("--case", help="The id of a case.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
) -> None:
    """Erase the labels of one customer, of one case, or all."""
    from bot.cli.labels import erase_labels

    raise typer.Exit(erase_labels(config, customer=customer, case=case, everything=everything, as_json=as_json))


@labels.command("count")
def count_(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Say how many labels there are, and where they came from."""
    from bot.cli.labels import count_labels

    raise typer.Exit(count_labels(config, as_json=as_json))
