"""Sign off: a role's word on a text, written into the pack's record and bound to that text.

The record is gated as it would be with the entry in it, before a byte is written; the entry is
then spliced in, and every other byte of the record stays.
"""

from __future__ import annotations

import copy
import dataclasses
import difflib
import fcntl
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, assert_never

import yaml

from generator import pipeline
from generator.findings import Finding, Severity
from generator.gate.attached import attached
from generator.gate.context import Context
from generator.gate.decide import Verdict, decide
from generator.gate.rules import RULES
from generator.gate.rules.ps501_report_not_assured import CHECKS
from generator.gate.signatures import (
    FAIL,
    PASS,
    Signed,
    Standing,
    every,
    last_word,
    needs_approval,
    required_roles,
    standing,
)
from generator.model import Pack, Scheme
from generator.months import in_words
from generator.schema.believe import schema_text
from generator.settings import Settings
from generator.store.files import CannotRead, read_bytes
from generator.store.load import RECORD, RawPack, Store
from generator.store.source import MAX_BYTES, Source, read_record
from generator.store.state import state_folder
from generator.store.text import BOM, digest
from generator.validate import validate
from generator.vocabulary import DocumentType, PackKind

APPROVAL = "approval"
Entry = Mapping[str, Any]


# What is asked for, and what comes of it.


