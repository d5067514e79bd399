"""Build one site with MkDocs and Material. The only module that knows MkDocs exists.

MkDocs is given an empty folder, no plugin and no hook: its classes lay out the pages that the plan
names, one at a time, in worker processes. It never sees the store.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's banner; README says the same

from jinja2 import Environment
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
from generator.store.child import Guard, Stopped
from generator.store.convert import Fragment
from generator.vocabulary import Site

HERE = Path(__file__).resolve().parents[2]
MARK = re.compile(r'<a [^>]*class="mark" href="(?=#)')
MARKUP = re.compile(r"\{[#%].*?[#%]\}|</?(?:a|span|strong)\b[^>]*>", re.DOTALL)
STAGING = "staging"
SECONDS = 120.0
MEMORY = 2 * 1024**3


class CannotRender(Exception):  # noqa: N818 - says what page could not be made
    """A page could not be rendered; the message names its address."""


def look() -> Path:
    """Return the folder of the program's own theme."""
    return HERE / "theme"


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


@dataclass(frozen=True)
class _Job:
    """What the workers share: one site's plan, its texts as HTML, and MkDocs' own state."""

    plan: Plan
    site: SitePlan
    fragments: Mapping[str, Fragment]
    config: MkDocsConfig
    environment: Environment
    folder: Path
    offered: Mapping[str, Sequence[Offered]]


_jobs: list[_Job] = []
"""Set before the workers are forked, so that each shares it without a copy."""


def render_pages(  # noqa: PLR0913 - what pages are made of, and where they go
    plan: Plan,
    fragments: Mapping[str, Fragment],
    own_look: Path | None,
    out: Path,
    *,
    offered: Mapping[Site, Mapping[str, Sequence[Offered]]],
    jobs: int = 0,
) -> None:
    """Write every page of both sites below ``out``, which is empty.

    ``fragments`` are by path of document; templates in ``own_look`` come before the program's.
    ``offered`` are the downloads of each site by the address of the page that offers them.
    """
    staging = out / STAGING
    staging.mkdir()
    _jobs[:] = [
        _job(plan, site, fragments, _config(plan, site, own_look, out), offered.get(site.site, {}))
        for site in plan.sites.values()
    ]
    tasks = [
        (number, index) for number, job in enumerate(_jobs) for index in range(len(job.site.pages))
    ]
    results = Guard(_render, jobs=jobs, seconds=SECONDS, memory=MEMORY).run(tasks)
    for (number, index), result in zip(tasks, results, strict=True):
        if isinstance(result, Stopped):
            site = _jobs[number].site
            raise CannotRender(f"{site.site}/{site.pages[index].file}: it {result.reason}")
    _jobs.clear()
    staging.rmdir()


def _job(
    plan: Plan,
    site: SitePlan,
    fragments: Mapping[str, Fragment],
    config: MkDocsConfig,
    offered: Mapping[str, Sequence[Offered]],
) -> _Job:
    environment = config.theme.get_env()
    environment.autoescape = True  # titles and summaries are text, whatever they hold
    return _Job(plan, site, fragments, config, environment, Path(config.site_dir), offered)


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


def _render(task: tuple[int, int]) -> int:
    """Write one page; runs in a worker. Returns its size in bytes."""
    number, index = task
    job = _jobs[number]
    planned = job.site.pages[index]
    text = _page(job, planned)
    target = job.folder / planned.file
    target.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode("utf-8")
    target.write_bytes(data)
    return len(data)


def _page(job: _Job, planned: PlannedPage) -> str:
    file = File(
        planned.file.removesuffix(".html") + ".md",
        src_dir=None,
        dest_dir=str(job.folder),
        use_directory_urls=True,
        dest_uri=planned.file,
    )
    page = Page(planned.title, file, job.config)
    page.meta = _meta(job, planned)
    page.toc = TableOfContents([])
    page.content = Markup(_body(job, planned))  # noqa: S704 - sanitised by nh3
    context = get_context(Navigation([], []), Files([]), job.config, page)
    template = job.environment.get_template(planned.template)
    return _without_blank_lines(template.render(context))


def _meta(job: _Job, planned: PlannedPage) -> dict[str, Any]:
    fragment = job.fragments.get(planned.document.path) if planned.document else None
    forward = planned.data.get("to")
    name = f"{planned.title} - {job.site.name}" if planned.address else job.site.name
    return {
        "address": planned.address,
        "summary": planned.summary,
        "data": planned.data,
        "compared": compared(planned),
        "downloads": job.offered.get(planned.data.get("permanent", planned.address), ()),
        "crumbs": planned.crumbs,
        "near": planned.near,
        "sections": [s for s in fragment.sections if s.level == 2] if fragment else [],  # noqa: PLR2004
        "window_title": f"{name} - {job.plan.scheme.settings.organisation.name}",
        "canonical": job.site.address + planned.data.get("permanent", planned.address),
        "site_address": job.site.address,
        "forward": forward.address if forward else "",
        "private": job.site.site is Site.INTRANET,
    }


def _body(job: _Job, planned: PlannedPage) -> str:
    """Return the document's text with its links resolved for this site and page."""
    document = planned.document
    if document is None:
        return ""
    fragment = job.fragments[document.path]
    rise = "../" * planned.file.count("/")
    permanent = planned.data.get("permanent", planned.address)
    # A link to a paragraph names the version's own address, which stays.
    pinned = "" if permanent == planned.address else rise + permanent

    @lru_cache
    def address(target: str) -> str | None:
        written = html.unescape(target)
        if written.startswith(("#", "https://", "mailto:")):
            return target
        found = job.site.link(job.plan.scheme, document, written)
        return None if found is None else html.escape(rise + found)

    return MARK.sub(rf"\g<0>{pinned}", addressed(fragment.html, address, address))


def _without_blank_lines(text: str) -> str:
    """Material's templates leave many; they cost bytes and tell nobody anything."""
    parts = re.split(r"(<pre\b.*?</pre>)", text, flags=re.DOTALL)
    parts[::2] = [re.sub(r"\n\s*\n+", "\n", part) for part in parts[::2]]
    return "".join(parts).strip() + "\n"
