"""Explain: a rule's page in the manual; or why a pack is published, held or refused.

Plain text for a policy officer, at most 80 columns wide.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from textwrap import wrap
from typing import assert_never

from generator.findings import Finding, Severity
from generator.gate.context import Context
from generator.gate.decide import Verdict
from generator.gate.decision import (
    Cleared,
    Decision,
    Held,
    InDevelopment,
    Refused,
)
from generator.gate.report import by_role
from generator.gate.rule import Rule
from generator.gate.rules import RULES
from generator.gate.signatures import Standing
from generator.gate.sites import pack_is_public
from generator.gate.states import is_due
from generator.gate.steps import foresee
from generator.model import Document, MonitoringReport, Pack, Sop, Workbook
from generator.months import in_words
from generator.sign_off.standings import Signature, signatures
from generator.sign_off_keys import APPROVAL
from generator.vocabulary import PackKind, Site, State

WIDTH = 80
Lines = Iterator[str]


# A rule.

EFFECTS = {
    Severity.REFUSE: "refuses the pack: nothing of it goes to either site",
    Severity.PUBLIC: "keeps the document off the public site; the intranet still gets it",
    Severity.WARN: "warns: the pack is published all the same",
}
STRICTER = "; an authority's settings may make it a refusal"
KINDS = {
    PackKind.POLICY: "versions of policies",
    PackKind.REPORT: "reports",
    PackKind.PAGE: "pages",
}
LABEL = re.compile(r"(Why|Good|Bad): ")


def find_rule(name: str) -> Rule | None:
    """Return the rule of this id or name, however it is spaced and capitalised."""
    wanted = _plain(name)
    return next((r for r in RULES if wanted in {_plain(r.id), _plain(r.name)}), None)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "-", name.strip().casefold())


def rule_page(rule: Rule) -> tuple[str, ...]:
    """Return a rule's page in the manual, line by line."""
    return tuple(_rule_page(rule))


def _rule_page(rule: Rule) -> Lines:
    yield f"{rule.id} {rule.name}"
    for paragraph in _paragraphs(rule.doc):
        yield ""
        yield from wrap(paragraph, WIDTH)
    yield ""
    effect = EFFECTS[rule.severity] + (STRICTER if rule.severity is Severity.WARN else "")
    looks_at = ", ".join(words for kind, words in KINDS.items() if kind in rule.kinds)
    for label, text in (
        ("What it does", effect),
        ("Looks at", looks_at),
        ("Clause", rule.clause),
        ("Who mends it", rule.role),
        ("How", rule.fix),
    ):
        yield from wrap(f"{label + ':':<14}{text}", WIDTH, subsequent_indent=" " * 14)


def _paragraphs(doc: str) -> Iterator[str]:
    """Return the parts of a docstring, each as one line: what stands apart, and each label's."""
    for block in re.split(r"\n\s*\n", doc.strip()):
        part: list[str] = []
        for line in block.split("\n"):
            if LABEL.match(line) and part:
                yield " ".join(part)
                part = []
            part.append(line.strip())
        yield " ".join(part)


# A pack.


def find_pack(verdict: Verdict, path: str) -> Decision | None:
    """Return what was decided of a pack, named by its folder or by a file in it."""
    by_path = {decision.pack.path: decision for decision in verdict.decisions}
    while path not in {"", ".", "/"}:
        if path in by_path:
            return by_path[path]
        path = str(PurePosixPath(path).parent)
    return None


def unknown(name: str, verdict: Verdict | None) -> str:
    """Return what to say of a name that is neither a rule nor a pack, with what comes close."""
    packs = [decision.pack.path for decision in verdict.decisions] if verdict else []
    inside = [path for path in packs if path.startswith(f"{name.rstrip('/')}/")]
    rules = {key.casefold(): rule for rule in RULES for key in (rule.id, rule.name)}
    close = difflib.get_close_matches(name.casefold(), [*rules, *packs], n=3, cutoff=0.5)
    named = [f"{rules[key].id} {rules[key].name}" if key in rules else key for key in close]
    by_id = [path for path in packs if path.split("/")[1:2] == [name]]
    found = list(dict.fromkeys(inside or by_id or named))[:5]
    hint = f"did you mean {' or '.join(found)}?" if found else "try PS303, or policies/<id>/v1"
    return f"{name!a} is neither a rule nor a pack of the store; {hint}"


def pack_page(verdict: Verdict, decision: Decision) -> tuple[str, ...]:
    """Return why a pack is where it is, line by line."""
    return tuple(_pack_page(verdict, decision))


def _pack_page(verdict: Verdict, decision: Decision) -> Lines:
    context, pack = verdict.context, decision.pack
    yield pack.path
    if pack.title != pack.path:
        yield from wrap(pack.title, WIDTH)
    yield ""
    yield from wrap(f"As at {in_words(context.as_at)}: {_state(decision, context)}", WIDTH)
    yield from _between(verdict, decision)
    yield from _documents(decision, context)
    if pack.kind is not PackKind.PAGE:
        yield from _signed(context, pack)
        yield from _dates(decision, context)


