"""Files that the program makes from what a site shows, beside its pages."""

from __future__ import annotations

from generator.plan.plan import MadeFile
from generator.plan.sitemap import SITEMAP
from generator.vocabulary import Site


def robots(site: Site, address: str) -> MadeFile:
    """What search engines may read: all of the public site at ``address``, none of the intranet."""
    public = f"Allow: /\nSitemap: {address}{SITEMAP}"
    allowed = public if site is Site.PUBLIC else "Disallow: /"
    return MadeFile("robots.txt", f"User-agent: *\n{allowed}\n".encode())
