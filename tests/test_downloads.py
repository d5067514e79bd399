"""Downloads: each document as PDF, Word and OpenDocument, saying what its page says and no more."""

import io
import re
import tomllib
import zipfile
from datetime import date
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urljoin

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

import generator.pandoc as runner
from generator import extras, pipeline
from generator.render import downloads, pandoc, typst_pdf
from generator.render.sheet import CannotConvert, Picture, Sheet
from generator.store.convert import convert
from generator.store.kept_files import DOWNLOADS, KeptFiles, forget_kept_files, open_kept_files
from generator.store.source import read_document
from generator.store.text import digest
from generator.verify.words import words
from generator.vocabulary import DownloadForm
from tests.commands import build, run
from tests.kinds_of_documents import DOT, KINDS, make_every_kind
from tests.pdfs import pdf_of
from tests.stores import AS_AT, Example, make_store

PROJECT = Path(__file__).parent.parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"


@pytest.fixture(scope="module")
def made(tmp_path_factory, own_state):
    """Return a store with every kind of document, built, and what was laid out for each file."""
    root = make_every_kind(tmp_path_factory.mktemp("downloads") / "store")
    tasks = []

    def noted(*arguments, find=downloads._all_tasks):
        tasks.extend(find(*arguments))
        return iter(tasks)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(downloads, "_all_tasks", noted)
        outcome = pipeline.build(root, root / "site", AS_AT, downloads=True)
    assert outcome.proof == ()
    return root, {f"{task.site}/{task.planned.address}": task.sheet for task in tasks}


@pytest.fixture(scope="module")
def store(made):
    return made[0]


def everything(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def text_of_pdf(data):
    """Return the words of every page, without what stands at the foot of each."""
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)]
    feet = re.compile(r"\n[^\n]*\r?\nhttp[^\n]*\r?\nPrinted copies are uncontrolled.*", re.DOTALL)
    for page in pages:
        assert feet.search(page), page
    return words(" ".join(feet.sub("", page) for page in pages))


def member(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name)


def text_of_word(data):
    tree = etree.fromstring(member(data, "word/document.xml"))
    found = ("".join(p.itertext(f"{W}t")) for p in tree.iter(f"{W}p"))
    return words(" ".join(found))


def text_of_odt(data):
    tree = etree.fromstring(member(data, "content.xml"))
    for alt in tree.iter(f"{SVG}desc"):
        alt.text = ""
    return words(" ".join("".join(p.itertext()) for p in tree.iter(f"{T}p", f"{T}h")))


READ = {"pdf": text_of_pdf, "docx": text_of_word, "odt": text_of_odt}


def page_of(store, name, site="public"):
    file = store / "site" / site / name.rpartition("/")[0] / "index.html"
    return LexborHTMLParser(file.read_text("utf-8"))


def blocks_of(store, name):
    """Return the words of each heading, paragraph, item and cell of the store's own document."""
    folder = store / name.rpartition("/")[0]
    files = (folder / "policy.md", folder / "report.md", folder.with_suffix(".md"))
    source = read_document("x.md", next(file for file in files if file.is_file()).read_bytes())
    page = LexborHTMLParser(convert((source.body, source.outline.bare_blocks)).html)
    for note in page.css(".footnote"):
        note.decompose()
    for mark in page.css("sup"):
        mark.replace_with("\0")  # how a note is called differs from form to form
    blocks = [block.text() for block in page.css("h2, h3, p, li, th, td")]
    return [words(part) for block in blocks for part in block.split("\0") if part.strip()]


def place(whole, part):
    """Return where words stand in a row, or -1."""
    return f" {' '.join(whole)} ".find(f" {' '.join(part)} ")


@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("form", ["pdf", "docx", "odt"])
def test_a_file_says_all_that_the_document_says_in_its_order(store, name, form):
    data = (store / "site/public" / f"{name}.{form}").read_bytes()
    found = [place(READ[form](data), block) for block in blocks_of(store, name)]
    assert len(found) > 1
    assert min(found) >= 0
    long = [at for at, block in zip(found, blocks_of(store, name), strict=True) if len(block) > 2]
    assert long == sorted(long)


