"""Put what is no page into both sites; files are copied as they were signed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.findings import Fault, Location
from generator.plan.plan import Plan, PlannedFile
from generator.render import mkdocs_site
from generator.render.standing import Folder
from generator.store.files import CannotRead, read_bytes
from generator.store.text import digest
from generator.vocabulary import Site


def copy_files(plan: Plan, root: Path, folder: Folder) -> tuple[Fault, ...]:
    """Put the theme's files and the plan's into ``folder``; a fault for each not as signed."""
    assets = mkdocs_site.assets(plan.scheme.settings.organisation.colour)
    faults: list[Fault] = []
    for name, site in plan.sites.items():
        for address, data in assets.items():
            folder.put_data(f"{name}/{address}", data)
        for made in site.made:
            folder.put_data(f"{name}/{made.address}", made.data)
        for file in site.files:
            faults += _copy(root, file, f"{name}/{file.address}", folder)
    return tuple(faults)


def write_files(folder: Folder, *made: Mapping[Site, Mapping[str, bytes]]) -> None:
    """Put what was made of documents, each site's by address, into ``folder``."""
    for files in made:
        for site, found in files.items():
            for address, data in found.items():
                folder.put_data(f"{site}/{address}", data)


def _copy(root: Path, file: PlannedFile, name: str, folder: Folder) -> list[Fault]:
    path = file.attachment.path
    try:
        data = read_bytes(root / path, 1 << 30)
    except CannotRead as error:
        return [Fault(Location(path), "PS608", str(error), "put the file back")]
    if digest(data) != file.attachment.digest:
        return [
            Fault(Location(path), "PS609", "changed while it was being published", "build again")
        ]
    folder.put_data(name, data)
    return []
