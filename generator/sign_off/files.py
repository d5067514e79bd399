"""One signer at a time, and the old record or the new, never half of one."""

from __future__ import annotations

import fcntl
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.model import Pack
from generator.sign_off.words import CannotSign, changed
from generator.store.files import read_bytes
from generator.store.load import RECORD
from generator.store.source import MAX_BYTES
from generator.store.state import state_folder

PACK = re.compile(r"(?:policies|monitoring)/[^/]+/[^/]+")


@contextmanager
def locked(root: Path, path: str) -> Iterator[None]:
    """Let one process at a time sign the pack. The lock is the system's: it ends with its holder.

    A record lock, not ``flock``: the gate's workers inherit that, and may outlive a killed signer.
    """
    if not PACK.fullmatch(path) or not (root / path).is_dir():
        yield  # there is nothing to lock, and nothing to sign
        return
    name = path.replace("/", "--") + ".lock"
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(state_folder(root, "locks") / name, flags, 0o666)
    try:
        with suppress(PermissionError):  # made by somebody else, with the same rights
            os.fchmod(descriptor, stat.S_IMODE(root.stat().st_mode) & 0o666)
        fcntl.lockf(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def replace(root: Path, pack: Pack, old: bytes, new: bytes) -> None:
    """Put the new record in the place of the old in one step; a crash leaves one or the other."""
    path = f"{pack.path}/{RECORD}"
    target, before = root / path, (root / path).lstat()
    if not os.access(target, os.W_OK):
        raise CannotSign(f"{path} may not be written: its owner has made it read-only")
    aside = state_folder(root, "signing") / pack.path.replace("/", "--")
    aside.unlink(missing_ok=True)  # of a signer that was killed
    try:
        with aside.open("xb") as file:
            file.write(new)
            with suppress(PermissionError):
                os.fchown(file.fileno(), -1, before.st_gid)
            os.fchmod(file.fileno(), stat.S_IMODE(before.st_mode))
            file.flush()
            os.fsync(file.fileno())
        if read_bytes(target, MAX_BYTES) != old:
            raise changed(path)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    _sync(target.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