@dataclass(frozen=True, slots=True)
class Assurance:
    """A role's pass or fail. ``checks_failed`` name what a report's assurer found wanting."""

    role: str
    day: date
    result: str = PASS
    checks_failed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approving:
    """The policy lead's approval. ``on_behalf_of`` is the policy's owner where it is not given."""

    by: str
    rank: str
    day: date
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What was signed, in words and by digest, and what the pack still waits for.

    ``refusals`` counts what the gate finds wrong besides signatures.
    """

    pack: str
    said: str
    digests: Mapping[str, str]
    outstanding: tuple[str, ...]
    refusals: int


class CannotSign(Exception):  # noqa: N818 - says what stands in the way
    """Nothing was written. ``misused`` tells a wrong command from a refusal."""

    def __init__(
        self, message: str, findings: tuple[Finding, ...] = (), *, misused: bool = False
    ) -> None:
        super().__init__(message)
        self.findings = findings
        self.misused = misused


def sign_off(
    root: Path, path: str, word: Assurance | Approving, as_at: date, *, jobs: int = 0
) -> Done:
    """Write the sign-off into the record of the pack at ``path``, or raise ``CannotSign``."""
    _not_in_the_future(word.day, as_at)
    with _locked(root, path):
        verdict = _verdict(root, as_at, jobs)
        pack, found = _pack(verdict, path)
        _readable(pack, found)
        entry = _entry(verdict.context, pack, word)
        record, data = _record(root, pack, found)
        written = _with_entry(pack, record, data, entry, word)
        after = _gated(verdict.context, pack, written)
        _refuse(pack, found, after, word)
        _replace(root, pack, data, written)
    return _done(after, word, entry)


def _done(after: _After, word: Assurance | Approving, entry: Entry) -> Done:
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


# Who signs what, and how that stands.


@dataclass(frozen=True, slots=True)
class Signature:
    """How one document or attachment stands with a role, or with the policy lead (``approval``)."""

    who: str
    name: str
    standing: Standing
    day: date | None


def to_sign(scheme: Scheme, pack: Pack, who: str) -> tuple[Signed, ...]:
    """Return what a role must pass, or the policy lead approve: documents, then attachments."""
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
    return (*documents, *files)


def signatures(scheme: Scheme, pack: Pack) -> tuple[Signature, ...]:
    """Return how everything that must be signed stands, by role, the approval last."""
    found = []
    for role in scheme.settings.roles:
        for signed in to_sign(scheme, pack, role):
            word = standing(pack, signed, role)
            day = word.sign_off.date if word.sign_off else None
            found.append(Signature(role, signed.name, word.standing, day))
    found += [_approved(pack, signed) for signed in to_sign(scheme, pack, APPROVAL)]
    return tuple(found)


def _approved(pack: Pack, signed: Signed) -> Signature:
    approval = pack.record.approval if pack.record else None
    digest = approval.documents.get(signed.name) if approval else None
    if approval is None or digest is None:
        return Signature(APPROVAL, signed.name, Standing.MISSING, None)
    held = Standing.PASSED if digest == signed.digest else Standing.CHANGED
    return Signature(APPROVAL, signed.name, held, approval.date)


OWING = {
    Standing.MISSING: "not signed",
    Standing.FAILED: "failed",
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


# What stands in the way.

OF_OTHERS = frozenset({"PS301", "PS302", "PS303", "PS501", "PS609"})
"""Another role's word. A role's own is known to hold by then (``_is_its_word``)."""
OF_APPROVAL = frozenset({"PS304", "PS305", "PS306", "PS307"})
"""Approval comes after quality assurance, and is given again after a change."""
SIGNATURES = OF_OTHERS | OF_APPROVAL


@dataclass(frozen=True, slots=True)
class _After:
    """The pack as it would be with the sign-off in its record, and what would refuse it."""

    scheme: Scheme
    pack: Pack
    refusals: tuple[Finding, ...]


def _not_in_the_future(day: date, as_at: date) -> None:
    if day > as_at:
        message = f"nobody can sign on {in_words(day)}: that is after today, {in_words(as_at)}"
        raise CannotSign(message)


def _verdict(root: Path, as_at: date, jobs: int) -> Verdict:
    outcome = pipeline.check(root, as_at, jobs=jobs)
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


def _entry(context: Context, pack: Pack, word: Assurance | Approving) -> Entry:
    """Return what is to be written, where the request makes sense for this pack."""
    match word:
        case Assurance():
            return _assurance(context, pack, word)
        case Approving():
            return _approval(context, pack, word)
        case _:
            assert_never(word)


def _assurance(context: Context, pack: Pack, word: Assurance) -> Entry:
    settings = context.settings
    if word.role not in settings.roles:
        known = [*settings.roles, APPROVAL]
        close = difflib.get_close_matches(word.role, known, n=1, cutoff=0.4)
        hint = f"did you mean {close[0]}? " if close else ""
        message = f"there is no role {word.role!a}; {hint}There are: {', '.join(known)}"
        raise CannotSign(message, misused=True)
    signed = to_sign(context.scheme, pack, word.role)
    title = settings.role_title(word.role)
    if not signed:
        raise CannotSign(f"the {title} has nothing to sign in {pack.path}", misused=True)
    _in_order(pack, word, title, signed)
    entry: dict[str, Any] = {"by": word.role, "result": word.result}
    entry["date"] = word.day.isoformat()
    entry["documents"] = {item.name: item.digest for item in signed}
    if checks := _checks(pack, word):
        entry["checks"] = checks
    return entry


def _in_order(pack: Pack, word: Assurance, title: str, signed: tuple[Signed, ...]) -> None:
    """Refuse a day before the pack was submitted, or before the role's own later word."""
    record, day = pack.record, word.day
    if record and record.submitted and day < record.submitted:
        message = f"cannot be signed on {in_words(day)}: it was submitted on "
        raise CannotSign(f"{pack.path} {message}{in_words(record.submitted)}")
    for item in signed:
        last = last_word(record, word.role, item.name)
        if last and last.date and day < last.date:
            message = f"the {title} signed {item.name} on {in_words(last.date)}; sign on that day"
            raise CannotSign(f"{message} or later, or the earlier word stands")


def _checks(pack: Pack, word: Assurance) -> Mapping[str, str]:
    """Return the four checks of a report: all yes on a pass; on a fail, only if one is named."""
    if pack.kind is not PackKind.REPORT:
        if word.checks_failed:
            raise CannotSign("only a report has checks that can fail", misused=True)
        return {}
    unknown = [name for name in word.checks_failed if name not in CHECKS]
    if unknown:
        message = f"there is no check {unknown[0]!a}; the checks are {', '.join(CHECKS)}"
        raise CannotSign(message, misused=True)
    if word.checks_failed and word.result == PASS:
        message = "a report cannot pass with a check that failed; record `--result fail`"
        raise CannotSign(message, misused=True)
    if word.result == FAIL and not word.checks_failed:
        return {}
    return {name: "no" if name in word.checks_failed else "yes" for name in CHECKS}


