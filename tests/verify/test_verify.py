"""The proof reads small built folders: each fault is caught, and each near miss passes."""

import contextlib
import gzip
import hashlib
import io
import json
import sqlite3
import tempfile
import zipfile
import zlib
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.model import Report, Sop
from generator.plan.plan import (
    MadeFile,
    PlannedDownload,
    PlannedPage,
    Searched,
    SitePlan,
    Withheld,
)
from generator.render.sheet import Sheet
from generator.store.source import read_document
from generator.store.table import read_table
from generator.verify import leaks, readings
from generator.verify import verify as module
from generator.verify import verify as proof
from generator.vocabulary import DocumentType, DownloadForm, RecordsKind, Site
from tests.pdfs import pdf_of

SENTENCE = "Officers will wait behind the garage until the van leaves for the northern depot."
EIGHT = "wait behind the garage until the van leaves"
SECRET = "policies/ambush/v1/sop-garage-ambush.md"  # noqa: S105 - a path
PUBLIC = "policies/property/v1/sop-handling.md"
HELD = "holds 8 words in a row of policies/ambush/v1/sop-garage-ambush.md"
NOT_HERE = "which may not be on this site"


def verify(*site, **more):
    return proof.verify(*site, **more).findings


def document(path, title, body, reference=None, summary="Steps."):
    front = f"title: {title}\ntype: sop\nsummary: {summary}\n"
    front += f"reference: {reference}\n" if reference else ""
    source = read_document(path, f"---\n{front}---\n\n{body}\n".encode())
    assert source.faults == ()
    return Sop(
        source=source, path=path, name=Path(path).name, type=DocumentType.SOP, title=title,
        status="final", protective_marking="OFFICIAL", summary=summary, reference=reference,
        control_measures=False,
    )  # fmt: skip


SHOWN = document(
    PUBLIC, "Handling of property", "## Steps\n\nTake the report and write down why.", "SOP-0001"
)
HIDDEN = document(
    SECRET, "Waiting for the van", f"## Plan\n\n{SENTENCE}", "SOP-0303", "How the plan is kept."
)
AMBUSH = (Withheld(HIDDEN),)


def page(body, head=""):
    return (
        f'<!doctype html>\n<html lang="en"><head><title>Handling</title>{head}</head>\n'
        f'<body><h1 id="top-of-page">Handling of property</h1>\n{body}\n</body></html>\n'
    )


def build(folder, files):
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def site(pages, address="https://police.example/"):
    planned = tuple(PlannedPage(address, "document.html", "A title", "") for address in pages)
    return SitePlan(Site.PUBLIC, "Publication Scheme", address, planned, (), {}, {}, (), ())


@pytest.fixture
def prove(tmp_path):
    """Build a site of these files, all planned, and return what the proof says of it."""

    def run(files, withheld=(), published=(SHOWN,), assets=None, **more):
        build(tmp_path, files)
        pages = [name for name in files if name.endswith(".html")]
        others = frozenset(files) - frozenset(pages) if assets is None else frozenset(assets)
        return [
            f"{f.at.path.removeprefix('site/public/')}:{f.at.line} {f.rule} {f.message}"
            for f in verify(site(pages), tuple(withheld), published, others, tmp_path, **more)
        ]

    return run


@pytest.fixture
def leak(prove):
    """Put one file on a site that withholds the ambush, and return the leaks found."""

    def run(name, data, withheld=AMBUSH, **more):
        found = prove({name: data}, withheld, **more)
        for message in (line.replace(SECRET, "").partition(":")[2] for line in found):
            # a message never quotes what is withheld
            assert not any(word in message.lower() for word in ("garage", "depot", "van", "0303"))
        return found

    return run


HIT = f"{HELD}, {NOT_HERE}"


def test_a_tag_that_two_pages_have_is_searched_until_nothing_was_found_in_it(prove):
    body = page(f'<p title="{EIGHT}">Words.</p>')
    clean = page('<p title="Words.">Words.</p>')
    found = prove({"a.html": clean, "b.html": body, "c.html": clean, "d.html": body}, AMBUSH)
    assert found == [f"b.html:1 PS906 {HIT}", f"d.html:1 PS906 {HIT}"]


@pytest.mark.parametrize(
    "written",
    [
        EIGHT.replace(" ", "%20"),
        EIGHT.replace(" ", r"\u0020"),
        EIGHT.replace("wait", "&amp;#119;ait"),
        EIGHT.replace("van", "v&lt;b&gt;an&lt;/b&gt;"),
        EIGHT.replace("van", "v&amp;lt;b&amp;gt;an"),
    ],
)
def test_what_a_page_shows_in_escapes_is_read_without_them(prove, written):
    assert prove({"a.html": page(f"<p>{written}</p>")}, AMBUSH) == [f"a.html:1 PS906 {HIT}"]


# -- downloads ------------------------------------------------------------------------------------


def kept_copy(tmp_path, text, said="A title"):
    """Return what the proof says of a site with one PDF of this text, and its bytes."""
    sheet = Sheet(said, "", "SOP-0001", "https://police.example/", date(2026, 5, 1), {})
    data = pdf_of(sheet, text)
    build(tmp_path, {"a.pdf": data})
    planned = PlannedDownload("a.pdf", DownloadForm.PDF, "", "", None)
    whole = replace(site([]), downloads=(planned,))
    found = verify(whole, AMBUSH, (SHOWN,), frozenset(), tmp_path)
    return [f"{f.rule} {f.message}" for f in found], data


def test_a_withheld_text_in_a_pdf_is_found_though_no_byte_of_it_says_a_word(tmp_path):
    found, data = kept_copy(tmp_path, SENTENCE)
    assert found == [f"PS906 {HIT}"]
    assert not any("garage" in text.lower() for text in readings.readings("a.pdf", data))


def test_a_withheld_reference_in_the_title_of_a_pdf_is_found(tmp_path):
    found, _ = kept_copy(tmp_path, "Words.", "About SOP-0303")
    assert found == [f"PS906 names the reference of {SECRET}, {NOT_HERE}"]


def test_a_pdf_of_what_may_be_published_passes(tmp_path):
    found, _ = kept_copy(tmp_path, "Take the report and write down why.")
    assert found == []


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 and no more", b"words"])
def test_a_pdf_that_cannot_be_read_back_is_found(tmp_path, data):
    build(tmp_path, {"a.pdf": data})
    planned = PlannedDownload("a.pdf", DownloadForm.PDF, "", "", None)
    (found,) = verify(
        replace(site([]), downloads=(planned,)), AMBUSH, (SHOWN,), frozenset(), tmp_path
    )
    assert (found.rule, found.message) == ("PS907", "is no PDF that can be read back")


# -- files ----------------------------------------------------------------------------------------


def test_a_site_as_planned_has_nothing_wrong(prove):
    assert prove({"index.html": page("<p>x</p>"), "assets/site.css": "p { margin: 0 }"}) == []


