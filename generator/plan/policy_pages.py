"""The pages of a policy: the version in force, each version and its documents, or its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from generator.gate.decision import Cleared
from generator.gate.sites import once_on
from generator.model import Document, Eia, Pack, Policy, Sop, Withdrawal
from generator.months import in_words
from generator.plan.addresses import (
    as_at_address,
    changes_address,
    class_address,
    document_address,
    group_address,
    pack_address,
    policy_address,
)
from generator.plan.banners import banners
from generator.plan.change_pages import POLICIES, Life
from generator.plan.plan import Crumb, PlannedPage, Searched, View
from generator.settings import Settings
from generator.vocabulary import Site, State


class Shelf(Struct, frozen=True):
    """A policy on one site: its cleared versions there, newest first, and its reports."""

    policy_id: str
    versions: tuple[Cleared, ...]
    reports: tuple[Cleared, ...]

    @property
    def in_force(self) -> Cleared | None:
        """The version in force, where this site shows it."""
        return next((v for v in self.versions if v.state is State.IN_FORCE), None)


def shelf_pages(view: View, shelf: Shelf) -> Iterator[PlannedPage]:
    """Yield every page of a policy that this site shows."""
    for version in shelf.versions:
        for document in version.on(view.site):
            yield _document_page(view, shelf, version, document)
    in_force = shelf.in_force
    if in_force and in_force.pack.policy:
        page = _document_page(view, shelf, in_force, in_force.pack.policy)
        searched = _searched(view.settings, in_force, in_force.pack.policy)
        yield _at(page, policy_address(shelf.policy_id), searched)
    elif shelf.versions:
        yield _closed_page(shelf)


def _at(page: PlannedPage, address: str, searched: Searched) -> PlannedPage:
    """The same page at the address that always shows the version in force, and is searched."""
    return PlannedPage(
        address, page.template, page.title, page.summary,
        {**page.data, "permanent": page.address}, page.document, page.crumbs[:1], page.near,
        searched,
    )  # fmt: skip


def _document_page(view: View, shelf: Shelf, version: Cleared, document: Document) -> PlannedPage:
    pack = version.pack
    data: dict[str, Any] = {
        "banners": banners(view, pack, version.state),
        "facts": tuple(_facts(view.settings, version, document)),
        "permanent": document_address(pack, document),
        "version": pack.version,
        "reference": document.reference or "",
        "date": in_words(pack.publish_on) if pack.publish_on else "",
        "as_at": as_at_address(pack.owner),
        "withheld_sops": _unseen(view.site, version),
        "versions": tuple(_version_rows(shelf)),
        "documents": tuple(_document_rows(view.site, version)),
        "others": tuple(_other_rows(view.site, shelf, version)),
        "reports": tuple(_report_row(item) for item in shelf.reports),
    }
    if isinstance(document, Eia):
        data["impacts"] = tuple(_impact_rows(document))
        data["feedback"] = document.feedback_summary or ""
    if isinstance(document, Policy) and document.health_and_safety:
        data["health_and_safety"] = document.health_and_safety.statement or ""
    crumbs = [POLICIES, Crumb(pack.title, policy_address(pack.owner))]
    twice = isinstance(document, Policy) and version is shelf.in_force
    if not isinstance(document, Policy):
        crumbs.append(Crumb(f"Version {pack.version}", pack_address(pack)))
    return PlannedPage(
        document_address(pack, document),
        "document.html",
        document.label,
        document.summary or "",
        data,
        document,
        tuple(crumbs),
        tuple(Crumb(row["title"], row["address"]) for row in data["documents"]),
        None if twice else _searched(view.settings, version, document),
    )


def _searched(settings: Settings, version: Cleared, document: Document) -> Searched:
    """How a policy's document stands in the search: with its policy's group and class."""
    policy = version.pack.policy
    more: tuple[str, ...] = ()
    if isinstance(document, Eia):
        actions = (impact.action or "" for impact in document.impacts.values())
        more = (*filter(None, actions), document.feedback_summary or "")
    return Searched(
        kind_of(document),
        f"version {version.pack.version}",
        version.state is State.IN_FORCE,
        (policy.business_group or "") if policy else "",
        class_title(settings, policy.class_of_information) if policy else "",
        more,
    )


def class_title(settings: Settings, class_id: str) -> str:
    """Return what a class of information is called."""
    titles = {item.id: item.title for item in settings.classes_of_information}
    return titles.get(class_id, class_id)


STATE_WORDS = {State.IN_FORCE: "In force", State.SUPERSEDED: "Superseded"}
TYPE_WORDS = {Policy: "Policy statement", Sop: "Standard operating procedures"}


def kind_of(document: Document) -> str:
    """Return what to call a document's type on a page."""
    return TYPE_WORDS.get(type(document), "Equality impact assessment")


def _facts(settings: Settings, version: Cleared, document: Document) -> Iterator[dict[str, str]]:
    """The summary list under the title. An item may carry the address it links to."""
    pack, policy, record = version.pack, version.pack.policy, version.pack.record
    yield _fact("Reference", document.reference)
    yield _fact("Document", kind_of(document))
    yield _fact("Version", f"{pack.version} ({STATE_WORDS.get(version.state, version.state)})")
    yield _fact("Published on", in_words(pack.publish_on) if pack.publish_on else None)
    if record and record.approval and record.approval.by and record.approval.date:
        day = in_words(record.approval.date)
        yield _fact("Approved by", f"{record.approval.by}, on {day}")
    if policy:
        yield _fact("Policy owner", policy.policy_owner)
        group = policy.business_group
        yield _fact("Business group", group, group_address(group or ""))
        yield _fact("Review by", in_words(policy.review_by) if policy.review_by else None)
        class_id = policy.class_of_information
        title = class_title(settings, class_id)
        yield _fact("Class of information", title, class_address(class_id))
    yield _fact("Protective marking", document.protective_marking or "None")
    yield _fact("Fee", settings.fees)


