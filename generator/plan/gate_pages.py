"""The gate report on the intranet: what was published, what it warns of, and counts of the rest.

Nothing on it names a text that this site does not show: such packs are counted and no more.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.findings import Finding, Severity
from generator.gate.decide import Verdict
from generator.gate.decision import Cleared, Decision, state_of
from generator.gate.manual import GROUPS, manual, spoken
from generator.gate.rule import Rule
from generator.model import Document, Pack, Workbook
from generator.months import in_words
from generator.plan.addresses import document_address, pack_address
from generator.plan.plan import Crumb, PlannedPage
from generator.plan.rule_pages import rule_address, rule_crumb
from generator.plan.spans import spans
from generator.store.lookalikes import fold
from generator.vocabulary import PackKind, Site, State

GATE = Crumb("Gate report", "gate/")
PUBLISHED = {
    State.IN_FORCE: "In force",
    State.SUPERSEDED: "Superseded",
    State.WITHDRAWN: "Withdrawn",
}
KEPT_BACK = {
    State.REFUSED: "Refused",
    State.HELD: "Held",
    State.IN_DEVELOPMENT: "In development",
}
ELSEWHERE = "Other, or not stated"
WORDS = re.compile(r"[^\W_]+")
# Names that the layout of the store gives, not the author.
LAYOUT_NAMES = frozenset({"policy.md", "eia.md", "workbook.md", "report.md", "index.md"})


def gate_page(verdict: Verdict, rules: Sequence[Rule]) -> PlannedPage:
    """Return the report on one run of the gate, laid out like a check-list for disclosure."""
    maker = _Report(verdict, rules)
    data = {
        "as_at": in_words(verdict.context.as_at),
        "published": tuple(maker.published()),
        "checks": tuple(maker.checks()),
        "kept_inside": maker.by_role(Severity.PUBLIC),
        "warnings": maker.by_role(Severity.WARN),
        "kept_back": tuple(maker.kept_back()),
        "refused_by": tuple(maker.refused_by()),
    }
    summary = "What the gate let through, what it warns of, and how much it kept back."
    return PlannedPage(GATE.address, "gate.html", GATE.title, summary, data)


class _Report:
    """Works out the parts of the report from the verdict."""

    def __init__(self, verdict: Verdict, rules: Sequence[Rule]) -> None:
        self.verdict = verdict
        self.rules = rules
        self.by_id = {rule.id: rule for rule in rules}
        self.shown = tuple(d for d in verdict.cleared if d.on(Site.INTRANET))
        self.secret = _secret_names(verdict)

    def published(self) -> Iterator[dict[str, Any]]:
        """Yield how many packs of each kind are in each state."""
        counts: Counter[tuple[State, PackKind]] = Counter()
        counts.update((item.state, item.pack.kind) for item in self.verdict.cleared)
        for state, name in PUBLISHED.items():
            yield {"name": name, "counts": tuple(counts[state, kind] for kind in PackKind)}

    def checks(self) -> Iterator[dict[str, Any]]:
        """Yield the check-list: each rule by subject, and how the published packs met it."""
        kinds = Counter(item.pack.kind for item in self.shown)
        marked: Counter[str] = Counter()
        for item in self.shown:
            marked.update({finding.rule for finding in item.findings})
        for start, title in GROUPS.items():
            rules = tuple(
                {
                    "rule": rule_crumb(rule),
                    "role": rule.role[:1].upper() + rule.role[1:],
                    "asked": sum(kinds[kind] for kind in rule.kinds),
                    "marked": marked[rule.id],
                }
                for rule in self.rules
                if rule.id.startswith(start)
            )
            yield {"title": title, "rules": rules}

    def by_role(self, severity: Severity) -> tuple[tuple[str, tuple[dict[str, Any], ...]], ...]:
        """Return the findings of what is shown here, under the post that can mend each."""
        groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
        titles: dict[str, str] = {}
        for item in sorted(self.shown, key=lambda d: d.state is State.SUPERSEDED):
            for finding in item.findings:
                if finding.severity is severity and not _of_workbook(item.pack, finding):
                    key = finding.role.casefold()
                    titles[key] = min(titles.get(key, finding.role), finding.role)
                    groups[key].append(self._entry(item, finding))
        return tuple((titles[key], tuple(entries)) for key, entries in sorted(groups.items()))

    def _entry(self, item: Cleared, finding: Finding) -> dict[str, Any]:
        rule = self.by_id.get(finding.rule)
        message, fix = finding.message, finding.fix
        if _names(self.secret, f"{message} {fix}") and rule is not None:
            message, fix = f"meets this rule: {manual(rule).summary}", rule.fix
        title, address = _place(item, finding)
        return {
            "title": title,
            "address": address,
            "version": item.pack.version,
            "superseded": item.state is State.SUPERSEDED,
            "rule": _crumb(rule, finding),
            "message": spans(_sentence(f"It {message}")),
            "fix": spans(_sentence(fix)),
        }

    def kept_back(self) -> Iterator[dict[str, Any]]:
        """Yield how many packs of each business group were kept back, by state."""
        counts = Counter(
            (self._group(decision), state_of(decision))
            for decision in self.verdict.decisions
            if state_of(decision) in KEPT_BACK
        )
        for group in sorted({group for group, _ in counts}, key=lambda g: (g == ELSEWHERE, g)):
            yield {"name": group, "counts": tuple(counts[group, state] for state in KEPT_BACK)}

    def _group(self, decision: Decision) -> str:
        """Return the business group of a pack, where that is no secret itself."""
        policies = self.verdict.context.scheme.policies.get(decision.pack.owner, ())
        named = [p.policy.business_group for p in (decision.pack, *policies[::-1]) if p.policy]
        group = next((name for name in named if name), ELSEWHERE)
        return group if group in self._open_groups() else ELSEWHERE

    def _open_groups(self) -> frozenset[str]:
        shown = {d.pack.policy.business_group for d in self.shown if d.pack.policy}
        settings = self.verdict.context.settings
        return frozenset(group for group in (*shown, *settings.business_groups) if group)

    def refused_by(self) -> Iterator[dict[str, Any]]:
        """Yield how many packs each rule refused."""
        counts: Counter[str] = Counter()
        names: dict[str, str] = {}
        for decision in self.verdict.refused:
            refusing = [f for f in decision.findings if f.severity is Severity.REFUSE]
            counts.update({finding.rule for finding in refusing})
            names |= {finding.rule: finding.name for finding in refusing}
        for rule_id, count in sorted(counts.items()):
            rule = self.by_id.get(rule_id)
            yield {
                "id": rule_id,
                "name": spoken(rule) if rule else names[rule_id].replace("-", " "),
                "address": rule_address(rule_id) if rule else "",
                "count": count,
            }


def _crumb(rule: Rule | None, finding: Finding) -> Crumb:
    """Return the rule as a link; one that is not in the manual has no address."""
    if rule is not None:
        return rule_crumb(rule)
    return Crumb(f"{finding.rule} {finding.name.replace('-', ' ')}", "")


def _place(item: Cleared, finding: Finding) -> tuple[str, str]:
    """Return the shown document that a finding is about, or else its pack."""
    for document in item.on(Site.INTRANET):
        if document.path == finding.at.path:
            return document.label, document_address(item.pack, document)
    return item.pack.title, pack_address(item.pack)


def _of_workbook(pack: Pack, finding: Finding) -> bool:
    """Whether a finding is about the workbook, which is never shown."""
    return finding.at.path == f"{pack.path}/workbook.md"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


# What may not be named


def _secret_names(verdict: Verdict) -> frozenset[str]:
    """Return every name of what this site does not show, less the names that it shows anyway."""
    hidden: set[str] = set()
    open_: set[str] = set()
    sites: Mapping[str, frozenset[Site]] = verdict.context.sites
    for decision in verdict.decisions:
        pack = decision.pack
        is_shown = isinstance(decision, Cleared) and bool(decision.on(Site.INTRANET))
        (open_ if is_shown else hidden).update(_pack_names(pack))
        for document in pack.documents:
            here = Site.INTRANET in sites.get(document.path, ())
            (open_ if here else hidden).update(_document_names(document))
    return frozenset(_plain(name) for name in hidden) - {_plain(name) for name in open_} - {""}


def _pack_names(pack: Pack) -> Iterator[str]:
    yield from (pack.path, pack.owner, pack.title)
    yield from pack.policy.formerly if pack.policy else ()


def _document_names(document: Document) -> Iterator[str]:
    yield from (document.path, document.title or "", document.reference or "")
    if document.name not in LAYOUT_NAMES or isinstance(document, Workbook):
        yield document.name


def _names(secret: Iterable[str], text: str) -> bool:
    plain = _plain(text)
    return any(f" {name} " in f" {plain} " for name in secret)


def _plain(text: str) -> str:
    """Return the words of a text as names are compared: without case, signs and look-alikes."""
    return " ".join(WORDS.findall(fold(text)))