def _approval(context: Context, pack: Pack, word: Approving) -> Entry:
    signed = to_sign(context.scheme, pack, APPROVAL)
    if not signed:
        raise CannotSign(f"nothing in {pack.path} needs approval", misused=True)
    ranks = context.settings.approving_ranks
    if word.rank not in ranks:
        message = f"the rank {word.rank!a} may not approve; those that may: {', '.join(ranks)}"
        raise CannotSign(message)
    owner = word.on_behalf_of or _on_behalf_of(pack)
    entry: dict[str, Any] = {"by": word.by, "rank": word.rank}
    if owner:
        entry["on_behalf_of"] = owner
    entry["date"] = word.day.isoformat()
    entry["documents"] = {item.name: item.digest for item in signed}
    return entry


def _on_behalf_of(pack: Pack) -> str | None:
    """The lead approves on behalf of the policy's owner (SOPs, Designated Policy Lead)."""
    earlier = pack.record.approval if pack.record else None
    owner = pack.policy.policy_owner if pack.policy else None
    return (earlier.on_behalf_of if earlier else None) or owner


def _gated(context: Context, pack: Pack, data: bytes) -> _After:
    """Put the store through the gate as it would be with ``data`` as the pack's record."""
    source = read_record(f"{pack.path}/{RECORD}", data)
    raw = RawPack(
        pack.path, pack.kind, pack.owner, pack.edition, record=source, faults=source.faults
    )
    alone = validate(Store(None, (raw,), {}), context.settings).packs[0]
    others = [fault for fault in pack.faults if fault.at.path != source.path]
    faults = tuple(sorted((*others, *alone.faults)))
    signed = dataclasses.replace(pack, record=alone.record, faults=faults)
    packs = tuple(signed if p.path == pack.path else p for p in context.scheme)
    scheme = dataclasses.replace(context.scheme, packs=packs)
    verdict = decide(RULES, Context(scheme, context.as_at, context.published))
    found = next(d.findings for d in verdict.decisions if d.pack is signed)
    return _After(scheme, signed, tuple(f for f in found if f.severity is Severity.REFUSE))


def _refuse(
    pack: Pack, found: tuple[Finding, ...], after: _After, word: Assurance | Approving
) -> None:
    """Raise where the gate would still refuse the pack for reasons that are this signer's."""
    if isinstance(word, Assurance) and word.result == FAIL:
        return  # that a text is wrong may always be said
    standing_in_the_way = [f for f in after.refusals if _stands_in_the_way(f, after, word)]
    if standing_in_the_way:
        message = f"{pack.path} cannot be signed: the gate would refuse it all the same"
        key = "quality_assurance" if isinstance(word, Assurance) else APPROVAL
        known = {(finding.rule, finding.message): finding for finding in found}
        shown = (
            # Lines of the record that was not written lead nowhere.
            known.get((f.rule, f.message)) or dataclasses.replace(f, at=pack.at(key))
            for f in standing_in_the_way
        )
        raise CannotSign(message, tuple(shown))


def _stands_in_the_way(finding: Finding, after: _After, word: Assurance | Approving) -> bool:
    """Whether a refusal that would remain is one for this signer to wait for.

    The policy lead relies on everything before approval, so for an approval each one is. For a
    role neither other people's signatures are, nor faults in what it does not sign.
    """
    if isinstance(word, Approving):
        return True
    pack = after.pack
    if finding.rule in SIGNATURES and not _is_of_a_link(finding, pack):
        return False
    own = {item.path for item in to_sign(after.scheme, pack, word.role)}
    known = {d.path for d in pack.documents} | {a.path for a in pack.attachments}
    return finding.at.path in own or finding.at.path not in known


