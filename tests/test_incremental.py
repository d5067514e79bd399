"""A build makes again only what changed, and never comes out otherwise than a clean one."""

import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from generator import gather, pipeline
from generator.render import mkdocs_site
from generator.store import kept
from generator.verify import verify as proof
from tests.commands import run
from tests.stores import AS_AT, make_store
from tests.test_kept import CAMERAS, edit, flip, flip_all, step, take

HOME = "policies/use-of-cameras/index.html"
SOP = f"{CAMERAS}/sop-process/index.html"
LATER = date(2027, 3, 1)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Return a store whose files, however new, are trusted by their time."""
    monkeypatch.setattr(gather, "MARGIN", 0)
    return make_store(tmp_path / "store")


def build(root, as_at=AS_AT, **how):
    return pipeline.build(root, root / "site", as_at, withhold_refused=True, jobs=2, **how)


def held(folder):
    """Return every file below a folder, and every folder, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def nodes(folder):
    """Return which very file stands under each name below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in files}


def written(before, after):
    """Return the names of the pages that are not the very files that stood there before."""
    return {name for name in after if after[name] != before.get(name) and name.endswith(".html")}


def same_as_afresh(root, as_at=AS_AT):
    """Build, and return whether a first run in the same place comes out the same.

    Both follow upon the same sites: what was published before says what may not vanish.
    """
    site, before, after = root / "site", root / "before", root / "after"
    shutil.copytree(site, before)
    kept_on = build(root, as_at)
    site.rename(after)
    before.rename(site)
    shutil.copytree(root / ".scheme", root / "scheme-away")
    fresh = build(root, as_at, clean=True)
    same = held(site) == held(after) and fresh.findings == kept_on.findings
    shutil.rmtree(site)
    after.rename(site)
    shutil.rmtree(root / ".scheme")
    (root / "scheme-away").rename(root / ".scheme")
    return same


def test_a_second_build_writes_no_page_again(root):
    first = build(root)
    before, was = held(root / "site"), nodes(root / "site")
    second = build(root)
    assert (first.kept, second.kept) == (0, first.pages)
    assert written(was, nodes(root / "site")) == set()
    assert held(root / "site") == before


def test_a_clean_build_writes_every_page_again(root):
    build(root)
    was = nodes(root / "site")
    assert build(root, clean=True).kept == 0
    assert written(was, nodes(root / "site")) == {n for n in was if n.endswith(".html")}


def test_a_change_of_one_text_writes_the_pages_that_show_it_and_no_other(root):
    build(root)
    was = nodes(root / "site")
    edit(root, f"{CAMERAS}/sop-process.md", "Line managers check", "Line managers see")
    take(root, "sign")
    build(root)
    assert written(was, nodes(root / "site")) == {
        f"{site}/{CAMERAS}/sop-process/index.html" for site in ("public", "intranet")
    }


def test_a_title_that_changed_changes_on_every_page_that_shows_it(root):
    build(root)
    text = (root / f"{CAMERAS}/policy.md").read_text("utf-8")
    title = re.search(r"^title: (.*)$", text, re.MULTILINE)[1]
    edit(root, f"{CAMERAS}/policy.md", f"title: {title}", "title: Use of moving pictures")
    take(root, "sign")
    assert same_as_afresh(root)
    listed = (root / "site/public/policies/index.html").read_text("utf-8")
    assert "Use of moving pictures" in listed
    assert f">{title}<" not in listed


def test_a_page_that_somebody_touched_is_made_again(root):
    build(root)
    before = held(root / "site")
    page = root / "site/public" / HOME
    status = page.stat()
    page.write_bytes(before[f"public/{HOME}"].replace(b"<main", b"<MAIN"))
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    outcome = build(root)
    assert held(root / "site") == before
    assert outcome.pages - outcome.kept == 1


def test_a_page_that_somebody_took_away_is_made_again(root):
    build(root)
    before = held(root / "site")
    (root / "site/public" / HOME).unlink()
    build(root)
    assert held(root / "site") == before


def build_twice(root):
    """Build, change a text, and build again, so that a folder is left ready; return the first's."""
    build(root)
    assert not (root / ".site.ready").exists()
    was = nodes(root / "site")
    edit(root, f"{CAMERAS}/sop-process.md", "Line managers check", "Line managers see")
    take(root, "sign")
    build(root)
    return was


def test_what_is_left_ready_for_the_next_build_is_nothing_but_names_of_what_stands(root):
    was = build_twice(root)
    stands, ready = nodes(root / "site"), nodes(root / ".site.ready")
    assert ready.items() <= stands.items()
    assert stands.keys() - ready.keys() >= {"report.json", "register.sqlite", "register.csv"}
    assert written(was, stands) == {n for n in stands.keys() - ready if n.endswith(".html")}
    assert same_as_afresh(root)


