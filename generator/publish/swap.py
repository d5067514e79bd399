"""Put a finished folder in the place of the last one, in one step where the system can."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from generator.store.files import take_out
from generator.store.state import NotOurs as NotOurs

REPORT = "report.json"
REGISTER = "register.sqlite"
REGISTER_CSV = "register.csv"
ADDRESSES = "addresses.json"
OURS = frozenset({"public", "intranet", REPORT, REGISTER, REGISTER_CSV, ADDRESSES})
AT_FDCWD = -100
RENAME_EXCHANGE = 2


def aside(target: Path) -> Path:
    """Return a folder beside ``target``, on the same disk; clear leftovers first.

    It is empty, or the one that the last build left ready for this one.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in target.parent.glob(f".{target.name}.building-*"):
        if not _alive(leftover.name):
            shutil.rmtree(leftover, ignore_errors=True)
    prefix = f".{target.name}.building-{os.getpid()}-"
    made = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    with suppress(OSError):  # there is none, or it is no folder
        _ready(target).rename(made)
    made.chmod(0o755)
    return made


def _ready(target: Path) -> Path:
    """Return where a folder is left for the next build: names of files that stand, in folders."""
    return target.with_name(f".{target.name}.ready")


def _alive(name: str) -> bool:
    """Whether the process that made a leftover is still at work."""
    number = name.rpartition("building-")[2].partition("-")[0]
    return number.isdigit() and Path(f"/proc/{number}").exists()


def check_ours(target: Path) -> None:
    """Raise ``NotOurs`` where ``target`` holds anything this program did not make."""
    if target.is_symlink():
        raise NotOurs(f"{target} is a symbolic link; name the folder itself")
    if not target.exists():
        return
    if not target.is_dir():
        raise NotOurs(f"{target} is a file; name a folder")
    found = {path.name for path in target.iterdir()}
    if found and (not found >= {REPORT} or not found <= OURS):
        raise NotOurs(f"{target} holds files that `scheme build` did not make; name another folder")


def swap(made: Path, target: Path, gone: Iterable[str]) -> None:
    """Put ``made`` in the place of ``target``, and take away what stood there.

    All but the files ``gone`` are the very files in ``made``: their names are left beside it for
    the next build, which need not make a folder for each page.
    """
    check_ours(target)
    if not target.exists():
        made.rename(target)
        return
    if not _exchange(made, target):
        old = made.with_name(f"{made.name}-old")
        target.rename(old)
        made.rename(target)
        made = old
    try:
        take_out(made, gone)
        made.rename(_ready(target))
    except OSError:  # another build left one meanwhile, or somebody was at work in it
        shutil.rmtree(made)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in a single system call; ``False`` where the system has none."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    done: int = call(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    return done == 0
