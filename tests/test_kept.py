"""What a run keeps for the next: it makes a check fast, and never makes it say anything else."""

import json
import os
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import gather
from generator.store import kept
from tests.commands import build, check, run
from tests.stores import make_store, sign

CAMERAS = "policies/use-of-cameras/v1"
FOUND = "policies/found-property/v2"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Return a store whose files, however new, are trusted by their time."""
    monkeypatch.setattr(gather, "MARGIN", 0)
    return make_store(tmp_path / "store")


@pytest.fixture
def read(monkeypatch):
    """Return the paths of the packs that are read, as they are read."""
    paths = []
    real = gather.Guard.run

    def noting(guard, tasks):
        paths.extend(task.path for task in tasks if isinstance(task, gather.Folder))
        return real(guard, tasks)

    monkeypatch.setattr(gather.Guard, "run", noting)
    return paths


def edit(root, path, old, new):
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def afresh(root, *options, **day):
    """Check as on a first run."""
    aside = root / ".scheme" / "kept"
    away = aside.with_name("away")
    aside.rename(away)
    try:
        return check(root, *options, **day)
    finally:
        for file in aside.iterdir():
            file.unlink()
        aside.rmdir()
        away.rename(aside)


def test_a_second_check_reads_nothing_and_says_the_same(root, read):
    first = check(root)
    assert len(read) == first.json["summary"]["packs"]
    read.clear()
    second = check(root)
    assert read == []
    assert second.out == first.out
    assert second.err == first.err == ""


def test_only_the_pack_that_changed_is_read_again(root, read):
    check(root)
    read.clear()
    edit(root, f"{CAMERAS}/policy.md", "fairly", "unfairly")
    changed = check(root)
    assert read == [CAMERAS]
    assert changed.state(CAMERAS) == "refused"
    assert changed.out == afresh(root).out


def test_a_finding_about_another_pack_goes_when_that_pack_is_mended(root):
    text = (root / f"{CAMERAS}/policy.md").read_text("utf-8")
    reference = re.search(r"reference: (POL-\d+)", text)[1]
    other = re.search(r"reference: (POL-\d+)", (root / f"{FOUND}/policy.md").read_text("utf-8"))[1]
    for version in ("v1", "v2"):
        edit(root, f"policies/found-property/{version}/policy.md", other, reference)
    refused = check(root)
    assert any(f["rule"] == "PS003" for f in refused.json["findings"])
    for version in ("v1", "v2"):
        edit(root, f"policies/found-property/{version}/policy.md", reference, other)
    mended = check(root)
    assert mended.json["findings"] == []
    assert mended.out == afresh(root).out


def test_a_link_is_looked_at_again_when_its_heading_goes(root):
    sop = root / f"{CAMERAS}/sop-process.md"
    sop.write_text(
        sop.read_text("utf-8") + "\nSee [the other](../../found-property/v2/policy.md"
        "#responsibilities).\n",
        "utf-8",
    )
    before = check(root)
    assert not [f for f in before.json["findings"] if f["rule"] == "PS006"]
    edit(root, f"{FOUND}/policy.md", "## Responsibilities", "## Duties")
    after = check(root)
    assert [f["path"] for f in after.json["findings"] if f["rule"] == "PS006"] == [
        f"{CAMERAS}/sop-process.md"
    ]
    assert after.out == afresh(root).out


def test_another_day_is_another_verdict(root):
    check(root)
    later = check(root, as_at="2036-01-01")
    assert later.out == afresh(root, as_at="2036-01-01").out
    assert any(f["rule"] == "PS408" for f in later.json["findings"])


def test_a_withdrawal_is_read_and_its_end_is_noticed(root, read):
    check(root)
    withdrawn = root / "policies/use-of-cameras/withdrawn.yml"
    withdrawn.write_text("date: 2026-10-01\nreason: The cameras are gone.\n", "utf-8")
    assert check(root).state(CAMERAS) == "withdrawn"
    read.clear()
    assert check(root).state(CAMERAS) == "withdrawn"
    withdrawn.unlink()
    assert check(root).state(CAMERAS) == "in_force"


def test_settings_that_changed_are_believed_at_once(root):
    check(root)
    with (root / "scheme.yml").open("a", encoding="utf-8") as file:
        file.write("markings: {public: [OFFICIAL], intranet: [OFFICIAL]}\n")
    changed = check(root)
    assert changed.out == afresh(root).out
    assert changed.err == ""


def test_a_file_that_changed_just_before_the_run_is_read_again(root, read, monkeypatch):
    monkeypatch.undo()
    check(root)
    names = {path.name for path in (root / ".scheme/kept").iterdir()}
    assert "index" in names
    edit(root, f"{CAMERAS}/policy.md", "fairly", "frailly")  # as long as it was, at the same time
    status = (root / f"{CAMERAS}/policy.md").stat()
    os.utime(root / f"{CAMERAS}/policy.md", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert check(root).state(CAMERAS) == "refused"


WARNING = (
    "scheme: what was kept of the last run (in .scheme) is damaged or another's, and was not "
    "believed; everything is read afresh\n"
)


def texts(root):
    (found,) = (root / ".scheme/kept").glob("texts-*")
    return found


def flip(path, at=-1):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def flip_all(path):
    """Turn one bit in every fifty bytes."""
    data = bytearray(path.read_bytes())
    for at in range(0, len(data), 50):
        data[at] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("at", [0, 40, 100, -1])
@pytest.mark.parametrize("name", ["index", "changes"])
def test_an_index_with_one_bit_turned_is_not_believed(root, name, at):
    check(root)
    edit(root, f"{CAMERAS}/policy.md", "fairly", "unfairly")
    first = check(root)
    flip(root / ".scheme/kept" / name, at)
    second = check(root)
    assert (second.out, second.err) == (first.out, WARNING)
    third = check(root)
    assert (third.out, third.err) == (first.out, "")


def test_a_run_that_found_little_changed_writes_only_that_down(root, read):
    check(root)
    index, changes = (root / ".scheme/kept" / name for name in ("index", "changes"))
    whole = index.read_bytes()
    assert not changes.exists()
    edit(root, f"{CAMERAS}/policy.md", "fairly", "unfairly")
    second = check(root)
    assert index.read_bytes() == whole
    assert changes.stat().st_size < len(whole) / 2
    written = changes.stat()
    read.clear()
    third = check(root)
    assert (read, third.out, changes.stat()) == ([], second.out, written)


def test_a_run_that_found_much_changed_writes_the_index_anew(root, read):
    check(root)
    edit(root, f"{CAMERAS}/policy.md", "fairly", "unfairly")
    second = check(root)
    changes = root / ".scheme/kept/changes"
    old = changes.read_bytes()
    with (root / "scheme.yml").open("a", encoding="utf-8") as settings:
        settings.write("# Nothing is believed that other settings led to.\n")
    check(root)
    assert not changes.exists()
    changes.write_bytes(old)  # as if the run had been killed before it took them away
    read.clear()
    again = check(root)
    assert (read, again.out, again.err) == ([], second.out, "")


def test_without_its_changes_an_index_is_believed_as_it_was(root, read):
    check(root)
    edit(root, f"{CAMERAS}/policy.md", "fairly", "unfairly")
    second = check(root)
    (root / ".scheme/kept/changes").unlink()
    read.clear()
    third = check(root)
    assert (read, third.out, third.err) == ([CAMERAS], second.out, "")


def test_an_index_names_texts_that_are_there_with_its_changes_or_without(root, monkeypatch):
    monkeypatch.setattr(kept, "WASTE", 0)  # the texts are written anew each time
    check(root)
    edit(root, f"{CAMERAS}/policy.md", "fairly", "unfairly")
    check(root)
    (root / ".scheme/kept/changes").unlink(missing_ok=True)
    later = check(root, as_at="2036-01-01")
    assert (later.out, later.err) == (afresh(root, as_at="2036-01-01").out, "")


@pytest.mark.parametrize("name", ["index", "changes"])
def test_a_pipe_in_the_place_of_an_index_is_not_waited_for(root, name):
    check(root)
    edit(root, f"{CAMERAS}/policy.md", "fairly", "unfairly")
    first = check(root)
    (root / ".scheme/kept" / name).unlink()
    os.mkfifo(root / ".scheme/kept" / name)
    second = check(root)
    assert (second.out, second.err) == (first.out, "")


def test_a_pack_that_went_is_taken_out_of_what_is_kept(root, read):
    check(root)
    away = root.with_name("away")
    (root / CAMERAS).rename(away)
    gone = check(root)
    assert (root / ".scheme/kept/changes").exists()
    away.rename(root / CAMERAS)
    read.clear()
    back = check(root)
    assert read == [CAMERAS]
    assert back.out == afresh(root).out != gone.out


def test_a_text_with_one_bit_turned_is_not_believed(root):
    check(root)
    where = texts(root)
    flip_all(where)
    edit(root, f"{CAMERAS}/policy.md", "fairly", "unfairly")
    later = check(root, as_at="2036-01-01")
    assert later.err == WARNING
    assert later.out == afresh(root, as_at="2036-01-01").out


def test_a_text_that_only_a_look_ahead_needs_is_read_afresh_too(root):
    asked = ("--stage", "development", CAMERAS)
    edit(root, f"{CAMERAS}/record.yml", "stage: implementation", "stage: development")
    before = check(root, *asked)
    flip_all(texts(root))
    again = check(root, *asked)
    assert (again.status, again.out, again.err) == (0, before.out, WARNING)


@pytest.mark.parametrize(
    "command",
    [
        ("explain", CAMERAS),
        ("coverage",),
        ("sign-off", CAMERAS, "--as", "directorate-of-information", "--date", "2026-11-22"),
    ],
    ids=lambda command: command[0],
)
def test_a_text_that_only_another_command_needs_is_read_afresh_too(root, command):
    record = (root / CAMERAS / "record.yml").read_bytes()
    asked = (*command, "--root", root, "--as-at", "2026-11-22")
    check(root)
    first = run(*asked)
    signed = (root / CAMERAS / "record.yml").read_bytes()
    (root / CAMERAS / "record.yml").write_bytes(record)
    check(root)
    flip_all(texts(root))
    again = run(*asked)
    assert (first.status, again.status, again.out) == (0, 0, first.out)
    assert (root / CAMERAS / "record.yml").read_bytes() == signed


def test_a_text_that_only_the_pages_need_is_read_afresh_too(root):
    assert build(root, "--quiet").status == 0
    index = (root / "site/public/index.html").read_bytes()
    flip_all(texts(root))
    again = build(root, "--quiet")
    assert (again.status, again.err) == (0, WARNING)
    assert (root / "site/public/index.html").read_bytes() == index


def test_a_verdict_planted_in_the_store_is_not_believed(root, monkeypatch, tmp_path):
    """Whoever can write into the store, and knows the program, can not make it clear a pack."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "of an attacker"))
    check(root)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "of the policy unit"))
    assert check(root).err == WARNING


