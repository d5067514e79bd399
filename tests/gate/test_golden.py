"""What the gate says of every bad example, as `scheme check` prints it, in one file to read.

Read `golden.txt` as a policy officer would. After a change that is meant, write it anew with
`UPDATE_GOLDEN=1 pytest tests/gate/test_golden.py`, and read what changed.
"""

import os
from pathlib import Path

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


def test_the_gate_says_what_it_said(tmp_path):
    lines = [line for n, path in enumerate(BAD) for line in said(path, tmp_path / str(n))]
    text = "\n".join(lines).rstrip() + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, "utf-8")
    kept = GOLDEN.read_text("utf-8") if GOLDEN.is_file() else ""
    assert text == kept, "read what changed; if it is meant, UPDATE_GOLDEN=1 writes it anew"


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
