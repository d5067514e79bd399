"""The registers of the intranet: for the policy unit, business groups and FOI officers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from generator.gate.decision import Cleared, Held, InDevelopment, Refused, state_of
from generator.gate.due import Duty, Task, duties
from generator.gate.sites import pack_is_public
from generator.model import Document, Eia, Pack, Policy, Sop
from generator.months import add_months
from generator.plan.addresses import document_address, group_address, policy_address
from generator.plan.health import health
from generator.plan.plan import Crumb
from generator.plan.policy_pages import kind_of
from generator.plan.registers import DATA, FUTURE, Shown, day, is_announced
from generator.plan.tables import NOT_STATED, Register, Table, rows
from generator.vocabulary import PackKind, Site, Stage, State

DATABASE = Crumb("Corporate Policy Database", "registers/policy-database/")
BOARD = Crumb("Six-stage board", "registers/stages/")
DUE = Crumb("Reviews and monitoring due", "due/")
DESK = Crumb("FOI desk", "registers/foi-desk/")
AHEAD = 12
"""How many months ahead the list of what is due looks."""


def inside_registers(shown: Shown) -> tuple[Register, ...]:
    """Return the registers that the intranet alone holds."""
    return (_database(shown), _board(shown), _due(shown), health(shown), _desk(shown))


# Corporate Policy Database


def _database(shown: Shown) -> Register:
    found = rows(
        (
            Crumb(policy.label, policy_address(item.pack.owner)),
            policy.reference or NOT_STATED,
            item.pack.version,
            policy.policy_owner or NOT_STATED,
            policy.business_group or NOT_STATED,
            day(item.pack.publish_on),
            *_due_days(shown, item),
        )
        for item in shown.in_force()
        if (policy := item.pack.policy)
    )
    columns = (
        "Policy", "Reference", "Version", "Policy owner", "Business group", "In force since",
        *(f"{task} due" for task in Task),
    )  # fmt: skip
    caption = "Policies in force, by title"
    lead = "Every policy in force, who owns it, and when its review, report and assessment are due."
    note = (
        "Everything on this site, with every version, procedure, assessment and report, can be "
        "taken as data (SQLite, CSV and JSON)."
    )
    table = Table(caption, columns, found, "No policy is in force.")
    return Register(DATABASE, lead, (table,), (note,), links=(DATA,))


def _due_days(shown: Shown, item: Cleared) -> Iterator[str]:
    found = {duty.task: duty.by for duty in duties(item.pack, shown.verdict.context)}
    return (day(found.get(task)) for task in Task)


# Six-stage board

STAGES = {
    Stage.IDENTIFICATION: "1. Identification and scoping",
    Stage.COMMISSIONING: "2. Commissioning",
    Stage.DEVELOPMENT: "3. Development",
    Stage.APPROVAL: "4. Approval",
    Stage.IMPLEMENTATION: "5. Implementation",
    Stage.MONITORING: "6. Monitoring and review",
}


def _board(shown: Shown) -> Register:
    coming: Counter[Stage] = Counter()
    in_force: Counter[Stage] = Counter()
    titles: dict[Stage, list[str]] = defaultdict(list)
    for decision in shown.verdict.decisions:
        if decision.pack.kind is not PackKind.POLICY:
            continue
        stage = _stage(decision.pack)
        coming[stage] += isinstance(decision, Held | InDevelopment | Refused)
        in_force[stage] += state_of(decision) is State.IN_FORCE
        if is_announced(shown.view, decision):
            titles[stage].append(decision.pack.title)
    found = tuple(
        (name, coming[stage], in_force[stage], "; ".join(sorted(titles[stage])) or "None")
        for stage, name in STAGES.items()
    )
    columns = ("Stage", "Not yet published", "In force", "Announced")
    table = Table("Versions of policies, by stage", columns, found, "")
    lead = "How many versions of policies stand in each stage of their development."
    note = (
        "Titles stand here only where they have been announced. The policy unit has the full "
        "register beside the sites (register.sqlite and register.csv)."
    )
    recorded = (*STAGES.values(), "None")
    return Register(BOARD, lead, (table,), (note,), links=(FUTURE,), recorded=recorded)


def _stage(pack: Pack) -> Stage:
    """Return the stage of a pack. One that cannot be read counts as submitted."""
    return (pack.record.stage if pack.record else None) or Stage.IMPLEMENTATION


# Reviews and monitoring due


def _due(shown: Shown) -> Register:
    as_at, months = shown.view.as_at, AHEAD
    until = add_months(as_at, months)
    groups: dict[str, list[tuple[Duty, Cleared]]] = defaultdict(list)
    names: dict[str, str] = {}
    for item in shown.in_force():
        policy = item.pack.policy
        group = (policy.business_group if policy else None) or NOT_STATED
        name = names.setdefault(group_address(group), group)
        for duty in duties(item.pack, shown.verdict.context):
            if duty.by <= until:
                groups[name].append((duty, item))
    tables = tuple(
        Table(
            f"Due from {name}, overdue first",
            ("Policy", "What is due", "By", "State", "Policy owner"),
            tuple(_due_row(shown, duty, item) for duty, item in sorted(found, key=_by_day)),
            "",
            name,
        )
        for name, found in sorted(groups.items())
    )
    lead = f"What each business group owes within {months} months, overdue first."
    notes = () if tables else ("Nothing is due.",)
    recorded = ("Overdue by", "days", "day", "Time to begin", "Later", *Task)
    return Register(DUE, lead, tables, notes, recorded=recorded)


def _by_day(found: tuple[Duty, Cleared]) -> tuple[int, str, str]:
    duty, item = found
    return duty.by.toordinal(), item.pack.title, duty.task


def _due_row(shown: Shown, duty: Duty, item: Cleared) -> tuple[Crumb | str, ...]:
    policy = item.pack.policy
    owner = (policy.policy_owner if policy else None) or NOT_STATED
    to = Crumb(item.pack.title, policy_address(item.pack.owner))
    return to, duty.task.value, day(duty.by), _when(shown, duty), owner


def _when(shown: Shown, duty: Duty) -> str:
    days = duty.overdue(shown.view.as_at)
    if days > 0:
        return f"Overdue by {days:,} day{'' if days == 1 else 's'}"
    lead = shown.view.settings.intervals["review_lead"]
    return "Time to begin" if duty.by <= add_months(shown.view.as_at, lead) else "Later"


# FOI desk


def _desk(shown: Shown) -> Register:
    found, reasons = [], []
    for item in shown.in_force():
        public = {document.path for document in item.on(Site.PUBLIC)}
        for document in item.on(Site.INTRANET):
            if document.path not in public:
                why, by = _why_inside(shown, item.pack, document)
                reasons += [why, by]
                to = Crumb(document.label, document_address(item.pack, document))
                reference = document.reference or NOT_STATED
                found.append((to, reference, kind_of(document), item.pack.title, why, by))
    columns = ("Document", "Reference", "Kind", "Policy", "Why it stays inside", "Decided by")
    table = Table(
        "In force and not on the public site, by title", columns, rows(found),
        "Everything in force is on the public site.",
    )  # fmt: skip
    lead = "For whoever answers a request: what is in force and not published, and why."
    notes = (
        "A recorded reason is no exemption: each request is decided on the day it is answered.",
        "What is intended for publication on a later day (section 22) stands in its own register.",
    )
    return Register(DESK, lead, (table,), notes, links=(FUTURE,), recorded=tuple(reasons))


def _why_inside(shown: Shown, pack: Pack, document: Document) -> tuple[str, str]:
    """Return why a document is not public, and who decided it and when."""
    record = pack.record
    allowed = shown.view.settings.markings.allows(Site.PUBLIC, document.protective_marking)
    marked = f"It is marked {document.protective_marking or 'with nothing'}."
    if record and record.withheld_from_public and (isinstance(document, Policy | Eia)):
        return record.withheld_reason or marked, NOT_STATED
    if not pack_is_public(shown.view.scheme, pack):
        return _why_whole_pack(pack), NOT_STATED
    decision = record.sop_publication.get(document.name) if record else None
    if not isinstance(document, Sop) or (decision and decision.public):
        why = marked if not allowed else "A rule of the gate keeps it inside; see the gate report."
        return why, NOT_STATED
    if decision is None or decision.public is None:
        return "No decision is recorded.", NOT_STATED
    return decision.reason or "No reason is recorded.", f"{decision.by}, {day(decision.date)}"


def _why_whole_pack(pack: Pack) -> str:
    record = pack.record
    if record and record.withheld_from_public:
        return record.withheld_reason or "No reason is recorded."
    if record and record.exception and pack.eia is None:
        return "It is unassessed, and no decision is recorded that it may be public all the same."
    return "Its policy statement may not be public."
