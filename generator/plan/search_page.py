"""The search page: one form, and what a reader can narrow the results by."""

from __future__ import annotations

from collections.abc import Iterable

from generator.plan.plan import Crumb, PlannedPage

SEARCH = Crumb("Search", "search/")


def search_page(pages: Iterable[PlannedPage], lists: tuple[Crumb, ...]) -> PlannedPage:
    """Return the page with the form; ``lists`` are where to look things up without a script."""
    found = [page.searched for page in pages if page.searched]
    data = {
        "kinds": _values(item.kind for item in found),
        "groups": _values(item.group for item in found),
        "classes": _values(item.class_of_information for item in found),
        "older": any(not item.in_force for item in found),
        "lists": lists,
    }
    return PlannedPage(
        SEARCH.address, "search.html", SEARCH.title, "Search the text of every document here.", data
    )


def _values(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name}))
