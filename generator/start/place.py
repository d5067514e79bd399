"""Writing what was started: a whole pack or nothing, and never over anything."""

from __future__ import annotations

import shutil
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from generator.start.words import CannotStart
from generator.store.state import state_folder


def write_pack(root: Path, pack: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write a new pack in one step, and return the paths of its files."""
    target = root / pack
    refuse_links(root, pack)
    aside = Path(tempfile.mkdtemp(dir=state_folder(root, "starting")))
    try:
        for name, data in sorted(files.items()):
            (aside / name).parent.mkdir(exist_ok=True)
            (aside / name).write_bytes(data)
        aside.chmod(stat.S_IMODE(root.stat().st_mode))
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise CannotStart(f"{pack} is there already; nothing is ever overwritten")
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return tuple(f"{pack}/{name}" for name in sorted(files))


def write_file(root: Path, path: str, data: bytes) -> tuple[str, ...]:
    """Write one new file into a pack that is there, and return its path."""
    refuse_links(root, path)
    try:
        with (root / path).open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise CannotStart(f"{path} is there already; nothing is ever overwritten") from error
    return (path,)


def refuse_links(root: Path, path: str) -> None:
    """Follow no link out of the store, not even to write."""
    for above in (*reversed(PurePosixPath(path).parents), PurePosixPath(path)):
        if (root / above).is_symlink() and str(above) != ".":
            raise CannotStart(f"{above} is a symbolic link, which is never followed")
