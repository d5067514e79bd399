"""From the store to a file to keep, and back: each word, number, cell, note and heading."""

import html
import re
from datetime import date

import pytest

from generator.render.pandoc import office_file
from generator.render.sheet import Sheet
from generator.store.convert import convert
from generator.store.source import read_document
from generator.vocabulary import DocumentType, DownloadForm
from generator.word.header_table import metadata, read_rows, rows
from generator.word.text import markdown, read_file, task, titled
from tests.word.test_header_table import CHARACTERISTICS, DOCUMENTS, KINDS, ROOT

NOTE = re.compile(r"^!!! ", re.MULTILINE)  # a box is a quotation in a file, and no box again
LINK = re.compile(r"<a [^>]*>|</a>|<span( [^>]*)?>|</span>| id=\"[^\"]*\"| aria-label=\"[^\"]*\"")


def read(path):
    return read_document(path.relative_to(ROOT).as_posix(), path.read_bytes())


SOURCES = [source for path in DOCUMENTS if not NOTE.search((source := read(path)).body)]
SOURCES = [source for source in SOURCES if source.metadata.data["type"] in KINDS]
SOME = SOURCES[:: len(SOURCES) // 20][:20]


def page(body, bare=()):
    """Return what a page shows of a text: everything but where its links lead."""
    shown = convert((body, tuple(bare))).html
    return " ".join(LINK.sub("", shown).split())


def word_file(source, form):
    """Return a document as a file to keep, with the header table on its first page."""
    kind = DocumentType(source.metadata.data["type"])
    cells = "".join(
        f"<tr><td>{label}</td><td>{html.escape(value).replace(chr(10), '<br>')}</td></tr>"
        for label, value in rows(source.metadata.data, kind, CHARACTERISTICS)
    )
    fragment = convert((source.body, source.outline.bare_blocks)).html
    # What names a table for screen readers alone is no word of the text.
    shown = re.sub(r'<caption class="unseen">.*?</caption>', "", fragment, flags=re.DOTALL)
    text = f"<table>{cells}</table>{re.sub('href=.[^#][^ >]*', '', shown)}"
    sheet = Sheet(source.metadata.data["title"], text, "", "", date(2026, 1, 1), {})
    return office_file(sheet, form)


def imported(data):
    file = read_file(data)
    made, lost = markdown(task(file, titled(file.reading), "policy"))
    assert lost == ()
    return file, made


def table_of(file, source):
    """Return what the file's header table says, as front matter."""
    kind = DocumentType(source.metadata.data["type"])
    return metadata(read_rows(file.reading.header, kind, CHARACTERISTICS))


def front_matter(source):
    return {k: v for k, v in source.metadata.data.items() if k not in {"type", "status"}}


def test_there_are_twenty_documents_with_lists_tables_notes_and_terms():
    assert len(SOME) == 20
    assert len({source.metadata.data["type"] for source in SOME}) == len(KINDS)
    for sign in ("\n1. ", "\n- ", "\n| ", "[^1]", "\n:   ", "\n### "):
        assert any(sign in source.body for source in SOME), sign


@pytest.mark.parametrize("source", SOME, ids=lambda source: source.path)
def test_a_document_of_the_store_comes_back_from_word_as_it_was(source):
    file, made = imported(word_file(source, DownloadForm.WORD))
    assert page(made.body) == page(source.body, source.outline.bare_blocks)
    assert table_of(file, source) == front_matter(source)


@pytest.mark.parametrize("source", SOME[::4], ids=lambda source: source.path)
def test_a_document_of_the_store_comes_back_from_opendocument_as_it_was(source):
    file, made = imported(word_file(source, DownloadForm.ODT))
    assert page(made.body) == page(source.body, source.outline.bare_blocks)
    assert table_of(file, source) == front_matter(source)
