"""The lists that work without a script: A to Z, by business group, by class, reports, home."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from generator.gate.decision import Cleared
from generator.model import Page, Policy
from generator.months import in_words
from generator.plan.addresses import (
    class_address,
    group_address,
    group_feed_address,
    guide_address,
    pack_address,
    policy_address,
)
from generator.plan.change_pages import POLICIES
from generator.plan.plan import Crumb, PlannedPage, Searched, View
from generator.plan.tables import NOT_STATED
from generator.settings import Settings
from generator.store.lookalikes import fold
from generator.vocabulary import Site

GROUPS = Crumb("Business groups", "groups/")
CLASSES = Crumb("Classes of information", "classes/")
REPORTS = Crumb("Reports", "monitoring/")
RECENT = 10
NO_GROUP = NOT_STATED
ABOUT_THE_SITE = "Page about this site"


class Entry(Struct, frozen=True):
    """A policy or report in a list."""

    title: str
    address: str
    summary: str
    note: str
    on: date | None


def policy_entry(policy: Policy, policy_id: str, note: str, on: date | None) -> Entry:
    """Return how a policy stands in a list; ``note`` says what is special about it."""
    return Entry(policy.label, policy_address(policy_id), policy.summary or "", note, on)


def report_entry(report: Cleared) -> Entry:
    """Return how a report stands in a list."""
    lead = report.pack.report
    on = report.pack.publish_on
    note = f"published {in_words(on)}" if on else ""
    summary = (lead.summary if lead else None) or ""
    return Entry(report.pack.title, pack_address(report.pack), summary, note, on)


def in_title_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Sort as a reader looks things up: without regard to case, accents or look-alikes."""
    return tuple(sorted(entries, key=lambda entry: (fold(entry.title), entry.address)))


def a_to_z(entries: Iterable[Entry]) -> PlannedPage:
    """Every policy under its first letter."""
    letters: dict[str, list[Entry]] = defaultdict(list)
    for entry in in_title_order(entries):
        first = fold(entry.title)[:1].upper()
        letters[first if first.isalpha() else "0-9"].append(entry)
    data = {"letters": tuple((letter, tuple(found)) for letter, found in sorted(letters.items()))}
    return PlannedPage(
        POLICIES.address, "letters.html", POLICIES.title, "Every policy, by title.", data
    )


def group_pages(groups: Mapping[str, list[Entry]]) -> Iterator[PlannedPage]:
    """The list of business groups, and each group's policies."""
    rows = []
    for group, entries in sorted(groups.items()):
        address = group_address(group)
        rows.append({"title": group, "address": address, "count": len(entries)})
        summary = f"Policies of the business group {group}."
        feed = group_feed_address(group) if group != NO_GROUP else ""
        data = {"entries": in_title_order(entries), "feed": feed}
        yield PlannedPage(address, "entries.html", group, summary, data, None, (GROUPS,))
    summary = "Policies by the business group that owns them."
    yield PlannedPage(GROUPS.address, "contents.html", GROUPS.title, summary, {"rows": tuple(rows)})


def class_pages(settings: Settings, classes: Mapping[str, list[Entry]]) -> Iterator[PlannedPage]:
    """The classes of information of the model publication scheme, and what stands in each."""
    rows = []
    for item in settings.classes_of_information:
        entries = classes.get(item.id, [])
        address = class_address(item.id)
        rows.append({"title": item.title, "address": address, "count": len(entries)})
        data = {
            "entries": in_title_order(entries),
            "description": item.description,
            "guide": guide_address(item.id),
        }
        summary = f"What is published in the class: {item.title}."
        yield PlannedPage(address, "entries.html", item.title, summary, data, None, (CLASSES,))
    summary = "What is published, by class of information."
    yield PlannedPage(
        CLASSES.address, "contents.html", CLASSES.title, summary, {"rows": tuple(rows)}
    )


def reports_page(series: Mapping[str, tuple[str, list[Entry]]]) -> PlannedPage:
    """Every report, under the policy or series it belongs to."""
    rows = sorted(series.values(), key=lambda row: (fold(row[0]), row[0]))
    newest: list[tuple[str, tuple[Entry, ...]]] = [
        (title, tuple(sorted(found, key=lambda e: (e.on or date.min, e.address), reverse=True)))
        for title, found in rows
    ]
    summary = "Monitoring reports of policies, and reports of inspections."
    return PlannedPage(
        REPORTS.address, "series.html", REPORTS.title, summary, {"series": tuple(newest)}
    )


def home_page(
    view: View, recent: Iterable[Entry], menu: tuple[Crumb, ...], pages: tuple[Crumb, ...]
) -> PlannedPage:
    """The first page: where to look, what is new, how to ask for something else."""
    newest = sorted(recent, key=lambda entry: (entry.on or date.min, entry.address), reverse=True)
    settings = view.settings
    name = site_name(settings, view.site)
    data: dict[str, Any] = {
        "menu": menu,
        "pages": pages,
        "recent": tuple((e, in_words(e.on)) for e in newest[:RECENT] if e.on),
        "as_at": in_words(view.as_at),
        "classes": tuple(
            Crumb(c.title, guide_address(c.id)) for c in settings.classes_of_information
        ),
        "intranet": view.site is Site.INTRANET,
    }
    return PlannedPage("", "home.html", name, f"{name} of {settings.organisation.name}.", data)


def site_name(settings: Settings, site: Site) -> str:
    """Return what a site is called."""
    if site is Site.PUBLIC:
        return "Publication Scheme"
    return f"{settings.organisation.short_name} policy intranet"


def content_page(cleared: Cleared, page: Page) -> PlannedPage:
    """A hand-written page."""
    return PlannedPage(
        pack_address(cleared.pack), "page.html", page.label, page.summary or "", {}, page,
        searched=Searched(ABOUT_THE_SITE),
    )  # fmt: skip