def _is_of_a_link(finding: Finding, pack: Pack) -> bool:
    """PS609 also finds a link to another pack's file, which no signature mends."""
    texts = {document.path for document in pack.documents}
    return finding.rule == "PS609" and finding.at.path in texts


# The record, with one entry more.


def _record(root: Path, pack: Pack, found: tuple[Finding, ...]) -> tuple[Source, bytes]:
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
        raise _changed(path)
    return source, data


def _changed(path: str) -> CannotSign:
    return CannotSign(f"{path} was changed while it was being signed; sign again")


def _with_entry(
    pack: Pack, record: Source, data: bytes, entry: Entry, word: Assurance | Approving
) -> bytes:
    """Return the record with the entry in it, after holding it against what it should say."""
    text = data.removeprefix(BOM).decode("utf-8")
    expected = copy.deepcopy(dict(record.metadata.data))
    kind = "record" if pack.kind is PackKind.POLICY else "report-record"
    try:
        editor = _Editor(text, kind)
        if isinstance(word, Assurance):
            expected["quality_assurance"] = [*expected.get("quality_assurance", []), entry]
            editor.append("quality_assurance", entry)
        else:
            old = expected.get(APPROVAL)
            expected[APPROVAL] = {**(old if isinstance(old, dict) else {}), **entry}
            editor.lay_over(APPROVAL, entry)
        written = editor.text()
    except (_OddForm, TypeError) as error:
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


class _OddForm(Exception):  # noqa: N818 - leads to a plain message
    """The record is valid YAML, in a form nobody writes."""


Map = yaml.MappingNode
List = yaml.SequenceNode
QUOTES = frozenset({"'", '"'})


