"""The texts of a document as the rules look through them: folded, each at its place."""

from generator.findings import Location
from generator.gate.passages import passages, printed_passages
from generator.model import Page
from generator.store.outline import PieceKind
from generator.store.source import read_document
from generator.vocabulary import DocumentType
from tests.gate.test_rules import context
from tests.stores import make_store

BODY = """---
title: A Page
keys: [One, {two: "a\\nb"}]
---
# Head

First L\u00cdNE
and \uff34\ufb01nal

<!-- Left out -->
<b>&lt;Bold&gt;</b>
"""


def page(text):
    source = read_document("content/x.md", text.encode())
    return Page(
        source=source, path="content/x.md", name="x.md", type=DocumentType.PAGE, title="x",
        status=None, protective_marking=None, summary=None, reference=None,
    )  # fmt: skip


def test_every_text_of_a_document_with_its_place_and_key():
    found = [(p.text, p.start.line, p.kind, p.keys) for p in passages(page(BODY))]
    assert found == [
        ("a page", 2, None, ("title",)),
        ("one", 3, None, ("keys", 0)),
        ("a b", 3, None, ("keys", 1, "two")),
        ("head", 5, PieceKind.HEADING, ()),
        ("first líne and tfinal", 7, PieceKind.PARAGRAPH, ()),
        (" left out ", 10, PieceKind.COMMENT, ()),
        ("<bold>", 11, PieceKind.PARAGRAPH, ()),
        ("<b>", 11, None, ()),
        ("</b>", 11, None, ()),
    ]


def test_a_character_is_on_its_line_whatever_it_was_folded_to():
    [text] = [p for p in passages(page(BODY)) if p.text.startswith("first")]
    at = [text.at(text.text.index(word)) for word in ("first", "and", "nal")]
    assert at == [Location("content/x.md", n, 1) for n in (7, 8, 8)]
    [value] = [p for p in passages(page(BODY)) if p.text == "a b"]
    assert value.at(2) == value.at(0) == value.start
    [plain] = [p for p in passages(page("---\nt: 1\n---\n\n- One\n  two\n")) if "two" in p.text]
    assert [plain.at(0), plain.at(3), plain.at(4)] == [
        Location("content/x.md", 5, 1), Location("content/x.md", 6, 1),
        Location("content/x.md", 6, 1),
    ]  # fmt: skip


def test_the_records_beside_a_report_are_read_too(tmp_path):
    ready = context(make_store(tmp_path))
    folder = "monitoring/inspectorate/2026"
    [report] = ready.scheme.by_path[folder].documents
    cells = [p for p in passages(report) if p.start.path == f"{folder}/grades.csv"]
    first, *_ = (tmp_path / folder / "grades.csv").read_text("utf-8").split(",")
    assert (cells[0].text, cells[0].start.line) == (first.casefold(), 1)
    second = cells[1].start
    assert (second.line, second.column) == (1, len(first) + 2)
    assert cells[1].at(2) == second
    assert cells[-1].start.line > 1
    assert list(printed_passages(report, ready)) == list(passages(report))


def test_a_reader_never_sees_a_comment(tmp_path):
    ready, document = context(make_store(tmp_path)), page(BODY)
    printed = [p.text for p in printed_passages(document, ready)]
    assert printed == [p.text for p in passages(document) if p.text != " left out "]
