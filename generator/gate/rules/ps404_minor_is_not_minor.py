"""PS404: a change called minor or interim that changes what somebody must do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.versions import version_before
from generator.gate.wording import Change, changes
from generator.model import Document, Pack, Policy, Sop
from generator.vocabulary import Change as Kind

WORDING_ONLY = frozenset({Kind.MINOR, Kind.INTERIM})
POSTS = {
    "policy_owner": "owner",
    "policy_lead": "lead",
    "implemented_by": "implementer",
    "monitored_by": "monitor",
}
WORDS_SHOWN = 6


@rule(
    "PS404",
    clause="SOPs, stage 4 (summary note of changes)",
    role="policy developer",
    fix="put back the words of the version before; or write `change: major`, and assess the change",
    kinds=POLICIES,
)
def minor_is_not_minor(pack: Pack, context: Context) -> Iterator[Problem]:
    """A minor or interim change alters a duty, a number, a date, a period or a post.

    Why: a minor change is not impact assessed afresh. So it may mend spelling, move paragraphs and
    make the English plainer, but who must do what by when stays as it was assessed and approved.
    Numbers of lists, headings, references, telephones, addresses and forms may change.
    Good: "in the event that" becomes "if"; the steps are put in another order.
    Bad: "must" becomes "should"; "5 days" becomes "7 days"; "inspector" becomes "sergeant"; another
    `policy_owner:`; a procedure is added.
    """
    before, change = version_before(pack, context), pack.record.change if pack.record else None
    if before is None or change not in WORDING_ONLY:
        return
    yield from _procedures(pack, before, f"{change}")
    yield from _posts(pack, before)
    names = _known_posts(pack, before, context)
    for document in pack.documents:
        same = _counterpart(document, before)
        if same is not None:
            for found in changes(same.source.outline, document.source.outline, names):
                yield Problem(Location(document.path, found.line), _says(found, before.version))


def _counterpart(document: Document, before: Pack) -> Document | None:
    """Return the same document of the version before: by file name, or by its reference."""
    if not isinstance(document, Policy | Sop):
        return None
    named = before.document(document.name)
    return named or next((sop for sop in before.sops if _is_same(sop, document)), None)


def _is_same(one: Document, other: Document) -> bool:
    return one.reference is not None and one.reference == other.reference


def _procedures(pack: Pack, before: Pack, change: str) -> Iterator[Problem]:
    """A procedure that only has another file name is neither added nor taken out."""
    for name in sorted(_sop_names(pack) - _sop_names(before)):
        document = pack.document(name)
        if document is None or _counterpart(document, before) is None:
            at = document.at("reference") if document else pack.at("change")
            yield Problem(at, f"adds {name} in what is called a {change} change")
    for name in sorted(_sop_names(before) - _sop_names(pack)):
        document = before.document(name)
        if document is None or _counterpart(document, pack) is None:
            message = (
                f"takes out {name}, which version {before.version} has, and says it is {change}"
            )
            yield Problem(pack.at("change"), message)


def _sop_names(pack: Pack) -> frozenset[str]:
    return frozenset(name for name in pack.names if name.startswith("sop-"))


def _posts(pack: Pack, before: Pack) -> Iterator[Problem]:
    old, new = before.policy, pack.policy
    if old is None or new is None:
        return
    for field, duty in POSTS.items():
        was, now = getattr(old, field), getattr(new, field)
        if was and now and _plain(was) != _plain(now):
            message = f"has the {now} as its {duty} where version {before.version} had the {was}"
            yield Problem(new.at(field), message)


def _plain(post: str) -> str:
    return " ".join(post.casefold().replace("-", " ").removesuffix(".").split())


def _known_posts(pack: Pack, before: Pack, context: Context) -> tuple[str, ...]:
    """Return the posts and units that the metadata and the settings name."""
    fields = (*POSTS, "unit", "contact")
    named = [getattr(p.policy, field) for p in (before, pack) if p.policy for field in fields]
    return tuple(sorted({*filter(None, named), *context.settings.roles.values()}))


def _says(found: Change, version: int) -> str:
    new, old = _words(found.new), _words(found.old)
    if not old:
        return f'says "{new}", which version {version} did not say there'
    if not new:
        return f'no longer says "{old}", as version {version} did'
    return f'says "{new}" where version {version} said "{old}"'


def _words(words: tuple[str, ...]) -> str:
    shown = ", ".join(islice(words, WORDS_SHOWN))
    return shown + (" ..." if len(words) > WORDS_SHOWN else "")
