"""From the bytes of a Word or OpenDocument file to Markdown of the store."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from generator.pandoc import convert
from generator.store.lookalikes import fold
from generator.vocabulary import DocumentType
from generator.word import docx_tidy, odt_tidy
from generator.word.docx import read_docx
from generator.word.header_table import TITLE, read_rows
from generator.word.markdown import Made, Noted, Writer
from generator.word.odt import read_odt
from generator.word.opening import CannotOpen, Form, Opened, open_file
from generator.word.reading import Flow, Paragraph, Reading
from generator.word.words import Lost, lost

KINDS = {
    b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg", b"GIF87a": ".gif", b"GIF89a": ".gif",
}  # fmt: skip


class WordFile(Struct, frozen=True):
    """A file that was read: what it says and hides, and its bytes made ready for pandoc.

    ``pictures`` holds the files in it by the names that pandoc calls them.
    """

    form: Form
    reading: Reading
    ready: bytes
    pictures: Mapping[str, bytes]


def read_file(data: bytes) -> WordFile | CannotOpen:
    """Return what a file is and says, or why it cannot be opened; for use in a child process."""
    try:
        opened = open_file(data)
        return _word(opened) if opened.form is Form.WORD else _odt(opened)
    except CannotOpen as error:
        return error


def _word(opened: Opened) -> WordFile:
    document = read_docx(opened)
    reading, folder = document.reading(), f"{document.folder}/"
    pictures = {
        name.removeprefix(folder): part
        for name, part in opened.parts.items()
        if name.startswith(f"{folder}media/")
    }
    return WordFile(Form.WORD, reading, docx_tidy.tidy(document), pictures)


def _odt(opened: Opened) -> WordFile:
    document = read_odt(opened)
    reading = document.reading()
    pictures = {n: part for n, part in opened.parts.items() if n.startswith("Pictures/")}
    return WordFile(Form.ODT, reading, odt_tidy.tidy(document), pictures)


def picture_kind(data: bytes) -> str | None:
    """Return the ending of a picture that a browser shows, told from its content."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return next((ending for sign, ending in KINDS.items() if data.startswith(sign)), None)


class Titled(Struct, frozen=True):
    """What a file is called, the paragraphs that say so, and what is to be said of that."""

    title: str
    paragraphs: frozenset[int] = frozenset()
    noted: tuple[Noted, ...] = ()


def titled(reading: Reading) -> Titled:
    """Return the title: the header table's, else the title paragraph's, else a lone heading's."""
    rows = read_rows(reading.header, DocumentType.POLICY)
    named = next((" ".join(r.text.split()) for r in rows if r.field is TITLE), "")
    found = _title_paragraph(reading)
    if found is None:
        return Titled(named)
    number, paragraph = found
    text = " ".join(paragraph.text.split())
    if named and fold(named) != fold(text):
        if paragraph.role != "title":
            return Titled(named)
        says = "the title on the page is not that of the header table; it came over as text"
        return Titled(named, noted=(Noted(paragraph.place, says),))
    return Titled(named or text, frozenset({number}))


def _title_paragraph(reading: Reading) -> tuple[int, Paragraph] | None:
    texts = [
        (number, paragraph)
        for number, paragraph in sorted(reading.numbered.items())
        if paragraph.flow is Flow.BODY and paragraph.comes_over and paragraph.text.strip()
    ]
    for number, paragraph in texts:
        if paragraph.role == "title":
            return number, paragraph
    tops = [number for number, paragraph in texts if paragraph.level == 1]
    first = texts[0] if texts else None
    return first if first and tops == [first[0]] and not first[1].label else None


class Task(Struct, frozen=True):
    """All that Markdown is made of: pandoc's tree, what our own reader found, and what is said.

    ``endings`` are those of the pictures that a browser shows, by their names in the file.
    """

    tree: bytes
    reading: Reading
    title: Titled
    stem: str
    endings: Mapping[str, str]


def task(file: WordFile, title: Titled, stem: str) -> Task:
    """Let pandoc read a file. Raises ``CannotConvert`` where it was stopped or gave up."""
    tree = convert(file.ready, f"--from={file.form}", "--to=json")
    kinds = {name: picture_kind(data) for name, data in file.pictures.items()}
    endings = {name: ending for name, ending in kinds.items() if ending}
    return Task(tree, file.reading, title, stem, endings)


def markdown(task: Task) -> tuple[Made, tuple[Lost, ...]]:
    """Return a file's body, and what it lost; for use in a child process."""
    given = itertools.count(1)

    def name(target: str) -> str | None:
        ending = task.endings.get(target)
        return f"attachments/{task.stem}-{next(given)}{ending}" if ending else None

    blocks = json.loads(task.tree)["blocks"]
    made = Writer(task.reading, name, task.title.paragraphs).write(blocks)
    return replace(made, noted=(*task.title.noted, *made.noted)), lost(made)
