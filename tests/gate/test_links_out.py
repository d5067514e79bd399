"""Links of a public page to what the public does not see (PS007)."""

import pytest

from tests.gate.test_rules import verdict
from tests.stores import Example, make_store

OLD, NEW = "policies/found-property/v1", "policies/found-property/v2"
PAGE = """---
title: A page
type: page
status: final
protective_marking: OFFICIAL
summary: A page for readers.
---

## Links

Read [this]({}).
"""
POLICY = "../policies/found-property/"
WITHDRAWN = {"policies/found-property/withdrawn.yml": "date: 2026-10-01\nreason: It ended.\n"}
HIDDEN = "links to policies/found-property, which is not on the public site"


def found(root, target, edits, add):
    edited = {}
    for name, find, put in edits:
        edited.setdefault(name, []).append({"find": find, "put": put})
    make_store(root, Example("", "", None, edited, {"content/links.md": PAGE.format(target)} | add))
    findings = verdict(root).findings
    return [f.message for f in findings if (f.rule, f.at.path) == ("PS007", "content/links.md")]


def withheld(pack, day):
    said = "withheld_from_public: {reason: It names a site., by: Director, date: "
    year = day[:4]
    return (f"{pack}/record.yml", f"publish_on: {year}", f"{said}{day}}}\npublish_on: {year}")


def waiting(pack, year, day):
    return (f"{pack}/record.yml", f"publish_on: {year}-08-01", f"publish_on: {day}")


@pytest.mark.parametrize(
    ("edits", "add", "messages"),
    [
        ([], {}, []),
        ([], WITHDRAWN, []),
        ([withheld(NEW, "2025-07-01")], {}, [HIDDEN]),
        ([withheld(NEW, "2025-07-01")], WITHDRAWN, []),
        ([withheld(OLD, "2022-07-01")], WITHDRAWN, []),
        ([withheld(NEW, "2025-07-01"), withheld(OLD, "2022-07-01")], WITHDRAWN, [HIDDEN]),
        ([waiting(OLD, "2022", "2027-07-01"), waiting(NEW, "2025", "2027-08-01")], {}, [HIDDEN]),
        (
            [waiting(OLD, "2022", "2027-07-01"), waiting(NEW, "2025", "2027-08-01")],
            WITHDRAWN,
            [HIDDEN],
        ),
        ([waiting(NEW, "2025", "2027-08-01")], WITHDRAWN, []),
    ],
)
def test_a_link_to_a_policy_needs_one_version_that_is_or_was_public(tmp_path, edits, add, messages):
    assert found(tmp_path, POLICY, edits, add) == messages


def test_a_file_is_public_where_one_public_document_of_its_pack_links_to_it(tmp_path):
    link = "## Responsibilities\n\n[Map](attachments/map.txt).\n"
    edits = [(f"{NEW}/{name}", "## Responsibilities\n", link) for name in
             ("policy.md", "sop-process.md")]  # fmt: skip
    refused = (f"{NEW}/record.yml", "sop-process.md: {public: yes", "sop-process.md: {public: no")
    file = "attachments/map.txt"
    signed = [
        (f"{NEW}/record.yml", f"date: {day}\n{depth}documents:\n",
         f'date: {day}\n{depth}documents:\n{depth}  {file}: "sha256:SIGN"\n')
        for day, depth in (("2025-06-10", "    "), ("2025-06-12", "    "), ("2025-06-15", "    "),
                           ("2025-07-01", "  "))
    ]  # fmt: skip
    add = {f"{NEW}/{file}": "x"}
    target = f"../{NEW}/{file}"
    assert found(tmp_path / "one", target, [*edits, *signed, refused], add) == []
    assert found(tmp_path / "none", target, [edits[1], *signed, refused], add) == [
        f"links to {NEW}/{file}, which is not on the public site"
    ]
