"""A YAML file as plain data, with the line of every key: syntax errors and duplicate keys in our own sentences.

Scalars follow YAML 1.2's core schema. In YAML 1.1, which PyYAML resolves, 22:00 would be the
number 1320 and `off` would be false.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

Spot = tuple[str | int, ...]
"""Where a value stands: ("channels", 0, "answer")."""

MAX_BYTES = 1_000_000
_MAX_NODES = 20_000
_MAX_DEPTH = 32
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_BOUND = "the file is nested too deep, or repeats itself through an anchor"
_YAML = "tag:yaml.org,2002:"
_WORDS: dict[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}

# What PyYAML says, in the words of someone who has never heard of tokens and block mappings.
_SYNTAX = (
    ("'\\t'", "there is a tab in the indentation", "indent with spaces"),
    (
        "mapping values are not allowed",
        "a colon stands where a value was expected",
        "put the text in quotes, or begin a new line",
    ),
    ("could not find expected ':'", "a key has no colon", "write: key: value"),
    ("unexpected end of stream", "a quote or a bracket is opened and never closed", "close it"),
    ("expected <block end>", "the indentation does not fit the lines above", "line this key up with its neighbours"),
    ("expected ',' or", "a bracket is opened and never closed, or a comma is missing", "close it, or write the comma"),
    (
        "did not find expected",
        "the indentation or a bracket does not fit the lines above",
        "line it up, or close the bracket",
    ),
    ("expected a single document", "a second document begins here", "remove the line ---"),
    ("undefined alias", "a * refers to nothing", "put text that begins with * in quotes"),
    ("cannot start any token", "a value begins with a character that YAML reserves", "put the value in quotes"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake at a spot; the line is looked up later, or given as `line`."""

    spot: Spot
    message: str
    fix: str
    level: str = "error"
    line: int = 0


@dataclass(slots=True)
class Source:
    """`tree` is None when the file could not be read as YAML."""

    tree: Any = None
    lines: dict[Spot, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    text: str = ""

    def line(self, spot: Spot) -> int:
        """Line of the key at `spot`, or of its nearest parent that is in the file."""
        while spot and spot not in self.lines:
            spot = spot[:-1]
        return self.lines.get(spot, 1)


def read_source(file: Path) -> Source:
    """Read and parse; what stands in the way becomes a problem, never an exception."""
    source = Source()
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        fix = "name a file, not a folder" if file.is_dir() else "see that it exists and may be read"
        source.problems.append(Problem((), f"cannot be read: {(error.strerror or 'no reason given').lower()}", fix))
        return source
    if len(raw) > MAX_BYTES:
        source.problems.append(Problem((), "is larger than 1 MB, which no configuration is", "name the right file"))
        return source
    try:
        source.text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        source.problems.append(Problem((), "is not saved as UTF-8", "save it as UTF-8 in your editor", line=line))
        return source
    parse(source)
    return source


def parse(source: Source) -> None:
    """Fill `tree`, `lines` and `problems` from `source.text`."""
    try:
        node = yaml.compose(source.text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        source.problems.append(_syntax(error))
        return
    except yaml.reader.ReaderError as error:
        line = source.text.count("\n", 0, int(error.position)) + 1
        source.problems.append(
            Problem((), "holds a character that no text has (a control character)", "remove it", line=line)
        )
        return
    except RecursionError:
        source.problems.append(Problem((), "is nested too deep", "a configuration has at most five levels"))
        return
    if node is None:
        source.problems.append(Problem((), "is empty", "begin with: brand:", line=1))
        return
    try:
        source.tree = _Builder(source).value(node, ())
    except _Boundless as bound:
        source.problems.append(bound.problem)


def _syntax(error: yaml.MarkedYAMLError) -> Problem:
    said = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    for words, message, fix in _SYNTAX:
        if words in said:
            opened = error.context_mark
            began = opened and "never closed" in message and opened.line + 1 != line
            where = f" (opened in line {opened.line + 1})" if opened and began else ""
            return Problem((), message + where, fix, line=line)
    return Problem((), "this line cannot be read as YAML", "put text with special characters in quotes", line=line)


class _Boundless(Exception):
    """The file has no end that we are willing to wait for."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Builder:
    """Nodes → data, within bounds: anchors that repeat themselves cannot blow up."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._left = _MAX_NODES

    def value(self, node: yaml.Node, spot: Spot) -> Any:
        self._left -= 1
        if self._left < 0 or len(spot) > _MAX_DEPTH:
            raise _Boundless(Problem(spot[:1], _BOUND, "write it out", line=node.start_mark.line + 1))
        if not node.tag.startswith(_YAML):
            self._problem(node, spot, f'the tag "{node.tag}" is not known', "put text that begins with ! in quotes")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, spot)
        if isinstance(node, yaml.SequenceNode):
            return self._sequence(node, spot)
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, spot: Spot) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._problem(key_node, spot, "a key must be a word", "write: key: value")
                continue
            key = str(key_node.value)
            here = (*spot, key)
            if key in found:
                first = self._source.lines[here]
                self._problem(
                    key_node, here, f'"{key}" is written twice (first in line {first})', "keep one of the two"
                )
                continue
            self._source.lines[here] = key_node.start_mark.line + 1
            found[key] = self.value(value_node, here)
        return found

    def _sequence(self, node: yaml.SequenceNode, spot: Spot) -> list[Any]:
        found = []
        for index, item in enumerate(node.value):
            here = (*spot, index)
            self._source.lines[here] = item.start_mark.line + 1
            found.append(self.value(item, here))
        return found

    def _problem(self, node: yaml.Node, spot: Spot, message: str, fix: str) -> None:
        self._source.problems.append(Problem(spot, message, fix, line=node.start_mark.line + 1))


def _scalar(node: yaml.Node) -> object:
    text = str(node.value)
    if node.tag == f"{_YAML}str" or getattr(node, "style", None):
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
