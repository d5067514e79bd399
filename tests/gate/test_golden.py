"""What the gate says of every bad example, as `scheme check` prints it, in one file to read.

Read `golden.txt` as a policy officer would. After a change that is meant, write it anew with
`UPDATE_GOLDEN=1 pytest tests/gate/test_golden.py`, and read what changed.
"""

import os
from pathlib import Path

import pytest

from generator.gate.report import as_text
from tests.gate.test_rules import verdict
from tests.stores import make_store, read_example

HERE = Path(__file__).parent
GOLDEN = HERE / "golden.txt"
BAD = sorted((HERE / "examples").glob("*/bad*.yml"), key=lambda p: (p.parent.name, len(p.stem), p))


def said(path, root):
    """Return an example's name and what it is, and the lines of the report on it."""
    example = read_example(path)
    found = verdict(make_store(root, example), example.as_at)
    yield f"==== {example.name}: {example.says}"
    yield ""
    yield from as_text(found, found.findings)
    yield ""
    yield ""


def kept():
    """Return what the golden report has of each example, in its order."""
    found = {}
    for line in GOLDEN.read_text("utf-8").splitlines():
        if line.startswith("==== "):
            name = line.removeprefix("==== ").split(":")[0]
        found.setdefault(name, []).append(line)
    return found


def test_the_report_has_every_bad_example_in_order(tmp_path):
    if os.environ.get("UPDATE_GOLDEN"):
        lines = [line for n, path in enumerate(BAD) for line in said(path, tmp_path / str(n))]
        GOLDEN.write_text("\n".join(lines).rstrip() + "\n", "utf-8")
    assert list(kept()) == [f"{path.parent.name}/{path.stem}" for path in BAD]


@pytest.mark.parametrize("path", BAD, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_the_gate_says_what_it_said(path, tmp_path):
    text = "\n".join(said(path, tmp_path)).rstrip()
    expected = "\n".join(kept().get(f"{path.parent.name}/{path.stem}", ())).rstrip()
    assert text == expected, "read what changed; if it is meant, UPDATE_GOLDEN=1 writes it anew"


def test_every_message_is_a_predicate_and_every_fix_says_what_to_do():
    """`policy.md:3:1: PS211 is a policy with no owner`: the file is the subject."""
    for line in GOLDEN.read_text("utf-8").splitlines():
        if " PS" in line and not line.startswith(("====", " ")):
            message = line.split(" PS", 1)[1][4:]
            assert message[0].islower() or message[0] in "`'\"", line
            assert not message.endswith("."), line
        if line.startswith("  fix:"):
            assert len(line) > len("  fix: mend it"), line
            assert not line.endswith("."), line


def test_nobody_is_called_by_two_articles():
    assert "For the the " not in GOLDEN.read_text("utf-8")
