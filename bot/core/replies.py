"""Template string + facts → text. Jinja2 is the core's one guest; there is no loader, and nothing here touches a file.

A template is parsed against an allow-list before it is compiled, because Jinja's sandbox bounds neither time nor
memory: a loop or a power in a template could stop the bot. The sandbox is the second layer. What a customer wrote is a
value, never template source; links are put in as marks that no value can contain, and become `Link` parts afterwards.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError, nodes, pass_context
from jinja2.sandbox import SandboxedEnvironment

from bot.core.findings import TOPICS
from bot.core.words import Link, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2.runtime import Context

_SERVICE = """
    hand_over safety abuse private_data human stopped retracted
    also_seen solved media taken_private private_invite picked_up welcome
    settled follow_up unanswered waited reopened warned appeal appeal_granted appeal_denied
    message_removed muted unmuted
"""
SERVICE = tuple(_SERVICE.split())
"""Situations that are no topic: what the bot says when a person takes over, when it withdraws, and when it closes."""

SITUATIONS = (*TOPICS, *SERVICE)
"""Every situation the bot knows by name; a brand's own topics may be added as files of that name."""

LINKS = ("community", "private", "none")
"""What a head's `link` may say: which link the reply carries."""

SOURCE_CAP = 4000
"""Characters of one variant's source."""
OUTPUT_CAP = 1500
"""Characters of one rendered reply, addresses of links not counted; Discord takes 2,000."""
DEPTH_CAP = 8
"""How deep conditions may be nested."""

SEPARATOR = "---"
_COMMUNITY, _PRIVATE, _BREAK = "\ue000", "\ue001", "\ue002"
_MARKS = re.compile(f"([{_COMMUNITY}{_PRIVATE}])")
_UNSEEN = re.compile(
    # Controls, marks that turn the writing direction, and private-use characters (our link marks among them).
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd\ud800-\udfff]"
)
_ADDRESS = re.compile(r"@|://|/\S*/|\w[.\u3002\uff0e]\w{2}")
"""Signs that a name holds a handle or an address, which platforms would turn into a mention or a link by themselves."""
_BLANK_LINE = re.compile(r"(?<=\n)[^\S\n]*(?=\n)")
_NAME_CAP, _VALUE_CAP = 40, 80


@dataclass(frozen=True, slots=True)
class Facts:
    """What a template may know.

    `name` is the customer's first name or empty. `deadline` is a part of a sentence in the reply's language that says
    when a person answers ("vandaag vóór 16:00", "before 16:00 today"), or empty; a timer stands behind it. `staff` is
    the name of a member of staff. `human` and `stop` are the words a customer can answer with, in the reply's language.
    `topic` is the kind of complaint, for conditions. `formal` asks for u instead of je.
    """

    brand: str
    name: str = ""
    deadline: str = ""
    community: Link | None = None
    private: Link | None = None
    phone: str = ""
    staff: str = ""
    human: str = "mens"
    stop: str = "stop"
    topic: str = ""
    formal: bool = False
    rule: str = ""
    """A house rule with its number, for a warning."""


FACTS = tuple(Facts.__dataclass_fields__)
"""The names a template may use."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A mistake in a reply: `level` is error or warning, `line` counts from 1 in the file (0: the whole file)."""

    line: int
    level: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a file says: for people a title and a purpose, for the bot which link belongs in the reply."""

    title: str
    purpose: str
    link: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to say it. `name` is such as `nl/outage#2`; `line` is where it begins in the file."""

    name: str
    line: int
    source: str
    template: Template = field(compare=False, repr=False)
    """Compiled once; rendering is a hundred times faster than compiling."""


@dataclass(frozen=True, slots=True)
class Situation:
    """All variants for one situation in one language."""

    language: str
    name: str
    head: Head
    variants: tuple[Variant, ...]


