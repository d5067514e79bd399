"""Index the texts of both sites with Pagefind. The only module that runs it.

Pagefind is given a folder of small pages made for it, each text once, and never sees the sites or
the store. It needs memory for every page at once, so it is run part by part; a reader's browser
puts the parts together. What both sites show alike is indexed once and copied.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import pickle
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from html import escape
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

import cbor2
from msgspec import Struct, field

from generator.extras import pagefind
from generator.plan.plan import Plan, Searched, SitePlan
from generator.render.made_from import made_from
from generator.render.standing import Folder
from generator.render.texts import Texts
from generator.store.kept import Kept, Place
from generator.store.text import short_digest
from generator.vocabulary import Site

FOLDER = "pagefind"
LANGUAGE = "en"
A_PART, A_LARGE_PART = 500, 1_500
"""Pages to a part: what changes in one of them is indexed anew with its part, and Pagefind takes
some 0.2 MB for each. A browser fetches of every part, so there are `FEW` before parts grow."""
FEW = 7
SECONDS = 600
CODE, WASM = "pagefind.js", f"wasm.{LANGUAGE}.pagefind"
PROGRAM = frozenset({f"{FOLDER}/{CODE}", f"{FOLDER}/0/{WASM}"})
"""Pagefind's own code, which a page for searching runs. The rest of the folder is data."""
PARTS = f"{FOLDER}/parts.json"
ENTRY = "pagefind-entry.json"
SIGNATURE = b"pagefind_dcd"
DATA = frozenset({".pf_filter", ".pf_fragment", ".pf_index", ".pf_meta"})


class Indexed(Struct, frozen=True):
    """The files of each site's index by address, and what to keep of it for the next build."""

    names: Mapping[Site, frozenset[str]]
    parts: Mapping[str, Mapping[str, bytes]]
    stored: Mapping[str, Place | bytes]


class CannotIndex(Exception):  # noqa: N818 - says what failed
    """The search index could not be made; the message says why."""


def index(plan: Plan, texts: Texts, folder: Folder, kept: Kept) -> Indexed:
    """Put each site's index into ``folder``. A part whose texts were ``kept`` is not made again."""
    entries = {name: dict(_entries(site, texts)) for name, site in plan.sites.items()}
    common = dict(set.intersection(*(set(found.items()) for found in entries.values())))
    work = folder.path / "indexing"
    work.mkdir()
    maker = _Maker(work, texts, kept)
    shared = [maker.part(part) for part in _parts(common)]
    names: dict[Site, frozenset[str]] = {}
    for site, found in entries.items():
        own = _parts({a: entry for a, entry in found.items() if a not in common})
        parts = (*shared, *map(maker.part, own))
        count = json.dumps({"parts": len(parts)}) + "\n"
        folder.put_data(f"{site}/{PARTS}", count.encode())
        placed = (_place(part, site, number, folder) for number, part in enumerate(parts))
        names[site] = frozenset({PARTS}).union(*placed)
    shutil.rmtree(work)
    return Indexed(names, maker.digests, maker.stored)


# What is indexed.


class _Entry(Struct, frozen=True):
    """A text as the search knows it: all but its body, which is fetched when it is indexed."""

    title: str
    summary: str
    said: Searched
    keywords: tuple[str, ...]
    path: str
    digest: str

    def page(self, body: str) -> str:
        """Return it as a page for Pagefind: its words, and what a reader may narrow by."""
        said = self.said
        state = "In force" if said.in_force else "No longer in force"
        filters = {
            "kind": said.kind,
            "group": said.group,
            "class": said.class_of_information,
            "state": state,
        }
        about = {
            "kind": said.kind,
            "version": said.version,
            "state": state.lower() if said.version else "",
            "keywords": ", ".join(self.keywords),
        }
        lines = [
            f'<!doctype html><html lang="{LANGUAGE}"><body><h1>{escape(self.title)}</h1>',
            _attributes("filter", filters),
            _attributes("meta", about),
            *(f"<p>{escape(text)}</p>" for text in (self.summary, *said.more) if text),
            body,
            "</body></html>",
        ]
        return "\n".join(lines)


Entries = Mapping[str, _Entry]
"""The texts that are searched, by address."""


def _entries(site: SitePlan, texts: Texts) -> Iterator[tuple[str, _Entry]]:
    for page in site.pages:
        if page.searched:
            document = page.document
            path, keywords = (document.path, document.keywords) if document else ("", ())
            digest = texts.digests[path] if path else ""
            entry = _Entry(page.title, page.summary, page.searched, keywords, path, digest)
            yield page.address, entry


def _attributes(what: str, values: Mapping[str, str]) -> str:
    given = {name: value for name, value in values.items() if value}
    names = ", ".join(f"{name}[data-{name}]" for name in given)
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in given.items())
    return f'<p data-pagefind-{what}="{names}"{data}></p>'


# How it is indexed.


def _parts(entries: Entries) -> Iterator[Entries]:
    """Yield the entries in parts; an entry stays in its part when others come or go."""
    wanted = _how_many(len(entries))
    parts: dict[int, dict[str, _Entry]] = defaultdict(dict)
    for address, text in sorted(entries.items()):
        parts[int(hashlib.sha256(address.encode()).hexdigest(), 16) % wanted][address] = text
    return (parts[number] for number in sorted(parts))


