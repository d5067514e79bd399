"""The forms that a site offers as Word files, each kept under a digest of what made it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from generator.extras import forms_made_with
from generator.plan.plan import Plan
from generator.render import word_template
from generator.render.downloads import CALLED, RECIPE, Offered, recipe_digest
from generator.render.word_template import sheet, template
from generator.store.kept_files import FORMS, open_kept_files
from generator.vocabulary import DownloadForm, Site

OWN_RECIPE = (*RECIPE, Path(word_template.__file__))
"""What a form is made by, besides its own text: one that was made by any other is made again."""


class Templates(Struct, frozen=True):
    """The forms of each site by address, and as the page that offers them shows them."""

    files: Mapping[Site, Mapping[str, bytes]]
    offered: Mapping[Site, Mapping[str, tuple[Offered, ...]]]


def make_templates(plan: Plan, root: Path) -> Templates:
    """Return every form that ``plan`` names. What did not change since is not made again."""
    kept, settings = open_kept_files(root, FORMS), plan.scheme.settings
    recipe = recipe_digest(OWN_RECIPE)
    files: dict[Site, dict[str, bytes]] = {site: {} for site in Site}
    offered: dict[Site, dict[str, tuple[Offered, ...]]] = {site: {} for site in Site}
    for site, planned in plan.sites.items():
        for form in planned.templates:
            name = sheet(form.kind, settings).digest(f"{forms_made_with()}, {recipe}")
            data = kept.read(name)
            if data is None:
                data = template(form.kind, settings)
                kept.keep(name, data)
            files[site][form.address] = data
            one = Offered(form.address, CALLED[DownloadForm.WORD], len(data))
            offered[site][form.page] = (*offered[site].get(form.page, ()), one)
    kept.forget_others()
    return Templates(files, offered)
