"""What the last build left in its folder, and what each file of it was made from.

A file that would be made from the same again is not made again: the new folder gets the very file
that stands in the old one. It counts only where nobody has touched it since it was proven: nobody
can set the time at which the system last saw a file change.

Most of these are in the new folder already, if it is the one that the last build left ready: it
holds nothing but names of files that stand. None of them is ever written to.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from generator.store.files import take_out
from generator.store.kept import Kept
from generator.store.text import short_digest

Stamp = tuple[int, ...]


class Standing(Struct, frozen=True):
    """The files of the last build in ``folder``: what tells whether anybody touches each.

    ``made_from`` says what those were made from that nobody has touched.
    """

    folder: Path
    made_from: Mapping[str, bytes] = field(default_factory=dict)
    stamps: Mapping[str, Stamp] = field(default_factory=dict)

    def put(self, name: str, made_from: bytes, target: Path) -> bool:
        """Put the file that stands there in its place, if it was made from the same."""
        if self.made_from.get(name) != made_from:
            return False
        try:
            os.link(self.folder / name, target, follow_symlinks=False)
        except OSError:  # it went meanwhile, or this disk has no links
            return False
        return True


class Folder(Struct, frozen=True):
    """The folder that a build fills, and what each file in it was made from, by name.

    ``ready`` are the names in it of untouched files that stand, ``there`` the folders in it that
    this process has seen to.
    """

    path: Path
    standing: Standing
    ready: frozenset[str] = frozenset()
    made_from: dict[str, bytes] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    there: set[str] = field(default_factory=set)

    def put(self, name: str, made_from: bytes, make: Callable[[], bytes]) -> None:
        """Put a file there: the last build's own, or what ``make`` returns."""
        self.note(name, made_from, kept=self.place(name, made_from, make))

    def place(self, name: str, made_from: bytes, make: Callable[[], bytes]) -> bool:
        """Put a file there as ``put`` does, and return whether it is the last build's own.

        A worker does this; whoever started it notes what it did.
        """
        if name in self.ready and self.standing.made_from[name] == made_from:
            return True
        target, (parent, _, _) = self.path / name, name.rpartition("/")
        if parent not in self.there:
            target.parent.mkdir(parents=True, exist_ok=True)
            self.there.add(parent)
        target.unlink(missing_ok=True)  # what is ready may be what stands, and is not written to
        if self.standing.put(name, made_from, target):
            return True
        target.write_bytes(make())
        return False

    def note(self, name: str, made_from: bytes, *, kept: bool) -> None:
        """Note what a file was made from, and whether it is the last build's own."""
        self.made_from[name] = made_from
        if kept:
            self.kept.add(name)

    def put_data(self, name: str, data: bytes) -> None:
        """Put a file there whose bytes are at hand."""
        self.put(name, short_digest(data), lambda: data)

    def finish(self) -> None:
        """Take out what was ready and is no longer wanted."""
        take_out(self.path, self.ready - self.made_from.keys())

    @property
    def gone(self) -> frozenset[str]:
        """The files that stand, and will not once this folder is in their place."""
        return frozenset(self.standing.stamps.keys() - self.kept)


def folder_in(made: Path, standing: Standing) -> Folder:
    """Return the folder to fill. Of what is ready in it, only files stay that stand untouched."""
    found = stamps_in(made)
    ready = frozenset(
        name
        for name, stamp in found.items()
        if "/" in name and name in standing.made_from and standing.stamps[name] == stamp
    )
    take_out(made, found.keys() - ready)
    return Folder(made, standing, ready)


def standing_in(out: Path, kept: Kept) -> Standing:
    """Return what stands in ``out`` as the last build left it."""
    left, now = _left(kept), stamps_in(out)
    untouched = {name: made for name, (made, stamp) in left.items() if stamp == now.get(name)}
    return Standing(out, untouched, now)


def is_untouched(out: Path, kept: Kept) -> bool:
    """Whether ``out`` holds the files that the last build left there, and nothing else."""
    left = {name: stamp for name, (_, stamp) in _left(kept).items()}
    return bool(left) and left == stamps_in(out)


def _left(kept: Kept) -> Mapping[str, tuple[bytes, Stamp]]:
    found: Mapping[str, tuple[bytes, Stamp]] = kept.index.get("files", {})
    return found


def stamps_in(out: Path) -> Mapping[str, Stamp]:
    """Return what tells, of each file below ``out``, whether anybody touches it from now on."""
    return dict(_stamps(os.fspath(out), "")) if out.is_dir() else {}


def _stamps(folder: str, before: str) -> Iterator[tuple[str, Stamp]]:
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                yield from _stamps(entry.path, f"{before}{entry.name}/")
            else:
                s = entry.stat(follow_symlinks=False)
                stamp = (s.st_mode, s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino)
                yield before + entry.name, stamp
