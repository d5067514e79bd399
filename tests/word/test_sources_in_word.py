"""Texts of the force itself, turned into Word first: imported, completed and published."""

import re
from datetime import date
from functools import partial

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator.render.pandoc import office_file
from generator.render.sheet import Sheet
from generator.store.anchors import slug
from generator.store.convert import convert
from generator.store.outline import outline
from generator.vocabulary import DownloadForm
from generator.word import text
from tests.commands import build, check, run
from tests.sources import SOURCES, markdown, read, words
from tests.stores import make_store
from tests.test_real_input import TITLES, UNMARKED, add_pack, holds, page_words

pytestmark = pytest.mark.skipif(not SOURCES.is_dir(), reason="../shared/sources is not there")

STRATEGY = "professional-standards-strategy-draft.txt"
TEXTS = {
    "policy-development-sops.txt": ("Management of policy development", TITLES),
    "hmic-winning-consent-proforma.txt": ("Winning the consent", {}),
    "hmic-baseline-assessment-2006.txt": ("Baseline assessment", {}),
    "audit-panel-governance-statement-2022.txt": ("Governance statement", {}),
}
FIT = ("policy-development-sops.txt", "hmic-winning-consent-proforma.txt")
HEADER = (
    "<table><tr><td>Title</td><td>{}</td></tr><tr><td>Protective Marking</td><td>{}</td></tr>"
    "<tr><td>Summary</td><td>Words.</td></tr></table>"
)
ASKED = "".join(
    f"## {name}\n\nWords.\n\n" for name in ("Introduction", "Application", "Responsibilities")
)


def word_file(folder, name, title, titles):
    """Write a source as a Word file, and return its path."""
    body = markdown(read(name), titles)
    fragment = convert((body, outline(body).bare_blocks)).html
    shown = re.sub(r'<caption class="unseen">.*?</caption>', "", fragment, flags=re.DOTALL)
    path = folder / f"{name}.docx"
    sheet = Sheet(title, HEADER.format(title, UNMARKED) + shown, "", "", date(2026, 1, 1), {})
    path.write_bytes(office_file(sheet, DownloadForm.WORD))
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Each text imported from Word as an SOP, and put as it came into a complete pack."""
    with pytest.MonkeyPatch.context() as patched:  # what is tested is no limit of time
        patched.setattr(text, "convert", partial(text.convert, seconds=60))
        return _made(tmp_path_factory)


def _made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("word")
    drafts, root = make_store(folder / "drafts"), make_store(folder / "store")
    for number, (name, (title, titles)) in enumerate(TEXTS.items(), 10):
        path = word_file(folder, name, title, titles)
        done = run("import", path, "--as", "sop", "--root", drafts)
        assert done.status == 0, done.out + done.err
        own = slug(title)
        draft = (drafts / f"policies/{own}/v1/sop-{own}.md").read_text("utf-8")
        body = draft.split("\n---\n\n", 1)[1]
        asked = "" if titles else ASKED
        add_pack(root, f"policies/{own}/v1", f"00{number}", title, asked + body)
    return root


@pytest.fixture(scope="module")
def published(store):
    done = build(store, "--no-downloads", "--withhold-refused")
    assert done.status == 0, done.err
    return store


def test_the_gate_lets_through_each_that_is_fit(store):
    refusing = [f for f in check(store).json["findings"] if f["severity"] == "refuse"]
    assert {(f["rule"], f["path"].split("/")[1]) for f in refusing} == {
        ("PS104", "governance-statement"),  # a draft is taken up in it, and says so
        ("PS105", "baseline-assessment"),  # headings with nothing under them
    }


@pytest.mark.parametrize("name", TEXTS)
def test_every_word_of_each_is_in_its_draft_in_order(store, name):
    path = store / "policies" / slug(TEXTS[name][0]) / "v1/sop-process.md"
    body = path.read_text("utf-8").split("\n---\n\n", 1)[1]
    page = LexborHTMLParser(convert((body, outline(body).bare_blocks)).html)
    for unseen in page.css("caption.unseen, a.mark"):
        unseen.decompose()
    shown = page.body.text(separator="").replace("</a>", "")  # a tag that is printed as text
    assert holds(re.findall(r"\w+", shown), words(read(name)))


@pytest.mark.parametrize("name", FIT)
def test_every_word_of_those_that_are_fit_is_on_their_pages_in_order(published, name):
    shown = page_words(published, "intranet", f"policies/{slug(TEXTS[name][0])}/v1/sop-process")
    wanted = words(read(name))
    assert len(wanted) > 2_000
    assert holds(shown, wanted)


def test_the_strategy_that_calls_itself_unmarked_is_stopped_where_it_is_marked(tmp_path):
    root = make_store(tmp_path / "store")
    path = word_file(tmp_path, STRATEGY, "Professional standards", {})
    done = run("import", path, "--as", "sop", "--root", root)
    assert done.status == 1
    places = [line for line in done.out.split("\n") if "it is marked RESTRICTED" in line]
    assert len(places) == read(STRATEGY).count("DRAFT - RESTRICTED")
    assert not (root / "policies/professional-standards").exists()
