"""Every fact that an exception from assessing first must have (PS410)."""

import pytest

from generator.gate.exceptions import failings, stands
from tests.gate.test_rules import context
from tests.stores import Example, make_store

PACK = "policies/use-of-cameras/v1"
FACTS = {
    "ground": "immediate-operational-need",
    "reason": "The cameras were needed at once.",
    "approved_by": "Assistant Chief Constable, Resources",
    "rank": "acpo",
    "approved": "2026-06-20",
    "risk_owner": "assistant chief constable, resources",
    "policy_unit_consulted": "2026-06-19",
    "assessment_due": "2026-08-02",
}
WORDS = {
    "ground": "ground",
    "reason": "reason",
    "approved_by": "approver",
    "rank": "rank of the approver",
    "approved": "date of approval",
    "risk_owner": "risk owner",
    "policy_unit_consulted": "date on which the policy unit was consulted",
    "assessment_due": "date on which the assessment is due",
}


def found(root, facts):
    said = "".join(f"  {key}: {value}\n" for key, value in facts.items())
    put = f"exception:\n{said}publish_on: 2026-08-01\n"
    edit = {"find": "publish_on: 2026-08-01\n", "put": put}
    ready = context(make_store(root, Example("", "", None, {f"{PACK}/record.yml": [edit]})))
    record = ready.scheme.by_path[PACK].record
    assert stands(record, ready.settings) is (not failings(record, ready.settings))
    return [tuple(failing) for failing in failings(record, ready.settings)]


def test_an_exception_with_every_fact_stands(tmp_path):
    assert found(tmp_path, FACTS) == []


@pytest.mark.parametrize("key", FACTS)
def test_each_fact_is_missed(tmp_path, key):
    facts = {name: value for name, value in FACTS.items() if name != key}
    assert found(tmp_path, facts) == [(key, f"has an exception with no {WORDS[key]}")]


def test_a_rank_that_may_not_approve(tmp_path):
    assert found(tmp_path, FACTS | {"rank": "sergeant"}) == [
        ("rank", "has an exception approved in the rank `sergeant`, which may not approve")
    ]


def test_a_risk_owner_who_is_not_the_approver(tmp_path):
    assert found(tmp_path, FACTS | {"risk_owner": "Director of Resources"}) == [
        ("risk_owner", "has an exception whose risk owner is not its approver")
    ]


def test_where_there_is_none_nothing_stands_and_nothing_fails(tmp_path):
    ready = context(make_store(tmp_path))
    record = ready.scheme.by_path[PACK].record
    assert stands(record, ready.settings) is False
    assert stands(None, ready.settings) is False
    assert failings(record, ready.settings) == failings(None, ready.settings) == []
