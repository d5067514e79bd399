"""Notices: one issue a week of what was published, reviewed, amended and withdrawn.

They are made from the store alone, so that a rebuild gives the same. An issue is numbered as the
force numbers it, by ISO week and the last two digits of the year ("13-02"); as those come round
again after a century, its address has the year in full (`notices/2002-w13/`). Items stand in order
of reference and have no number: an issue has more of them inside than outside, and a new one may
come between two, so an item is cited by its reference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct

from generator.gate.decision import Cleared
from generator.gate.sites import once_on
from generator.model import Document, MonitoringReport, Pack, Sop, Withdrawal
from generator.months import in_words
from generator.plan.addresses import (
    document_address,
    feed_address,
    group_address,
    group_feed_address,
    pack_address,
    policy_address,
)
from generator.plan.plan import Crumb, PlannedPage, View
from generator.plan.policy_pages import open_once
from generator.vocabulary import Change, PackKind, Site, State

NOTICES = "notices/"


class Kind(StrEnum):
    """Why something stands in Notices."""

    NEW = "New"
    REVIEWED = "Reviewed"
    INTERIM = "Interim amendment"
    REPORT = "New report"
    WITHDRAWN = "Withdrawn"


KINDS = {
    Change.NEW: Kind.NEW,
    Change.MAJOR: Kind.REVIEWED,
    Change.MINOR: Kind.REVIEWED,
    Change.INTERIM: Kind.INTERIM,
}


class Notice(Struct, frozen=True):
    """One item: what happened to a pack, once, on its day. ``anchor`` is its place in the issue."""

    kind: Kind
    on: date
    anchor: str
    reference: str
    to: Crumb
    version: int
    group: str
    words: str
    documents: tuple[Crumb, ...] = ()

    @property
    def issue(self) -> tuple[int, int]:
        """The ISO year and week it belongs to."""
        return self.on.isocalendar()[:2]

    @property
    def address(self) -> str:
        """Where it stands for ever."""
        return f"{issue_address(*self.issue)}#{self.anchor}"

    @property
    def day(self) -> str:
        """Its day in words."""
        return in_words(self.on)


def issue_address(year: int, week: int) -> str:
    """The issue of a week, for ever."""
    return f"{NOTICES}{year:04}-w{week:02}/"


def issue_number(year: int, week: int) -> str:
    """The number of an issue as it is printed: 13-02."""
    return f"{week:02}-{year % 100:02}"


# What happened


def notices(view: View, cleared: Iterable[Cleared]) -> tuple[Notice, ...]:
    """Return every item that this site may show, newest first, in order of reference within a day.

    ``cleared`` are all packs that the gate let through.
    """
    found: list[Notice] = []
    ended: dict[str, list[Pack]] = defaultdict(list)
    packs = tuple(cleared)
    groups = _groups(packs)
    for item in packs:
        match item.pack.kind, item.state:
            case PackKind.POLICY, State.WITHDRAWN:
                ended[item.pack.owner].append(item.pack)
            case PackKind.POLICY, _:
                found += _published(item.pack, item.on(view.site), with_summary=True)
            case PackKind.REPORT, _:
                found += _reported(item, view.site, groups.get(item.pack.owner, ""))
            case PackKind.PAGE, _:
                pass  # a page has no day
    for owner, versions in ended.items():
        found += _ended(view, view.scheme.withdrawals[owner], versions)
    return tuple(sorted(found, key=lambda n: (-n.on.toordinal(), _order(n))))


def _order(notice: Notice) -> tuple[bool, str, str]:
    """Items go by reference; those without one come last."""
    return not notice.reference, notice.reference, notice.anchor


def _groups(packs: Iterable[Cleared]) -> dict[str, str]:
    """Return the business group of each policy, by its id, as its newest version has it."""
    newest = sorted(
        (item.pack for item in packs if item.pack.policy), key=lambda pack: pack.version
    )
    return {pack.owner: pack.policy.business_group or "" for pack in newest if pack.policy}


def _published(
    pack: Pack, documents: Sequence[Document], *, with_summary: bool
) -> Iterator[Notice]:
    policy, record = pack.policy, pack.record
    if policy not in documents or policy is None or record is None or pack.publish_on is None:
        return
    kind = KINDS[record.change or Change.NEW]
    first = policy.summary if with_summary else None
    yield Notice(
        kind,
        pack.publish_on,
        f"scheme--{pack.owner}--v{pack.version}",
        policy.reference or "",
        Crumb(policy.label, pack_address(pack)),
        pack.version,
        policy.business_group or "",
        (first if kind is Kind.NEW else record.summary_of_changes) or "",
        tuple(
            Crumb(document.label, document_address(pack, document))
            for document in documents
            if isinstance(document, Sop)
        ),
    )


def _reported(item: Cleared, site: Site, group: str) -> Iterator[Notice]:
    pack, report = item.pack, item.pack.report
    if report is None or report not in item.on(site) or pack.publish_on is None:
        return
    yield Notice(
        Kind.REPORT,
        pack.publish_on,
        f"scheme--report--{pack.owner}--{pack.edition}",
        report.reference or "",
        Crumb(report.label, pack_address(pack)),
        0,
        group if isinstance(report, MonitoringReport) else "",
        report.summary or "",
    )


def _ended(view: View, withdrawal: Withdrawal, packs: Sequence[Pack]) -> Iterator[Notice]:
    """Yield the end of a policy, and what was said of its versions: their text is gone by now."""
    shown = open_once(view, withdrawal, packs)
    for pack in shown:
        there = [d for d in pack.documents if view.site in once_on(view.scheme, pack, d)]
        yield from _published(pack, there, with_summary=False)
    if not shown or withdrawal.date is None:
        return
    last = shown[-1].policy
    yield Notice(
        Kind.WITHDRAWN,
        withdrawal.date,
        f"scheme--{withdrawal.policy_id}--withdrawn",
        (last.reference if last else None) or "",
        Crumb(shown[-1].title, policy_address(withdrawal.policy_id)),
        0,
        (last.business_group if last else None) or "",
        withdrawal.reason or "",
    )


# Pages


def notices_crumb(view: View) -> Crumb:
    """Return Notices as a link, by the name that the authority gives them."""
    return Crumb(view.settings.notices_title, NOTICES)


def notice_pages(view: View, found: Sequence[Notice]) -> Iterator[PlannedPage]:
    """Yield the list of issues, and each issue."""
    issues: dict[tuple[int, int], list[Notice]] = defaultdict(list)
    for notice in found:
        issues[notice.issue].append(notice)
    title = view.settings.notices_title
    years: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for (year, week), items in sorted(issues.items(), reverse=True):
        years[year].append(_issue_row(title, year, week, items))
        yield _issue_page(view, year, week, items)
    data = {
        "years": tuple((year, tuple(rows)) for year, rows in years.items()),
        "feeds": feeds(view, found),
        "said": (title, LEAD),
    }
    yield PlannedPage(NOTICES, "notices.html", title, LEAD, data)


LEAD = "What was published, reviewed, amended and withdrawn, one issue a week."


def _issue_row(title: str, year: int, week: int, items: Sequence[Notice]) -> dict[str, Any]:
    return {
        "crumb": Crumb(f"{title} {issue_number(year, week)}", issue_address(year, week)),
        "week": _week(year, week),
        "titles": tuple(notice.to.title for notice in sorted(items, key=_order)),
    }


def _week(year: int, week: int) -> str:
    first, last = (date.fromisocalendar(year, week, day) for day in (1, 7))
    return f"{in_words(first)} to {in_words(last)}"


def _issue_page(view: View, year: int, week: int, items: Sequence[Notice]) -> PlannedPage:
    crumb = notices_crumb(view)
    title = f"{crumb.title} {issue_number(year, week)}"
    summary = f"What was published, reviewed, amended or withdrawn, {_week(year, week)}."
    ordered = tuple(sorted(items, key=_order))
    data = {
        "notices": ordered,
        "said": tuple(text for n in ordered for text in (n.words, n.reference, n.group)),
    }
    address = issue_address(year, week)
    return PlannedPage(address, "issue.html", title, summary, data, None, (crumb,))


def feeds(view: View, found: Iterable[Notice]) -> tuple[Crumb, ...]:
    """Return every feed as a link: all notices, then each business group's by name."""
    groups: dict[str, str] = {}
    for notice in sorted(found, key=lambda notice: (notice.on, notice.anchor)):
        if notice.group:
            groups.setdefault(group_address(notice.group), notice.group)
    own = sorted(groups.values(), key=lambda group: (group.casefold(), group))
    everything = Crumb(f"All {view.settings.notices_title.lower()}", feed_address())
    return (everything, *(Crumb(group, group_feed_address(group)) for group in own))
