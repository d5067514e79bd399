"""What `scheme check --stage` tells an author on the first day."""

# ruff: noqa: E501 - a line stays one line

import pytest

from generator.vocabulary import Stage
from tests.commands import AS_AT, build, check, run
from tests.stores import make_store

NEXT = "policies/found-property/v3"
COMMISSIONED = """\
stage: development
change: major
registered_file: AP/RF/2026/0003
file_plan: POL/0001
commissioned: {by: "Assistant Chief Constable, Resources", date: 2026-01-05}
"""


@pytest.fixture
def root(tmp_path):
    """The base store, and version 3 of a policy: a draft with a gap and no other paper."""
    make_store(tmp_path)
    pack = tmp_path / NEXT
    pack.mkdir()
    text = (tmp_path / "policies/found-property/v2/policy.md").read_text("utf-8")
    text = text.replace("status: final", "status: draft").replace("5 days", "TBC days")
    (pack / "policy.md").write_text(text.replace("[process](sop-process.md#process)", "process"))
    (pack / "record.yml").write_text(COMMISSIONED)
    return tmp_path


def asked(root, stage, *options):
    return run("check", "--root", root, "--as-at", AS_AT, "--stage", stage, *options)


def steps(root, stage="development", pack=NEXT):
    said = check(root, "--stage", stage, pack).json["steps"]
    return {s["step"]: (s["due"], sorted({f["rule"] for f in s["findings"]})) for s in said}


def test_what_is_missing_is_told_step_by_step_and_what_is_due(root):
    assert steps(root) == {
        "scoping": (True, []),
        "commissioning": (True, []),
        "drafting": (True, ["PS105", "PS202"]),
        "assessments": (True, ["PS203", "PS204"]),
        "consultation": (True, ["PS209", "PS212"]),
        "quality assurance": (False, ["PS301", "PS403"]),
        "approval": (False, ["PS304"]),
        "publication": (False, ["PS002", "PS104", "PS214"]),
        "monitoring and review": (False, []),
    }


@pytest.mark.parametrize("stage", Stage)
def test_the_stage_says_what_is_due_and_never_what_is_found(root, stage):
    told = steps(root, stage)
    assert {name: rules for name, (_, rules) in told.items()} == {
        name: rules for name, (_, rules) in steps(root).items()
    }
    due = [name for name, (is_due, _) in told.items() if is_due]
    assert len(due) == {"identification": 1, "commissioning": 2, "development": 5, "approval": 7,
                        "implementation": 8, "monitoring": 9}[stage]  # fmt: skip


def test_what_is_foreseen_is_what_the_gate_finds_once_the_pack_is_submitted(root):
    foreseen = check(root, "--stage", "approval", NEXT).json["findings"]
    record = root / NEXT / "record.yml"
    record.write_text(record.read_text().replace("stage: development", "stage: implementation"))
    submitted = check(root, NEXT)
    assert submitted.state(NEXT) == "refused"
    assert foreseen == submitted.json["findings"]


def test_the_pack_stays_in_development_and_the_exit_status_does_not_change(root):
    said = check(root, "--stage", "development", NEXT)
    assert (said.status, said.state(NEXT), said.json["stage"]) == (
        0,
        "in_development",
        "development",
    )
    assert said.json["summary"]["refused"] == 0


def test_a_submitted_pack_that_is_refused_still_ends_in_1(root):
    policy = root / "policies/use-of-cameras/v1/policy.md"
    policy.write_text(policy.read_text().replace("status: final", "status: draft"))
    assert asked(root, "approval", "policies/use-of-cameras/v1").status == 1
    assert asked(root, "approval", NEXT).status == 0


def test_without_a_pack_every_pack_in_development_is_told_of(root):
    assert asked(root, "development").out.splitlines()[:2] == [
        f"{NEXT} (Found property)",
        "In development (stage: development). What it lacks, in the order of the six stages:",
    ]
    (root / NEXT / "record.yml").write_text("stage: monitoring\n")
    assert asked(root, "development").out == "No pack is in development.\n"


def test_the_text_names_what_is_done_and_who_must_do_the_rest(root):
    lines = asked(root, "development", NEXT).out.splitlines()
    at = lines.index("3. Development, assessments: 2 things to do")
    assert lines[at - 14 : at + 7] == [
        "2. Commissioning: nothing is missing",
        "   done: commissioned by the Assistant Chief Constable, Resources on 5 January 2026",
        "",
        "3. Development, drafting: 2 things to do",
        "   done: written: policy.md",
        "",
        "   For the policy developer:",
        f"   {NEXT}/policy.md:28:1: PS105 holds the placeholder `TBC`",
        "     would refuse the pack; clause: SOPs, stage 5 (final versions)",
        "     fix: write what belongs there, or take it out",
        f"   {NEXT}/record.yml:1:1: PS202 is a pack with no standard operating procedures, and no reason for that",
        "     would refuse the pack; clause: SOPs, stage 4",
        "     fix: add the procedures (sop-....md), or `no_sops:` and why the policy needs none",
        "",
        "3. Development, assessments: 2 things to do",
        "",
        "   For the policy developer:",
        f"   {NEXT}/record.yml:1:1: PS203 is a pack with no equality impact assessment (eia.md)",
        "     would refuse the pack; clause: SOPs, stage 3 note",
        "     fix: add eia.md, the completed form 6119A; only a complete `exception:` may stand in for it",
        f"   {NEXT}/record.yml:1:1: PS204 is a pack with no workbook or checklist (workbook.md)",
    ]
    assert "To come after stage development:" in lines
    assert lines[-2] == "13 things would refuse it, 5 of them to be there by stage development."


def test_a_pack_that_lacks_nothing_says_what_to_do_next(root):
    record = root / "policies/use-of-cameras/v1/record.yml"
    record.write_text(record.read_text().replace("stage: implementation", "stage: approval"))
    lines = asked(root, "approval", "policies/use-of-cameras/v1").out.splitlines()
    assert lines[-2] == (
        "Nothing would refuse it: set `stage: implementation` in record.yml to submit it."
    )


def test_a_stage_that_there_is_not_is_a_usage_error(root):
    said = asked(root, "publishing", NEXT)
    assert said.status == 2
    assert "'identification', 'commissioning', 'development', 'approval'" in said.err
    assert asked(root, "development", "policies/nowhere/v1").status == 2


def test_what_is_found_in_development_is_not_called_refused(root):
    said = run("check", "--root", root, "--as-at", AS_AT)
    kinds = {line.split(";")[0].strip() for line in said.out.splitlines() if "; clause:" in line}
    assert kinds == {"would refuse the pack", "would be a warning"}
    built = build(root)
    assert (built.status, "refused;" in built.err) == (0, False)


@pytest.mark.parametrize("stage", [(), ("--stage", "approval")], ids=["", "stage"])
def test_what_is_found_in_development_is_a_note_to_a_code_host(root, stage):
    asked = ("check", NEXT, "--root", root, "--as-at", AS_AT, *stage, "--format")
    results = run(*asked, "sarif").json["runs"][0]["results"]
    assert {result["level"] for result in results} == {"note"}
    assert {line.split(" ")[0] for line in run(*asked, "github").out.splitlines()} == {"::notice"}
