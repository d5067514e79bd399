"""Corporate Health Indicators: how each business group's policies stand, each defined on the page.

The SOPs name the indicators and define none: these are the program's own, and say so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from generator.gate.decision import Cleared
from generator.gate.due import Task, duties
from generator.model import Pack
from generator.months import add_months
from generator.plan.addresses import group_address
from generator.plan.charts import Chart
from generator.plan.plan import Crumb
from generator.plan.record_pages import review_chart
from generator.plan.registers import Shown
from generator.plan.tables import NOT_STATED, Cell, Register, Table

HEALTH = Crumb("Corporate Health Indicators", "registers/health-indicators/")
ALL = "All business groups"


class Indicator(Struct, frozen=True):
    """One measure: its name, what it counts, and whether a policy in force meets it."""

    name: str
    meaning: str
    meets: Callable[[Shown, Pack], bool]


def _in_time(task: Task) -> Callable[[Shown, Pack], bool]:
    def meets(shown: Shown, pack: Pack) -> bool:
        found = [d for d in duties(pack, shown.verdict.context) if d.task is task]
        return bool(found) and all(d.overdue(shown.view.as_at) <= 0 for d in found)

    return meets


def _is_assessed(_: Shown, pack: Pack) -> bool:
    return pack.eia is not None


def _is_assessed_in_time(shown: Shown, pack: Pack) -> bool:
    return _is_assessed(shown, pack) and _in_time(Task.ASSESSMENT)(shown, pack)


def _is_decided(_: Shown, pack: Pack) -> bool:
    decided = pack.record.sop_publication if pack.record else {}
    return all(sop.name in decided and decided[sop.name].public is not None for sop in pack.sops)


def indicators(shown: Shown) -> tuple[Indicator, ...]:
    """Return the indicators, with the authority's own intervals in their words."""
    months = shown.view.settings.intervals
    return (
        Indicator(
            "Reviewed in time",
            "Policies in force whose review date is this day or later.",
            _in_time(Task.REVIEW),
        ),
        Indicator(
            "Monitored in time",
            f"Policies in force with a monitoring report published in the last "
            f"{months['monitoring']} months, or first published within them.",
            _in_time(Task.MONITORING),
        ),
        Indicator(
            "Assessed",
            "Policies in force whose version in force has an equality impact assessment. The rest "
            "were published under an exception, and are unassessed.",
            _is_assessed,
        ),
        Indicator(
            "Assessment in time",
            f"Policies in force whose equality impact assessment was completed in the last "
            f"{months['impact_assessment']} months.",
            _is_assessed_in_time,
        ),
        Indicator(
            "Procedures decided",
            "Policies in force for each of whose standard operating procedures it is recorded "
            "whether it may be public.",
            _is_decided,
        ),
    )


def health(shown: Shown) -> Register:
    """Return the page of the indicators: one row a business group, and one of them all."""
    groups: dict[str, list[Cleared]] = defaultdict(list)
    names: dict[str, str] = {}
    for item in shown.in_force():
        group = (item.pack.policy.business_group if item.pack.policy else None) or NOT_STATED
        groups[names.setdefault(group_address(group), group)].append(item)
    measured = indicators(shown)
    found = [_row(shown, name, own, measured) for name, own in sorted(groups.items())]
    if found:
        found.append(_row(shown, ALL, list(shown.in_force()), measured))
    columns = ("Business group", "Policies in force", *(item.name for item in measured))
    table = Table("Policies in force that meet each indicator", columns, tuple(found),
                  "No policy is in force.")  # fmt: skip
    lead = "How the policies of each business group stand: in force, reviewed, monitored, assessed."
    note = (
        "The SOPs ask for these indicators and define none. They are defined below; an indicator "
        "counts policies, and says nothing about how good a policy is."
    )
    terms = tuple((item.name, item.meaning) for item in measured)
    charts = (_reviews(shown, groups),) if found else ()
    return Register(HEALTH, lead, (table,), (note,), terms, recorded=(ALL,), charts=charts)


OVERDUE, IN_TIME = "Review overdue", "Review not due yet"


def _reviews(shown: Shown, groups: Mapping[str, Sequence[Cleared]]) -> Chart:
    """Return the chart of how the reviews of each business group stand."""
    lead = shown.view.settings.intervals["review_lead"]
    soon = f"Review due within {lead} months"
    limit = add_months(shown.view.as_at, lead)

    def status(pack: Pack) -> str:
        due = pack.policy.review_by if pack.policy else None
        if due is None:
            return NOT_STATED
        if due < shown.view.as_at:
            return OVERDUE
        return soon if due <= limit else IN_TIME

    counts = {name: Counter(status(item.pack) for item in own) for name, own in groups.items()}
    return review_chart(counts, (OVERDUE, soon, IN_TIME, NOT_STATED))


def _row(
    shown: Shown, name: str, own: Sequence[Cleared], measured: Sequence[Indicator]
) -> tuple[Cell, ...]:
    counts = (sum(i.meets(shown, item.pack) for item in own) for i in measured)
    return name, len(own), *(f"{count} of {len(own)}" for count in counts)
