"""Every command with its options, help and examples. What a command does stands in its own file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.cases_commands import cases
from bot.cli.learning_commands import labels, learn

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="The configuration; else ./config.yaml; else the one that came with the program.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
NoEncoderOption = Annotated[
    bool, typer.Option("--no-encoder", help="The fast stages alone, without a second opinion on messages in doubt.")
]

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
    no_encoder: NoEncoderOption = False,
) -> None:
    """Say what the bot would do with one message, and every reason why, also those that did not fire.

    Example: `wegwijzer explain "Derde keer monteur niet gekomen. Waardeloze club!"`
    """
    from bot.cli.explain import explain_text

    raise typer.Exit(explain_text(text, config, as_json=as_json, encoder=not no_encoder))


@app.command()
def rehearse(  # noqa: PLR0913, PLR0917 - every option is a parameter
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
    precision: Annotated[
        float | None,
        typer.Option(
            "--precision", help="The precision wanted of an answer; else the first channel's.", show_default=False
        ),
    ] = None,
    staff: Annotated[
        bool,
        typer.Option(
            "--staff",
            help="FILE is a table of what staff wrote (`text`, `now`, `lang`, optional `id`; plain tabs, no quoting): "
            "print the promise each would have been proposed.",
        ),
    ] = False,
    no_encoder: NoEncoderOption = False,
) -> None:
    """Judge recorded chat as the bot would have judged it live. Nothing is ever sent.

    The summary says how many questions a day this would put to staff.
    Examples: `wegwijzer rehearse result.json`, `wegwijzer rehearse export.tsv --only answer,ask --precision .98 --json`,
    `wegwijzer rehearse --staff staff.tsv --json`
    """
    if staff:
        from bot.cli.rehearse_staff import rehearse_staff

        raise typer.Exit(rehearse_staff(file, config, as_json=as_json))
    from bot.cli.rehearse import rehearse_file

    raise typer.Exit(
        rehearse_file(
            file,
            config,
            as_json=as_json,
            quiet=quiet,
            only=only,
            mode=answer,
            precision=precision,
            encoder=not no_encoder,
        )
    )


@app.command()
def evaluate(
    table: Annotated[
        Path,
        typer.Argument(
            help="TSV or CSV with `text` and `complaint` (0 or 1), and where known `topic`, `severity`, `abusive`, `pii`."
        ),
    ],
    config: ConfigOption = None,
    as_json: JsonOption = False,
    precision: Annotated[
        float, typer.Option("--precision", help="The precision that is wanted of an answer.", show_default=True)
    ] = 0.95,
    prevalence: Annotated[
        float, typer.Option("--prevalence", help="The share of complaints to assume.", show_default=True)
    ] = 0.20,
    no_encoder: NoEncoderOption = False,
) -> None:
    """Measure the detection on labelled messages, each taken as said to the brand it is about. Nothing is sent.

    Thresholds come from the model's own data, never from the table.
    Examples: `wegwijzer evaluate labelled.tsv`, `wegwijzer evaluate labelled.tsv --precision .98 --prevalence .05 --json`
    """
    from bot.cli.evaluate import evaluate_table

    raise typer.Exit(
        evaluate_table(
            table, config, as_json=as_json, precision=precision, prevalence=prevalence, encoder=not no_encoder
        )
    )


app.command()(learn)
app.add_typer(labels)
app.add_typer(cases)


@app.command()
def erase(
    customer: Annotated[
        str, typer.Option("--customer", help="Who, as the platform knows him: `platform:user id`.", show_default=False)
    ],
    config: ConfigOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be erased.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Erase everything that says who a customer is and what he wrote. His open cases are closed and staff are told. The bot may be running.

    The audit trail stays whole: it never held more than random ids.
    Examples: `wegwijzer erase --customer telegram:4711 --dry-run`, `wegwijzer erase --customer discord:112233445566778899 --json`
    """
    from bot.cli.erase import erase_customer

    raise typer.Exit(erase_customer(config, customer, dry_run=dry_run, as_json=as_json))


@app.command()
def train(
    data: Annotated[
        list[Path] | None,
        typer.Option(
            "--data", help="A folder with labelled *.tsv tables, beside the packaged corpus; may be repeated."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", help="The folder to write into; else the packaged model is replaced.", show_default=False
        ),
    ] = None,
) -> None:
    """Train the word model that every brand starts with, and print its report. The same tables always give the same model.

    A table has `text` and `complaint` (0 or 1), or `text` and `sentiment`; `topic`, `severity`, `abusive`, `hand` and `domain` if it knows.
    Needs scikit-learn. Examples: `wegwijzer train --data labelled/`, `wegwijzer train --data labelled/ --output models/`
    """
    from bot.cli.train import train_models

    raise typer.Exit(train_models(data or [], output))


@app.command()
def promises(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Say how many promises to customers were kept, month by month. The bot may be running.

    Example: `wegwijzer promises --json`
    """
    from bot.cli.promises import tell_promises

    raise typer.Exit(tell_promises(config, as_json=as_json))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where to write config.yaml and replies/.")],
) -> None:
    """Write an annotated config.yaml and all reply templates for a new brand. Files that are there already are left alone.

    Example: `wegwijzer init mybrand && cd mybrand && wegwijzer check`
    """
    from bot.cli.init import write_out

    raise typer.Exit(write_out(folder))
