"""The guide to information: every item expected in each class, and what becomes of it here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from generator.expected import Absence, Answer, ClassOfInformation, Item
from generator.gate.decision import Cleared
from generator.model import Policy
from generator.months import add_months, in_words
from generator.plan.addresses import class_anchor, document_address, policy_address
from generator.plan.list_pages import Entry
from generator.plan.plan import Crumb, PlannedPage, View
from generator.plan.standing_pages import STANDING
from generator.settings import Settings
from generator.store.lookalikes import fold
from generator.vocabulary import PackKind, Site, State

GUIDE = Crumb("Guide to information", "guide/")
LISTS = ("classes/", "data/", "groups/", "monitoring/", "notices/", "policies/", "registers/")
"""Pages that the program makes of what a site shows, and that may answer an item."""
NAMED = ("monitoring/", "policies/")
"""Of these only the list itself is one; what stands below is a document's, or says it is gone."""


class Standing(StrEnum):
    """What becomes of an item on a site."""

    ANSWERED = "answered"
    LATE = "late"
    ABSENT = "absent"
    MISSING = "missing"


class Found(Struct, frozen=True):
    """A page of this site that answers an item: since when, and which post answers for it."""

    crumb: Crumb
    on: date | None
    owner: str = ""


class Row(Struct, frozen=True):
    """An item on one site. ``unshown`` are answers that the settings give and the site has not."""

    item: Item
    answer: Answer
    links: tuple[Crumb, ...]
    unshown: tuple[str, ...]
    updated: date | None
    due: date | None
    responsible: str
    standing: Standing


class Part(Struct, frozen=True):
    """A class of the guide and its items."""

    group: ClassOfInformation
    rows: tuple[Row, ...]

    def count(self, *standings: Standing) -> int:
        """Return how many items stand so."""
        return sum(row.standing in standings for row in self.rows)


def guide(view: View, pages: Sequence[PlannedPage], cleared: Iterable[Cleared]) -> tuple[Part, ...]:
    """Return every item of every class, and what of ``pages`` answers it."""
    shown = _shown(view.site, pages, cleared)
    return tuple(
        Part(group, tuple(_row(view, shown, item) for item in group.items))
        for group in view.settings.classes_of_information
    )


def _row(view: View, shown: Mapping[str, Found], item: Item) -> Row:
    answer = view.settings.guide.answers[item.id]
    here = [name for name in answer.answered_by if not name.startswith("https://")]
    found = [shown[_key(name)] for name in here if _key(name) in shown]
    outside = [name for name in answer.answered_by if name.startswith("https://")]
    days = [day for day in (answer.updated, *(one.on for one in found)) if day]
    updated = max(days, default=None)
    due = add_months(updated, answer.every) if updated and answer.every else None
    links = (
        *dict.fromkeys(one.crumb for one in found),
        *(Crumb(_elsewhere(item, url), url) for url in outside),
    )
    owners = [one.owner for one in found if one.owner]
    return Row(
        item,
        answer,
        links,
        tuple(name for name in here if _key(name) not in shown),
        updated,
        due,
        answer.responsible or next(iter(owners), ""),
        _standing(answer, links, late=due is not None and due < view.as_at),
    )


def _standing(answer: Answer, links: Sequence[Crumb], *, late: bool) -> Standing:
    if answer.absent:
        return Standing.ABSENT
    if not links:
        return Standing.MISSING
    return Standing.LATE if late else Standing.ANSWERED


def _elsewhere(item: Item, url: str) -> str:
    return f"{item.title}, on {urlsplit(url).hostname}"


def _key(name: str) -> str:
    """Return a name as answers are compared: an address with or without its last slash."""
    return fold(name.rstrip("/"))


def _shown(
    site: Site, pages: Sequence[PlannedPage], cleared: Iterable[Cleared]
) -> dict[str, Found]:
    """Return what this site shows by every name an answer may use.

    A document goes by its path, its address and, in force, its reference; a policy by its id, so
    that the version in force answers; a series by its id, so that its newest edition answers.
    """
    found = {_key(page.address): one for page in pages if (one := _made(page))}
    held = {page.address for page in pages if page.document}
    newest_last = sorted(
        cleared, key=lambda item: (item.pack.publish_on or date.min, item.pack.path)
    )
    for item in newest_last:
        for document in item.on(site):
            one = _found(item, document_address(item.pack, document), document.label)
            names = [document.path, one.crumb.address]
            if item.state is State.IN_FORCE and document.reference:
                names.append(document.reference)
            if item.pack.kind is PackKind.REPORT:
                names.append(f"monitoring/{item.pack.owner}")
            found |= {_key(name): one for name in names}
        policy = item.pack.policy
        at = policy_address(item.pack.owner)
        if policy is not None and item.state is State.IN_FORCE and at in held:
            one = _found(item, at, policy.label)
            found |= {_key(name): one for name in (at, policy.reference or at)}
    return found


