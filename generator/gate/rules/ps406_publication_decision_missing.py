"""PS406: a procedure of which nobody has decided whether the public may read it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import missing, place, readable_record
from generator.model import Pack
from generator.store.source import Source


@rule(
    "PS406",
    clause="SOPs, Standard operating procedures",
    role="policy owner",
    fix="record the decision: `sop_publication:`, the name of the procedure, `public: yes` or `no`",
    severity=Severity.PUBLIC,
    kinds=POLICIES,
)
def publication_decision_missing(pack: Pack, _: Context) -> Iterator[Problem]:
    """A procedure has no recorded yes or no on whether it is published outside.

    Why: the Management Board member decides of each procedure whether it goes on the publication
    scheme, and on what ground. Until then it stays inside. A no is recorded as well as a yes.
    Good: `sop_publication: {sop-process.md: {public: no, reason: ..., by: ..., date: ...}}`
    Bad: no entry for `sop-process.md`; an entry without `public:`.
    """
    record = readable_record(pack)
    for name in sorted(pack.names) if record else ():
        if record and name.startswith("sop-") and _undecided(record.source, name):
            at = place(record.source, "sop_publication", name, duty="stage")
            yield Problem(at, f"records no decision on whether {name} may be public")


def _undecided(source: Source, name: str) -> bool:
    return missing(source, "sop_publication", name, "public")