@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("form", ["pdf", "docx", "odt"])
def test_a_file_says_no_word_that_its_page_does_not(store, name, form):
    data = (store / "site/public" / f"{name}.{form}").read_bytes()
    page = set(words(page_of(store, name).root.text(separator=" ")))
    own = {"policy", "csv", "they", "are", "also", "a", "table"}  # how a template puts it
    said = set(READ[form](data)) - page - own
    assert {word.lstrip("0123456789") for word in said} - page <= {""}  # numbers of items and notes


def numbered(page):
    """Put before each item of a list what a reader sees there."""
    for items in page.css("ol"):
        for number, item in enumerate(items.css("li"), 1):
            if item.parent == items:
                item.insert_before(f" {number}. ")
    return page


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"policy", "procedures"}])
@pytest.mark.parametrize("form", ["pdf", "docx", "odt"])
def test_the_text_of_a_file_is_what_was_laid_out_for_it_word_for_word(made, kind, form):
    """But where there are notes: each form has a place of its own for those."""
    root, sheets = made
    sheet = sheets[f"public/{KINDS[kind]}.{form}"]
    page = LexborHTMLParser(f"<h1>{sheet.title}</h1>{sheet.html}")
    assert ".footnote" not in sheet.html
    laid_out = words((numbered(page) if form == "pdf" else page).root.text(separator=" "))
    assert READ[form]((root / "site/public" / f"{KINDS[kind]}.{form}").read_bytes()) == laid_out


@pytest.mark.parametrize("site", ["public", "intranet"])
def test_each_document_offers_three_files_with_kind_and_size(store, site):
    for name in KINDS.values():
        page = page_of(store, name, site)
        offered = {a.attributes["href"]: a.text() for a in page.css("a[download]")}
        title = page.css_first("h1").text().strip()
        last = name.rpartition("/")[2]
        for form, kind in (("pdf", "PDF"), ("docx", "Word"), ("odt", "OpenDocument")):
            href = next(h for h in offered if h.endswith(f"{last}.{form}"))
            size = (store / "site" / site / f"{name}.{form}").stat().st_size
            assert offered[href] == f"{title} ({kind}, {-(-size // 1000)} KB)"


def test_a_public_file_leads_nowhere_that_its_page_does_not(store):
    for file in sorted((store / "site/public").rglob("*.docx")):
        rels = etree.fromstring(member(file.read_bytes(), "word/_rels/document.xml.rels"))
        found = {r.get("Target") for r in rels if r.get("TargetMode") == "External"}
        page = LexborHTMLParser((file.parent / "index.html").read_text("utf-8"))
        own = page.css_first("link[rel=canonical]").attributes["href"]
        links = {urljoin(own, a.attributes["href"]) for a in page.css("a[href]")}
        assert found <= links, file


def elements(node):
    """Yield every element of a PDF's structure."""
    for kid in (
        node.get("/K", []) if isinstance(node.get("/K"), pikepdf.Array) else [node.get("/K")]
    ):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS)
def test_a_pdf_is_tagged_and_says_which_standards_it_keeps(store, name):
    with pikepdf.open(store / "site/public" / f"{name}.pdf") as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "en-GB"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        title = page_of(store, name).css_first("h1").text().strip()
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == title
            assert "dc:creator" not in xmp
            assert xmp["pdfuaid:part"] == "1"
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "A")
        assert "/Author" not in pdf.docinfo
        tags = [str(e.S) for e in elements(root.StructTreeRoot)]
        assert tags.count("/H1") == 1
        assert "/P" in tags
        fonts = [
            font.FontDescriptor
            for page in pdf.pages
            for outer in page.Resources.Font.values()
            for font in outer.DescendantFonts
        ]
        assert fonts
        assert all(set(f.keys()) & {"/FontFile2", "/FontFile3"} for f in fonts)


def test_a_pdf_tags_what_an_author_may_write_as_what_it_is(store):
    with pikepdf.open(store / "site/public" / f"{KINDS['policy']}.pdf") as pdf:
        found = list(elements(pdf.Root.StructTreeRoot))
        tags = [str(e.S)[1:] for e in found]
        written = "H1 H2 H3 P L LI Lbl LBody Link Note BlockQuote Figure Table Caption TH TD Code"
        assert set(written.split()) <= set(tags)
        assert [str(e.Alt) for e in found if str(e.S) == "/Figure"] == [
            "The label: a number, a day and a name"
        ]


