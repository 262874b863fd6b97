"""Every command with its options, help and examples. What a command does stands in its own file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="The configuration; else ./config.yaml; else the one that came with the program.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]

app = typer.Typer(
    name="wegwijzer",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="A webcare bot that a brand runs itself: it answers complaints in public, points to the brand's community, and hands hard "
    "cases to people.\n\nExamples:\n\n* `wegwijzer demo`\n\n* `wegwijzer explain 'mijn wifi valt elke avond weg'`\n\n"
    "* `wegwijzer rehearse result.json`\n\n* `wegwijzer check --online`\n\n* `wegwijzer run`",
)


@app.command()
def demo(
    config: ConfigOption = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what an earlier demo left and start over.")] = False,
    port: Annotated[
        int, typer.Option("--port", help="Port on 127.0.0.1; another free one is taken when it is in use.")
    ] = 8600,
    speed: Annotated[
        float | None, typer.Option("--speed", help="How fast the clock runs, e.g. 1, 4, 16 or 60.")
    ] = None,
) -> None:
    """Show the whole bot at work on a page of its own: no token, no account, nothing leaves this machine.

    Example: `wegwijzer demo --fresh --speed 16`
    """
    from bot.cli.demo import run_demo

    raise typer.Exit(run_demo(config, fresh=fresh, port=port, speed=speed))


@app.command()
def run(
    config: ConfigOption = None,
    log_level: Annotated[str, typer.Option("--log-level", help="debug, info, warning or error.")] = "info",
) -> None:
    """Run the bot on the platforms of the configuration until it is stopped (Ctrl-C, SIGTERM).

    Tokens come from WEGWIJZER_TELEGRAM_TOKEN and WEGWIJZER_DISCORD_TOKEN, or from the files that the same names with _FILE point to.
    """
    from bot.cli.run import run_bot

    raise typer.Exit(run_bot(config, log_level))


@app.command()
def check(
    config: ConfigOption = None,
    as_json: JsonOption = False,
    online: Annotated[
        bool, typer.Option("--online", help="Also ask the platforms about token, rights, intents and channels.")
    ] = False,
) -> None:
    """Name every mistake in configuration, replies and lexicons at once, each with its line and what to write instead.

    Examples: `wegwijzer check`, `wegwijzer check --online`, `wegwijzer check --config brand/config.yaml --json`
    """
    from bot.cli import check as checking

    raise typer.Exit(checking.check(config, json_=as_json, online=online))


@app.command()
def explain(
    text: Annotated[
        str, typer.Argument(help="A message, as a customer would write it; `-` reads it from standard input.")
    ],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what the bot would do with one message, and every reason why, also those that did not fire.

    Example: `wegwijzer explain "Derde keer monteur niet gekomen. Waardeloze club!"`
    """
    from bot.cli.explain import explain_text

    raise typer.Exit(explain_text(text, config, as_json=as_json))


@app.command()
def rehearse(
    file: Annotated[
        Path,
        typer.Argument(
            help="Telegram Desktop's result.json, a DiscordChatExporter JSON file, or a TSV/CSV with a `text` column."
        ),
    ],
    config: ConfigOption = None,
    as_json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
    only: Annotated[
        str, typer.Option("--only", help="Print only these verdicts, e.g. answer,hand_over; the summary counts all.")
    ] = "",
    answer: Annotated[
        str, typer.Option("--answer", help="Judge as a channel in this mode: all, mentions, addressed, guest, ask.")
    ] = "all",
) -> None:
    """Judge recorded chat as the bot would have judged it live. Nothing is ever sent.

    Examples: `wegwijzer rehearse result.json`, `wegwijzer rehearse export.tsv --only answer,ask --json`
    """
    from bot.cli.rehearse import rehearse_file

    raise typer.Exit(rehearse_file(file, config, as_json=as_json, quiet=quiet, only=only, mode=answer))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where to write config.yaml and replies/.")],
) -> None:
    """Write an annotated config.yaml and all reply templates for a new brand. Files that are there already are left alone.

    Example: `wegwijzer init mybrand && cd mybrand && wegwijzer check`
    """
    from bot.cli.init import write_out

    raise typer.Exit(write_out(folder))
