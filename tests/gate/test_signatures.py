"""Whose word on which text counts (store, section 5)."""

from datetime import date

import pytest

from generator.gate.rules.ps303_changed_since_quality_assurance import (
    changed_since_quality_assurance,
)
from generator.gate.rules.ps307_changed_since_approval import changed_since_approval
from generator.gate.signatures import (
    Standing,
    assurances,
    every,
    last_word,
    last_words,
    needs_approval,
    required_roles,
    signed_names,
    standing,
)
from tests.gate.test_rules import context
from tests.stores import make_store, sign

RECORD = "policies/use-of-cameras/v1/record.yml"
UNIT = "policy-co-ordination-unit"
OLD = '"sha256:' + "0" * 64 + '"'
NOW = '"sha256:SIGN"'


def entry(result, day, *names, by=UNIT, digest=NOW):
    listed = "".join(f"      {name}: {digest}\n" for name in names)
    return f"  - by: {by}\n    result: {result}\n    date: {day}\n    documents:\n{listed}"


def store_with(tmp_path, *entries, attachment=None):
    """Return the context and the cameras pack of a store with these sign-offs and no others."""
    make_store(tmp_path)
    record = tmp_path / RECORD
    text = record.read_text("utf-8")
    head, rest = text.split("quality_assurance:\n")
    approval = rest[rest.index("approval:") :]
    signed = "quality_assurance:\n" + "".join(entries) if entries else ""
    if attachment is not None:
        (record.parent / "attachments").mkdir()
        (record.parent / "attachments" / "map.txt").write_text(attachment, "utf-8")
        approval = approval.replace(
            "  documents:\n", f"  documents:\n    attachments/map.txt: {OLD}\n", 1
        )
    record.write_text(head + signed + approval, "utf-8")
    sign(tmp_path)
    ready = context(tmp_path)
    return ready, ready.scheme.by_path["policies/use-of-cameras/v1"]


@pytest.mark.parametrize(
    ("entries", "index"),
    [
        ([("pass", "2026-06-10"), ("fail", "2026-06-11")], 1),
        ([("fail", "2026-06-11"), ("pass", "2026-06-10")], 0),
        ([("fail", "2026-06-10"), ("pass", "2026-06-10")], 1),
        ([("pass", "2026-06-10"), ("pass", "2026-06-31")], 0),
        ([("pass", "2026-06-10"), ("perhaps", "2026-06-11")], 0),
        ([("pass", "")], None),
        ([("", "2026-06-10")], None),
    ],
)
def test_the_last_word_is_the_latest_by_date_and_then_by_place(tmp_path, entries, index):
    _, pack = store_with(tmp_path, *(entry(*said, "policy.md") for said in entries))
    word = last_word(pack.record, UNIT, "policy.md")
    assert (word and word.index) == index


def test_an_entry_is_a_word_only_on_what_it_names_and_only_of_who_signed(tmp_path):
    _, pack = store_with(tmp_path, entry("pass", "2026-06-10", "policy.md"))
    assert last_word(pack.record, UNIT, "workbook.md") is None
    assert last_word(pack.record, "directorate-of-information", "policy.md") is None
    assert last_word(None, UNIT, "policy.md") is None


