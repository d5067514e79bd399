"""The verdict as people and programs read it: one JSON object, or text grouped by who must act."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from generator.findings import Finding, Severity
from generator.gate.decide import Verdict
from generator.gate.decision import Decision, InDevelopment, state_of
from generator.vocabulary import Site, State


def under(paths: Iterable[str], path: str) -> bool:
    """Whether ``path`` is or stands below one of ``paths``; every path does where none is given."""
    wanted = [name.strip("/") for name in paths]
    return not wanted or any(path == name or path.startswith(f"{name}/") for name in wanted)


def as_json(
    verdict: Verdict, findings: Iterable[Finding], paths: Iterable[str] = ()
) -> dict[str, Any]:
    """Return the object that ``scheme check --format json`` prints; its keys are a contract."""
    paths = tuple(paths)
    decisions = [d for d in verdict.decisions if under(paths, d.pack.path)]
    states = Counter(state_of(decision) for decision in decisions)
    return {
        "as_at": verdict.context.as_at.isoformat(),
        "packs": [_pack(verdict, decision) for decision in decisions],
        "findings": [finding_json(finding) for finding in findings],
        "summary": {"packs": len(decisions)}
        | {
            state.value: states[state]
            for state in (
                State.IN_FORCE, State.HELD, State.IN_DEVELOPMENT, State.SUPERSEDED,
                State.WITHDRAWN, State.REFUSED,
            )
        },
    }  # fmt: skip


def nothing_json(as_at: date, findings: Iterable[Finding]) -> dict[str, Any]:
    """Return the same object where the settings could not be read, and so no pack was."""
    states = (s.value for s in State)
    return {
        "as_at": as_at.isoformat(),
        "packs": [],
        "findings": [finding_json(finding) for finding in findings],
        "summary": {"packs": 0} | dict.fromkeys(states, 0),
    }


def _pack(verdict: Verdict, decision: Decision) -> dict[str, Any]:
    pack = decision.pack
    shown = verdict.context.sites
    types = {cover.path: cover.type.value for cover in pack.covers}
    return {
        "pack": pack.path,
        "state": state_of(decision).value,
        "documents": [
            {
                "path": path,
                "type": types.get(path, "unreadable"),
                "public": Site.PUBLIC in shown.get(path, ()),
                "intranet": Site.INTRANET in shown.get(path, ()),
            }
            for path in pack.document_paths
        ],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return one finding with the keys of the contract."""
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.value,
        "path": finding.at.path,
        "line": finding.at.line,
        "column": finding.at.column,
        "message": finding.message,
        "clause": finding.clause,
        "role": finding.role,
        "fix": finding.fix,
    }


def by_role(findings: Iterable[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """Yield each post, however its capitals are written, and what it can mend, in order of place.

    A fault of a policy's withdrawal is found once for each of its versions; it is given once.
    """
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(set(findings)):
        groups[finding.role.casefold()].append(finding)
    for _, found in sorted(groups.items()):
        yield min(finding.role for finding in found), found


EFFECT = {
    Severity.REFUSE: "refused",
    Severity.PUBLIC: "kept off the public site",
    Severity.WARN: "warning",
}
WOULD = {
    Severity.REFUSE: "would refuse the pack",
    Severity.PUBLIC: "would keep it off the public site",
    Severity.WARN: "would be a warning",
}


def as_text(
    verdict: Verdict, findings: Iterable[Finding], paths: Iterable[str] = ()
) -> Iterator[str]:
    """Yield the lines of the report: findings grouped by who must act, then the count."""
    yield from findings_text(findings, early(verdict))
    paths = tuple(paths)
    decisions = [d for d in verdict.decisions if under(paths, d.pack.path)]
    states = Counter(state_of(decision) for decision in decisions)
    counts = [f"{states[s]} {s.value.replace('_', ' ')}" for s in State if states[s]]
    total = f"{len(decisions)} pack" if len(decisions) == 1 else f"{len(decisions)} packs"
    yield f"{total} as at {verdict.context.as_at}: {', '.join(counts) or 'none'}."


def early(verdict: Verdict | None) -> frozenset[str]:
    """Return the paths of the packs in development: what is found in them has no effect yet."""
    decisions = verdict.decisions if verdict else ()
    return frozenset(d.pack.path for d in decisions if isinstance(d, InDevelopment))


def is_early(finding: Finding, early: AbstractSet[str]) -> bool:
    """Whether a finding stands in one of the packs in development."""
    folders = (finding.at.path, *map(str, PurePosixPath(finding.at.path).parents))
    return not early.isdisjoint(folders)


def _effect(finding: Finding, early: AbstractSet[str]) -> str:
    return (WOULD if is_early(finding, early) else EFFECT)[finding.severity]


def findings_text(
    findings: Iterable[Finding], early: AbstractSet[str] = frozenset()
) -> Iterator[str]:
    """Yield each finding in full, under the post that can mend it; none is said twice.

    ``early`` holds the paths of the packs in development.
    """
    for role, found in by_role(findings):
        yield f"For the {role}:"
        yield ""
        for finding in found:
            yield f"{finding.at}: {finding.rule} {finding.message}"
            yield f"  {_effect(finding, early)}; clause: {finding.clause}"
            yield f"  fix: {finding.fix}"
            yield ""