class _Editor:
    """Collects changes to a YAML text by place, so that what is not changed stays as it is."""

    def __init__(self, text: str, kind: str) -> None:
        self.old = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.order = list(json.loads(schema_text(kind))["properties"])
        self.changes: list[tuple[int, int, str]] = []
        top = yaml.compose(text, Loader=yaml.CSafeLoader)
        if not isinstance(top, Map) or top.flow_style:
            raise _OddForm
        self.top = top
        self.quote = self._quote()

    def text(self) -> str:
        """Return the text with every change made."""
        parts, at = [], 0
        for start, end, put in sorted(self.changes, key=_place):
            parts += [self.old[at:start], put.replace("\n", self.newline)]
            at = end
        return "".join(parts) + self.old[at:]

    def append(self, key: str, entry: Entry) -> None:
        """Add an entry to the list at a top-level key, in the form of the entry before it."""
        value = _child(self.top, key)
        if value is None or _is_blank(value):
            self._begin(key, value, "  - " + _lines(entry, 4, self.quote))
        elif not isinstance(value, List):
            raise _OddForm
        elif value.flow_style:
            self._change(_end(value.value[-1]), f", {_flow(entry, self.quote)}")
        else:
            last, column = value.value[-1], value.start_mark.column
            offset = max(last.start_mark.column - column, 2)
            dash = " " * column + "-" + " " * (offset - 1)
            if isinstance(last, Map) and last.flow_style:
                item = _flow(entry, self.quote) + "\n"
            else:
                item = _lines(entry, column + offset, self.quote)
            self._insert(self._after(last, column), dash + item)

    def lay_over(self, key: str, entry: Entry) -> None:
        """Write an entry over the mapping at a top-level key, value by value."""
        value = _child(self.top, key)
        if isinstance(value, Map) and value.value:
            self._lay_over(value, entry)
        elif value is not None and not _is_blank(value):
            raise _OddForm
        else:
            self._begin(key, value, "  " + _lines(entry, 2, self.quote))

    def _lay_over(self, node: Map, entry: Entry) -> None:
        for key, said in entry.items():
            old = _child(node, key)
            if old is None:
                self._add(node, key, said)
            elif isinstance(said, str) and isinstance(old, yaml.ScalarNode):
                self._rewrite(old, said, in_flow=bool(node.flow_style))
            elif isinstance(old, Map) and old.flow_style:
                self._rewrite_all(old, said)
            elif isinstance(old, Map):
                self._lay_over(old, said)
                self._drop(old, said)
            elif _is_blank(old) and not node.flow_style:
                indent = node.start_mark.column + 2
                self._fill(old, " " * indent + _lines(said, indent, self.quote))
            else:
                raise _OddForm

    def _rewrite(self, node: yaml.ScalarNode, said: str, *, in_flow: bool) -> None:
        if node.value == said:
            return
        style, start = node.style or "", node.start_mark.index
        put = _scalar(said, style if style in QUOTES else "", in_flow=in_flow)
        before = " " if self.old[start - 1] == ":" else ""
        after = "\n" if style in {"|", ">"} else ""
        self.changes.append((start, node.end_mark.index, before + put + after))

    def _rewrite_all(self, node: Map, said: Entry) -> None:
        names = {key.value: value for key, value in node.value}
        if names.keys() == said.keys():
            self._lay_over(node, said)
        else:
            put = _flow(said, self.quote)
            self.changes.append((node.start_mark.index, node.end_mark.index, put))

    def _add(self, node: Map, key: str, said: Any) -> None:
        if node.flow_style:
            self._change(_end(node.value[-1][1]), f", {_flow({key: said}, self.quote)[1:-1]}")
            return
        column = node.start_mark.column
        lines = " " * column + _lines({key: said}, column, self.quote)
        self._insert(self._after(node.value[-1][1], column), lines)

    def _drop(self, node: Map, keep: Entry) -> None:
        """Take out what a mapping of lines names and ``keep`` does not."""
        for key, value in node.value:
            if key.value in keep:
                continue
            start = self.old.rfind("\n", 0, key.start_mark.index) + 1
            self.changes.append((start, self._line_after(_end(value)), ""))

    def _begin(self, key: str, blank: yaml.Node | None, lines: str) -> None:
        """Write a top-level key that is not there, or is blank, where its form has it."""
        if blank is not None:
            self._fill(blank, lines)
            return
        before = self.order[: self.order.index(key)]
        present = [pair[1] for pair in self.top.value if pair[0].value in before]
        last = present[-1] if present else self.top.value[-1][1]
        self._insert(self._after(last, 0), f"{key}:\n{lines}")

    def _fill(self, blank: yaml.Node, lines: str) -> None:
        """Write lines below a key in the place of nothing: `~`, `[]`, or no value at all."""
        start = len(self.old[: blank.start_mark.index].rstrip(" "))
        self.changes.append((start, blank.end_mark.index, ""))
        self._insert(self._line_after(blank.end_mark.index), lines)

    def _insert(self, at: int, lines: str) -> None:
        """Insert whole lines at the start of a line."""
        fresh = at == 0 or self.old[at - 1] == "\n"
        self._change(at, lines if fresh else "\n" + lines)

    def _change(self, at: int, put: str) -> None:
        """Insert a text; what is inserted at one place stands in the order it came."""
        self.changes.append((at, at, put))

    def _after(self, node: yaml.Node, column: int) -> int:
        """Return the start of the line after a node and the comments that belong to it."""
        at = self._line_after(_end(node))
        comment = re.compile(rf" {{{column + 1},}}#[^\n]*(?:\n|\Z)")
        while found := comment.match(self.old, at):
            at = found.end()
        return at

    def _line_after(self, at: int) -> int:
        if at and self.old[at - 1] == "\n":  # a block of text ends where the next line begins
            return at
        end = self.old.find("\n", at)
        return len(self.old) if end < 0 else end + 1

    def _quote(self) -> str:
        """Return how the record quotes its words: as it does its first."""
        first = self.top.value[0][1] if self.top.value else None
        style = first.style if isinstance(first, yaml.ScalarNode) else ""
        return style if style in QUOTES else ""


def _place(change: tuple[int, int, str]) -> tuple[int, int]:
    return change[0], change[1]


