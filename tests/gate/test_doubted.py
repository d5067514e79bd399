"""An entry that is not believed is no pass (PS301, PS501)."""

import dataclasses

import pytest
from msgspec import structs

from generator.gate.decide import decide
from generator.gate.rules import RULES
from generator.gate.signatures import believed_words, last_words, signed_names, things
from generator.sign_off_keys import Doubt
from tests.gate.test_rules import context
from tests.stores import Example, make_store

CAMERAS = "policies/use-of-cameras/v1"
REPORT = "monitoring/inspectorate/2026"
LINK = "## Responsibilities\n\n[Map](attachments/map.txt)\n"
UNIT = "Policy Co-ordination Unit"


def doubted(ready, path, indexes, doubt):
    """Return the context of a store in which some entries of one pack are not believed."""
    packs = []
    for pack in ready.scheme:
        record = pack.record
        if pack.path == path:
            entries = tuple(
                structs.replace(entry, doubt=doubt if entry.index in indexes else None)
                for entry in record.quality_assurance
            )
            record = structs.replace(record, quality_assurance=entries)
        packs.append(dataclasses.replace(pack, record=record))
    return dataclasses.replace(ready, scheme=dataclasses.replace(ready.scheme, packs=tuple(packs)))


def found(ready, *rules):
    return [
        (f.rule, f.at.line, f.message, f.fix, f.role, f.severity.value)
        for f in decide(RULES, ready).findings
        if f.rule in rules
    ]


WEAK, BROKEN = Doubt("that nobody signed"), Doubt("that was changed", broken=True)
AGAIN = "sign again with a key that is good: `scheme sign-off --key`"
PUT_BACK = f"put it back as it was signed; or take it out, and {AGAIN}"
COORDINATOR = "Business Group Policy Co-ordinator"


@pytest.fixture
def ready(tmp_path):
    """Return the context of a store whose cameras' policy links to a file."""
    policy = [{"find": "## Responsibilities\n", "put": LINK}]
    edits = {f"{CAMERAS}/policy.md": policy}
    root = tmp_path / "store"
    make_store(root, Example("", "", None, edits, {f"{CAMERAS}/attachments/map.txt": "x"}))
    return context(root)


def test_the_believed_are_the_last_words_without_doubt(ready):
    pack = ready.scheme.by_path[CAMERAS]
    names = signed_names(pack)
    assert believed_words(pack.record, names) == last_words(pack.record, names)
    record = doubted(ready, CAMERAS, {0}, WEAK).scheme.by_path[CAMERAS].record
    kept = [pair for pair in last_words(record, names) if pair[0].index != 0]
    assert list(believed_words(record, names)) == kept
    assert len(kept) < len(last_words(record, names))


def test_everything_in_a_pack_may_be_signed(ready):
    pack = ready.scheme.by_path[CAMERAS]
    assert [thing.name for thing in things(pack)] == [
        "eia.md", "policy.md", "sop-process.md", "workbook.md", "attachments/map.txt",
    ]  # fmt: skip
    report = ready.scheme.by_path[REPORT]
    assert [thing.name for thing in things(report)] == ["report.md", "grades.csv"]
    assert signed_names(report) == {"report.md", "grades.csv"}
    assert signed_names(pack) == {thing.name for thing in things(pack)}


@pytest.mark.parametrize(("doubt", "fix"), [(WEAK, AGAIN), (BROKEN, PUT_BACK)])
def test_an_entry_that_texts_rest_on(ready, doubt, fix):
    first = found(doubted(ready, CAMERAS, {0}, doubt), "PS301")
    message = (
        f"has an entry of the {UNIT} {doubt}, so that its pass of policy.md, sop-process.md and "
        "workbook.md is not believed"
    )
    assert first == [("PS301", 12, message, fix, UNIT, "refuse")]


@pytest.mark.parametrize(("doubt", "fix"), [(WEAK, AGAIN), (BROKEN, PUT_BACK)])
def test_an_entry_that_a_report_rests_on(ready, doubt, fix):
    message = f"has an entry of the {COORDINATOR} {doubt}"
    assert found(doubted(ready, REPORT, {0}, doubt), "PS501") == [
        ("PS501", 4, message, fix, COORDINATOR, "refuse")
    ]


def history(ready, path, result="pass"):
    """Put an older entry of the same role before the first."""
    packs = []
    for pack in ready.scheme:
        record = pack.record
        if pack.path == path:
            first = record.quality_assurance[0]
            old = structs.replace(first, date=first.date.replace(year=2020), index=9, result=result)
            record = structs.replace(record, quality_assurance=(*record.quality_assurance, old))
        packs.append(dataclasses.replace(pack, record=record))
    return dataclasses.replace(ready, scheme=dataclasses.replace(ready.scheme, packs=tuple(packs)))


@pytest.mark.parametrize(("path", "rule"), [(CAMERAS, "PS301"), (REPORT, "PS501")])
def test_history_is_in_doubt_only_where_it_was_changed(ready, path, rule):
    old = history(ready, path)
    assert found(doubted(old, path, {9}, WEAK), rule) == []
    [(_, _, message, fix, _, _)] = found(doubted(old, path, {9}, BROKEN), rule)
    assert message.endswith(" that was changed")
    assert fix == PUT_BACK


def test_a_report_that_failed_is_not_doubted_as_well(ready):
    failed = []
    for pack in ready.scheme:
        record = pack.record
        if pack.path == REPORT:
            entry = structs.replace(record.quality_assurance[0], result="fail", doubt=WEAK)
            record = structs.replace(record, quality_assurance=(entry,))
        failed.append(dataclasses.replace(pack, record=record))
    scheme = dataclasses.replace(ready.scheme, packs=tuple(failed))
    messages = [m for _, _, m, *_ in found(dataclasses.replace(ready, scheme=scheme), "PS501")]
    assert messages == [f"is a report that the {COORDINATOR} did not pass"]