def _state(decision: Decision, context: Context) -> str:
    pack = decision.pack
    match decision:
        case InDevelopment():
            return _in_development(pack)
        case Refused():
            return "refused. Nothing of it is on either site." + _meanwhile(context, pack)
        case Held():
            return _held(context, pack) + _meanwhile(context, pack)
        case Cleared(state=State.SUPERSEDED):
            later = context.in_force(pack.owner)
            by = f"version {later.version}" if later else "a later version"
            stays = f"superseded by {by}, which is in force. It stays at its own address."
            return stays + _to_end(context, pack)
        case Cleared(state=State.WITHDRAWN):
            return _withdrawn(context, pack)
        case Cleared():
            what = "in force." if pack.kind is PackKind.POLICY else "published."
            return what + _to_end(context, pack)
        case _:
            assert_never(decision)


def _in_development(pack: Pack) -> str:
    if pack.kind is PackKind.PAGE:
        return "a draft. Nothing of it is on either site until its status is final."
    stage = pack.record.stage if pack.record else None
    return (
        f"in development (stage: {stage}). Nothing of it is on either site until it is "
        "submitted, at stage implementation."
    )


def _held(context: Context, pack: Pack) -> str:
    if not is_due(pack, context.as_at):
        day = in_words(pack.publish_on) if pack.publish_on else "a day that is not given"
        return f"held. It clears, and waits for {day}."
    return "held. It clears, and waits for the policy it reports on to be published."


def _withdrawn(context: Context, pack: Pack) -> str:
    """Return when the policy ended, why, and what took its place."""
    ended = context.scheme.withdrawals[pack.owner]
    on = f" on {in_words(ended.date)}" if ended.date else ""
    because = f" The reason given: {ended.reason.rstrip('.')}." if ended.reason else ""
    instead = f" It is replaced by policies/{ended.replaced_by}." if ended.replaced_by else ""
    stood = "Its address says so; its text is no longer there."
    if not is_due(pack, context.as_at):
        stood = "It was never published."
    return f"withdrawn with its policy{on}. {stood}{because}{instead}"


def _to_end(context: Context, pack: Pack) -> str:
    """Return on which day the policy is to end, where that is known already."""
    ends = context.scheme.withdrawals.get(pack.owner) if pack.kind is PackKind.POLICY else None
    return f" Its policy is to be withdrawn on {in_words(ends.date)}." if ends and ends.date else ""


def _meanwhile(context: Context, pack: Pack) -> str:
    other = context.in_force(pack.owner) if pack.kind is PackKind.POLICY else None
    return f" Version {other.version} is in force meanwhile." if other else ""


BETWEEN = {
    Severity.REFUSE: "What stands between it and publication",
    Severity.PUBLIC: "What keeps a document off the public site",
    Severity.WARN: "Warnings; they stop nothing",
}


def _between(verdict: Verdict, decision: Decision) -> Lines:
    """Say what was found; of a pack in development, what would be if it were submitted as it is."""
    everything = decision.findings
    if isinstance(decision, InDevelopment):
        everything = foresee(RULES, verdict, decision.pack)
    for severity, heading in BETWEEN.items():
        found = [f for f in everything if f.severity is severity]
        if found:
            yield from _heading(heading)
            yield from _findings(found)
        elif severity is Severity.REFUSE and isinstance(decision, InDevelopment):
            yield from _heading(heading)
            its = "status" if decision.pack.kind is PackKind.PAGE else "stage"
            yield f"  Nothing but its {its}."


def _findings(found: Sequence[Finding]) -> Lines:
    """Group findings by who must act, as `scheme check` does."""
    for role, theirs in by_role(found):
        yield f"  For the {role}:"
        for finding in theirs:
            yield f"  - {finding.at}"
            yield from _wrapped(f"{finding.rule} {finding.message}", 4)
            yield from _wrapped(f"To mend it: {finding.fix}", 4)


