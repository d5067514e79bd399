"""The findings as GitHub's workflow commands: a note at the line of the file that is at fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from generator.findings import Finding, Severity
from generator.gate.report import is_early

COMMANDS = {Severity.REFUSE: "error", Severity.PUBLIC: "warning", Severity.WARN: "warning"}
DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY = DATA | str.maketrans({":": "%3A", ",": "%2C"})


def as_github(
    findings: Iterable[Finding], *, below: str = "", early: AbstractSet[str] = frozenset()
) -> Iterator[str]:
    """Yield one command a finding. ``below`` is the store's folder within the repository.

    What is found in the packs in development (``early``) stops nothing yet, and is a notice.
    """
    for finding in dict.fromkeys(findings):
        path = f"{below}/{finding.at.path}" if below else finding.at.path
        properties = {
            "file": path,
            "line": str(finding.at.line),
            "col": str(finding.at.column),
            "title": f"{finding.rule} {finding.name}",
        }
        said = ",".join(f"{key}={value.translate(PROPERTY)}" for key, value in properties.items())
        text = f"{finding.message}\nfix: {finding.fix}"
        command = "notice" if is_early(finding, early) else COMMANDS[finding.severity]
        yield f"::{command} {said}::{text.translate(DATA)}"
