"""PS411: a further version, while an earlier exception still waits for its assessment."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.versions import versions_before
from generator.model import Pack


@rule(
    "PS411",
    clause="SOPs, stage 3 note",
    role="policy lead",
    fix="complete the impact assessment, and add it to this version as eia.md",
    kinds=POLICIES,
)
def exception_unpaid(pack: Pack, context: Context) -> Iterator[Problem]:
    """A version follows one that went out unassessed, and the assessment has still not been made.

    Why: after an exception the assessment is completed as soon as reasonably practicable. A second
    version without one would turn the exception into the rule. Only the later version is refused.
    Good: version 1 under an exception, version 2 with `eia.md`.
    Bad: version 1 under an exception, version 2 without `eia.md`.
    """
    chain = [*versions_before(pack, context), pack]
    for number, earlier in enumerate(chain[:-1]):
        excepted = earlier.record is not None and earlier.record.exception is not None
        if excepted and not any("eia.md" in later.names for later in chain[number:]):
            message = (
                f"follows version {earlier.version}, which went out unassessed under an exception, "
                "and no version since has an impact assessment"
            )
            yield Problem(pack.at("change"), message)