class Unrenderable(ValueError):
    """A template that cannot be rendered with these facts, or whose text is longer than OUTPUT_CAP."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """Stands for a link while a template renders; `label` may be read, the address may not."""

    sign: str
    label: str

    def __str__(self) -> str:
        return self.sign


@pass_context
def _formal(context: Context, informal: str, polite: str) -> str:
    """`{{ 'je'|formal('u') }}`: the second where the brand says u."""
    return polite if context["formal"] else informal


def _environment() -> SandboxedEnvironment:
    # No autoescape: replies are plain text, and each platform's adapter escapes what it posts.
    made = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    made.filters = {name: made.filters[name] for name in ("capitalize", "default", "lower", "trim", "upper")}
    made.filters["formal"] = _formal
    made.tests = {name: made.tests[name] for name in ("defined", "none")}
    made.globals = {}
    return made


_JINJA = _environment()
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.Const,
    nodes.Filter,
    nodes.Compare,
    nodes.Operand,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Test,
    nodes.Getattr,
)
_SPOKEN = {
    "For": "a loop",
    "Call": "a call",
    "Getitem": "an index",
    "Macro": "a macro",
    "Include": "an include",
    "Assign": "an assignment",
    "CondExpr": "an if inside {{ … }}",
}


def first_name(display: str) -> str:
    """How to greet somebody whose display name this is; empty where that is better ("first name or none").

    Only a first word of 2 to 20 letters counts (a hyphen or an apostrophe inside is fine) that is no title, particle or
    role.
    """
    word = next(iter(_UNSEEN.sub("", display).split()), "").strip(".,;:!?()[]\"'")
    letters = re.sub("[-'\u2019]", "", word)
    if not (letters.isalpha() and 2 <= len(letters) <= 20) or word.casefold() in _NO_NAMES:  # noqa: PLR2004 - said above
        return ""
    return word.capitalize() if word.islower() or (word.isupper() and len(word) > 2) else word  # noqa: PLR2004 - JP stays JP


_NO_NAMES = frozenset(
    (
        *("de", "den", "der", "het", "van", "von", "ten", "ter", "te", "la", "le", "el", "al", "the"),
        *("mr", "mrs", "ms", "miss", "dr", "ir", "drs", "dhr", "mevr", "mevrouw", "meneer", "heer", "familie", "fam"),
        *(
            "admin",
            "user",
            "gebruiker",
            "deleted",
            "anonymous",
            "anoniem",
            "guest",
            "gast",
            "team",
            "klant",
            "customer",
        ),
        *("group", "groep", "channel", "kanaal", "bot", "info"),
    )
)


def split(source: str) -> tuple[str, int, list[tuple[int, str]]]:
    """The head's text, the line it begins on, and each variant with the line it begins on.

    Parts are separated by a line `---`; one before the head, as in front matter elsewhere, is let through.
    """
    lines = source.lstrip("\ufeff").splitlines()
    parts: list[tuple[int, list[str]]] = [(1, [])]
    for number, line in enumerate(lines, start=1):
        if line.strip() == SEPARATOR:
            parts.append((number + 1, []))
        else:
            parts[-1][1].append(line)
    if len(parts) > 1 and not "".join(parts[0][1]).strip():
        del parts[0]
    start, head = parts[0]
    bodies = [_trimmed(line, body) for line, body in parts[1:]]
    return "\n".join(head), start, bodies


def _trimmed(line: int, body: list[str]) -> tuple[int, str]:
    """Without blank lines before and after, so that the line number is that of the first words."""
    while body and not body[0].strip():
        line, body = line + 1, body[1:]
    return line, "\n".join(body).rstrip()


def parse_situation(source: str, language: str, name: str, head: Head) -> tuple[Situation | None, list[Remark]]:
    """The situation in `source`, or None and what is wrong with it. `head` was read by whoever can read yaml."""
    _, _, bodies = split(source)
    remarks: list[Remark] = []
    variants: list[Variant] = []
    for number, (line, body) in enumerate(bodies, start=1):
        if not body.strip():
            remarks.append(Remark(line, "error", f"variant {number} is empty", "write the reply, or take its --- away"))
            continue
        template, found = compile_variant(body, line)
        remarks += found
        if template is not None:
            variants.append(Variant(f"{language}/{name}#{number}", line, body, template))
    if not bodies:
        fix = "write a line --- after the head and the reply below it"
        remarks.append(Remark(0, "error", "there is no reply in this file", fix))
    elif len(bodies) == 1:
        remarks.append(Remark(0, "warning", "there is only one variant", "add a line --- and another way to say it"))
    if any(remark.level == "error" for remark in remarks):
        return None, remarks
    return Situation(language, name, head, tuple(variants)), remarks


def compile_variant(source: str, line: int = 1) -> tuple[Template | None, list[Remark]]:
    """The compiled template, or None and what is not allowed in it. `line` is where it begins in its file."""
    if len(source) > SOURCE_CAP:
        fix = f"shorten it to {SOURCE_CAP} characters; a good reply has fewer than 75 words"
        return None, [Remark(line, "error", f"the template has {len(source)} characters", fix)]
    if found := _UNSEEN.search(source):
        where = line + source.count("\n", 0, found.start())
        message = f"an invisible character (U+{ord(found[0]):04X}) stands in the template"
        return None, [Remark(where, "error", message, "take it away; type the words again if need be")]
    try:
        # A paragraph is what the author left blank, not the place of a condition that was not met.
        tree = _JINJA.parse(_BLANK_LINE.sub(_BREAK, source))
        remarks = list(_refused(tree, line))
        if remarks:
            return None, remarks
        return _JINJA.from_string(tree), []
    except TemplateSyntaxError as error:
        where = line + error.lineno - 1
        return None, [Remark(where, "error", f"the template cannot be read: {_said(error)}", _SYNTAX)]
    except (TemplateError, RecursionError, SyntaxError, ValueError) as error:
        # ValueError: a number of thousands of digits; RecursionError and SyntaxError: brackets without end.
        message = f"the template cannot be compiled ({type(error).__name__})"
        return None, [Remark(line, "error", message, "use only plain words, {{ fact }} and {% if fact %}…{% endif %}")]


_SYNTAX = "close every {{ with }} and every {% if … %} with {% endif %}"


def _said(error: TemplateSyntaxError) -> str:
    return (error.message or "syntax error").rstrip(".")


def _refused(node: nodes.Node, line: int, depth: int = 0) -> Iterator[Remark]:
    """Everything in the tree that is not on the allow-list."""
    # The right side of a comparison has no line of its own.
    where = line + (node.lineno or 1) - 1
    depth += isinstance(node, nodes.If)
    if not isinstance(node, _ALLOWED):
        kind = type(node).__name__
        message = f"{_SPOKEN.get(kind, kind)} is not allowed in a reply"
        yield Remark(where, "error", message, "use only facts, {% if %} and filters")
        return
    if depth > DEPTH_CAP:
        message = f"conditions are nested more than {DEPTH_CAP} deep"
        yield Remark(where, "error", message, "write another variant instead")
        return
    if problem := _misused(node):
        yield Remark(where, "error", *problem)
    for child in node.iter_child_nodes():
        yield from _refused(child, line, depth)


def _misused(node: nodes.Node) -> tuple[str, str] | None:
    """An allowed kind of node that names something unknown: message and fix."""
    if isinstance(node, nodes.Name) and node.name not in FACTS:
        return f"there is no fact called {node.name!r}", _nearest(node.name, FACTS)
    if isinstance(node, nodes.Filter) and node.name not in _JINJA.filters:
        return f"there is no filter called {node.name!r}", _nearest(node.name, tuple(_JINJA.filters))
    if isinstance(node, nodes.Test) and node.name not in _JINJA.tests:
        return f"there is no test called {node.name!r}", _nearest(node.name, tuple(_JINJA.tests))
    if isinstance(node, nodes.Getattr):
        target = node.node.name if isinstance(node.node, nodes.Name) else ""
        if target not in ("community", "private") or node.attr != "label":
            return f".{node.attr} cannot be read here", "only community.label and private.label have a part"
    if isinstance(node, nodes.Output) and any(isinstance(n, nodes.Name) and n.name == "formal" for n in node.nodes):
        return "formal is no word", "write {{ 'je'|formal('u') }} or {% if formal %}…{% endif %}"
    return None


def _nearest(word: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"write {close[0]}" if close else "known are " + ", ".join(sorted(known))


def render(variant: Variant | Template, facts: Facts) -> Words:
    """The reply as words. A single line break is a space, a blank line stays a paragraph. Raises Unrenderable."""
    template = variant.template if isinstance(variant, Variant) else variant
    try:
        text = template.render(_values(facts))
    except UndefinedError as error:
        raise Unrenderable(f"{error.message}; put {{% if … %}} around it") from error
    except (TemplateError, TypeError, ValueError, AttributeError) as error:
        # Filters and comparisons of facts of different kinds, such as `phone < 3`.
        raise Unrenderable(f"cannot be rendered ({type(error).__name__})") from error
    if len(text) > 2 * OUTPUT_CAP:
        raise Unrenderable(f"{len(text)} characters")
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split(_BREAK))
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    if len(text) > OUTPUT_CAP:
        raise Unrenderable(f"{len(text)} characters; at most {OUTPUT_CAP}")
    links = {_COMMUNITY: facts.community, _PRIVATE: facts.private}
    return Words(tuple(links.get(part) or part for part in _MARKS.split(text) if part))


def _values(facts: Facts) -> dict[str, Any]:
    """The facts as a template sees them: cleaned text, and marks for links (empty text where there is none)."""
    return {
        "brand": _clean(facts.brand, _VALUE_CAP),
        "name": _person(facts.name),
        "deadline": _clean(facts.deadline, _VALUE_CAP),
        "community": _Mark(_COMMUNITY, _clean(facts.community.label, _VALUE_CAP)) if facts.community else "",
        "private": _Mark(_PRIVATE, _clean(facts.private.label, _VALUE_CAP)) if facts.private else "",
        "phone": _clean(facts.phone, _NAME_CAP),
        "staff": _person(facts.staff),
        "human": _clean(facts.human, _NAME_CAP),
        "stop": _clean(facts.stop, _NAME_CAP),
        "topic": _clean(facts.topic, _NAME_CAP),
        "formal": facts.formal,
        "rule": _clean(facts.rule, _VALUE_CAP),
    }


def _clean(value: str, cap: int) -> str:
    """One line of at most `cap` characters, without marks that cannot be seen."""
    if value.isascii() and value.isprintable() and len(value) <= cap:
        return value.strip()
    return " ".join(_UNSEEN.sub("", value[: cap * 4]).split())[:cap].rstrip()


def _person(name: str) -> str:
    """A name as a value; none where it holds a handle or an address, so that no link and no mention comes out of it."""
    cleaned = _clean(name, _NAME_CAP)
    return "" if _ADDRESS.search(cleaned) else cleaned
