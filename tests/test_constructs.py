"""What an author may write becomes what the manual says, everywhere; the rest is a finding."""

# ruff: noqa: E501 - a case stays on one line

import io
import itertools
import os
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from generator.forms.constructs import ALLOWED, manual, sample
from generator.gate.dialects import FOREIGN, LETTERS, LOOKS_ALIKE
from generator.render import pandoc
from generator.render.sheet import Picture, Sheet
from generator.store.convert import convert
from generator.store.outline import PieceKind, outline
from generator.store.text import digest
from generator.verify.words import words
from generator.vocabulary import DownloadForm
from tests.commands import check
from tests.pdfs import pdf_of
from tests.stores import make_store

HEAD = (
    "---\ntitle: A page\ntype: page\nstatus: final\nprotective_marking: OFFICIAL\n"
    "summary: A page for readers.\n---\n"
)
FIRST = HEAD.count("\n") + 1
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364"
    "f80f00010501012718e3660000000049454e44ae426082"
)
README = Path(__file__).parent.parent / "README.md"
WAYS = Path(__file__).with_name("ways_of_writing.txt")


@pytest.fixture(scope="module")
def page():
    body = sample()
    return convert((body, outline(body).bare_blocks)).html


@pytest.fixture(scope="module")
def sheet(page, tmp_path_factory):
    file = tmp_path_factory.mktemp("pictures") / "areas.png"
    file.write_bytes(DOT)
    html = page.replace("attachments/areas.png", "areas.png")
    return Sheet("Sample", html, "A sample", "https://example.org/", date(2026, 1, 1),
                 {"areas.png": Picture(file, digest(DOT))})  # fmt: skip


@pytest.fixture(scope="module")
def word(sheet):
    with zipfile.ZipFile(io.BytesIO(pandoc.office_file(sheet, DownloadForm.WORD))) as packed:
        return {name: packed.read(name).decode("utf-8", "ignore") for name in packed.namelist()}


@pytest.fixture(scope="module")
def odt(sheet):
    with zipfile.ZipFile(io.BytesIO(pandoc.office_file(sheet, DownloadForm.ODT))) as packed:
        return packed.read("content.xml").decode("utf-8")


@pytest.fixture(scope="module")
def typst(sheet):
    return pandoc.typst_text(sheet)


@pytest.fixture(scope="module")
def pdf(sheet, typst, own_state):
    return pypdfium2.PdfDocument(pdf_of(sheet, typst))


def said(example):
    """Return the words of each piece of an example that a reader may see or hear."""
    pieces = outline(example).pieces
    return [words(re.sub(r"^(?:!!! *\w+|Table: )", "", piece.text)) for piece in pieces]


def text_of_xml(text, *names):
    """Return the text of each block, whole and in parts: a broken line is no word of one piece."""
    tree = etree.fromstring(text.encode())
    found = [e for e in tree.iter() if etree.QName(e).localname in names]
    return " ".join(gap.join(e.itertext()) for gap in ("", " ") for e in found)


def everything_in(word):
    alternative = re.findall(r'descr="([^"]*)"', word["word/document.xml"])
    texts = (text_of_xml(word[f"word/{part}.xml"], "p") for part in ("document", "footnotes"))
    return words(" ".join((*texts, *alternative)))


@pytest.fixture(scope="module")
def whole(page, word, odt, typst, pdf):
    """Return every word of the sample in each form, alternative texts among them."""
    shown = LexborHTMLParser(page)
    alternative = [image.attributes["alt"] for image in shown.css("img")]
    read = [shown.root.text(separator=gap) for gap in ("", " ")]
    drawn = [one.get_textpage().get_text_bounded() for one in pdf]
    return {
        "page": words(" ".join((*read, *alternative))),
        "PDF": words(" ".join((*drawn, *re.findall(r'alt: "([^"]*)"', typst)))),
        "Word": everything_in(word),
        "OpenDocument": words(text_of_xml(odt, "p", "h", "desc")),
    }


@pytest.mark.parametrize("one", ALLOWED, ids=lambda one: one.name)
def test_no_word_of_what_may_be_written_is_lost_anywhere(one, whole):
    for piece in said(one.example):
        for form, found in whole.items():
            missing = [word for word in piece if word not in found]
            assert not missing, f"{form}: {missing}"


