"""The documents and packs of a scheme, typed and frozen.

A field is ``None`` where it is missing or could not be believed: validation has said so, and each
rule still meets whatever could be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from msgspec import Struct

from generator.findings import Fault, Location
from generator.records import ReportRecord
from generator.settings import Settings
from generator.sign_off_keys import Doubt
from generator.store.load import Attachment
from generator.store.lookalikes import fold
from generator.store.source import Source
from generator.store.table import Table
from generator.store.text import short_digest
from generator.vocabulary import Change, DocumentType, PackKind, RecordsKind, Stage


class Document(Struct, frozen=True, kw_only=True):
    """One Markdown document. ``path`` is its place in the store, ``name`` its file name."""

    source: Source
    path: str
    name: str
    type: DocumentType
    title: str | None
    status: str | None
    protective_marking: str | None
    summary: str | None
    reference: str | None
    keywords: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The SHA-256 that a sign-off of this text names."""
        return self.source.digest

    @property
    def anchors(self) -> frozenset[str]:
        """The places in it that a link may lead to."""
        return self.source.outline.anchors

    @property
    def label(self) -> str:
        """What to call it where a title may be missing."""
        return self.title or self.name

    def at(self, *keys: str | int) -> Location:
        """The place of a metadata key, or the top of the file where it is absent."""
        return self.source.at(*keys)


class Cover(Struct, frozen=True):
    """What can be told of a document without reading on: its place, its names, its marking."""

    path: str
    name: str
    type: DocumentType
    title: str | None
    reference: str | None
    protective_marking: str | None


class HealthAndSafety(Struct, frozen=True, kw_only=True):
    """The health and safety impact statement of a policy."""

    impact: str | None
    statement: str | None
    risk_assessment: str | None


class Policy(Document, frozen=True, kw_only=True):
    """A policy statement."""

    scope: str | None
    policy_owner: str | None
    policy_lead: str | None
    business_group: str | None
    unit: str | None
    implemented_by: str | None
    monitored_by: str | None
    review_by: date | None
    health_and_safety: HealthAndSafety | None
    class_of_information: str
    driver: str | None
    monitoring_plan: Mapping[str, str]
    associated_documents: tuple[str, ...]
    formerly: tuple[str, ...]
    contact: str | None


class Sop(Document, frozen=True, kw_only=True):
    """Standard operating procedures."""

    control_measures: bool


class Impact(Struct, frozen=True):
    """What an assessment found for one protected characteristic."""

    impact: str | None
    action: str | None


class Eia(Document, frozen=True, kw_only=True):
    """An equality impact assessment (form 6119A)."""

    form: str | None
    completed_on: date | None
    assessed_version: int | None
    impacts: Mapping[str, Impact]
    feedback_summary: str | None


class Workbook(Document, frozen=True, kw_only=True):
    """The corporate policy workbook or checklist."""

    completed_on: date | None
    feedback_summary: str | None
    sections: Mapping[str, str]


class MonitoringReport(Document, frozen=True, kw_only=True):
    """The annual monitoring report of a policy."""

    period_from: date | None
    period_to: date | None
    measures: Mapping[str, str]
    remedial_actions: tuple[str, ...]


class Report(Document, frozen=True, kw_only=True):
    """An inspection report, a response to one, or an improvement plan.

    ``records`` names the CSV beside it: ``table`` is that file as written, ``rows`` what it says.
    """

    publisher: str | None
    published_on: date | None
    records: str | None
    records_kind: RecordsKind | None
    copyright: str | None
    isbn: str | None
    table: Table | None = None
    rows: tuple[ReportRecord, ...] = ()

    @property
    def anchors(self) -> frozenset[str]:
        """The places in it that a link may lead to: each record is one."""
        return self.source.outline.anchors | {row.anchor for row in self.rows}


class Page(Document, frozen=True, kw_only=True):
    """A hand-written page of ``content/``."""


