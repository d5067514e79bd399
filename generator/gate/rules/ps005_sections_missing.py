"""PS005: a document without the headings that its format asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.rule import Problem, rule
from generator.model import Document, Pack
from generator.vocabulary import DocumentType

# The number in front of a heading: 3 or 3.2 or (3) or 3 -, or a letter or Roman number with ) or .
NUMBER = re.compile(r"\(?(?:\d+(?:\.\d+)*[\s.):\u2013-]+|(?:[a-z]|[ivx]+)[.):]+\s*)")
# The least that a format asks for, whatever the settings list (SOPs, Responsibilities).
LEAST = {
    DocumentType.POLICY: ("Responsibilities", "Health and safety"),
    DocumentType.SOP: ("Responsibilities",),
}
CLOSING = " .:;,!?\u2013-"


@rule(
    "PS005",
    clause="SOPs, Corporate policy and SOPs format",
    role="policy developer",
    fix="add the heading, and what belongs under it",
)
def sections_missing(pack: Pack, context: Context) -> Iterator[Problem]:
    """A statement, SOP or report lacks a heading of its format, or sets one at level 1.

    Why: every policy is laid out alike, so that a reader finds who is responsible in the same
    place. Headings are compared without case, numbering and closing punctuation. The title is the
    page's only heading at level 1.
    Good: `## 3. Responsibilities:`
    Bad: a statement with no heading *Health and safety*; `# Found property` in the text.
    """
    for document in pack.documents:
        yield from _missing(document, context)
        yield from _level_one(document)


def _missing(document: Document, context: Context) -> Iterator[Problem]:
    there = {_plain(heading.text) for heading in document.source.outline.headings}
    asked = (*context.settings.headings.get(document.type, ()), *LEAST.get(document.type, ()))
    for words, name in {_plain(name): name for name in asked}.items():
        if words not in there:
            yield Problem(
                document.at("type"),
                f"has no heading `{name}`",
                f"add the heading `## {name}`, and what belongs under it",
            )


def _level_one(document: Document) -> Iterator[Problem]:
    for heading in document.source.outline.headings:
        if heading.level == 1:
            yield Problem(
                Location(document.path, heading.line, heading.column),
                "has a heading at level 1, which only the title is",
                "begin at level 2: `## ` in place of `# `",
            )


def _plain(text: str) -> str:
    """Return a heading without case, numbering and closing punctuation."""
    words = " ".join(text.casefold().split()).rstrip(CLOSING)
    number = NUMBER.match(words)
    return words[number.end() :] if number else words