def test_a_planned_file_that_is_missing_is_found(tmp_path):
    build(tmp_path, {"index.html": page("")})
    [found] = verify(site(["index.html", "about/"]), (), (), frozenset(), tmp_path)
    assert str(found) == "site/public/about/index.html:1:1: PS901 was planned and is not there"
    assert (found.name, found.severity, found.clause, found.role) == (
        "planned-file-missing",
        "refuse",
        "none: the proof",
        "developers of the generator",
    )


def test_a_folder_that_is_not_there_holds_nothing_planned(tmp_path):
    found = verify(site(["index.html"]), (), (), frozenset(), tmp_path / "none")
    assert [f.rule for f in found] == ["PS901"]


def test_a_file_nobody_planned_is_found(prove, tmp_path):
    build(tmp_path, {".htaccess": "x", "a/b.txt": "x"})
    assert prove({"index.html": page("")}) == [
        ".htaccess:1 PS902 is a file that nobody planned",
        "a/b.txt:1 PS902 is a file that nobody planned",
    ]


def test_names_are_compared_exactly(prove, tmp_path):
    build(tmp_path, {"Index.html": page("")})
    assert prove({"index.html": page("")}) == ["Index.html:1 PS902 is a file that nobody planned"]


def test_an_empty_folder_is_no_fault(prove, tmp_path):
    (tmp_path / "empty").mkdir()
    assert prove({"index.html": page("")}) == []


def test_a_symbolic_link_is_found_even_where_a_file_was_planned(tmp_path):
    build(tmp_path, {"real.html": page("")})
    (tmp_path / "index.html").symlink_to("real.html")
    (tmp_path / "folder").symlink_to("/etc")
    found = verify(site(["index.html", "real.html"]), (), (), frozenset(), tmp_path)
    assert [str(f) for f in found] == [
        "site/public/folder:1:1: PS902 is a symbolic link, which a site does not hold",
        "site/public/index.html:1:1: PS902 is a symbolic link, which a site does not hold",
    ]


def test_a_folder_in_a_files_place_is_found(tmp_path):
    (tmp_path / "index.html").mkdir()
    found = verify(site(["index.html"]), (), (), frozenset(), tmp_path)
    assert [str(f) for f in found] == [
        "site/public/index.html:1:1: PS901 was planned as a file and is a folder"
    ]


def test_a_folder_that_cannot_be_opened_is_found(tmp_path, monkeypatch):
    def closed(_):
        raise module.CannotRead("cannot be opened (Permission denied)")

    monkeypatch.setattr(module, "standing", closed)
    found = verify(site([]), (), (), frozenset(), tmp_path)
    assert [f"{f.rule} {f.message}" for f in found] == [
        "PS907 cannot be opened (Permission denied)"
    ]


# -- links ----------------------------------------------------------------------------------------

TARGET = {"policies/x/index.html": page('<h2 id="3-2">Three</h2><a name="old">y</a>')}


@pytest.mark.parametrize(
    "href",
    [
        "policies/x/", "./policies/x/", "policies/x/index.html", "policies/x/#3-2", "#top-of-page",
        "policies/x/?q=1#old", "#", "#top", "", "policies//x/", "policies/x/y/../",
        "assets/a%20b.css", "policies/x/#:~:text=anything",
        "https://elsewhere.example/x", "mailto:post@police.example",
        "tel:101", "https://police.example/policies/x/#3-2", "assets/a%20b.css#anything",
    ],
)  # fmt: skip
def test_a_link_that_leads_somewhere_passes(prove, href):
    files = {"index.html": page(f'<a href="{href}">x</a>'), "assets/a b.css": "", **TARGET}
    assert prove(files) == []


@pytest.mark.parametrize(
    ("href", "wrong"),
    [
        ("policies/y/", "leads nowhere"),
        ("policies/x", "leads nowhere"),
        ("policies/X/", "leads nowhere"),
        ("policies/x/#3-3", "names an anchor that is not there"),
        ("#nowhere", "names an anchor that is not there"),
        ("../", "climbs out of the site"),
        ("policies/%2e%2e/../x/", "climbs out of the site"),
        ("policies\\y\\", "leads nowhere"),
        ("/policies/x/", "begins with a slash and so leaves a site that stands under a sub-path"),
        ("//host/", "begins with a slash and so leaves a site that stands under a sub-path"),
        ("https://police.example/policies/y/", "leads nowhere"),
    ],
)
def test_a_link_that_leads_nowhere_is_found_with_its_line(prove, href, wrong):
    files = {"index.html": page(f'<p>one</p>\n<p>two</p>\n<a href="{href}">x</a>'), **TARGET}
    [found] = prove(files)
    line = 6 if "\\" not in href else 1
    assert found.startswith(f"index.html:{line} PS903 has a link (href) that {wrong}: `")


def test_a_link_is_resolved_from_where_its_page_stands(prove):
    body = '<a href="../y/">x</a><img src="../../assets/a.png" alt=""><a href="../../">home</a>'
    files = {
        "policies/x/index.html": page(body),
        "policies/y/index.html": page(""),
        "index.html": page(""),
        "assets/a.png": b"\x89PNG",
    }
    assert prove(files) == []


def test_images_forms_styles_and_forwards_are_followed_too(prove):
    body = (
        '<img src="a.png" alt=""><form action="search/"></form><img srcset="b.png 1x, c.png 2x">'
        '<link rel="stylesheet" href="d.css">'
    )
    head = '<meta http-equiv="refresh" content="0; url=e/">'
    found = prove(
        {"index.html": page(body, head), "assets/s.css": 'p { background: url("f.png") }'}
    )
    assert sorted(line.split("`")[1] for line in found) == [
        "a.png", "b.png", "c.png", "d.css", "e/", "f.png", "search/",
    ]  # fmt: skip
    assert all("PS903" in line for line in found)


# -- third parties --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        '<link rel="stylesheet" href="https://cdn.example/a.css">',
        '<link rel="alternate stylesheet" href="https://cdn.example/a.css">',
        '<link rel="preconnect" href="//cdn.example">',
        '<script src="https://cdn.example/a.js"></script>',
        '<img src="//cdn.example/a.png" alt="">',
        '<img src="\\\\cdn.example/a.png" alt="">',
        '<img src=" ht\ntps://cdn.example/a.png" alt="">',
        '<img srcset="https://cdn.example/a.png 2x" alt="">',
        '<video src="https://cdn.example/a"></video>',
        '<video poster="https://cdn.example/a"></video>',
        '<audio><source src="https://cdn.example/a"></audio>',
        '<form action="https://cdn.example/"></form>',
        '<button formaction="https://cdn.example/">x</button>',
        '<a href="https://ok.example/" ping="https://cdn.example/">x</a>',
        '<p style="background: url(https://cdn.example/a.png)">x</p>',
        '<p style="background: u\\72l(https://cdn.example/a.png)">x</p>',
        "<style>@import 'https://cdn.example/a.css';</style>",
        '<meta http-equiv="Refresh" content="0;URL=\'https://cdn.example/\'">',
        '<svg><use xlink:href="https://cdn.example/a.svg#b"></use></svg>',
        '<svg><path fill="url(https://cdn.example/a)"/></svg>',
        '<template><img src="https://cdn.example/a.png" alt=""></template>',
        '<noscript><img src="https://cdn.example/a.png" alt=""></noscript>',
    ],
)
def test_a_request_to_another_host_is_found(prove, body):
    found = prove({"index.html": page(body)})
    assert len(found) == 1
    assert "PS904 asks another host for `" in found[0]


