"""Where an import goes in the store, and how it is written: whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from generator.importing.words import CannotImport
from generator.model import Pack, Scheme
from generator.start.place import refuse_links, write_pack
from generator.store.anchors import slug
from generator.store.load import VERSION, is_id
from generator.store.state import state_folder
from generator.vocabulary import DocumentType, Stage

NAMES = {
    DocumentType.POLICY: "policy.md",
    DocumentType.EIA: "eia.md",
    DocumentType.WORKBOOK: "workbook.md",
    DocumentType.MONITORING_REPORT: "report.md",
}
LONGEST = 60
OPEN = frozenset({Stage.IDENTIFICATION, Stage.COMMISSIONING, Stage.DEVELOPMENT, Stage.APPROVAL})


class Destination(Struct, frozen=True):
    """A pack, the document's name in it, and whether the pack is new."""

    pack: str
    name: str
    new: bool


class Wanted(Struct, frozen=True):
    """What is to be placed: its type, its title, the year it is about, and the pack asked for."""

    kind: DocumentType
    title: str
    edition: str
    into: str = ""

    @property
    def name(self) -> str:
        """The document's file name."""
        return NAMES.get(self.kind) or f"sop-{_id(self.title, 'process')}.md"

    @property
    def pack(self) -> str:
        """The pack asked for, or a new one called after the title."""
        if self.into:
            return self.into.strip("/")
        name = _id(self.title, "")
        if not name:
            raise CannotImport("the file has no title to call its folder by; name one with --into")
        is_report = self.kind is DocumentType.MONITORING_REPORT
        return f"monitoring/{name}/{self.edition}" if is_report else f"policies/{name}/v1"


def destination(scheme: Scheme, root: Path, wanted: Wanted) -> Destination:
    """Return where a document goes; raise ``CannotImport`` where it can not."""
    pack = wanted.pack
    _fitting(wanted.kind, pack)
    there, above = scheme.by_path.get(pack), pack.rpartition("/")[0]
    if there is not None:
        _still_open(there)
    elif (root / pack).exists():
        raise CannotImport(f"{pack} is there, and is no pack of the store; move it away")
    elif not wanted.into and (root / above).exists():
        raise CannotImport(f"there is {above} already; say with --into which pack of it this is")
    if not wanted.into and there is not None:
        raise CannotImport(f"there is {pack} already; --into {pack} imports into it")
    return Destination(pack, wanted.name, there is None)


def _fitting(kind: DocumentType, pack: str) -> None:
    """Raise where a pack's path is not one for this type of document."""
    is_report = kind is DocumentType.MONITORING_REPORT
    match pack.split("/"):
        case ["policies", owner, version] if is_id(owner) and VERSION.fullmatch(version):
            fits = not is_report
        case ["monitoring", owner, edition] if is_id(owner) and is_id(edition):
            fits = is_report
        case _:
            fits = False
    if not fits:
        form = "monitoring/<policy-id>/<edition>" if is_report else "policies/<id>/v1"
        raise CannotImport(f"{pack!a} is no place for a {kind}; name one with --into {form}")


def _id(title: str, default: str) -> str:
    return slug(title)[:LONGEST].strip("-") or default


def _still_open(pack: Pack) -> None:
    stage = pack.record.stage if pack.record else None
    if stage not in OPEN:
        raise CannotImport(
            f"{pack.path} has been submitted, and a new text would undo its sign-offs; "
            "import into the next version"
        )


def write(
    root: Path, place: Destination, files: Mapping[str, bytes], *, replace: bool
) -> tuple[str, ...]:
    """Write the files, the document last, and return their paths. Nothing is left of a failure."""
    if place.new:
        return write_pack(root, place.pack, files)
    folder = root / place.pack
    there = [name for name in sorted(files) if (folder / name).exists()]
    if there and not replace:
        names = ", ".join(there)
        raise CannotImport(f"{place.pack} holds {names} already; --replace writes over them")
    _write_over(root, place, files)
    return tuple(f"{place.pack}/{name}" for name in sorted(files))


def _write_over(root: Path, place: Destination, files: Mapping[str, bytes]) -> None:
    """Put every file aside first, then each in its place: a reader never meets half of one.

    Where one can not be put there, those before it are as they were.
    """
    aside, folder = state_folder(root, "importing"), root / place.pack
    names = sorted(files, key=lambda name: (name == place.name, name))
    for name in names:
        refuse_links(root, f"{place.pack}/{name}")
    ready = [aside / f"{os.getpid()}-{number}" for number, _ in enumerate(names)]
    before: dict[Path, bytes | None] = {}
    try:
        for one, name in zip(ready, names, strict=True):
            one.write_bytes(files[name])
        for one, name in zip(ready, names, strict=True):
            target = folder / name
            target.parent.mkdir(exist_ok=True)
            before[target] = target.read_bytes() if target.exists() else None
            one.replace(target)
    except BaseException:
        _put_back(before)
        raise
    finally:
        for one in ready:
            one.unlink(missing_ok=True)


def _put_back(before: Mapping[Path, bytes | None]) -> None:
    for target, data in before.items():
        if data is None:
            target.unlink(missing_ok=True)
        else:
            target.write_bytes(data)
