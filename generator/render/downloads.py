"""The downloads of both sites: made in parallel, each kept under a digest of what made it."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path, PurePosixPath

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup
from msgspec import Struct

from generator.extras import downloads_made_with
from generator.findings import Location
from generator.links import ToFile, resolve
from generator.model import Document
from generator.plan.plan import Plan, PlannedDownload, PlannedPage, SitePlan
from generator.render import pandoc, typst_pdf
from generator.render.addressed import addressed
from generator.render.sheet import EPOCH, CannotConvert, Picture, Sheet
from generator.store.child import Guard, Stopped
from generator.store.convert import Fragment
from generator.store.kept_files import DOWNLOADS, open_kept_files
from generator.vocabulary import DownloadForm, Site

HERE = Path(__file__).resolve()
THEME = HERE.parents[2] / "theme"
RECIPE = (
    HERE, HERE.parents[1] / "pandoc.py",
    HERE.with_name("sheet.py"), HERE.with_name("pandoc.py"), HERE.with_name("house.lua"),
    HERE.with_name("typst_pdf.py"), THEME / "download.html", THEME / "partials/impacts.html",
)  # fmt: skip
"""What a file is made by: one that was made by any other is made again."""
UNSEEN = re.compile(r'<caption class="unseen">.*?</caption>', re.DOTALL)
CELL = re.compile(r'<(t[dh])([^>]*?) class="(left|right|center)"')
CALLED = {DownloadForm.PDF: "PDF", DownloadForm.WORD: "Word", DownloadForm.ODT: "OpenDocument"}
NAMED = 5
"""Letters named of one line; a whole text in a script that no font has is many."""
SECONDS = 150.0
MEMORY = 2 * 1024**3


class Offered(Struct, frozen=True):
    """A download as its page offers it."""

    address: str
    kind: str
    size: int


class NotMade(Struct, frozen=True, order=True):
    """A document that could not be turned into a file, and why."""

    at: Location
    message: str


class Downloads(Struct, frozen=True):
    """The files of each site by address, and what could not be made, and why."""

    files: Mapping[Site, Mapping[str, bytes]]
    offered: Mapping[Site, Mapping[str, tuple[Offered, ...]]]
    not_made: tuple[NotMade, ...] = ()


class _Task(Struct, frozen=True):
    """One file that is to be made. ``name`` is the digest of all that goes into it."""

    site: Site
    planned: PlannedDownload
    document: Document
    sheet: Sheet
    name: str


class _Why(Struct, frozen=True):
    """Why a file could not be made, and which letters are at fault, where it is that."""

    words: str
    letters: tuple[str, ...] = ()


_tasks: list[_Task] = []
"""Set before the workers are forked, so that each shares it without a copy."""


def make_downloads(
    plan: Plan, fragments: Mapping[str, Fragment], root: Path, *, jobs: int = 0
) -> Downloads:
    """Return every download that ``plan`` names. What did not change since is not made again."""
    if not any(site.downloads for site in plan.sites.values()):
        return Downloads({}, {})
    tasks = list(
        _all_tasks(plan, fragments, root, f"{downloads_made_with()}, {recipe_digest(RECIPE)}")
    )
    kept = open_kept_files(root, DOWNLOADS)
    found = {task.name: kept.read(task.name) for task in tasks}
    to_make = list({task.name: task for task in tasks if found[task.name] is None}.values())
    not_made: list[NotMade] = []
    for task, made in zip(to_make, _make(to_make, jobs), strict=True):
        if isinstance(made, bytes):
            found[task.name] = made
            kept.keep(task.name, made)
        else:
            not_made += _not_made(task, made)
    kept.forget_others()
    return _sorted(tasks, found, not_made)


def _sorted(
    tasks: list[_Task], found: Mapping[str, bytes | None], not_made: list[NotMade]
) -> Downloads:
    files: dict[Site, dict[str, bytes]] = {site: {} for site in Site}
    offered: dict[Site, dict[str, tuple[Offered, ...]]] = {site: {} for site in Site}
    for task in tasks:
        data, planned = found[task.name], task.planned
        if data is None:
            continue
        files[task.site][planned.address] = data
        one = Offered(planned.address, CALLED[planned.form], len(data))
        before = offered[task.site].get(planned.page, ())
        offered[task.site][planned.page] = (*before, one)
    return Downloads(files, offered, tuple(sorted(set(not_made))))


def _not_made(task: _Task, why: _Why) -> Iterator[NotMade]:
    """Yield why a file was not made; letters that nothing can draw, once for each line."""
    message = f"could not be turned into {CALLED[task.planned.form]}: {why.words}"
    if not why.letters:
        yield NotMade(Location(task.document.path), message)
    found = sorted((_first(task.document, letter), letter) for letter in why.letters)
    for _, line in groupby(found, key=lambda one: one[0].line):
        (at, first), *rest = line
        named = ", ".join(map(_named, [first, *(letter for _, letter in rest[: NAMED - 1])]))
        more = len(rest) + 1 - NAMED
        yield NotMade(at, f"{message} {named}" + (f" and {more} more" if more > 0 else ""))


def _first(document: Document, letter: str) -> Location:
    """Return where a letter first stands in a document, or its top: it may be a record's."""
    source = document.source
    for keys in source.metadata.marks:
        value = source.metadata.get(*keys)
        if isinstance(value, str) and letter in value:
            return source.at(*keys)
    for number, line in enumerate(source.body.split("\n"), source.body_line):
        if letter in line:
            return Location(document.path, number, line.index(letter) + 1)
    return Location(document.path)