BECOMES = {
    "headings": ("h2#duties-of-supervisors a.mark", '"Heading2"', "=== At the start"),
    "paragraphs, words in bold or italics": ("p strong", "<w:b />", "#strong[bold]"),
    "a line broken within a paragraph": ("p br", "<w:br />", "counter \\"),
    "lists": ("ul ul li", '<w:ilvl w:val="1" />', "  - leather"),
    "numbered lists": ("ol li", "<w:numPr>", "+ Stop"),
    "tables": ("table caption", "<w:tblHeader", "table.header"),
    "footnotes": ("div.footnote li", "<w:footnoteReference ", "#footnote[By"),
    "lists of terms": ("dl dt", '"DefinitionTerm"', "/ Finder:"),
    "notes (also `tip`, `info`)": ("div.admonition.note", '"BlockText"', "#quote(block: true)"),
    "warnings (also `danger`) and notes with a title of their own": (
        "div.admonition.warning p.admonition-title", '"BlockText"', "#strong[Sharp items]",
    ),
    "quotations": ("blockquote", '"BlockText"', "#quote(block: true)"),
    "pictures, always with alternative text": ("img[alt]", "<w:drawing>", 'alt: "Map of'),
    "links": ("a[href]", "<w:hyperlink ", "#link("),
    "small figures above or below the line": ("sub", '"superscript"', "#super[2]"),
    "words as a computer has them": ("pre code", '"SourceCode"', "```"),
    "a line across": ("hr", "<w:pict>", "#horizontalrule"),
}  # fmt: skip


@pytest.mark.parametrize("one", ALLOWED, ids=lambda one: one.name)
def test_it_becomes_what_the_manual_says(one, page, word, odt, typst):
    selector, in_word, in_pdf = BECOMES[one.name]
    assert LexborHTMLParser(page).css_first(selector) is not None
    assert in_word in word["word/document.xml"]
    assert in_pdf in typst


def test_terms_and_notes_have_styles_of_their_own_in_opendocument(odt):
    for style in ("Definition_20_Term", "Definition_20_Definition", "Quotations"):
        assert style in odt


def test_the_whole_sample_passes_the_gate(tmp_path):
    """Nothing is found in it but that a picture of a page of content cannot be attached."""
    root = make_store(tmp_path)
    pack = root / "policies/use-of-cameras/v1"
    (pack / "attachments").mkdir(exist_ok=True)
    (pack / "attachments/areas.png").write_bytes(DOT)
    path = pack / "policy.md"
    path.write_text(path.read_text("utf-8") + "\n" + sample(), "utf-8")
    found = check(root, "policies/use-of-cameras/v1").findings(
        "policies/use-of-cameras/v1/policy.md"
    )
    assert {f["rule"] for f in found} <= {"PS303", "PS307"}


def found_in(root, body):
    """Return the line, in the body, and the words of each PS008 of a page that holds it."""
    (root / "content/page.md").write_text(HEAD + body, "utf-8")
    findings = check(root, "content/page.md").findings("content/page.md")
    return [(f["line"] - FIRST, f["message"]) for f in findings if f["rule"] == "PS008"]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("pages") / "store"
    root.mkdir()
    (root / "content").mkdir()
    (root / "scheme.yml").write_text("organisation: {name: A Force, short_name: AF}\n", "utf-8")
    yield root
    shutil.rmtree(root)


def test_each_other_way_of_writing_is_found_at_its_line(root):
    """One page for all: each stands three lines below the last."""
    body = "".join(f"Words before.\n\n{one.example}\n\n" for one in FOREIGN)
    wanted, line = [], 1
    for one in FOREIGN:
        wanted.append((line + 1, f"holds {one.name}"))
        line += 3 + one.example.count("\n") + 1
    found = found_in(root, body)
    assert found == sorted(wanted)


