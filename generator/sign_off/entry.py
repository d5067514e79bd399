"""The entry that a sign-off writes, where the request makes sense for the pack."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, assert_never

from generator.gate.context import Context
from generator.gate.rules.ps501_report_not_assured import CHECKS
from generator.gate.signatures import FAIL, PASS, Signed, last_word
from generator.gate.written import missing
from generator.model import Pack
from generator.months import in_words
from generator.sign_off.standings import to_sign
from generator.sign_off.words import Approving, Assurance, CannotSign, Entry
from generator.sign_off_keys import APPROVAL
from generator.vocabulary import PackKind


def entry_for(context: Context, pack: Pack, word: Assurance | Approving) -> Entry:
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
    _submitted(pack, word)
    _in_order(pack, word, title, signed)
    entry: dict[str, Any] = {"by": word.role, "result": word.result}
    entry["date"] = word.day.isoformat()
    entry["documents"] = {item.name: item.digest for item in signed}
    if checks := _checks(pack, word):
        entry["checks"] = checks
    return entry


def _submitted(pack: Pack, word: Assurance) -> None:
    """Refuse a pass before the pack is submitted: its authors may still be writing."""
    if pack.kind is PackKind.POLICY and word.result == PASS and pack.in_development:
        source = pack.record.source if pack.record else None
        if source and missing(source, "submitted"):
            message = f"{pack.path} has not been submitted (`submitted:` in its record)"
            raise CannotSign(f"{message}; nobody can pass it yet")


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