def test_what_is_planted_is_not_even_opened(root):
    check(root)
    index = root / ".scheme/kept/index"
    head = index.read_bytes()[: kept.MAC + 16]
    proof = root / "opened"
    index.write_bytes(head + pickle.dumps(_Opens(proof)))
    assert check(root).err == WARNING
    assert not proof.exists()


class _Opens:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def test_what_another_version_of_the_program_kept_is_left_alone_without_a_word(
    root, monkeypatch, read
):
    first = check(root)
    read.clear()
    monkeypatch.setitem(kept.MADE_WITH, kept.CHECKED, ("pyromark",))
    second = check(root)
    assert len(read) == first.json["summary"]["packs"]
    assert (second.out, second.err) == (first.out, "")


def test_a_state_of_another_store_is_left_alone_without_a_word(root, tmp_path, read):
    check(root)
    other = make_store(tmp_path / "other")
    edit(other, f"{CAMERAS}/policy.md", "fairly", "unfairly")
    (root / ".scheme").rename(other / ".scheme")
    read.clear()
    found = check(other)
    assert len(read) == found.json["summary"]["packs"]
    assert (found.state(CAMERAS), found.err) == ("refused", "")


def test_a_store_that_may_not_be_written_is_checked_all_the_same(root):
    (root / ".scheme").write_text("not a folder", "utf-8")
    assert check(root).status == 0


