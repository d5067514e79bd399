"""The page on the intranet for whoever writes: the formats as files, and what may be typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.forms.constructs import ALLOWED
from generator.forms.form import CALLED, KINDS, asked, headings, placeholder
from generator.gate.dialects import FOREIGN, LOOKS_ALIKE
from generator.plan.plan import Crumb, PlannedPage, PlannedTemplate
from generator.plan.spans import spans
from generator.settings import Settings
from generator.vocabulary import DocumentType

FORMATS = Crumb("Forms and formats", "formats/")
SUMMARY = "Each format as a Word file to fill, its headings, and what a text may hold."
FILES = {DocumentType.WORKBOOK: "checklist"}
"""What a form is called where its kind would be taken for a document that no site shows."""


def templates() -> Iterator[PlannedTemplate]:
    """Yield every form that the page offers as a file."""
    for kind in KINDS:
        yield PlannedTemplate(_address(kind), kind, FORMATS.address)


def _address(kind: DocumentType) -> str:
    return f"{FORMATS.address}{FILES.get(kind, kind)}.docx"


def format_page(settings: Settings) -> PlannedPage:
    """Return the page. Which of the forms could be made is known when it is rendered."""
    data: dict[str, Any] = {
        "forms": tuple(
            {
                "title": CALLED[kind].capitalize(),
                "kind": kind.value,
                "address": _address(kind),
                "headings": tuple(heading.text for heading in headings(kind, settings)),
            }
            for kind in KINDS
        ),
        "allowed": tuple(
            {
                "name": spans(one.name),
                "example": one.example,
                "page": one.page,
                "pdf": one.pdf,
                "word": one.word,
            }
            for one in ALLOWED
        ),
        "foreign": tuple(
            {"name": one.name, "example": one.example, "fix": spans(one.fix)}
            for one in (*FOREIGN, *LOOKS_ALIKE)
        ),
        "said": tuple(_said(settings)),
    }
    return PlannedPage(FORMATS.address, "formats.html", FORMATS.title, SUMMARY, data)


def _said(settings: Settings) -> Iterator[str]:
    """Yield the words of the page and its files: a form that nobody has filled says them too."""
    yield from (FORMATS.title, SUMMARY)
    for kind in KINDS:
        yield from (CALLED[kind], f"{CALLED[kind]} a form of {settings.organisation.name}")
        for row in asked(kind, settings):
            yield from (row.meaning, row.place, placeholder(row.says), row.row.label)
        yield from (heading.says for heading in headings(kind, settings))
        yield " ".join(f"{heading.text} {heading.place}" for heading in headings(kind, settings))
    for one in ALLOWED:
        yield from (one.name, one.example, one.page, one.pdf, one.word)
    for other in (*FOREIGN, *LOOKS_ALIKE):
        yield from (other.name, other.example, other.fix)
