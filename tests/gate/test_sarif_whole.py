"""One log, whole: every key of it is what editors and code hosts read."""

import hashlib

from generator import __version__
from generator.findings import Finding, Location, Severity
from generator.gate.manual import group
from generator.gate.rule import rule
from generator.gate.sarif import as_sarif
from tests.stores import AS_AT


def looks(pack, context):
    """Look at it. It may take more words.

    Why: somebody must.
    Good: `a`
    Bad: `b`
    """


MADE = rule("PS299", clause="a clause", role="a post", fix="a fix", severity=Severity.WARN)(looks)
OTHER = rule("PS298", clause="a clause", role="a post", fix="a fix")(looks)
FOUND = Finding(
    Location("policies/a/v1/policy.md", 3, 5), "PS299", "looks", Severity.PUBLIC,
    "was due 16 days ago", "another clause", "another post", "another fix",
)  # fmt: skip
TEXT = "PS299\npolicies/a/v1/policy.md\nwas due 0 days ago"


def described(made, level):
    return {
        "id": made.id,
        "name": "looks",
        "shortDescription": {"text": "Look at it. It may take more words."},
        "fullDescription": {"text": "Look at it. It may take more words. Why: somebody must."},
        "help": {
            "text": "Clause: a clause. Who mends it: a post. How: a fix.\nGood: `a`\nBad: `b`"
        },
        "defaultConfiguration": {"level": level},
        "properties": {"tags": [group(made)], "clause": "a clause", "role": "a post"},
    }


def result(number):
    print_ = hashlib.sha256(TEXT.encode()).hexdigest()[:32]
    return {
        "ruleId": "PS299",
        "ruleIndex": 1,
        "level": "warning",
        "message": {"text": "was due 16 days ago\nfix: another fix"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "policies/a/v1/policy.md",
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": {"startLine": number, "startColumn": 5},
                }
            }
        ],
        "partialFingerprints": {"scheme/v1": f"{print_}:{number - 2}"},
        "properties": {
            "severity": "public",
            "clause": "another clause",
            "role": "another post",
        },
    }


def test_a_log_whole():
    moved = Finding(Location("policies/a/v1/policy.md", 4, 5), *FOUND_REST)
    assert as_sarif((OTHER, MADE), [FOUND, moved, FOUND], AS_AT, checked=True) == {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
        "sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "scheme",
                        "fullName": "scheme, the gate of a publication scheme",
                        "version": __version__,
                        "rules": [described(OTHER, "error"), described(MADE, "warning")],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": True}],
                "results": [result(3), result(4)],
                "properties": {"asAt": "2026-11-22"},
            }
        ],
    }


FOUND_REST = (
    FOUND.rule, FOUND.name, FOUND.severity, FOUND.message, FOUND.clause, FOUND.role, FOUND.fix,
)  # fmt: skip
