"""Names that lead out of a pack, and how odd ones are shown."""

import pytest

from generator.gate.named import (
    leads_out,
    named_by_report,
    named_in_record,
    names_here,
    shown,
)
from tests.gate.test_rules import context
from tests.stores import Example, make_store

PACK = "policies/use-of-cameras/v1"
REPORT = "monitoring/inspectorate/2026"


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "..", "../policy.md", "a/../b", "a\\b", "C:policy.md", "https://x"]
)
def test_a_name_that_may_lead_out(name):
    assert leads_out(name) is True


@pytest.mark.parametrize("name", ["policy.md", "attachments/map.png", "a..b", "..a", "a/b../c"])
def test_a_name_that_stays(name):
    assert leads_out(name) is False


def test_an_odd_name_is_spelled_out_and_cut_short():
    assert shown("attachments/map_2.png#x-Y") == "attachments/map_2.png#x-Y"
    assert shown("a b") == "'a b'"
    assert shown("é") == "'\\xe9'"
    assert shown("") == "''"
    assert shown("a" * 120) == "a" * 120
    assert shown("a" * 121) == "'" + "a" * 119


def test_the_files_a_record_names_and_where(tmp_path):
    pack = context(make_store(tmp_path)).scheme.by_path[PACK]
    assert [(name, at.line) for name, at in named_in_record(pack)] == [
        ("policy.md", 16), ("sop-process.md", 17), ("workbook.md", 18),
        ("policy.md", 23), ("sop-process.md", 24), ("eia.md", 25),
        ("policy.md", 30), ("sop-process.md", 31), ("workbook.md", 32),
        ("policy.md", 39), ("sop-process.md", 40), ("sop-process.md", 42),
    ]  # fmt: skip


def test_the_records_a_report_names(tmp_path):
    scheme = context(make_store(tmp_path)).scheme
    report = scheme.by_path[REPORT]
    assert [(name, at.line) for name, at in named_by_report(report)] == [("grades.csv", 10)]
    assert list(named_by_report(scheme.by_path["monitoring/found-property/2025"])) == []
    assert names_here(report) == {"report.md", "grades.csv"}


def test_what_could_not_be_read_is_here_all_the_same(tmp_path):
    root = make_store(tmp_path, Example("", "", None, add={f"{PACK}/attachments/map.txt": "x"}))
    (root / PACK / "other.txt").write_text("x", "utf-8")
    pack = context(root).scheme.by_path[PACK]
    assert names_here(pack) == {
        "policy.md", "sop-process.md", "eia.md", "workbook.md", "attachments/map.txt", "other.txt",
    }  # fmt: skip
