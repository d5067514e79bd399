"""Load and validate, pack by pack, side by side; a pack that did not change is not read again."""

from __future__ import annotations

import os
from collections.abc import Container, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.findings import Fault
from generator.model import Pack, Scheme, Withdrawal, has_come
from generator.settings import Settings
from generator.store.child import Guard, Stopped
from generator.store.kept import Kept, Place
from generator.store.load import (
    Folder,
    RawPack,
    find,
    read_files,
    read_folder,
    read_folders,
    vanished,
)
from generator.store.packed import packed, unpacked
from generator.store.plain import is_plain
from generator.store.source import Source
from generator.validate import believe_pack, believe_withdrawal
from generator.vocabulary import PackKind

AT_HAND = (
    "path", "kind", "owner", "edition", "names", "covers", "in_development", "publish_on", "title",
    "formerly", "sops_for_the_public", "kept_inside", "withheld_from_public", "reports_on_policy",
    "titles", "whole", "face",
)  # fmt: skip
"""What is known of a pack without its texts: enough for its state, its sites and the lists."""
MARGIN = 1_000_000_000
"""Nanoseconds before a run in which a changed file could change again and look the same."""

Stamp = tuple[object, ...]
Facts = Mapping[str, Any]


class GatheredPack(Pack):
    """A pack whose texts are fetched when somebody asks for them."""

    def __getattr__(self, name: str) -> Any:
        """Fetch the rest of the pack; called only for what is not at hand."""
        fetch = self.__dict__.get("fetch")
        if fetch is None or name.startswith("__"):
            raise AttributeError(name)
        self.__dict__.update(fetch())
        _fetched.append(self)
        return self.__dict__[name]


_fetched: list[GatheredPack] = []


def let_go() -> None:
    """Let go of the texts of every pack fetched so far; they are fetched again when asked for."""
    while _fetched:
        known = _fetched.pop().__dict__
        for name in known.keys() - {*AT_HAND, "fetch"}:
            del known[name]


class Gathered(Struct, frozen=True):
    """The scheme as read, and what of it the next run may keep."""

    scheme: Scheme
    stamps: Mapping[str, Stamp]
    facts: Mapping[str, Facts]
    texts: Mapping[str, Place | bytes]

    @property
    def to_keep(self) -> Mapping[str, Any]:
        """What to keep besides the texts."""
        withdrawals = dict(self.scheme.withdrawals)
        return {"stamps": self.stamps, "facts": self.facts, "withdrawals": withdrawals}


def gather(  # noqa: PLR0913 - what is read, and what it is held against
    root: Path,
    settings: Settings,
    published: frozenset[str],
    kept: Kept,
    *,
    as_at: date = date.min,
    jobs: int = 0,
) -> Gathered:
    """Read the store under ``root``, but for what stands in ``kept`` and has not changed since.

    Nothing goes missing: what cannot be read, or was ``published`` and vanished, is a faulty pack,
    unless its policy was withdrawn by the ``as_at`` date.
    """
    found = find(root)
    gone = vanished(found, published)
    folders = sorted((*found.folders, *gone), key=_by_path)
    stamps = {f.path: _stamp(root, f.files, f.faults, kept) for f in folders}
    stamps |= {path: _stamp(root, [path], (), kept) for path in found.withdrawals.values()}
    old: Mapping[str, Stamp] = kept.index.get("stamps", {})
    same = {path for path, stamp in stamps.items() if stamp and stamp == old.get(path)}
    facts, texts = _packs(root, settings, folders, same, kept, jobs)
    withdrawals = _withdrawals(root, found.withdrawals, same, kept, jobs)
    spoken_for = {name for folder in found.folders for name in facts[folder.path]["formerly"]}
    spoken_for |= {f.owner for f in found.folders if _speaks(f, facts[f.path])}
    spoken_for |= {w.policy_id for w in withdrawals.values() if _excuses(w, as_at)}
    folders = [f for f in folders if f not in gone or _policy_id(f) not in spoken_for]
    return Gathered(
        Scheme(
            tuple(_gathered(facts[f.path], texts[f.path], kept) for f in folders),
            withdrawals,
            settings,
        ),
        stamps,
        facts,
        texts,
    )


def gathered_before(kept: Kept, settings: Settings) -> Scheme:
    """Return the scheme as the last run read it."""
    index = kept.index
    packs = (_gathered(f, index["places"][p], kept) for p, f in sorted(index["facts"].items()))
    return Scheme(tuple(packs), index["withdrawals"], settings)


def _speaks(folder: Folder, facts: Facts) -> bool:
    """Whether PS405 finds here, and can refuse for it, what other versions have vanished."""
    return folder.kind is PackKind.POLICY and not facts["in_development"]


def _excuses(withdrawal: Withdrawal, as_at: date) -> bool:
    """Whether a policy has ended, and why is said; its folders should stay all the same."""
    return has_come(withdrawal, as_at) and bool(withdrawal.reason) and not withdrawal.faults


