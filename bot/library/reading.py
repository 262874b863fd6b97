"""One file in, one value or its mistakes out: reply files (a yaml head and variants) and the desk's phrases."""

from __future__ import annotations

import string
from functools import lru_cache
from typing import TYPE_CHECKING

import yaml
from rapidfuzz import process

from bot.core.replies import LINKS, Head, Remark, Situation, Unrenderable, parse_situation, render, split
from bot.core.tone import Spoken, lint, samples
from bot.ports import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.core.replies import Variant

FILE_CAP = 64_000
"""Characters of one file; a reply file has a thousandth of it in words."""
HEAD = ("title", "purpose", "link")


def nearest(word: str, known: Iterable[str]) -> str:
    """What to write instead of `word`."""
    names = sorted(known)
    best = process.extractOne(word, names, score_cutoff=60)
    return f"write {best[0]}" if best else "known are " + ", ".join(names)


def read_situation(
    source: str, file: str, language: str, name: str, *, brand: str = "Polderlink", domains: Sequence[str] = ()
) -> tuple[Situation | None, tuple[Trouble, ...]]:
    """The situation in a reply file, or None where it holds an error; warnings come beside a situation.

    Everything is looked at: the head, the allow-list, and how each variant reads with facts present and absent.
    """
    if len(source) > FILE_CAP:
        remark = Remark(0, "error", f"the file has {len(source)} characters", f"keep it below {FILE_CAP}")
        return None, (_trouble(file, f"{language}/{name}", remark),)
    situation, remarks = _judged(source, language, name, brand, tuple(domains))
    return situation, tuple(_trouble(file, path, remark) for path, remark in remarks)


@lru_cache(maxsize=256)
def _judged(
    source: str, language: str, name: str, brand: str, domains: tuple[str, ...]
) -> tuple[Situation | None, tuple[tuple[str, Remark], ...]]:
    """The same text is not compiled and tried out twice: roll-backs, touched files and second looks cost nothing."""
    text, line, _ = split(source)
    head, remarks = read_head(text, line)
    situation, more = parse_situation(source, language, name, head or Head("", "", "none"))
    found = [(f"{language}/{name}", remark) for remark in (*remarks, *more)]
    if head is None or situation is None:
        return None, tuple(found)
    for variant in situation.variants:
        found += [(variant.name, remark) for remark in _lint_variant(situation, variant, brand, domains)]
    broken = any(remark.level == "error" for _, remark in found)
    return (None if broken else situation), tuple(found)


def _trouble(file: str, path: str, remark: Remark) -> Trouble:
    return Trouble(file, remark.line, path, remark.level, remark.message, remark.fix)


def _lint_variant(situation: Situation, variant: Variant, brand: str, domains: tuple[str, ...]) -> list[Remark]:
    """Each mistake once, in its worst form: the samples begin with the longest facts."""
    found: dict[str, Remark] = {}
    seen: set[tuple[object, ...]] = set()
    for facts in samples(situation.language, brand):
        try:
            words = render(variant, facts)
        except Unrenderable as error:
            fix = "put {% if … %}…{% endif %} around what may be absent, and keep it short"
            found.setdefault(fix, Remark(variant.line, "error", str(error), fix))
            continue
        if (heard := (words, facts.name, facts.deadline, facts.community, facts.private)) in seen:
            continue
        seen.add(heard)
        spoken = Spoken(words, situation.language, situation.name, situation.head.link, facts, domains)
        for remark in lint(spoken, variant.line):
            found.setdefault(remark.fix, remark)
    return list(found.values())


