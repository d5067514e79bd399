import io
import struct
import zlib

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Inches
from selectolax.lexbor import LexborHTMLParser

from generator.store.convert import convert
from generator.store.outline import outline
from generator.word.opening import CannotOpen
from generator.word.text import markdown, read_file, task, titled
from tests.word.docs import add, document, element, part, saved, with_parts


def png():
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\0\0\0")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def made(document_):
    data = saved(document_) if hasattr(document_, "save") else document_
    file = read_file(data)
    assert not isinstance(file, CannotOpen), file
    result, lost = markdown(task(file, titled(file.reading), "policy"))
    assert lost == ()
    return result


def body(document_):
    return made(document_).body


def noted(document_):
    return [str(one) for one in made(document_).noted]


def test_the_header_table_and_the_title_are_no_part_of_the_body():
    new = document()
    new.add_heading("Lost property", 0)
    new.add_heading("Policy statement", 1)
    new.add_paragraph("We keep what is handed in.")
    assert body(new) == "## Policy statement\n\nWe keep what is handed in.\n"


def test_a_title_that_is_not_that_of_the_table_stays_as_text_and_is_said():
    new = document()
    new.add_heading("Found property", 0)
    new.add_heading("Policy statement", 1)
    new.add_paragraph("Words.")
    assert body(new) == "Found property\n\n## Policy statement\n\nWords.\n"
    assert noted(new) == [
        "paragraph 1: the title on the page is not that of the header table; it came over as text"
    ]


def test_without_a_title_a_lone_first_heading_is_the_title_and_the_others_follow_it():
    new = document(header={})
    for level, words in ((1, "Lost property"), (2, "Application"), (3, "Staff"), (2, "Law")):
        new.add_heading(words, level)
        new.add_paragraph("Words.")
    assert body(new) == (
        "Words.\n\n## Application\n\nWords.\n\n### Staff\n\nWords.\n\n## Law\n\nWords.\n"
    )
    assert titled(read_file(saved(new)).reading).title == "Lost property"


def test_no_level_of_heading_is_skipped():
    new = document()
    for level in (1, 4, 2, 4):
        new.add_heading(f"Level {level}", level)
    assert body(new) == "## Level 1\n\n### Level 4\n\n### Level 2\n\n#### Level 4\n"
    assert noted(new) == [
        "headings skipped a level; each now stands one below the heading it is under"
    ]


MERGED = "their words stand in the first of them, and the others are blank"
TYPED = (
    "# no heading", "1. no list", "- no item", "+ 1", "*stars* and _lines_", "<b>tags</b>",
    "[no](link)", "[^1] no note", "AT&T &amp; more", "&copy; 2020", "{: .class }", "{{ name }}",
    "!!! note", ": no meaning", "a | b", "`code`", "~~~", "=== no tab", "> no quotation",
    "back\\slash", "-8<- file", "<!-- no comment -->", "2 < 3 > 1", "http://a.b/_c_d",
    "snake_case_word", "5 * 3 * 2", "--- ---",
)  # fmt: skip


def test_what_looks_like_markdown_stays_as_it_is_read():
    new, typed = document(), []
    for words in TYPED:
        new.add_paragraph(words)
        typed.append(words)
    text = body(new)
    page = LexborHTMLParser(convert((text, outline(text).bare_blocks)).html)
    assert [p.text().strip() for p in page.css("p")] == typed
    assert [e.tag for e in page.css("h1, h2, li, table, blockquote, pre, code, hr, dl")] == []


def test_bold_and_italic_words_are_marked_so_that_every_reader_agrees():
    new = document()
    words = new.add_paragraph("a ")
    words.add_run("bold").bold = True
    words.add_run(" b")
    words.add_run("(close)").bold = True
    words.add_run("c ")
    both = words.add_run("both")
    both.bold = both.italic = True
    words.add_run(" under").underline = True
    words.add_run("2").font.superscript = True
    assert body(new) == (
        "a **bold** b<strong>(close)</strong>c <em>**both**</em> <u>under</u><sup>2</sup>\n"
    )


def numbering(new, levels, extra=""):
    """Give the document a list of this form, and return the number it goes by."""
    part_ = new.part.numbering_part.element
    inner = "".join(
        f"<w:lvl w:ilvl='{n}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
        for n, (form, text) in enumerate(levels)
    )
    part_.insert(0, element(f"<w:abstractNum w:abstractNumId='77'>{inner}</w:abstractNum>"))
    part_.append(element(f"<w:num w:numId='77'><w:abstractNumId w:val='77'/>{extra}</w:num>"))


def item(new, words, level=0, style=""):
    named = f"<w:pStyle w:val='{style}'/>" if style else ""
    add(
        new,
        f"<w:p><w:pPr>{named}<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='77'/></w:numPr>"
        f"</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>",
    )


