"""What one run keeps for the next, below `.scheme`: an index, and texts that it names.

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

from generator.store.state import NotOurs, state_folder
from generator.store.text import short_digest

INDEX, LOCK, CLOCK, TEXTS = "index", "lock", "clock", "texts-"
CHECKED, BUILT = "kept", "built"
"""The folders of what a check keeps, and of what a build does."""
READERS = (
    "pyromark", "PyYAML", "jsonschema", "jsonschema-rs", "markdown", "pymdown-extensions", "nh3",
    "cryptography", "ahocorasick_rs",
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


@dataclass(frozen=True)  # with slots, Python's pickle takes three times as long
class Place:
    """Where a kept text stands in the file of texts, and its digest."""

    at: int
    length: int
    digest: bytes


@dataclass
class Kept:
    """What the last run kept. ``index`` is empty where there is nothing to be believed.

    ``began`` is the file system's own time at which this run began, in nanoseconds. ``warning``
    says, for people, why something that is there was not believed.
    """

    folder: Path | None = None
    key: bytes = b""
    purpose: bytes = b""
    index: Mapping[str, Any] = field(default_factory=dict)
    mac: bytes = b""
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
        self.index, self.texts, self.warning = {}, -1, warning

    def save(self, texts: Mapping[str, Place | bytes], rest: Mapping[str, Any]) -> None:
        """Keep these texts and facts for the next run. Where that cannot be, nothing is kept."""
        if self.folder is None or not self.key:
            return
        with suppress(OSError, NotOurs, Damaged), _alone(self.folder) as alone:
            if alone and _mac(self.folder) == self.mac:  # no other run has saved meanwhile
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
        data = pickle.dumps(index, protocol=pickle.HIGHEST_PROTOCOL)
        aside = folder / f"{INDEX}.new"
        aside.unlink(missing_ok=True)
        aside.write_bytes(_sign(self.key, self.purpose + data) + self.purpose + data)
        aside.replace(folder / INDEX)
        for old in folder.glob(f"{TEXTS}*"):
            if old.name != name:
                old.unlink()


def open_kept(root: Path, basis: str, name: str = CHECKED) -> Kept:
    """Return what the last run kept for this store on the same ``basis``, such as its settings."""
    try:
        folder = state_folder(root, name)
        kept = Kept(folder, own_key(), _purpose(root, basis, name), began=_now(folder))
        data = (folder / INDEX).read_bytes() if (folder / INDEX).is_file() else b""
    except (OSError, NotOurs):
        return Kept()
    if not kept.key or not data:
        return kept
    kept.mac, rest = data[:MAC], memoryview(data)[MAC:]
    if not hmac.compare_digest(kept.mac, _sign(kept.key, rest)):
        kept.warning = DAMAGED
    elif rest[: len(kept.purpose)] == kept.purpose:
        kept.index = _loads(rest[len(kept.purpose) :])
        with suppress(OSError):  # without its texts, each is found damaged when it is asked for
            kept.texts = os.open(folder / kept.index["name"], os.O_RDONLY | os.O_NOFOLLOW)
    return kept


def _loads(data: memoryview) -> Mapping[str, Any]:
    """Return what this program pickled; the collector would only look for cycles in it."""
    gc.disable()
    try:
        found: Mapping[str, Any] = pickle.loads(data)  # noqa: S301 - authenticated: our own
    finally:
        gc.enable()
    return found


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


def _mac(folder: Path) -> bytes:
    """Return what authenticates the index that stands there now."""
    with suppress(FileNotFoundError), (folder / INDEX).open("rb") as file:
        return file.read(MAC)
    return b""


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
