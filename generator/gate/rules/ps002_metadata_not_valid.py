"""PS002: metadata that says nothing, or something it cannot mean."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import Problem, reading, rule
from generator.model import Pack


@rule(
    "PS002",
    clause="SOPs, formats and Associated documents",
    role="policy developer",
    fix="correct the field; `scheme schema` shows what each one may hold",
)
def metadata_not_valid(pack: Pack, _: Context) -> Iterator[Problem]:
    """A field is missing, unknown, or of the wrong shape, or a day does not exist.

    Why: what a document says of itself decides who sees it and until when. A field that is
    misspelt, or a day that does not exist, would leave that to chance.
    Good: `review_by: 2028-08-01`
    Bad: `review_by: 2028-02-30`; `polcy_owner: Director`; `sop_publication:` of `policy.md`.
    """
    yield from reading("PS002", pack)
    yield from _decisions_on_others(pack)


def _decisions_on_others(pack: Pack) -> Iterator[Problem]:
    """A decision that would have no effect: only SOPs are published by decision."""
    others = pack.names - {n for n in pack.names if n.startswith("sop-")}
    for name in pack.record.sop_publication if pack.record else ():
        if name in others:
            yield Problem(
                pack.at("sop_publication", name),
                f"decides whether {name} is public, which is asked of SOPs only",
                "take the line out; `withheld_from_public` keeps a statement or assessment inside",
            )
