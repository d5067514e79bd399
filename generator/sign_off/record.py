"""The record as the gate read it, and as it will be with one entry more."""

from __future__ import annotations

import copy
from pathlib import Path

from generator.findings import Finding
from generator.model import Pack
from generator.sign_off.splice import Editor, OddForm
from generator.sign_off.words import Approving, Assurance, CannotSign, Entry, changed
from generator.sign_off_keys import APPROVAL
from generator.store.files import CannotRead, read_bytes
from generator.store.load import RECORD
from generator.store.source import MAX_BYTES, Source, read_record
from generator.store.text import BOM, digest
from generator.vocabulary import PackKind


def read_again(root: Path, pack: Pack, found: tuple[Finding, ...]) -> tuple[Source, bytes]:
    """Return the record as the gate read it, and its bytes; they must be the same still."""
    path = f"{pack.path}/{RECORD}"
    source = pack.record.source if pack.record else None
    if source is None or not source.readable:
        why = tuple(finding for finding in found if finding.at.path == path)
        raise CannotSign(f"{path} cannot be read, so nothing can be written in it", why)
    try:
        data = read_bytes(root / path, MAX_BYTES)
    except CannotRead as error:
        raise CannotSign(f"{path} {error}, so nothing can be written in it") from error
    if digest(data) != source.digest:
        raise changed(path)
    return source, data


def with_entry(
    pack: Pack, record: Source, data: bytes, entry: Entry, word: Assurance | Approving
) -> bytes:
    """Return the record with the entry in it, after holding it against what it should say."""
    text = data.removeprefix(BOM).decode("utf-8")
    expected = copy.deepcopy(dict(record.metadata.data))
    kind = "record" if pack.kind is PackKind.POLICY else "report-record"
    try:
        editor = Editor(text, kind)
        if isinstance(word, Assurance):
            expected["quality_assurance"] = [*expected.get("quality_assurance", []), entry]
            editor.append("quality_assurance", entry)
        else:
            old = expected.get(APPROVAL)
            kept = dict(old) if isinstance(old, dict) else {}
            kept.pop("signature", None)  # it was over the approval before
            expected[APPROVAL] = {**kept, **entry}
            editor.lay_over(APPROVAL, entry, without="signature")
        written = editor.text()
    except (OddForm, TypeError) as error:
        raise _by_hand(record.path) from error
    made = data[: len(data) - len(data.removeprefix(BOM))] + written.encode("utf-8")
    after = read_record(record.path, made)
    if after.metadata.data != expected or len(after.faults) != len(record.faults):
        raise _by_hand(record.path)
    return made


def _by_hand(path: str) -> CannotSign:
    return CannotSign(
        f"{path} is written in a form that cannot be added to without touching the rest; write "
        "`quality_assurance:` and `approval:` as lines of their own, as in `scheme schema record`"
    )