def _found(item: Cleared, address: str, title: str) -> Found:
    policy: Policy | None = item.pack.policy
    owner = (policy.policy_owner if policy else None) or ""
    return Found(Crumb(title, address), item.pack.publish_on, owner)


def _made(page: PlannedPage) -> Found | None:
    """Return a page that no document stands on; a list that holds nothing answers nothing."""
    if page.document or not (page.address.startswith(LISTS) or page.address in STANDING):
        return None
    if page.address.startswith(NAMED) and page.address not in NAMED:
        return None
    entries = _entries(page)
    if entries is None:
        return Found(Crumb(page.title, page.address), None)
    days = [entry.on for entry in entries if entry.on]
    return Found(Crumb(page.title, page.address), max(days, default=None)) if entries else None


def _entries(page: PlannedPage) -> list[Entry] | None:
    """Return what a list holds, or ``None`` where the page is no list of entries."""
    for key in ("letters", "series"):
        if key in page.data:
            return [entry for _, entries in page.data[key] for entry in entries]
    return list(page.data["entries"]) if "entries" in page.data else None


# -- the page -----------------------------------------------------------------------------------

ABSENCES = {
    Absence.NOT_HELD: "Not held",
    Absence.EXEMPT: "Exempt",
    Absence.ARCHIVED: "Archived",
    Absence.IMPRACTICAL: "Impractical to prepare",
    Absence.PUBLISHED_ELSEWHERE: "Published by another body",
}


def guide_page(view: View, parts: Sequence[Part]) -> PlannedPage:
    """The guide, class by class."""
    settings = view.settings
    data: dict[str, Any] = {
        "reading": settings.guide.reading,
        "dated": in_words(settings.guide.dated),
        "intranet": view.site is Site.INTRANET,
        "classes": tuple(_class(view, number, part) for number, part in enumerate(parts, 1)),
        "total": counts(parts),
        "said": tuple(_said(settings)),
    }
    summary = (
        "What is published in each class, where it is, what it costs, and what is not here and why."
    )
    return PlannedPage(GUIDE.address, "guide.html", GUIDE.title, summary, data)


def _class(view: View, number: int, part: Part) -> dict[str, Any]:
    return {
        "number": number,
        "title": part.group.title,
        "anchor": class_anchor(part.group.id),
        "description": part.group.description,
        "counts": counts([part]),
        "items": tuple(_item(view, row) for row in part.rows),
    }


def counts(parts: Sequence[Part]) -> dict[str, int]:
    """Return how many items are expected, answered (late ones too), late, absent and missing."""

    def count(*standings: Standing) -> int:
        return sum(part.count(*standings) for part in parts)

    return {
        "items": sum(len(part.rows) for part in parts),
        "answered": count(Standing.ANSWERED, Standing.LATE),
        "late": count(Standing.LATE),
        "absent": count(Standing.ABSENT),
        "missing": count(Standing.MISSING),
    }


def _item(view: View, row: Row) -> dict[str, Any]:
    item, answer = row.item, row.answer
    absent = answer.absent
    return {
        "anchor": f"scheme--item-{item.id}",
        "title": item.title,
        "description": item.description,
        "standing": row.standing.value,
        "links": row.links,
        "absence": ABSENCES[absent] if absent else "",
        "reason": answer.reason,
        "exemption": answer.exemption,
        "published_by": answer.published_by,
        "direct": Crumb(_elsewhere(item, answer.link), answer.link) if answer.link else None,
        "format": answer.format or _format(row.links),
        "fee": answer.fee,
        "every": _every(answer.every),
        "updated": in_words(row.updated) if row.updated else "",
        "due": in_words(row.due) if row.due else "",
        "responsible": row.responsible if view.site is Site.INTRANET else "",
    }


def _format(links: Sequence[Crumb]) -> str:
    outside = [crumb for crumb in links if crumb.address.startswith("https://")]
    return "Web page" if len(outside) < len(links) else "On another site"


NAMED_INTERVALS = {1: "Each month", 3: "Each quarter", 6: "Twice a year", 12: "Each year"}


def _every(months: int | None) -> str:
    if months is None:
        return "As it changes"
    if months % 12 == 0 and months > 12:  # noqa: PLR2004 - months of a year
        return f"Every {months // 12} years"
    return NAMED_INTERVALS.get(months, f"Every {months} months")


def _said(settings: Settings) -> Iterator[str]:
    """Yield the names of classes and items, of exemptions and of other bodies.

    That something is expected, or what the law calls an exemption, tells nothing of a document.
    """
    yield from ABSENCES.values()
    yield settings.guide.reading
    for answer in settings.guide.answers.values():
        yield from (answer.exemption, answer.published_by)
    for group in settings.classes_of_information:
        yield from (group.title, group.description)
        for item in group.items:
            yield from (item.title, item.description)
