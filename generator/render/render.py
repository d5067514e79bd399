"""Write both sites: texts converted once, pages laid out, files copied as they were signed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.findings import Fault, Location
from generator.model import Document
from generator.plan.plan import Plan
from generator.render import mkdocs_site
from generator.store.child import Guard, Stopped
from generator.store.convert import Fragment, convert
from generator.store.files import CannotRead, read_bytes
from generator.store.text import digest
from generator.vocabulary import Site


def fragments(plan: Plan, *, jobs: int = 0) -> tuple[Mapping[str, Fragment], tuple[Fault, ...]]:
    """Return each shown document as HTML, by path, and a fault for each that would not convert."""
    shown: dict[str, Document] = {}
    for site in plan.sites.values():
        shown |= {page.document.path: page.document for page in site.pages if page.document}
    paths = sorted(shown)
    sources = [shown[path].source for path in paths]
    tasks = [(source.body, source.outline.bare_blocks) for source in sources]
    found: dict[str, Fragment] = {}
    faults = []
    for path, result in zip(paths, Guard(convert, jobs=jobs).run(tasks), strict=True):
        if isinstance(result, Stopped):
            message = f"could not be turned into a page: it {result.reason}"
            faults.append(Fault(Location(path), "PS001", message, "simplify or split the document"))
        else:
            found[path] = result
    return found, tuple(faults)


def copy_files(plan: Plan, root: Path, out: Path) -> tuple[Fault, ...]:
    """Write the theme's files and the plan's below ``out``; a fault for each not as signed."""
    assets = mkdocs_site.assets(plan.scheme.settings.organisation.colour)
    faults: list[Fault] = []
    for name, site in plan.sites.items():
        folder = out / name
        for address, data in assets.items():
            _write(folder / address, data)
        for made in site.made:
            _write(folder / made.address, made.data)
        for file in site.files:
            faults += _copy(
                root, file.attachment.path, file.attachment.digest, folder / file.address
            )
    return tuple(faults)


def write_files(files: Mapping[Site, Mapping[str, bytes]], out: Path) -> None:
    """Write what was made of documents, each site's by address, below ``out``."""
    for site, found in files.items():
        for address, data in found.items():
            _write(out / site / address, data)


def _copy(root: Path, path: str, signed: str, target: Path) -> list[Fault]:
    try:
        data = read_bytes(root / path, 1 << 30)
    except CannotRead as error:
        return [Fault(Location(path), "PS608", str(error), "put the file back")]
    if digest(data) != signed:
        return [
            Fault(Location(path), "PS609", "changed while it was being published", "build again")
        ]
    _write(target, data)
    return []


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
