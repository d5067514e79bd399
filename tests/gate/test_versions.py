"""Versions follow one another; what an example cannot set up is tested here."""

import dataclasses
import shutil

import pytest

from generator.gate.rules.ps404_minor_is_not_minor import minor_is_not_minor
from generator.gate.rules.ps405_version_out_of_sequence import version_out_of_sequence
from generator.gate.rules.ps411_exception_unpaid import exception_unpaid
from generator.gate.versions import version_before
from tests.gate.test_rules import context
from tests.stores import make_store

HOME = "policies/found-property"
THREE = "version 3, version 4 and version 10"
EXCEPTION = "exception: {ground: immediate-operational-need}\n"


def found(rule, ready, version):
    return [f.message for f in rule.findings(ready.scheme.by_path[f"{HOME}/v{version}"], ready)]


def edit(root, name, *pairs):
    path = root / HOME / name
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def third_version(root):
    """Copy version 2 to a version 3 that is published a year later."""
    shutil.copytree(root / HOME / "v2", root / HOME / "v3")
    edit(root, "v3/record.yml", ("publish_on: 2025-08-01", "publish_on: 2026-08-01"))


@pytest.mark.parametrize(
    ("published", "message"),
    [
        (set(), []),
        ({f"{HOME}/v1", f"{HOME}/v2"}, []),
        ({"policies/found-property-old/v3", "policies/found/v1", "content/gone.md"}, []),
        (
            {f"{HOME}/v2", f"{HOME}/v3"},
            ["belongs to a policy whose version 3 was published and cannot be found any more"],
        ),
        (
            {f"{HOME}/v3", f"{HOME}/v10", f"{HOME}/v4"},
            [f"belongs to a policy whose {THREE} were published and cannot be found any more"],
        ),
    ],
)
def test_a_version_that_was_published_may_not_vanish(tmp_path, published, message):
    ready = context(make_store(tmp_path))
    ready = dataclasses.replace(ready, published=frozenset(published))
    assert found(version_out_of_sequence, ready, 1) == message
    assert found(version_out_of_sequence, ready, 2) == message


def test_a_version_that_vanished_is_not_also_a_gap(tmp_path):
    root = make_store(tmp_path)
    shutil.rmtree(root / HOME / "v1")
    gap = context(root)
    assert found(version_out_of_sequence, gap, 2) == ["is version 2, and there is no version 1"]
    vanished = dataclasses.replace(gap, published=frozenset({f"{HOME}/v1"}))
    assert found(version_out_of_sequence, vanished, 2) == [
        "belongs to a policy whose version 1 was published and cannot be found any more"
    ]


def test_a_policy_that_was_withdrawn_is_not_asked_for_its_folders(tmp_path):
    root = make_store(tmp_path)
    (root / HOME / "withdrawn.yml").write_text("date: 2026-10-01\nreason: It ended.\n", "utf-8")
    ready = dataclasses.replace(context(root), published=frozenset({f"{HOME}/v3"}))
    assert found(version_out_of_sequence, ready, 2) == []


def test_a_version_is_published_before_none_below_it(tmp_path):
    root = make_store(tmp_path)
    third_version(root)
    edit(root, "v2/record.yml", ("publish_on: 2025-08-01", "publish_on: 2022-07-01"))
    edit(root, "v3/record.yml", ("publish_on: 2026-08-01", "publish_on: 2022-07-31"))
    ready = context(root)
    for version in (2, 3):
        [message] = found(version_out_of_sequence, ready, version)
        assert message.endswith("before version 1 (1 August 2022)")


def test_a_draft_between_is_not_the_version_before(tmp_path):
    root = make_store(tmp_path)
    third_version(root)
    edit(root, "v2/record.yml", ("stage: implementation", "stage: development"))
    edit(root, "v3/record.yml", ("change: major", "change: interim"))
    ready = context(root)
    before = version_before(ready.scheme.by_path[f"{HOME}/v3"], ready)
    assert before is ready.scheme.by_path[f"{HOME}/v1"]
    assert version_before(before, ready) is None
    message = 'says "5 days" where version 1 said "7 days"'
    assert found(minor_is_not_minor, ready, 3) == [message, message]
    assert found(version_out_of_sequence, ready, 3) == []


def test_an_exception_is_paid_by_any_assessment_from_its_own_version_on(tmp_path):
    root = make_store(tmp_path)
    third_version(root)
    for version in (1, 3):
        with (root / HOME / f"v{version}" / "record.yml").open("a", encoding="utf-8") as record:
            record.write(EXCEPTION)
        (root / HOME / f"v{version}" / "eia.md").unlink()
    ready = context(root)
    assert [found(exception_unpaid, ready, version) for version in (1, 2, 3)] == [[], [], []]
    (root / HOME / "v2" / "eia.md").unlink()
    message = (
        "follows version 1, which went out unassessed under an exception, "
        "and no version since has an impact assessment"
    )
    ready = context(root)
    assert [found(exception_unpaid, ready, version) for version in (1, 2, 3)] == [
        [],
        [message],
        [message],
    ]
