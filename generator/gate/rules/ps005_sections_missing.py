"""PS005: a document without the headings that its format asks for."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.headings import asked_headings, plain_heading
from generator.gate.rule import Problem, rule
from generator.model import Document, Pack


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
    there = {plain_heading(heading.text) for heading in document.source.outline.headings}
    for name in asked_headings(context.settings, document.type):
        if plain_heading(name) not in there:
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
