"""What each rule is: of which packs it asks, what it does, which clause and post it names.

`rules.txt` is the list. After a change that is meant, write it anew with
`UPDATE_GOLDEN=1 pytest tests/gate/test_rule_facts.py`, and read what changed.
"""

import os
from pathlib import Path

import pytest

from generator.gate.rules import RULES

LIST = Path(__file__).parent / "rules.txt"


def facts(rule):
    when = ", once it is known what is in force" if rule.after else ""
    return (
        f"{rule.id} {rule.name}\n"
        f"  {rule.severity}, asked of {' and '.join(sorted(rule.kinds))}{when}\n"
        f"  clause: {rule.clause}\n"
        f"  role: {rule.role}\n"
        f"  fix: {rule.fix}"
    )


def test_the_list_has_every_rule_in_order():
    if os.environ.get("UPDATE_GOLDEN"):
        LIST.write_text("\n\n".join(map(facts, RULES)) + "\n", "utf-8")
    named = [line[:5] for line in LIST.read_text("utf-8").splitlines() if line.startswith("PS")]
    assert named == [rule.id for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_rule_is_what_the_list_says(rule):
    assert facts(rule) in LIST.read_text("utf-8").rstrip("\n").split("\n\n")
