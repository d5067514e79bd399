"""The report: one object for programs, whose keys are a contract, and text for people."""

from datetime import date

import pytest
from msgspec import structs

from generator.findings import Finding, Location, Severity
from generator.gate.report import (
    as_json,
    as_text,
    by_role,
    finding_json,
    findings_text,
    nothing_json,
    under,
)
from tests.gate.test_rules import verdict
from tests.stores import Example, make_store

PACK = "policies/use-of-cameras/v1"
ONE = Finding(
    Location("content/about.md", 3, 5), "PS999", "made-up", Severity.REFUSE, "is wrong",
    "SOPs, stage 4", "policy developer", "mend it",
)  # fmt: skip
AS_JSON = {
    "rule": "PS999", "name": "made-up", "severity": "refuse", "path": "content/about.md",
    "line": 3, "column": 5, "message": "is wrong", "clause": "SOPs, stage 4",
    "role": "policy developer", "fix": "mend it",
}  # fmt: skip


@pytest.fixture
def refused(tmp_path):
    """Return the verdict on a store with a pack of each of four states, one file unreadable."""
    stage = {"find": "stage: implementation", "put": "stage: development"}
    edits = {"monitoring/inspectorate/2026/record.yml": [stage]}
    root = make_store(tmp_path, Example("", "", None, edits))
    (root / PACK / "eia.md").write_text("---\n", "utf-8")
    return verdict(root)


def test_one_finding():
    assert finding_json(ONE) == AS_JSON


def test_the_object_of_a_verdict(refused):
    found = as_json(refused, [ONE])
    assert list(found) == ["as_at", "packs", "findings", "summary"]
    assert found["as_at"] == "2026-11-22"
    assert found["findings"] == [AS_JSON]
    assert found["summary"] == {
        "packs": 6, "in_force": 3, "held": 0, "in_development": 1, "superseded": 1,
        "withdrawn": 0, "refused": 1,
    }  # fmt: skip
    assert [pack for pack in found["packs"] if pack["pack"] == PACK] == [
        {
            "pack": PACK,
            "state": "refused",
            "documents": [
                {"path": f"{PACK}/{name}", "type": kind, "public": False, "intranet": False}
                for name, kind in (
                    ("eia.md", "unreadable"), ("policy.md", "policy"),
                    ("sop-process.md", "sop"), ("workbook.md", "workbook"),
                )
            ],
        }
    ]  # fmt: skip
    [about] = [pack for pack in found["packs"] if pack["pack"] == "content/about.md"]
    assert about == {
        "pack": "content/about.md",
        "state": "in_force",
        "documents": [
            {"path": "content/about.md", "type": "page", "public": True, "intranet": True}
        ],
    }


def test_the_object_of_some_paths(refused):
    found = as_json(refused, [], ["policies/found-property/"])
    assert [pack["pack"] for pack in found["packs"]] == [
        "policies/found-property/v1", "policies/found-property/v2",
    ]  # fmt: skip
    assert found["summary"]["packs"] == 2


def test_the_object_where_no_settings_could_be_read():
    assert nothing_json(date(2026, 2, 3), [ONE]) == {
        "as_at": "2026-02-03",
        "packs": [],
        "findings": [AS_JSON],
        "summary": {
            "packs": 0, "in_development": 0, "refused": 0, "held": 0, "in_force": 0,
            "superseded": 0, "withdrawn": 0,
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("paths", "path", "expected"),
    [
        ([], "policies/a/v1", True), (["policies/a"], "policies/a/v1", True),
        (["/policies/a/"], "policies/a/v1", True), (["policies/a/v1"], "policies/a/v1", True),
        (["policies/a"], "policies/ab/v1", False), (["content", "policies"], "policies/a", True),
        (["content"], "policies/a", False),
    ],
)  # fmt: skip
def test_what_stands_below_a_path(paths, path, expected):
    assert under(paths, path) is expected


def test_a_post_is_one_however_its_capitals_are_written():
    small = structs.replace(ONE, role="policy Developer", message="is odd")
    other = structs.replace(ONE, role="approver")
    assert list(by_role([small, ONE, other, ONE])) == [
        ("approver", [other]),
        ("policy Developer", [small, ONE]),
    ]


def test_the_text_of_one_finding_of_each_severity(refused):
    found = [structs.replace(ONE, severity=severity) for severity in Severity]
    lines = list(as_text(refused, found, ["content"]))
    assert sorted(line for line in lines if "clause:" in line) == [
        "  kept off the public site; clause: SOPs, stage 4",
        "  refused; clause: SOPs, stage 4",
        "  warning; clause: SOPs, stage 4",
    ]
    assert lines[:5] == [
        "For the policy developer:", "", "content/about.md:3:5: PS999 is wrong", lines[3],
        "  fix: mend it",
    ]  # fmt: skip
    assert lines[5] == ""
    assert lines[-1] == "1 pack as at 2026-11-22: 1 in force."


def test_what_is_found_in_development_has_no_effect_yet():
    early = frozenset({"content/about.md", "policies/a/v1"})
    below = Location("policies/a/v1/policy.md", 1)
    found = [structs.replace(ONE, severity=severity) for severity in Severity]
    found += [structs.replace(ONE, at=below)]
    said = [line.split(";")[0] for line in findings_text(found, early) if "clause:" in line]
    assert sorted(said) == [
        "  would be a warning",
        "  would keep it off the public site",
        "  would refuse the pack",
        "  would refuse the pack",
    ]
    other = [structs.replace(ONE, at=Location("policies/a/v10/policy.md", 1))]
    assert "  refused; clause: SOPs, stage 4" in list(findings_text(other, early))


def test_the_count_of_packs(refused):
    assert list(as_text(refused, [])) == [
        "6 packs as at 2026-11-22: 1 in development, 1 refused, 3 in force, 1 superseded."
    ]
    assert list(as_text(refused, [], ["nowhere"])) == ["0 packs as at 2026-11-22: none."]