@pytest.mark.parametrize("kind", ["policy", "assessment", "improvement plan"])
def test_head_cells_of_a_table_say_what_they_head(store, kind):
    with pikepdf.open(store / "site/public" / f"{KINDS[kind]}.pdf") as pdf:
        heads = [e for e in elements(pdf.Root.StructTreeRoot) if str(e.S) == "/TH"]
        assert heads or kind == "improvement plan"
        scopes = [
            str(a.Scope)
            for e in heads
            for a in (e.A if isinstance(e.A, pikepdf.Array) else [e.A])
            if "/Scope" in a
        ]
        assert scopes == ["/Column"] * len(heads)


def test_word_and_opendocument_files_have_headings_tables_language_and_no_author(store):
    word = (store / "site/public" / f"{KINDS['assessment']}.docx").read_bytes()
    tree = etree.fromstring(member(word, "word/document.xml"))
    styles = [s.get(f"{W}val") for s in tree.iter(f"{W}pStyle")]
    assert styles[0] == "Title"
    assert "Heading1" in styles
    assert next(tree.iter(f"{W}tblHeader"), None) is not None
    foot = "".join(etree.fromstring(member(word, "word/footer1.xml")).itertext())
    assert foot.startswith("EIA-0001, version 2, ")
    assert "Printed copies are uncontrolled." in foot
    assert tree.find(f".//{W}footerReference") is not None
    core = etree.fromstring(member(word, "docProps/core.xml"))
    assert [e.text for e in core if e.tag.endswith("creator") and e.text] == []
    langs = etree.fromstring(member(word, "word/styles.xml")).iter(f"{W}lang")
    assert {lang.get(f"{W}val") for lang in langs} == {"en-GB"}
    odt = (store / "site/public" / f"{KINDS['assessment']}.odt").read_bytes()
    tree = etree.fromstring(member(odt, "content.xml"))
    assert [e.tag for e in tree.iter(f"{T}h")]
    assert b"table:table-header-rows" in member(odt, "content.xml")
    assert b"Printed copies are uncontrolled." in member(odt, "styles.xml")
    meta = etree.fromstring(member(odt, "meta.xml"))
    assert [e.text for e in meta.iter() if e.tag.endswith("creator") and e.text] == []
    days = [e.text for e in (*core, *meta.iter()) if (e.text or "").endswith("Z")]
    assert len(set(days)) == 1
    assert days[0].startswith("20")


def test_no_font_and_no_logo_is_in_a_word_or_opendocument_file(store):
    for file in [*(store / "site").rglob("*.docx"), *(store / "site").rglob("*.odt")]:
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
            shown = [packed.read(n) for n in names if re.search(r"media|Pictures/.", n)]
        assert not [n for n in names if re.search(r"font(s/|\d)", n)]
        assert shown == ([DOT] if file.stem == "pol-0001-v2" else [])


# -- kept, and made again ---------------------------------------------------------------------


def test_a_build_of_what_did_not_change_makes_no_file(store, monkeypatch):
    before = everything(store / "site")
    monkeypatch.setattr(downloads, "_make", lambda tasks, _: iter(tasks))
    monkeypatch.setattr(downloads, "_not_made", None)
    assert run("build", "--root", store, "--as-at", AS_AT).status == 0
    assert everything(store / "site") == before


def test_a_build_of_the_same_store_elsewhere_gives_the_same_files(store, tmp_path):
    other = make_every_kind(tmp_path / "another/place")
    assert pipeline.build(other, tmp_path / "out", AS_AT, downloads=True).proof == ()
    for form in ("*.pdf", "*.docx", "*.odt"):
        for file in (store / "site").rglob(form):
            same = tmp_path / "out" / file.relative_to(store / "site")
            assert same.read_bytes() == file.read_bytes()


def test_a_file_that_was_kept_and_tampered_with_is_made_again(store):
    before = everything(store / "site")
    kept = sorted((store / ".scheme/downloads").iterdir())
    first, second = kept[0], kept[1]
    first.write_bytes(second.read_bytes())
    second.write_bytes(b"planted")
    assert pipeline.build(store, store / "site", AS_AT, downloads=True).proof == ()
    assert everything(store / "site") == before


