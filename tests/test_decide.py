"""The gate itself, whatever its rules: it fails closed, and settings only make it stricter."""

import dataclasses
import time
from datetime import date

import pytest
from msgspec import structs

from generator.findings import Finding, Location, Severity
from generator.gate import decide as gate
from generator.gate.context import Context
from generator.gate.decide import decide
from generator.gate.decision import Cleared, Held, InDevelopment, Refused
from generator.gate.rule import Problem, rule
from generator.gate.rules import RULES
from generator.settings import read_settings
from generator.store.load import load
from generator.store.text import digest
from generator.validate import validate
from generator.vocabulary import State
from tests.stores import AS_AT, make_store

CAMERAS = "policies/use-of-cameras/v1"


def made(**facts):
    return rule("PS299", clause="none", role="nobody", fix="nothing", **facts)


@made()
def breaks(pack, context):
    raise ZeroDivisionError


@made()
def hangs(pack, context):
    if pack.path == CAMERAS:
        time.sleep(30)
    return ()


@made()
def grows(pack, context):
    if pack.path == CAMERAS:
        bytearray(400 * 2**20)
    return ()


@made(severity=Severity.WARN)
def warns(pack, _):
    if pack.path == CAMERAS:
        yield Problem(pack.at(), "is looked at twice")


@made(severity=Severity.WARN, after=True)
def warns_of_what_is_in_force(pack, context):
    if context.state(pack) is State.IN_FORCE and pack.path == CAMERAS:
        yield Problem(pack.at(), "is in force")


@rule("PS298", clause="", role="", fix="", severity=Severity.WARN, after=True)
def warns_of_another(pack, context):
    if context.state(pack) is State.IN_FORCE and pack.path != CAMERAS:
        yield Problem(pack.at(), "is in force as well")


@made()
def refuses(pack, _):
    if pack.path == CAMERAS:
        yield Problem(pack.at(), "is refused by a new rule")


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    store = load(make_store(tmp_path_factory.mktemp("store")), jobs=1)
    settings, _ = read_settings(store.settings)
    return Context(validate(store, settings), AS_AT)


def with_settings(context, **changes):
    settings = structs.replace(context.settings, **changes)
    return dataclasses.replace(
        context, scheme=dataclasses.replace(context.scheme, settings=settings), memory={}
    )


def decision(verdict, path=CAMERAS):
    return next(d for d in verdict.decisions if d.pack.path == path)


def test_a_gate_with_no_rules_is_an_error(context):
    with pytest.raises(ValueError, match="no rules"):
        decide((), context)


def test_a_pack_is_cleared_neither_before_its_day_nor_before_it_is_submitted(tmp_path):
    root = make_store(tmp_path)
    record = root / CAMERAS / "record.yml"

    def on(day):
        store = load(root, jobs=1)
        settings, _ = read_settings(store.settings)
        return type(decision(decide((warns,), Context(validate(store, settings), day))))

    assert on(AS_AT) is Cleared
    assert on(date(1999, 1, 1)) is Held
    text = record.read_text("utf-8")
    record.write_text(text.replace("stage: implementation", "stage: development"), "utf-8")
    assert on(AS_AT) is InDevelopment


def test_a_rule_that_breaks_refuses_every_pack_it_meets(context):
    verdict = decide((*RULES, breaks), context)
    assert all(isinstance(d, Refused) for d in verdict.decisions)
    message = decision(verdict).findings[0].message
    assert message == "could not be checked for breaks (ZeroDivisionError)"


def test_a_pack_whose_examination_does_not_end_is_refused_and_the_others_are_not(
    context, monkeypatch
):
    monkeypatch.setattr(gate, "MANY", 1)
    monkeypatch.setattr(gate, "SECONDS", 1.5)
    verdict = decide((*RULES, hangs), context)
    assert [d.pack.path for d in verdict.refused] == [CAMERAS]
    assert decision(verdict).findings[0] == Finding(
        Location(f"{CAMERAS}/record.yml"),
        "PS001",
        "unreadable",
        Severity.REFUSE,
        "could not be examined: it took longer than 1.5 seconds",
        "none: the gate's own",
        "developers of the generator",
        "report this as a fault of the program",
    )


def test_a_pack_whose_examination_takes_too_much_memory_is_refused_and_the_others_are_not(
    context, monkeypatch
):
    monkeypatch.setattr(gate, "MANY", 1)
    monkeypatch.setattr(gate, "MEMORY", 200 * 2**20)
    verdict = decide((*RULES, grows), context)
    assert [d.pack.path for d in verdict.refused] == [CAMERAS]
    assert decision(verdict).findings[0].message == "could not be checked for grows (MemoryError)"


def test_workers_and_one_process_come_to_the_same(context, monkeypatch):
    alone = decide((*RULES, warns), context)
    monkeypatch.setattr(gate, "MANY", 1)
    assert decide((*RULES, warns), context).findings == alone.findings != ()


