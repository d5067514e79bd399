"""Every example store is put through every rule.

An example is a small edit of the base store. A line that breaks a rule says so itself
(``# expect: PS301`` in YAML, ``<!-- expect: PS102 -->`` in a body); what has no line of its own is
listed under ``expect:``. A line with no mark expects nothing, so a rule that fires too often fails
here as surely as one that never fires.
"""

from pathlib import Path

import pytest

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.decide import decide
from generator.gate.rules import RULES
from generator.settings import read_settings
from generator.store.load import load
from generator.validate import validate
from tests.gate.decided import BASE, changed, decided, kept, name_of
from tests.stores import AS_AT, make_store, marks, read_example

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*/*.yml"))


def folder(rule):
    return f"{rule.id.lower()}_{rule.name.replace('-', '_')}"


def context(root, as_at=AS_AT):
    store = load(root, jobs=1)
    settings, faults = read_settings(store.settings)
    assert faults == ()
    return Context(validate(store, settings), as_at)


def verdict(root, as_at=AS_AT, rules=RULES):
    return decide(rules, context(root, as_at))


def shown(findings):
    return sorted(f"{f.rule} {f.at.path}:{f.at.line}" for f in findings)


def test_the_base_store_is_clean(tmp_path):
    assert shown(verdict(make_store(tmp_path)).findings) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_example(path, tmp_path):
    example = read_example(path)
    root = make_store(tmp_path, example)
    found = verdict(root, example.as_at)
    assert shown(found.findings) == sorted([*marks(root), *example.expect]), example.says
    assert changed(decided(found), kept()[BASE]) == kept()[name_of(path)], "see test_decided.py"


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_rule_has_good_bad_and_edge_examples(rule):
    here = Path(__file__).parent / "examples" / folder(rule)
    kinds = {p.stem.split("_")[0] for p in here.glob("*.yml")}
    assert kinds == {"good", "bad", "edge"}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_taking_a_rule_away_lets_its_bad_example_through(rule, tmp_path):
    bad = Path(__file__).parent / "examples" / folder(rule) / "bad.yml"
    example = read_example(bad)
    ready = context(make_store(tmp_path, example), example.as_at)
    with_rule = decide(RULES, ready).findings
    without = decide([r for r in RULES if r is not rule], ready).findings
    assert rule.id in {f.rule for f in with_rule}
    assert rule.id not in {f.rule for f in without}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_rule_explains_itself(rule):
    assert rule.clause
    assert rule.role
    assert rule.fix
    assert all(word in rule.doc for word in ("Why:", "Good:", "Bad:"))
    assert rule.check.__module__.endswith(f"rules.{folder(rule)}")
    assert rule.severity in set(Severity)


def test_rules_are_in_order_and_no_id_is_used_twice():
    ids = [rule.id for rule in RULES]
    assert ids == sorted(set(ids))
