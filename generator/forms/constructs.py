"""What an author may write, and what it becomes on the page, in PDF, and in Word.

Tests hold each against what the program does: it renders in every form, and no word is lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct


class Construct(Struct, frozen=True):
    """One thing that may be written: how, and what becomes of it."""

    name: str
    example: str
    page: str
    pdf: str
    word: str


ALLOWED = (
    Construct(
        "headings", "## Duties of supervisors\n\n### At the start of a tour",
        "a heading with a link of its own, and a line of the contents list",
        "a heading, and a bookmark", "a heading in the styles Heading 1, Heading 2 ...",
    ),
    Construct(
        "paragraphs, words in bold or italics",
        "A paragraph ends at a blank line. It may hold **bold** and *italic* words.",
        "a paragraph with a link of its own", "a paragraph", "a paragraph",
    ),
    Construct(
        "a line broken within a paragraph", "Front counter<br>Lambeth",
        "a new line", "a new line", "a new line",
    ),
    Construct(
        "lists", "- helmets\n- gloves\n    - leather ones, indented by four spaces",
        "a list with bullets", "a list with bullets", "a list with bullets",
    ),
    Construct(
        "numbered lists", "1. Stop the vehicle.\n2. Tell the control room.",
        "a list whose numbers are counted", "a list with numbers", "a list with numbers",
    ),
    Construct(
        "tables",
        "Table: Storage\n\n| Item | Days |\n|---|---:|\n| Umbrella | 28 |\n| Bicycle | 56 |",
        "a table with its caption, or that of its heading; it scrolls by itself on a narrow screen",
        "a table whose first row is marked as its head", "a table whose first row is its head",
    ),
    Construct(
        "footnotes", "Found money is counted twice.[^1]\n\n[^1]: By two people.",
        "a number that leads to the foot of the text and back", "a note at the foot of its page",
        "a footnote of Word's own",
    ),
    Construct(
        "lists of terms", "Finder\n:   Whoever found an item.\n\nOwner\n:   Whoever may claim it.",
        "a list of terms, each with its meaning below", "the term, bold, before its meaning",
        "the styles Definition Term and Definition",
    ),
    Construct(
        "notes (also `tip`, `info`)", "!!! note\n    Keep the form for a year.",
        "a box with the heading Note", "a block with a line at its side, its heading bold",
        "the style Block Text, its heading bold",
    ),
    Construct(
        "warnings (also `danger`) and notes with a title of their own",
        '!!! warning "Sharp items"\n    Wear gloves.\n\n    Never reach into a bag.',
        "a box with its title as its heading", "a block with a line at its side, its title bold",
        "the style Block Text, its title bold",
    ),
    Construct(
        "quotations", "> Whoever finds a thing shall bring it.",
        "a quotation, set in", "a block with a line at its side", "the style Block Text",
    ),
    Construct(
        "pictures, always with alternative text",
        "![Map of the areas that each store serves](attachments/areas.png)",
        "the picture; its alternative text is read out, and indexed by the search",
        "the picture with its alternative text", "the picture with its alternative text",
    ),
    Construct(
        "links", "[Process](sop-process.md#application), [the Act](https://www.example.org/act)",
        "a link; where its target is not on this site, the words alone",
        "a link to the whole address", "a link to the whole address",
    ),
    Construct(
        "small figures above or below the line", "12 m<sup>2</sup> of CO<sub>2</sub>",
        "the figure above or below", "the figure above or below", "the figure above or below",
    ),
    Construct(
        "words as a computer has them", "`PNC/1` or\n\n```\nPNC 1\nPNC 2\n```",
        "letters of one width; within a line, or in lines as they stand",
        "letters of one width", "the styles Verbatim Char and Source Code",
    ),
    Construct(
        "a line across", "Words above.\n\n---\n\nWords below.",
        "a line across", "a line across", "a line across",
    ),
)  # fmt: skip


def sample() -> str:
    """Return one text that holds an example of each, in order."""
    return "\n\n".join(one.example for one in ALLOWED) + "\n"


def manual() -> Iterator[str]:
    """Yield the lines of the manual's table of what may be written."""
    yield "| what | on the page | in PDF | in Word |"
    yield "|---|---|---|---|"
    for one in ALLOWED:
        yield f"| {one.name} | {one.page} | {one.pdf} | {one.word} |"
