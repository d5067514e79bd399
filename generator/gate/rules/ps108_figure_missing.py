"""PS108: a text that speaks of a figure, in a document without one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.passages import printed_passages, whole
from generator.gate.rule import Problem, rule
from generator.model import Document, Pack, Report

DRAWN = r"(?:diagram|flow[ -]?chart|chart|graph|picture|image|illustration|schematic|map|drawing)"
THERE = r"(?:below|overleaf|opposite|underneath|on the (?:next|following|facing) page)"
FIGURE = re.compile(
    rf"(?<!\w)(?:{DRAWN}s?,? (?:(?:shown|set out|given|printed|reproduced|provided) )?{THERE}"
    rf"|(?:the|this) figure {THERE}(?! (?:the|that|this|those|which|an?|\d))"
    rf"|following (?:{DRAWN}|figure)(?!\w)"
    rf"|{DRAWN} (?:that )?follows"
    rf"|below is (?:a|the) {DRAWN}"
    r"|(?:at|in|see|by) figure \d)(?!\w)"
)
# Without one of each, close together, there is nothing to look for.
NAMES = ("diagram", "chart", "graph", "picture", "image", "illustration", "schematic", "map",
         "drawing", "figure")  # fmt: skip
PLACES = ("below", "overleaf", "opposite", "underneath", "page", "follow", "figure ")
SIGNS = AhoCorasick((*NAMES, *PLACES))
NEAR = 80  # no match is as long


@rule(
    "PS108",
    clause="none: the gate's own",
    role="policy developer",
    fix="put the figure in, with its alt text, or reword the sentence",
    severity=Severity.WARN,
)
def figure_missing(pack: Pack, context: Context) -> Iterator[Problem]:
    """A document speaks of a diagram or chart that is to follow, and holds no figure.

    The charts that a report's records are drawn as count as figures.
    Why: figures get lost when a text is copied, and what the reader needs goes with them.
    Good: "The diagram below shows the six stages." and an image of them under it.
    Bad: the same sentence and no image.
    """
    for document in pack.documents:
        if not _has_figure(document) and _may_speak(context.once(whole, document)):
            for at in dict.fromkeys(
                passage.at(match.start())
                for passage in printed_passages(document, context)
                for match in FIGURE.finditer(passage.text)
            ):
                yield Problem(at, "speaks of a figure that is not there")


def _may_speak(text: str) -> bool:
    """Take the quick look before the careful one."""
    found = SIGNS.find_matches_as_indexes(text, overlapping=True)
    if not any(sign < len(NAMES) for sign, _, _ in found):
        return False
    return any(
        FIGURE.search(text[max(0, start - NEAR) : end + NEAR])
        for sign, start, end in found
        if sign >= len(NAMES)
    )


def _has_figure(document: Document) -> bool:
    if isinstance(document, Report) and document.records is not None:
        return True
    return any(link.image for link in document.source.outline.links)
