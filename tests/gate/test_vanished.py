"""What was published may not go missing (PS405), and versions follow one another."""

import shutil

import pytest

from generator.gate.context import Context
from generator.gate.decide import decide
from generator.gate.rules import RULES
from generator.gather import gather
from generator.settings import read_settings
from generator.store.kept import Kept
from generator.store.load import load_settings
from tests.stores import AS_AT, Example, make_store

POLICY = "policies/found-property"
ALL = frozenset({f"{POLICY}/v1", f"{POLICY}/v2", "policies/use-of-cameras/v1"})


def found(root, published, rule="PS405"):
    settings, _ = read_settings(load_settings(root))
    scheme = gather(root, settings, published, Kept(), as_at=AS_AT).scheme
    verdict = decide(RULES, Context(scheme, AS_AT, published))
    return [(f.at.path, f.message, f.fix) for f in verdict.findings if f.rule == rule]


def test_what_is_all_there_is_in_order(tmp_path):
    assert found(make_store(tmp_path), ALL) == []


def test_a_version_that_vanished_is_named_by_those_that_remain(tmp_path):
    root = make_store(tmp_path, Example("", "", None, remove=(f"{POLICY}/v1",)))
    assert found(root, ALL) == [
        (
            f"{POLICY}/v2/record.yml",
            "belongs to a policy whose version 1 was published and cannot be found any more",
            "put the folder back; to end the policy, write withdrawn.yml and keep its folders",
        )
    ]


def test_several_that_vanished_are_named_together(tmp_path):
    root = make_store(tmp_path, Example("", "", None, remove=(f"{POLICY}/v1",)))
    shutil.move(root / f"{POLICY}/v2", root / f"{POLICY}/v4")
    [(path, message, _)] = found(root, ALL | {f"{POLICY}/v3"})
    assert path == f"{POLICY}/v4/record.yml"
    assert message == (
        "belongs to a policy whose version 1, version 2 and version 3 were published and cannot "
        "be found any more"
    )


def test_a_version_that_never_was_is_missed_all_the_same(tmp_path):
    root = make_store(tmp_path, Example("", "", None, remove=(f"{POLICY}/v1",)))
    assert [m for _, m, _ in found(root, frozenset())] == [
        "is version 2, and there is no version 1"
    ]


def test_a_withdrawn_policy_misses_none(tmp_path):
    root = make_store(tmp_path, Example("", "", None, remove=(f"{POLICY}/v2",)))
    (root / POLICY / "withdrawn.yml").write_text("date: 2026-01-01\nreason: It ended.\n", "utf-8")
    assert found(root, ALL) == []


def withdraw(root, policy, text):
    (root / policy).mkdir(parents=True, exist_ok=True)
    (root / policy / "withdrawn.yml").write_text(text, "utf-8")
    return root


ENDED = "date: 2026-11-22\nreason: It ended.\n"
TO_END = "date: 2026-11-23\nreason: It is to end.\n"


@pytest.mark.parametrize(("text", "missed"), [(ENDED, 0), (TO_END, 1)])
def test_a_withdrawal_excuses_a_version_from_its_day_on(tmp_path, text, missed):
    root = make_store(tmp_path, Example("", "", None, remove=(f"{POLICY}/v2",)))
    assert len(found(withdraw(root, POLICY, text), ALL)) == missed


@pytest.mark.parametrize(
    ("text", "missed"),
    [(ENDED, 0), (TO_END, 1), ("reason: It ended.\n", 1), ("date: 2026-01-01\n", 1)],
)
def test_a_withdrawal_excuses_a_whole_policy_from_its_day_on_where_it_says_why(
    tmp_path, text, missed
):
    root = make_store(tmp_path, Example("", "", None, remove=("policies/use-of-cameras",)))
    assert len(found(withdraw(root, "policies/use-of-cameras", text), ALL)) == missed


def test_a_policy_that_is_gone_as_a_whole_is_found_where_it_was(tmp_path):
    root = make_store(tmp_path, Example("", "", None, remove=("policies/use-of-cameras",)))
    assert found(root, ALL) == [
        (
            "policies/use-of-cameras/v1",
            "was published, and cannot be found any more",
            "put it back; a policy ends with withdrawn.yml, and its folders stay",
        )
    ]


def test_a_version_in_development_refuses_nothing_and_so_does_not_speak_for_another(tmp_path):
    root = make_store(tmp_path, Example("", "", None, remove=(f"{POLICY}/v1",)))
    record = root / f"{POLICY}/v2/record.yml"
    text = record.read_text("utf-8").replace("stage: implementation", "stage: development")
    record.write_text(text, "utf-8")
    published = ALL - {f"{POLICY}/v2"}
    assert [(path, message) for path, message, _ in found(root, published)] == [
        (f"{POLICY}/v1", "was published, and cannot be found any more")
    ]


def test_a_version_without_a_day_is_no_rival(tmp_path):
    first = {"find": "publish_on: 2022-08-01\n", "put": ""}
    edits = {f"{POLICY}/v1/record.yml": [first]}
    assert found(make_store(tmp_path, Example("", "", None, edits)), ALL) == []


def test_the_latest_of_the_versions_before_counts(tmp_path):
    root = make_store(tmp_path)
    shutil.copytree(root / f"{POLICY}/v2", root / f"{POLICY}/v3")
    record = root / f"{POLICY}/v3/record.yml"
    text = record.read_text("utf-8").replace("publish_on: 2025-08-01", "publish_on: 2024-08-01")
    record.write_text(text, "utf-8")
    assert [(p, m) for p, m, _ in found(root, ALL)] == [
        (
            f"{POLICY}/v3/record.yml",
            "is published on 1 August 2024, before version 2 (1 August 2025)",
        )
    ]