class SignOff(Struct, frozen=True):
    """One entry of quality assurance. ``index`` is its place in the record.

    ``doubt`` says why it is not believed, where its signature, or the lack of one, gives reason.
    """

    by: str | None
    result: str | None
    date: date | None
    documents: Mapping[str, str]
    checks: Mapping[str, str]
    index: int
    doubt: Doubt | None


class Approval(Struct, frozen=True):
    """The policy lead's approval of named texts. ``doubt`` is as in ``SignOff``."""

    by: str | None
    rank: str | None
    on_behalf_of: str | None
    date: date | None
    documents: Mapping[str, str]
    doubt: Doubt | None


class Consultation(Struct, frozen=True):
    """One consultation of the record."""

    who: str | None
    side: str | None
    opened: date | None
    closed: date | None
    index: int


class PublicationDecision(Struct, frozen=True):
    """Whether an SOP may go outside: a no is recorded as well as a yes."""

    public: bool | None
    ground: str | None
    by: str | None
    date: date | None
    reason: str | None


class UnassessedException(Struct, frozen=True):
    """Publication before the impact assessment, and who answers for it (SOPs, stage 3 note)."""

    ground: str | None
    reason: str | None
    approved_by: str | None
    rank: str | None
    approved: date | None
    risk_owner: str | None
    policy_unit_consulted: date | None
    assessment_due: date | None
    public: bool


class Record(Struct, frozen=True, kw_only=True):
    """The registered file of a pack (``record.yml``). It is never published."""

    source: Source
    stage: Stage | None
    change: Change | None
    summary_of_changes: str | None
    registered_file: str | None
    file_plan: str | None
    commissioned_by: str | None
    commissioned: date | None
    consultation: tuple[Consultation, ...]
    safety_and_health: date | None
    submitted: date | None
    quality_assurance: tuple[SignOff, ...]
    approval: Approval | None
    sop_publication: Mapping[str, PublicationDecision]
    publish_on: date | None
    implementation_plan: Mapping[str, str]
    exception: UnassessedException | None
    no_sops: str | None
    withheld_from_public: bool
    withheld_reason: str | None
    announce: bool

    def at(self, *keys: str | int) -> Location:
        """The place of a key of the record."""
        return self.source.at(*keys)


class Withdrawal(Struct, frozen=True, kw_only=True):
    """The end of a policy (``withdrawn.yml``). ``faults`` say what cannot be believed in it."""

    source: Source
    policy_id: str
    date: date | None
    reason: str | None
    replaced_by: str | None
    faults: tuple[Fault, ...]


def has_come(withdrawal: Withdrawal | None, as_at: date) -> bool:
    """Whether a policy has ended by the as-at date."""
    return withdrawal is not None and withdrawal.date is not None and withdrawal.date <= as_at


