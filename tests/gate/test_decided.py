"""What becomes of every pack of every example, and where its documents go, in one file to read.

`decided.txt` says of each example what is not as in the base store; `test_rules` holds each to it.
After a change that is meant, `UPDATE_GOLDEN=1 pytest tests/gate/test_decided.py` writes it anew;
read what changed.
"""

import os

from tests.gate.decided import BASE, DECIDED, changed, decided, kept, name_of
from tests.gate.test_rules import EXAMPLES, verdict
from tests.stores import make_store, read_example


def of_example(path, root):
    example = read_example(path)
    return decided(verdict(make_store(root, example), example.as_at))


def test_the_file_has_every_example_in_order(tmp_path):
    if os.environ.get("UPDATE_GOLDEN"):
        base = decided(verdict(make_store(tmp_path / "base")))
        parts = {BASE: base}
        for n, path in enumerate(EXAMPLES):
            parts[name_of(path)] = changed(of_example(path, tmp_path / str(n)), base)
        DECIDED.write_text("\n".join("\n".join((k, *v)) for k, v in parts.items()) + "\n", "utf-8")
    assert list(kept()) == [BASE, *map(name_of, EXAMPLES)]


def test_what_becomes_of_the_base_store(tmp_path):
    assert decided(verdict(make_store(tmp_path))) == kept()[BASE]
