"""A form as a Word file to be filled: the header table, guidance, and headings in Word's styles.

Guidance stands in a paragraph style of its own, which an import leaves out. What is to be filled
stands in ordinary text, so that nobody types over a guidance note and loses what was typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from generator.extras import forms_made_with
from generator.forms.form import CALLED, FIXED, Asked, asked, headings
from generator.render import pandoc
from generator.render.sheet import EPOCH, Sheet
from generator.settings import Settings
from generator.vocabulary import INSERT, DocumentType, DownloadForm
from generator.word.header_table import Form, Home

GUIDANCE = "Guidance Note"
"""The paragraph style of what an author reads and nobody imports."""
FILL = (
    f"Type over what stands in {INSERT} ...]: a document that still holds one is refused. Notes "
    "like this one, in the style Guidance Note, need not be taken out: an import leaves them out."
)
WORDS = (
    "Use Word's styles Heading 1, Heading 2 ... for headings, its own lists, footnotes and tables, "
    "and give each picture alternative text. Name posts, never people."
)
TABLE = "The table below is the document's metadata. Keep its left column as it is."
DAY = "as 4 May 2010"


def template(kind: DocumentType, settings: Settings) -> bytes:
    """Return the form of this type of document as a Word file; the same on every day."""
    forms_made_with()
    return pandoc.office_file(sheet(kind, settings), DownloadForm.WORD)


def sheet(kind: DocumentType, settings: Settings) -> Sheet:
    """Return the form as it is laid out: all that its Word file holds."""
    says = f"{CALLED[kind].capitalize()}: a form of {settings.organisation.name}"
    return Sheet("", page(kind, settings), says, "", EPOCH, {})


def page(kind: DocumentType, settings: Settings) -> str:
    """Return the form as the page that becomes the Word file."""
    return "\n".join(_lines(kind, settings))


def _lines(kind: DocumentType, settings: Settings) -> Iterator[str]:
    rows = tuple(asked(kind, settings))
    yield _guidance(FILL, WORDS, TABLE)
    yield '<table><colgroup><col style="width: 30%"/><col style="width: 70%"/></colgroup><tbody>'
    known = {("type",): kind.value, **FIXED.get(kind, {})}
    for row in rows:
        value = known.get(row.keys) or (row.place if row.needed else "")
        label = escape(row.row.label)
        yield f"<tr><td><strong>{label}</strong></td><td>{escape(value)}</td></tr>"
    yield "</tbody></table>"
    yield _guidance(*(_explained(row) for row in rows if row.keys not in known and _more(row)))
    for heading in headings(kind, settings):
        yield f"<h2>{escape(heading.text)}</h2>"
        yield _guidance(f"What belongs here: {heading.says}.")
        yield f"<p>{escape(heading.place)}</p>"


def _more(row: Asked) -> bool:
    """Whether there is more to say of a row than what stands in it."""
    return not row.needed or bool(row.choices) or row.row.form is not Form.TEXT


def _explained(row: Asked) -> str:
    """Say what belongs in a row, in which form, and whether it may be left blank."""
    form = f" ({DAY})" if row.row.form is Form.DATE else ""
    kept = "" if row.row.home is Home.DOCUMENT else " It is not kept in the document itself."
    blank = "" if row.needed else " It may be left blank."
    return f"{row.row.label}: {row.meaning}{form}.{blank}{kept}"


def _guidance(*paragraphs: str) -> str:
    inside = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return f'<div data-custom-style="{GUIDANCE}">{inside}</div>'
