"""PS901 and PS902: every planned file is there, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.plan.plan import SitePlan
from generator.store.files import Kind, walk
from generator.verify.faults import Flaw


def planned(
    site: SitePlan, assets: frozenset[str], indexed: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Return the name of every file a site should hold; ``indexed`` are the search index's."""
    pages = (page.file for page in site.pages)
    copied = (file.address for file in site.files)
    kept = (file.address for file in site.downloads)
    forms = (form.address for form in site.templates)
    made = (file.address for file in site.made)
    return assets.union(indexed, pages, copied, made, kept, forms)


def standing(folder: Path) -> Mapping[str, Kind]:
    """Return what stands in the built folder, by name; links are not followed."""
    return {name: entry.kind for name, entry in walk(folder)}


def file_flaws(expected: frozenset[str], found: Mapping[str, Kind]) -> Iterator[Flaw]:
    """Yield what is missing and what nobody planned. Names are compared exactly."""
    for name in expected - found.keys():
        yield Flaw(name, 1, "PS901", "was planned and is not there")
    for name, kind in found.items():
        if kind not in {Kind.FILE, Kind.FOLDER}:
            yield Flaw(name, 1, "PS902", f"is a {kind}, which a site does not hold")
        elif kind is Kind.FILE and name not in expected:
            yield Flaw(name, 1, "PS902", "is a file that nobody planned")
        elif kind is Kind.FOLDER and name in expected:
            yield Flaw(name, 1, "PS901", "was planned as a file and is a folder")
