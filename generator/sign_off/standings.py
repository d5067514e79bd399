"""Who signs what in a pack, and how that stands."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.gate.attached import attached
from generator.gate.signatures import (
    Signed,
    Standing,
    Word,
    every,
    needs_approval,
    required_roles,
    standing,
)
from generator.model import Pack, Scheme
from generator.settings import Settings
from generator.sign_off_keys import APPROVAL
from generator.vocabulary import DocumentType


class Signature(Struct, frozen=True):
    """How one document or attachment stands with a role, or with the policy lead (``approval``).

    ``doubt`` says why an entry is not believed.
    """

    who: str
    name: str
    standing: Standing
    day: date | None
    doubt: str = ""


def to_sign(scheme: Scheme, pack: Pack, who: str) -> tuple[Signed, ...]:
    """Return what a role must pass, or the policy lead approve: documents, then other files."""
    settings = scheme.settings
    order = list(DocumentType)
    documents = [
        document
        for document in sorted(pack.documents, key=lambda d: (order.index(d.type), d.name))
        if (
            needs_approval(document, settings)
            if who == APPROVAL
            else who in required_roles(document, settings)
        )
    ]
    own = {document.path for document in documents}
    files = [
        file
        for name, linking in attached(scheme, pack).items()
        if own & {document.path for document in linking} and (file := pack.attachment(name))
    ]
    if pack.records and pack.report in documents:
        files.append(pack.records)
    return (*documents, *files)


def signatures(scheme: Scheme, pack: Pack) -> tuple[Signature, ...]:
    """Return how everything that must be signed stands, by role, the approval last."""
    found = []
    for role in scheme.settings.roles:
        for signed in to_sign(scheme, pack, role):
            word = standing(pack, signed, role)
            found.append(_assured(role, signed.name, word))
    found += [_approved(pack, signed) for signed in to_sign(scheme, pack, APPROVAL)]
    return tuple(found)


def _assured(role: str, name: str, word: Word) -> Signature:
    entry = word.sign_off
    if entry is None:
        return Signature(role, name, word.standing, None)
    return Signature(role, name, word.standing, entry.date, str(entry.doubt or ""))


def _approved(pack: Pack, signed: Signed) -> Signature:
    approval = pack.record.approval if pack.record else None
    digest = approval.documents.get(signed.name) if approval else None
    if approval is None or digest is None:
        return Signature(APPROVAL, signed.name, Standing.MISSING, None)
    if approval.doubt:
        doubt = str(approval.doubt)
        return Signature(APPROVAL, signed.name, Standing.DOUBTED, approval.date, doubt)
    held = Standing.PASSED if digest == signed.digest else Standing.CHANGED
    return Signature(APPROVAL, signed.name, held, approval.date)


OWING = {
    Standing.MISSING: "not signed",
    Standing.FAILED: "failed",
    Standing.DOUBTED: "signed, but not believed",
    Standing.CHANGED: "changed since",
}


def outstanding(scheme: Scheme, pack: Pack) -> tuple[str, ...]:
    """Return, in words, each role that has still to sign and what; the approval last."""
    owing: dict[str, dict[Standing, list[str]]] = {}
    for item in signatures(scheme, pack):
        if item.standing is not Standing.PASSED:
            owing.setdefault(item.who, {}).setdefault(item.standing, []).append(item.name)
    return tuple(
        f"{_called(who, scheme.settings)}: "
        + "; ".join(f"{every(names)} {OWING[word]}" for word, names in found.items())
        for who, found in owing.items()
    )


def _called(who: str, settings: Settings) -> str:
    return "Approval by the policy lead" if who == APPROVAL else settings.role_title(who)