@dataclass(frozen=True, kw_only=True)
class Pack:
    """Everything submitted together for one version of a policy, one report, or one page.

    ``names`` lists the documents that stand in the folder, readable or not; ``faults`` are those
    of reading and shape.
    """

    path: str
    kind: PackKind
    owner: str
    edition: str
    documents: tuple[Document, ...]
    names: frozenset[str]
    record: Record | None
    attachments: tuple[Attachment, ...]
    records_csv: tuple[Attachment, ...]
    faults: tuple[Fault, ...]

    @property
    def version(self) -> int:
        """The number of a policy's version (0 for reports and pages)."""
        return int(self.edition[1:]) if self.kind is PackKind.POLICY else 0

    @cached_property
    def policy(self) -> Policy | None:
        """The policy statement."""
        return next((d for d in self.documents if isinstance(d, Policy)), None)

    @cached_property
    def sops(self) -> tuple[Sop, ...]:
        """The standard operating procedures, by file name."""
        return tuple(d for d in self.documents if isinstance(d, Sop))

    @cached_property
    def eia(self) -> Eia | None:
        """The equality impact assessment."""
        return next((d for d in self.documents if isinstance(d, Eia)), None)

    @cached_property
    def workbook(self) -> Workbook | None:
        """The corporate policy workbook."""
        return next((d for d in self.documents if isinstance(d, Workbook)), None)

    @cached_property
    def report(self) -> MonitoringReport | Report | None:
        """The report of a report's pack."""
        found = (d for d in self.documents if isinstance(d, MonitoringReport | Report))
        return next(found, None)

    @cached_property
    def covers(self) -> tuple[Cover, ...]:
        """The cover of each document that could be read."""
        return tuple(
            Cover(d.path, d.name, d.type, d.title, d.reference, d.protective_marking)
            for d in self.documents
        )

    @cached_property
    def records(self) -> Attachment | None:
        """The CSV that its report names as its records."""
        name = self.report.records if isinstance(self.report, Report) else None
        return next((file for file in self.records_csv if file.name == name), None)

    @cached_property
    def in_development(self) -> bool:
        """Whether it has not been submitted. A stage that cannot be read counts as submitted."""
        if self.kind is PackKind.PAGE:
            return any(d.status == "draft" for d in self.documents)
        stage = self.record.stage if self.record else None
        return stage is not None and stage not in {Stage.IMPLEMENTATION, Stage.MONITORING}

    @cached_property
    def publish_on(self) -> date | None:
        """The day it is to be published."""
        return self.record.publish_on if self.record else None

    @cached_property
    def title(self) -> str:
        """What to call the pack: the title of its first document, or its path."""
        lead = self.policy or self.report or next(iter(self.documents), None)
        return (lead.title if lead else None) or self.path

    @cached_property
    def titles(self) -> frozenset[str]:
        """The types and titles of its documents, folded, so that titles that look alike are one."""
        return frozenset(titled(cover.type, cover.title) for cover in self.covers if cover.title)

    @cached_property
    def formerly(self) -> tuple[str, ...]:
        """The ids that its policy went by before."""
        return self.policy.formerly if self.policy else ()

    @cached_property
    def sops_for_the_public(self) -> frozenset[str]:
        """The names of the SOPs that have a recorded yes."""
        decisions = self.record.sop_publication if self.record else {}
        return frozenset(name for name, decision in decisions.items() if decision.public)

    @cached_property
    def kept_inside(self) -> bool:
        """Whether its record opens nothing: there is none, or an exception without a yes."""
        if self.record is None:
            return True
        exception = self.record.exception
        return exception is not None and self.eia is None and not exception.public

    @cached_property
    def reports_on_policy(self) -> bool:
        """Whether it is the monitoring report of a policy."""
        return isinstance(self.report, MonitoringReport)

    @cached_property
    def withheld_from_public(self) -> bool:
        """Whether the record withholds documents of the pack from the public."""
        return self.record is not None and self.record.withheld_from_public

    @property
    def document_paths(self) -> tuple[str, ...]:
        """The paths of its Markdown files, readable or not, in order."""
        if self.kind is PackKind.PAGE:
            return (self.path,) if self.names else ()
        return tuple(f"{self.path}/{name}" for name in sorted(self.names))

    @cached_property
    def whole(self) -> bytes:
        """A digest of every byte of the pack, and of what is wrong with it."""
        files = sorted((file.path, file.digest) for file in (*self.attachments, *self.records_csv))
        texts = [(document.name, document.digest) for document in self.documents]
        record = self.record.source.digest if self.record else ""
        return _digest(self.path, sorted(self.names), texts, record, files, self.faults)

    @cached_property
    def face(self) -> bytes:
        """A digest of what a rule may ask of it for another pack: all but the words of its texts.

        Titles, metadata, names of files, the record, links, and the places that links lead to.
        """
        texts = [
            (
                document.name,
                document.type,
                document.source.metadata.data,
                sorted(document.anchors),
                [link.target for link in document.source.outline.links],
            )
            for document in self.documents
        ]
        files = [(file.path, file.digest) for file in (*self.attachments, *self.records_csv)]
        record = self.record.source.digest if self.record else None
        return _digest(self.path, sorted(self.names), texts, record, files)

    def at(self, *keys: str | int) -> Location:
        """The place of a key of its record; the record's name where there is none."""
        if self.record is not None:
            return self.record.at(*keys)
        return Location(self.path if self.kind is PackKind.PAGE else f"{self.path}/record.yml")

    def document(self, name: str) -> Document | None:
        """The document of this file name."""
        return next((d for d in self.documents if d.name == name), None)

    def attachment(self, name: str) -> Attachment | None:
        """The attachment of this name (``attachments/...``), or CSV beside a report."""
        files = (*self.attachments, *self.records_csv)
        return next((file for file in files if file.name == name), None)