def test_no_place_for_a_key_means_that_nothing_is_kept(root, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert check(root).status == 0
    assert not (root / ".scheme/kept/index").exists()


@pytest.mark.long
def test_the_texts_are_written_anew_once_most_of_them_are_stale(root):
    check(root)
    first, size = texts(root), texts(root).stat().st_size
    for number in range(40):
        edit(
            root,
            f"{CAMERAS}/policy.md",
            "## Responsibilities",
            f"## Responsibilities\n\nA{number}.",
        )
        check(root)
    assert texts(root) != first
    assert texts(root).stat().st_size < 4 * size


def test_a_build_from_what_was_kept_has_the_same_bytes(root, tmp_path):
    check(root)
    (tmp_path / "copy").mkdir()
    for out in ("kept", "fresh"):
        assert build(root, "--out", tmp_path / out).status == 0
        for file in (root / ".scheme/kept").iterdir():
            file.unlink()
    one, two = (
        {
            p.relative_to(tmp_path / out): p.read_bytes()
            for p in (tmp_path / out).rglob("*")
            if p.is_file()
        }
        for out in ("kept", "fresh")
    )
    assert one == two


# Any history of edits: what is kept says what a first run says.

DOCUMENTS = ("policy.md", "sop-process.md", "eia.md", "workbook.md", "record.yml")
PACKS = ("policies/found-property/v1", FOUND, CAMERAS)
EDITS = (
    ("title: ", "title: X"),
    ("reference: ", "reference: Z"),
    ("OFFICIAL", "SECRET"),
    ("2026", "2027"),
    ("2025", "2023"),
    ("## ", "## RESTRICTED "),
    ("status: final", "status: draft"),
    ("stage: implementation", "stage: development"),
    ("public: yes", "public: no"),
    ("policy_owner: ", "policy_owner: Other "),
    ("must", "may"),
    ("\n## ", "\n[x](../../use-of-cameras/v1/policy.md#responsibilities)\n\n## "),
    ("sha256:", "sha256:0"),
)
step = st.one_of(
    st.tuples(
        st.just("edit"), st.sampled_from(PACKS), st.sampled_from(DOCUMENTS), st.sampled_from(EDITS)
    ),
    st.tuples(st.just("remove"), st.sampled_from(PACKS), st.sampled_from(DOCUMENTS)),
    st.tuples(st.just("withdraw"), st.sampled_from(("found-property", "use-of-cameras"))),
    st.tuples(st.just("rename"), st.sampled_from(("found-property", "use-of-cameras"))),
    st.tuples(st.just("sign")),
    st.tuples(st.just("day"), st.sampled_from(("2026-11-22", "2027-03-01", "2031-01-01"))),
)


def take(root, kind, *how):
    match kind, how:
        case "edit", (pack, name, (old, new)) if (root / pack / name).is_file():
            text = (root / pack / name).read_text("utf-8")
            (root / pack / name).write_text(text.replace(old, new, 1), "utf-8")
        case "remove", (pack, name):
            (root / pack / name).unlink(missing_ok=True)
        case "withdraw", (policy,) if (root / "policies" / policy).is_dir():
            end = root / "policies" / policy / "withdrawn.yml"
            end.write_text("date: 2026-10-01\nreason: It ended.\n", "utf-8")
        case "rename", (policy,) if (root / "policies" / policy).is_dir():
            (root / "policies" / policy).rename(root / "policies" / f"{policy}-2")
        case "sign", ():
            for record in root.rglob("record.yml"):
                text = re.sub(r"sha256:0*[0-9a-f]{64}", "sha256:SIGN", record.read_text("utf-8"))
                record.write_text(text, "utf-8")
            sign(root)


def histories(tmp_path_factory, monkeypatch, examples):
    monkeypatch.setattr(gather, "MARGIN", 0)

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(step, min_size=1, max_size=4))
    def history(steps):
        root = make_store(tmp_path_factory.mktemp("history"))
        day = "2026-11-22"
        check(root, as_at=day)
        for kind, *how in steps:
            if kind == "day":
                [day] = how
            take(root, kind, *how)
            found = check(root, as_at=day)
            fresh = afresh(root, as_at=day)
            assert json.loads(found.out) == json.loads(fresh.out), steps
            assert found.err == fresh.err == ""

    history()


def test_any_history_of_edits_is_judged_as_on_a_first_run(tmp_path_factory, monkeypatch):
    histories(tmp_path_factory, monkeypatch, 8)


@pytest.mark.long
def test_many_histories_of_edits_are_judged_as_on_a_first_run(tmp_path_factory, monkeypatch):
    histories(tmp_path_factory, monkeypatch, 400)
