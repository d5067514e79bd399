"""PS001: a file that cannot be read without guessing."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import Problem, reading, rule
from generator.model import Pack


@rule(
    "PS001",
    clause="none: the gate's own",
    role="policy developer",
    fix="mend the file so that it can be read without guessing",
)
def unreadable(pack: Pack, _: Context) -> Iterator[Problem]:
    """A file cannot be read without guessing, or hides characters that nobody can see.

    Why: what the gate reads and what the public reads must be the same text. Other programs drop
    metadata they cannot parse and publish the page without it.
    Good: UTF-8 text that begins with `---`, plain `key: value` lines, and `---`.
    Bad: front matter that never ends; a key written twice; a right-to-left override.
    """
    yield from reading("PS001", pack)
