"""Word and OpenDocument files as LibreOffice opens them, which is not what made them.

It needs `soffice`, which `make test-long` installs from Debian.
"""

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from generator import pipeline
from generator.verify.words import words
from tests.kinds_of_documents import KINDS, make_every_kind
from tests.stores import AS_AT

SOFFICE = "/usr/bin/soffice"
NAMES = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
}
HEADING = "string(@text:outline-level)"


def opened(files, work):
    """Open files in LibreOffice, all in one run, and return each as it understood it."""
    command = [
        SOFFICE, f"-env:UserInstallation=file://{work}/profile", "--headless", "--norestore",
        "--convert-to", "fodt", "--outdir", work, *files,
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603
    found = {file: work / f"{file.stem}.fodt" for file in files}
    return {file: etree.parse(made) for file, made in found.items() if made.is_file()}


@pytest.fixture(scope="module")
def store(tmp_path_factory, own_state):
    root = make_every_kind(tmp_path_factory.mktemp("office") / "store")
    assert pipeline.build(root, root / "site", AS_AT, downloads=True).proof == ()
    return root / "site/public"


@pytest.fixture(scope="module", params=["docx", "odt"])
def trees(store, request, tmp_path_factory):
    files = {kind: store / f"{name}.{request.param}" for kind, name in KINDS.items()}
    found = opened(list(files.values()), tmp_path_factory.mktemp("opened"))
    assert found.keys() == set(files.values())
    return {kind: found[file] for kind, file in files.items()}


def page(store, kind):
    folder = (store / KINDS[kind]).parent
    found = LexborHTMLParser((folder / "index.html").read_text("utf-8")).css_first("main")
    for mark in found.css("sup, .footnote-backref, .headerlink"):
        mark.decompose()
    return found


def said(nodes):
    """Return the words of each node, without the notes that stand in it."""
    for node in nodes:
        inner = node.xpath(".//text()[not(ancestor::text:note)]", namespaces=NAMES)
        yield words(" ".join("".join(inner).split()))


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_headings_are_headings_in_their_order(store, trees, kind):
    heads = trees[kind].xpath("//text:h[@text:outline-level]", namespaces=NAMES)
    found = [
        (int(h.xpath(HEADING, namespaces=NAMES)), " ".join(w))
        for h, w in zip(heads, said(heads), strict=True)
    ]
    shown = [" ".join(words(h.text())) for h in page(store, kind).css("h2, h3, h4")]
    assert [text for _, text in found if text in shown] == [t for _, t in found]
    assert len(found) == len([t for t in shown if t in dict.fromkeys(t for _, t in found)])
    levels = [level for level, _ in found]
    assert min(levels) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def tables(store, kind):
    """Yield the words of each cell of each row of the tables that a page shows of its document."""
    if kind == "inspection report":  # where the page has a row of its own for each domain
        yield [
            [["framework"], ["grade"], ["direction", "of", "travel"]],
            [["1a", "stores", "property"], ["good"], ["improved"]],
        ]
        return
    for table in page(store, kind).css("table"):
        caption = table.css_first("caption").text()
        if caption.startswith("Versions") or caption.endswith("the figures"):
            continue  # the page's own history, and the figures of its charts
        yield [[words(cell.text()) for cell in row.css("th, td")] for row in table.css("tr")]


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_tables_have_their_rows_and_cells(store, trees, kind):
    found = [
        [
            list(said(row.xpath("./table:table-cell", namespaces=NAMES)))
            for row in table.xpath(".//table:table-row", namespaces=NAMES)
        ]
        for table in trees[kind].xpath("//table:table", namespaces=NAMES)
    ]
    assert found == list(tables(store, kind))
    assert bool(found) == (kind in {"policy", "procedures", "assessment", "inspection report"})
    heads = trees[kind].xpath("//table:table-header-rows", namespaces=NAMES)
    assert len(heads) == len(found)


@pytest.mark.long
def test_notes_lists_and_pictures_are_what_they_are(trees):
    tree = trees["policy"]
    notes = tree.xpath("//text:note/text:note-body", namespaces=NAMES)
    assert [" ".join("".join(note.itertext()).split()) for note in notes] == [
        "Police (Property) Act 1897, section 1."
    ]
    depths = {
        text: len(tree.xpath(f"//text:p[.='{text}']/ancestor::text:list", namespaces=NAMES))
        for text in ("Take the item in.", "in the register;", "Store it.")
    }
    assert depths == {"Take the item in.": 1, "in the register;": 2, "Store it.": 1}
    alts = tree.xpath(
        "//draw:frame/svg:desc/text() | //draw:frame/svg:title/text()", namespaces=NAMES
    )
    assert "The label: a number, a day and a name" in alts


@pytest.mark.long
def test_a_file_that_is_broken_is_not_opened(store, tmp_path):
    """So that to be opened means something."""
    name = Path(KINDS["policy"]).name
    broken = []
    for form in ("docx", "odt"):
        file = tmp_path / f"{name}.{form}"
        file.write_bytes((store / f"{KINDS['policy']}.{form}").read_bytes()[:3000])
        broken.append(file)
    assert opened(broken, tmp_path) == {}