def _fact(name: str, value: str | None, address: str = "") -> dict[str, str]:
    return {"name": name, "value": value or "Not stated", "address": address if value else ""}


def _version_rows(shelf: Shelf) -> Iterator[dict[str, str]]:
    """Yield the versions, newest first, each with its comparison with the one before it here."""
    earlier = [*(item.pack.version for item in shelf.versions[1:]), 0]
    for version, before in zip(shelf.versions, earlier, strict=True):
        number = version.pack.version
        address = changes_address(shelf.policy_id, before, number) if before else ""
        yield {**_version_row(version), "before": str(before), "changes": address}


def _version_row(version: Cleared) -> dict[str, str]:
    pack, record = version.pack, version.pack.record
    return {
        "number": str(pack.version),
        "address": pack_address(pack),
        "date": in_words(pack.publish_on) if pack.publish_on else "",
        "state": STATE_WORDS.get(version.state, ""),
        "summary": (record.summary_of_changes if record else None) or "First version.",
    }


def _document_rows(site: Site, version: Cleared) -> Iterator[dict[str, str]]:
    for document in sorted(version.on(site), key=_reading_order):
        yield {
            "title": document.label,
            "address": document_address(version.pack, document),
            "kind": kind_of(document),
            "summary": document.summary or "",
        }


def _other_rows(site: Site, shelf: Shelf, shown: Cleared) -> Iterator[dict[str, Any]]:
    """The other versions with their documents, so that each is one step from the policy."""
    for version in shelf.versions:
        if version is not shown:
            rows = tuple(_document_rows(site, version))
            yield {"number": version.pack.version, "documents": rows}


def _reading_order(document: Document) -> tuple[int, str]:
    order: tuple[type[Document], ...] = (Policy, Sop, Eia)
    return order.index(type(document)), document.name


def _unseen(site: Site, version: Cleared) -> int:
    """Return how many of a version's SOPs this site does not show."""
    shown = {document.path for document in version.on(site)}
    return sum(sop.path not in shown for sop in version.pack.sops)


def _report_row(report: Cleared) -> dict[str, str]:
    pack = report.pack
    return {
        "title": pack.title,
        "address": pack_address(pack),
        "date": in_words(pack.publish_on) if pack.publish_on else "",
    }


def _impact_rows(eia: Eia) -> Iterator[dict[str, str]]:
    for name, impact in eia.impacts.items():
        yield {
            "characteristic": name.replace("_", " ").capitalize(),
            "impact": (impact.impact or "not stated").capitalize(),
            "action": impact.action or "",
        }


def _closed_page(shelf: Shelf) -> PlannedPage:
    """The policy was open on this site and its present version is not."""
    newest = shelf.versions[0].pack
    data = {
        "versions": tuple(_version_rows(shelf)),
        "as_at": as_at_address(shelf.policy_id),
    }
    summary = "The present version of this policy is not published here."
    return PlannedPage(
        policy_address(shelf.policy_id), "closed.html", newest.title, summary, data, None,
        (POLICIES,),
    )  # fmt: skip


def open_once(view: View, withdrawal: Withdrawal, packs: Sequence[Pack]) -> tuple[Pack, ...]:
    """Return the versions of an ended policy that this site showed before its end."""
    return tuple(p for p in packs if _was_published(p, withdrawal) and _was_open(view, p))


def withdrawn_life(view: View, withdrawal: Withdrawal, versions: Sequence[Cleared]) -> Life | None:
    """Return a policy that has ended, where any version of it was open on this site."""
    published = [v for v in versions if _was_published(v.pack, withdrawal)]
    opened = open_once(view, withdrawal, [v.pack for v in versions])
    if not opened:
        return None
    here = frozenset(pack.version for pack in opened)
    title = max(opened, key=lambda pack: pack.version).title
    return Life(withdrawal.policy_id, title, tuple(published), here, withdrawal)


def _was_published(pack: Pack, withdrawal: Withdrawal) -> bool:
    ended = withdrawal.date
    return bool(ended and pack.publish_on and pack.publish_on <= ended)


def _was_open(view: View, pack: Pack) -> bool:
    return bool(pack.policy and view.site in once_on(view.scheme, pack, pack.policy))


def withdrawn_pages(
    view: View, life: Life, withdrawal: Withdrawal, replacement: Crumb | None
) -> Iterator[PlannedPage]:
    """Yield the page that says a policy has ended, at every address it ever had on this site."""
    open_packs = [v.pack for v in life.versions if v.pack.version in life.here]
    newest = max(open_packs, key=lambda pack: pack.version)
    data = {
        "date": in_words(withdrawal.date) if withdrawal.date else "",
        "reason": withdrawal.reason or "",
        "replacement": replacement,
        "reference": newest.policy.reference if newest.policy else "",
        "as_at": as_at_address(withdrawal.policy_id),
    }
    addresses = {policy_address(withdrawal.policy_id)}
    addresses |= {changes_address(withdrawal.policy_id, *both) for both in life.neighbours()}
    for pack in open_packs:
        found = (d for d in pack.documents if view.site in once_on(view.scheme, pack, d))
        addresses |= {document_address(pack, document) for document in found}
    for address in sorted(addresses):
        summary = f"{life.title} was withdrawn on {data['date']}."
        yield PlannedPage(address, "withdrawn.html", life.title, summary, data, None, (POLICIES,))
