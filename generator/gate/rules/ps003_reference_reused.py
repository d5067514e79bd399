"""PS003: one reference or id for two things."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.named import shown
from generator.gate.rule import RECORDED, Problem, rule
from generator.model import Document, Pack
from generator.store.load import is_id
from generator.store.lookalikes import fold
from generator.vocabulary import PackKind


@rule(
    "PS003",
    clause="SOPs, ownership boundaries and role of the policy co-ordination unit",
    role="policy co-ordination unit",
    fix="give the newer one a reference or id of its own; none is ever used again",
    kinds=RECORDED,
)
def reference_reused(pack: Pack, context: Context) -> Iterator[Problem]:
    """Two policies, two reports, or two documents of a pack go by one reference or one id.

    Why: a reference is how staff and the public ask for a document, and an id is its address. What
    is published later is refused, so that a newcomer never takes the place of what is in force.
    Ids that only look alike count as one, and so do ids that a policy had formerly.
    Good: a new version with the reference of the version before.
    Bad: a new policy that was copied from another with its `reference: POL-0001`.
    """
    yield from _twice_here(pack)
    for document in pack.documents:
        yield from _used_elsewhere(document, pack, context)
    yield from _ids(pack, context)


def _twice_here(pack: Pack) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for document in pack.documents:
        if document.reference:
            other = first.setdefault(fold(document.reference), document.name)
            if other != document.name:
                message = f"has the reference {shown(document.reference)}, as {other} has"
                yield Problem(document.at("reference"), message)


def _used_elsewhere(document: Document, pack: Pack, context: Context) -> Iterator[Problem]:
    reference = document.reference
    if not reference:
        return
    uses = context.scheme.by_reference[fold(reference)]
    rival = _first_rival(pack, list(uses), _holder, context)
    if rival is not None:
        message = f"has the reference {shown(reference)}, which {shown(_holder(rival))} has already"
        yield Problem(document.at("reference"), message)


def _ids(pack: Pack, context: Context) -> Iterator[Problem]:
    folder = Location(_folder(pack))
    packs = context.scheme.by_id.get(fold(pack.owner), ())
    users = [other for other in packs if other.owner == pack.owner or _clash(pack, other)]
    if (rival := _first_rival(pack, users, _owner, context)) is not None:
        how = "which looks like" if _goes_by(rival, pack.owner) else "the former id of"
        message = f"is named {shown(pack.owner)}, {how} {shown(rival.owner)}"
        yield Problem(folder, message, "choose another id for the newer of the two")
    for index, name in enumerate(pack.policy.formerly if pack.policy else ()):
        yield from _former_id(pack, index, name, context)


def _former_id(pack: Pack, index: int, name: str, context: Context) -> Iterator[Problem]:
    packs = [p for p in context.scheme.by_id.get(fold(name), ()) if p.kind is PackKind.POLICY]
    at = pack.policy.at("formerly", index) if pack.policy else pack.at()
    fix = "take out the former id, or correct it"
    if _goes_by(pack, name):
        yield Problem(at, f"gives {shown(name)} as a former id, and still has it", fix)
    elif (rival := _first_rival(pack, packs, _owner, context)) is not None:
        how = "is the id of" if _goes_by(rival, name) else "is a former id of"
        message = f"gives {shown(name)} as a former id, which {how} {shown(rival.owner)} already"
        yield Problem(at, message, fix)


def _clash(pack: Pack, other: Pack) -> bool:
    """Whether two packs of different owners may not both use an id that looks like the first's.

    A series of reports may be called what a policy was called formerly: they are apart.
    """
    return pack.kind is PackKind.POLICY or _goes_by(other, pack.owner)


def _goes_by(pack: Pack, name: str) -> bool:
    return fold(pack.owner) == fold(name)


def _first_rival(
    pack: Pack, users: list[Pack], holder: Callable[[Pack], str], context: Context
) -> Pack | None:
    """Return who used it before this pack's holder did, or on the same day."""
    others = [user for user in users if holder(user) != holder(pack)]
    earliest = min(others, key=lambda user: _order(user, context), default=None)
    if earliest is None or any(_order(u, context) < _order(earliest, context) for u in users):
        return None
    return earliest


def _order(pack: Pack, context: Context) -> tuple[bool, bool, date]:
    """Return who comes first: what is published, then by day. A draft or no id comes last."""
    unsettled = pack.in_development or not is_id(pack.owner)
    return pack.path not in context.published, unsettled, pack.publish_on or date.max


def _holder(pack: Pack) -> str:
    """Return what a reference belongs to: a policy in all its versions, or one report."""
    return _folder(pack) if pack.kind is PackKind.POLICY else pack.path


def _owner(pack: Pack) -> str:
    return pack.owner


def _folder(pack: Pack) -> str:
    return pack.path.rpartition("/")[0]
