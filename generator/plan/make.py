"""Make the plan from the gate's verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from generator.gate.decide import Verdict
from generator.gate.decision import Cleared, Decision, Held, InDevelopment, Refused
from generator.gate.rules import RULES
from generator.gate.sites import once_on
from generator.gate.states import is_withdrawn
from generator.links import ToFile, resolve
from generator.model import Document, MonitoringReport, Page, Policy, Report, Scheme
from generator.months import in_words
from generator.plan.addresses import (
    document_address,
    group_address,
    pack_address,
    policy_address,
    reference_address,
)
from generator.plan.attached_files import attachment_rows, linked_files
from generator.plan.catalogue import catalogue_files
from generator.plan.change_pages import (
    POLICIES,
    Life,
    all_as_at_page,
    as_at_page,
    changes_pages,
)
from generator.plan.data_page import data_page
from generator.plan.downloads import downloads
from generator.plan.feeds import feed_files
from generator.plan.format_page import FORMATS, format_page, templates
from generator.plan.gate_pages import GATE, gate_page
from generator.plan.guide import GUIDE, Part, guide, guide_page
from generator.plan.inside import inside_registers
from generator.plan.list_pages import (
    CLASSES,
    GROUPS,
    NO_GROUP,
    REPORTS,
    Entry,
    a_to_z,
    class_pages,
    content_page,
    group_pages,
    home_page,
    policy_entry,
    report_entry,
    reports_page,
    site_name,
)
from generator.plan.made_files import robots
from generator.plan.notices import Notice, issue_address, notice_pages, notices, notices_crumb
from generator.plan.plan import (
    Crumb,
    MadeFile,
    Plan,
    PlannedFile,
    PlannedPage,
    Searched,
    SitePlan,
    View,
    Withheld,
)
from generator.plan.policy_pages import Shelf, shelf_pages, withdrawn_life, withdrawn_pages
from generator.plan.promises import Keeper, Promise, comparisons, forward
from generator.plan.record_pages import records_of
from generator.plan.registers import REGISTERS, Shown, register_pages, registers
from generator.plan.rule_pages import MANUAL, rule_pages
from generator.plan.search_page import search_page
from generator.plan.sitemap import sitemap_files
from generator.plan.standing_pages import standing_pages
from generator.settings import Settings
from generator.vocabulary import DocumentType, PackKind, Site, State

REPORT_WORDS = {
    DocumentType.MONITORING_REPORT: "Monitoring report",
    DocumentType.INSPECTION_REPORT: "Inspection report",
    DocumentType.INSPECTION_RESPONSE: "Response to an inspection",
    DocumentType.IMPROVEMENT_PLAN: "Improvement plan",
}


def make_plan(
    verdict: Verdict,
    promised: Mapping[Site, tuple[Promise, ...]] | None = None,
    *,
    with_downloads: bool = False,
    with_templates: bool = False,
) -> Plan:
    """Return what each site will hold, and what neither may.

    ``promised`` are the addresses that the last build held: each is answered at still. Each
    document is offered as a file to keep where that is asked for, and the intranet offers forms to
    fill as Word files where those can be made.
    """
    before = promised or {}
    makers = {
        site: _SiteMaker(verdict, site, before.get(site, ()), with_downloads, with_templates)
        for site in Site
    }
    context = verdict.context
    return Plan(
        context.scheme,
        context.as_at,
        {site: maker.plan() for site, maker in makers.items()},
        {site: tuple(_withheld(verdict, site)) for site in Site},
    )


def site_guide(verdict: Verdict, site: Site) -> tuple[Part, ...]:
    """Return what becomes of every item of the guide to information on one site."""
    maker = _SiteMaker(verdict, site)
    return maker.guide(tuple(maker.pages()))


def _withheld(verdict: Verdict, site: Site) -> Iterator[Withheld]:
    """Yield every text that may not be on a site, in order of path."""
    for decision in verdict.decisions:
        for document in decision.pack.documents:
            if site in verdict.context.sites.get(document.path, frozenset()):
                continue
            yield Withheld(document, _is_named(verdict, site, decision, document))


def _is_named(verdict: Verdict, site: Site, decision: Decision, document: Document) -> bool:
    """Whether the very title is withheld: not where it was announced, or once was published."""
    match decision:
        case Cleared(state=State.WITHDRAWN, pack=pack):
            return site not in once_on(verdict.context.scheme, pack, document)
        case Held(pack=pack) | InDevelopment(pack=pack):
            announced = pack.record is not None and pack.record.announce
            return not (announced and document is pack.policy)
        case Cleared() | Refused():
            return True


@dataclass
class _SiteMaker:
    """Collects the pages of one site."""

    verdict: Verdict
    site: Site
    promised: tuple[Promise, ...] = ()
    with_downloads: bool = False
    with_templates: bool = False

    @property
    def scheme(self) -> Scheme:
        return self.verdict.context.scheme

    @property
    def settings(self) -> Settings:
        return self.scheme.settings

    @property
    def view(self) -> View:
        return View(self.scheme, self.site, self.verdict.context.as_at)

    @cached_property
    def cleared(self) -> tuple[Cleared, ...]:
        """The packs of which this site shows something."""
        return tuple(item for item in self.verdict.cleared if item.on(self.site))

    @cached_property
    def shelves(self) -> tuple[Shelf, ...]:
        """The policies of which this site shows something, with their reports."""
        versions: dict[str, list[Cleared]] = defaultdict(list)
        reports: dict[str, list[Cleared]] = defaultdict(list)
        for item in self.cleared:
            if item.pack.kind is PackKind.POLICY:
                versions[item.pack.owner].append(item)
            elif item.pack.kind is PackKind.REPORT:
                reports[item.pack.owner].append(item)
        return tuple(
            Shelf(
                owner,
                tuple(sorted(found, key=lambda item: -item.pack.version)),
                tuple(sorted(reports[owner], key=lambda item: item.pack.edition, reverse=True)),
            )
            for owner, found in sorted(versions.items())
        )

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """Every item of the notices that this site may show, newest first."""
        return notices(self.view, self.verdict.cleared)

    @cached_property
    def _shown(self) -> Shown:
        """What the registers and the data are made from."""
        withdrawn = tuple(self._withdrawn())
        return Shown(self.view, self.verdict, self.shelves, self.cleared, withdrawn)

    @cached_property
    def _data(self) -> tuple[MadeFile, ...]:
        """The catalogue in every form."""
        return catalogue_files(self._shown, self.notices)

    def plan(self) -> SitePlan:
        documents = {
            document.path: document_address(item.pack, document)
            for item in self.cleared
            for document in item.on(self.site)
        }
        planned = tuple(map(self._with_attachments, self.pages()))
        planned += (guide_page(self.view, self.guide(planned)),)
        planned += (search_page(planned, self._menu()),)
        planned += tuple(self._renamed(planned))
        keeper = Keeper(self.scheme, planned, documents, self.verdict.context.as_at)
        kept = tuple(keeper.kept(self.promised))
        pages = tuple(sorted((*planned, *kept), key=lambda page: page.address))
        return SitePlan(
            self.site,
            site_name(self.settings, self.site),
            self.settings.organisation.address(self.site),
            pages,
            tuple(self._files()),
            documents,
            dict(self._policies(pages)),
            self._menu(),
            self._content(public_only=True),
            tuple(sorted(set(self._said(pages)))),
            tuple(sorted(self._made(pages), key=lambda file: file.address)),
            tuple(downloads(self.cleared, self.site)) if self.with_downloads else (),
            tuple(templates()) if self.with_templates and self.site is Site.INTRANET else (),
        )

    def guide(self, pages: tuple[PlannedPage, ...]) -> tuple[Part, ...]:
        """What becomes of every item of the guide, of which ``pages`` may be the answer."""
        return guide(self.view, pages, self.cleared)

    def _with_attachments(self, page: PlannedPage) -> PlannedPage:
        """The same page, with a list of the files that its text links to."""
        document = page.document
        if document is None:
            return page
        rows = tuple(attachment_rows(self.scheme, document))
        return replace(page, data={**page.data, "attachments": rows}) if rows else page

    def _made(self, pages: tuple[PlannedPage, ...]) -> Iterator[MadeFile]:
        """What the program makes from what this site shows."""
        address = self.settings.organisation.address(self.site)
        yield robots(self.site, address)
        yield from self._data
        yield from feed_files(self.view, self.notices)
        if self.site is Site.PUBLIC:
            yield from sitemap_files(address, pages, self._changed(pages))

    def _changed(self, pages: tuple[PlannedPage, ...]) -> Mapping[str, date | None]:
        """The day each page last changed: a document's own, for a list that of the last notice."""
        newest = self.notices[0].on if self.notices else None
        lists = {page.address: newest for page in pages if page.document is None}
        issues = {issue_address(*notice.issue): notice.on for notice in reversed(self.notices)}
        of_pack = {
            address: item.pack.publish_on
            for item in self.cleared
            for document in item.on(self.site)
            for address in (document_address(item.pack, document),)
        }
        in_force = {
            policy_address(shelf.policy_id): version.pack.publish_on
            for shelf in self.shelves
            if (version := shelf.in_force)
        }
        return {**lists, **issues, **of_pack, **in_force}

    def _said(self, pages: tuple[PlannedPage, ...]) -> Iterator[str]:
        """Yield what pages say that no document shown here says."""
        if self.settings.phase:
            yield self.settings.phase.says
        for page in pages:
            for row in (*page.data.get("versions", ()), *page.data.get("facts", ())):
                yield from (str(value) for value in row.values())
            for notice in page.data.get("banners", ()):
                yield from notice.sentences
            yield str(page.data.get("reason", ""))
            yield from page.data.get("said", ())

    def _policies(self, pages: tuple[PlannedPage, ...]) -> Iterator[tuple[str, Document | None]]:
        held = {page.address: page.document for page in pages}
        for policy_id in self.scheme.policies:
            if policy_address(policy_id) in held:
                yield policy_id, held[policy_address(policy_id)]

    def _menu(self) -> tuple[Crumb, ...]:
        return (GUIDE, POLICIES, GROUPS, CLASSES, REPORTS, notices_crumb(self.view), REGISTERS)

    def _cards(self) -> tuple[Crumb, ...]:
        """What the first page leads to: the menu, and inside the gate's rules and report."""
        return (*self._menu(), *((MANUAL, FORMATS, GATE) if self.site is Site.INTRANET else ()))

    def pages(self) -> Iterator[PlannedPage]:
        """Every page but the guide, which is made of the others."""
        for shelf in self.shelves:
            yield from shelf_pages(self.view, shelf)
        withdrawn = self._shown.withdrawn
        yield from withdrawn
        yield from notice_pages(self.view, self.notices)
        inside = inside_registers(self._shown) if self.site is Site.INTRANET else ()
        yield from register_pages(registers(self._shown), inside)
        yield data_page(self._shown, self._data)
        yield from self._changes(withdrawn)
        yield from self._lists()
        for item in self.cleared:
            if item.pack.kind is PackKind.REPORT:
                yield self._report(item)
            elif isinstance(page := item.pack.documents[0], Page):
                yield content_page(item, page)
        yield from self._standing
        yield from self._forwards(withdrawn)
        if self.site is Site.INTRANET:
            yield from rule_pages(RULES, self.settings)
            yield format_page(self.settings)
            yield gate_page(self.verdict, RULES)
        yield PlannedPage("404.html", "missing.html", "Page not found", "There is no such page.")

    @cached_property
    def _standing(self) -> tuple[PlannedPage, ...]:
        """Pages that have to be there, as far as the store has none of that name for this site."""
        pages = (item.pack for item in self.cleared if item.pack.kind is PackKind.PAGE)
        return tuple(standing_pages(self.view, {pack_address(pack) for pack in pages}))

    def _withdrawn(self) -> Iterator[PlannedPage]:
        for life in self.lives:
            if life.ended is not None:
                crumb = self._replacement(life.ended.replaced_by)
                yield from withdrawn_pages(self.view, life, life.ended, crumb)

    @cached_property
    def lives(self) -> tuple[Life, ...]:
        """The policies that have pages here, with all that was ever in force of them."""
        versions: dict[str, list[Cleared]] = defaultdict(list)
        for item in self.verdict.cleared:
            if item.pack.kind is PackKind.POLICY:
                versions[item.pack.owner].append(item)
        found = []
        for shelf in self.shelves:
            here = frozenset(item.pack.version for item in shelf.versions)
            title = (shelf.in_force or shelf.versions[0]).pack.title
            found.append(Life(shelf.policy_id, title, tuple(versions[shelf.policy_id]), here))
        for owner, withdrawal in self.scheme.withdrawals.items():
            if is_withdrawn(self.scheme, owner, self.verdict.context.as_at):
                life = withdrawn_life(self.view, withdrawal, versions[owner])
                found += [life] if life else []
        return tuple(found)

    def _changes(self, withdrawn: tuple[PlannedPage, ...]) -> Iterator[PlannedPage]:
        """What changed between versions, and what was in force on which day."""
        also = comparisons(self.promised)
        endings = {page.address: page.data for page in withdrawn}
        for life in self.lives:
            if life.ended is None:
                yield from changes_pages(self.view, life, also.get(life.policy_id, ()))
            yield as_at_page(life, endings.get(policy_address(life.policy_id), {}))
        yield all_as_at_page(self.lives)

    def _replacement(self, policy_id: str | None) -> Crumb | None:
        shelf = next((s for s in self.shelves if s.policy_id == policy_id), None)
        if shelf is None:
            return None
        return Crumb(shelf.versions[0].pack.title, policy_address(shelf.policy_id))

    def _lists(self) -> Iterator[PlannedPage]:
        entries: list[Entry] = []
        groups: dict[str, list[Entry]] = defaultdict(list)
        classes: dict[str, list[Entry]] = defaultdict(list)
        titles: dict[str, str] = {}  # names that share an address are one group
        for shelf in self.shelves:
            version = shelf.in_force
            if version is None or version.pack.policy is None:
                continue
            policy, on = version.pack.policy, version.pack.publish_on
            entry = policy_entry(policy, shelf.policy_id, self._note(version, policy), on)
            entries.append(entry)
            group = policy.business_group or NO_GROUP
            groups[titles.setdefault(group_address(group), group)].append(entry)
            classes[policy.class_of_information].append(entry)
        reports = [report_entry(i) for i in self.cleared if i.pack.kind is PackKind.REPORT]
        yield a_to_z(entries)
        yield from group_pages(groups)
        yield from class_pages(self.settings, classes)
        yield reports_page(self._series())
        yield home_page(self.view, [*entries, *reports], self._cards(), self._content())

    def _note(self, version: Cleared, policy: Policy) -> str:
        notes = []
        if policy.review_by and policy.review_by < self.verdict.context.as_at:
            notes.append("review overdue")
        if version.pack.record and version.pack.record.exception and version.pack.eia is None:
            notes.append("not yet assessed")
        return ", ".join(notes)

    def _series(self) -> dict[str, tuple[str, list[Entry]]]:
        found: dict[str, tuple[str, list[Entry]]] = {}
        titles = {s.policy_id: s.versions[0].pack.title for s in self.shelves}
        for item in self.cleared:
            if item.pack.kind is PackKind.REPORT:
                owner = item.pack.owner
                title = titles.get(owner) or owner.replace("-", " ").capitalize()
                found.setdefault(owner, (title, []))[1].append(report_entry(item))
        return found

    def _report(self, item: Cleared) -> PlannedPage:
        pack = item.pack
        report = next(iter(item.on(self.site)))
        shelf = next((s for s in self.shelves if s.policy_id == pack.owner), None)
        near = (Crumb(shelf.versions[0].pack.title, policy_address(pack.owner)),) if shelf else ()
        data: dict[str, Any] = {"facts": tuple(_report_facts(item, report)), "near": near}
        if isinstance(report, MonitoringReport):
            data["measures"] = tuple(
                {"name": name.replace("_", " ").capitalize(), "value": value}
                for name, value in report.measures.items()
            )
            data["actions"] = report.remedial_actions
        if isinstance(report, Report) and pack.records:
            address = f"{pack_address(pack)}{pack.records.name}"
            data["records"] = records_of(report, self.settings, address)
            data["records_size"] = pack.records.size
        return PlannedPage(
            pack_address(pack), "report.html", report.label, report.summary or "", data, report,
            (REPORTS,), near, self._searched_report(report, shelf),
        )  # fmt: skip

    def _searched_report(self, report: Document, shelf: Shelf | None) -> Searched:
        """A report stands in the search with the group of the policy it is about."""
        policy = shelf.versions[0].pack.policy if shelf else None
        more: tuple[str, ...] = ()
        if isinstance(report, MonitoringReport):
            more = (*report.measures.values(), *report.remedial_actions)
        if isinstance(report, Report) and report.table:
            more = tuple(cell.text for row in report.table.rows for cell in row)
        group = (policy.business_group or "") if policy else ""
        return Searched(REPORT_WORDS[report.type], group=group, more=more)

    def _content(self, *, public_only: bool = False) -> tuple[Crumb, ...]:
        crumbs = [
            Crumb(item.pack.title, pack_address(item.pack))
            for item in self.cleared
            if item.pack.kind is PackKind.PAGE
            and not (public_only and item.pack.path.startswith("content/intranet/"))
        ]
        crumbs += [Crumb(page.title, page.address) for page in self._standing]
        return tuple(sorted(crumbs, key=lambda crumb: (crumb.title.casefold(), crumb.address)))

    def _files(self) -> Iterator[PlannedFile]:
        """The attachments that a document shown here links to, and reports' records."""
        found: dict[str, PlannedFile] = {}
        for item in self.cleared:
            for document in item.on(self.site):
                files = [file for _, file in linked_files(self.scheme, document)]
                if isinstance(document, Report) and document.records:
                    match resolve(self.scheme, document, document.records):
                        case ToFile(attachment=attachment, pack=pack) if pack is item.pack:
                            files.append(attachment)
                        case _:
                            pass
                found |= {file.path: PlannedFile(file.path, file) for file in files}
        return iter(sorted(found.values(), key=lambda file: file.address))

    def _renamed(self, planned: tuple[PlannedPage, ...]) -> Iterator[PlannedPage]:
        """Pages that forward from every address that a policy has to have had by an old name."""
        for life in self.lives:
            packs = [v.pack for v in life.versions if v.pack.version in life.here]
            names = {old for pack in packs if pack.policy for old in pack.policy.formerly}
            home = policy_address(life.policy_id)
            own = [page for page in planned if names and page.address.startswith(home)]
            for old in sorted(names - {life.policy_id}):
                for page in own:
                    address = policy_address(old) + page.address.removeprefix(home)
                    yield forward(address, Crumb(page.title, page.address))

    def _forwards(self, withdrawn: tuple[PlannedPage, ...]) -> Iterator[PlannedPage]:
        """Pages that forward from a reference to its document."""
        for shelf in self.shelves:
            version = shelf.in_force or shelf.versions[0]
            policy = version.pack.policy
            if policy is None:
                continue
            to = Crumb(version.pack.title, policy_address(shelf.policy_id))
            for document in version.on(self.site):
                if document.reference:
                    own = Crumb(document.label, document_address(version.pack, document))
                    target = to if document is policy else own
                    yield forward(reference_address(document.reference), target)
        for item in self.cleared:
            lead = item.pack.report
            if lead is not None and lead.reference and lead in item.on(self.site):
                to = Crumb(item.pack.title, pack_address(item.pack))
                yield forward(reference_address(lead.reference), to)
        for page in withdrawn:
            reference = str(page.data["reference"])
            if reference and page.address.count("/") == len(("policies", "id")):
                yield forward(reference_address(reference), Crumb(page.title, page.address))


def _report_facts(item: Cleared, report: Document) -> Iterator[dict[str, str]]:
    rows: list[tuple[str, str | None]] = [("Reference", report.reference)]
    if isinstance(report, MonitoringReport) and report.period_from and report.period_to:
        rows.append(("Period", f"{in_words(report.period_from)} to {in_words(report.period_to)}"))
    if isinstance(report, Report):
        rows.append(("Publisher", report.publisher))
        day = report.published_on
        rows.append(("First published", in_words(day) if day else None))
        rows += [("Copyright", report.copyright)] if report.copyright else []
        rows += [("ISBN", report.isbn)] if report.isbn else []
    on = item.pack.publish_on
    rows.append(("Published here on", in_words(on) if on else None))
    rows.append(("Protective marking", report.protective_marking))
    for name, value in rows:
        yield {"name": name, "value": value or "Not stated", "address": ""}
