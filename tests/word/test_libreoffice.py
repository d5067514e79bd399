"""Files as LibreOffice writes them: OpenDocument, and Word again."""

import io
import subprocess

import pytest
from docx.shared import Inches, Pt, RGBColor

from generator.settings import read_settings
from generator.vocabulary import DownloadForm
from generator.word.hidden import hidden, marked
from generator.word.reading import Kind
from tests.word.docs import add, document, saved
from tests.word.test_hidden_word import CHANGES, started
from tests.word.test_markdown import item, made, numbering, png, table
from tests.word.test_round_trip import SOME, imported, page, word_file

SETTINGS = read_settings(None)[0]


def saved_by_libreoffice(folder, files, form):
    """Return each file as LibreOffice writes it, by name."""
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    out = folder / form
    subprocess.run(  # noqa: S603 - Debian's LibreOffice, on files made here
        ["/usr/bin/soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", form, "--outdir", out, *(folder / f"{name}.docx" for name in files)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {name: (out / f"{name}.{form}").read_bytes() for name in files}


def rich():
    """A document with each thing that an office numbers, nests or draws by itself."""
    new = document()
    levels = [("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("bullet", "-")]
    numbering(new, levels)
    for words, level in (
        ("Application", 0), ("These apply to all staff.", 1), ("See paragraph 1.1.", 1),
        ("of the first kind", 2), ("of the second", 2), ("inside", 3), ("Duties", 0),
    ):  # fmt: skip
        item(new, words, level, "" if level else "Heading1")
    new.add_heading("Records", 2)
    for words in ("First", "Second"):
        new.add_paragraph(words, style="List Number")
    new.add_paragraph("More of the second.").paragraph_format.left_indent = Inches(0.5)
    new.add_paragraph("Third", style="List Number")
    words = new.add_paragraph("Plain, ")
    words.add_run("bold").bold = True
    words.add_run(" and ")
    words.add_run("italic").italic = True
    table(new, [["Step", "Who"], ["1|2", "all"]])
    inside = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    add(
        new,
        "<w:p><w:r><w:t>Before.</w:t></w:r><w:r><w:pict><v:shape style='width:99pt;height:50pt'>"
        f"<v:textbox>{inside}</v:textbox></v:shape></w:pict></w:r></w:p>",
    )
    new.add_paragraph("After.")
    new.add_picture(io.BytesIO(png()))
    new.inline_shapes[-1]._inline.docPr.set("descr", "The store room")
    return saved(new)


RICH = """## 1. Application

1.1 These apply to all staff.

1.2 See paragraph 1.1.

- (a) of the first kind
- (b) of the second
    - inside

## 2. Duties

### Records

1. First
2. Second

    More of the second.

3. Third

Plain, **bold** and *italic*

| Step | Who |
| --- | --- |
| 1\\|2 | all |

Before.

In the box.

After.

![The store room](attachments/policy-1.png)
"""


def hiding():
    new = started()
    for change in ("inserted", "deleted"):
        add(new, CHANGES[change])
    new.add_paragraph().add_run("unseen").font.hidden = True
    new.add_paragraph().add_run("white").font.color.rgb = RGBColor(255, 255, 255)
    new.add_paragraph().add_run("small").font.size = Pt(1)
    words = new.add_paragraph("Words.")
    new.add_comment(words.runs, text="Ask the sergeant.", author="A", initials="A")
    dark = "<w:shd w:val='clear' w:fill='1D3C6E'/>"
    pale = "<w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>to be read</w:t></w:r>"
    add(
        new,
        f"<w:tbl><w:tr><w:tc><w:tcPr>{dark}</w:tcPr><w:p>{pale}</w:p></w:tc></w:tr></w:tbl>",
    )
    new.sections[0].header.paragraphs[0].text = "RESTRICTED"
    new.add_paragraph("SECRET")
    return saved(new)


UNDER = "under \u201cApplication\u201d"
HIDDEN = [
    (Kind.CHANGE, f"paragraph 3, {UNDER}", "inserted"),
    (Kind.CHANGE, f"paragraph 4, {UNDER}", "deleted"),
    (Kind.COMMENT, f"paragraph 8, {UNDER}", "a comment"),
    (Kind.HIDDEN, f"paragraph 5, {UNDER}", "words formatted as hidden"),
    (Kind.FAINT, f"paragraph 6, {UNDER}", "words in the colour of what they stand on"),
    (Kind.TINY, f"paragraph 7, {UNDER}", "words under 4 points"),
]
MARKED = {"paragraph 1 of a page header", f"paragraph 9, {UNDER}"}


@pytest.mark.parametrize("form", ["odt", "docx"])
def test_what_libreoffice_writes_is_read_as_what_it_was_made_of(tmp_path, form):
    stored = SOME[1::5]
    files = {f"stored-{n}": word_file(one, DownloadForm.WORD) for n, one in enumerate(stored)}
    files |= {"rich": rich(), "hiding": hiding()}
    written = saved_by_libreoffice(tmp_path, files, form)
    assert made(written["rich"]).body == RICH
    file, _ = imported(written["hiding"])
    assert [(h.kind, str(h.place), h.what) for h in hidden(file.reading)] == HIDDEN
    found = marked(file.reading, SETTINGS, "OFFICIAL")
    assert {str(one.place) for one in found} == MARKED
    for number, source in enumerate(stored):
        _, result = imported(written[f"stored-{number}"])
        assert page(result.body) == page(source.body, source.outline.bare_blocks), source.path