@pytest.mark.parametrize(
    ("css", "hits"),
    [
        ("@import url(https://cdn.example/a.css);", 1),
        ('@import "//cdn.example/a.css";', 1),
        ("p { background: url( 'https://cdn.example/a.png' ) }", 1),
        ("p { background: image-set('https://cdn.example/a.png' 1x) }", 1),
        ("p { background: url(/**/'a.css') }", 0),
        ("/* url(https://cdn.example/a.png) */", 0),
        ('@namespace svg url("http://www.w3.org/2000/svg");', 0),
        ("""p { background: url('data:image/svg+xml,<svg xmlns="http://www.w3.org/x"/>') }""", 0),
    ],
)
def test_style_sheets_are_read_for_requests(prove, css, hits):
    found = prove({"assets/a.css": css})
    assert [line[:20] for line in found] == ["assets/a.css:1 PS904"] * hits


@pytest.mark.parametrize(
    "body",
    [
        '<a href="https://elsewhere.example/">x</a>',
        '<link rel="canonical" href="https://police.example/">',
        '<p style="background: url(index.html)">x</p>',
        '<link rel="license" href="https://licence.example/">',
    ],
)
def test_an_address_that_nobody_fetches_is_no_request(prove, body):
    assert prove({"index.html": page(body)}) == []


# -- active content -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        '<script type="importmap">{}</script>',
        '<script type="text/vbscript" src="assets/own.js"></script>',
        '<script src="other.js"></script>',
        '<p onclick="x()">x</p>',
        "<p/onmouseover=x()>x</p>",
        '<a href="javascript:x()">x</a>',
        '<a href=" java\tscript:x()">x</a>',
        '<a href="&#106;avascript:x()">x</a>',
        '<img src="data:image/png;base64,AA" alt="">',
        '<iframe srcdoc="x"></iframe>',
        '<iframe src="assets/own.js"></iframe>',
        '<object data="assets/own.js"></object>',
        '<embed src="assets/own.js">',
        '<base href="assets/own.js">',
        '<svg><set attributeName="href"></set></svg>',
        '<template><p onclick="x()">x</p></template>',
        '<noscript><p title="</noscript><script src=assets/own.js>">x</p></noscript>',
    ],
)
def test_active_content_is_found(prove, body):
    found = prove({"index.html": page(body), "other.js": "", "assets/own.js": ""}, assets=OWN)
    assert found
    assert {line.split()[1] for line in found if "other.js:" not in line} == {"PS905"}


OWN = {"assets/own.js"}


@pytest.mark.parametrize(
    "body",
    [
        '<script src="assets/own.js"></script>',
        '<script type="module" src="./assets/own.js"></script>',
        '<script type="application/json">{"a": 1}</script>',
        '<script type="application/ld+json">{"@context": "https://schema.org"}</script>',
        "<p>The button is on = off.</p>",
        "<p>javascript: is a word</p>",
    ],
)
def test_the_themes_own_scripts_and_data_pass(prove, body):
    assert prove({"index.html": page(body), "assets/own.js": ""}) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'),
        ("a.svg", '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"></svg>'),
        ("feed.xml", '<?xml-stylesheet href="a.xsl"?><feed/>'),
        ("feed.xml", '<feed><x:script xmlns:x="http://www.w3.org/1999/xhtml"/></feed>'),
    ],
)
def test_drawings_and_feeds_run_nothing(prove, name, text):
    found = prove({name: text})
    assert {line.split()[1] for line in found} == {"PS905"}


def test_a_plain_drawing_and_a_plain_feed_pass(prove):
    files = {
        "a.svg": '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path/></svg>',
        "feed.xml": "<feed><content>&lt;script&gt; is a word</content></feed>",
    }
    assert prove(files) == []


# -- what is withheld -----------------------------------------------------------------------------


def stored_zip(member, data):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, data)
    return held.getvalue()


DOCX = (
    "<w:document><w:p><w:r><w:t>Officers will wait be</w:t></w:r><w:r><w:rPr><w:b/></w:rPr>"
    "<w:t>hind the garage until the van leaves for the nor</w:t></w:r>"
    "<w:r><w:t>thern depot.</w:t></w:r></w:p></w:document>"
)
NOTE = '<sup><a class="footnote-ref" href="#">1</a></sup>'
MATHEMATICAL = "".join(chr(0x1D400 + ord(c) - 97 + 26) if c != " " else c for c in EIGHT)
JSON_ESCAPED = "".join(f"\\u{ord(c):04x}" for c in EIGHT)


