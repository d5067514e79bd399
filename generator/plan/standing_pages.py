"""Pages that a scheme must have, made from the settings where the store has none of that name."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from generator.months import in_words
from generator.plan.list_pages import ABOUT_THE_SITE
from generator.plan.plan import PlannedPage, Searched, View
from generator.settings import Settings

HOW_TO_ASK = "how-to-ask/"
STANDING = {
    "accessibility/": (
        "Accessibility statement",
        "How accessible this site is meant to be, what to do if it is not, and who enforces it.",
    ),
    "fees/": ("Fees", "What is free, what may be charged for, and how you are told beforehand."),
    HOW_TO_ASK: (
        "How to ask for information",
        "Your right to ask for what is not here, what happens next, and how to complain.",
    ),
    "privacy/": ("Privacy", "What this site does and does not learn about you."),
    "re-use/": ("Re-use", "What you may do with the text and data on this site."),
}
"""Title and summary by address; each has a template of its own name."""


def standing_pages(view: View, written: AbstractSet[str]) -> Iterator[PlannedPage]:
    """Yield each page that has to be there and is not among those ``written`` (addresses)."""
    for address, (title, summary) in STANDING.items():
        if address not in written:
            data = {**_data(view), "said": (title, summary)}
            template = f"{address.rstrip('/')}.html"
            searched = Searched(ABOUT_THE_SITE)
            yield PlannedPage(address, template, title, summary, data, searched=searched)


def _data(view: View) -> dict[str, Any]:
    settings = view.settings
    contact, test = settings.organisation.contact, settings.accessibility
    return {
        "as_at": in_words(view.as_at),
        "requests": contact("freedom_of_information"),
        "unit": contact("accessibility", "policy_unit"),
        "personal_data": contact("data_protection", "freedom_of_information"),
        "fees": settings.fees,
        "charges": settings.charges,
        "licence": settings.licence,
        "short_name": settings.organisation.short_name,
        "compliance": test.compliance,
        "issues": test.issues,
        "tested_on": in_words(test.tested_on) if test.tested_on else "",
        "tested_by": test.tested_by,
        "prepared_on": in_words(test.prepared_on) if test.prepared_on else "",
    }


def unsaid(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield each fact that those pages want and the settings do not say: where, and what for."""
    contact, test = settings.organisation.contact, settings.accessibility
    for key, what in WANTED_CONTACTS.items():
        if not contact(key).can_be_reached:
            yield f"organisation: {{contacts: {{{key}: ...}}}}", what
    if test.tested_on is None:
        yield (
            "accessibility: {tested_on: ..., tested_by: ...}",
            "the accessibility statement has to say when the site was last tested, and by whom",
        )
    if test.prepared_on is None:
        yield (
            "accessibility: {prepared_on: ...}",
            "the accessibility statement has to say when it was prepared",
        )


WANTED_CONTACTS = {
    "freedom_of_information": "readers must be told where to send a request for information",
    "policy_unit": "readers must be told whom to tell when something is wrong with a page",
    "data_protection": "readers must be told how to reach whoever answers for personal data",
}
