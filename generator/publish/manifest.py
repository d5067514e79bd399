"""The addresses that the sites hold and have held, kept beside them and never served."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from generator.plan.promises import Promise
from generator.publish.swap import ADDRESSES, NotOurs
from generator.vocabulary import Site


class Manifest(Struct, frozen=True):
    """What was promised: addresses of each site, and anchors of each document by its path."""

    addresses: Mapping[Site, tuple[Promise, ...]] = field(default_factory=dict)
    anchors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_manifest(out: Path) -> Manifest:
    """Return what the sites in ``out`` promised; nothing where none was published with one.

    Raises ``NotOurs`` where it cannot be believed: what was lost could not be told.
    """
    file = out / ADDRESSES
    if not file.is_file():
        return Manifest()
    try:
        data = json.loads(file.read_text("utf-8"))
        addresses = {site: tuple(_promises(data["addresses"][site])) for site in Site}
        anchors = {str(path): tuple(map(str, found)) for path, found in data["anchors"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{file} cannot be read; put it back from a copy, or delete {out} to begin anew"
        raise NotOurs(message) from error
    return Manifest(addresses, anchors)


def _promises(rows: Iterable[Mapping[str, Any]]) -> Iterable[Promise]:
    for row in rows:
        yield Promise(
            str(row["address"]),
            str(row["of"]),
            date.fromisoformat(row["since"]),
            str(row.get("reference", "")),
            str(row.get("to", "")),
        )


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Leave the manifest in ``folder``, one address a line, so that two can be compared."""
    sites = ",\n".join(
        f"{json.dumps(site)}: [\n{_lines(map(_row, manifest.addresses[site]))}\n]" for site in Site
    )
    anchors = ",\n".join(
        f"{json.dumps(path)}: {json.dumps(found)}"
        for path, found in sorted(manifest.anchors.items())
    )
    text = f'{{"addresses": {{\n{sites}\n}},\n"anchors": {{\n{anchors}\n}}}}\n'
    (folder / ADDRESSES).write_text(text, "utf-8")


def _lines(rows: Iterable[Mapping[str, str]]) -> str:
    return ",\n".join(json.dumps(row) for row in rows)


def _row(promise: Promise) -> Mapping[str, str]:
    row = {"address": promise.address, "of": promise.of, "since": promise.since.isoformat()}
    more = {"reference": promise.reference, "to": promise.to}
    return row | {key: value for key, value in more.items() if value}
