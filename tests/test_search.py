"""The search index: each published text once, nothing withheld, the same bytes every time."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import main
from generator.render import pagefind_index
from tests.stores import AS_AT, make_store

PROJECT = Path(__file__).parent.parent
TEXTS = [
    "/about/",
    "/accessibility/",
    "/fees/",
    "/how-to-ask/",
    "/monitoring/found-property/2025/",
    "/monitoring/inspectorate/2026/",
    "/policies/found-property/",
    "/policies/found-property/v1/",
    "/policies/found-property/v1/eia/",
    "/policies/found-property/v1/sop-process/",
    "/policies/found-property/v2/eia/",
    "/policies/found-property/v2/sop-process/",
    "/policies/use-of-cameras/",
    "/policies/use-of-cameras/v1/eia/",
    "/policies/use-of-cameras/v1/sop-process/",
    "/privacy/",
    "/re-use/",
]


@pytest.fixture
def store(tmp_path):
    return make_store(tmp_path / "store")


def build(store, *options):
    arguments = ["build", "--no-downloads", "--root", store, "--as-at", AS_AT, *options]
    return main([str(argument) for argument in arguments])


def fragments(site):
    """Return what the index keeps of each text, in order of address."""
    files = site.glob("pagefind/*/fragment/*.pf_fragment")
    plain = (gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd") for file in files)
    return sorted(map(json.loads, plain), key=lambda fragment: fragment["url"])


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def parts(site):
    return json.loads((site / "pagefind/parts.json").read_text("utf-8"))["parts"]


def test_each_text_is_in_the_search_once_and_one_in_force_at_the_policys_own_address(store):
    assert build(store) == 0
    for site in ("public", "intranet"):
        assert [found["url"] for found in fragments(store / "site" / site)] == TEXTS


def test_a_text_can_be_narrowed_by_type_group_class_and_whether_it_is_in_force(store):
    assert build(store) == 0
    found = {text["url"]: text for text in fragments(store / "site/public")}
    new, old = found["/policies/found-property/"], found["/policies/found-property/v1/"]
    assert new["filters"] == {
        "kind": ["Policy statement"],
        "group": ["Resources"],
        "class": ["Our policies and procedures"],
        "state": ["In force"],
    }
    assert old["filters"] == new["filters"] | {"state": ["No longer in force"]}
    assert new["meta"] == {
        "title": "Found property",
        "kind": "Policy statement",
        "version": "version 2",
        "state": "in force",
    }
    assert found["/about/"]["filters"] == {"kind": ["Page about this site"], "state": ["In force"]}


def test_what_a_page_says_beside_its_text_is_found_too(store):
    assert build(store) == 0
    found = {text["url"]: text["content"] for text in fragments(store / "site/public")}
    report = store / "monitoring/found-property/2025/report.md"
    measure = next(line for line in report.read_text("utf-8").split("\n") if "compliance:" in line)
    assert measure.partition(": ")[2].rstrip(".") in found["/monitoring/found-property/2025/"]


def test_the_index_brings_nothing_but_data_and_the_program_that_reads_it(store):
    assert build(store) == 0
    names = files(store / "site/public/pagefind")
    assert {name for name in names if "/" not in name} == {"pagefind.js", "parts.json"}
    assert {name.partition("/")[0] for name in names if "/" in name} == {"0"}
    endings = {name.rpartition(".")[2] for name in names}
    assert endings == {"js", "json", "pagefind", "pf_filter", "pf_fragment", "pf_index", "pf_meta"}


def test_an_index_in_parts_holds_the_same_and_what_both_sites_show_is_made_once(store, monkeypatch):
    monkeypatch.setattr(pagefind_index, "A_PART", 2)
    monkeypatch.setattr(pagefind_index, "A_LARGE_PART", 2)
    assert build(store) == 0
    public, intranet = store / "site/public", store / "site/intranet"
    assert parts(public) > 2
    assert [found["url"] for found in fragments(public)] == TEXTS
    assert files(public / "pagefind") == files(intranet / "pagefind")
    assert len(list(public.glob("pagefind/*/wasm.en.pagefind"))) == 1


@pytest.mark.parametrize(
    ("pages", "wanted"),
    [(0, 0), (500, 1), (501, 2), (3_500, 7), (3_501, 7), (10_500, 7), (10_501, 8), (99_000, 66)],
)  # fmt: skip
def test_parts_stay_small_until_a_browser_would_fetch_too_many(pages, wanted):
    assert pagefind_index._how_many(pages) == wanted


def test_a_text_that_one_site_alone_shows_is_in_that_sites_search_alone(store):
    page = store / "content/intranet/desk.md"
    page.parent.mkdir(exist_ok=True)
    text = (store / "content/about.md").read_text("utf-8").partition("## ")[0]
    page.write_text(text.replace("title: ", "title: The desk. ") + "## Where\n\nHere.\n", "utf-8")
    assert build(store) == 0
    public, intranet = store / "site/public", store / "site/intranet"
    assert [found["url"] for found in fragments(public)] == TEXTS
    assert [found["url"] for found in fragments(intranet)] == sorted([*TEXTS, "/intranet/desk/"])
    assert (parts(public), parts(intranet)) == (1, 2)


def test_a_scheme_without_a_text_finds_the_pages_that_it_must_have(tmp_path):
    (tmp_path / "scheme.yml").write_text("organisation: {name: New Force, short_name: NF}\n")
    assert build(tmp_path) == 0
    found = {text["url"]: text["content"] for text in fragments(tmp_path / "site/public")}
    assert list(found) == [url for url in TEXTS if url.count("/") == 2 and url != "/about/"]
    assert found["/fees/"].startswith("Fees. What is free")


def test_settings_of_pagefinds_own_have_no_effect(store, monkeypatch):
    assert build(store, "--out", store / "one") == 0
    (store / "pagefind.yml").write_text("exclude_selectors: [p]\nwrite_playground: true\n")
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "p")
    monkeypatch.chdir(store)
    assert build(store, "--out", store / "two") == 0
    assert files(store / "one") == files(store / "two")


LEAK = "Together with the unit, over two long meetings."  # the workbook's
BROKEN = {
    "a text": ("<body>", f"<body><p>{LEAK}</p>"),
    "a filter": ('data-kind="', f'data-kind="{LEAK} '),
    "what is said of a text": ('data-state="', f'data-state="{LEAK} '),
}


@pytest.mark.parametrize("place", BROKEN)
def test_what_is_withheld_fails_the_proof_wherever_in_the_index_it_stands(
    store, place, monkeypatch, capsys
):
    page = pagefind_index._Entry.page
    find, put = BROKEN[place]
    monkeypatch.setattr(
        pagefind_index._Entry, "page", lambda *given: page(*given).replace(find, put, 1)
    )
    assert build(store) == 1
    error = capsys.readouterr().err
    assert "PS906 holds 8 words in a row" in error
    assert "meetings" not in error
    assert not (store / "site").exists()
    where = "filter" if place == "a filter" else "fragment"
    assert f"site/public/pagefind/0/{where}/" in error


def test_a_text_that_the_index_lacks_fails_the_proof(store, monkeypatch, capsys):
    entries = pagefind_index._entries
    monkeypatch.setattr(pagefind_index, "_entries", lambda *given: list(entries(*given))[1:])
    assert build(store) == 1
    error = capsys.readouterr().err
    assert "site/public/about/index.html:1:1: PS901 was planned for the search" in error


def test_a_text_that_pagefind_leaves_out_stops_the_build(store, monkeypatch, capsys):
    page = pagefind_index._Entry.page

    def unread(entry, body):
        return "" if entry.path == "content/about.md" else page(entry, body)

    monkeypatch.setattr(pagefind_index._Entry, "page", unread)
    assert build(store) == 3
    assert f"Pagefind left out some of {len(TEXTS)} texts" in capsys.readouterr().err


def test_a_pagefind_that_fails_stops_the_build_in_one_line(store, monkeypatch, capsys, tmp_path):
    broken = tmp_path / "pagefind"
    broken.write_text("#!/bin/sh\necho no room >&2\nexit 7\n")
    broken.chmod(0o755)
    monkeypatch.setattr(pagefind_index, "pagefind", lambda: broken)
    assert build(store) == 3
    assert "Pagefind stopped (exit status 7). no room" in capsys.readouterr().err
    assert not (store / "site").exists()


def test_without_pagefind_nothing_is_built_and_the_line_that_installs_it_is_said(store):
    """Another process, in which the package cannot be imported."""
    code = (
        "import sys; sys.modules['pagefind_bin'] = None; "
        "from generator.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "build", "--root", str(store), "--as-at", str(AS_AT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 2
    assert "python -m pip install 'pagefind-bin>=1.5.2,<1.6'" in done.stderr
    assert not (store / "site").exists()


@pytest.mark.long
def test_a_build_needs_no_network(store):
    """Another process, in a room without any network."""
    command = [
        "unshare", "--map-root-user", "--net", sys.executable, "-m", "generator", "build",
        "--root", str(store), "--as-at", str(AS_AT), "--quiet",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)  # noqa: S603
    assert done.stderr == ""
    assert done.returncode == 0
