"""Validate, part two: sources become typed documents, records and packs, with their faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import structs

from generator.findings import Fault, Location
from generator.model import (
    Approval,
    Consultation,
    Document,
    Eia,
    HealthAndSafety,
    Impact,
    MonitoringReport,
    Pack,
    Page,
    Policy,
    PublicationDecision,
    Record,
    Report,
    Scheme,
    SignOff,
    Sop,
    UnassessedException,
    Withdrawal,
    Workbook,
)
from generator.records import believe_records
from generator.schema.believe import parse_date, shape_faults
from generator.settings import Settings
from generator.sign_off_keys import APPROVAL, ASSURANCE, Doubt, SignOffKeys
from generator.store.load import RawPack, Store
from generator.store.source import Source
from generator.store.table import Table
from generator.vocabulary import REPORT_TYPES, Change, DocumentType, PackKind, RecordsKind, Stage


def validate(store: Store, settings: Settings) -> Scheme:
    """Return the scheme, typed; what cannot be believed is a fault of its pack."""
    packs = tuple(believe_pack(raw, settings) for raw in store.packs)
    withdrawals = {
        owner: believe_withdrawal(owner, source)
        for owner, source in sorted(store.withdrawals.items())
    }
    return Scheme(packs, withdrawals, settings)


def believe_pack(raw: RawPack, settings: Settings) -> Pack:
    """Return one pack, typed, with the faults of its reading and shape."""
    faults = list(raw.faults)
    documents = []
    for name, source in sorted(raw.sources.items()):
        kind = _type(raw, name, source)
        if source.readable:
            faults += shape_faults(kind.value, source.metadata)
            faults += _setting_faults(kind, source, settings)
            document, record_faults = _with_records(_document(kind, name, source, settings), raw)
            documents.append(document)
            faults += record_faults
    record = None
    if raw.kind is not PackKind.PAGE:
        faults += _record_faults(raw)
        record = _record(raw.record, raw.path, settings.sign_off_keys) if raw.record else None
    return Pack(
        path=raw.path,
        kind=raw.kind,
        owner=raw.owner,
        edition=raw.edition,
        documents=tuple(documents),
        names=frozenset(raw.sources),
        record=record,
        attachments=raw.attachments,
        records_csv=tuple(item.file for item in raw.records),
        faults=tuple(sorted(set(faults))),
    )


def _with_records(document: Document, raw: RawPack) -> tuple[Document, tuple[Fault, ...]]:
    """Return a report with the records that it names, and what is wrong with their shape."""
    if not isinstance(document, Report):
        return document, ()
    tables = {item.file.name: item.table for item in raw.records}
    table: Table | None = tables.get(document.records or "")
    if table is None or document.records_kind is None:
        return structs.replace(document, table=table), ()
    rows, faults = believe_records(document.records_kind, table)
    return structs.replace(document, table=table, rows=rows), faults


def _record_faults(raw: RawPack) -> Iterator[Fault]:
    if raw.record is None:
        fix = "add record.yml, the pack's registered file: `scheme schema record` shows its form"
        yield Fault(Location(f"{raw.path}/record.yml"), "PS002", "is not there", fix)
    elif raw.record.readable:
        kind = "record" if raw.kind is PackKind.POLICY else "report-record"
        yield from shape_faults(kind, raw.record.metadata)


def _type(raw: RawPack, name: str, source: Source) -> DocumentType:
    """A document's type follows from its file name; its front matter must say the same."""
    if raw.kind is PackKind.PAGE:
        return DocumentType.PAGE
    if raw.kind is PackKind.REPORT:
        said = source.metadata.get("type")
        known = [kind for kind in REPORT_TYPES if kind == said]
        return known[0] if known else DocumentType.MONITORING_REPORT
    stem = name.removesuffix(".md")
    return DocumentType.SOP if stem.startswith("sop-") else DocumentType(stem)


def _setting_faults(kind: DocumentType, source: Source, settings: Settings) -> Iterator[Fault]:
    """Values that must be words of the settings."""
    data = source.metadata
    if kind is DocumentType.EIA and isinstance(impacts := data.get("impacts"), Mapping):
        for name in sorted(set(impacts) - set(settings.protected_characteristics)):
            fix = "the characteristics are " + ", ".join(settings.protected_characteristics)
            message = f"assesses `{name}`, which is no protected characteristic"
            yield Fault(data.at("impacts", name), "PS002", message, fix)
    if kind is DocumentType.POLICY:
        known = [item.id for item in settings.classes_of_information]
        said = data.get("class_of_information")
        if isinstance(said, str) and said not in known:
            message = f"is put in the class `{said}`, which the settings do not know"
            fix = "the classes are " + ", ".join(known)
            yield Fault(data.at("class_of_information"), "PS002", message, fix)
        group = data.get("business_group")
        if settings.business_groups and group and group not in settings.business_groups:
            message = f"names the business group `{group}`, which the settings do not know"
            fix = "the business groups are " + ", ".join(settings.business_groups)
            yield Fault(data.at("business_group"), "PS002", message, fix)


