"""PS105: words that keep a place for others, and headings with nothing under them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from msgspec import Struct

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.passages import Passage, passages_of, whole
from generator.gate.rule import Problem, rule
from generator.gate.signs import Signs
from generator.gate.written import says_nothing
from generator.model import Document, Pack
from generator.store.lookalikes import fold
from generator.vocabulary import DocumentType

LETTER = re.compile(r"\w")
# A box that opens ("??? note") begins like a placeholder.
BOX = re.compile(
    r"\?\?\?\+? (?:note|abstract|info|tip|success|question|warning|failure|danger|bug|example"
    r"|quote)\b"
)
# "To be confirmed by the duty officer" is an instruction; "to be confirmed" is not.
UNDONE = "to be "
NOT_GOING_ON = r"(?!\s+(?:\w|\())"
SHORT = 4
ODD = re.compile(r"[^\w\s.]")
# Fields in which a placeholder is no answer, as PS205, PS207, PS208, PS211 and PS503 say.
CLAIMED = {
    DocumentType.POLICY: frozenset(
        {"health_and_safety", "implemented_by", "monitored_by", "policy_owner"}
    ),
    DocumentType.EIA: frozenset({"impacts", "feedback_summary"}),
    DocumentType.WORKBOOK: frozenset({"sections"}),
    DocumentType.MONITORING_REPORT: frozenset({"measures"}),
}


class Placeholder(Struct, frozen=True):
    """Words that keep a place: as the settings write them, and how they are found."""

    said: str
    pattern: re.Pattern[str]
    signs: tuple[str, ...]


@rule(
    "PS105",
    clause="SOPs, stage 5 (final versions)",
    role="policy developer",
    fix="write what belongs there, or take it out",
)
def placeholder_left(pack: Pack, context: Context) -> Iterator[Problem]:
    """A document still holds a placeholder, or a heading with nothing under it.

    Placeholders are listed in the settings ("TBC", "??", "[insert") and found in any case, anywhere
    in the text and its metadata. A sub-heading under a heading is something.
    Why: final versions are published. A gap tells the public that nobody read the document.
    Good: every heading has words, a table, a list or a figure under it.
    Bad: "The number of appeals was ...%", "Review date: TBC", "## Appeals" with nothing under it.
    """
    for document in pack.documents:
        for at, said in dict.fromkeys(_left(document, context)):
            yield Problem(at, f"holds the placeholder `{said}`")
    for document in pack.documents:
        for heading in document.source.outline.headings:
            if heading.empty:
                at = Location(document.path, heading.line, heading.column)
                yield Problem(at, "has a heading with nothing under it",
                              "write the section, or take the heading out")  # fmt: skip


def _left(document: Document, context: Context) -> Iterator[tuple[Location, str]]:
    """Yield each placeholder of a document; most have none, which the whole of it soon tells."""
    text = context.once(whole, document)
    likely = _placeholders(context.settings.placeholders).among(text)
    for passage in _texts(document, context) if likely else ():
        yield from _found(passage, likely)


def _texts(document: Document, context: Context) -> Iterator[Passage]:
    claimed = CLAIMED.get(document.type, frozenset())
    for passage in context.once(passages_of, document):
        if not (claimed.intersection(passage.keys[:1]) and says_nothing(passage.text)):
            yield passage


def _found(passage: Passage, placeholders: Sequence[Placeholder]) -> Iterator[tuple[Location, str]]:
    box = BOX.match(passage.text)
    for one in placeholders:
        for match in one.pattern.finditer(passage.text, box.end() if box else 0):
            yield passage.at(match.start()), one.said


@cache
def _placeholders(listed: tuple[str, ...]) -> Signs[Placeholder]:
    said = (one for one in listed if one.strip())
    return Signs(Placeholder(one, _pattern(one), _signs(one)) for one in said)


def _signs(said: str) -> tuple[str, ...]:
    """Return what every spelling of a placeholder has one of: the sign in it, or a long word."""
    text = fold(said)
    if odd := ODD.search(text):
        return (odd[0],)
    if _is_short(said):
        return tuple(map("".join, product(*((c, f"{c}.") for c in text[:-1]), text[-1])))
    return (max(text.replace(".", " ").split(), key=len, default="."),)


def _pattern(said: str) -> re.Pattern[str]:
    """Return what finds a placeholder in folded text: whole words, and runs however long."""
    text = " ".join(fold(said).split())
    signs = set(text)
    if len(text) > 1 and len(signs) == 1:  # "??", "XXX": the same sign again and again
        body = f"{re.escape(signs.pop())}{{{len(text)},}}"
    elif _is_short(said):
        body = r"\.?".join(text)
    else:
        body = r"\s+".join(map(_word, text.split()))
    before = r"(?<!\w)" if LETTER.match(text[0]) else ""
    if before and body[0] == text[0] and len(signs) > 1:  # a letter is searched for the soonest
        before, body = rf"{text[0]}(?<!\w{text[0]})", body[1:]
    after = r"(?!\w)" if LETTER.match(text[-1]) else ""
    return re.compile(before + body + after + (NOT_GOING_ON if text.startswith(UNDONE) else ""))


def _is_short(said: str) -> bool:
    """Whether it is written with and without dots: "TBC" is also "T.B.C."."""
    return said.isalpha() and said.isupper() and len(said) <= SHORT


def _word(word: str) -> str:
    """Match one word; brackets may stand off from it, dots may be more than three."""
    text = re.escape(word).replace(r"\.\.\.", r"\.(?:\s?\.){2,20}\s*")
    return re.sub(r"^(\\[\[{(])", r"\1\\s*", re.sub(r"(\\[\]})])$", r"\\s*\1", text))