def test_a_text_that_went_is_not_left_ready(root):
    build_twice(root)
    withdrawn = f"policies/{CAMERAS.split('/')[1]}/withdrawn.yml"
    (root / withdrawn).write_text("date: 2026-11-01\nreason: It is not used any more.\n", "utf-8")
    outcome = build(root)
    assert not outcome.findings
    for place in ("site", ".site.ready"):
        everything = b"".join(filter(None, held(root / place).values()))
        assert (b"Line managers see" in everything, b"Found property" in everything) == (
            False,
            True,
        )
    assert same_as_afresh(root)


def plant(ready, outside, missing):
    """Put what no build made wherever the next build is ready: ``missing`` is a page it lacks."""
    added, changed, linked = (
        ready / "public" / name
        for name in ("planted.html", "policies/found-property/index.html", "policies/index.html")
    )
    added.write_text("planted", "utf-8")
    (ready / missing).parent.mkdir(exist_ok=True)
    (ready / missing).write_text("planted", "utf-8")
    changed.unlink()
    changed.write_text("planted", "utf-8")
    linked.unlink()
    linked.symlink_to(outside / "index.html")
    shutil.rmtree(ready / "public/notices")
    (ready / "public/notices").symlink_to(outside)


def put_in_its_place(ready, outside, _):
    shutil.rmtree(ready)
    ready.symlink_to(outside)


@pytest.mark.parametrize("somebody", [plant, put_in_its_place])
def test_what_somebody_puts_where_the_next_build_is_ready_is_on_no_site(root, tmp_path, somebody):
    build_twice(root)
    edit(root, f"{CAMERAS}/policy.md", "fairly", "very fairly")
    take(root, "sign")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("planted", "utf-8")
    (missing,) = (nodes(root / "site").keys() - nodes(root / ".site.ready")) & {f"public/{SOP}"}
    somebody(root / ".site.ready", outside, missing)
    assert not build(root).findings
    assert b"planted" not in b"".join(filter(None, held(root / "site").values()))
    assert held(outside) == {"index.html": b"planted"}
    assert same_as_afresh(root)


def test_a_file_that_somebody_added_goes(root):
    build(root)
    before = held(root / "site")
    (root / "site/public/officers.csv").write_text("every officer", "utf-8")
    build(root)
    assert held(root / "site") == before


@pytest.mark.parametrize("at", [0, -1])
def test_a_state_with_one_bit_turned_is_not_believed(root, at):
    build(root)
    before = held(root / "site")
    flip(root / ".scheme/built/index", at)
    outcome = build(root)
    assert (outcome.kept, outcome.warning) == (0, kept.DAMAGED)
    assert held(root / "site") == before
    assert build(root).warning == ""


def test_a_kept_text_with_one_bit_turned_is_not_believed(root):
    build(root)
    [texts] = (root / ".scheme/built").glob("texts-*")
    flip_all(texts)
    edit(root, f"{CAMERAS}/policy.md", "policy_owner: ", "policy_owner: Other ")
    take(root, "sign")
    outcome = build(root)
    assert (outcome.kept, outcome.warning, outcome.proof) == (0, kept.DAMAGED, ())
    before = held(root / "site")
    build(root, clean=True)
    assert held(root / "site") == before


def test_another_place_for_the_sites_gets_all_of_them(root, tmp_path):
    build(root)
    outcome = pipeline.build(root, tmp_path / "other", AS_AT)
    assert outcome.kept == 0
    assert held(tmp_path / "other") == held(root / "site")


def test_what_another_version_of_the_program_kept_is_not_believed(root, monkeypatch):
    build(root)
    monkeypatch.setitem(kept.MADE_WITH, kept.BUILT, ("pyromark",))
    outcome = build(root)
    assert (outcome.kept, outcome.warning) == (0, "")


def test_a_setting_that_every_page_shows_writes_every_page(root):
    build(root)
    edit(root, "scheme.yml", "name: ", "name: Greater ")
    assert same_as_afresh(root)
    assert b"Greater Anyshire" in (root / "site/public" / HOME).read_bytes()


def test_settings_that_change_while_a_build_is_under_way_are_news_to_the_next(root, monkeypatch):
    real = pipeline.open_kept

    def changed_meanwhile(store, basis, *name):
        if name == (kept.BUILT,):
            edit(root, "scheme.yml", "name: ", "name: Greater ")
        return real(store, basis, *name)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "open_kept", changed_meanwhile)
        build(root)
    assert b"Greater Anyshire" not in (root / "site/public" / HOME).read_bytes()
    build(root)
    assert b"Greater Anyshire" in (root / "site/public" / HOME).read_bytes()


