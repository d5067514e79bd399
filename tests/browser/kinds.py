"""One page of each kind on each site, chosen from the plan, so that new kinds are tested too."""

from functools import lru_cache
from pathlib import Path

from generator import pipeline
from generator.plan.make import make_plan
from generator.vocabulary import Site
from tests.stores import AS_AT

STORE = Path(__file__).parents[2]


@lru_cache
def planned():
    """Return the pages of both sites as planned, by the file each is built as."""
    plan = make_plan(pipeline.check(STORE, AS_AT).verdict)
    return {f"{site}/{page.file}": page for site in Site for page in plan.sites[site].pages}


def kind_of(page):
    """Return what makes a page unlike others: its template, its document's type, its banners."""
    document = [page.document.type.value] if page.document else []
    banners = [notice.kind for notice in page.data.get("banners", ())]
    return " ".join([page.template.removesuffix(".html"), *document, *banners])


@lru_cache
def kinds():
    """Return a file for each kind of page, on the public site where it has that kind.

    Of lists it is the fullest.
    """
    found = {}
    for file, page in planned().items():
        kind = kind_of(page) if file != "intranet/index.html" else "home inside"
        fullness = (file.startswith("public"), 0 if page.document else len(str(page.data)))
        if kind not in found or fullness > found[kind][0]:
            found[kind] = (fullness, file)
    return {kind: file for kind, (_, file) in found.items()}


def seen():
    """Return the kinds that a reader can stay on: a page that forwards is gone at once."""
    return {kind: file for kind, file in kinds().items() if not kind.startswith("forward")}
