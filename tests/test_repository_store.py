"""The store of this repository: a working scheme, with one of everything a newcomer asks about."""

import re
import shutil
from pathlib import Path

import pytest

from tests.commands import build, check, everything
from tests.sources import SHARED

STORE = Path(__file__).resolve().parents[1]
LATER = "2026-12-08"
HELD = "policies/driving/v3"


@pytest.fixture(scope="module")
def checked():
    return check(STORE)


@pytest.fixture(scope="module")
def later():
    return check(STORE, as_at=LATER)


@pytest.fixture(scope="module")
def made_later(tmp_path_factory):
    out = tmp_path_factory.mktemp("later") / "site"
    made = build(STORE, "--out", out, as_at=LATER)
    assert made.status == 0, made.err
    return out


def packs(run, state, prefix=""):
    found = run.json["packs"]
    return [p["pack"] for p in found if p["state"] == state and p["pack"].startswith(prefix)]


def test_it_is_published_whole(checked):
    """Only what is in development is faulty; only procedures so marked are kept inside."""
    assert checked.status == 0
    assert packs(checked, "refused") == []
    development = tuple(packs(checked, "in_development"))
    found = [f for f in checked.json["findings"] if not f["path"].startswith(development)]
    assert [f for f in found if f["severity"] == "refuse"] == []
    inside = {f["rule"]: f["path"] for f in found if f["severity"] == "public"}
    assert set(inside) <= {"PS101"}
    for finding in found:
        if finding["severity"] == "public":
            assert "/sop-" in finding["path"], finding


def test_it_has_one_of_everything(checked):
    assert packs(checked, "held") == [HELD]
    assert packs(checked, "in_development") == ["policies/social-media/v1"]
    assert packs(checked, "withdrawn") == ["policies/whistleblowing/v1"]
    assert len(packs(checked, "in_force", "policies/")) >= 12
    assert len(packs(checked, "in_force", "monitoring/")) == 9
    for kind in ("grades", "recommendations", "actions", "survey"):
        assert len(list(STORE.glob(f"monitoring/*/*/{kind}.csv"))) == 1
    rules = [f["rule"] for f in checked.json["findings"]]
    assert rules.count("PS412") == 1
    assert rules.count("PS408") == 1
    assert len({p.split("/")[1] for p in packs(checked, "superseded", "policies/")}) >= 8


def test_the_withdrawn_policy_says_what_replaced_it(built):
    for site in ("public", "intranet"):
        page = (built / site / "policies/whistleblowing/index.html").read_text("utf-8")
        assert "../raising-concerns/" in page


def body_of(path):
    return path.read_text("utf-8").split("\n---\n", 1)[1]


def test_every_procedure_in_force_is_of_a_length_one_meets(checked):
    counts = {
        path.relative_to(STORE).as_posix(): len(body_of(path).split())
        for pack in packs(checked, "in_force", "policies/")
        for path in sorted((STORE / pack).glob("sop-*.md"))
    }
    assert len(counts) >= 12
    short = {path: count for path, count in counts.items() if count < LENGTH.get(path, 1_200)}
    assert short == {}


LENGTH = {"policies/information-management/v2/sop-protective-marking.md": 1_000}


def test_on_the_day_the_held_version_is_in_force_and_the_last_one_superseded(later, made_later):
    assert later.status == 0
    assert later.state(HELD) == "in_force"
    assert later.state("policies/driving/v2") == "superseded"
    for site in ("public", "intranet"):
        folder = made_later / site / "policies/driving"
        assert (folder / "v3/index.html").is_file()
        assert (folder / "v2/index.html").is_file()
        page = (folder / "index.html").read_text("utf-8")
        old = (folder / "v2/index.html").read_text("utf-8")
        assert "telematics" in page.casefold()
        assert "superseded" in old.casefold()


def sentences(path):
    """Return the sentences of a body, as words."""
    text = re.sub(r"\]\([^)]*\)|[*_`\[|#]", " ", body_of(path))
    found = (" ".join(re.findall(r"\w+", s)) for s in re.split(r"[.;:?!]\s|\n\s*\n|\n[-|\d]", text))
    return {sentence for sentence in found if len(sentence.split()) >= 8}


def all_words(folder):
    text = everything(folder).decode("utf-8", "replace")
    return " ".join(re.findall(r"\w+", re.sub(r"<[^>]*>", "", text)))


def test_not_a_sentence_of_the_held_version_is_below_either_site_before_its_day(built, made_later):
    documents = sorted((STORE / HELD).glob("*.md"))
    others = set().union(
        *(sentences(p) for p in STORE.rglob("policies/**/*.md") if p not in documents)
    )
    own = set().union(*(sentences(path) for path in documents)) - others
    assert len(own) > 20
    before, after = all_words(built), all_words(made_later)
    assert [sentence for sentence in own if sentence in before] == []
    assert len([sentence for sentence in own if sentence in after]) > 20
    assert not (built / "public/policies/driving/v3").exists()


def test_procedures_that_stay_inside_are_on_the_intranet_only(checked, built):
    inside = [
        d["path"] for p in checked.json["packs"] for d in p["documents"]
        if d["type"] == "sop" and d["intranet"] and not d["public"]
    ]  # fmt: skip
    assert inside
    public = all_words(built / "public")
    everywhere = [
        d["path"] for p in checked.json["packs"] for d in p["documents"] if d["public"]
    ]  # fmt: skip
    shown = set().union(*(sentences(STORE / path) for path in everywhere))
    for path in inside:
        address = f"{path.removesuffix('.md')}/index.html"
        assert (built / "intranet" / address).is_file()
        assert not (built / "public" / address).exists()
        own = sentences(STORE / path) - shown
        assert len(own) > 5, path
        assert [sentence for sentence in own if sentence in public] == [], path


def test_a_copy_anywhere_gives_the_same_bytes(built, tmp_path):
    root = tmp_path / "elsewhere" / "store"
    root.mkdir(parents=True)
    for name in ("policies", "monitoring", "content", "theme"):
        shutil.copytree(STORE / name, root / name)
    for name in ("scheme.yml", "mkdocs.yml"):
        shutil.copy(STORE / name, root)
    assert build(root, "--jobs", "1").status == 0
    one, other = root / "site", built
    names = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert names == sorted(p.relative_to(other) for p in other.rglob("*") if p.is_file())
    assert [n for n in names if (one / n).read_bytes() != (other / n).read_bytes()] == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not there")
def test_no_source_text_was_copied_into_it():
    """The store is written in the force's manner, not out of its papers."""
    for path in sorted((SHARED / "sources").glob("*.txt")):
        assert not list(STORE.glob(f"policies/**/{path.name}"))