def test_each_other_way_of_writing_and_how_to_mend_it_is_held_word_by_word():
    """Nothing goes from the list unseen. UPDATE_GOLDEN=1 writes it anew."""
    ways = (*FOREIGN, *LOOKS_ALIKE)
    said = "".join(f"{one.name}\n  as {one.example!r}\n  {one.fix}\n\n" for one in ways)
    if os.environ.get("UPDATE_GOLDEN"):
        WAYS.write_text(said, "utf-8")
    assert said == WAYS.read_text("utf-8")


OTHERS = {
    "a list within a list, by two spaces": (
        "- a\n  - b\n", 1,
        "holds something that belongs to a list item, and is not indented by four spaces",
    ),
    "a paragraph of an item, by three spaces": (
        "1. one\n\n   more\n2. two\n", 2,
        "holds something that belongs to a list item, and is not indented by four spaces",
    ),
    "a list in a note, by two spaces": (
        "!!! note\n    - a\n      - b\n", 2,
        "holds something that belongs to a list item, and is not indented by four spaces",
    ),
    "a note of another kind": ("!!! restricted\n    Words.\n", 0, "holds a note of a kind, or in a place, that is not known"),
    "a note within a quotation": ("> !!! note\n>     Words.\n", 0, "holds a note of a kind, or in a place, that is not known"),
    "a title without quotes": ("!!! note Take care\n    Words.\n", 0, "holds a note of a kind, or in a place, that is not known"),
    "a note without text": ("!!! note\n\nWords.\n", 0, "holds a note with no text indented under it"),
    "a list with brackets": ("Words.\n\n1) one\n2) two\n", 2, "holds a list numbered with brackets"),
    "a table without dashes": ("Words.\n\n| a | b |\n| c | d |\n", 2, "holds rows of a table without a line of dashes under the first"),
    "a table with a cell too few in its dashes": ("Words.\n\n| a | b |\n|---|\n| c | d |\n", 2, "holds a table whose line of dashes has more or fewer cells than its first row"),
    "letters line by line": ("Words.\n\na) one\nb) two\nc) three\n", 3, "holds lines with letters, as `a)`, that would run on as one paragraph"),
    "Roman numbers line by line": ("(i) one\n(ii) two\n", 1, "holds lines with letters, as `a)`, that would run on as one paragraph"),
    "a heading within a paragraph": ("Words\n##Heading\n", 1, "holds a heading whose # has no space after it, or one before it"),
}  # fmt: skip


@pytest.mark.parametrize("way", LOOKS_ALIKE, ids=lambda way: way.name)
def test_each_example_of_what_only_looks_alike_is_found(root, way):
    assert f"holds {way.name}" in {message for _, message in found_in(root, f"{way.example}\n")}


@pytest.mark.parametrize(("body", "line", "says"), OTHERS.values(), ids=OTHERS)
def test_so_is_what_only_looks_like_a_note_a_list_or_a_table(root, body, line, says):
    assert (line, says) in found_in(root, f"## Words\n\n{body}") or (
        (line + 2, says) in found_in(root, f"## Words\n\n{body}")
    )


def test_each_two_small_roman_numbers_in_a_row_are_a_list(root):
    numbers = "i ii iii iv v vi vii viii ix x".split()
    pairs = list(itertools.pairwise(numbers))
    found = found_in(root, "".join(f"{one}) one\n{two}) two\n\n" for one, two in pairs))
    assert found == [(3 * at + 1, f"holds {LETTERS.name}") for at in range(len(pairs))]
    assert found_in(root, "i) one\niii) three\n\nx) ten\nxi) more\n") == []


def test_lines_with_letters_are_found_once_for_each_paragraph(root):
    found = found_in(root, "a) one\nb) two\nc) three\n\nh) one\ni) two\nj) three\n")
    assert found == [(1, f"holds {LETTERS.name}"), (5, f"holds {LETTERS.name}")]


def test_a_line_with_a_letter_goes_on_unless_two_spaces_break_it(root):
    body = "Items:\na) one{}\nb) two\n"
    assert found_in(root, body.format("")) == [(2, f"holds {LETTERS.name}")]
    assert found_in(root, body.format(" ")) == [(2, f"holds {LETTERS.name}")]
    assert found_in(root, body.format("  ")) == []


