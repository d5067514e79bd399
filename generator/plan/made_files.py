"""Files that the program makes from what a site shows, beside its pages."""

from __future__ import annotations

from generator.plan.plan import MadeFile
from generator.vocabulary import Site


def robots(site: Site) -> MadeFile:
    """What search engines may read: all of the public site, nothing of the intranet."""
    allowed = "Allow: /" if site is Site.PUBLIC else "Disallow: /"
    return MadeFile("robots.txt", f"User-agent: *\n{allowed}\n".encode())
