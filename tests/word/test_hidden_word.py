import re

import pytest
from docx.shared import Pt, RGBColor

from generator.settings import read_settings
from generator.word.docx import read_docx
from generator.word.hidden import hidden, marked
from generator.word.opening import open_file
from generator.word.reading import Kind
from tests.word.docs import add, document, element, part, saved, with_parts

SETTINGS = read_settings(None)[0]
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def started():
    made = document()
    made.add_heading("Application", 1)
    made.add_paragraph("These procedures apply to all staff.")
    return made


def found(made):
    data = saved(made) if hasattr(made, "save") else made
    reading = read_docx(open_file(data)).reading()
    return [(one.kind, str(one.place), one.what) for one in hidden(reading)]


def marks(made, declared="OFFICIAL"):
    reading = read_docx(open_file(saved(made))).reading()
    return [(str(one.place), one.what) for one in marked(reading, SETTINGS, declared)]


UNDER = "paragraph 3, under \u201cApplication\u201d"


def test_an_ordinary_document_hides_nothing():
    made = started()
    table = made.add_table(rows=2, cols=2, style="Medium Shading 1 Accent 1")
    table.cell(0, 0).text = "Step"
    assert found(made) == []
    assert marks(made) == []


BY = 'w:id="1" w:author="A"'
CHANGES = {
    "inserted": f"<w:p><w:ins {BY}><w:r><w:t>new words</w:t></w:r></w:ins></w:p>",
    "deleted": f"<w:p><w:del {BY}><w:r><w:delText>old</w:delText></w:r></w:del></w:p>",
    "moved away": f"<w:p><w:moveFrom {BY}><w:r><w:t>x</w:t></w:r></w:moveFrom></w:p>",
    "moved here": f"<w:p><w:moveTo {BY}><w:r><w:t>x</w:t></w:r></w:moveTo></w:p>",
    "formatted otherwise": (
        f"<w:p><w:pPr><w:pPrChange {BY}><w:pPr/></w:pPrChange></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_tracked_change_is_named_with_its_place(what):
    made = started()
    add(made, CHANGES[what])
    assert found(made) == [(Kind.CHANGE, UNDER, what)]


def test_a_row_of_a_table_may_be_inserted():
    made = started()
    add(
        made,
        "<w:tbl><w:tr><w:trPr><w:ins w:id='1' w:author='A'/></w:trPr>"
        "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    )
    place = "table 2, row 1, column 1, under \u201cApplication\u201d"
    assert found(made) == [(Kind.CHANGE, place, "inserted")]


def test_a_row_of_a_table_may_be_hidden():
    made = started()
    cell = "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"
    add(made, f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr>{cell}</w:tr><w:tr>{cell}</w:tr></w:tbl>")
    place = "table 2, row 1, under \u201cApplication\u201d"
    assert found(made) == [(Kind.HIDDEN, place, "a hidden row of a table")]


def test_comments_are_named_where_they_stand():
    made = started()
    paragraph = made.add_paragraph("Words.")
    made.add_comment(paragraph.runs, text="Ask the sergeant.", author="A", initials="A")
    assert found(made) == [(Kind.COMMENT, UNDER, "a comment")]


def test_hidden_text_is_found_by_its_own_format_and_by_styles():
    made = started()
    made.add_paragraph().add_run("unseen").font.hidden = True
    style = made.styles.add_style("Behind", 1)
    style.font.hidden = True
    made.styles.add_style("Further behind", 1).base_style = style
    made.add_paragraph("unseen too", style="Further behind")
    letters = made.styles.add_style("Letters", 2)
    letters.font.hidden = True
    made.add_paragraph().add_run("unseen as well", style="Letters")
    shown = made.add_paragraph(style="Behind").add_run("shown")
    shown.font.hidden = False
    assert [(kind, place[:11]) for kind, place, _ in found(made)] == [
        (Kind.HIDDEN, f"paragraph {n}") for n in (3, 4, 5)
    ]


def test_white_words_and_words_too_small_are_found_and_white_on_dark_is_not():
    made = started()
    white = made.add_paragraph().add_run("white")
    white.font.color.rgb = RGBColor(255, 255, 255)
    made.add_paragraph().add_run("small").font.size = Pt(1)
    dark = "<w:shd w:val='clear' w:fill='1D3C6E'/>"
    pale = "<w:rPr><w:color w:val='FFFFFF'/></w:rPr>"
    add(made, f"<w:p><w:pPr>{dark}</w:pPr><w:r>{pale}<w:t>to be read</w:t></w:r></w:p>")
    add(
        made,
        f"<w:tbl><w:tr><w:tc><w:tcPr>{dark}</w:tcPr><w:p><w:r>{pale}<w:t>read</w:t></w:r></w:p>"
        f"</w:tc><w:tc><w:p><w:r>{pale}<w:t>unread</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    )
    box = "<w:rPr><w:highlight w:val='black'/></w:rPr>"
    add(made, f"<w:p><w:r>{box}<w:t>blacked out</w:t></w:r></w:p>")
    assert [(kind, re.sub(",? under.*", "", place)) for kind, place, _ in found(made)] == [
        (Kind.FAINT, "paragraph 3"),
        (Kind.FAINT, "table 2, row 1, column 2"),
        (Kind.FAINT, "paragraph 6"),
        (Kind.TINY, "paragraph 4"),
    ]


@pytest.mark.parametrize("where", ["header", "footer", "first_page_header", "even_page_footer"])
def test_a_marking_above_that_of_the_document_is_found_at_the_head_and_foot_of_pages(where):
    made = started()
    section = made.sections[0]
    section.different_first_page_header_footer = True
    made.settings.odd_and_even_pages_header_footer = True
    getattr(section, where).paragraphs[0].text = "RESTRICTED"
    part_ = "a page header" if "header" in where else "a page footer"
    [(place, what)] = marks(made)
    assert (place, what) == (f"paragraph 1 of {part_}", "it is marked RESTRICTED")
    assert marks(made, None) == [(place, what)]
    assert marks(made, "RESTRICTED") == []


def test_the_marking_of_the_document_itself_may_stand_at_the_head_of_each_page():
    made = started()
    made.sections[0].header.paragraphs[0].text = "OFFICIAL"
    assert marks(made) == []


def test_a_marking_is_found_in_the_body_in_a_text_box_in_a_cell_and_behind_the_page():
    made = started()
    made.add_paragraph("RESTRICTED")
    box = "<w:p><w:r><w:t>SECRET</w:t></w:r></w:p>"
    add(
        made,
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline>"
        f"<wps:txbx><w:txbxContent>{box}</w:txbxContent></wps:txbx></wp:inline></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"<w:txbxContent>{box}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
    )
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Classification", "Confidential"
    mark = made.sections[0].header.paragraphs[0].add_run()
    shape = element("<w:pict><v:shape><v:textpath string='CONFIDENTIAL'/></v:shape></w:pict>")
    mark._r.append(shape)
    assert sorted(marks(made)) == [
        (
            "paragraph 1 of a page header",
            "it is marked CONFIDENTIAL",
        ),
        ("paragraph 1 of a text box, under \u201cApplication\u201d", "it is marked SECRET"),
        (UNDER, "it is marked RESTRICTED"),
        ("table 2, row 1, column 2, under \u201cApplication\u201d", "it is marked CONFIDENTIAL"),
    ]


def relation(data, kind, target, *, external=True):
    name = "word/_rels/document.xml.rels"
    mode = ' TargetMode="External"' if external else ""
    new = f'<Relationship Id="rIdX" Type="{REL}/{kind}" Target="{target}"{mode}/></Relationships>'
    return with_parts(data, {name: part(data, name).replace(b"</Relationships>", new.encode())})


def test_what_lies_in_the_file_or_elsewhere_besides_the_text_is_named():
    data = with_parts(
        saved(started()),
        {
            "word/vbaProject.bin": b"x",
            "word/embeddings/oleObject1.bin": b"x",
            "word/activeX/activeX1.bin": b"x",
        },
    )
    data = relation(data, "attachedTemplate", "file:///C:/Users/a/house.dotm")
    assert found(data) == [
        (Kind.OBJECT, "the file", "an embedded file, oleObject1.bin"),
        (Kind.MACRO, "the file", "a control with a program behind it"),
        (Kind.MACRO, "the file", "a macro project"),
        (Kind.LINK, "the file", "a template that lies elsewhere"),
    ]


def test_a_link_that_readers_follow_themselves_is_nothing_hidden():
    assert found(relation(saved(started()), "hyperlink", "https://www.example.org/")) == []


def field(code, result="shown"):
    return (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        f"<w:r><w:instrText> {code} </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        f"<w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("DDEAUTO c:\\\\cmd.exe", Kind.PROGRAM),
        ("INCLUDETEXT c:\\\\a.docx", Kind.LINK),
        ("PAGE", None),
        ("REF _Ref1", None),
    ],
)
def test_a_field_that_starts_a_program_or_fetches_a_file_is_named(code, kind):
    made = started()
    add(made, field(code))
    assert [one[:2] for one in found(made)] == ([(kind, UNDER)] if kind else [])


def test_charts_and_equations_are_named():
    made = started()
    chart = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    add(
        made,
        "<w:p><w:r><w:drawing><wp:inline><a:graphic>"
        f"<a:graphicData uri='{chart}'/></a:graphic></wp:inline></w:drawing></w:r></w:p>",
    )
    add(made, "<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>")
    assert [one[::2] for one in found(made)] == [
        (Kind.OBJECT, "a chart"),
        (Kind.EQUATION, "an equation"),
    ]
