"""The next version of a policy, copied from its last: signed by nobody, and still to be dated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from generator.model import Document, Eia, Pack, Policy, Scheme, Workbook
from generator.start.front_matter import with_values
from generator.start.names import known_policy
from generator.start.pack import assessment, review, workbook
from generator.start.place import write_pack
from generator.start.record import policy_record
from generator.start.words import CannotStart, Started
from generator.store.files import CannotRead, read_bytes
from generator.store.load import RECORD
from generator.store.source import MAX_BYTES
from generator.store.text import digest
from generator.vocabulary import Change

USED_AGAIN = frozenset({Change.MINOR, Change.INTERIM})
WHICH = "Say in record.yml what kind of change it is (`change:`) and what changed."
ASSESS = (
    "The impact assessment is of this version, and to be completed anew. Where the change is minor "
    "or interim, eia.md of {before} may be copied over it."
)
USED = (
    "eia.md is that of {before}, which a minor or interim change may use while it is not too old."
)


def new_version(  # noqa: PLR0913 - what it changes, and where and when
    scheme: Scheme, root: Path, text: str, as_at: date, *, change: str = "", summary: str = ""
) -> Started:
    """Start the next version of a policy from its last, with its sign-offs and dates cleared."""
    before = _last(scheme, text)
    number = before.version + 1
    pack = f"policies/{before.owner}/v{number}"
    files = dict(_files(scheme, root, before, as_at, change))
    record = before.record.source.metadata.data if before.record else {}
    sops = sorted(sop.name for sop in before.sops)
    files[RECORD] = policy_record(change, sops, record, " ".join(summary.split())).encode("utf-8")
    written = write_pack(root, pack, files)
    assessed = USED if _is_used_again(before, change) else ASSESS
    notes = [] if change and summary else [WHICH]
    return Started(pack, written, (*notes, assessed.format(before=before.path)))


def _last(scheme: Scheme, text: str) -> Pack:
    """Return the last version, which must have been submitted and be whole."""
    pack = known_policy(scheme, text)[-1]
    if pack.owner in scheme.withdrawals:
        raise CannotStart(f"{pack.owner} has been withdrawn; `scheme new policy` starts another")
    if pack.in_development:
        raise CannotStart(f"{pack.path} is still in development; finish that version first")
    unread = sorted(pack.names - {d.name for d in pack.documents if d.source.readable})
    if unread or pack.policy is None:
        what = ", ".join(unread) or "policy.md"
        raise CannotStart(
            f"{pack.path} has no {what} that can be read; see `scheme check {pack.path}`"
        )
    return pack


def _files(
    scheme: Scheme, root: Path, before: Pack, as_at: date, change: str
) -> Iterator[tuple[str, bytes]]:
    """Yield each file of the new version: the old texts, and the forms that the old one lacks."""
    number, title = before.version + 1, (before.policy and before.policy.title) or before.owner
    for document in before.documents:
        data = _same(root, document.path, document.digest, MAX_BYTES)
        yield document.name, _moved_on(scheme, document, data, as_at, number, change)
    for attachment in before.attachments:
        yield attachment.name, _same(root, attachment.path, attachment.digest, attachment.size)
    if before.eia is None:
        yield "eia.md", assessment(scheme, title, version=number).encode("utf-8")
    if before.workbook is None:
        yield "workbook.md", workbook(scheme, title).encode("utf-8")


def _moved_on(  # noqa: PLR0913, PLR0917 - a text, and what moves it on
    scheme: Scheme, document: Document, data: bytes, as_at: date, number: int, change: str
) -> bytes:
    """Return a text as the draft of the next version."""
    match document:
        case Eia() if change in USED_AGAIN:
            return data
        case Eia():
            new = {"status": "draft", "completed_on": "", "assessed_version": str(number)}
        case Workbook():
            new = {"status": "draft", "completed_on": ""}
        case Policy():
            due = document.review_by.isoformat() if document.review_by else ""
            new = {"status": "draft", "review_by": max(due, review(scheme, as_at))}
        case _:
            new = {"status": "draft"}
    return with_values(document.path, data, new)


def _is_used_again(before: Pack, change: str) -> bool:
    return before.eia is not None and change in USED_AGAIN


def _same(root: Path, path: str, known: str, limit: int) -> bytes:
    """Return a file as the check has just read it."""
    try:
        data = read_bytes(root / path, limit)
    except CannotRead as error:
        raise CannotStart(f"{path} {error}") from error
    if digest(data) != known:
        raise CannotStart(f"{path} was changed meanwhile; start again")
    return data