def test_what_stands_after_a_link_is_found_at_its_column(root):
    assert found_in(root, "See [a](b.md) and ~~c~~.\n") == [(0, "holds words struck out")]
    found = check(root, "content/page.md").findings("content/page.md")
    columns = [f["column"] for f in found if f["rule"] == "PS008"]
    assert columns == [len("See [a](b.md) and ") + 1]


PLAIN = """\
Costs are $5 and $6; about ~5 to ~6; C++ and G++; a == b; x ~ y; 2^10; `~~code~~`; !important.

At 10:30:15 see part 3:2, [1] and [[1]](https://example.org/~user/==x==), <https://example.org/~~a~~>.

There is a [file](files/a~~b~~c.pdf) with odd signs in its name.

Write to [@the desk] or a@b.example. The ratio 1:2:3. A note: this: that.

Typed as they are: \\[[words]], \\[@key], \\:name:, \\{--, x\\^[1], \\~\\~x\\~\\~, H\\~2\\~O, `[TOC]`.

(a) One alone.

(b) Another, after a blank line.

a) First,  \nb) then.

see no. 5 and
e.g. this,
i.e. that

- [the form](https://example.org/) is a link
- [x is no box](https://example.org/)

```
~~struck~~ ==marked== [TOC]
!!! restricted
- [ ] box
```

<!-- ~~a comment~~ -->

| a | b |
|---|---|
| ~5 | #6 |

## Heading with C#

#

1. One
    - nested

        in four spaces and four more

    | a | b |
    |---|---|
    | c | d |
2. Two\\.

Term
:   Meaning.

    - a
        - b

Words.[^1]

[^1]: A note.

    - with
        - lists

> - a quotation
>   - of a list
"""


def test_ordinary_words_pass(root):
    assert found_in(root, PLAIN) == []


def test_the_manual_has_the_table_and_the_sample():
    """UPDATE_README=1 writes them anew."""
    text = README.read_text("utf-8")
    assert "\n".join(manual()) in text
    assert f"~~~~markdown\n{sample()}~~~~" in text


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ('!!! note "Take care"\n    One.\n\n    - [a](x.md)\n', "paragraph paragraph list item"),
        ("!!! tip\n\n    | a | b |\n    |---|---|\n    | c | d |\n", "paragraph table header table header table cell table cell"),
        ("- item\n\n    !!! note\n        Words.\n\n        More.\n", "list item paragraph paragraph paragraph"),
        ("!!! note\n    !!! warning\n        Deep.\n    Out.\n", "paragraph paragraph paragraph paragraph"),
        ("```\n!!! note\n    code\n```\n", "code"),
    ],
)  # fmt: skip
def test_the_gate_reads_a_note_as_the_page_shows_it(body, kinds):
    assert " ".join(piece.kind for piece in outline(body).pieces) == kinds


def test_what_stands_in_a_note_has_the_line_and_column_at_which_it_was_typed():
    body = "Words.\n\n!!! note\n    Some ![map](a.png) and [é](b.md).\n\n    `code` <b>x</b> <!-- c -->\n"
    parts = outline(body, 10)
    assert [(link.target, link.line, link.column) for link in parts.links] == [
        ("a.png", 13, 10), ("b.md", 13, 28),
    ]  # fmt: skip
    raw = body.encode()
    assert [raw[start:end] for start, end in parts.code] == [b"`code`"]
    assert [raw[start:end] for start, end in parts.comments] == [b"<!-- c -->"]
    assert {(one.line, one.text) for one in parts.html} >= {(15, "<b>")}


def test_a_list_right_under_the_text_of_a_note_is_a_list_on_the_page():
    body = "!!! note\n    Bring:\n    - a form\n    - a key\n"
    parts = outline(body)
    assert [p.kind for p in parts.pieces if p.kind is PieceKind.ITEM] == [PieceKind.ITEM] * 2
    assert convert((body, parts.bare_blocks)).html.count("<li") == 2


def test_a_meaning_of_several_paragraphs_has_one_link_to_each():
    body = "Term\n:   One.\n\n    Two.\n"
    html = convert((body, ())).html
    assert html.count('class="mark"') == 2
    assert re.findall(r'id="([^"]+)"', html) == ["_.p1", "_.p2", "_.p3"]
