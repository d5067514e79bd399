"""PS206: an equality impact assessment that is too old, or of another version."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import missing, place
from generator.model import Eia, Pack
from generator.months import add_months, in_words
from generator.vocabulary import Change

ASSESSED_AFRESH = {Change.NEW: "is new", Change.MAJOR: "is a major change"}


@rule(
    "PS206",
    clause="SOPs, Role of Policy Developers",
    role="policy developer",
    fix="assess this version afresh, and have the assessment assured",
    kinds=POLICIES,
)
def impact_assessment_out_of_date(pack: Pack, context: Context) -> Iterator[Problem]:
    """An equality impact assessment was completed too long ago, or does not assess this version.

    Why: policies are assessed when they are new, every three years, and when a major change is
    made. An old assessment says nothing of what the policy does today.
    Good: completed 36 months or less before publication; `assessed_version: 2` in `v2`; for a minor
    or interim change, the assessment of an earlier version.
    Bad: completed 37 months before; a major change with the assessment of the version before.
    """
    if pack.eia:
        months = context.settings.intervals["impact_assessment"]
        yield from _too_old(pack.eia, pack.publish_on, months)
        yield from _of_another_version(pack.eia, pack)


def _too_old(eia: Eia, published: date | None, months: int) -> Iterator[Problem]:
    done = eia.completed_on
    if done and published and add_months(done, months) < published:
        message = (
            f"was completed on {in_words(done)}, over {months} months before publication "
            f"on {in_words(published)}"
        )
        yield Problem(eia.at("completed_on"), message)


def _of_another_version(eia: Eia, pack: Pack) -> Iterator[Problem]:
    """An earlier version will do only where the change since is minor or interim."""
    assessed, change = eia.assessed_version, pack.record.change if pack.record else None
    at = place(eia.source, "assessed_version", duty="type")
    if missing(eia.source, "assessed_version"):
        fix = f"add `assessed_version:`, {pack.version} if this version was assessed"
        yield Problem(at, "does not say which version it assessed", fix)
    elif assessed and assessed > pack.version:
        fix = f"write the number of the version assessed, at most {pack.version}"
        message = f"says it assessed version {assessed}, and this is version {pack.version}"
        yield Problem(at, message, fix)
    elif assessed and assessed < pack.version and change in ASSESSED_AFRESH:
        message = f"assessed version {assessed}; version {pack.version} {ASSESSED_AFRESH[change]}"
        yield Problem(at, message)
