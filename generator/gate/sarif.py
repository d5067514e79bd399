"""The findings as SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any
from urllib.parse import quote

from generator import __version__
from generator.findings import Finding, Severity
from generator.gate.manual import group, manual
from generator.gate.report import is_early
from generator.gate.rule import Rule

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS = {Severity.REFUSE: "error", Severity.PUBLIC: "warning", Severity.WARN: "warning"}
NUMBER = re.compile(r"\d+")


def as_sarif(  # noqa: PLR0913 - each has its default
    rules: Sequence[Rule],
    findings: Iterable[Finding],
    as_at: date,
    *,
    checked: bool,
    below: str = "",
    early: AbstractSet[str] = frozenset(),
) -> dict[str, Any]:
    """Return one SARIF log. ``checked`` is false where the settings could not be read.

    What is found in the packs in development (``early``) stops nothing yet, and is a note.
    ``below`` is the folder of the store, as seen from where the log will be read.
    """
    run = {
        "tool": {
            "driver": {
                "name": "scheme",
                "fullName": "scheme, the gate of a publication scheme",
                "version": __version__,
                "rules": [_descriptor(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": checked}],
        "results": list(_results(rules, findings, below, early)),
        "properties": {"asAt": as_at.isoformat()},
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _descriptor(rule: Rule) -> dict[str, Any]:
    page = manual(rule)
    described = (page.summary, *page.more, f"Why: {page.why}")
    mend = f"Clause: {rule.clause}. Who mends it: {rule.role}. How: {rule.fix}."
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": " ".join(described)},
        "help": {"text": f"{mend}\nGood: {page.good}\nBad: {page.bad}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [group(rule)], "clause": rule.clause, "role": rule.role},
    }


def _results(
    rules: Sequence[Rule], findings: Iterable[Finding], below: str, early: AbstractSet[str]
) -> Iterator[dict[str, Any]]:
    index = {rule.id: number for number, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    for finding in dict.fromkeys(findings):
        print_ = _fingerprint(finding)
        seen[print_] += 1
        known = {"ruleIndex": index[finding.rule]} if finding.rule in index else {}
        yield {
            "ruleId": finding.rule,
            **known,
            "level": "note" if is_early(finding, early) else LEVELS[finding.severity],
            "message": {"text": f"{finding.message}\nfix: {finding.fix}"},
            "locations": [{"physicalLocation": _place(finding, below)}],
            "partialFingerprints": {"scheme/v1": f"{print_}:{seen[print_]}"},
            "properties": {
                "severity": finding.severity.value,
                "clause": finding.clause,
                "role": finding.role,
            },
        }


def _place(finding: Finding, below: str) -> dict[str, Any]:
    path = f"{below}/{finding.at.path}" if below else finding.at.path
    return {
        "artifactLocation": {
            "uri": quote(path),
            "uriBaseId": "%SRCROOT%",
        },
        "region": {"startLine": finding.at.line, "startColumn": finding.at.column},
    }


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same when lines move and days go by: rule, file and words."""
    words = NUMBER.sub("0", finding.message)
    text = f"{finding.rule}\n{finding.at.path}\n{words}"
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]
