"""Sign: ask, gate and write, in that order, with the pack locked.

The record is gated as it would be with the entry in it, before a byte is written; the entry is
then spliced in, and every other byte of the record stays.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from generator import pipeline
from generator.findings import Finding
from generator.gate.decide import Verdict
from generator.model import Pack
from generator.months import in_words
from generator.pipeline import Outcome
from generator.settings import Settings
from generator.sign_off.entry import entry_for
from generator.sign_off.files import locked, replace
from generator.sign_off.in_the_way import SIGNATURES, After, gated, refuse
from generator.sign_off.record import read_again, with_entry
from generator.sign_off.signed import signed
from generator.sign_off.standings import outstanding
from generator.sign_off.words import Approving, Assurance, CannotSign, Entry
from generator.vocabulary import PackKind


class Done(Struct, frozen=True):
    """What was signed, in words and by digest, and what the pack still waits for.

    ``refusals`` counts what the gate finds wrong besides signatures.
    """

    pack: str
    said: str
    digests: Mapping[str, str]
    outstanding: tuple[str, ...]
    refusals: int


def sign_off(
    root: Path, path: str, word: Assurance | Approving, as_at: date, *, jobs: int = 0
) -> Done:
    """Write the sign-off into the record of the pack at ``path``, or raise ``CannotSign``."""
    _not_in_the_future(word.day, as_at)

    def prepare(outcome: Outcome) -> tuple[Pack, bytes, bytes, Done]:
        verdict = _verdict(outcome)
        pack, found = _pack(verdict, path)
        _readable(pack, found)
        entry = signed(verdict.context, pack, word, entry_for(verdict.context, pack, word))
        record, data = read_again(root, pack, found)
        written = with_entry(pack, record, data, entry, word)
        after = gated(verdict, pack, written)
        refuse(pack, found, after, word)
        return pack, data, written, _done(after, word, entry)

    with locked(root, path):
        _, (pack, data, written, done) = pipeline.check_for(root, as_at, prepare, jobs=jobs)
        replace(root, pack, data, written)
    return done


def _not_in_the_future(day: date, as_at: date) -> None:
    if day > as_at:
        message = f"nobody can sign on {in_words(day)}: that is after today, {in_words(as_at)}"
        raise CannotSign(message)


def _verdict(outcome: Outcome) -> Verdict:
    if outcome.verdict is None:
        raise CannotSign("the settings cannot be read", outcome.findings, misused=True)
    return outcome.verdict


def _pack(verdict: Verdict, path: str) -> tuple[Pack, tuple[Finding, ...]]:
    """Return the pack and what the gate finds in it as it is."""
    scheme = verdict.context.scheme
    if path not in scheme.by_path:
        close = difflib.get_close_matches(path, scheme.by_path, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(close)}?" if close else "try policies/<id>/v1"
        raise CannotSign(f"{path} is no pack of the store; {hint}", misused=True)
    pack = scheme.by_path[path]
    if pack.kind is PackKind.PAGE:
        raise CannotSign(f"{path} is a page, and a page needs no sign-off", misused=True)
    return pack, next(d.findings for d in verdict.decisions if d.pack is pack)


def _readable(pack: Pack, found: tuple[Finding, ...]) -> None:
    """Refuse where nothing can be read: that there is nothing to sign would mislead."""
    if pack.names and not pack.documents:
        raise CannotSign(f"nothing in {pack.path} can be read", found)


def _done(after: After, word: Assurance | Approving, entry: Entry) -> Done:
    return Done(
        after.pack.path,
        _said(word, entry, after.scheme.settings),
        entry["documents"],
        outstanding(after.scheme, after.pack),
        sum(finding.rule not in SIGNATURES for finding in after.refusals),
    )


def _said(word: Assurance | Approving, entry: Entry, settings: Settings) -> str:
    if isinstance(word, Assurance):
        return f"{settings.role_title(word.role)}: {word.result}, {in_words(word.day)}"
    owner = f", on behalf of the {entry['on_behalf_of']}" if "on_behalf_of" in entry else ""
    return f"Approved by the {word.by} ({word.rank}){owner}, {in_words(word.day)}"


SHORT = len("sha256:") + 12


def as_text(done: Done) -> Iterator[str]:
    """Yield what was signed and what is still outstanding, line by line."""
    yield f"{done.said}. Signed in {done.pack}:"
    width = max(len(name) for name in done.digests) + 2
    for name, value in done.digests.items():
        yield f"  {name:<{width}}{value[:SHORT]}"
    yield "Still outstanding:" if done.outstanding else "Nothing is left to sign."
    for line in done.outstanding:
        yield f"  {line}"
    if done.refusals:
        count = "1 other reason" if done.refusals == 1 else f"{done.refusals} other reasons"
        yield f"The gate refuses it for {count} as well: scheme check {done.pack}"
