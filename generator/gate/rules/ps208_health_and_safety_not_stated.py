"""PS208: a policy that does not state its health and safety impact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import missing, place, says_nothing
from generator.model import Pack, Policy

ENOUGH_WORDS = 3
WORD = re.compile(r"[^\W_]+(?:['\u2019/.&-]+[^\W_]+)*")


@rule(
    "PS208",
    clause="SOPs, Role of Policy Developers",
    role="policy developer",
    fix="say in a sentence what the impact is or, where there is none, that there is none",
    kinds=POLICIES,
)
def health_and_safety_not_stated(pack: Pack, _: Context) -> Iterator[Problem]:
    """A policy has no health and safety impact statement, or one that says nothing.

    Why: every policy states its impact on health and safety, and one without any impact has to
    say so. A blank or "N/A" is not a statement.
    Good: `{impact: none, statement: The team was asked and found no effect on health or safety.}`
    Bad: no `health_and_safety`; `statement: N/A`; `statement: None.`
    """
    if pack.policy:
        yield from _impact(pack.policy)
        yield from _statement(pack.policy)


def _impact(policy: Policy) -> Iterator[Problem]:
    """A missing mapping is the statement's finding alone."""
    source = policy.source
    if not missing(source, "health_and_safety") and missing(source, "health_and_safety", "impact"):
        at = policy.at("health_and_safety", "impact")
        fix = "add `impact: yes` or `impact: none`"
        yield Problem(at, "does not say whether it has an impact on health and safety", fix)


def _statement(policy: Policy) -> Iterator[Problem]:
    keys = "health_and_safety", "statement"
    at = place(policy.source, *keys, duty="type")
    text = policy.source.metadata.get(*keys)
    if missing(policy.source, *keys):
        yield Problem(at, "is a policy with no health and safety impact statement")
    elif isinstance(text, str) and (says_nothing(text) or len(WORD.findall(text)) < ENOUGH_WORDS):
        yield Problem(at, "has a health and safety impact statement that says nothing")