def test_a_numbered_list_goes_on_after_a_paragraph_with_its_own_numbers():
    new = document()
    numbering(new, [("decimal", "%1."), ("lowerLetter", "(%2)"), ("bullet", "x")])
    item(new, "First")
    item(new, "of the first", 1)
    item(new, "of the first too", 1)
    item(new, "deeper", 2)
    item(new, "Second")
    new.add_paragraph("Between.")
    item(new, "Third")
    assert body(new) == (
        "1. First\n    - (a) of the first\n    - (b) of the first too\n        - deeper\n"
        "2. Second\n\nBetween.\n\n3. Third\n"
    )


def test_a_paragraph_that_is_set_in_belongs_to_the_step_before():
    new = document()
    numbering(new, [("decimal", "%1.")])
    item(new, "First")
    new.add_paragraph("More of the first.").paragraph_format.left_indent = Inches(0.5)
    item(new, "Second")
    assert body(new) == "1. First\n\n    More of the first.\n\n2. Second\n"


def test_automatic_numbers_of_headings_and_paragraphs_become_text():
    new = document()
    numbering(new, [("decimal", "%1."), ("decimal", "%1.%2")])
    item(new, "Application", 0, "Heading1")
    item(new, "These apply to all staff.", 1)
    item(new, "See paragraph 1.1.", 1)
    item(new, "Duties", 0, "Heading1")
    assert body(new) == (
        "## 1. Application\n\n1.1 These apply to all staff.\n\n1.2 See paragraph 1.1.\n\n"
        "## 2. Duties\n"
    )


def test_lists_may_begin_at_another_number_and_be_counted_in_roman():
    new = document()
    start = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='4'/></w:lvlOverride>"
    numbering(new, [("decimal", "%1"), ("upperRoman", "%2.")], start)
    item(new, "Fourth")
    for words in ("one", "two"):
        item(new, words, 1)
    item(new, "Fifth")
    assert body(new) == "4. Fourth\n    - I. one\n    - II. two\n5. Fifth\n"


def test_words_own_list_styles_are_lists():
    new = document()
    for words, style in (("a", "List Bullet"), ("b", "List Bullet 2"), ("c", "List Bullet")):
        new.add_paragraph(words, style=style)
    new.add_paragraph("Steps:")
    for words in ("d", "e"):
        new.add_paragraph(words, style="List Number")
    assert body(new) == "- a\n    - b\n- c\n\nSteps:\n\n1. d\n2. e\n"


def table(new, rows, *, head=True):
    made_ = new.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, words in zip(made_.add_row().cells, row, strict=True):
            cell.text = words
    look = made_._tbl.tblPr.find(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tblLook"
    )
    for key in look.attrib:
        if key.endswith(("firstRow", "val")):
            look.set(key, "1" if key.endswith("firstRow") else "04A0")
    if not head:
        made_._tbl.tblPr.remove(look)
    return made_


def test_a_table_is_a_table_and_a_bar_in_it_a_bar():
    new = document()
    cells = table(new, [["Step", "Who"], ["1|2", "all"]]).cell(1, 1)
    cells.add_paragraph("and more")
    cells.add_paragraph("first", style="List Bullet")
    cells.add_paragraph("second", style="List Bullet")
    assert body(new) == (
        "| Step | Who |\n| --- | --- |\n"
        "| 1\\|2 | all<br> and more<br> <ul> <li>first</li> <li>second</li> </ul> |\n"
    )
    assert noted(new) == []


def test_merged_cells_and_a_table_without_a_header_are_said():
    new = document()
    cells = table(new, [["a", ""], ["b", "c"]], head=False)
    cells.cell(0, 0).merge(cells.cell(0, 1))
    assert body(new) == "| a |  |\n| --- | --- |\n| b | c |\n"
    assert noted(new) == [
        f"table 1 has merged cells: {MERGED}",
        "table 1 marks no row as its header; its first row became that",
    ]


def test_the_caption_above_a_table_becomes_its_name():
    new = document()
    new.add_paragraph("Offences by month", style="Caption")
    table(new, [["Month", "Offences"], ["May", "3"]])
    assert body(new).startswith("Table: Offences by month\n\n| Month |")


def test_pictures_come_over_and_one_without_alternative_text_is_said():
    new = document()
    for alt in ("A map of the station", ""):
        new.add_picture(io.BytesIO(png()))
        new.inline_shapes[-1]._inline.docPr.set("descr", alt)
    result = made(new)
    assert result.body == (
        "![A map of the station](attachments/policy-1.png)\n\n![](attachments/policy-1.png)\n"
    )
    assert [str(n) for n in result.noted] == [
        "the picture attachments/policy-1.png has no alternative text: say what it shows"
    ]