def test_a_kept_file_is_believed_under_its_own_name_and_key_alone(tmp_path):
    kept = KeptFiles(tmp_path, b"key")
    kept.keep("one", b"data")
    assert kept.read("one") == b"data"
    (tmp_path / "two").write_bytes((tmp_path / "one").read_bytes())
    assert kept.read("two") is None
    assert KeptFiles(tmp_path, b"another").read("one") is None
    kept.forget_others()
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_clean_build_believes_no_file_that_was_kept(tmp_path, monkeypatch):
    forgotten = []
    monkeypatch.setattr(pipeline, "forget_kept_files", forgotten.append)
    root = make_store(tmp_path / "store")
    assert build(root, "--clean").status == 0
    assert forgotten == [root]
    open_kept_files(root, DOWNLOADS).keep("one", b"data")
    assert open_kept_files(root, DOWNLOADS).read("one") == b"data"
    forget_kept_files(root)
    assert list((root / ".scheme/downloads").iterdir()) == []


def test_a_build_without_downloads_offers_none_and_keeps_none(tmp_path):
    root = make_store(tmp_path / "store")
    assert build(root).status == 0
    assert not (root / ".scheme/downloads").exists()
    assert not list((root / "site").rglob("*.pdf"))
    assert "Keep a copy" not in (root / f"site/public/{KINDS['policy']}").parent.joinpath(
        "index.html"
    ).read_text("utf-8")


# -- what goes wrong --------------------------------------------------------------------------


def test_letters_that_no_font_has_are_named_by_place_in_every_document_and_nothing_is_published(
    tmp_path,
):
    policy, eia = (f"policies/found-property/v2/{name}.md" for name in ("policy", "eia"))
    edits = {
        policy: [
            {"find": "fairly", "put": "fairly \uf0b7 \uf0b7 \u6587"},
            {"find": "summary: ", "put": "summary: \u6587 "},
        ],
        eia: [{"find": "\n---\n", "put": "\n---\n\n\u4e00\u4e8c\u4e09\u56db\u4e94\u516d.\n"}],
    }
    root = make_store(tmp_path / "store", Example("", "", AS_AT, edits))
    built = run("build", "--root", root, "--as-at", AS_AT)
    assert built.status == 1
    found = [line for line in built.err.splitlines() if "PS911" in line]
    lines = {name: (root / name).read_text("utf-8").splitlines() for name in (policy, eia)}
    (fairly,) = (n for n, line in enumerate(lines[policy], 1) if "\uf0b7" in line)
    (said,) = (n for n, line in enumerate(lines[policy], 1) if line.startswith("summary:"))
    (counted,) = (n for n, line in enumerate(lines[eia], 1) if "\u4e00" in line)
    column = lines[policy][fairly - 1].index("\uf0b7") + 1
    why = "could not be turned into PDF: none of its fonts has"
    numbers = ("4E00", "4E8C", "4E09", "56DB", "4E94")
    ideographs = ", ".join(f"U+{n} (CJK UNIFIED IDEOGRAPH-{n})" for n in numbers)
    assert found == [
        f"{eia}:{counted}:1: PS911 {why} {ideographs} and 1 more",
        f"{policy}:{said}:1: PS911 {why} U+6587 (CJK UNIFIED IDEOGRAPH-6587)",
        f"{policy}:{fairly}:{column}: PS911 {why} U+F0B7 (a letter that has no name)",
    ]
    assert not (root / "site").exists()


def test_a_letter_that_stands_in_no_line_of_its_document_is_named_at_its_top():
    source = read_document("p.md", b"---\ntitle: A\n---\nText &#xF0B7;.\n")
    document = SimpleNamespace(source=source, path="p.md")
    task = SimpleNamespace(document=document, planned=SimpleNamespace(form=DownloadForm.PDF))
    (found,) = downloads._not_made(task, downloads._Why("no", ("\uf0b7",)))
    assert str(found.at) == "p.md:1:1"


def test_letters_are_read_out_of_what_typst_says():
    said = """error: the text `"\\u{f0b7}"` could not be displayed with font `"A"`
error: the text `"\\"x"` could not be displayed with font `"B"`"""
    assert typst_pdf.lacking(said) == ('"', "x", "\uf0b7")
    assert typst_pdf.lacking("error: file not found") == ()


