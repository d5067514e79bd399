"""The page of a site's data: each file with its type, size and date, and its columns explained."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from generator.plan.as_files import Column
from generator.plan.catalogue import COLUMNS, INSIDE, LEAD, NOTICE, columns
from generator.plan.plan import Crumb, MadeFile, PlannedPage
from generator.plan.registers import DATA, DATASETS, Shown, day
from generator.plan.tables import Register, Table
from generator.vocabulary import Site

ABOUT = {
    "data/catalogue.csv": ("Catalogue", "CSV", "A line for each document"),
    "data/catalogue.json": ("Catalogue", "JSON", "An object for each document"),
    "data/catalogue.jsonld": (
        "Catalogue",
        "JSON-LD",
        "The catalogue in DCAT, for other catalogues",
    ),
    "data/catalogue.sqlite": (
        "Catalogue",
        "SQLite",
        "Tables document and notice, and the full text to search (search, FTS5)",
    ),
    "data/notices.csv": ("Notices", "CSV", "A line for each item of the notices"),
}
NAME_INSIDE = "Corporate Policy Database"
STEP = 1000


def data_page(shown: Shown, files: Sequence[MadeFile]) -> PlannedPage:
    """Return the page of a site's data files."""
    settings = shown.view.settings
    licence = Crumb(settings.licence.title, settings.licence.address)
    note = (
        "A blank cell means that the source does not say. Days are written 2013-03-29. In CSV, a "
        "text that begins with =, +, - or @ has an apostrophe before it, so that no spreadsheet "
        "takes it for a formula."
    )
    tables = (
        _files(shown, files),
        _columns("Columns of the catalogue", columns(shown)),
        _columns("Columns of the notices", NOTICE),
    )
    page = Register(DATA, LEAD, tables, (note,), links=(DATASETS,)).page()
    more = {"licence": licence, "said": (*page.data["said"], licence.title, *_words())}
    return PlannedPage(page.address, "data.html", page.title, page.summary, {**page.data, **more})


def _words() -> tuple[str, ...]:
    told = (word for about in ABOUT.values() for word in about)
    explained = (column.meaning for column in (*COLUMNS, *INSIDE, *NOTICE))
    return (NAME_INSIDE, *told, *explained)


def _files(shown: Shown, files: Sequence[MadeFile]) -> Table:
    newest = max((i.pack.publish_on for i in shown.cleared if i.pack.publish_on), default=None)
    found = tuple(_file_row(shown, file, day(newest)) for file in files)
    names = ("File", "What it holds", "Type", "Size", "Updated")
    return Table("Files of data", names, found, "There is no data yet.", "Files")


def _file_row(shown: Shown, file: MadeFile, updated: str) -> tuple[Crumb | str, ...]:
    name, kind, holds = ABOUT[file.address]
    if shown.view.site is Site.INTRANET and name == "Catalogue":
        name = NAME_INSIDE
    to = Crumb(f"{name} ({PurePosixPath(file.address).name})", file.address)
    return to, holds, kind, _size(len(file.data)), updated


def _size(size: int) -> str:
    """Return a size as people read it, rounded up: 12 KB, 3.1 MB."""
    if size < STEP**2:
        return f"{-(-size // STEP)} KB"
    return f"{size / STEP**2:.1f} MB"


def _columns(title: str, found: Sequence[Column]) -> Table:
    rows = tuple(
        (column.name, column.meaning, "number" if column.number else "text") for column in found
    )
    caption = f"{title}, in their order"
    return Table(caption, ("Column", "What it means", "Kind"), rows, "", title)
