"""Build one site with MkDocs and Material. The only module that knows MkDocs exists.

MkDocs is given an empty folder, no plugin and no hook: its classes lay out the pages that the plan
names, one at a time, in worker processes. It never sees the store.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import CodeType
from typing import Any

from msgspec import Struct

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's banner; README says the same

from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache
from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from generator.months import in_words
from generator.plan.plan import Plan, PlannedPage, SitePlan
from generator.plan.search_page import SEARCH
from generator.render.addressed import addressed
from generator.render.changes import compared
from generator.render.downloads import Offered
from generator.render.made_from import THEME, folder_digest, made_from
from generator.render.standing import Folder
from generator.render.texts import Texts
from generator.store.child import Guard, Stopped
from generator.store.convert import Fragment
from generator.store.kept import Damaged
from generator.vocabulary import Site

MARK = re.compile(r'<a [^>]*class="mark" href="(?=#)')
MARKUP = re.compile(r"\{[#%].*?[#%]\}|</?(?:a|span|strong)\b[^>]*>", re.DOTALL)
STAGING = "staging"
OUTSIDE = ("#", "https://", "mailto:")
"""How a link begins that stays as it is written."""
SECONDS = 120.0
MEMORY = 2 * 1024**3


class CannotRender(Exception):  # noqa: N818 - says what page could not be made
    """A page could not be rendered; the message names its address."""


def look() -> Path:
    """Return the folder of the program's own theme."""
    return THEME


def assets(colour: str) -> Mapping[str, bytes]:
    """Return the theme's files that every site carries, by address; ``colour`` is ``#rrggbb``."""
    material = Path(str(files("material").joinpath("templates")))
    (style,) = material.glob("assets/stylesheets/main.*.min.css")
    own = look() / "assets"
    found = {f"assets/{path.name}": path.read_bytes() for path in sorted(own.iterdir())}
    owned = f":root{{--scheme-colour:{colour}}}\n".encode()
    return found | {"assets/material.css": style.read_bytes(), "assets/scheme-colour.css": owned}


def own_words() -> tuple[str, ...]:
    """Return what the theme's own templates say on every page, without their markup."""
    templates = sorted(look().rglob("*.html"))
    return tuple(MARKUP.sub(" ", template.read_text("utf-8")) for template in templates)


class _Job(Struct, frozen=True):
    """What the workers share: one site's plan, its texts as HTML, and MkDocs' own state.

    ``frame`` is a digest of what all its pages have in common.
    """

    plan: Plan
    site: SitePlan
    texts: Texts
    config: MkDocsConfig
    environment: Environment
    folder: Folder
    offered: Mapping[str, Sequence[Offered]]
    frame: bytes


class _Compiled(BytecodeCache):
    """Compiled templates, by name and text, for both sites and all that this process builds.

    In memory alone: on a disk somebody could put other code in their place.
    """

    def __init__(self) -> None:
        self._code: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give ``bucket`` its code, if that was compiled from the same text."""
        checksum, code = self._code.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what ``bucket`` holds."""
        if bucket.code is not None:
            self._code[bucket.key] = bucket.checksum, bucket.code


_compiled = _Compiled()
_jobs: list[_Job] = []
"""Set before the workers are forked, so that each shares it without a copy."""


def render_pages(  # noqa: PLR0913 - what pages are made of, and where they go
    plan: Plan,
    texts: Texts,
    own_look: Path | None,
    folder: Folder,
    *,
    offered: Mapping[Site, Mapping[str, Sequence[Offered]]],
    jobs: int = 0,
) -> None:
    """Put every page of both sites into ``folder``.

    Templates in ``own_look`` come before the program's. ``offered`` are the downloads of each site
    by the address of the page that offers them.
    """
    staging = folder.path / STAGING
    staging.mkdir()
    _jobs[:] = [
        _job(plan, site, texts, own_look, folder, offered.get(site.site, {}))
        for site in plan.sites.values()
    ]
    _compile(own_look)
    tasks = [
        (number, index) for number, job in enumerate(_jobs) for index in range(len(job.site.pages))
    ]
    # All have ended before a fault is raised: whoever clears the folder then is alone in it.
    results = list(Guard(_render, jobs=jobs, seconds=SECONDS, memory=MEMORY).run(tasks))
    for (number, index), result in zip(tasks, results, strict=True):
        if isinstance(result, Damaged):
            raise result
        site = _jobs[number].site
        name = f"{site.site}/{site.pages[index].file}"
        if isinstance(result, Stopped):
            raise CannotRender(f"{name}: it {result.reason}")
        folder.note(name, result.made_from, kept=result.kept)
    _jobs.clear()
    staging.rmdir()


def _job(  # noqa: PLR0913, PLR0917 - what pages are made of, and where they go
    plan: Plan,
    site: SitePlan,
    texts: Texts,
    own_look: Path | None,
    folder: Folder,
    offered: Mapping[str, Sequence[Offered]],
) -> _Job:
    config = _config(plan, site, own_look, folder.path)
    environment = config.theme.get_env()
    environment.autoescape = True  # titles and summaries are text, whatever they hold
    environment.bytecode_cache = _compiled
    laid_out_by = folder_digest(own_look), folder_digest(look())
    frame = made_from(site.name, site.address, config.extra["scheme"], laid_out_by)
    return _Job(plan, site, texts, config, environment, folder, offered, frame)


