"""PS205: an equality impact assessment that leaves something out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import bare, gaps, missing, place, says_nothing, unanswered
from generator.model import Eia, Pack
from generator.settings import Settings

NO_ACTION = frozenset(
    f"{no}{end}"
    for no in ("no", "none", "noaction", "noactions")
    for end in ("", "is", "needed", "required", "isneeded", "isrequired", "taken", "planned")
)


@rule(
    "PS205",
    clause="SOPs, stage 3; SOPs, Responsibilities",
    role="policy developer",
    fix="complete the assessment, and have it assured again",
    kinds=POLICIES,
)
def impact_assessment_incomplete(pack: Pack, context: Context) -> Iterator[Problem]:
    """An equality impact assessment is not complete.

    Why: an assessment that is silent on one characteristic, or finds harm and does nothing about
    it, has not assessed the policy. After consultation it takes in a summary of the feedback.
    Good: an answer for each protected characteristic; `disability: {impact: adverse, action:
    Reports are taken by telephone as well.}`; `feedback_summary:` and `completed_on:`.
    Bad: no line for `race`; `disability: adverse`; `action: N/A`; no `completed_on`.
    """
    if pack.eia:
        yield from _unassessed(pack.eia, context.settings)
        yield from _without_action(pack.eia)
        yield from _unfinished(pack.eia)


def _unassessed(eia: Eia, settings: Settings) -> Iterator[Problem]:
    """Yield each protected characteristic that has no answer."""
    fix = "write none, positive or adverse; adverse needs its action"
    names = settings.protected_characteristics
    for at, words in gaps(eia.source, "impacts", names, missing):
        yield Problem(at, f"does not assess the impact on {words}", fix)
    for name in names:
        written = isinstance(eia.source.metadata.get("impacts", name), Mapping)
        if written and missing(eia.source, "impacts", name, "impact"):
            words = name.replace("_", " ")
            yield Problem(
                eia.at("impacts", name), f"does not say what the impact on {words} is", fix
            )


def _without_action(eia: Eia) -> Iterator[Problem]:
    """Yield each adverse impact that nothing is done about."""
    for name, found in sorted(eia.impacts.items()):
        if found.impact == "adverse" and _is_no_action(found.action):
            words = name.replace("_", " ")
            at = eia.at("impacts", name, "action")
            fix = "write `impact: adverse` and, as `action:`, what will be done about it"
            yield Problem(at, f"finds an adverse impact on {words} and no action", fix)


def _is_no_action(text: str | None) -> bool:
    return says_nothing(text) or bare(text) in NO_ACTION


def _unfinished(eia: Eia) -> Iterator[Problem]:
    """Yield what a finished assessment has besides its answers."""
    if unanswered(eia.source, "feedback_summary"):
        at = place(eia.source, "feedback_summary", duty="type")
        fix = "add `feedback_summary:`, what consultation brought and what was made of it"
        yield Problem(at, "has no summary of the feedback from consultation", fix)
    if missing(eia.source, "completed_on"):
        at = place(eia.source, "completed_on", duty="type")
        fix = "add `completed_on:` and the day on which the assessment was finished"
        yield Problem(at, "is an assessment that is not complete: it has no date", fix)
