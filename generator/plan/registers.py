"""The registers of both sites: assessments, exceptions, the withdrawn, datasets, the future."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import assert_never

from msgspec import Struct

from generator.gate.decide import Verdict
from generator.gate.decision import Cleared, Decision, Held, InDevelopment, Refused
from generator.gate.due import assessment_due
from generator.gate.sites import once_on
from generator.model import Eia, Report, UnassessedException
from generator.months import in_words
from generator.plan.addresses import document_address, pack_address, policy_address
from generator.plan.plan import Crumb, PlannedPage, View
from generator.plan.policy_pages import Shelf
from generator.plan.tables import NOT_STATED, Cell, Register, Table, rows
from generator.vocabulary import PackKind, Site, State

REGISTERS = Crumb("Registers", "registers/")
DATA = Crumb("Data", "data/")
ASSESSMENTS = Crumb("Impact assessments", "registers/assessments/")
EXCEPTIONS = Crumb("Published before assessment", "registers/exceptions/")
WITHDRAWN = Crumb("Withdrawn policies", "registers/withdrawn/")
DATASETS = Crumb("Datasets", "registers/datasets/")
FUTURE = Crumb("Future publication", "registers/future-publication/")
LEAD = "What is held, what is still to be done, what has ended and what is to come."


class Shown(Struct, frozen=True):
    """What registers are made from: a site's view, the verdict, and what the site shows.

    ``withdrawn`` are the pages that say a policy has ended.
    """

    view: View
    verdict: Verdict
    shelves: tuple[Shelf, ...]
    cleared: tuple[Cleared, ...]
    withdrawn: tuple[PlannedPage, ...]

    def in_force(self) -> Iterator[Cleared]:
        """Yield the version in force of each policy, where this site shows it."""
        return (version for shelf in self.shelves if (version := shelf.in_force))


def registers(shown: Shown) -> tuple[Register, ...]:
    """Return the registers that both sites hold."""
    return (
        _assessments(shown),
        _exceptions(shown),
        _withdrawn(shown),
        _datasets(shown),
        _future(shown),
    )


def register_pages(found: Sequence[Register], inside: Sequence[Register]) -> Iterator[PlannedPage]:
    """Yield the list of registers, and each; ``inside`` are those of the intranet only."""
    for register in (*found, *inside):
        yield register.page(REGISTERS)
    groups = [("", found), *([("For the policy unit and its people", inside)] if inside else [])]
    data = {
        "groups": tuple((title, tuple(group)) for title, group in groups),
        "data": DATA,
        "said": (REGISTERS.title, LEAD, *(r.crumb.title for r in (*found, *inside))),
    }
    yield PlannedPage(REGISTERS.address, "registers.html", REGISTERS.title, LEAD, data)


def day(on: date | None) -> str:
    """Return a date in words, or that there is none."""
    return in_words(on) if on else NOT_STATED


# Assessments


def _assessments(shown: Shown) -> Register:
    months = shown.view.settings.intervals["impact_assessment"]
    standing, earlier = (_assessed(shown, s) for s in (State.IN_FORCE, State.SUPERSEDED))
    due = (f"Due again ({months} months)",)
    tables = (
        Table(
            "Assessments of policies in force, by title", (*ASSESSED, *due), standing,
            "No policy in force has an assessment here.", "Policies in force",
        ),
        Table(
            "Assessments of superseded versions, by title", ASSESSED,
            tuple(row[: len(ASSESSED)] for row in earlier),
            "No superseded version has an assessment here.", "Earlier versions",
        ),
    )  # fmt: skip
    lead = "Every equality impact assessment published here, and what it found."
    return Register(ASSESSMENTS, lead, tables, recorded=(NONE_FOUND,))


ASSESSED = ("Assessment", "Reference", "Policy", "Adverse impact on", "Completed")
NONE_FOUND = "None found"


def _assessed(shown: Shown, state: State) -> tuple[tuple[Cell, ...], ...]:
    return rows(
        (
            Crumb(f"{eia.label}, version {item.pack.version}", document_address(item.pack, eia)),
            eia.reference or NOT_STATED,
            item.pack.title,
            _adverse(eia),
            day(eia.completed_on),
            day(assessment_due(item.pack, shown.verdict.context)),
        )
        for shelf in shown.shelves
        for item in shelf.versions
        if item.state is state and (eia := item.pack.eia) and eia in item.on(shown.view.site)
    )


def _adverse(eia: Eia) -> str:
    found = [name for name, impact in eia.impacts.items() if impact.impact == "adverse"]
    return ", ".join(name.replace("_", " ") for name in found).capitalize() or NONE_FOUND


# Exceptions


def open_exceptions(shown: Shown) -> Iterator[tuple[Cleared, UnassessedException]]:
    """Yield the policies in force that went out before their assessment and still have none."""
    for item in shown.in_force():
        exception = item.pack.record.exception if item.pack.record else None
        if exception and item.pack.eia is None:
            yield item, exception


def _exceptions(shown: Shown) -> Register:
    lead = (
        "Policies in force that met an immediate operational need, were published before their "
        "impact assessment, and have none yet."
    )
    found = rows(
        (
            Crumb(item.pack.title, policy_address(item.pack.owner)),
            (item.pack.policy.reference if item.pack.policy else None) or NOT_STATED,
            day(item.pack.publish_on),
            day(exception.assessment_due),
            _late(shown, exception),
        )
        for item, exception in open_exceptions(shown)
    )
    columns = ("Policy", "Reference", "In force since", "Assessment due", "State")
    nothing = "No policy in force is without its impact assessment."
    caption = "Published under an exception and still unassessed"
    table = Table(caption, columns, found, nothing)
    if shown.view.site is Site.PUBLIC:
        return Register(EXCEPTIONS, lead, (table,), recorded=("Overdue", "Not yet due"))
    return _exceptions_in_full(shown, lead, table)


def _late(shown: Shown, exception: UnassessedException) -> str:
    due = exception.assessment_due
    return "Overdue" if due and due < shown.view.as_at else "Not yet due"


def _exceptions_in_full(shown: Shown, lead: str, table: Table) -> Register:
    """Every exception ever used by a version shown here, with why and on whose authority."""
    excepted = [
        (item, item.pack.record.exception)
        for shelf in shown.shelves
        for item in shelf.versions
        if item.pack.record and item.pack.record.exception
    ]
    found = rows(
        (
            Crumb(f"{item.pack.title}, version {item.pack.version}", pack_address(item.pack)),
            (exception.ground or NOT_STATED).replace("-", " ").capitalize(),
            exception.reason or NOT_STATED,
            f"{exception.approved_by}, {day(exception.approved)}",
            exception.risk_owner or NOT_STATED,
            day(exception.policy_unit_consulted),
            "Assessed since" if item.pack.eia else _late(shown, exception),
        )
        for item, exception in excepted
    )
    columns = (
        "Version", "Ground", "Reason", "Approved", "Owner of the risk", "Policy unit consulted",
        "State",
    )  # fmt: skip
    whole = Table(
        "Every version published under an exception", columns, found,
        "No version was published under an exception.", "Reasons and authority",
    )  # fmt: skip
    notes = ("Nobody is held to account for not complying with a policy until it is assessed.",)
    recorded = (
        *(str(cell) for row in found for cell in row[1:]),
        *("Overdue", "Not yet due", "Assessed since"),
    )
    return Register(EXCEPTIONS, lead, (table, whole), notes, recorded=recorded)


# The withdrawn


def _withdrawn(shown: Shown) -> Register:
    own = [page for page in shown.withdrawn if page.address.count("/") == len(("policies", "id"))]
    found = rows(
        (
            Crumb(page.title, page.address),
            page.data["reference"] or NOT_STATED,
            page.data["date"],
            page.data["reason"] or NOT_STATED,
            page.data["replacement"] or "Nothing",
        )
        for page in own
    )
    columns = ("Policy", "Reference", "Withdrawn on", "Why", "Replaced by")
    lead = "Policies that have ended: when, why, and what took their place."
    recorded = tuple(str(page.data["reason"]) for page in own)
    table = Table("Withdrawn policies, by title", columns, found, "No policy has been withdrawn.")
    return Register(WITHDRAWN, lead, (table,), recorded=recorded)


# Datasets


def _datasets(shown: Shown) -> Register:
    licence, name = shown.view.settings.licence.title, shown.view.settings.organisation.name
    newest = max((i.pack.publish_on for i in shown.cleared if i.pack.publish_on), default=None)
    own = (Crumb(CATALOGUE, DATA.address), Crumb(NOTICES_DATA, "data/notices.csv"))
    found: list[tuple[Cell, ...]] = [(crumb, name, licence, day(newest)) for crumb in own]
    found += [
        (
            Crumb(f"{report.label}: records", f"{pack_address(item.pack)}{report.records}"),
            report.publisher or NOT_STATED,
            f"Copyright: {report.copyright}" if report.copyright else licence,
            day(item.pack.publish_on),
        )
        for item in shown.cleared
        for report in item.on(shown.view.site)
        if isinstance(report, Report) and report.records and item.pack.records_csv
    ]
    columns = ("Dataset", "Publisher", "Licence", "Date")
    lead = "Every set of data on this site, under what licence it may be used again, and its date."
    table = Table("Datasets, by title", columns, rows(found), "No dataset is published yet.")
    recorded = (licence, name, CATALOGUE, NOTICES_DATA)
    return Register(DATASETS, lead, (table,), links=(DATA,), recorded=recorded)


CATALOGUE = "Catalogue of this site (CSV, JSON, JSON-LD, SQLite)"
NOTICES_DATA = "Notices of this site (CSV)"


# What is to come


def _future(shown: Shown) -> Register:
    found = sorted(
        (pack.publish_on, pack.title)
        for decision in shown.verdict.decisions
        if isinstance(decision, Held) and is_announced(shown.view, decision)
        if (pack := decision.pack).publish_on
    )
    lead = (
        "What has been approved and is intended for publication on a later day (section 22 of the "
        "Freedom of Information Act 2000). Only what has been announced is listed."
    )
    table = Table(
        "To be published, soonest first",
        ("Title", "To be published on"),
        tuple((title, in_words(on)) for on, title in found),
        "Nothing has been announced.",
    )
    return Register(FUTURE, lead, (table,))


def is_announced(view: View, decision: Decision) -> bool:
    """Whether a pack's title may be shown here before its publication (store, section 7).

    On a site that could not hold the statement itself, its title is not announced either.
    """
    match decision:
        case Held(pack=pack) | InDevelopment(pack=pack):
            policy, record = pack.policy, pack.record
            if pack.kind is not PackKind.POLICY or not (record and record.announce and policy):
                return False
            return view.site in once_on(view.scheme, pack, policy)
        case Cleared() | Refused():
            return False
    assert_never(decision)