def _compile(own_look: Path | None) -> None:
    """Compile the program's templates before workers are forked that would each do so.

    Those of the store are left to the workers, which can say what page one of them fails.
    """
    own = {path.relative_to(look()).as_posix() for path in look().rglob("*.html")}
    for job in _jobs:
        for name in sorted(n for n in own if own_look is None or not (own_look / n).exists()):
            job.environment.get_template(name)


def _config(plan: Plan, site: SitePlan, own_look: Path | None, out: Path) -> MkDocsConfig:
    config = load_config(
        str(look() / "mkdocs.yml"),
        docs_dir=str(out / STAGING),
        site_dir=str(out / site.site),
        site_name=site.name,
        site_url=site.address,
        plugins=[],
        hooks=[],
        markdown_extensions=[],
    )
    config.theme.dirs[:0] = [str(folder) for folder in (own_look, look()) if folder]
    colour = plan.scheme.settings.organisation.colour
    styles = [name for name in assets(colour) if name.endswith(".css")]
    config.extra["scheme"] = {
        "authority": plan.scheme.settings.organisation.name,
        "menu": site.menu,
        "search": SEARCH.address,
        "phase": plan.scheme.settings.phase,
        "footer": site.footer,
        "as_at": in_words(plan.as_at),
        "contact": plan.scheme.settings.organisation.contact("policy_unit"),
        "fees": plan.scheme.settings.fees,
        "styles": sorted(
            styles, key=lambda name: (name != "assets/material.css", "colour" in name)
        ),
    }
    return config


class _Rendered(Struct, frozen=True):
    """What a page was made from, and whether it is the last build's own."""

    made_from: bytes
    kept: bool


def _render(task: tuple[int, int]) -> _Rendered | Damaged:
    """Put one page in its place; runs in a worker."""
    number, index = task
    job = _jobs[number]
    planned = job.site.pages[index]
    inputs = made_from(job.frame, planned, _offered(job, planned), _led(job, planned))
    name = f"{job.site.site}/{planned.file}"
    try:
        kept = job.folder.place(name, inputs, lambda: _page(job, planned).encode("utf-8"))
    except Damaged as damaged:
        return damaged
    return _Rendered(inputs, kept)


def _offered(job: _Job, planned: PlannedPage) -> Sequence[Offered]:
    """Return the downloads that a page offers."""
    return job.offered.get(planned.data.get("permanent", planned.address), ())


def _led(job: _Job, planned: PlannedPage) -> tuple[str | None, ...]:
    """Return where each link of a page's text leads on this site."""
    document = planned.document
    if document is None:
        return ()
    targets = job.texts.about(document.path).targets
    scheme, link = job.plan.scheme, job.site.link
    return tuple(link(scheme, document, t) for t in targets if not t.startswith(OUTSIDE))


def _page(job: _Job, planned: PlannedPage) -> str:
    file = File(
        planned.file.removesuffix(".html") + ".md",
        src_dir=None,
        dest_dir=job.config.site_dir,
        use_directory_urls=True,
        dest_uri=planned.file,
    )
    page = Page(planned.title, file, job.config)
    fragment = job.texts[planned.document.path] if planned.document else None
    page.meta = _meta(job, planned, fragment)
    page.toc = TableOfContents([])
    page.content = Markup(_body(job, planned, fragment))  # noqa: S704 - sanitised by nh3
    context = get_context(Navigation([], []), Files([]), job.config, page)
    template = job.environment.get_template(planned.template)
    return _without_blank_lines(template.render(context))


def _meta(job: _Job, planned: PlannedPage, fragment: Fragment | None) -> dict[str, Any]:
    forward = planned.data.get("to")
    name = f"{planned.title} - {job.site.name}" if planned.address else job.site.name
    return {
        "address": planned.address,
        "summary": planned.summary,
        "data": planned.data,
        "compared": compared(planned),
        "downloads": _offered(job, planned),
        "crumbs": planned.crumbs,
        "near": planned.near,
        "sections": [s for s in fragment.sections if s.level == 2] if fragment else [],  # noqa: PLR2004
        "window_title": f"{name} - {job.plan.scheme.settings.organisation.name}",
        "canonical": job.site.address + planned.data.get("permanent", planned.address),
        "site_address": job.site.address,
        "forward": forward.address if forward else "",
        "private": job.site.site is Site.INTRANET,
    }


def _body(job: _Job, planned: PlannedPage, fragment: Fragment | None) -> str:
    """Return the document's text with its links resolved for this site and page."""
    document = planned.document
    if document is None or fragment is None:
        return ""
    rise = "../" * planned.file.count("/")
    permanent = planned.data.get("permanent", planned.address)
    # A link to a paragraph names the version's own address, which stays.
    pinned = "" if permanent == planned.address else rise + permanent

    @lru_cache
    def address(target: str) -> str | None:
        written = html.unescape(target)
        if written.startswith(OUTSIDE):
            return target
        found = job.site.link(job.plan.scheme, document, written)
        return None if found is None else html.escape(rise + found)

    return MARK.sub(rf"\g<0>{pinned}", addressed(fragment.html, address, address))


def _without_blank_lines(text: str) -> str:
    """Material's templates leave many; they cost bytes and tell nobody anything."""
    parts = re.split(r"(<pre\b.*?</pre>)", text, flags=re.DOTALL)
    parts[::2] = [re.sub(r"\n\s*\n+", "\n", part) for part in parts[::2]]
    return "".join(parts).strip() + "\n"