def _child(node: Map, key: str) -> yaml.Node | None:
    return next((value for name, value in node.value if name.value == key), None)


def _end(node: yaml.Node) -> int:
    """Return where a node ends; PyYAML ends a list of lines at the next word after it."""
    while isinstance(node, Map | List) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(node, Map) else last
    return int(node.end_mark.index)


def _is_blank(node: yaml.Node) -> bool:
    if isinstance(node, yaml.ScalarNode):
        return not node.value.strip() or (not node.style and node.value in {"~", "null"})
    return not node.value


PLAIN = re.compile(r"[^\W_][\w .,/()'&-]*(?<! )")
NULL = frozenset({"null", "Null", "NULL"})


def _scalar(said: str, quote: str, *, in_flow: bool = False) -> str:
    """Return a word as the record writes its words; quoted wherever plain could mislead."""
    if not quote and PLAIN.fullmatch(said) and said not in NULL and not (in_flow and "," in said):
        return said
    if quote == "'":
        return "'" + said.replace("'", "''") + "'"
    return json.dumps(said, ensure_ascii=False)


def _lines(entry: Entry, indent: int, quote: str) -> str:
    """Return a mapping as lines, the first of them not indented."""
    lines = []
    for key, said in entry.items():
        if not isinstance(said, Mapping):
            lines.append(f"{_name(key, quote)}: {_scalar(said, quote)}")
        elif key == "checks":
            lines.append(f"{key}: {_flow(said, quote)}")
        else:
            inner = [f"{_name(k, quote)}: {_scalar(v, quote)}" for k, v in said.items()]
            lines += [f"{key}:", *(f"  {line}" for line in inner)]
    return f"\n{' ' * indent}".join(lines) + "\n"


def _flow(entry: Entry, quote: str) -> str:
    """Return a mapping as one line in braces."""
    items = [
        f"{_name(key, quote)}: "
        + (_flow(said, quote) if isinstance(said, Mapping) else _scalar(said, quote, in_flow=True))
        for key, said in entry.items()
    ]
    return "{" + ", ".join(items) + "}"


def _name(key: str, quote: str) -> str:
    """Return a key: file names are quoted as words are, the record's own keys never."""
    return _scalar(key, quote if "." in key else "", in_flow=True)


# Files: one signer at a time, and the old record or the new, never half of one.


PACK = re.compile(r"(?:policies|monitoring)/[^/]+/[^/]+")


@contextmanager
def _locked(root: Path, path: str) -> Iterator[None]:
    """Let one process at a time sign the pack. The lock is the system's: it ends with its holder.

    A record lock, not ``flock``: the gate's workers inherit that, and may outlive a killed signer.
    """
    if not PACK.fullmatch(path) or not (root / path).is_dir():
        yield  # there is nothing to lock, and nothing to sign
        return
    name = path.replace("/", "--") + ".lock"
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(state_folder(root, "locks") / name, flags, 0o666)
    try:
        with suppress(PermissionError):  # made by somebody else, with the same rights
            os.fchmod(descriptor, stat.S_IMODE(root.stat().st_mode) & 0o666)
        fcntl.lockf(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _replace(root: Path, pack: Pack, old: bytes, new: bytes) -> None:
    """Put the new record in the place of the old in one step; a crash leaves one or the other."""
    path = f"{pack.path}/{RECORD}"
    target, before = root / path, (root / path).lstat()
    if not os.access(target, os.W_OK):
        raise CannotSign(f"{path} may not be written: its owner has made it read-only")
    aside = state_folder(root, "signing") / pack.path.replace("/", "--")
    aside.unlink(missing_ok=True)  # of a signer that was killed
    try:
        with aside.open("xb") as file:
            file.write(new)
            with suppress(PermissionError):
                os.fchown(file.fileno(), -1, before.st_gid)
            os.fchmod(file.fileno(), stat.S_IMODE(before.st_mode))
            file.flush()
            os.fsync(file.fileno())
        if read_bytes(target, MAX_BYTES) != old:
            raise _changed(path)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    _sync(target.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
