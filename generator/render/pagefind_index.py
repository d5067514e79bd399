"""Index the texts of both sites with Pagefind. The only module that knows Pagefind exists.

Pagefind is given a folder of small pages made for it, each text once, and never sees the sites or
the store. It needs memory for every page at once, so it is run part by part; a reader's browser
puts the parts together. What both sites show alike is indexed once and copied.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

import cbor2

from generator.extras import NotInstalled
from generator.plan.plan import Plan, PlannedPage, Searched, SitePlan
from generator.store.convert import Fragment
from generator.vocabulary import Site

FOLDER = "pagefind"
LANGUAGE = "en"
A_PART = 1_500
"""Pages to a part: Pagefind takes some 0.2 MB for each; more parts are more for a browser."""
SECONDS = 600
PROGRAM = frozenset({f"{FOLDER}/pagefind.js", f"{FOLDER}/0/wasm.{LANGUAGE}.pagefind"})
"""Pagefind's own code, which a page for searching runs. The rest of the folder is data."""
PARTS = f"{FOLDER}/parts.json"
ENTRY = "pagefind-entry.json"
SIGNATURE = b"pagefind_dcd"
DATA = frozenset({".pf_filter", ".pf_fragment", ".pf_index", ".pf_meta"})
MISSING = (
    "the search needs Pagefind, which is not installed: "
    "python -m pip install 'pagefind-bin>=1.5.2,<1.6' (it is what `generator[search]` adds)"
)

Entries = Mapping[str, str]
"""The pages made for Pagefind, by address."""


class CannotIndex(Exception):  # noqa: N818 - says what failed
    """The search index could not be made; the message says why."""


def program() -> Path:
    """Return where Pagefind stands, or raise ``NotInstalled`` with the line that installs it."""
    try:
        found: Path = import_module("pagefind_bin").get_executable()
    except (ImportError, FileNotFoundError) as error:
        raise NotInstalled(MISSING) from error
    return found


def index(
    plan: Plan, fragments: Mapping[str, Fragment], out: Path
) -> Mapping[Site, frozenset[str]]:
    """Write each site's index below ``out``; return the address of every file it is made of."""
    entries = {name: dict(_entries(site, fragments)) for name, site in plan.sites.items()}
    common = dict(set.intersection(*(set(found.items()) for found in entries.values())))
    work = out / "indexing"
    work.mkdir()
    counts = dict.fromkeys(plan.sites, 0)
    for part in _parts(common):
        made = _made(work, part)
        for site in plan.sites:
            counts[site] = _placed(made, out / site, counts[site])
    for site, found in entries.items():
        for part in _parts({a: text for a, text in found.items() if a not in common}):
            counts[site] = _placed(_made(work, part), out / site, counts[site])
    shutil.rmtree(work)
    for site, count in counts.items():
        _write(out / site / PARTS, json.dumps({"parts": count}) + "\n")
    return {site: frozenset(_names(out / site)) for site in plan.sites}


def _names(folder: Path) -> Iterator[str]:
    for path in (folder / FOLDER).rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


# What is indexed.


def _entries(site: SitePlan, fragments: Mapping[str, Fragment]) -> Iterator[tuple[str, str]]:
    for page in site.pages:
        if page.searched:
            document = page.document
            body = fragments[document.path].html if document else ""
            keywords = document.keywords if document else ()
            yield page.address, _entry(page, page.searched, keywords, body)


def _entry(page: PlannedPage, said: Searched, keywords: tuple[str, ...], body: str) -> str:
    """Return a text as a page for Pagefind: its words, and what a reader may narrow by."""
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
        "keywords": ", ".join(keywords),
    }
    lines = [
        f'<!doctype html><html lang="{LANGUAGE}"><body><h1>{escape(page.title)}</h1>',
        _attributes("filter", filters),
        _attributes("meta", about),
        *(f"<p>{escape(text)}</p>" for text in (page.summary, *said.more) if text),
        body,
        "</body></html>",
    ]
    return "\n".join(lines)


def _attributes(what: str, values: Mapping[str, str]) -> str:
    given = {name: value for name, value in values.items() if value}
    names = ", ".join(f"{name}[data-{name}]" for name in given)
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in given.items())
    return f'<p data-pagefind-{what}="{names}"{data}></p>'


# How it is indexed.


def _parts(entries: Entries) -> Iterator[Entries]:
    """Yield the entries in parts; an entry stays in its part when others come or go."""
    wanted = -(-len(entries) // A_PART)
    parts: dict[int, dict[str, str]] = defaultdict(dict)
    for address, text in sorted(entries.items()):
        parts[int(hashlib.sha256(address.encode()).hexdigest(), 16) % wanted][address] = text
    return (parts[number] for number in sorted(parts))


def _made(work: Path, part: Entries) -> Path:
    """Run Pagefind over some entries and return the folder it wrote."""
    pages, made = work / "pages", work / "made"
    for folder in (pages, made):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    for address, text in part.items():
        _write(pages / address / "index.html", text)
    said = _run(["--site", str(pages), "--output-path", str(made)], work)
    counted = json.loads((made / ENTRY).read_text("utf-8"))["languages"]
    if sum(language["page_count"] for language in counted.values()) != len(part):
        raise CannotIndex(f"Pagefind left out some of {len(part)} texts. {said}".strip())
    _put_in_order(made)
    return made


def _run(arguments: list[str], work: Path) -> str:
    """Run Pagefind where it finds no settings: it would take them from a folder or variables."""
    command = [str(program()), *arguments, "--force-language", LANGUAGE, "--silent"]
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


def _placed(made: Path, site: Path, number: int) -> int:
    """Copy what Pagefind made, without the widgets it brings; return the next part's number."""
    for path in sorted(made.rglob("*")):
        name = f"{FOLDER}/{number}/{path.relative_to(made).as_posix()}"
        if path.name == "pagefind.js":
            name = f"{FOLDER}/pagefind.js"
        if path.is_file() and (path.suffix in DATA or path.name == ENTRY or name in PROGRAM):
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, site / name)
    return number + 1


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
