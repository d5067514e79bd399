"""What one run keeps for the next, below `.scheme`: an index, and texts that it names.

A run that finds little changed leaves the index as it is, and writes what is different beside it.

It is believed only where this person's own program wrote it, for this store, these settings and
this version of the program. The index is authenticated with a key that is kept outside the store,
and holds the digest of each text: whoever can write into the store can not make the gate believe
it. Anything else is as good as nothing kept: a run is slower then, and never wrong.
"""

from __future__ import annotations

import fcntl
import gc
import hashlib
import hmac
import os
import pickle
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.store.kept_changes import Changes, Index, changed, changes_of
from generator.store.state import NotOurs, state_folder
from generator.store.text import short_digest

INDEX, CHANGES, LOCK, CLOCK, TEXTS = "index", "changes", "lock", "clock", "texts-"
CHECKED, BUILT = "kept", "built"
"""The folders of what a check keeps, and of what a build does."""
READERS = (
    "pyromark", "PyYAML", "jsonschema", "jsonschema-rs", "markdown", "pymdown-extensions", "nh3",
    "cryptography", "ahocorasick_rs", "msgspec", "isal",
)  # fmt: skip
RENDERERS = ("mkdocs", "mkdocs-material", "jinja2", "selectolax", "cbor2")
MADE_WITH = {CHECKED: READERS, BUILT: (*READERS, *RENDERERS)}
"""The libraries that what is kept was made with."""
PACKAGE = Path(__file__).resolve().parents[1]
MAC = hashlib.sha256().digest_size
WASTE = 2
"""The texts are written anew once they take so many times what is still of use."""
DAMAGED = (
    "what was kept of the last run (in .scheme) is damaged or another's, and was not believed; "
    "everything is read afresh"
)


class Damaged(Exception):  # noqa: N818 - a fault of what was kept, not of the program
    """A kept text is not what was written."""


class Place(Struct, frozen=True):
    """Where a kept text stands in the file of texts, and its digest."""

    at: int
    length: int
    digest: bytes


@dataclass
class Kept:
    """What the last run kept. ``index`` is empty where there is nothing to be believed.

    ``base`` is the index as it was last written whole, and ``macs`` authenticate that and what has
    changed since. ``began`` is the file system's own time at which this run began, in nanoseconds.
    ``warning`` says, for people, why something that is there was not believed.
    """

    folder: Path | None = None
    key: bytes = b""
    purpose: bytes = b""
    index: Index = field(default_factory=dict)
    base: Index = field(default_factory=dict)
    macs: tuple[bytes, bytes] = (b"", b"")
    texts: int = -1
    began: int = 0
    warning: str = ""

    def read(self, place: Place) -> bytes:
        """Return a kept text; raise ``Damaged`` where it is not what was written."""
        try:
            data = os.pread(self.texts, place.length, place.at)
        except OSError as error:
            raise Damaged from error
        if short_digest(data) != place.digest:
            raise Damaged
        return data

    def fetch(self, text: Place | bytes) -> bytes:
        """Return a text that is at hand, or was kept."""
        return text if isinstance(text, bytes) else self.read(text)

    def forget(self, warning: str = "") -> None:
        """Believe nothing of it any more."""
        self.index, self.base, self.texts, self.warning = {}, {}, -1, warning

    def save(self, texts: Mapping[str, Place | bytes], rest: Mapping[str, Any]) -> None:
        """Keep these texts and facts for the next run. Where that cannot be, nothing is kept."""
        if self.folder is None or not self.key:
            return
        with suppress(OSError, NotOurs, Damaged), _alone(self.folder) as alone:
            if alone and _macs(self.folder) == self.macs:  # no other run has saved meanwhile
                self._write(self.folder, texts, rest)

    def _write(
        self, folder: Path, texts: Mapping[str, Place | bytes], rest: Mapping[str, Any]
    ) -> None:
        name = self.index.get("name", "")
        useful = sum(len(t) if isinstance(t, bytes) else t.length for t in texts.values())
        if self.texts < 0 or useful * WASTE < os.fstat(self.texts).st_size:
            name = f"{TEXTS}{secrets.token_hex(8)}"
            texts = {k: self.fetch(t) for k, t in texts.items()}
        index = {**rest, "name": name, "places": _append(folder / name, texts)}
        if index == self.index:
            return
        # An index stands by itself: it names texts that are there.
        changes = changes_of(self.base, index) if name == self.base.get("name") else None
        if changes is None:
            self._put(folder / INDEX, b"", index)
            (folder / CHANGES).unlink(missing_ok=True)
        else:
            self._put(folder / CHANGES, self.macs[0], changes)
        for old in folder.glob(f"{TEXTS}*"):
            if old.name != name:
                old.unlink()

    def _put(self, file: Path, before: bytes, value: Index | Changes) -> None:
        """Write a file that tells who wrote it: ``before`` is what it is to be read on top of."""
        data = self.purpose + before + pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        aside = file.with_name(f"{file.name}.new")
        aside.unlink(missing_ok=True)
        aside.write_bytes(_sign(self.key, data) + data)
        aside.replace(file)

    def load(self, folder: Path) -> None:
        """Read the index, and what has changed since, as far as they are to be believed."""
        index, changes = _read(folder / INDEX), _read(folder / CHANGES)
        self.macs = index[:MAC], changes[:MAC]
        if not all(self._is_own(data) for data in (index, changes)):
            self.warning = DAMAGED
        elif (whole := memoryview(index)[MAC:])[: len(self.purpose)] == self.purpose:
            self.index = self.base = _loads(whole[len(self.purpose) :])
            start = self.purpose + self.macs[0]
            if (since := memoryview(changes)[MAC:])[: len(start)] == start:
                self.index = changed(self.base, _loads(since[len(start) :]))

    def _is_own(self, data: bytes) -> bool:
        return not data or hmac.compare_digest(data[:MAC], _sign(self.key, memoryview(data)[MAC:]))


