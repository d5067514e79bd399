"""Texts of the force itself, turned into Word first: imported, completed and published."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator.pandoc import convert
from tests.commands import build, check, run
from tests.sources import SOURCES, markdown, read, words
from tests.stores import make_store
from tests.test_real_input import TITLES, UNMARKED, add_pack

pytestmark = pytest.mark.skipif(not SOURCES.is_dir(), reason="../shared/sources is not there")

STRATEGY = "professional-standards-strategy-draft.txt"
TEXTS = {
    "policy-development-sops.txt": ("Management of policy development", TITLES),
    "hmic-winning-consent-proforma.txt": ("Winning the consent", {}),
    "hmic-baseline-assessment-2006.txt": ("Baseline assessment", {}),
    "audit-panel-governance-statement-2022.txt": ("Governance statement", {}),
}
HEADER = (
    "| Title | {title} |\n|---|---|\n| Protective Marking | {marking} |\n| Summary | Words. |\n\n"
)
FROM = "--from=markdown-smart-yaml_metadata_block-implicit_figures-tex_math_dollars"


def word_file(folder, name, title, titles):
    """Write a source as a Word file, and return its path."""
    text = HEADER.format(title=title, marking=UNMARKED) + markdown(read(name), titles)
    path = folder / f"{name}.docx"
    path.write_bytes(convert(text.encode(), FROM, "--to=docx", seconds=60))
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Each text imported from Word as an SOP, and put as it came into a complete pack."""
    folder = tmp_path_factory.mktemp("word")
    drafts, root = make_store(folder / "drafts"), make_store(folder / "store")
    for number, (name, (title, titles)) in enumerate(TEXTS.items(), 10):
        path = word_file(folder, name, title, titles)
        done = run("import", path, "--as", "sop", "--root", drafts)
        assert done.status == 0, done.out + done.err
        slug = title.lower().replace(" ", "-")
        draft = (drafts / f"policies/{slug}/v1/sop-{slug}.md").read_text("utf-8")
        body = draft.split("\n---\n\n", 1)[1]
        add_pack(root, f"policies/{slug}/v1", f"00{number}", title, body)
    return root


@pytest.fixture(scope="module")
def published(store):
    done = build(store, "--no-downloads")
    assert done.status == 0, done.err
    return store / "site"


def test_the_gate_lets_each_of_them_through(store):
    checked = check(store)
    assert [f for f in checked.json["findings"] if f["severity"] == "refuse"] == []


@pytest.mark.parametrize("name", TEXTS)
def test_every_word_of_each_is_on_its_page_in_order(published, name):
    slug = TEXTS[name][0].lower().replace(" ", "-")
    page = published / "intranet/policies" / slug / "v1/sop-process/index.html"
    tree = LexborHTMLParser(page.read_text("utf-8"))
    for caption in tree.css("caption.unseen"):
        caption.decompose()
    shown = re.findall(r"\w+", tree.css_first("main").text(separator=" "))
    wanted = words(read(name))
    assert len(wanted) > 2_000
    assert f" {' '.join(wanted)} " in f" {' '.join(shown)} "


def test_the_strategy_that_calls_itself_unmarked_is_stopped_where_it_is_marked(tmp_path):
    root = make_store(tmp_path / "store")
    path = word_file(tmp_path, STRATEGY, "Professional standards", {})
    done = run("import", path, "--as", "sop", "--root", root)
    assert done.status == 1
    places = [line for line in done.out.split("\n") if "it is marked RESTRICTED" in line]
    assert len(places) == read(STRATEGY).count("DRAFT - RESTRICTED")
    assert not (root / "policies/professional-standards").exists()