def _document(kind: DocumentType, name: str, source: Source, settings: Settings) -> Document:
    fields = _Fields(source)
    common: dict[str, Any] = {
        "source": source,
        "path": source.path,
        "name": name,
        "type": kind,
        "title": fields.text("title"),
        "status": fields.text("status"),
        "protective_marking": fields.text("protective_marking"),
        "summary": fields.text("summary"),
        "reference": fields.text("reference"),
        "keywords": fields.texts("keywords"),
        "applies_to": fields.texts("applies_to"),
    }
    makers: dict[DocumentType, Callable[[], Document]] = {
        DocumentType.POLICY: lambda: _policy(common, fields, settings),
        DocumentType.SOP: lambda: Sop(**common, control_measures=fields.yes("control_measures")),
        DocumentType.EIA: lambda: _eia(common, fields),
        DocumentType.WORKBOOK: lambda: _workbook(common, fields),
        DocumentType.MONITORING_REPORT: lambda: _monitoring_report(common, fields),
        DocumentType.PAGE: lambda: Page(**common),
    }
    return makers.get(kind, lambda: _report(common, fields))()


def _workbook(common: dict[str, Any], fields: _Fields) -> Workbook:
    return Workbook(
        **common,
        completed_on=fields.day("completed_on"),
        feedback_summary=fields.text("feedback_summary"),
        sections=fields.mapping("sections"),
    )


def _monitoring_report(common: dict[str, Any], fields: _Fields) -> MonitoringReport:
    return MonitoringReport(
        **common,
        period_from=fields.day("period_from"),
        period_to=fields.day("period_to"),
        measures=fields.mapping("measures"),
        remedial_actions=fields.texts("remedial_actions"),
    )


def _report(common: dict[str, Any], fields: _Fields) -> Report:
    kind = fields.text("records_kind")
    return Report(
        **common,
        publisher=fields.text("publisher"),
        published_on=fields.day("published_on"),
        records=fields.text("records"),
        records_kind=RecordsKind(kind) if kind in set(RecordsKind) else None,
        copyright=fields.text("copyright"),
        isbn=fields.text("isbn"),
    )


def _policy(common: dict[str, Any], fields: _Fields, settings: Settings) -> Policy:
    return Policy(
        **common,
        scope=fields.text("scope"),
        policy_owner=fields.text("policy_owner"),
        policy_lead=fields.text("policy_lead"),
        business_group=fields.text("business_group"),
        unit=fields.text("unit"),
        implemented_by=fields.text("implemented_by"),
        monitored_by=fields.text("monitored_by"),
        review_by=fields.day("review_by"),
        health_and_safety=_health_and_safety(fields.part("health_and_safety")),
        class_of_information=fields.text("class_of_information") or settings.default_class,
        driver=fields.text("driver"),
        monitoring_plan=fields.mapping("monitoring_plan"),
        associated_documents=fields.texts("associated_documents"),
        formerly=fields.texts("formerly"),
        contact=fields.text("contact"),
    )


def _health_and_safety(part: _Fields | None) -> HealthAndSafety | None:
    if part is None:
        return None
    return HealthAndSafety(
        impact=part.text("impact"),
        statement=part.text("statement"),
        risk_assessment=part.text("risk_assessment"),
    )


def _eia(common: dict[str, Any], fields: _Fields) -> Eia:
    impacts: dict[str, Impact] = {}
    said = fields.value("impacts")
    for name, value in said.items() if isinstance(said, Mapping) else ():
        if isinstance(value, str):
            impacts[name] = Impact(value, None)
        elif isinstance(value, Mapping):
            part = _Fields(fields.source, ("impacts", name))
            impacts[name] = Impact(part.text("impact"), part.text("action"))
    return Eia(
        **common,
        form=fields.text("form"),
        completed_on=fields.day("completed_on"),
        assessed_version=_version(fields.text("assessed_version")),
        impacts=impacts,
        feedback_summary=fields.text("feedback_summary"),
    )


def _version(text: str | None) -> int | None:
    """Return the number of a version; one too long to be a number is none."""
    return int(text) if text and re.fullmatch(r"[1-9][0-9]{0,3}", text) else None