def _policy_id(folder: Folder) -> str:
    """Return whose version a vanished folder was: under a new id the proof asks for it (PS908)."""
    kind, _, rest = folder.path.partition("/")
    return rest.partition("/")[0] if kind == "policies" else ""


def _by_path(folder: Folder) -> str:
    return folder.path


def _stamp(root: Path, files: Sequence[str], faults: Sequence[Fault], kept: Kept) -> Stamp:
    """Return what tells whether any of these files changed; nothing where that cannot be told.

    Nobody can set the time at which the system last saw a file change. One that changed right
    before the run may change again within the same tick, so it is not trusted.
    """
    found: list[object] = [repr(faults)] if faults else []
    for path in files:
        try:
            status = os.lstat(f"{root}/{path}")  # a Path for each would cost as much again
        except OSError:
            return ()
        if status.st_ctime_ns > kept.began - MARGIN:
            return ()
        found += (path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return tuple(found)


def _packs(  # noqa: PLR0913, PLR0917 - what is read, and what is kept of it
    root: Path,
    settings: Settings,
    folders: Sequence[Folder],
    same: Container[str],
    kept: Kept,
    jobs: int,
) -> tuple[dict[str, Facts], dict[str, Place | bytes]]:
    """Return the facts and texts of every pack: as kept, or read now."""
    unchanged = [folder.path for folder in folders if folder.path in same]
    facts: dict[str, Facts] = {path: kept.index["facts"][path] for path in unchanged}
    texts: dict[str, Place | bytes] = {path: kept.index["places"][path] for path in unchanged}
    changed = [folder for folder in folders if folder.path not in facts]
    _shared[:] = [(root, settings)]
    results = Guard(_read, jobs=jobs).run(changed)
    for folder, result in zip(changed, results, strict=True):
        if isinstance(result, Stopped):
            result = _read_slowly(root, settings, folder, jobs)  # noqa: PLW2901 - read after all
        facts[folder.path], texts[folder.path] = result
    return facts, texts


_shared: list[tuple[Path, Settings]] = []
"""Set before the workers are forked, so that each shares it without a copy."""


def _read(folder: Folder) -> tuple[Facts, bytes]:
    """Read and believe one pack, and try to convert its odd texts; runs in a child process."""
    [(root, settings)] = _shared
    raw = read_folder(root, folder, settings.attachment_limit)
    for source in _odd(raw):
        _try((source.body, source.outline.bare_blocks))
    return _packed(believe_pack(raw, settings))


def _try(text: tuple[str, tuple[int, ...]]) -> None:
    """Convert a text, to see whether that ends."""
    from generator.store.convert import convert  # noqa: PLC0415 - few texts are tried

    convert(text)


def _packed(pack: Pack) -> tuple[Facts, bytes]:
    """Return what is at hand of a pack, and all of it as bytes."""
    facts = {name: getattr(pack, name) for name in AT_HAND}
    plain = {f.name: getattr(pack, f.name) for f in fields(Pack)}
    return facts, packed(plain)


def _read_slowly(root: Path, settings: Settings, folder: Folder, jobs: int) -> tuple[Facts, bytes]:
    """Read a pack text by text, each within its own limits, so that the one at fault is named."""
    (raw,) = read_folders(root, [folder], jobs=jobs, attachment_limit=settings.attachment_limit)
    odd = _odd(raw)
    tasks = [(source.body, source.outline.bare_blocks) for source in odd]
    faults = [
        _stopped(source, result.reason)
        for source, result in zip(odd, Guard(_try, jobs=jobs).run(tasks), strict=True)
        if isinstance(result, Stopped)
    ]
    raw = replace(raw, faults=tuple(sorted((*raw.faults, *faults))))
    return _packed(believe_pack(raw, settings))


def _odd(raw: RawPack) -> list[Source]:
    """Return the texts whose conversion might take long: each is tried before it is believed."""
    readable = [source for source in raw.sources.values() if source.readable]
    return [s for s in readable if not is_plain(s.body, s.outline.depth)]


def _stopped(source: Source, reason: str) -> Fault:
    message = f"could not be turned into a page: it {reason}"
    return Fault(source.at("title"), "PS001", message, "simplify or split the document")


def _gathered(facts: Facts, text: Place | bytes, kept: Kept) -> Pack:
    pack = GatheredPack.__new__(GatheredPack)
    pack.__dict__.update(facts)
    pack.__dict__["fetch"] = lambda: unpacked(kept.fetch(text))
    return pack


def _withdrawals(
    root: Path, paths: Mapping[str, str], same: Container[str], kept: Kept, jobs: int
) -> Mapping[str, Withdrawal]:
    """Return every withdrawal by policy: as kept, or read now."""
    old: Mapping[str, Withdrawal] = kept.index.get("withdrawals", {})
    changed = {owner: path for owner, path in paths.items() if path not in same}
    read = dict(zip(changed, read_files(root, tuple(changed.values()), jobs=jobs), strict=True))
    return {
        owner: believe_withdrawal(owner, read[owner]) if owner in read else old[owner]
        for owner in paths
    }