def test_libraries_that_are_not_installed_are_named_with_the_line_that_installs_them(
    tmp_path, monkeypatch
):
    def version(name):
        if name in {"pypandoc-binary", "pypdfium2"}:
            raise PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr(extras, "version", version)
    root = make_store(tmp_path / "store")
    built = run("build", "--root", root, "--as-at", AS_AT)
    assert (built.status, built.out) == (2, "")
    assert built.err == (
        "scheme: downloads need packages that are not installed (--no-downloads makes none): "
        "python -m pip install 'pypandoc-binary==1.17' 'pypdfium2==5.15.2'\n"
    )
    assert not (root / "site").exists()
    assert run("build", "--no-downloads", "--root", root, "--as-at", AS_AT).status == 0


def test_the_line_that_installs_them_names_what_the_project_asks_for():
    asked = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {*asked["optional-dependencies"]["word"], *asked["optional-dependencies"]["pdf"]}
    assert wanted == {
        extras.PANDOC, extras.TYPST, extras.FONTS, extras.ARABIC, extras.PDFIUM,
    }  # fmt: skip


def test_a_conversion_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(pandoc, "SECONDS", 0.001)
    with pytest.raises(CannotConvert, match="took longer than"):
        pandoc.typst_text(sheet("Words."))


def test_a_conversion_that_needs_too_much_memory_is_stopped(monkeypatch):
    monkeypatch.setattr(runner, "LIMITS", ("+RTS", "-M4M", "-RTS", "--sandbox"))
    with pytest.raises(CannotConvert, match="512 MB of memory"):
        pandoc.typst_text(sheet("Words and words.\n\n" * 20_000))


def test_pandoc_reads_no_file_of_this_machine(tmp_path):
    (tmp_path / "secret.png").write_bytes(DOT)
    there = Sheet("T", f'<p><img alt="x" src="{tmp_path}/secret.png"></p>', "", "", AS_AT, {})
    with pytest.raises(CannotConvert, match="pandoc says"):
        pandoc.office_file(there, DownloadForm.WORD)


# -- what becomes of each thing an author may write ---------------------------------------------


def sheet(body, title="A title", pictures=None):
    return Sheet(
        title, convert((body, ())).html, "POL-0001", "https://x/", date(2026, 5, 1), pictures or {}
    )


def test_a_note_at_the_foot_is_a_note_and_not_a_link():
    text = pandoc.typst_text(sheet("Words[^a] here.\n\n[^a]: The *note*."))
    assert text == "Words#footnote[The #emph[note].] here.\n"
    word = pandoc.office_file(sheet("Words[^a] here.\n\n[^a]: The note."), DownloadForm.WORD)
    assert words("".join(etree.fromstring(member(word, "word/footnotes.xml")).itertext()))[-2:] == [
        "the", "note",
    ]  # fmt: skip


def picture(folder):
    file = folder / "red.png"
    file.write_bytes(DOT)
    return Picture(file, digest(DOT))


def test_a_picture_keeps_its_alternative_text_in_every_form(tmp_path):
    pictures = {"dot.png": picture(tmp_path)}
    whole = Sheet(
        "T", '<p><img alt="A &quot;red&quot; dot" src="dot.png"></p>', "", "", AS_AT, pictures
    )
    data = pdf_of(whole)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        figures = [e for e in elements(pdf.Root.StructTreeRoot) if str(e.S) == "/Figure"]
        assert [str(e.Alt) for e in figures] == ['A "red" dot']
    word = pandoc.office_file(whole, DownloadForm.WORD)
    assert b'descr="A &quot;red&quot; dot"' in member(word, "word/document.xml")
    odt = pandoc.office_file(whole, DownloadForm.ODT)
    assert b'<svg:desc>A "red" dot</svg:desc></draw:frame>' in member(odt, "content.xml")


@pytest.mark.parametrize(
    ("change", "says"),
    [(Path.unlink, "its picture red.png "), (Path.touch, "")],
    ids=["gone", "as it was"],
)
def test_a_picture_is_read_as_it_was_signed(tmp_path, change, says):
    shown = picture(tmp_path)
    change(shown.file)
    if not says:
        assert shown.read() == DOT
        shown.file.write_bytes(DOT + b"more")
        says = "its picture red.png changed while it was published"
    with pytest.raises(CannotConvert, match=says):
        shown.read()


