"""What the metadata of a document says, fact by fact, and which facts changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from generator.model import Document, Eia, Pack, Policy, Sop, Workbook
from generator.months import in_words


class Fact(Struct, frozen=True):
    """A fact that changed; an empty text is a fact that was not stated."""

    name: str
    old: str
    new: str


def changed(old: tuple[Pack, Document], new: tuple[Pack, Document]) -> tuple[Fact, ...]:
    """Return the facts that differ between two versions of a document."""
    before, after = dict(_facts(*old)), dict(_facts(*new))
    names = dict.fromkeys((*after, *before))
    found = (Fact(name, before.get(name) or "", after.get(name) or "") for name in names)
    return tuple(fact for fact in found if fact.old != fact.new)


def _facts(pack: Pack, document: Document) -> Iterator[tuple[str, str | None]]:
    """Yield what a page of the document may say of it: nothing here names another document."""
    yield "Title", document.title
    yield "Summary", document.summary
    yield "Reference", document.reference
    yield "Protective marking", document.protective_marking
    yield "Applies to", ", ".join(document.applies_to)
    match document:
        case Policy():
            yield from _policy(pack, document)
        case Sop():
            yield "Control measures", "Yes" if document.control_measures else "No"
        case Eia():
            yield from _assessment(document)
        case Workbook():
            yield "Completed on", _day(document.completed_on)
            yield "Feedback", document.feedback_summary
            yield from ((_spoken(name), text) for name, text in document.sections.items())
        case _:
            pass


def _policy(pack: Pack, policy: Policy) -> Iterator[tuple[str, str | None]]:
    approval = pack.record.approval if pack.record else None
    yield "Policy owner", policy.policy_owner
    yield "Policy lead", policy.policy_lead
    yield "Business group", policy.business_group
    yield "Unit", policy.unit
    yield "Implemented by", policy.implemented_by
    yield "Monitored by", policy.monitored_by
    yield "Scope", _spoken(policy.scope or "")
    yield "Driver", _spoken(policy.driver or "")
    yield "Contact", policy.contact
    yield "Review by", _day(policy.review_by)
    yield "Approved by", approval.by if approval else None
    safety = policy.health_and_safety
    yield "Health and safety impact", _spoken(safety.impact or "") if safety else None
    yield "Health and safety statement", safety.statement if safety else None
    for name, text in policy.monitoring_plan.items():
        yield f"Monitoring of {name.replace('_', ' ')}", text


def _assessment(eia: Eia) -> Iterator[tuple[str, str | None]]:
    yield "Completed on", _day(eia.completed_on)
    yield "Version assessed", str(eia.assessed_version) if eia.assessed_version else None
    for name, impact in eia.impacts.items():
        found = (impact.impact or "not stated").capitalize()
        action = f". Action: {impact.action}" if impact.action else ""
        yield f"Impact: {_spoken(name).lower()}", found + action
    yield "Feedback", eia.feedback_summary


def _day(day: date | None) -> str | None:
    return in_words(day) if day else None


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