def read_head(text: str, line: int = 1) -> tuple[Head | None, list[Remark]]:
    """The head of a reply file, or None and what is wrong with it. `line` is where the head begins in the file."""
    values, remarks = _mapping(text, line)
    for key, (where, _) in values.items():
        if key not in HEAD:
            remarks.append(Remark(where, "error", f"the head has an unknown key {key!r}", nearest(key, HEAD)))
    for key in HEAD:
        if not values.get(key, (0, ""))[1]:
            remarks.append(Remark(line, "error", f"the head has no {key}", f"add a line such as {_EXAMPLES[key]}"))
    where, link = values.get("link", (line, ""))
    if link and link not in LINKS:
        remarks.append(Remark(where, "error", f"link says {link!r}", nearest(link, LINKS)))
    if remarks:
        return None, remarks
    return Head(values["title"][1], values["purpose"][1], link), []


_EXAMPLES = {
    "title": "title: Storing",
    "purpose": "purpose: internet of tv werkt niet",
    "link": "link: community (or private, or none)",
}


def read_phrases(source: str, file: str, language: str) -> tuple[dict[str, str] | None, list[Trouble]]:
    """The desk's phrases of a language (a flat mapping), or None and what is wrong with the file."""
    values, remarks = _mapping(source, 1)
    phrases: dict[str, str] = {}
    for key, (line, phrase) in values.items():
        phrases[key] = phrase
        try:
            placeholders(phrase)
        except ValueError as error:
            fix = "write {name} for a placeholder and {{ for a brace"
            remarks.append(Remark(line, "error", f"{key!r} has a placeholder that cannot be read: {error}", fix))
    troubles = [_trouble(file, f"{language}/desk", remark) for remark in remarks]
    return (None if troubles else phrases), troubles


def placeholders(phrase: str) -> frozenset[str]:
    """The names in braces. Raises ValueError for a brace that is not closed and for anything but a plain name."""
    names = {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}
    if odd := sorted(name for name in names if not name.isidentifier()):
        raise ValueError(f"{{{odd[0]}}} is no name")
    return frozenset(names)


def compare_phrases(phrases: Mapping[str, Mapping[str, str]], files: Mapping[str, str]) -> Iterator[Trouble]:
    """Keys and placeholders that differ between languages; `files` says where each language's phrases stand."""
    # The first language is laid on top: the others are held to it.
    everything = {key: placeholders(text) for spoken in [*phrases.values()][::-1] for key, text in spoken.items()}
    for language, spoken in phrases.items():
        path = f"{language}/desk"
        for key, names in sorted(everything.items()):
            if key not in spoken:
                message = f"the phrase {key!r} is missing in {language}"
                yield Trouble(files[language], 0, path, "error", message, f"add {key}: …, as in the other languages")
            elif (own := placeholders(spoken[key])) != names:
                message = f"the phrase {key!r} in {language} has {_braced(own)}, elsewhere it has {_braced(names)}"
                yield Trouble(files[language], 0, path, "error", message, "use the same placeholders in each language")


def _braced(names: frozenset[str]) -> str:
    return " ".join(f"{{{name}}}" for name in sorted(names)) or "no placeholder"


def _mapping(text: str, line: int) -> tuple[dict[str, tuple[int, str]], list[Remark]]:
    """A flat yaml mapping of texts, each with its line; what is not that is a remark."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        where = line + error.problem_mark.line if error.problem_mark else line
        fix = "write `key: text`; put a text with a colon between quotation marks"
        return {}, [Remark(where, "error", f"this is no yaml: {error.problem or 'unreadable'}", fix)]
    except yaml.YAMLError:
        return {}, [Remark(line, "error", "this is no yaml: a character that cannot be read", "take it away")]
    if node is None:
        return {}, []
    if not isinstance(node, yaml.MappingNode):
        return {}, [Remark(line, "error", "this is no mapping", "write lines such as `title: Storing`")]
    values: dict[str, tuple[int, str]] = {}
    remarks: list[Remark] = []
    for key, value in node.value:
        where = line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            remarks.append(
                Remark(where, "error", "only `key: text` can stand here", "write one line a key, not indented")
            )
        elif key.value in values:
            remarks.append(Remark(where, "error", f"{key.value!r} stands here twice", "keep one"))
        else:
            values[key.value] = (where, value.value.strip())
    return values, remarks
