"""Put a finished folder in the place of the last one, in one step where the system can."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from pathlib import Path

from generator.store.state import NotOurs as NotOurs

REPORT = "report.json"
REGISTER = "register.sqlite"
REGISTER_CSV = "register.csv"
ADDRESSES = "addresses.json"
OURS = frozenset({"public", "intranet", REPORT, REGISTER, REGISTER_CSV, ADDRESSES})
AT_FDCWD = -100
RENAME_EXCHANGE = 2


def aside(target: Path) -> Path:
    """Return a new, empty folder beside ``target``, on the same disk; clear leftovers first."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in target.parent.glob(f".{target.name}.building-*"):
        if not _alive(leftover.name):
            shutil.rmtree(leftover, ignore_errors=True)
    prefix = f".{target.name}.building-{os.getpid()}-"
    made = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    made.chmod(0o755)
    return made


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


def swap(made: Path, target: Path) -> None:
    """Put ``made`` in the place of ``target``, and take away what stood there."""
    check_ours(target)
    if not target.exists():
        made.rename(target)
        return
    if not _exchange(made, target):
        old = made.with_name(f"{made.name}-old")
        target.rename(old)
        made.rename(target)
        made = old
    shutil.rmtree(made)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in a single system call; ``False`` where the system has none."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    done: int = call(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    return done == 0
