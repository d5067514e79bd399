"""A rule's page in the manual, read from its docstring; and the groups that rules stand in."""

from __future__ import annotations

import re

from msgspec import Struct

from generator.gate.rule import Rule

GROUPS = {
    "PS0": "Reading and shape",
    "PS1": "Marking and finality",
    "PS2": "The pack",
    "PS3": "Quality assurance and approval",
    "PS4": "Record, versions and publication",
    "PS5": "Reports",
    "PS6": "Attachments",
}
LABEL = re.compile(r"^(Why|Good|Bad):\s+", re.MULTILINE)


class Manual(Struct, frozen=True):
    """What a rule finds, what more there is to know, why it is asked, and an example of each."""

    summary: str
    more: tuple[str, ...]
    why: str
    good: str
    bad: str


def manual(rule: Rule) -> Manual:
    """Return the parts of a rule's docstring, each on one line."""
    start, *labelled = LABEL.split(rule.doc)
    parts = dict(zip(labelled[::2], map(_one_line, labelled[1::2]), strict=True))
    summary, *more = (_one_line(block) for block in re.split(r"\n\s*\n", start.strip()))
    return Manual(summary, tuple(more), parts["Why"], parts["Good"], parts["Bad"])


def group(rule: Rule) -> str:
    """Return the heading that a rule stands under."""
    return GROUPS[rule.id[:3]]


def spoken(rule: Rule) -> str:
    """Return a rule's name as people say it."""
    return " ".join("SOPs" if word == "sops" else word for word in rule.name.split("-"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