def test_another_run_of_the_program_keeps_what_one_made(root, tmp_path):
    """Nothing that is kept may rest on what differs from one process to the next."""
    text = root / CAMERAS / "sop-process.md"
    for number, words in (("1", "managers see"), ("2", "managers look")):
        edit(root, text.relative_to(root), "managers " + text_after(text, "managers "), words)
        take(root, "sign")
        before = nodes(root / "site")
        done = subprocess.run(  # noqa: S603 - this very program
            [sys.executable, "-m", "generator", "build", "--no-downloads", "--as-at", str(AS_AT)],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": number, "XDG_STATE_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert written(before, nodes(root / "site")) == {
        f"{site}/{CAMERAS}/sop-process/index.html" for site in ("public", "intranet")
    }


def text_after(path, words):
    return path.read_text("utf-8").partition(words)[2].split()[0]


def killed_at(address, function):
    """Return a function that kills its process where it meets a page of this address."""

    def run(job, planned, *more):
        if planned.address == address:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(job, planned, *more)

    return run


def test_a_worker_that_is_killed_names_its_page_and_publishes_nothing(root, monkeypatch):
    build(root)
    before = held(root / "site")
    monkeypatch.setattr(mkdocs_site, "_page", killed_at("notices/", mkdocs_site._page))
    said = run("build", "--root", root, "--no-downloads", "--clean", "--as-at", str(AS_AT))
    assert said.status == 3
    assert "public/notices/index.html: it made its reader stop" in said.err
    assert held(root / "site") == before
    assert [path.name for path in root.glob(".site*")] == []


def test_a_build_that_is_not_proven_has_written_to_nothing_that_stands(root, monkeypatch):
    build_twice(root)
    before = held(root / "site")
    edit(root, f"{CAMERAS}/policy.md", "fairly", "very fairly")
    take(root, "sign")
    monkeypatch.setattr(pipeline, "prove", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build(root)
    assert held(root / "site") == before
    assert [path.name for path in root.glob(".site*")] == []


def test_a_worker_that_is_killed_by_what_it_proves_names_the_file(root, monkeypatch):
    build(root)
    before = held(root / "site")
    real = proof.read_page

    def read_page(name, text):
        if name == "notices/index.html":
            os.kill(os.getpid(), signal.SIGKILL)
        return real(name, text)

    monkeypatch.setattr(proof, "read_page", read_page)
    monkeypatch.setattr(proof, "FEW", 1)
    outcome = build(root, clean=True)
    assert [str(found) for found in outcome.proof] == [
        f"site/{site}/notices/index.html:1:1: PS907 could not be checked: it made its reader stop"
        for site in ("public", "intranet")
    ]
    assert held(root / "site") == before


SETTINGS = (
    ("name: ", "name: Greater "),
    ("short_name: ", "short_name: G"),
)
"""What all pages show, and what none does but those that say it."""
steps = st.one_of(
    step,
    st.tuples(st.just("settings"), st.sampled_from(SETTINGS)),
)


def histories(tmp_path_factory, monkeypatch, examples, part):
    monkeypatch.setattr(gather, "MARGIN", 0)

    @seed(part)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(steps, min_size=1, max_size=3))
    def history(taken):
        root = make_store(tmp_path_factory.mktemp("history"))
        day = AS_AT
        build(root, day)
        for number, (kind, *how) in enumerate(taken, 1):
            if kind == "day":
                day = date.fromisoformat(how[0])
            if kind == "settings":
                text = (root / "scheme.yml").read_text("utf-8")
                (root / "scheme.yml").write_text(text.replace(*how[0], 1), "utf-8")
            take(root, kind, *how)
            if number < len(taken):
                build(root, day)
        assert same_as_afresh(root, day), taken
        shutil.rmtree(root)

    history()


@pytest.mark.parametrize("part", range(6))
def test_any_history_of_edits_comes_out_as_a_clean_build(tmp_path_factory, monkeypatch, part):
    """At the end of five histories of one to three edits, in each part: thirty in all."""
    histories(tmp_path_factory, monkeypatch, 5, part)


@pytest.mark.long
@pytest.mark.parametrize("part", range(6, 46))
def test_many_histories_of_edits_come_out_as_clean_builds(tmp_path_factory, monkeypatch, part):
    """At the end of thirteen histories, in each part: 520 in all."""
    histories(tmp_path_factory, monkeypatch, 13, part)
