"""PS204: a policy without its workbook or checklist."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.exceptions import stands
from generator.gate.rule import POLICIES, Problem, rule
from generator.model import Pack


@rule(
    "PS204",
    clause="SOPs, stage 3 note",
    role="policy developer",
    fix="add workbook.md, the workbook or checklist; only a complete `exception:` may stand in",
    kinds=POLICIES,
)
def workbook_missing(pack: Pack, context: Context) -> Iterator[Problem]:
    """A pack holds no policy workbook or checklist, and no complete exception stands in for it.

    Why: a policy is assessed with both the workbook and the equality impact assessment; one of
    them alone does not make it fit for purpose.
    Good: `workbook.md` in the pack; or `exception:` with every fact, of an approving rank.
    Bad: `eia.md` but no `workbook.md`.
    """
    if "workbook.md" not in pack.names and not stands(pack.record, context.settings):
        yield Problem(pack.at("stage"), "is a pack with no workbook or checklist (workbook.md)")
