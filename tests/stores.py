"""Stores for tests: the clean base store, edited by an example and signed afresh."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from generator import pipeline
from generator.store.text import digest
from tests.keys import sign_entries

HERE = Path(__file__).parent
BASE = HERE / "base"
AS_AT = date(2026, 11, 22)
MARK = re.compile(r"expect: ((?:PS\d{3}(?:, )?)+)")
UNSIGNED = re.compile(r'^(\s*)"?([^":\n]+?)"?: "?sha256:SIGN"?', re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """One example: edits to the base store, and the findings it should have."""

    name: str
    says: str
    as_at: date
    edits: dict = field(default_factory=dict)
    add: dict = field(default_factory=dict)
    remove: tuple = ()
    expect: tuple = ()


def read_example(path):
    data = yaml.safe_load(path.read_text("utf-8"))
    unknown = set(data) - {"says", "as_at", "edits", "add", "remove", "expect"}
    assert not unknown, f"{path}: {unknown}"
    return Example(
        f"{path.parent.name}/{path.stem}",
        data["says"],
        data.get("as_at", AS_AT),
        data.get("edits", {}),
        data.get("add", {}),
        tuple(data.get("remove", ())),
        tuple(data.get("expect", ())),
    )


def make_store(root, example=None):
    """Copy the base store to ``root``, edit it as the example says, and sign every record."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    if example is not None:
        _edit(root, example)
    sign(root)
    return root


def published(root, as_at=AS_AT, *, edits=None, add=None, remove=()):
    """Build the base store, edited, and return the folder of both sites."""
    make_store(root, Example("", "", as_at, edits or {}, add or {}, remove))
    outcome = pipeline.build(root, root / "site", as_at, withhold_refused=True)
    assert outcome.proof == ()
    return root / "site"


def _edit(root, example):
    for name in example.remove:
        target = root / name
        shutil.rmtree(target) if target.is_dir() else target.unlink()
    for name, text in example.add.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    for name, edits in example.edits.items():
        text = (root / name).read_text("utf-8")
        for edit in edits:
            assert text.count(edit["find"]) >= 1, f"{example.name}: not in {name}: {edit['find']!r}"
            text = text.replace(edit["find"], edit["put"], 1)
        (root / name).write_text(text, "utf-8")


def sign(root):
    """Put the digest of each document where a record says ``sha256:SIGN``."""
    for record in sorted(root.rglob("record.yml")):
        text = record.read_text("utf-8")

        def signed(match, folder=record.parent):
            document = folder / match[2]
            value = digest(document.read_bytes()) if document.is_file() else "sha256:" + "0" * 64
            return f'{match[1]}{match[2]}: "{value}"'

        record.write_text(UNSIGNED.sub(signed, text), "utf-8")
        if "SIGNED BY " in text:
            sign_entries(record, record.parent.relative_to(root).as_posix())


def marks(root):
    """Return the findings that the store's own lines say they expect: (rule, path:line)."""
    found = []
    for path in sorted(root.rglob("*")):
        if path.suffix in {".md", ".yml"} and path.is_file():
            for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
                for match in MARK.finditer(line):
                    place = f"{path.relative_to(root).as_posix()}:{number}"
                    found += [f"{rule} {place}" for rule in match[1].split(", ")]
    return found