def test_a_picture_that_no_browser_shows_is_said():
    new = document()
    new.add_picture(io.BytesIO(png()))
    data = saved(new)
    assert noted(with_parts(data, {"word/media/image1.png": b"EMF"})) == [
        "a picture could not be taken over (png)"
    ]


def contents(new):
    sdt = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        "</w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Duties....3</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    add(new, sdt)
    begin = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>"
    )
    add(new, f"<w:p>{begin}<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        "<w:r><w:t>Stale....9</w:t></w:r></w:p>")  # fmt: skip
    add(new, "<w:p><w:r><w:t>Staler....10</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>")  # fmt: skip


def test_lists_of_contents_and_guidance_notes_go():
    new = document()
    contents(new)
    new.styles.add_style("Guidance Note", WD_STYLE_TYPE.PARAGRAPH)
    new.add_paragraph("Say here who must do what.", style="Guidance Note")
    new.add_heading("Duties", 1)
    new.add_paragraph("Words.")
    assert body(new) == "## Duties\n\nWords.\n"


def test_tracked_changes_are_accepted_rows_and_ends_of_paragraphs_too():
    new = document()
    by = "w:id='1' w:author='A'"
    add(
        new,
        f"<w:p><w:pPr><w:rPr><w:del {by}/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>We </w:t>"
        f"</w:r><w:del {by}><w:r><w:delText>may </w:delText></w:r></w:del>"
        f"<w:ins {by}><w:r><w:t>must</w:t></w:r></w:ins></w:p>",
    )
    add(new, "<w:p><w:r><w:t xml:space='preserve'> act.</w:t></w:r></w:p>")
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    add(
        new,
        "<w:tbl><w:tblPr><w:tblLook w:firstRow='1' w:val='04A0'/></w:tblPr>"
        f"<w:tr>{cell.format('a')}</w:tr><w:tr><w:trPr><w:ins {by}/></w:trPr>"
        f"{cell.format('new')}</w:tr></w:tbl>",
    )
    assert body(new) == "We must act.\n\n| a |\n| --- |\n| new |\n"


def test_the_words_of_a_text_box_stand_behind_the_paragraph_it_is_fixed_to():
    new = document()
    inside = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    add(
        new,
        "<w:p><w:r><w:t>Before.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<w:drawing><wp:inline><wps:txbx>{inside}</wps:txbx></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
    )
    new.add_paragraph("After.")
    assert body(new) == "Before.\n\nIn the box.\n\nAfter.\n"


def test_links_lead_where_they_led_within_the_text_too():
    new = document()
    head = new.add_heading("Duties", 1)
    head._p.insert(1, element("<w:bookmarkStart w:id='1' w:name='_Ref1'/>"))
    add(
        new,
        "<w:p><w:hyperlink w:anchor='_Ref1'><w:r><w:t>the duties</w:t></w:r></w:hyperlink></w:p>",
    )
    add(new, "<w:p><w:hyperlink w:anchor='gone'><w:r><w:t>nowhere</w:t></w:r></w:hyperlink></w:p>")
    assert body(new) == "## Duties\n\n[the duties](#duties)\n\nnowhere\n"
    assert noted(new) == [
        "a link to a place in the text that is no heading came over as plain words"
    ]


def test_struck_words_and_bold_lines_that_may_be_headings_are_said():
    new = document()
    new.add_paragraph("We ").add_run("may").font.strike = True
    new.add_paragraph().add_run("Our duties").bold = True
    assert body(new) == "We may\n\n**Our duties**\n"
    assert noted(new) == [
        "paragraph 1: words that were struck through came over as ordinary words",
        "paragraph 2: a paragraph in bold may be meant as a heading: give it a heading's style",
    ]


@pytest.mark.parametrize("form", ["footnotes", "endnotes"])
def test_notes_come_over_with_their_words(form):
    one = form.removesuffix("s")
    new = document()
    add(new, f"<w:p><w:r><w:t>Words</w:t></w:r><w:r><w:{one}Reference w:id='2'/></w:r></w:p>")
    data = saved(new)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = "<w:p><w:r><w:t>The note.</w:t></w:r></w:p><w:p><w:r><w:t>More.</w:t></w:r></w:p>"
    notes = f'<w:{form} {space}><w:{one} w:id="2">{note}</w:{one}></w:{form}>'
    rels, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{form}+xml"
    relation = f'<Relationship Id="rN" Type="{base}/{form}" Target="{form}.xml"/></Relationships>'
    override = f'<Override PartName="/word/{form}.xml" ContentType="{kind}"/></Types>'
    data = with_parts(
        data,
        {
            f"word/{form}.xml": notes.encode(),
            rels: part(data, rels).replace(b"</Relationships>", relation.encode()),
            types: part(data, types).replace(b"</Types>", override.encode()),
        },
    )
    assert body(data) == "Words[^1]\n\n[^1]: The note.\n\n    More.\n"
