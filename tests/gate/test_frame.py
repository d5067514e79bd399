"""What a rule is made of, and what settings make of its severity."""

import dataclasses
from datetime import date

import pytest
from msgspec import structs

from generator.findings import Finding, Location, Severity
from generator.gate.rule import EVERY_KIND, POLICIES, RECORDED, REPORTS, Problem, Rule, rule
from generator.store.kept import Damaged
from generator.vocabulary import PackKind
from tests.gate.test_rules import context
from tests.stores import AS_AT, make_store

HERE = Location("policies/use-of-cameras/v1/record.yml", 1)
FACTS = {"clause": "a clause", "role": "a post", "fix": "a fix"}
PACK = "policies/use-of-cameras/v1"  # published on 1 August 2026


@pytest.fixture
def ready(tmp_path):
    return context(make_store(tmp_path))


def finds(*problems):
    def check(pack, context):
        yield from problems

    return check


def found(ready, made, **settings):
    scheme = dataclasses.replace(ready.scheme, settings=structs.replace(ready.settings, **settings))
    pack = scheme.by_path[PACK]
    return list(made.findings(pack, dataclasses.replace(ready, scheme=scheme)))


def test_the_kinds_of_pack():
    assert {PackKind.POLICY, PackKind.REPORT, PackKind.PAGE} == EVERY_KIND
    assert {PackKind.POLICY} == POLICIES
    assert {PackKind.REPORT} == REPORTS
    assert {PackKind.POLICY, PackKind.REPORT} == RECORDED


def test_a_rule_has_its_name_and_its_page_from_its_check():
    def looks_for_nothing(pack, context):
        """Look for nothing."""

    assert rule("PS299", **FACTS)(looks_for_nothing) == Rule(
        "PS299", "looks-for-nothing", Severity.REFUSE, "a clause", "a post", "a fix", EVERY_KIND,
        False, looks_for_nothing, "Look for nothing.",
    )  # fmt: skip
    assert rule("PS299", **FACTS)(finds()).doc == ""


def test_a_problem_is_told_with_what_the_rule_says_of_itself(ready):
    made = rule("PS299", **FACTS)(finds(Problem(HERE, "is wrong")))
    assert found(ready, made) == [
        Finding(HERE, "PS299", "check", Severity.REFUSE, "is wrong", "a clause", "a post", "a fix")
    ]


def test_a_problem_may_have_its_own_fix_severity_and_role(ready):
    own = Problem(HERE, "is wrong", "another fix", Severity.PUBLIC, "another post")
    assert found(ready, rule("PS299", **FACTS)(finds(own))) == [
        Finding(
            HERE, "PS299", "check", Severity.PUBLIC, "is wrong", "a clause", "another post",
            "another fix",
        )
    ]  # fmt: skip


def test_a_check_that_breaks_refuses_and_says_whose_fault_it_is(ready):
    def breaks(pack, context):
        raise ZeroDivisionError

    assert found(ready, rule("PS299", severity=Severity.WARN, **FACTS)(breaks)) == [
        Finding(
            HERE, "PS299", "breaks", Severity.REFUSE,
            "could not be checked for breaks (ZeroDivisionError)", "a clause",
            "developers of the generator", "report this as a fault of the program",
        )
    ]  # fmt: skip


def test_a_damaged_text_is_no_fault_of_the_rules(ready):
    def reads(pack, context):
        raise Damaged

    with pytest.raises(Damaged):
        found(ready, rule("PS299", **FACTS)(reads))


def test_a_rule_is_asked_of_its_own_kinds_only(ready):
    made = rule("PS299", kinds=REPORTS, **FACTS)(finds(Problem(HERE, "is wrong")))
    assert found(ready, made) == []


BEFORE, ON, AFTER = date(2026, 7, 31), date(2026, 8, 1), date(2026, 8, 2)


@pytest.mark.parametrize(
    ("rule_id", "own", "settings", "expected"),
    [
        ("PS299", "warn", {}, "warn"),
        ("PS299", "warn", {"severity": {"PS299": "refuse"}}, "refuse"),
        ("PS299", "warn", {"severity": {"PS298": "refuse"}}, "warn"),
        ("PS299", "public", {"severity": {"PS299": "refuse"}}, "public"),
        ("PS299", "refuse", {"severity": {"PS299": "warn"}}, "refuse"),
        ("PS299", "warn", {"severity": {"PS299": "public"}}, "warn"),
        ("PS299", "refuse", {"adopted": {"PS299": AFTER}}, "warn"),
        ("PS299", "refuse", {"adopted": {"PS299": ON}}, "refuse"),
        ("PS299", "refuse", {"adopted": {"PS299": BEFORE}}, "refuse"),
        ("PS299", "refuse", {"adopted": {"PS299": AS_AT}}, "warn"),
        ("PS299", "refuse", {"adopted": {"PS299": date(2026, 11, 23)}}, "refuse"),
        ("PS298", "refuse", {"adopted": {"PS299": AFTER}}, "refuse"),
        ("PS399", "refuse", {"adopted": {"PS399": AFTER}}, "refuse"),
        ("PS499", "refuse", {"adopted": {"PS499": AFTER}}, "warn"),
        ("PS502", "refuse", {"adopted": {"PS502": AFTER}}, "warn"),
        ("PS501", "refuse", {"adopted": {"PS501": AFTER}}, "refuse"),
    ],
)
def test_settings_and_severity(ready, rule_id, own, settings, expected):
    made = rule(rule_id, severity=Severity(own), **FACTS)(finds(Problem(HERE, "is wrong")))
    if "severity" in settings:
        settings = {"severity": {k: Severity(v) for k, v in settings["severity"].items()}}
    assert [f.severity for f in found(ready, made, **settings)] == [Severity(expected)]
