"""One file of intake questions in, the questions or its mistakes out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from bot.config.patterns import BadPattern, compiled
from bot.core.findings import TOPICS
from bot.core.intake import EVERY_TOPIC, Kind, Question
from bot.core.intake_dates import When
from bot.library.reading import nearest
from bot.ports import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

INTAKE = "intake.yaml"
KEYS = ("id", "ask", "label", "kind", "topics", "choices", "pattern", "example", "when")
_NEEDED = ("id", "ask", "label", "kind", "topics")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,29}\Z")
_SECRET = re.compile(r"\b(?:pin\s?-?code|pin|password|wachtwoord|cvc|cvv|bsn|burgerservicenummer)\b", re.IGNORECASE)
LONGEST_ASK, LONGEST_LABEL, LONGEST_CHOICE, LONGEST_EXAMPLE = 200, 30, 40, 40
FEWEST_CHOICES, MOST_CHOICES = 2, 8
_SIZES = {"ask": LONGEST_ASK, "label": LONGEST_LABEL, "example": LONGEST_EXAMPLE}


class _Reader:
    """Collects questions and mistakes of one file."""

    def __init__(self, file: str, language: str, topics: Sequence[str]) -> None:
        self.file, self.path, self.topics = file, f"{language}/intake", (*TOPICS, *topics)
        self.found: list[Question] = []
        self.troubles: list[Trouble] = []

    def wrong(self, line: int, message: str, fix: str) -> None:
        self.troubles.append(Trouble(self.file, line, self.path, "error", message, fix))

    def read(self, source: str) -> None:
        try:
            node = yaml.compose(source, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            said = getattr(error, "problem", None) or "unreadable"
            self.wrong(
                mark.line + 1 if mark else 1, f"this is no yaml: {said}", "put a text with a colon between quotes"
            )
            return
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(1, "this is no list", "begin each question with `- id: name`")
            return
        for item in node.value:
            before = len(self.troubles)
            question = self._question(item)
            if question is not None and len(self.troubles) == before:
                self.found.append(question)
        if not self.troubles and not any(EVERY_TOPIC in question.topics for question in self.found):
            self.wrong(
                1, "no question is asked for every topic", 'let one say `topics: all`: "have you been in touch before?"'
            )

    def _question(self, node: yaml.Node) -> Question | None:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            self.wrong(
                line, "a question is a block of keys", "write `- id: name`, and under it ask, label, kind and topics"
            )
            return None
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            name = str(key.value)
            lines[name] = key.start_mark.line + 1
            if name not in KEYS:
                self.wrong(lines[name], f"a question has no key {name!r}", nearest(name, KEYS))
            values[name] = _plain(value)
        for name in _NEEDED:
            if not values.get(name):
                self.wrong(line, f"the question has no {name}", f"add {name}: …")
        if any(not values.get(name) for name in _NEEDED):
            return None
        self._check_texts(values, lines)
        kind = self._kind(str(values["kind"]), lines)
        topics = self._topics(values["topics"], lines)
        choices = self._choices(values.get("choices"), kind, line)
        find = self._pattern(values.get("pattern"), kind, lines.get("pattern", line))
        return Question(
            str(values["id"]),
            str(values["ask"]),
            str(values["label"]),
            kind,
            topics,
            choices,
            str(values.get("example") or ""),
            find,
            self._when(values.get("when"), kind, lines.get("when", line)),
        )

    def _check_texts(self, values: Mapping[str, Any], lines: Mapping[str, int]) -> None:
        name = str(values["id"])
        if not _NAME.match(name):
            self.wrong(lines["id"], f"{name!r} is no name for a question", "use up to 30 small letters, digits and _")
        if any(question.id == name for question in self.found):
            self.wrong(lines["id"], f"the question {name!r} stands here twice", "give one of them another id")
        for key, size in _SIZES.items():
            if len(str(values.get(key) or "")) > size:
                self.wrong(lines[key], f"{key} is longer than {size} characters", "say it in fewer words")
        if found := _SECRET.search(str(values["ask"])):
            self.wrong(
                lines["ask"], f'it asks for a "{found[0]}"', "leave it out: the brand never asks for that in a chat"
            )

    def _kind(self, said: str, lines: Mapping[str, int]) -> Kind:
        try:
            return Kind(said)
        except ValueError:
            self.wrong(lines["kind"], f"kind says {said!r}", nearest(said, [str(kind) for kind in Kind]))
            return Kind.TEXT

    def _topics(self, said: Any, lines: Mapping[str, int]) -> frozenset[str]:
        names = [str(one) for one in said] if isinstance(said, list) else [str(said)]
        for name in names:
            if name not in (*self.topics, EVERY_TOPIC):
                self.wrong(lines["topics"], f"no topic is called {name!r}", nearest(name, (*self.topics, EVERY_TOPIC)))
        return frozenset(names)

    def _choices(self, said: Any, kind: Kind, line: int) -> tuple[str, ...]:
        choices = tuple(str(one) for one in said) if isinstance(said, list) else ()
        if kind is not Kind.CHOICE:
            if said:
                self.wrong(line, "only a question of kind choice has choices", "take them away, or write kind: choice")
            return ()
        if not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES or any(len(one) > LONGEST_CHOICE for one in choices):
            fix = f"write choices: [first, second], {FEWEST_CHOICES} to {MOST_CHOICES} of at most {LONGEST_CHOICE} characters"
            self.wrong(line, "the choices do not fit under a message", fix)
        return choices

    def _when(self, said: Any, kind: Kind, line: int) -> When:
        if said and kind is not Kind.DATE:
            self.wrong(line, "only a question of kind date has a when", "take it away, or write kind: date")
        elif said and str(said) not in (When.PAST, When.COMING):
            self.wrong(line, f"when says {said!r}", "write past or coming, or leave it out")
        else:
            return When(str(said or ""))
        return When.NEAREST

    def _pattern(self, said: Any, kind: Kind, line: int) -> Callable[[str], bool] | None:
        if kind is not Kind.ORDER:
            if said:
                self.wrong(line, "only a question of kind order has a pattern", "take it away, or write kind: order")
            return None
        if not said:
            self.wrong(line, "a question of kind order has no pattern", "add pattern: 'PL-?[0-9]{6}'")
            return None
        try:
            find = compiled(str(said))
        except BadPattern as error:
            self.wrong(line, f"the pattern {error}", error.fix)
            return None
        return lambda text: any(True for _ in find(text))


def _plain(node: yaml.Node) -> Any:
    """A text or a list of texts; None for anything else."""
    if isinstance(node, yaml.ScalarNode):
        return node.value.strip()
    if isinstance(node, yaml.SequenceNode) and all(isinstance(one, yaml.ScalarNode) for one in node.value):
        return [one.value.strip() for one in node.value]
    return None


def read_intake(
    source: str, file: str, language: str, topics: Sequence[str] = ()
) -> tuple[tuple[Question, ...] | None, list[Trouble]]:
    """The questions of a language, or None and what is wrong with the file. `topics` are the brand's own besides the known ones."""
    reader = _Reader(file, language, topics)
    reader.read(source)
    return (None if reader.troubles else tuple(reader.found)), reader.troubles


def compare_intakes(
    intakes: Mapping[str, tuple[Question, ...]], files: Mapping[str, str], languages: Sequence[str]
) -> Iterator[Trouble]:
    """Questions that one language has and another lacks, or that ask for another kind of answer there."""
    kinds: dict[str, Kind] = {}
    for language in languages[::-1]:
        kinds |= {question.id: question.kind for question in intakes.get(language, ())}
    for language, questions in intakes.items():
        own = {question.id: question.kind for question in questions}
        for name, kind in kinds.items():
            if name not in own:
                message = f"the question {name!r} is missing in {language}"
                yield Trouble(files[language], 0, f"{language}/intake", "error", message, "ask it in each language")
            elif own[name] is not kind:
                message = f"the question {name!r} wants {own[name]} in {language} and {kind} elsewhere"
                yield Trouble(
                    files[language], 0, f"{language}/intake", "error", message, "use the same kind everywhere"
                )
