"""Files that one build keeps for the next, each under a digest of all that it was made from.

As with what a check keeps (``kept.py``), each is authenticated with a key outside the store, so
that a file that was put there by hand, or under another's name, is never published.
"""

from __future__ import annotations

import hmac
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from generator.store.kept import MAC, own_key
from generator.store.state import STATE, NotOurs, state_folder

DOWNLOADS, FORMS = "downloads", "templates"
"""What builds keep: the documents as files, and the forms to fill."""


@dataclass
class KeptFiles:
    """The files kept of earlier builds; with neither folder nor key, nothing is kept."""

    folder: Path | None = None
    key: bytes = b""
    used: set[str] = field(default_factory=set)

    def read(self, name: str) -> bytes | None:
        """Return what was kept under a name, if that is what this program wrote."""
        if self.folder is None:
            return None
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            return None
        if not hmac.compare_digest(data[:MAC], self._mac(name, data[MAC:])):
            return None
        self.used.add(name)
        return data[MAC:]

    def keep(self, name: str, data: bytes) -> None:
        """Keep a file for the next build, where that can be."""
        if self.folder is None:
            return
        self.used.add(name)
        aside = self.folder / f"{name}.new"
        with suppress(OSError):
            aside.unlink(missing_ok=True)
            aside.write_bytes(self._mac(name, data) + data)
            aside.replace(self.folder / name)

    def forget_others(self) -> None:
        """Remove what this build had no use for."""
        if self.folder is None:
            return
        for path in self.folder.iterdir():
            if path.name not in self.used:
                with suppress(OSError):
                    path.unlink()

    def _mac(self, name: str, data: bytes) -> bytes:
        sort = self.folder.name if self.folder else ""
        return hmac.digest(self.key, f"{sort}/{name}\0".encode() + data, "sha256")


def forget_kept_files(root: Path) -> None:
    """Remove all that earlier builds of this store kept."""
    for folder in (DOWNLOADS, FORMS):
        if (root / STATE / folder).is_dir():
            open_kept_files(root, folder).forget_others()


def open_kept_files(root: Path, folder: str) -> KeptFiles:
    """Return the files of one sort that earlier builds of this store kept."""
    try:
        key = own_key()
        return KeptFiles(state_folder(root, folder), key) if key else KeptFiles()
    except (OSError, NotOurs):
        return KeptFiles()
