"""What learning says to people: to staff in one line, to whoever runs the command in a few. Dutch and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS_IN_LINE = 4
_PHRASES = {
    "en": {
        "promoted": "Learned from {labels} labels of yours: version {number} judges from now on. {answers}{gained}{lost}"
        "To go back: wegwijzer learn --rollback",
        "answers": "On labels held back, {right} of {answered} answers are right (was {before_right} of {before}). ",
        "gained": "Speaks more for a complaint: {words}. ",
        "lost": "Speaks less for one: {words}. ",
        "not": "Nothing new was learned last night: {why}.",
    },
    "nl": {
        "promoted": "Bijgeleerd van {labels} oordelen van jullie: vanaf nu oordeelt versie {number}. {answers}{gained}{lost}"
        "Terugdraaien kan met: wegwijzer learn --rollback",
        "answers": "Op apart gehouden oordelen zijn {right} van {answered} antwoorden terecht (was {before_right} van {before}). ",
        "gained": "Wijst meer op een klacht: {words}. ",
        "lost": "Wijst er minder op: {words}. ",
        "not": "Vannacht niets bijgeleerd: {why}.",
    },
}


def _phrases(language: str) -> Mapping[str, str]:
    return _PHRASES.get(language, _PHRASES["en"])


def promoted_line(report: Mapping[str, Any], number: int, language: str) -> str:
    """One line for the staff channel about a version that was promoted."""
    say, before, after = _phrases(language), report["before"], report["after"]
    answers = ""
    if after["answered"] or before["answered"]:
        answers = say["answers"].format(
            right=after["right"],
            answered=after["answered"],
            before_right=before["right"],
            before=before["answered"],
        )
    changes = {
        name: say[name].format(words=_quoted(report[name])) if report[name] else "" for name in ("gained", "lost")
    }
    return say["promoted"].format(labels=report["labels"], number=number, answers=answers, **changes)


def not_promoted_line(why: list[str], language: str) -> str:
    """One line for the staff channel about why nothing was promoted."""
    return _phrases(language)["not"].format(why="; ".join(why))


def _quoted(changes: list[Mapping[str, Any]]) -> str:
    return ", ".join(f'"{change["word"]}"' for change in changes[:_WORDS_IN_LINE])


def report_lines(report: Mapping[str, Any], sentences: list[str]) -> list[str]:
    """The figures before and after with their intervals, the words that changed, and each rule; in English, for the command line."""
    lines = [
        f"{report['labels']} labels count, {report['taught']} were learned from, {report['after']['rows']} were held back"
    ]
    lines += [
        f"{'':10} {'log-loss':>8}  answers right",
        *(_figures(name, report[name]) for name in ("before", "after")),
    ]
    lines += [f"{name:10} " + (_weights(report[name]) or "nothing") for name in ("gained", "lost")]
    return [*lines, *(f"- {sentence}" for sentence in sentences)]


def _figures(name: str, figures: Mapping[str, Any]) -> str:
    low, high = figures["interval"]
    share = f"{figures['precision']:.3f} ({low:.3f} to {high:.3f})" if figures["answered"] else "no answers"
    return f"{name:10} {figures['log_loss']:8.3f}  {figures['right']} of {figures['answered']}: {share}"


def _weights(changes: list[Mapping[str, Any]]) -> str:
    return ", ".join(f"{change['word']} {change['before']:+.2f} → {change['after']:+.2f}" for change in changes)