def _named(letter: str) -> str:
    number = f"U+{ord(letter):04X}"
    return f"{number} ({unicodedata.name(letter, 'a letter that has no name')})"


# -- making ---------------------------------------------------------------------------------------


def _make(tasks: list[_Task], jobs: int) -> Iterator[bytes | _Why]:
    """Yield each file, or why it could not be made."""
    _tasks[:] = tasks
    guard = Guard(_made, jobs=jobs, seconds=SECONDS, memory=MEMORY, at_once=1)
    for result in guard.run(range(len(tasks))):
        yield _Why(f"it {result.reason}") if isinstance(result, Stopped) else result
    _tasks.clear()


def _made(number: int) -> bytes | _Why:
    """Make one file; runs in a worker."""
    task = _tasks[number]
    try:
        if task.planned.form is DownloadForm.PDF:
            return typst_pdf.pdf(task.sheet, pandoc.typst_text(task.sheet))
        return pandoc.office_file(task.sheet, task.planned.form)
    except CannotConvert as error:
        return _Why(str(error), error.letters)


def recipe_digest(files: Iterable[Path]) -> str:
    """Return a digest of the program's own files that make something."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


# -- laying out -----------------------------------------------------------------------------------


def _all_tasks(
    plan: Plan, fragments: Mapping[str, Fragment], root: Path, made_with: str
) -> Iterator[_Task]:
    for site in plan.sites.values():
        pages = {page.address: page for page in site.pages}
        sheets: dict[str, Sheet] = {}
        for planned in site.downloads:
            page = pages[planned.page]
            document = page.document
            if document is None:
                continue
            if planned.page not in sheets:
                fragment = fragments[document.path]
                sheets[planned.page] = _sheet(plan, site, planned, page, document, fragment, root)
            sheet = sheets[planned.page]
            name = f"{sheet.digest(made_with)}.{planned.form}"
            yield _Task(site.site, planned, document, sheet, name)


def _sheet(  # noqa: PLR0913, PLR0917 - a page, its text, and where both stand
    plan: Plan,
    site: SitePlan,
    planned: PlannedDownload,
    page: PlannedPage,
    document: Document,
    fragment: Fragment,
    root: Path,
) -> Sheet:
    """Lay out what a page shows of its document: title, facts, notices, text, what it was given."""
    own = site.address + page.address
    pictures: dict[str, Picture] = {}
    text = addressed(
        CELL.sub(r'<\1\2 style="text-align: \3"', UNSEEN.sub("", fragment.html)),
        _link(plan, site, document, own),
        _picture(plan, site, document, root, pictures),
    )
    html_text = _template().render(
        page=page,
        data=page.data,
        text=Markup(text),  # noqa: S704 - sanitised by nh3
        site_address=site.address,
    )
    return Sheet(page.title, html_text, planned.says, own, planned.on or EPOCH, pictures)


@cache
def _template() -> Template:
    """Return the layout of a file to keep; titles and summaries are text, whatever they hold."""
    environment = Environment(autoescape=True, loader=FileSystemLoader(THEME))
    return environment.get_template("download.html")


def _link(plan: Plan, site: SitePlan, document: Document, own: str) -> Callable[[str], str | None]:
    """Return where each link leads from a file that may lie anywhere: to a whole address."""

    def address(target: str) -> str | None:
        written = html.unescape(target)
        if written.startswith(("#fn:", "#fnref", "https://", "mailto:")):
            return target
        if written.startswith("#"):
            return html.escape(own) + target
        found = site.link(plan.scheme, document, written)
        return None if found is None else html.escape(site.address + found)

    return address


def _picture(
    plan: Plan, site: SitePlan, document: Document, root: Path, pictures: dict[str, Picture]
) -> Callable[[str], str | None]:
    """Return what each picture is called in the file; it is put into ``pictures``."""

    def name_of(target: str) -> str | None:
        written = html.unescape(target)
        match resolve(plan.scheme, document, written):
            case ToFile(attachment=attachment) if site.link(plan.scheme, document, written):
                ending = PurePosixPath(attachment.path).suffix.lower()
                if ending not in pandoc.KINDS:
                    return None
                name = f"{attachment.digest.rpartition(':')[2][:16]}{ending}"
                pictures[name] = Picture(root / attachment.path, attachment.digest)
                return name
            case _:
                return None

    return name_of