def _how_many(pages: int) -> int:
    """Return into how many parts so many pages go."""
    small, large = -(-pages // A_PART), -(-pages // A_LARGE_PART)
    return max(min(small, FEW), large)


class _Part(Struct, frozen=True, dict=True):
    """A part of an index: the digest of each file by its name, and where the files are kept."""

    digests: Mapping[str, bytes]
    stored: Place | bytes
    kept: Kept

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The files themselves; fetched where one does not stand in its place already."""
        stored = self.kept.fetch(self.stored)
        found: Mapping[str, bytes] = pickle.loads(stored)  # noqa: S301 - our own, by its digest
        return found

    def file(self, name: str) -> bytes:
        """Return one file."""
        return self.files[name]


class _Maker(Struct, frozen=True):
    """Makes parts of an index, or takes them from what was kept; notes all for the next build.

    ``digests`` are those of each part's files, ``stored`` the files, by the name of the part.
    """

    work: Path
    texts: Texts
    kept: Kept
    digests: dict[str, Mapping[str, bytes]] = field(default_factory=dict)
    stored: dict[str, Place | bytes] = field(default_factory=dict)

    def part(self, entries: Entries) -> _Part:
        """Return the part that these entries make, which is named after them."""
        name = made_from(version("pagefind-bin"), tuple(entries.items())).hex()
        if name in self.kept.index.get("parts", {}):
            self.digests[name] = self.kept.index["parts"][name]
            self.stored[name] = self.kept.index["places"][name]
        else:
            made = self._made(entries)
            self.digests[name] = {file: short_digest(data) for file, data in made.items()}
            self.stored[name] = pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL)
        return _Part(self.digests[name], self.stored[name], self.kept)

    def _made(self, part: Entries) -> Mapping[str, bytes]:
        """Run Pagefind over some entries and return the files it wrote, by name."""
        pages, made = self.work / "pages", self.work / "made"
        for folder in (pages, made):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        for address, entry in part.items():
            body = self.texts[entry.path].html if entry.path else ""
            _write(pages / address / "index.html", entry.page(body))
        said = _run(["--site", str(pages), "--output-path", str(made)], self.work)
        counted = json.loads((made / ENTRY).read_text("utf-8"))["languages"]
        if sum(language["page_count"] for language in counted.values()) != len(part):
            raise CannotIndex(f"Pagefind left out some of {len(part)} texts. {said}".strip())
        _put_in_order(made)
        files = {p.relative_to(made).as_posix(): p for p in sorted(made.rglob("*")) if p.is_file()}
        used = {
            name: path for name, path in files.items() if _is_data(name) or name in {CODE, WASM}
        }
        return {name: path.read_bytes() for name, path in used.items()}


def _run(arguments: list[str], work: Path) -> str:
    """Run Pagefind where it finds no settings: it would take them from a folder or variables."""
    command = [str(pagefind()), *arguments, "--force-language", LANGUAGE, "--silent"]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            command, cwd=work, env={}, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise CannotIndex(f"Pagefind took longer than {SECONDS} seconds") from error
    if done.returncode:
        raise CannotIndex(
            f"Pagefind stopped (exit status {done.returncode}). {done.stderr}".strip()
        )
    return done.stderr


def _put_in_order(made: Path) -> None:
    """Sort what Pagefind writes in an order of chance (filters, their values), and name it anew."""
    entry = json.loads((made / ENTRY).read_text("utf-8"))
    named: dict[str, str] = {}
    for file in sorted(made.glob("filter/*.pf_filter")):
        name, values = _unpacked(file)
        named[file.stem] = _replaced(file, "", [name, sorted(values)])
    for language in entry["languages"].values():
        file = made / f"pagefind.{language['hash']}.pf_meta"
        version, pages, chunks, filters, sorts, fields = _unpacked(file)
        filters = sorted([name, named[old]] for name, old in filters)
        meta = [version, pages, chunks, filters, sorts, fields]
        language["hash"] = _replaced(file, "pagefind.", meta)
    _write(made / ENTRY, json.dumps(entry))


def _unpacked(file: Path) -> list[Any]:
    data = gzip.decompress(file.read_bytes())
    found: list[Any] = cbor2.loads(data.removeprefix(SIGNATURE))
    return found


def _replaced(file: Path, before: str, content: list[Any]) -> str:
    """Write ``content`` in the place of ``file``; return its own name, which its bytes give it."""
    data = SIGNATURE + cbor2.dumps(content)
    name = f"{LANGUAGE}_{hashlib.sha256(data).hexdigest()[:10]}"
    file.unlink()
    target = file.with_name(f"{before}{name}{file.suffix}")
    target.write_bytes(gzip.compress(data, mtime=0))
    return name


def _place(part: _Part, site: Site, number: int, folder: Folder) -> frozenset[str]:
    """Put a part's files into a site under a number, and return their addresses there."""
    used = (file for file in part.digests if number == 0 or _is_data(file))
    placed = {_placed(file, number): file for file in used}
    for address, file in placed.items():
        folder.put(f"{site}/{address}", part.digests[file], partial(part.file, file))
    return frozenset(placed)


def _is_data(name: str) -> bool:
    """Whether a file is of the index itself; Pagefind brings widgets too, that no page shows."""
    return PurePosixPath(name).suffix in DATA or name == ENTRY


def _placed(file: str, number: int) -> str:
    """Return where a file of the part of this number stands on a site."""
    return f"{FOLDER}/{file}" if file == CODE else f"{FOLDER}/{number}/{file}"


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
