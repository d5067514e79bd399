"""The harness that measures: its corpus is fit to publish, and its figures are what was spent."""

import json
import re
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bench import corpus, peers
from bench.measure import Failed, Output, output, run
from bench.peers import PEERS
from bench.results import page
from bench.run import Bench, stages
from generator import pipeline
from generator.progress import Work, stage, watched_by
from generator.timings import Moment, Timings
from tests.commands import run as scheme

ROOT = Path(__file__).parent.parent
AS_AT = date(2026, 11, 1)


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench") / "store"
    assert corpus.make(folder, 75) == 73
    return folder


def test_the_same_seed_makes_the_same_corpus_and_another_seed_another(store, tmp_path):
    corpus.make(tmp_path / "same", 75)
    corpus.make(tmp_path / "other", 75, seed=2)
    made = {name: data for name, data in files(store).items() if ".scheme" not in name}
    assert files(tmp_path / "same") == made
    assert files(tmp_path / "other").keys() == made.keys()
    assert files(tmp_path / "other") != made


def test_the_corpus_clears_the_gate_without_a_word(store):
    outcome = pipeline.check(store, AS_AT)
    assert outcome.findings == ()
    assert len(outcome.verdict.cleared) == 14 + 3


def test_texts_have_the_length_links_tables_and_footnotes_of_real_ones(store):
    texts = [path.read_text("utf-8") for path in store.rglob("*.md")]
    assert all(6_000 <= len(text) <= 8_200 for text in texts)
    for mark in ("](", "| --- |", "[^1]: ", "\n1. ", "\n## "):
        assert all(mark in text for text in texts), mark


def test_the_words_of_the_corpus_are_many_and_few_of_them_make_most_of_it(store):
    words = [w for path in store.rglob("*.md") for w in re.findall("[a-z]+", path.read_text())]
    used = Counter(words)
    assert len(used) > 3_000
    assert 0.4 < sum(count for _, count in used.most_common(100)) / len(words) < 0.8


def test_a_store_with_more_policies_than_references_has_versions_instead(tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "MOST_SOPS", 10)
    assert corpus.make(tmp_path, 60) == 48
    found = sorted(path.parent.name for path in tmp_path.glob("policies/*/*/policy.md"))
    assert found == ["v1"] * 3 + ["v2"] * 3 + ["v3"] * 3
    first, second = (tmp_path / f"policies/policy-00001/{v}" for v in ("v1", "v2"))
    paragraphs = [(v / "policy.md").read_text().count("\n\n") for v in (first, second)]
    assert paragraphs[1] == paragraphs[0] + 1
    assert "change: major" in (second / "record.yml").read_text()
    assert pipeline.check(tmp_path, AS_AT).findings == ()


def test_a_change_adds_a_paragraph_to_one_document_and_signs_it(tmp_path):
    corpus.make(tmp_path, 25)
    before = files(tmp_path)
    corpus.change(tmp_path, 25, 2)
    after = files(tmp_path)
    changed = {name for name in after if after[name] != before[name]}
    folder = "policies/policy-00002/v1"
    assert changed == {f"{folder}/policy.md", f"{folder}/record.yml"}
    assert len(after[f"{folder}/policy.md"]) > len(before[f"{folder}/policy.md"]) + 300
    assert pipeline.check(tmp_path, AS_AT).findings == ()


CHILDREN = """
import subprocess, sys
child = '''
import time
held = bytearray(60_000_000)
held[::4096] = b"x" * len(held[::4096])
while time.process_time() < 0.5: pass
'''
children = [subprocess.Popen([sys.executable, "-c", child]) for _ in range(2)]
print(*(child.wait() for child in children))
"""


def test_a_run_costs_what_its_children_spend_and_hold_at_once(tmp_path):
    cost = run([sys.executable, "-c", CHILDREN], tmp_path)
    assert cost.said == "0 0\n"
    assert 1.0 <= cost.cpu <= 3.0
    assert 120_000_000 <= cost.memory <= 240_000_000


def test_a_run_that_fails_says_how_and_one_that_hangs_is_stopped(tmp_path):
    with pytest.raises(Failed, match=r"^python\S* ended with 3: no more$"):
        run([sys.executable, "-c", "print('no more'); raise SystemExit(3)"], tmp_path)
    with pytest.raises(Failed, match="ended with -9"):
        run([sys.executable, "-c", "while True: pass"], tmp_path, longest=0.5)


def test_output_counts_all_files_and_measures_pages(tmp_path):
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/index.html").write_bytes(b"x" * 1000)
    (tmp_path / "a/b/index.html").write_bytes(b"x" * 3000)
    (tmp_path / "a/b/look.css").write_bytes(b"x" * 500)
    assert output(tmp_path / "a") == Output(4500, 2, 2000, 33)


WRITTEN = {
    "Material": (
        "---\ntitle: Staff and record\ndescription: S.\n---\n\n# Staff and record\n\n"
        "**Reference**: POL-0001\n\n"
        "[Part](sop-part-1.md#steps), [another](../../../policies/policy-00002/v1/policy.md).\n"
    ),
    "Hugo": (
        "---\ntitle: Staff and record\ndescription: S.\nparams:\n  facts:\n"
        "    Reference: POL-0001\n---\n\n"
        "[Part](/policies/policy-00001/v1/sop-part-1/#steps), "
        "[another](/policies/policy-00002/v1/policy/).\n"
    ),
    "Eleventy": (
        "---\ntitle: Staff and record\ndescription: S.\nlayout: document.njk\nfacts:\n"
        "  Reference: POL-0001\n---\n\n"
        "[Part](/policies/policy-00001/v1/sop-part-1/#steps), "
        "[another](/policies/policy-00002/v1/policy/).\n"
    ),
}


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_each_peer_is_given_a_text_as_it_reads_it(tmp_path, peer):
    source = tmp_path / "store/policies/policy-00001/v1/policy.md"
    source.parent.mkdir(parents=True)
    source.write_text(
        "---\ntitle: Staff and record\nsummary: S.\nreference: POL-0001\n---\n\n"
        "[Part](sop-part-1.md#steps), [another](../../policy-00002/).\n"
    )
    peer.give(tmp_path / "store", source, tmp_path / "work")
    written = tmp_path / "work" / peer.texts / "policies/policy-00001/v1/policy.md"
    assert written.read_text("utf-8") == WRITTEN[peer.name]


