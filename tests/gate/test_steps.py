"""At which step of the process each rule is to be met, and what is to come of a pack."""

import pytest

from generator.findings import Finding, Location, Severity
from generator.gate.decide import decide
from generator.gate.rules import RULES
from generator.gate.steps import (
    STAGES,
    Step,
    foresee,
    number,
    stage_of,
    step_of,
    step_of_finding,
)
from generator.vocabulary import Stage
from tests.gate.test_rules import context
from tests.stores import Example, make_store

CAMERAS = "policies/use-of-cameras/v1"
REPORT = "monitoring/inspectorate/2026"
STEPS = {
    "scoping": "PS003 PS106 PS216 PS401 PS402",
    "commissioning": "PS308",
    "drafting": "PS001 PS002 PS004 PS005 PS006 PS007 PS008 PS101 PS102 PS103 PS105 PS107 PS108 "
    "PS201 PS202 PS208 PS210 PS211 PS213 PS215 PS601 PS608 PS610",
    "assessments": "PS203 PS204 PS205 PS206 PS207 PS410 PS411",
    "consultation": "PS209 PS212",
    "quality assurance": "PS301 PS302 PS303 PS403 PS404 PS609",
    "approval": "PS304 PS305 PS306 PS307 PS309 PS310 PS311",
    "publication": "PS104 PS214 PS405 PS406 PS407 PS413 PS415",
    "monitoring and review": "PS408 PS409 PS412 PS414 PS416 PS501 PS502 PS503 PS504 PS505",
}
STAGE_OF = {
    "scoping": ("identification", 1, "Identification and scoping"),
    "commissioning": ("commissioning", 2, "Commissioning"),
    "drafting": ("development", 3, "Development"),
    "assessments": ("development", 3, "Development"),
    "consultation": ("development", 3, "Development"),
    "quality assurance": ("approval", 4, "Approval"),
    "approval": ("approval", 4, "Approval"),
    "publication": ("implementation", 5, "Implementation"),
    "monitoring and review": ("monitoring", 6, "Monitoring and review"),
}


@pytest.mark.parametrize("step", STEPS)
def test_the_rules_of_a_step_and_its_stage(step):
    rules = [rule.id for rule in RULES if step_of(rule.id) == Step(step)]
    assert [rule for rule in rules if rule in STEPS[step].split()] == STEPS[step].split()
    for rule in rules:
        stage = stage_of(rule)
        assert (stage.value, number(stage), STAGES[stage]) == STAGE_OF[step]


def test_every_stage_has_its_name_and_number():
    assert [(number(stage), STAGES[stage]) for stage in Stage] == [
        (1, "Identification and scoping"), (2, "Commissioning"), (3, "Development"),
        (4, "Approval"), (5, "Implementation"), (6, "Monitoring and review"),
    ]  # fmt: skip


def finding(rule, path):
    return Finding(Location(path, 1), rule, "x", Severity.REFUSE, "x", "x", "x", "x")


@pytest.mark.parametrize(
    ("rule", "path", "step"),
    [
        ("PS002", f"{CAMERAS}/record.yml", Step.PUBLICATION),
        ("PS002", f"{CAMERAS}/policy.md", Step.DRAFTING),
        ("PS001", f"{CAMERAS}/record.yml", Step.DRAFTING),
        ("PS308", f"{CAMERAS}/record.yml", Step.COMMISSIONING),
    ],
)
def test_a_record_is_completed_as_it_goes_out(rule, path, step):
    assert step_of_finding(finding(rule, path)) is step


def in_development(root, record, *edits):
    """Return the verdict on a store with one pack in development, and that pack."""
    stage = {"find": "stage: implementation", "put": "stage: development"}
    make_store(root, Example("", "", None, {f"{record}/record.yml": [stage, *edits]}))
    verdict = decide(RULES, context(root))
    return verdict, verdict.context.scheme.by_path[record]


def test_what_is_complete_lacks_nothing(tmp_path):
    assert foresee(RULES, *in_development(tmp_path, CAMERAS)) == ()


@pytest.mark.parametrize(
    ("pack", "gone", "rules"),
    [
        (CAMERAS, "registered_file: AP/RF/2026/0002\n", ["PS401"]),
        (CAMERAS, "publish_on: 2026-08-01\n", ["PS002"]),
        (REPORT, "publish_on: 2026-03-01\n", ["PS002"]),
    ],
)
def test_what_it_lacks_is_found_before_it_is_submitted(tmp_path, pack, gone, rules):
    verdict, found = in_development(tmp_path, pack, {"find": gone, "put": ""})
    assert {f.rule for f in foresee(RULES, verdict, found)} >= set(rules)
    assert "PS002" not in {f.rule for f in verdict.findings}


def test_what_was_submitted_has_what_it_was_found_to_have(tmp_path):
    root = make_store(tmp_path)
    (root / CAMERAS / "eia.md").unlink()
    verdict = decide(RULES, context(root))
    pack = verdict.context.scheme.by_path[CAMERAS]
    assert foresee(RULES, verdict, pack) == verdict.findings != ()


def test_a_pack_without_a_record_is_as_it_was_found(tmp_path):
    root = make_store(tmp_path)
    page = (root / "content/about.md").read_text("utf-8").replace("status: final", "status: draft")
    (root / "content/about.md").write_text(page + "\n\nTBC\n", "utf-8")
    verdict = decide(RULES, context(root))
    pack = verdict.context.scheme.by_path["content/about.md"]
    assert foresee(RULES, verdict, pack) == verdict.findings != ()


def test_what_a_pack_in_development_would_be_is_no_state_of_another(tmp_path):
    verdict, found = in_development(tmp_path, CAMERAS)
    before = dict(verdict.context.states)
    foresee(RULES, verdict, found)
    assert verdict.context.states == before


@pytest.mark.parametrize(("year", "rules"), [("2021", set()), ("2026", {"PS003"})])
def test_a_reference_in_use_is_found_before_it_is_submitted(tmp_path, year, rules):
    """Who was first is told by the days of publication, as if it were submitted."""
    root = make_store(tmp_path)
    for name, find, put in (
        ("policy.md", "reference: POL-0002", "reference: POL-0001"),
        ("record.yml", "publish_on: 2026-08-01", f"publish_on: {year}-08-01"),
        ("record.yml", "stage: implementation", "stage: development"),
    ):
        file = root / CAMERAS / name
        file.write_text(file.read_text("utf-8").replace(find, put), "utf-8")
    verdict = decide(RULES, context(root))
    found = foresee(RULES, verdict, verdict.context.scheme.by_path[CAMERAS])
    assert {f.rule for f in found} & {"PS003"} == rules


def test_what_could_not_be_read_is_told_before_it_is_submitted(tmp_path):
    verdict, _ = in_development(tmp_path, CAMERAS)
    (tmp_path / CAMERAS / "eia.md").write_text("no front matter", "utf-8")
    verdict = decide(RULES, context(tmp_path))
    found = foresee(RULES, verdict, verdict.context.scheme.by_path[CAMERAS])
    assert ("PS001", f"{CAMERAS}/eia.md") in {(f.rule, f.at.path) for f in found}
