"""Which documents of a cleared pack go to which site (SOPs, Corporate policy and SOPs)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.findings import Finding, Severity
from generator.model import Cover, Document, Pack, Scheme
from generator.settings import Markings
from generator.vocabulary import DocumentType, PackKind, Site, State

SHOWN = frozenset({State.IN_FORCE, State.SUPERSEDED})
NOWHERE: frozenset[Site] = frozenset()
INSIDE = frozenset({Site.INTRANET})
EVERYWHERE = frozenset(Site)


def sites(
    scheme: Scheme, states: Mapping[str, State], findings: Iterable[Finding]
) -> Mapping[str, frozenset[Site]]:
    """Return the sites each document goes to, by path of the document."""
    kept_in = {f.at.path for f in findings if f.severity is Severity.PUBLIC}
    found: dict[str, frozenset[Site]] = {}
    for pack in scheme:
        if states[pack.path] not in SHOWN:
            found |= dict.fromkeys((document.path for document in pack.covers), NOWHERE)
            continue
        is_open = _is_open(scheme, states, pack)
        for document in pack.covers:
            allowed = _where(scheme.settings.markings, pack, document, is_open=is_open)
            if document.path in kept_in:
                allowed -= {Site.PUBLIC}
            found[document.path] = allowed
    return found


def where(
    scheme: Scheme, states: Mapping[str, State], pack: Pack, document: Document | Cover
) -> frozenset[Site]:
    """Return the sites that a document of a cleared pack may go to."""
    is_open = _is_open(scheme, states, pack)
    return _where(scheme.settings.markings, pack, document, is_open=is_open)


def _where(
    markings: Markings, pack: Pack, document: Document | Cover, *, is_open: bool
) -> frozenset[Site]:
    if document.type is DocumentType.WORKBOOK:
        return NOWHERE
    unmarked_sop = document.type is DocumentType.SOP and document.protective_marking is None
    if not unmarked_sop and not markings.allows(Site.INTRANET, document.protective_marking):
        return NOWHERE
    marked_public = markings.allows(Site.PUBLIC, document.protective_marking)
    public = marked_public and _is_for_the_public(pack, document, is_open=is_open)
    return EVERYWHERE if public else INSIDE


def once_on(scheme: Scheme, pack: Pack, document: Document) -> frozenset[Site]:
    """Return the sites that a document of a withdrawn policy stood on before its end."""
    return where(scheme, dict.fromkeys(scheme.by_path, State.IN_FORCE), pack, document)


def _is_open(scheme: Scheme, states: Mapping[str, State], pack: Pack) -> bool:
    """Whether a pack opens anything to the public: of a report, whether its policy does."""
    match pack.kind:
        case PackKind.PAGE:
            return not pack.path.startswith("content/intranet/")
        case PackKind.REPORT:
            return _policy_is_public(scheme, states, pack.owner)
        case PackKind.POLICY:
            return pack_is_public(scheme, pack)


def _is_for_the_public(pack: Pack, document: Document | Cover, *, is_open: bool) -> bool:
    """Whether a document goes outside: an SOP only with a recorded yes.

    A report that is not on a policy follows none.
    """
    match pack.kind:
        case PackKind.PAGE:
            return is_open
        case PackKind.REPORT:
            return is_open or document.type is not DocumentType.MONITORING_REPORT
        case PackKind.POLICY if document.type is DocumentType.SOP:
            return is_open and document.name in pack.sops_for_the_public
        case PackKind.POLICY:
            return is_open and document.type in ALWAYS_PUBLIC


def pack_is_public(scheme: Scheme, pack: Pack) -> bool:
    """Whether anything of a policy's version may go outside.

    It may not where its exception has no recorded yes, or where it is withheld and the statement
    is above the public ceiling, or nothing is (then the whole pack is meant).
    """
    policy = next((c for c in pack.covers if c.type is DocumentType.POLICY), None)
    if policy is None or pack.kept_inside:
        return False
    allows = scheme.settings.markings.allows
    if not allows(Site.PUBLIC, policy.protective_marking):
        return False
    if not pack.withheld_from_public:
        return True
    return any(not allows(Site.PUBLIC, c.protective_marking) for c in published_kinds(pack))


ALWAYS_PUBLIC = frozenset({DocumentType.POLICY, DocumentType.EIA})


def published_kinds(pack: Pack) -> tuple[Cover, ...]:
    """Return the documents whose marking ``withheld_from_public`` speaks of: statement and EIA."""
    return tuple(cover for cover in pack.covers if cover.type in ALWAYS_PUBLIC)


def _policy_is_public(scheme: Scheme, states: Mapping[str, State], policy_id: str) -> bool:
    """Whether the policy itself is, or before its withdrawal was, open to the public."""
    packs = [p for p in scheme.policies.get(policy_id, ()) if states[p.path] is State.IN_FORCE]
    if not packs:
        packs = [p for p in scheme.policies.get(policy_id, ()) if states[p.path] in LAST]
    return bool(packs) and pack_is_public(scheme, packs[-1])


LAST = frozenset({State.SUPERSEDED, State.WITHDRAWN})