def test_a_peer_that_cannot_be_had_is_a_row_that_was_not_run(tmp_path, monkeypatch, capsys):
    bench = Bench(tmp_path, tmp_path / "results.json", "")
    bench.figures = bench.results["500"] = {"machine": "One core."}
    monkeypatch.setattr(peers, "NPM", ("npm-which-is-not-here",))
    bench.peer(PEERS[2], tmp_path, 500)
    assert json.loads((tmp_path / "results.json").read_text()) == {
        "500": {
            "machine": "One core.",
            "Eleventy": {"not_run": "there is no npm-which-is-not-here here"},
            "Eleventy changed": {"not_run": "its first build did not run"},
        }
    }
    said = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert "| Eleventy, no search | not run |" in said
    assert "- Eleventy, no search: not run: there is no npm-which-is-not-here here\n" in said
    assert "Eleventy: there is no npm" in capsys.readouterr().out


RESULTS = {
    "2000": {
        "machine": "One core.",
        "store": {"documents": 2000, "shown": 1616},
        "one": {"cpu": 40.0, "wall": 21.5, "memory": 80_000_000, "size": 1_500_000,
                "pages": 1200, "page_size": 9_876, "page_zipped": 3_210},
        "both": {"cpu": 60.0, "wall": 31.0, "memory": 90_000_000},
        "Material": {"cpu": 100.0, "wall": 1234.5, "memory": 1_300_000_000, "version": "M 1"},
        "stages": {"gate": 15.0, "gate wall": 8.0, "all": 60.0, "all wall": 31.0},
        "stages changed": {"all": 1.5, "all wall": 1.25},
    }
}  # fmt: skip


def test_the_page_of_results_says_what_was_met_what_was_missed_and_what_was_not_run():
    said = page(RESULTS, "How.")
    before, _, after = said.partition("\n\n## 2,000 documents\n\n")
    goals = before.splitlines()
    assert goals[:5] == ["# Measured", "", "How.", "", "## Goals"]
    assert goals[8] == (
        "| Full build, nothing cached, one site: CPU of Material's | 2,000 | 0.45 x | 0.4 x | met |"
    )
    assert goals[10] == "| Both sites: CPU of one site's | 2,000 | 1.3 x | 1.5 x | **missed** |"
    others = [line for number, line in enumerate(goals) if number > 8 and number != 10]
    assert all(line.endswith("| - | not run |") for line in others)
    assert after == (
        "One core. M 1.\n\n"
        "| run | CPU s | x ours | wall s | memory MB | output MB | pages | page KB | gzip KB |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        "| scheme, public site only | 40 | 1 | 21.5 | 80 | 1.5 | 1,200 | 9.9 | 3.2 |\n"
        "| scheme, both sites | 60 | 1.5 | 31 | 90 |  |  |  |  |\n"
        "| Material, pruned, its search | 100 | 2.5 | 1,234 | 1,300 |  |  |  |  |\n\n"
        "| CPU s of a build's stage (wall s) | nothing kept | one document changed |\n"
        "| --- | ---: | ---: |\n"
        "| gate | 15.00 (8.00) |  |\n"
        "| all | 60.00 (31.00) | 1.50 (1.25) |\n"
    )


def test_the_stages_of_a_build_are_read_from_what_timings_say():
    moments = iter([(0, 0), (1, 1), (3, 4), (10, 10)])
    timings = Timings(lambda: Moment(*next(moments)))
    with watched_by(timings), stage(Work.READING):
        pass
    assert stages("\n".join(timings.as_text())) == {
        "reading": 3.0, "reading wall": 2.0, "the rest": 7.0, "the rest wall": 8.0,
        "all": 10.0, "all wall": 10.0,
    }  # fmt: skip


def test_the_public_site_alone_is_the_public_site_of_both(tmp_path):
    store = tmp_path / "store"
    corpus.make(store, 10)
    arguments = ["--root", str(store), "--as-at", str(AS_AT), "--no-downloads", "--out"]
    assert scheme("build", *arguments, tmp_path / "both").status == 0
    run([sys.executable, "-m", "bench.one_site", *arguments, str(tmp_path / "one")], ROOT)
    public = files(tmp_path / "both/public")
    assert files(tmp_path / "one/public") == public
    assert [p.name for p in (tmp_path / "one/intranet").rglob("*.html")] == []


@pytest.mark.parametrize("documents", [500, 2_000, 10_000, 100_000])
def test_every_size_has_as_many_documents_as_asked_and_a_reference_for_each(tmp_path, documents):
    maker = corpus.Maker(tmp_path, 1, documents)
    assert maker.documents == documents
    assert 2 * maker.policies <= corpus.MOST_SOPS
    assert maker.versions == (4 if documents == 100_000 else 1)
    assert maker.versions == 1 or maker.reports >= maker.policies  # each is monitored (PS416)
