"""Notices as Atom feeds (RFC 4287), one of all and one for each business group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from feedgen.feed import FeedGenerator

from generator.plan.addresses import feed_address, group_feed_address
from generator.plan.list_pages import site_name
from generator.plan.notices import NOTICES, Notice, feeds
from generator.plan.plan import Crumb, MadeFile, View

NEWEST = 100


def feed_files(view: View, found: Sequence[Notice]) -> Iterator[MadeFile]:
    """Yield every feed: ``found`` is in the order of the feed, newest first."""
    title = f"{view.settings.notices_title}, {site_name(view.settings, view.site)}"
    for feed in feeds(view, found):
        if feed.address == feed_address():
            yield _feed(view, Crumb(title, feed.address), found)
        else:
            own = [n for n in found if n.group and group_feed_address(n.group) == feed.address]
            yield _feed(view, Crumb(f"{title}: {feed.title}", feed.address), own)


def _feed(view: View, feed: Crumb, found: Sequence[Notice]) -> MadeFile:
    """Return a feed. Its ids are the permanent addresses of the items."""
    site = view.settings.organisation.address(view.site)
    maker = FeedGenerator()
    maker.id(site + feed.address)
    maker.title(feed.title)
    maker.author(name=view.settings.organisation.name)
    maker.language("en")
    maker.link(href=site + feed.address, rel="self", type="application/atom+xml")
    maker.link(href=site + NOTICES, rel="alternate", type="text/html")
    maker.updated(_moment(max((notice.on for notice in found), default=view.as_at)))
    maker.generator("scheme")
    for notice in found[:NEWEST]:
        entry = maker.add_entry(order="append")
        entry.id(site + notice.address)
        entry.title(f"{notice.kind}: {notice.to.title}")
        entry.link(href=site + notice.to.address, rel="alternate", type="text/html")
        entry.published(_moment(notice.on))
        entry.updated(_moment(notice.on))
        entry.category(term=notice.kind)
        if notice.words:
            entry.summary(notice.words)
    return MadeFile(feed.address, maker.atom_str(pretty=True))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