def _wrapped(text: str, indent: int) -> list[str]:
    """Return a text as indented lines; an address is never broken."""
    space = " " * indent
    return wrap(
        text, WIDTH, initial_indent=space, subsequent_indent=space, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _heading(text: str) -> Lines:
    yield ""
    yield text


def _documents(decision: Decision, context: Context) -> Lines:
    pack = decision.pack
    yield from _heading("Where each document goes")
    paths = pack.document_paths
    if not paths:
        yield "  There is none."
    rows = []
    for path in paths:
        document = context.scheme.documents_by_path.get(path)
        where = _where(decision, context, document) if document else "nowhere: it cannot be read"
        rows.append((PurePosixPath(path).name, where))
    yield from _table(rows, 2)


def _table(rows: Sequence[tuple[str, str]], indent: int) -> Lines:
    """Set names and what is said of them in two columns."""
    width = max((len(name) for name, _ in rows), default=0) + 2
    for name, text in rows:
        yield from wrap(
            f"{name:<{width}}{text}", WIDTH, initial_indent=" " * indent,
            subsequent_indent=" " * (indent + width), break_long_words=False,
            break_on_hyphens=False,
        )  # fmt: skip


NOWHERE: dict[type[Decision], str] = {
    InDevelopment: "nowhere, while it is in development",
    Refused: "nowhere, while the pack is refused",
    Held: "nowhere, while the pack is held",
}


def _where(decision: Decision, context: Context, document: Document) -> str:
    if isinstance(document, Workbook):
        return "nowhere: a workbook is never published"
    if not isinstance(decision, Cleared):
        return NOWHERE[type(decision)]
    if decision.state is State.WITHDRAWN:
        return "nowhere, since the policy was withdrawn"
    sites = context.sites.get(document.path, frozenset())
    if Site.PUBLIC in sites:
        return "the public site and the intranet"
    if Site.INTRANET in sites:
        return f"the intranet only: {_why_inside(context, decision.pack, document)}"
    return f"nowhere: its marking, {document.protective_marking}, is above the intranet's"


def _why_inside(context: Context, pack: Pack, document: Document) -> str:
    """Return why a document that is published stays off the public site."""
    marking, scheme = document.protective_marking, context.scheme
    if marking is None:
        return "it has no protective marking"
    if not scheme.settings.markings.allows(Site.PUBLIC, marking):
        return f"it is marked {marking}"
    if pack.kind is PackKind.PAGE:
        return "it is a page of content/intranet/"
    if isinstance(document, MonitoringReport):
        return "its policy is not public"
    if pack.kind is PackKind.POLICY and not pack_is_public(scheme, pack):
        return _why_pack_inside(pack)
    return _why_undecided(pack, document)


def _why_undecided(pack: Pack, document: Document) -> str:
    said = pack.record.sop_publication.get(document.name) if pack.record else None
    if isinstance(document, Sop) and (said is None or said.public is None):
        return "nobody has recorded a decision to publish it"
    if said is not None and said.public is False:
        return "the recorded decision is not to publish it"
    return "see the findings above"


def _why_pack_inside(pack: Pack) -> str:
    record = pack.record
    if record and record.exception and pack.eia is None and not record.exception.public:
        return "it is not assessed yet, and its exception has no recorded yes"
    if record and record.withheld_from_public:
        return "the record withholds the pack from the public"
    return "the policy itself is not public"


STANDINGS = {
    Standing.MISSING: "not signed",
    Standing.FAILED: "failed",
    Standing.DOUBTED: "not believed",
    Standing.CHANGED: "changed since it was signed",
    Standing.PASSED: "passed",
}


def _signed(context: Context, pack: Pack) -> Lines:
    yield from _heading("Who has signed which text")
    found = signatures(context.scheme, pack)
    for who in dict.fromkeys(item.who for item in found):
        yield from _wrapped(_signer(context, pack, who), 2)
        yield from _table([(i.name, _standing(i)) for i in found if i.who == who], 4)
    unread = sorted(pack.names - {document.name for document in pack.documents})
    if unread:
        yield from _wrapped(f"Nobody can sign what cannot be read: {', '.join(unread)}", 2)
    elif not found:
        yield "  Nothing in it needs a signature."


def _signer(context: Context, pack: Pack, who: str) -> str:
    if who != APPROVAL:
        return context.settings.role_title(who)
    approval = pack.record.approval if pack.record else None
    if approval is None:
        return "Approval by the policy lead"
    post = approval.by or "a post that is not named"
    owner = f", on behalf of the {approval.on_behalf_of}" if approval.on_behalf_of else ""
    return f"Approval by the {post} ({approval.rank or 'no rank'}){owner}"


def _standing(item: Signature) -> str:
    word = STANDINGS[item.standing]
    if item.standing is Standing.DOUBTED:
        day = f" of {in_words(item.day)}" if item.day else ""
        return f"{word}: an {'approval' if item.who == APPROVAL else 'entry'}{day} {item.doubt}"
    if item.who == APPROVAL:
        word = word.replace("passed", "approved").replace("signed", "approved")
    return f"{word} on {in_words(item.day)}" if item.day else word


def _dates(decision: Decision, context: Context) -> Lines:
    yield ""
    day = decision.pack.publish_on
    if day is None:
        yield "To be published on: no day is given (publish_on)"
    elif day > context.as_at:
        yield f"To be published on: {in_words(day)}"
    elif isinstance(decision, Cleared):
        yield f"Published on: {in_words(day)}"
    else:
        yield f"Due for publication since: {in_words(day)}"
