"""The manual of the gate on the intranet: a page for each rule, and a list of them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from generator.findings import Severity
from generator.gate.manual import Manual, group, manual, spoken
from generator.gate.rule import Rule
from generator.gate.steps import STAGES, number, stage_of
from generator.months import in_words
from generator.plan.plan import Crumb, PlannedPage
from generator.plan.spans import spans, unmarked
from generator.settings import Settings
from generator.vocabulary import PackKind

MANUAL = Crumb("Rules of the gate", "rules/")
EFFECTS = {
    Severity.REFUSE: "Refuses the pack: nothing of it is published",
    Severity.PUBLIC: "Keeps the document off the public site; the intranet still has it",
    Severity.WARN: "Warns: the pack is published all the same",
}
SHORT = {
    Severity.REFUSE: "Refuses",
    Severity.PUBLIC: "Keeps inside",
    Severity.WARN: "Warns",
}
KINDS = {
    PackKind.POLICY: "Versions of policies",
    PackKind.REPORT: "Reports",
    PackKind.PAGE: "Pages",
}


def rule_crumb(rule: Rule) -> Crumb:
    """Return a rule as a link to its page."""
    return Crumb(f"{rule.id} {spoken(rule)}", rule_address(rule.id))


def rule_address(rule_id: str) -> str:
    """The page of a rule."""
    return f"rules/{rule_id}/"


def rule_pages(rules: Sequence[Rule], settings: Settings) -> Iterator[PlannedPage]:
    """Yield the page of each rule, and the list of them."""
    for rule in rules:
        yield _rule_page(rule, settings)
    yield _list_page(rules, settings)


def _rule_page(rule: Rule, settings: Settings) -> PlannedPage:
    page, crumb = manual(rule), rule_crumb(rule)
    data: dict[str, Any] = {
        "group": group(rule),
        "summary": spans(page.summary),
        "facts": tuple(_facts(rule, settings)),
        "more": tuple(spans(paragraph) for paragraph in page.more),
        "why": spans(_sentence(page.why)),
        "good": spans(page.good),
        "bad": spans(page.bad),
        "fix": spans(_sentence(rule.fix)),
        "said": tuple(_said(rule, page)),
    }
    summary = unmarked(page.summary)
    return PlannedPage(crumb.address, "rule.html", crumb.title, summary, data, None, (MANUAL,))


def _facts(rule: Rule, settings: Settings) -> Iterator[dict[str, str]]:
    looks_at = ", ".join(name for kind, name in KINDS.items() if kind in rule.kinds)
    yield _fact("What it does", EFFECTS[severity(rule, settings)])
    yield _fact("Who mends it", _capital(rule.role))
    yield _fact("Clause", _capital(rule.clause))
    stage = stage_of(rule.id)
    yield _fact("Stage", f"{number(stage)}. {STAGES[stage]}")
    yield _fact("Looks at", looks_at.capitalize())
    if adopted := settings.adopted.get(rule.id):
        yield _fact("Adopted", _since(adopted))


def _since(adopted: date) -> str:
    day = in_words(adopted)
    return f"On {day}: what was published before is warned about and not refused"


def _fact(name: str, value: str) -> dict[str, str]:
    return {"name": name, "value": value, "address": ""}


def severity(rule: Rule, settings: Settings) -> Severity:
    """Return what a rule does here: settings may turn its warning into a refusal."""
    asked = settings.severity.get(rule.id)
    strict = rule.severity is Severity.WARN and asked is Severity.REFUSE
    return Severity.REFUSE if strict else rule.severity


def _said(rule: Rule, page: Manual) -> Iterator[str]:
    """Yield the words of a page: they are the program's, whatever a withheld text says."""
    yield from (page.summary, *page.more, page.why, page.good, page.bad)
    yield from (rule.clause, rule.role, rule.fix, rule_crumb(rule).title)


def _list_page(rules: Sequence[Rule], settings: Settings) -> PlannedPage:
    by_group: dict[str, list[dict[str, Any]]] = defaultdict(list)
    by_role: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        by_group[group(rule)].append(_row(rule, settings))
        by_role[rule.role].append(rule)
    by_kind = [(name, [r for r in rules if kind in r.kinds]) for kind, name in KINDS.items()]
    data = {
        "groups": tuple((title, tuple(rows)) for title, rows in by_group.items()),
        "kinds": tuple((title, _crumbs(found)) for title, found in by_kind),
        "stages": tuple(
            (f"{number(stage)}. {title}", _crumbs(r for r in rules if stage_of(r.id) is stage))
            for stage, title in STAGES.items()
        ),
        "roles": tuple((_capital(role), _crumbs(found)) for role, found in sorted(by_role.items())),
        "count": len(rules),
    }
    summary = "What a document must meet to be published, why, and how to mend it."
    return PlannedPage(MANUAL.address, "rules.html", MANUAL.title, summary, data)


def _row(rule: Rule, settings: Settings) -> dict[str, Any]:
    effect = severity(rule, settings)
    return {
        "crumb": rule_crumb(rule),
        "summary": spans(manual(rule).summary),
        "effect": SHORT[effect],
    }


def _crumbs(rules: Iterable[Rule]) -> tuple[Crumb, ...]:
    return tuple(rule_crumb(rule) for rule in rules)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(text: str) -> str:
    """Return the text as a sentence: a capital, unless it begins with code, and a stop."""
    return _capital(text) + ("" if text.endswith((".", "?", "!")) else ".")