def test_last_words_leave_out_history_and_what_is_not_asked_for(tmp_path):
    _, pack = store_with(
        tmp_path,
        entry("fail", "2026-06-09", "policy.md"),
        entry("pass", "2026-06-10", "policy.md", "workbook.md"),
        entry("pass", "2026-06-11", "policy.md", by="directorate-of-information"),
        entry("pass", "2026-06-12", "sop-gone.md"),
        entry("pass", "2026-06-13", "policy.md", by=""),
    )
    found = [(word.index, name) for word, name in last_words(pack.record, signed_names(pack))]
    assert found == [(1, "policy.md"), (1, "workbook.md"), (2, "policy.md")]
    assert last_words(None, ["policy.md"]) == ()


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], Standing.MISSING),
        ([entry("pass", "2026-06-10", "workbook.md")], Standing.MISSING),
        ([entry("fail", "2026-06-10", "policy.md")], Standing.FAILED),
        ([entry("fail", "2026-06-10", "policy.md", digest=OLD)], Standing.FAILED),
        ([entry("pass", "2026-06-10", "policy.md", digest=OLD)], Standing.CHANGED),
        ([entry("pass", "2026-06-10", "policy.md")], Standing.PASSED),
        (
            [
                entry("pass", "2026-06-10", "policy.md", digest=OLD),
                entry("pass", "2026-06-11", "policy.md"),
            ],
            Standing.PASSED,
        ),
    ],
)
def test_standing(tmp_path, entries, expected):
    _, pack = store_with(tmp_path, *entries)
    word = standing(pack, pack.policy, UNIT)
    assert word.standing is expected
    assert (word.sign_off is None) == (expected is Standing.MISSING)
    if word.sign_off:
        assert word.sign_off.date in {date(2026, 6, 10), date(2026, 6, 11)}


def test_required_roles_and_approval_follow_the_settings(tmp_path):
    ready = context(make_store(tmp_path))
    information, diversity = "directorate-of-information", "diversity-and-citizen-focus"
    asked = {
        document.name: required_roles(document, ready.settings)
        for path in (
            "policies/use-of-cameras/v1",
            "monitoring/inspectorate/2026",
            "content/about.md",
        )
        for document in ready.scheme.by_path[path].documents
    }
    assert asked == {
        "policy.md": (UNIT, diversity, information),
        "sop-process.md": (UNIT, diversity, information),
        "eia.md": (diversity,),
        "workbook.md": (UNIT, information),
        "report.md": ("business-group-policy-co-ordinator",),
        "about.md": (),
    }
    pack = ready.scheme.by_path["policies/use-of-cameras/v1"]
    approved = {d.name for d in pack.documents if needs_approval(d, ready.settings)}
    assert approved == {"policy.md", "sop-process.md"}


def test_assurances_are_one_for_each_document_and_role(tmp_path):
    ready = context(make_store(tmp_path))
    found = list(assurances(ready.scheme.by_path["policies/use-of-cameras/v1"], ready.settings))
    assert len(found) == 3 + 3 + 1 + 2
    assert {needed.word.standing for needed in found} == {Standing.PASSED}


def test_an_attachment_changed_after_it_was_signed_is_found_by_both_rules(tmp_path):
    signed = [
        entry("pass", "2026-06-10", "policy.md", "attachments/map.txt", digest=OLD),
        entry("pass", "2026-06-11", "policy.md"),
    ]
    ready, pack = store_with(tmp_path, *signed, attachment="a map\n")
    place = "policies/use-of-cameras/v1/attachments/map.txt:1:1"
    assured = list(map(str, changed_since_quality_assurance.findings(pack, ready)))
    approved = list(map(str, changed_since_approval.findings(pack, ready)))
    assert assured == [
        f"{place}: PS303 has changed since the Policy Co-ordination Unit passed it on 10 June 2026"
    ]
    lead = "Assistant Chief Constable, Resources"
    assert approved == [
        f"{place}: PS307 has changed since the {lead} approved it on 1 July 2026",
    ]


def test_an_attachment_signed_as_it_stands_is_passed(tmp_path):
    signed = entry("pass", "2026-06-10", "policy.md", "attachments/map.txt")
    ready, pack = store_with(tmp_path, signed, attachment="a map\n")
    assert standing(pack, pack.attachments[0], UNIT).standing is Standing.PASSED
    assert list(changed_since_quality_assurance.findings(pack, ready)) == []


def test_the_register_of_the_policy_unit_says_how_each_sign_off_stands():
    said = ["missing", "failed", "doubted", "changed", "passed"]
    assert [standing.value for standing in Standing] == said


@pytest.mark.parametrize(
    ("words", "sentence"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_every(words, sentence):
    assert every(words) == sentence