SCRIPTS = """
Siân Llŷr Ŵyn, Seán Ó Súilleabháin, ḃ ċ ḋ, Łukasz Żółć, Nguyễn Thị Hạnh, Țepeș.

Αθήνα ἀρχή, Привет Київ Ґ.

שלום עולם

ਪੰਜਾਬੀ বাংলা ગુજરાતી हिन्दी தமிழ் ภาษาไทย አማርኛ ქართული

← ↑ → ↓ ↔ ⇒ ➔ ✓ ✔ ✗ ✘ ☐ ☑ ☒ ✅ ❌ ─ │ ┌ ┐ ═ ║ █ ■ □ ● ○ ▶ ▲ ★

€ £ ± × ≤ ≥ ≠ ≈ ½ ⅓ ² № ™ ° † ‡ ☎ ✉ ⚠ ⛔ ① 👮
"""


def test_the_names_and_signs_that_a_force_writes_read_out_of_a_pdf_as_written():
    document = pypdfium2.PdfDocument(pdf_of(sheet(SCRIPTS)))
    said = document[0].get_textpage().get_text_bounded().replace("\r", "").split()
    for written in SCRIPTS.split():
        assert written in said, written


URDU = "پولیس اور عوام: ٹ ڈ ڑ ں ے"


def test_text_from_right_to_left_begins_at_the_right_and_reads_in_order():
    """Letter by letter as written, and each further to the left than the one before."""
    page = pypdfium2.PdfDocument(pdf_of(sheet(f"Words.\n\n{URDU}")))[0].get_textpage()
    said = page.get_text_bounded()
    assert URDU in said
    start = said.index(URDU)
    letters = [n for n, letter in enumerate(said[start : start + len(URDU)]) if letter.isalpha()]
    places = [page.get_charbox(start + n)[0] for n in letters]
    assert places == sorted(places, reverse=True)
    assert page.get_charbox(start)[2] > 500  # of a page that is 595 wide
    word = pandoc.office_file(sheet(URDU), DownloadForm.WORD)
    assert b"<w:bidi" in member(word, "word/document.xml")
    odt = pandoc.office_file(sheet(URDU), DownloadForm.ODT)
    name = re.search(rb'<text:p text:style-name="([^"]+)">\xd9\xbe', member(odt, "content.xml"))[1]
    style = re.search(rb'style:name="%s".*?rl-tb' % name, member(odt, "styles.xml"), re.DOTALL)
    assert style


def test_english_with_a_word_from_right_to_left_begins_at_the_left():
    assert "dir: rtl" not in pandoc.typst_text(sheet(f"The word {URDU}.\n\n- 3. A (b) {URDU}"))


def test_a_caption_that_the_page_shows_is_shown_and_no_other(tmp_path):
    table = "| A | B |\n|---|---|\n| 1 | 2 |\n"
    edits = {
        "policies/found-property/v2/policy.md": [
            {"find": "\n---\n", "put": f"\n---\n\n## Head\n\n{table}\nTable: Seen.\n\n{table}\n"}
        ]
    }
    root = make_store(tmp_path / "store", Example("", "", AS_AT, edits))
    assert pipeline.build(root, root / "site", AS_AT, downloads=True).proof == ()
    said = text_of_pdf((root / f"site/public/{KINDS['policy']}.pdf").read_bytes())
    assert place(said, words("Head A B 1 2 Seen A B 1 2")) >= 0


def test_headings_leave_no_level_out():
    text = pandoc.typst_text(sheet("## One\n\n##### Two\n\n### Three\n\n## Four"))
    assert text.split("\n\n") == ["== One", "=== Two", "=== Three", "== Four\n"] or [
        line.split(" ")[0] for line in text.splitlines() if line.startswith("=")
    ] == ["==", "===", "===", "=="]


def test_what_typst_would_take_for_its_own_is_text():
    body = 'Do #import "/etc/hostname" $x$ @me `#read("a")` \\#eval'
    whole = sheet(body, title='#read("/etc/hostname") "and" \\ $x$')
    text = pdf_of(whole)
    found = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(text))
    assert '#read("/etc/hostname") "and" \\ $x$' in found
    assert '#import "/etc/hostname" $x$ @me #read("a") #eval' in found.replace("“", '"').replace(
        "”", '"'
    )
