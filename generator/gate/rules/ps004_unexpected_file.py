"""PS004: a file, link or name that a pack does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from generator.gate.context import Context
from generator.gate.named import leads_out, named_by_report, named_in_record, shown
from generator.gate.rule import Problem, reading, rule
from generator.model import Pack


@rule(
    "PS004",
    clause="none: the gate's own",
    role="policy developer",
    fix="name a file of this pack, such as `sop-process.md` or `attachments/map.png`",
)
def unexpected_file(pack: Pack, _: Context) -> Iterator[Problem]:
    """A file stands where the layout knows none, or a name leads out of the pack.

    Why: a file that nobody expected is a file that nobody checked. Links and names that lead
    elsewhere could bring in what was never signed.
    Good: `attachments/map.png`, linked from the policy.
    Bad: `policy (2).md`; a symbolic link; `records: ../../other/grades.csv`.
    """
    yield from reading("PS004", pack)
    for name, at in chain(named_in_record(pack), named_by_report(pack)):
        if leads_out(name):
            yield Problem(at, f"names {shown(name)}, which leads out of the pack")
