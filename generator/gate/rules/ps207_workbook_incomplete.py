"""PS207: a workbook with a section that was not filled in."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import gaps
from generator.model import Pack

SECTIONS = (
    "equality",
    "health_and_safety",
    "information_management",
    "necessity",
    "proportionality",
)


@rule(
    "PS207",
    clause="SOPs, stage 3",
    role="policy developer",
    fix="answer the section in a sentence; where there is no effect, say who found that",
    kinds=POLICIES,
)
def workbook_incomplete(pack: Pack, _: Context) -> Iterator[Problem]:
    """A section of the workbook is blank, or says only that it does not apply.

    Why: "N/A" cannot be told from a question nobody asked. A sentence shows that somebody did.
    Good: `health_and_safety: No effect; the team agreed.`
    Bad: `necessity: N/A`; a section left out; no `sections:` at all.
    """
    if pack.workbook:
        for at, words in gaps(pack.workbook.source, "sections", SECTIONS):
            yield Problem(at, f"is a workbook that says nothing about {words}")
