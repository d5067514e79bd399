"""The folder in which the program keeps what is its own: `.scheme/`, safe to delete."""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path

STATE = ".scheme"


class NotOurs(Exception):  # noqa: N818 - says whose it is, or seems to be
    """A file or folder that the program did not make stands in its way."""


def state_folder(root: Path, name: str) -> Path:
    """Return ``.scheme/<name>`` of a store, as open to its people as the store; never a link."""
    folder, mode = root, stat.S_IMODE(root.stat().st_mode)
    for part in (STATE, name):
        folder = folder / part
        with suppress(FileExistsError):
            folder.mkdir()
            folder.chmod(mode)
        if folder.is_symlink() or not folder.is_dir():
            raise NotOurs(f"{folder} is not a folder; move it away")
    return folder