def test_what_was_found_before_it_was_known_that_a_pack_is_refused_does_not_stand(
    context, monkeypatch
):
    rules = (*RULES, refuses, warns_of_what_is_in_force, warns_of_another)
    alone = decide(rules, context)
    monkeypatch.setattr(gate, "MANY", 1)
    beside = decide(rules, context)
    assert beside.findings == alone.findings
    assert beside.examined == alone.examined
    assert beside.context.states[CAMERAS] is State.REFUSED


def test_what_was_read_of_a_pack_is_let_go_of_when_it_is_done(context):
    fresh = with_settings(context)
    assert decide(RULES, fresh).context.memory is fresh.memory
    assert fresh.memory == {}


def test_a_setting_may_turn_a_warning_into_a_refusal(context):
    assert isinstance(decision(decide((*RULES, warns), context)), Cleared)
    stricter = with_settings(context, severity={"PS299": Severity.REFUSE})
    assert isinstance(decision(decide((*RULES, warns), stricter)), Refused)


def test_a_rule_on_what_is_in_force_may_be_made_to_refuse_as_well(context):
    stricter = with_settings(context, severity={"PS299": Severity.REFUSE})
    for more in ((), (warns_of_another,)):
        verdict = decide((*RULES, warns_of_what_is_in_force, *more), stricter)
        assert isinstance(decision(verdict), Refused)
        assert verdict.context.states[CAMERAS] is State.REFUSED


@pytest.mark.parametrize(
    ("adopted", "kind"),
    [(date(2026, 8, 2), Cleared), (date(2026, 8, 1), Refused), (date(2026, 7, 31), Refused)],
)
def test_a_new_rule_spares_what_was_published_before_its_adoption(context, adopted, kind):
    spared = with_settings(context, adopted={"PS299": adopted})
    found = decision(decide((*RULES, refuses), spared))
    assert isinstance(found, kind)
    expected = Severity.WARN if kind is Cleared else Severity.REFUSE
    assert [f.severity for f in found.findings] == [expected]


SECOND_AUTHORITY = """\
organisation: {name: Northmark Constabulary, short_name: NC}
roles: {scrutiny-panel: Scrutiny Panel, records-office: Records Office}
matrix:
  policy: [scrutiny-panel]
  sop: [scrutiny-panel]
  eia: [scrutiny-panel]
  workbook: [records-office]
  report: [records-office]
approving_ranks: [chief-officer]
markings:
  schemes: [[OPEN, INNER, CLOSED]]
  public: [OPEN]
  intranet: [OPEN, INNER]
intervals: {review: 24}
protected_characteristics: [age, disability]
"""


def test_a_second_authority_changes_settings_and_no_code(tmp_path):
    """Other roles, other markings, 24-month reviews: its own pack clears, and ours do not."""
    root = make_store(tmp_path)
    (root / "scheme.yml").write_text(SECOND_AUTHORITY, "utf-8")
    folder = root / CAMERAS
    swaps = {
        "protective_marking: OFFICIAL": "protective_marking: OPEN",
        "review_by: 2029-08-01": "review_by: 2028-08-01",
        "  gender_reassignment: none\n": "",
        "  marriage_and_civil_partnership: none\n": "",
        "  pregnancy_and_maternity: none\n": "",
        "  race: none\n": "",
        "  religion_or_belief: none\n": "",
        "  sex: none\n": "",
        "  sexual_orientation: none\n": "",
    }
    for file in folder.glob("*.md"):
        text = file.read_text("utf-8")
        for old, new in swaps.items():
            text = text.replace(old, new)
        file.write_text(text, "utf-8")
    _sign_for_the_second_authority(folder)
    store = load(root, jobs=1)
    settings, faults = read_settings(store.settings)
    assert faults == ()
    verdict = decide(RULES, Context(validate(store, settings), AS_AT))
    found = decision(verdict)
    assert isinstance(found, Cleared), found.findings
    assert [f.rule for f in found.findings] == []
    ours = decision(verdict, "policies/found-property/v2")
    assert {f.rule for f in ours.findings} >= {"PS101", "PS301", "PS306", "PS407", "PS002"}


def _sign_for_the_second_authority(folder):
    def signed(*names):
        return "".join(f'      {n}: "{digest((folder / n).read_bytes())}"\n' for n in names)

    text = (folder / "record.yml").read_text("utf-8")
    head, rest = text.split("quality_assurance:\n")
    tail = rest.split("sop_publication:\n")[1]
    (folder / "record.yml").write_text(
        f"{head}quality_assurance:\n"
        f"  - by: scrutiny-panel\n    result: pass\n    date: 2026-06-10\n    documents:\n"
        f"{signed('policy.md', 'sop-process.md', 'eia.md')}"
        f"  - by: records-office\n    result: pass\n    date: 2026-06-10\n    documents:\n"
        f"{signed('workbook.md')}"
        "approval:\n  by: Assistant Chief Constable, Resources\n  rank: chief-officer\n"
        "  on_behalf_of: Director of Resources\n  date: 2026-07-01\n  documents:\n"
        f"{signed('policy.md', 'sop-process.md')}"
        f"sop_publication:\n{tail}",
        "utf-8",
    )
