"""`scheme compare`: what changed, for the policy unit's terminal."""

import pytest

from tests.commands import run
from tests.stores import make_store

FOUND_PROPERTY = """\
Found property: version 1 -> version 2
Kind of change: major
Summary: The time for a decision is shorter.

policy.md: 1 changed
  Review by:
  - 1 August 2025
  + 1 August 2028
  Policy statement
  - The force will deal with found property fairly, and must decide within 7 days. {steps}
  + The force will deal with found property fairly, and must decide within 5 days. {steps}

sop-process.md: 1 changed
  Process
  - Decide within 7 days.
  + Decide within 5 days.

eia.md: the same text
  Completed on:
  - 1 May 2022
  + 1 May 2025
  Version assessed:
  - 1
  + 2

workbook.md: the same text
  Completed on:
  - 1 May 2022
  + 1 May 2025
""".format(steps="The steps are in the process.")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("compare") / "store")


def compare(store, *arguments):
    return run("compare", "--root", store, *arguments)


def test_what_changed_is_told_document_by_document(store):
    shown = compare(store, "found-property", "1", "2")
    assert (shown.status, shown.err) == (0, "")
    assert shown.out == FOUND_PROPERTY
    assert compare(store, "policies/found-property/", "v1", "v2").out == FOUND_PROPERTY


def test_a_version_compared_with_itself_has_not_changed(store):
    shown = compare(store, "found-property", "2", "2")
    assert [line for line in shown.out.splitlines() if line.startswith("  ")] == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("found-propety", "1", "2"),
            "scheme: there is no policy 'found-propety'; did you mean found-property?\n",
        ),
        (("x", "1", "2"), "scheme: there is no policy 'x'; name a folder of policies/\n"),
        (
            ("found-property", "1", "3"),
            "scheme: there is no version '3' of it; there are: 1, 2\n",
        ),
        (
            ("found-property", "v1", "one"),
            "scheme: there is no version 'one' of it; there are: 1, 2\n",
        ),
    ],
)
def test_what_is_not_there_is_said_in_one_line(store, arguments, says):
    shown = compare(store, *arguments)
    assert (shown.status, shown.out, shown.err) == (2, "", says)


def test_a_draft_is_compared_as_well_and_cannot_move_the_terminal(tmp_path):
    store = make_store(tmp_path / "store")
    folder = store / "policies/found-property/v3"
    folder.mkdir()
    text = (store / "policies/found-property/v2/policy.md").read_text("utf-8")
    changed = text.replace("fairly", "fairly\u202e and soon")
    (folder / "policy.md").write_text(changed, "utf-8")
    (folder / "record.yml").write_text("stage: development\nchange: minor\n", "utf-8")
    shown = compare(store, "found-property", "2", "3")
    assert shown.status == 0
    assert "fairly\\u202e and soon" in shown.out
    assert "\u202e" not in shown.out
    assert "eia.md: in version 2, and not in version 3" in shown.out


def test_a_document_that_cannot_be_read_is_named(tmp_path):
    store = make_store(tmp_path / "store")
    (store / "policies/found-property/v2/eia.md").write_bytes(b"\xff\xfe")
    shown = compare(store, "found-property", "1", "2")
    assert shown.status == 0
    assert (
        "policies/found-property/v2/eia.md cannot be read; "
        "`scheme check policies/found-property/v2` says why"
    ) in shown.out
