"""PS302: a document whose assurer's last word on it is fail."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.signatures import FAIL, every, last_words, signed_names
from generator.model import Pack, SignOff
from generator.months import in_words


@rule(
    "PS302",
    clause="SOPs, stage 4",
    role="policy developer",
    fix="put right what was found, and have the document quality assured again",
    kinds=POLICIES,
)
def quality_assurance_failed(pack: Pack, context: Context) -> Iterator[Problem]:
    """The last word of an assurer on a document is that it fails.

    Why: a document that failed quality assurance may not be sent for approval, let alone be
    published. A later pass by the same role puts it right; a pass before it does not.
    Good: `result: fail` on 10 June, and `result: pass` of the same role on 20 June.
    Bad: `result: pass` on 10 June, and `result: fail` of the same role on 20 June.
    """
    failed: dict[int, tuple[SignOff, list[str]]] = {}
    for word, name in last_words(pack.record, signed_names(pack)):
        if word.result == FAIL:
            failed.setdefault(word.index, (word, []))[1].append(name)
    for index, (word, names) in failed.items():
        title = context.settings.role_title(word.by or "")
        day = f" on {in_words(word.date)}" if word.date else ""
        message = f"says that {every(names)} failed quality assurance by the {title}{day}"
        yield Problem(pack.at("quality_assurance", index, "result"), message)