def database(value, *statements):
    """Return a database of one value, on which these were run. It wipes nothing that it deletes."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        made.execute("PRAGMA secure_delete = OFF")
        made.execute("CREATE TABLE t (a)")
        made.execute("INSERT INTO t VALUES (?)", [value])
        for statement in statements:
            made.execute(statement)
        return made.serialize()


NOISE = " ".join(f"{n * n * 7919 % 104729:x}" for n in range(9000)) + " "
PDF = b"%%PDF-1.7\n1 0 obj<</Filter/FlateDecode>>stream\n%s\nendstream\n%%%%EOF \xff"

LEAKS = {
    "in the text": ("index.html", page(f"<p>{SENTENCE}</p>")),
    "eight words alone": ("index.html", page(f"<p>{EIGHT}</p>")),
    "in capitals": ("index.html", page(f"<p>{EIGHT.upper()}</p>")),
    "in a comment": ("index.html", page(f"<!-- {EIGHT} -->")),
    "in a comment with tags": (
        "index.html",
        page(f"<!-- <p>{EIGHT.replace('the', 't<b>h</b>e')} -->"),
    ),
    "in an attribute": ("index.html", page(f'<p title="{EIGHT}">x</p>')),
    "in a data attribute": ("index.html", page(f'<p data-x=\'{{"a":"{JSON_ESCAPED}"}}\'>x</p>')),
    "in metadata": ("index.html", page("", f'<meta name="description" content="{EIGHT}">')),
    "in page data": (
        "index.html",
        page(f'<script type="application/json">"{JSON_ESCAPED}"</script>'),
    ),
    "in a template": ("index.html", page(f"<template><p>{EIGHT}</p></template>")),
    "in an address": ("index.html", page(f"<a href='?{EIGHT.replace(' ', '%20')}'>x</a>")),
    "split by tags": (
        "index.html",
        page(f"<p>{EIGHT.replace('garage', 'ga<b>ra</b>g<i>e</i>')}</p>"),
    ),
    "split by an empty tag": (
        "index.html",
        page(f"<p>{EIGHT.replace('garage', 'ga<wbr>rage')}</p>"),
    ),
    "split by empty tags": (
        "index.html",
        page(f"<p>{EIGHT.replace('garage', 'ga<b><i></i></b>ra<a></a>ge')}</p>"),
    ),
    "split by a comment": (
        "index.html",
        page(f"<p>{EIGHT.replace('garage', 'gar<!-- - -->age')}</p>"),
    ),
    "split by soft hyphens": ("index.html", page(f"<p>{EIGHT.replace('a', 'a&shy;')}</p>")),
    "split by no width": ("index.html", page("<p>" + EIGHT.replace("a", "a\u200b\u2060") + "</p>")),
    "in look-alikes": ("index.html", page("<p>" + EIGHT.replace("a", "\u0430") + "</p>")),
    "with accents": ("index.html", page("<p>" + EIGHT.replace("e", "e\u0301") + "</p>")),
    "over blocks": ("index.html", page("".join(f"<p>{word}</p>" for word in EIGHT.split()))),
    "around a footnote": (
        "index.html",
        page("<p>" + EIGHT.replace("garage", f"garage{NOTE}") + "</p>"),
    ),
    "as entities": ("index.html", page("<p>" + "".join(f"&#{ord(c)};" for c in EIGHT) + "</p>")),
    "in a search index": ("search.json", json.dumps({"text": f"x\n{EIGHT}"})),
    "escaped in JSON": ("search.json", f'{{"text": "{JSON_ESCAPED}"}}'),
    "in mathematical letters": ("search.json", json.dumps({"t": MATHEMATICAL})),
    "in HTML with a backslash": ("index.html", page(f"<p>\\</p><p title='{EIGHT}'>x</p>")),
    "as HTML in JSON": ("search.json", json.dumps({"t": EIGHT.replace("van", "v<em>a</em>n")})),
    "escaped HTML in JSON": (
        "search.json",
        json.dumps({"t": EIGHT.replace("van", "v<em>a</em>n")}).replace("<", "\\u003c"),
    ),
    "in a feed": ("feed.xml", f"<e>{EIGHT.replace('van', 'v&lt;b&gt;a&lt;/b&gt;n')}</e>"),
    "in a table": ("data.csv", f'a,b\n1,"{EIGHT}"\n'),
    "in an address in a table": ("data.csv", f"a\n{EIGHT.replace(' ', '%20')}\n"),
    "escaped many times": ("feed.xml", f"<e>{EIGHT.replace(' ', '&amp;amp;nbsp;')}</e>"),
    "beside pixels": (
        "a.png",
        b"\x89PNG"
        + zlib.compress(hashlib.shake_256(b"x").digest(9000))
        + zlib.compress(EIGHT.encode()),
    ),
    "in a calendar": ("due.ics", f"SUMMARY:{EIGHT[:20]}\r\n {EIGHT[20:]}\r\n"),
    "in Markdown": ("body.md", f"Text {EIGHT.replace('van', '[van](x.md)')}"),
    "in a drawing": (
        "a.svg",
        f"<svg><text>{EIGHT.replace('van', 'v<tspan>a</tspan>n')}</text></svg>",
    ),
    "in a script": ("assets/a.js", f"const a = '{EIGHT}'"),
    "in a style sheet": ("assets/a.css", f"/* {EIGHT} */"),
    "in a Word file": ("a.docx", stored_zip("word/document.xml", DOCX)),
    "in a zip in a zip": ("a.zip", stored_zip("b.zip", stored_zip("c.txt", EIGHT))),
    "in a name in a zip": ("a.zip", stored_zip(f"{EIGHT}.txt", "")),
    "compressed": ("a.gz", gzip.compress(EIGHT.encode())),
    "compressed, by no name": ("en.pf_fragment", gzip.compress(b"pagefind_dcd{" + EIGHT.encode())),
    "in a PDF": ("a.pdf", PDF % f"BT ({EIGHT}) Tj ET".encode()),
    "compressed in a PDF": ("a.pdf", PDF % zlib.compress(f"BT ({EIGHT}) Tj ET".encode())),
    "in the second stream of a PDF": (
        "a.pdf",
        PDF % (zlib.compress(bytes(range(256)) * 99) + b" x\x9c " + zlib.compress(EIGHT.encode())),
    ),
    "in a long stream": ("a.pdf", PDF % zlib.compress((NOISE + EIGHT).encode())),
    "in a broken stream": ("a.pdf", PDF % zlib.compress((f"{EIGHT} {NOISE}").encode())[:-9]),
    "in a stream that ends the file": ("a.pdf", b"\xff" + zlib.compress(EIGHT.encode())),
    "in two octets each": ("a.pdf", PDF % EIGHT.encode("utf-16")),
    "in a picture": ("a.png", b"\x89PNG\r\n\xfftEXtComment\0" + EIGHT.encode() + b"\xff"),
    "in a database": ("a.sqlite", database(EIGHT)),
    "spread over a database": (
        "a.sqlite",
        database("x " * 2_010 + EIGHT + " x" * 900),
    ),
    "compressed in a database": (
        "a.sqlite",
        database(gzip.compress(EIGHT.encode())),
    ),
    "deleted from a database": (
        "a.sqlite",
        database(SENTENCE, "DELETE FROM t"),
    ),
    "in the index of a database alone": (
        "a.sqlite",
        database(
            EIGHT,
            "CREATE VIRTUAL TABLE s USING fts5(a, content='')",
            "INSERT INTO s(rowid, a) SELECT 7, a FROM t",
            "UPDATE t SET a = zeroblob(60)",
            "VACUUM",
        ),
    ),
    "in the layout of a database": ("a.sqlite", database(1, f'CREATE VIEW "{EIGHT}" AS SELECT 1')),
    "in a file name": (f"{EIGHT.replace(' ', '-')}.csv", "x"),
    "in a folder name": (f"{EIGHT.replace(' ', '_')}/a.csv", "x"),
}


@pytest.mark.parametrize(("name", "data"), LEAKS.values(), ids=LEAKS)
def test_a_withheld_text_is_found(leak, name, data):
    assert f"{name}:1 PS906 {HIT}" in leak(name, data)


def test_seven_words_in_a_row_are_no_leak(leak):
    assert leak("index.html", page(f"<p>{EIGHT.rpartition(' ')[0]} altogether</p>")) == []


def test_a_refused_version_that_shares_its_words_with_the_one_in_force_is_no_leak(prove):
    long = "Take the report, decide within five days, write down the reason, and tell the owner."
    parts = f"## Steps\n\n{long}\n\n- One thing\n- Two things\n- Three things\n- Four things\n"
    one = document(
        "policies/property/v1/sop-handling.md", "Handling of property", parts, "SOP-0001"
    )
    two = document(
        "policies/property/v2/sop-handling.md",
        "Handling of property",
        f"{parts}\nNobody may keep anything that was found beyond the end of a month.",
        "SOP-0001",
    )
    shown = (
        f"<h2>Steps</h2><p>{long}</p><ul><li>One thing</li><li>Two things</li>"
        "<li>Three things</li><li>Four things</li></ul><p>SOP-0001</p>"
    )
    files = {"policies/property/v1/sop-handling/index.html": page(shown)}
    assert prove(files, [Withheld(two)], (one,)) == []
    files["index.html"] = page("<p>Nobody may keep anything that was found beyond the end</p>")
    assert prove(files, [Withheld(two)], (one,)) == [
        "index.html:1 PS906 holds 8 words in a row of policies/property/v2/sop-handling.md, "
        + NOT_HERE
    ]


def test_an_image_or_note_that_the_new_version_adds_does_not_make_the_old_one_a_leak(prove):
    one, two = "Take the report to the desk.", "Decide within five days and write it down."
    before, after = f"{one}\n\n{two}\n", f"{one}\n\n![A desk](a.png)\n\n{two}\n"
    shown = f"<p>{one}</p><p>{two}</p>"
    for hidden, public in ((before, after), (after, before)):
        withheld = document("policies/property/v2/sop-handling.md", "Handling", hidden)
        published = document("policies/property/v1/sop-handling.md", "Handling", public)
        assert prove({"index.html": page(shown)}, [Withheld(withheld)], (published,)) == []


def test_the_words_of_a_published_link_are_published(prove):
    address = "https://law.example/acts/1984/60/section/1/part/2/as/enacted"
    withheld = document(SECRET, "Waiting for the van", f"See <{address}> for this.")
    published = document(PUBLIC, "Handling of property", f"See [the act]({address}).")
    body = f'<p>See <a href="{address}">the act</a>.</p>'
    assert prove({"index.html": page(body)}, [Withheld(withheld)], (published,)) == []


def test_a_withheld_reference_is_found(leak):
    expected = f"names the reference of {SECRET}, {NOT_HERE}"
    assert leak("index.html", page("<p>See SOP-0303.</p>")) == [f"index.html:1 PS906 {expected}"]


def test_a_withheld_reference_in_a_file_name_is_found(leak):
    assert leak("reference/sop-0303/index.html", page(""))[0] == (
        f"reference/sop-0303:1 PS906 names the reference of {SECRET}, {NOT_HERE}"
    )


def test_a_longer_reference_is_another_one(leak):
    assert leak("index.html", page("<p>See SOP-03031 and XSOP-0303.</p>")) == []


def test_a_reference_that_a_published_document_says_is_no_leak(leak):
    published = document(PUBLIC, "Handling of property", "Read with SOP-0303.")
    assert leak("index.html", page("<p>Read with SOP-0303.</p>"), published=(published,)) == []


def test_a_withheld_title_and_file_name_are_found(leak):
    assert leak("index.html", page("<p>Waiting for\nthe <b>van</b></p>")) == [
        f"index.html:1 PS906 names the title of {SECRET}, {NOT_HERE}"
    ]


def test_a_withheld_file_name_is_found(leak):
    found = leak("sop-garage-ambush.csv", "x")
    assert found == [f"sop-garage-ambush.csv:1 PS906 names the file name of {SECRET}, {NOT_HERE}"]


def test_an_announced_title_is_no_leak_but_its_text_is(leak):
    announced = (Withheld(HIDDEN, named=False),)
    assert leak("index.html", page("<p>Waiting for the van</p>"), announced) == []
    assert leak("index.html", page(f"<p>{SENTENCE}</p>"), announced) == [
        f"index.html:1 PS906 {HIT}"
    ]


def test_a_long_announced_title_is_no_leak_of_another_document(prove):
    title = "What the northern depot does when the vans are late again"
    lead = document("policies/ambush/v1/sop-one.md", title, "Nothing.")
    other = document("policies/ambush/v1/sop-two.md", "Other", f"This goes with {title}.")
    withheld = [Withheld(lead, named=False), Withheld(other)]
    assert prove({"index.html": page(f"<p>{title}</p>")}, withheld) == []


def test_the_reference_of_a_withdrawn_policy_may_stand_where_it_is_forwarded(tmp_path):
    files = {"reference/SOP-0303/index.html": page("<p>SOP-0303 was withdrawn.</p>")}
    build(tmp_path, files)
    plan = site(["reference/SOP-0303/"])
    for named, rules in ((False, []), (True, ["PS906"])):
        withheld = (Withheld(HIDDEN, named=named),)
        found = verify(plan, withheld, (SHOWN,), frozenset(), tmp_path)
        assert sorted({f.rule for f in found}) == rules


def test_a_title_that_is_published_is_no_leak(leak):
    published = document(PUBLIC, "Handling", "This is about waiting for the van.")
    assert leak("index.html", page("<p>Waiting for the van</p>"), published=(published,)) == []


@pytest.mark.parametrize(("title", "hits"), [("The report", 0), ("The raid", 1), ("Raid", 1)])
def test_a_short_title_counts_where_it_has_a_word_of_its_own(prove, title, hits):
    withheld = document("policies/ambush/v1/sop-report.md", title, "Nothing to say.")
    found = prove({"index.html": page(f"<p>{title}</p>")}, [Withheld(withheld)])
    assert len(found) == hits


def test_a_title_of_one_word_is_not_looked_for_in_the_themes_code(prove):
    withheld = document("policies/ambush/v1/sop-report.md", "Drawers", "Nothing to say.")
    assert prove({"assets/a.js": "let drawers = 1"}, [Withheld(withheld)]) == []
    assert len(prove({"assets/a.js": "let drawers = 1"}, [Withheld(withheld)], assets=())) == 2


def test_what_the_theme_says_is_no_leak(prove):
    withheld = document("policies/ambush/v1/sop-report.md", "Accessibility", "Nothing to say.")
    files = {"index.html": page("<p>Accessibility</p>")}
    assert len(prove(files, [Withheld(withheld)])) == 1
    assert prove(files, [Withheld(withheld)], said=("Accessibility",)) == []


@pytest.mark.parametrize("sign", ["", " \u2013 \u65e5", " \u00e9", "\0", "\x1f"])
def test_what_two_texts_say_one_after_the_other_is_said_by_neither(leak, sign):
    """Public texts are searched all at once, whatever letters they hold."""
    half, rest = f"They wait behind the garage until{sign}", f"{sign}the van leaves at once"
    assert leak("index.html", page(f"<p>{EIGHT}</p>"), said=(half, rest)) == [
        f"index.html:1 PS906 {HIT}"
    ]


def test_the_names_that_the_store_gives_are_no_leak(prove):
    withheld = document("policies/ambush/v1/workbook.md", "Report", "Nothing to say.")
    assert prove({"index.html": page("<p>a workbook</p>")}, [Withheld(withheld)]) == []


def test_a_withheld_summary_is_found(prove):
    summary = "How eleven officers take turns to watch one old warehouse"
    withheld = document(SECRET, "Waiting for the van", "Nothing.", summary=summary)
    assert prove({"index.html": page(f"<p>{summary}</p>")}, [Withheld(withheld)]) == [
        f"index.html:1 PS906 {HIT}"
    ]


def test_a_withheld_value_within_values_is_found(prove):
    inner = "One of the eleven officers was seen from the road"
    front = f"title: Plan\nmeasures:\n  - note: {inner}\n"
    source = read_document(SECRET, f"---\n{front}---\n\nNothing.\n".encode())
    withheld = replace(HIDDEN, source=source)
    assert prove({"index.html": page(f"<p>{inner}</p>")}, [Withheld(withheld)]) == [
        f"index.html:1 PS906 {HIT}"
    ]


def test_the_notes_of_a_published_document_may_stand_in_a_row(prove):
    body = "One.[^1] Two.[^2]\n\n[^1]: Three four five six.\n\n[^2]: Seven eight nine ten.\n"
    published = document(PUBLIC, "Handling", body)
    withheld = document(SECRET, "Waiting", "Three four five six. Seven eight nine ten.")
    shown = "<p>One. Two.</p><ol><li>Three four five six.</li><li>Seven eight nine ten.</li></ol>"
    assert prove({"index.html": page(shown)}, [Withheld(withheld)], (published,)) == []


def test_more_signs_than_usual_are_read_all_the_same(leak):
    arrows = EIGHT.replace(" ", " \u2192 ")
    signs = "".join(map(chr, range(0x2190, 0x21B0)))
    found = leak("index.html", page(f"<p>{signs} {arrows}</p>"))
    assert found == [f"index.html:1 PS906 {HIT}"]


def test_a_withheld_note_alt_text_comment_and_html_are_found(prove):
    body = (
        "Text.[^1]\n\n[^1]: one two three four five six seven eight\n\n"
        "![nine ten eleven twelve thirteen fourteen fifteen sixteen](a.png)\n\n"
        "<!-- alpha beta gamma delta epsilon zeta eta theta -->\n\n"
        "<div>red <b>orange</b> yellow green blue indigo violet black</div>\n"
    )
    withheld = document(SECRET, "Waiting for the van", body)
    for text in (
        "one two three four five six seven eight",
        "nine ten eleven twelve thirteen fourteen fifteen sixteen",
        "alpha beta gamma delta epsilon zeta eta theta",
        "red orange yellow green blue indigo violet black",
    ):
        assert prove({"index.html": page(f"<p>{text}</p>")}, [Withheld(withheld)]) == [
            f"index.html:1 PS906 {HIT}"
        ]


@pytest.mark.parametrize(
    ("body", "hits"),
    [("Seize the blue van.", 1), ("Seize the van.", 0), ("<p>Seize the blue van.", 1)],
)
def test_a_text_of_four_to_seven_words_is_looked_for_whole(prove, body, hits):
    withheld = document(SECRET, "Waiting for the van", body)
    found = prove(
        {"index.html": page("<p>Now seize the blue van. Seize the van.</p>")}, [Withheld(withheld)]
    )
    assert found == [f"index.html:1 PS906 holds the whole text of {SECRET}, {NOT_HERE}"] * hits


def test_a_short_text_that_is_published_is_no_leak(prove):
    withheld = document(SECRET, "Waiting for the van", "Take the report and write.")
    assert (
        prove({"index.html": page("<p>Take the report and write.</p>")}, [Withheld(withheld)]) == []
    )


def test_text_in_other_alphabets_is_compared_too(prove):
    words = "الشرطة تنتظر خلف المرآب حتى تغادر الشاحنة المستودع الشمالي"
    withheld = document(SECRET, "Waiting for the van", words)
    assert prove({"index.html": page(f"<p>{words}</p>")}, [Withheld(withheld)]) == [
        f"index.html:1 PS906 {HIT}"
    ]


def test_a_document_both_published_and_withheld_is_found(prove):
    assert prove({"index.html": page("")}, [Withheld(SHOWN)]) == [
        f":1 PS906 was given {PUBLIC} both to publish and to withhold"
    ]


def test_every_withheld_document_that_says_it_is_named(prove):
    twin = document("policies/ambush/v2/sop-garage-ambush.md", "Waiting for the van", SENTENCE)
    found = prove({"index.html": page(f"<p>{EIGHT}</p>")}, [Withheld(HIDDEN), Withheld(twin)])
    assert [line.split(" of ")[1].split(",")[0] for line in found] == [SECRET, twin.path]


# -- unreadable -----------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"<p>caf\xe9</p>", b"<p>\0</p>", "x".encode("utf-16")])
@pytest.mark.parametrize("name", ["index.html", "a.css", "a.json", "a.svg"])
def test_a_text_that_is_not_utf_8_is_found(prove, name, data):
    assert prove({name: data}) == [
        f"{name}:1 PS907 is not UTF-8 text, as a file so named should be"
    ]


def test_a_text_that_is_not_utf_8_is_searched_all_the_same(leak):
    assert len(leak("index.html", f"caf\xe9 {EIGHT}".encode("latin-1"))) == 2


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"PK\x03\x04 no zip", "could not be checked to the end (BadZipFile)"),
        (b"\x1f\x8b no gzip", "could not be checked to the end (BadGzipFile)"),
    ],
)
def test_what_cannot_be_opened_is_found(prove, data, wrong):
    assert prove({"a.zip": data}) == [f"a.zip:1 PS907 {wrong}"]


def test_a_database_that_cannot_be_read_is_found(prove):
    broken = bytearray(database("x"))
    broken[4096:] = bytes(len(broken) - 4096)
    wrong = "PS907 is a database that cannot be read"
    assert prove({"a.sqlite": bytes(broken), "b.sqlite": b"SQLite format 3\0\xff"}) == [
        f"a.sqlite:1 {wrong} (database disk image is malformed)",
        f"b.sqlite:1 {wrong} (file is not a database)",
    ]


def test_a_database_without_what_is_withheld_passes(prove):
    full_text = ("CREATE VIRTUAL TABLE s USING fts5(a)", "INSERT INTO s VALUES ('Nothing at all')")
    assert prove({"a.sqlite": database(7, *full_text)}, AMBUSH) == []


def test_a_file_within_files_without_end_is_found(prove):
    data = b"x"
    for _ in range(8):
        data = stored_zip("a.zip", data)
    assert prove({"a.zip": data}) == ["a.zip:1 PS907 holds files within files too deep to search"]


def test_what_unpacks_without_end_is_found(prove, monkeypatch):
    monkeypatch.setattr(readings, "_Opener", partial(readings._Opener, 1000, 2))
    assert prove({"a.gz": gzip.compress(bytes(2000))})[0].startswith("a.gz:1 PS907 unpacks to more")
    assert prove({"a.gz": b"x", "b.zip": stored_zip("c", bytes(2000))})[0].startswith(
        "b.zip:1 PS907"
    )


def test_a_stream_that_unpacks_without_end_is_found(prove, monkeypatch):
    monkeypatch.setattr(readings, "MAX_STREAM", 10_000)
    assert prove({"a.pdf": PDF % zlib.compress(NOISE.encode())}) == [
        "a.pdf:1 PS907 packs more than 10,000 bytes in one stream"
    ]


def test_an_archive_of_too_many_files_is_found(prove, monkeypatch):
    monkeypatch.setattr(readings, "_Opener", partial(readings._Opener, 10_000, 0))
    assert prove({"a.zip": stored_zip("a", "x")}) == ["a.zip:1 PS907 holds more than 20,000 files"]


def test_an_address_is_shown_so_that_it_can_be_printed(prove):
    [found] = prove({"index.html": page('<a href="caf\u00e9\u202e">x</a>')})
    assert found.endswith(": `caf\u00e9\\u202e`")


def test_a_long_address_is_shown_in_part(prove):
    [found] = prove({"index.html": page(f'<a href="{"x" * 300}">x</a>')})
    assert found.endswith("`" + "x" * 200 + "...`")


def test_a_file_that_is_too_long_is_found(prove, monkeypatch):
    monkeypatch.setattr(module, "MAX_FILE", 10)
    assert prove({"a.txt": "x" * 10, "b.txt": "x" * 11}) == ["b.txt:1 PS907 is over 10 bytes long"]


def test_a_check_that_breaks_is_a_finding_of_that_file_and_the_rest_is_checked(prove, monkeypatch):
    def broken(_name, _text):
        raise ZeroDivisionError

    monkeypatch.setattr(module, "read_page", broken)
    assert prove({"index.html": page(""), "a.txt": EIGHT}, [Withheld(HIDDEN)]) == [
        f"a.txt:1 PS906 {HIT}",
        "index.html:1 PS907 could not be checked to the end (ZeroDivisionError)",
    ]


def test_a_name_that_cannot_be_printed_is_shown_all_the_same(prove, tmp_path):
    build(tmp_path, {"a\nb\udcff.txt": "x"})
    [found] = prove({"index.html": page("")})
    assert found.startswith(
        "a\\nb\\udcff.txt:1 PS902 is a file or folder with characters in its name"
    )


# -- always ---------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from("the van waits at old depot for a blue car to leave".split()))
WRAPS = st.sampled_from(["{}", "<p>{}</p>", "<!-- {} -->", '<p title="{}">x</p>', "<li><b>{}</b>"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), WORDS, WORDS, WRAPS)
def test_any_eight_words_of_a_withheld_text_are_found_wherever_they_stand(
    data, before, after, wrap
):
    word = st.text("abcdefghijklmnopqrstuvwxyz0123456789\u0142\u03b4", min_size=1, max_size=6)
    hidden = data.draw(st.lists(word, min_size=8, max_size=30))
    withheld = document(SECRET, "Title", "x" + " ".join(["q", *hidden]))
    start = data.draw(st.integers(0, len(hidden) - 8))
    eight = hidden[start : start + 8]
    gap = data.draw(st.sampled_from([" ", "\n", ", ", "&nbsp;", " \u00ad", "\u2014"]))
    cased = [data.draw(st.sampled_from([str.upper, str.lower, str.title]))(w) for w in eight]
    text = " ".join([*before, gap.join(cased), *after])
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), {"index.html": page(wrap.format(text))})
        found = verify(
            site(["index.html"]), (Withheld(withheld),), (SHOWN,), frozenset(), Path(folder)
        )
        assert [f.rule for f in found if HELD in f.message] == ["PS906"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("a b c d e f".split()), min_size=1, max_size=60))
def test_a_published_text_is_never_a_leak_of_another_with_the_same_words(text):
    body = " ".join(text)
    published = document(PUBLIC, "Handling", f"{body}\n\n- {body}\n")
    withheld = document("policies/property/v2/sop-handling.md", "Handling", f"{body}\n\n- {body}\n")
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), {"index.html": page(f"<p>{body}</p><ul><li>{body}</li></ul>")})
        assert not verify(
            site(["index.html"]), (Withheld(withheld),), (published,), frozenset(), Path(folder)
        )


# -- the records beside a report ------------------------------------------------------------------

RECORDS = (
    "code,framework,domain,grade,direction,national_distribution,note\n"
    "9A,Vans,Depots,Poor,Declined,,\n"
    "9B,Garages,Depots,Fair,Stable,,"
    "The depot's doors were left unlocked on every one of nine nights.\n"
)
ROWS = (
    "<td>9A</td><td>Vans</td><td>Depots</td><td>Poor</td><td>Declined</td>",
    "<td>9B</td><td>Garages</td><td>Depots</td>",
)
REPORT = "monitoring/depots/2026/report.md"


def report(records, path=REPORT, body="One two three four."):
    front = (
        "title: What was unlocked\ntype: inspection-report\nsummary: Nights.\nreference: REP-0909\n"
    )
    source = read_document(path, f"---\n{front}---\n\n{body}\n".encode())
    return Report(
        source=source, path=path, name="report.md", type=DocumentType.INSPECTION_REPORT,
        title="What was unlocked", status="final", protective_marking="RESTRICTED",
        summary="Nights.", reference="REP-0909", publisher="Inspectorate", published_on=None,
        records="grades.csv", records_kind=RecordsKind.GRADES, copyright=None, isbn=None,
        table=read_table(path.replace("report.md", "grades.csv"), records.encode()),
    )  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        "<p>The depot's doors were left unlocked on every one of nine nights.</p>",
        f"<table><tr>{'</tr><tr>'.join(ROWS)}</tr></table>",
    ],
    ids=["a cell", "rows"],
)
def test_the_records_of_a_withheld_report_are_searched_for_like_its_text(prove, data):
    found = prove({"index.html": page(data)}, (Withheld(report(RECORDS)),))
    assert found == [f"index.html:1 PS906 holds 8 words in a row of {REPORT}, {NOT_HERE}"]


def test_the_csv_of_a_withheld_report_is_a_leak(prove):
    found = prove({"grades.csv": RECORDS}, (Withheld(report(RECORDS)),))
    assert found == [f"grades.csv:1 PS906 holds 8 words in a row of {REPORT}, {NOT_HERE}"]


def test_what_the_records_of_a_published_report_say_is_no_leak(prove):
    shown = report(RECORDS, "monitoring/depots/2025/report.md")
    newer = report(RECORDS.replace("nine nights", "ten nights"))
    files = {"index.html": page("<p>The depot's doors were left unlocked on every one of nine</p>")}
    assert prove(files | {"grades.csv": RECORDS}, (Withheld(newer),), (SHOWN, shown)) == []


# -- the search index -----------------------------------------------------------------------------

FRAGMENT = "pagefind/0/fragment/en_0123456.pf_fragment"


def fragment(address, *anchors, words="Handling of property."):
    said = {"url": f"/{address}", "content": words, "anchors": [{"id": a} for a in anchors]}
    return gzip.compress(b"pagefind_dcd" + json.dumps(said).encode(), mtime=0)


@pytest.fixture
def search(tmp_path):
    """Build a site of one page that is searched, with these files for its index."""

    def run(files, planned=None, withheld=()):
        pages = (PlannedPage("", "document.html", "A title", "", searched=Searched("Page")),)
        plan = replace(site([]), pages=pages)
        build(tmp_path, {"index.html": page('<h2 id="steps">Steps</h2>'), **files})
        named = frozenset(files if planned is None else planned)
        found = verify(plan, withheld, (SHOWN,), frozenset(), tmp_path, indexed=named)
        return [f"{f.at.path.removeprefix('site/public/')} {f.rule} {f.message}" for f in found]

    return run


def test_an_index_of_each_text_with_links_that_lead_on_has_nothing_wrong(search):
    assert search({FRAGMENT: fragment("", "steps")}) == []


def test_a_text_that_the_index_lacks_is_found(search):
    assert search({}) == ["index.html PS901 was planned for the search and is not in it"]


def test_a_text_that_nobody_planned_for_the_search_or_that_is_there_twice_is_found(search):
    other, twin = (FRAGMENT.replace("0123456", name) for name in ("other", "twin"))
    again = {FRAGMENT: fragment(""), other: fragment("index.html"), twin: fragment("")}
    assert search(again) == [
        f"{FRAGMENT} PS902 holds ``, which is there twice",
        f"{other} PS902 holds the text of `index.html`, which nobody planned for the search",
        f"{twin} PS902 holds ``, which is there twice",
    ]


def test_a_search_result_that_leads_nowhere_is_found(search):
    wrong = "has a link (search result) that names an anchor that is not there: `../../../#gone`"
    assert search({FRAGMENT: fragment("", "gone")}) == [f"{FRAGMENT} PS903 {wrong}"]


@pytest.mark.parametrize(
    "data",
    [b"", b"pagefind_dcd{}", fragment("")[:-9], gzip.compress(b"{}", mtime=0),
     gzip.compress(b"pagefind_dcd[]", mtime=0),
     gzip.compress(b'pagefind_dcd{"url": "/"}', mtime=0)],
)  # fmt: skip
def test_a_fragment_that_cannot_be_read_is_a_flaw(search, data):
    assert any(line.startswith(f"{FRAGMENT} PS907 ") for line in search({FRAGMENT: data}))


def test_a_file_that_indexing_did_not_write_is_found(search):
    extra = "pagefind/pagefind-ui.js"
    found = search({FRAGMENT: fragment(""), extra: "x"}, planned=[FRAGMENT])
    assert found == [f"{extra} PS902 is a file that nobody planned"]


def test_withheld_words_are_found_through_the_spaces_without_width_that_pagefind_writes(search):
    words = EIGHT.replace("the van", "the \u200bvan")
    assert search({FRAGMENT: fragment("", words=words)}, withheld=AMBUSH) == [
        f"{FRAGMENT} PS906 {HIT}"
    ]


@pytest.mark.parametrize("where", ["filter/en_1.pf_filter", "index/en_1.pf_index", "x.pf_meta"])
def test_withheld_words_are_found_in_what_pagefind_packs(search, where):
    name = f"pagefind/0/{where}"
    packed = b"\x82djust\x81\x82\x78\x2b" + EIGHT.encode() + b"\x83\x00\x01\x19\xff\xfe"
    data = gzip.compress(b"pagefind_dcd" + packed, mtime=0)
    assert search({FRAGMENT: fragment(""), name: data}, withheld=AMBUSH) == [f"{name} PS906 {HIT}"]


def test_a_page_runs_the_themes_scripts_and_no_other_of_its_files(prove):
    own = {"assets/search.js": "f()", "assets/site.css": "p { margin: 0 }"}
    tag = '<script src="{}" type="module"></script>'
    fine = tag.format("assets/search.js")
    assert prove({"index.html": page("", fine), **own}) == []
    found = prove({"index.html": page("", tag.format("assets/site.css")), **own})
    assert found == ["index.html:2 PS905 runs `assets/site.css`, which is no script of the theme"]


TWO = "two/index.html"


def proven(folder, files, before=None, withheld=()):
    build(folder, files)
    planned = site(list(files))
    return proof.verify(planned, withheld, (SHOWN,), frozenset(), folder, before=before)


def test_what_a_kept_page_leads_to_is_missed_when_it_goes(tmp_path):
    """The gate would see it first (PS006): here the proof is asked alone."""
    pages = {"index.html": page('<a href="two/#there">x</a>'), TWO: page('<p id="there">y</p>')}
    first = proven(tmp_path, pages)
    assert first.findings == ()
    kept = frozenset({"index.html"})
    before = proof.Before(first.asked, frozenset(pages), kept, first.seen.__getitem__)
    second = proven(tmp_path, {**pages, TWO: page("<p>y</p>")}, before)
    assert set(second.seen) == {TWO}
    [found] = second.findings
    assert str(found) == (
        "site/public/index.html:4:1: PS903 has a link (href) that names an anchor that is not "
        "there: `two/#there`"
    )
    (tmp_path / TWO).unlink()
    third = proven(tmp_path, {"index.html": pages["index.html"]}, before)
    [found] = third.findings
    assert str(found) == (
        "site/public/index.html:4:1: PS903 has a link (href) that leads nowhere: `two/#there`"
    )


def test_a_kept_page_is_read_again_once_something_else_is_looked_for(tmp_path):
    pages = {"index.html": page("<p>x</p>")}
    first = proven(tmp_path, pages)
    before = proof.Before(first.asked, frozenset(pages), frozenset(pages), first.seen.__getitem__)
    assert set(proven(tmp_path, pages, before).seen) == set()
    assert set(proven(tmp_path, pages, before, withheld=AMBUSH).seen) == set(pages)


def test_a_long_text_of_a_database_is_searched_once_until_something_else_is_looked_for(
    tmp_path, monkeypatch
):
    long = [f"Take report {number} and write down why. " * 20 for number in (1, 2, 3)]
    name = "data/catalogue.sqlite"
    other = document(SECRET, "Waiting", "## Plan\n\nTake the train.", "SOP-0404")
    searched, search = [], leaks.Secrets.leaks

    def noted(secrets, *texts, **how):
        searched.extend(text for text in texts if len(text) > 500)
        return search(secrets, *texts, **how)

    monkeypatch.setattr(leaks.Secrets, "leaks", noted)
    planned = replace(site([]), made=(MadeFile(name, b""),))

    def again(rows, last=None, withheld=AMBUSH):
        build(tmp_path, {name: rows_of(rows)})
        searched.clear()
        before = last and proof.Before(
            last.asked, frozenset({name}), frozenset(), last.seen.__getitem__
        )
        found = proof.verify(planned, withheld, (SHOWN,), frozenset(), tmp_path, before=before)
        return found, list(searched), [finding.message for finding in found.findings]

    first, *said = again(long[:2])
    assert said == [long[:2], []]
    _, *said = again(long, first)
    assert said == [long[2:], []]
    leaky, *said = again([*long, SENTENCE * 20], first)
    assert said == [[long[2], SENTENCE * 20], [HIT]]
    _, *said = again(long, leaky)
    assert said == [long, []]
    _, *said = again(long[:2], first, (Withheld(other),))
    assert said == [long[:2], []]


def rows_of(texts):
    """Return a database with a row for each text."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        made.execute("CREATE TABLE document (text)")
        made.executemany("INSERT INTO document VALUES (?)", zip(texts, strict=True))
        made.execute("VACUUM")
        return made.serialize()
