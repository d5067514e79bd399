"""What stands on every page, and how a page lists the files that go with it."""

from collections import defaultdict
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator.cli import main
from generator.plan.attached_files import size_in_words, type_of
from generator.publish.headers import POLICY, SEARCH_POLICY, headers
from tests.browser.kinds import planned
from tests.commands import build
from tests.stores import AS_AT, make_store, read_example

HERE = Path(__file__).parent
SCOPES = {"col", "colgroup", "row", "rowgroup"}
WITH_A_FILE = HERE / "gate/examples/ps608_attachment_unreadable/good.yml"


def page(store, address, site="public"):
    assert build(store, "--quiet").status == 0
    file = store / "site" / site / address / "index.html"
    return LexborHTMLParser(file.read_text("utf-8"))


def words(node):
    return " ".join(node.text(separator=" ").split())


def test_the_files_of_a_text_are_listed_with_their_type_and_size(tmp_path):
    store = make_store(tmp_path / "store", read_example(WITH_A_FILE))
    shown = page(store, "monitoring/inspectorate/2026").css_first(".scheme-attachments")
    assert words(shown.css_first("li")) == "the list CSV table, 1 KB"
    link = shown.css_first("a").attributes["href"]
    assert link == "attachments/list.csv"
    assert "ask Anyshire Police for it in another form" in words(shown)


@pytest.mark.parametrize(
    ("name", "size", "says"),
    [
        ("a.PDF", 0, "PDF, 1 KB"),
        ("a.docx", 1_499, "Word document, 1 KB"),
        ("a.csv", 999_499, "CSV table, 999 KB"),
        ("a.png", 2_540_000, "PNG picture, 2.5 MB"),
        ("a.xyz", 10_000, "XYZ, 10 KB"),
        ("list", 10_000, "file, 10 KB"),
    ],
)
def test_a_file_is_described_in_a_readers_words(name, size, says):
    assert f"{type_of(name)}, {size_in_words(size)}" == says


def test_a_phase_is_said_on_every_page_where_the_settings_give_one(tmp_path):
    store = make_store(tmp_path / "store")
    assert page(store, "about").css_first(".scheme-phase") is None
    settings = store / "scheme.yml"
    phase = "phase: {name: Beta, says: This site is new. Tell us what is wrong with it.}\n"
    settings.write_text(settings.read_text("utf-8") + phase, "utf-8")
    banner = page(store, "about").css_first("header .scheme-phase")
    assert words(banner) == "Beta This site is new. Tell us what is wrong with it."


def test_a_phase_is_never_half_given(tmp_path, capsys):
    store = make_store(tmp_path / "store")
    settings = store / "scheme.yml"
    settings.write_text(settings.read_text("utf-8") + "phase: {name: Beta}\n", "utf-8")
    assert main(["check", "--root", str(store), "--as-at", str(AS_AT)]) == 2
    assert "scheme.yml:4:1: PS002 has no `phase.says`" in capsys.readouterr().out


def test_every_document_is_within_three_links_of_the_first_page(built):
    """By links alone, as a reader without a script goes."""
    root = built / "public"
    steps, front = {root / "index.html": 0}, [root / "index.html"]
    for step in (1, 2, 3):
        found = {target for file in front for target in _links(file)} - steps.keys()
        steps |= dict.fromkeys(found, step)
        front = sorted(found)
    documents = [
        file for file, page in planned().items() if page.document and file.startswith("public/")
    ]
    assert documents
    assert [file for file in documents if built / file not in steps] == []


def _links(file):
    if file.suffix != ".html":
        return
    for link in LexborHTMLParser(file.read_text("utf-8")).css("a[href]"):
        path = link.attributes["href"].partition("#")[0]
        if path and ":" not in path:
            target = (file.parent / path).resolve()
            yield target / "index.html" if target.is_dir() else target


def test_every_table_of_both_sites_has_a_caption_and_headers_that_say_what_they_head(built):
    tables = defaultdict(list)
    for file in sorted(built.rglob("*.html")):
        for table in LexborHTMLParser(file.read_text("utf-8")).css("table"):
            tables[file].append(table)
            assert words(table.css_first("caption")), file
            assert all(th.attributes.get("scope") in SCOPES for th in table.css("th")), file
            box = table.parent.attributes
            if box.get("class") == "scroll":
                assert (box.get("tabindex"), box.get("role")) == ("0", "group"), file
                assert box.get("aria-label"), file
    assert len(tables) > 20


def test_only_the_search_page_may_run_a_compiled_program():
    for path in ("", "/", "/policies/research/", "/assets/search.js", "/pagefind/pagefind.js"):
        assert headers(path)["Content-Security-Policy"] == POLICY
    for path in ("/search/", "/search/?q=a", "/below/search/", "/search/index.html"):
        assert headers(path)["Content-Security-Policy"] == SEARCH_POLICY
    assert "unsafe" not in POLICY
    assert SEARCH_POLICY.count("unsafe") == 1


def test_the_readme_gives_web_servers_the_same_headers():
    readme = (HERE.parent / "README.md").read_text("utf-8")
    for policy in (POLICY, SEARCH_POLICY):
        assert f'"{policy}"' in readme
