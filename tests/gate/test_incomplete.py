"""No rule breaks on a pack of which something is missing: it says what it can, or nothing."""

import shutil
from pathlib import Path

import pytest

from generator.gate.decide import decide
from generator.gate.rules import RULES
from tests.gate.test_rules import context
from tests.stores import BASE, make_store

PACKS = (
    "policies/found-property/v2",
    "policies/use-of-cameras/v1",
    "monitoring/found-property/2025",
)
FILES = sorted(str(path.relative_to(BASE)) for pack in PACKS for path in (BASE / pack).iterdir())


def crashes(root):
    findings = decide(RULES, context(root)).findings
    return [str(finding) for finding in findings if "could not be checked" in finding.message]


def fields(name):
    """Return the number of each line that sets a field, and what is left if it is blank."""
    lines = (BASE / name).read_text("utf-8").split("\n")
    end = lines.index("---", 1) if name.endswith(".md") else len(lines)
    return [(n, line) for n, line in enumerate(lines[:end]) if ":" in line]


@pytest.mark.parametrize("name", FILES)
def test_no_field_is_missed_by_a_rule_that_needs_it(name, tmp_path):
    root = make_store(tmp_path / "store")
    signed = (root / name).read_text("utf-8")
    found = []
    for number, line in fields(name):
        lines = signed.split("\n")
        lines[number] = f"{line[: line.index(':')]}:"
        (root / name).write_text("\n".join(lines), "utf-8")
        found += crashes(root)
    assert found == []


@pytest.mark.parametrize("name", FILES)
def test_no_file_is_missed_by_a_rule_that_needs_it(name, tmp_path):
    root = make_store(tmp_path / "store")
    (root / name).unlink()
    assert crashes(root) == []
    (root / name).write_text("not what it should be", "utf-8")
    assert crashes(root) == []


def test_an_empty_folder_breaks_no_rule(tmp_path):
    root = make_store(tmp_path / "store")
    for pack in PACKS:
        shutil.rmtree(root / pack)
        Path(root / pack).mkdir()
    assert crashes(root) == []