def titled(kind: DocumentType, title: str) -> str:
    """Return a document's type and title in one, the title folded."""
    return f"{kind} {fold(title)}"


def _digest(*parts: object) -> bytes:
    """Return a digest of values that print the same whenever they are the same."""
    return short_digest(repr(parts).encode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class Scheme:
    """Every pack of the store in order of path, the withdrawals, and the settings."""

    packs: tuple[Pack, ...]
    withdrawals: Mapping[str, Withdrawal]
    settings: Settings

    def __iter__(self) -> Iterator[Pack]:
        return iter(self.packs)

    @cached_property
    def policies(self) -> Mapping[str, tuple[Pack, ...]]:
        """The packs of each policy, by id, lowest version first."""
        grouped: dict[str, list[Pack]] = {}
        for pack in self.packs:
            if pack.kind is PackKind.POLICY:
                grouped.setdefault(pack.owner, []).append(pack)
        return {
            owner: tuple(sorted(packs, key=lambda pack: pack.version))
            for owner, packs in sorted(grouped.items())
        }

    @cached_property
    def reports(self) -> Mapping[str, tuple[Pack, ...]]:
        """The reports of each policy or series, by id, in order of publication."""
        grouped: dict[str, list[Pack]] = {}
        for pack in self.packs:
            if pack.kind is PackKind.REPORT:
                grouped.setdefault(pack.owner, []).append(pack)
        return {
            owner: tuple(sorted(packs, key=lambda p: (p.publish_on or date.max, p.edition)))
            for owner, packs in sorted(grouped.items())
        }

    def before(self, pack: Pack) -> Pack | None:
        """The version of the same policy before this one."""
        earlier = [p for p in self.policies.get(pack.owner, ()) if p.version < pack.version]
        return earlier[-1] if earlier and pack.kind is PackKind.POLICY else None

    @cached_property
    def by_reference(self) -> Mapping[str, tuple[Pack, ...]]:
        """The packs that use each reference; references that look alike stand together."""
        grouped: dict[str, list[Pack]] = {}
        for pack in self.packs:
            for cover in pack.covers:
                if cover.reference:
                    grouped.setdefault(fold(cover.reference), []).append(pack)
        return {reference: tuple(uses) for reference, uses in grouped.items()}

    @cached_property
    def references(self) -> frozenset[str]:
        """Every reference of the store, as written."""
        return frozenset(c.reference for p in self.packs for c in p.covers if c.reference)

    @cached_property
    def by_id(self) -> Mapping[str, tuple[Pack, ...]]:
        """The packs that go, or formerly went, by each id; ids that look alike stand together."""
        grouped: dict[str, list[Pack]] = {}
        for pack in self.packs:
            if pack.kind is not PackKind.PAGE:
                for name in {fold(name) for name in (pack.owner, *pack.formerly)}:
                    grouped.setdefault(name, []).append(pack)
        return {name: tuple(packs) for name, packs in grouped.items()}

    @cached_property
    def by_path(self) -> Mapping[str, Pack]:
        """Every pack by its path."""
        return {pack.path: pack for pack in self.packs}

    @cached_property
    def documents_by_path(self) -> Mapping[str, Document]:
        """Every document that could be read, by its path."""
        return {d.path: d for pack in self.packs for d in pack.documents}
