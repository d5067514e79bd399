"""PS401: a pack that stands on no registered file."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import RECORDED, Problem, rule
from generator.gate.written import place, readable_record, unanswered
from generator.model import Pack


@rule(
    "PS401",
    clause="SOPs, Role of Policy Managers (audit trail)",
    role="policy manager",
    fix="add `registered_file:` and the reference of the file",
    kinds=RECORDED,
)
def registered_file_missing(pack: Pack, _: Context) -> Iterator[Problem]:
    """The record does not name the registered file.

    Why: every version, and everything about how it came to be, is kept on a registered file. Where
    none is named the audit trail cannot be found.
    Good: `registered_file: MPS/RF/2010/0421`
    Bad: no `registered_file:`; one that says N/A.
    """
    record = readable_record(pack)
    if record and unanswered(record.source, "registered_file"):
        at = place(record.source, "registered_file", duty="stage")
        yield Problem(at, "names no registered file")
