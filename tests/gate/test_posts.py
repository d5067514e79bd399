"""The posts that a minor change must leave as they were (PS404)."""

import pytest

from generator.gate.rules.ps404_minor_is_not_minor import _plain, _words
from tests.gate.test_rules import verdict
from tests.stores import Example, make_store

NEXT = "policies/found-property/v2"
DUTIES = {
    "policy_owner": ("owner", "Director of Resources"),
    "policy_lead": ("lead", "Assistant Chief Constable, Resources"),
    "implemented_by": ("implementer", "Heads of units"),
    "monitored_by": ("monitor", "Policy Co-ordination Unit"),
}


def messages(root, *edits, add=None):
    edited = {
        f"{NEXT}/record.yml": [{"find": "change: major", "put": "change: minor"}],
        f"{NEXT}/sop-process.md": [{"find": "within 5 days", "put": "within 7 days"}],
        f"{NEXT}/policy.md": [{"find": "within 5 days", "put": "within 7 days"}],
    }
    for name, find, put in edits:
        edited.setdefault(name, []).append({"find": find, "put": put})
    make_store(root, Example("", "", None, edited, add or {}))
    return [(f.at.path.rpartition("/")[2], f.message)
            for f in verdict(root).findings if f.rule == "PS404"]  # fmt: skip


def test_nothing_changed(tmp_path):
    assert messages(tmp_path) == []


@pytest.mark.parametrize("key", DUTIES)
def test_another_post(tmp_path, key):
    duty, was = DUTIES[key]
    line = f"{key}: {was}\n"
    edit = (f"{NEXT}/policy.md", line, f"{key}: Blue Room\n")
    assert messages(tmp_path, edit) == [
        ("policy.md", f"has the Blue Room as its {duty} where version 1 had the {was}")
    ]


@pytest.mark.parametrize(
    "now", ["director of  resources", "Director of-Resources", "Director of Resources."]
)
def test_a_post_spelled_otherwise_is_the_same(tmp_path, now):
    edit = (f"{NEXT}/policy.md", "policy_owner: Director of Resources", f'policy_owner: "{now}"')
    assert messages(tmp_path, edit) == []


def test_another_document_than_a_procedure_may_come_and_go(tmp_path):
    assert messages(tmp_path) == []
    (tmp_path / "policies/found-property/v1/workbook.md").unlink()
    (tmp_path / NEXT / "eia.md").unlink()
    assert [f.message for f in verdict(tmp_path).findings if f.rule == "PS404"] == []


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_without_a_statement_no_posts_are_compared(tmp_path, version):
    assert messages(tmp_path) == []
    (tmp_path / "policies/found-property" / version / "policy.md").unlink()
    assert [f.message for f in verdict(tmp_path).findings if f.rule == "PS404"] == []


def test_how_posts_are_compared():
    assert _plain("Head-of  Unit.") == "head of unit"
    assert _plain("A. B") == "a. b"


@pytest.mark.parametrize(
    ("words", "shown"),
    [(list("abcdef"), "a, b, c, d, e, f"), (list("abcdefg"), "a, b, c, d, e, f ..."), ([], "")],
)
def test_six_words_are_shown(words, shown):
    assert _words(tuple(words)) == shown


NAMES = ("policy_owner", "policy_lead", "implemented_by", "monitored_by", "unit", "contact")


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize("key", NAMES)
def test_a_post_that_either_versions_metadata_names_is_a_post_in_the_text(tmp_path, key, version):
    """The Blue Room is no post by its words: only the metadata says so."""
    edits = [
        (f"policies/found-property/{number}/policy.md", "must keep a record",
         f"must ask the {room} and keep a record")
        for number, room in (("v1", "Blue Room"), ("v2", "red box"))
    ]  # fmt: skip
    path = f"policies/found-property/{version}/policy.md"
    old = DUTIES.get(key, ("", "Estates and Property"))[1]
    find = f"{key}: {old}\n" if key != "contact" else "unit: Estates and Property\n"
    put = f"{key}: Blue Room\n" if key != "contact" else f"{find}contact: Blue Room\n"
    told = [m for _, m in messages(tmp_path, *edits, (path, find, put)) if "as its" not in m]
    assert told == ['no longer says "Blue Room", as version 1 did']


def test_roles_of_the_settings_are_posts_as_well(tmp_path):
    rooms = (("v1", "Directorate of Information"), ("v2", "Directorate of Imagination"))
    edits = [
        (f"policies/found-property/{number}/policy.md", "must keep a record",
         f"must ask the {room} and keep a record")
        for number, room in rooms
    ]  # fmt: skip
    assert len(messages(tmp_path, *edits)) == 1


def test_a_procedure_is_added_and_one_is_taken_out(tmp_path):
    new = """---
title: Found property, another process
type: sop
status: final
protective_marking: OFFICIAL
summary: Other steps.
reference: SOP-0099
---

## Introduction

Words.
"""
    found = messages(tmp_path, add={f"{NEXT}/sop-other.md": new})
    assert found == [("sop-other.md", "adds sop-other.md in what is called a minor change")]
    (tmp_path / NEXT / "sop-process.md").unlink()
    gone = "takes out sop-process.md, which version 1 has, and says it is minor"
    assert [
        (f.at.path.rpartition("/")[2], f.message)
        for f in verdict(tmp_path).findings
        if f.rule == "PS404"
    ] == [
        ("record.yml", gone),
        ("sop-other.md", "adds sop-other.md in what is called a minor change"),
    ]
    record = (tmp_path / NEXT / "record.yml").read_text("utf-8").splitlines()
    [line] = [f.at.line for f in verdict(tmp_path).findings if f.message == gone]
    assert record[line - 1] == "change: minor"