def open_kept(root: Path, basis: str, name: str = CHECKED) -> Kept:
    """Return what the last run kept for this store on the same ``basis``, such as its settings."""
    try:
        folder = state_folder(root, name)
        kept = Kept(folder, own_key(), _purpose(root, basis, name), began=_now(folder))
        if kept.key:
            kept.load(folder)
    except (OSError, NotOurs):
        return Kept()
    if kept.index:
        with suppress(OSError):  # without its texts, each is found damaged when it is asked for
            kept.texts = os.open(folder / kept.index["name"], os.O_RDONLY | os.O_NOFOLLOW)
    return kept


def _read(file: Path, size: int = -1) -> bytes:
    """Return a file, or its first ``size`` bytes; nothing where there is none.

    What is no file, such as a pipe that somebody put there, is not waited for.
    """
    if not file.is_file():
        return b""
    with suppress(FileNotFoundError), file.open("rb") as opened:
        return opened.read(size)
    return b""


def _loads(data: memoryview) -> Any:
    """Return what this program pickled; the collector would only look for cycles in it."""
    gc.disable()
    try:
        return pickle.loads(data)  # noqa: S301 - authenticated: our own
    finally:
        gc.enable()


def _append(file: Path, texts: Mapping[str, Place | bytes]) -> Mapping[str, Place]:
    """Write the new texts behind those that stand in the file already; return every place."""
    places: dict[str, Place] = {}
    with file.open("ab") as out:
        for name, text in texts.items():
            if isinstance(text, bytes):
                places[name] = Place(out.tell(), len(text), short_digest(text))
                out.write(text)
            else:
                places[name] = text
    return places


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Say whether this run alone may save; another that is saving is not waited for."""
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)


def _macs(folder: Path) -> tuple[bytes, bytes]:
    """Return what authenticates the index that stands there now, and what has changed since."""
    return _read(folder / INDEX, MAC), _read(folder / CHANGES, MAC)


def _now(folder: Path) -> int:
    """Return the file system's own time: the program reads no clock."""
    clock = folder / CLOCK
    clock.unlink(missing_ok=True)
    clock.touch()
    return clock.stat().st_mtime_ns


def own_key() -> bytes:
    """Return this person's own key, made at first use; nothing where there is no place for it."""
    home = Path(os.environ.get("XDG_STATE_HOME") or "~/.local/state")
    try:
        file = home.expanduser() / "scheme" / "kept.key"
    except RuntimeError:  # there is nobody at home
        return b""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as out:
                out.write(secrets.token_bytes(MAC))
        key = file.read_bytes()
    except OSError:
        return b""
    return key if len(key) == MAC else b""


def _purpose(root: Path, basis: str, name: str) -> bytes:
    """Return a digest of what all that is kept rests on: the store, its basis, the program."""
    made_with = [(library, version(library)) for library in MADE_WITH[name]]
    files = [
        (path.relative_to(PACKAGE).as_posix(), stat.st_size, stat.st_mtime_ns)
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in {".py", ".json", ".yml"} and (stat := path.stat())
    ]
    parts = (str(root.resolve()), name, basis, sys.version, made_with, files)
    return short_digest(repr(parts).encode("utf-8", "surrogateescape"))


def _sign(key: bytes, data: bytes | memoryview) -> bytes:
    return hmac.digest(key, data, "sha256")