def _record(source: Source, pack: str, keys: SignOffKeys) -> Record:
    fields = _Fields(source)

    def doubt(part: _Fields, under: str) -> Doubt | None:
        return keys.doubt(part.data, under, pack, source.digest)

    approval = fields.part(APPROVAL)
    commissioned = fields.part("commissioned")
    health = fields.part("safety_and_health")
    withheld = fields.part("withheld_from_public")
    decisions = fields.value("sop_publication")
    stage, change = fields.text("stage"), fields.text("change")
    return Record(
        source=source,
        stage=Stage(stage) if stage in set(Stage) else None,
        change=Change(change) if change in set(Change) else None,
        summary_of_changes=fields.text("summary_of_changes"),
        registered_file=fields.text("registered_file"),
        file_plan=fields.text("file_plan"),
        commissioned_by=commissioned.text("by") if commissioned else None,
        commissioned=commissioned.day("date") if commissioned else None,
        consultation=tuple(_consultation(part, n) for n, part in fields.parts("consultation")),
        safety_and_health=health.day("consulted") if health else None,
        submitted=fields.day("submitted"),
        quality_assurance=tuple(
            _sign_off(part, n, doubt(part, ASSURANCE)) for n, part in fields.parts(ASSURANCE)
        ),
        approval=_approval(approval, doubt(approval, APPROVAL)) if approval else None,
        sop_publication={
            str(name): _decision(_Fields(source, ("sop_publication", name)))
            for name in (decisions if isinstance(decisions, Mapping) else ())
        },
        publish_on=fields.day("publish_on"),
        implementation_plan=fields.mapping("implementation_plan"),
        exception=_exception(fields.part("exception")),
        no_sops=fields.text("no_sops"),
        withheld_from_public=withheld is not None,
        withheld_reason=withheld.text("reason") if withheld else None,
        announce=fields.yes("announce"),
    )


def _consultation(part: _Fields, index: int) -> Consultation:
    return Consultation(
        part.text("who"), part.text("side"), part.day("opened"), part.day("closed"), index
    )


def _sign_off(part: _Fields, index: int, doubt: Doubt | None) -> SignOff:
    return SignOff(
        part.text("by"),
        part.text("result"),
        part.day("date"),
        part.mapping("documents"),
        part.mapping("checks"),
        index,
        doubt,
    )


def _approval(part: _Fields, doubt: Doubt | None) -> Approval:
    return Approval(
        part.text("by"),
        part.text("rank"),
        part.text("on_behalf_of"),
        part.day("date"),
        part.mapping("documents"),
        doubt,
    )


def _decision(part: _Fields) -> PublicationDecision:
    said = part.text("public")
    public = {"yes": True, "no": False}.get(said or "")
    return PublicationDecision(
        public, part.text("ground"), part.text("by"), part.day("date"), part.text("reason")
    )


def _exception(part: _Fields | None) -> UnassessedException | None:
    if part is None:
        return None
    return UnassessedException(
        ground=part.text("ground"),
        reason=part.text("reason"),
        approved_by=part.text("approved_by"),
        rank=part.text("rank"),
        approved=part.day("approved"),
        risk_owner=part.text("risk_owner"),
        policy_unit_consulted=part.day("policy_unit_consulted"),
        assessment_due=part.day("assessment_due"),
        public=part.yes("public"),
    )


def believe_withdrawal(owner: str, source: Source) -> Withdrawal:
    """Return the end of a policy, typed, with the faults of its reading and shape."""
    fields = _Fields(source)
    shape = shape_faults("withdrawal", source.metadata) if source.readable else ()
    return Withdrawal(
        source=source,
        policy_id=owner,
        date=fields.day("date"),
        reason=fields.text("reason"),
        replaced_by=fields.text("replaced_by"),
        faults=(*source.faults, *shape),
    )


class _Fields:
    """Reads one mapping of a source; what has the wrong shape is as good as missing."""

    def __init__(self, source: Source, under: tuple[str | int, ...] = ()) -> None:
        self.source = source
        self.under = under

    @property
    def data(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.source.metadata.get(*self.under)
        return found

    def value(self, key: str) -> Any:
        return self.source.metadata.get(*self.under, key)

    def text(self, key: str) -> str | None:
        value = self.value(key)
        return " ".join(value.split()) if isinstance(value, str) else None

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.value(key)
        found = value if isinstance(value, list) else ()
        return tuple(item.strip() for item in found if isinstance(item, str) and item.strip())

    def yes(self, key: str) -> bool:
        return self.text(key) == "yes"

    def day(self, key: str) -> date | None:
        return parse_date(self.text(key))

    def mapping(self, key: str) -> Mapping[str, str]:
        value = self.value(key)
        found = value if isinstance(value, Mapping) else {}
        return {str(name): item for name, item in found.items() if isinstance(item, str)}

    def part(self, key: str) -> _Fields | None:
        value = self.value(key)
        return _Fields(self.source, (*self.under, key)) if isinstance(value, Mapping) else None

    def parts(self, key: str) -> list[tuple[int, _Fields]]:
        value = self.value(key)
        found = value if isinstance(value, list) else []
        return [
            (n, _Fields(self.source, (*self.under, key, n)))
            for n, item in enumerate(found)
            if isinstance(item, Mapping)
        ]
