"""The folders of a store, walked without ever following a link out of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import StrEnum
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

PART = 1 << 16


class Kind(StrEnum):
    """What a name in a folder stands for. A link is never followed."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "symbolic link"
    OTHER = "special file"
    ODD = "file or folder with characters in its name that cannot be printed"
    CLOSED = "folder that cannot be opened"


class Entry(NamedTuple):
    """A name in a folder of the store. There are many: a tuple is made and sorted the soonest."""

    name: str
    kind: Kind


class CannotRead(Exception):  # noqa: N818 - a fault of the store, not of the program
    """A file could not be read; the message says why in plain words."""


def entries(folder: Path | str) -> tuple[Entry, ...]:
    """Return what stands in ``folder``, by name; a missing folder is an empty one."""
    try:
        with os.scandir(folder) as found:
            return tuple(sorted([Entry(_printed(item.name), _kind(item)) for item in found]))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise CannotRead(f"cannot be opened ({error.strerror})") from error


def _printed(name: str) -> str:
    """Return a name as it may be printed: what is no text, or moves the cursor, is spelled out."""
    if name.isprintable():
        return name
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def _kind(item: os.DirEntry[str]) -> Kind:
    if not item.name.isprintable():
        return Kind.ODD
    if item.is_file(follow_symlinks=False):  # most are
        return Kind.FILE
    if item.is_dir(follow_symlinks=False):
        return Kind.FOLDER
    return Kind.LINK if item.is_symlink() else Kind.OTHER


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file, at most ``limit`` and one more; follows no link."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise CannotRead(f"cannot be opened ({error.strerror})") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)  # a folder cannot even be opened as a file
        raise CannotRead("is not an ordinary file")
    try:
        return b"".join(_parts(descriptor, limit + 1))
    except OSError as error:
        raise CannotRead(f"cannot be read ({error.strerror})") from error
    finally:
        os.close(descriptor)


def _parts(descriptor: int, left: int) -> Iterator[bytes]:
    """Yield a file part by part, up to so many bytes; most files are one."""
    while left and (part := os.read(descriptor, min(left, PART))):
        left -= len(part)
        yield part


def walk(folder: Path) -> Iterator[tuple[str, Entry]]:
    """Yield every entry below ``folder`` with its relative posix path; folders come first.

    Keeps a list of its own of what is still to do, so that depth cannot hurt. A folder below that
    cannot be opened is yielded as one, and the walk goes on.
    """
    waiting = [(entry.name, entry) for entry in reversed(entries(folder))]
    while waiting:
        name, entry = waiting.pop()
        found: tuple[Entry, ...] = ()
        if entry.kind is Kind.FOLDER:
            try:
                found = entries(folder / name)
            except CannotRead:
                entry = Entry(entry.name, Kind.CLOSED)
        yield name, entry
        waiting += [(f"{name}/{inner.name}", inner) for inner in reversed(found)]


def take_out(folder: Path, names: Iterable[str]) -> None:
    """Take files out of a folder, and folders in it that are empty then."""
    for name in names:
        file = folder / name
        file.unlink()
        with suppress(OSError):  # the first that is not empty ends it
            for parent in takewhile(folder.__ne__, file.parents):
                parent.rmdir()
