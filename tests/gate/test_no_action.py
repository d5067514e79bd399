"""An adverse impact needs an action, and "none planned" is none (PS205)."""

import pytest

from tests.gate.test_rules import verdict
from tests.stores import make_store

EIA = "policies/use-of-cameras/v1/eia.md"
NAMES = (
    "age", "disability", "gender_reassignment", "marriage_and_civil_partnership",
    "pregnancy_and_maternity", "race", "religion_or_belief", "sex", "sexual_orientation",
)  # fmt: skip
NO_ACTION = [
    " ".join(filter(None, (no, end)))
    for no in ("No", "None", "No action", "No actions")
    for end in (
        "", "is", "needed", "required", "is needed", "is required", "taken", "planned",
    )
]  # fmt: skip


def without_action(root, actions):
    """Return the characteristics that are found to lack an action, as the message words them."""
    make_store(root)
    head, rest = (root / EIA).read_text("utf-8").split("impacts:\n")
    tail = rest[rest.index("feedback_summary:") :]
    impacts = "".join(
        f'  {name}: {{impact: adverse, action: "{action}"}}\n'
        for name, action in zip(NAMES, actions, strict=True)
    )
    (root / EIA).write_text(f"{head}impacts:\n{impacts}{tail}", "utf-8")
    start, end = "finds an adverse impact on ", " and no action"
    found = [f.message for f in verdict(root).findings if f.rule == "PS205"]
    return [message.removeprefix(start).removesuffix(end) for message in found]


@pytest.mark.parametrize("actions", [NO_ACTION[at : at + 9] for at in range(0, len(NO_ACTION), 9)])
def test_these_are_no_action(tmp_path, actions):
    actions = actions + ["None."] * (9 - len(actions))
    assert without_action(tmp_path, actions) == [name.replace("_", " ") for name in NAMES]


def test_these_are_actions(tmp_path):
    actions = ["Nobody is turned away", "No action before the trial ends"] + ["Telephone line"] * 7
    assert without_action(tmp_path, actions) == []


@pytest.mark.parametrize(
    ("find", "put", "line", "message"),
    [
        (
            "gender_reassignment: none", "gender_reassignment: {action: Forms are private.}",
            "gender_reassignment", "does not say what the impact on gender reassignment is",
        ),
        ("gender_reassignment: none", "gender_reassignment:", "gender_reassignment",
         "does not assess the impact on gender reassignment"),
        ("  gender_reassignment: none\n", "", "impacts",
         "does not assess the impact on gender reassignment"),
        ("completed_on: 2026-05-01", "completed_on:", "completed_on",
         "is an assessment that is not complete: it has no date"),
        ("completed_on: 2026-05-01\n", "", "type",
         "is an assessment that is not complete: it has no date"),
        ("feedback_summary: The", "feedback_summary: TBC\nx: The", "feedback_summary",
         "has no summary of the feedback from consultation"),
    ],
)  # fmt: skip
def test_what_is_not_answered_is_told_at_its_line(tmp_path, find, put, line, message):
    make_store(tmp_path)
    text = (tmp_path / EIA).read_text("utf-8")
    assert find in text
    text = text.replace(find, put)
    (tmp_path / EIA).write_text(text, "utf-8")
    [finding] = [f for f in verdict(tmp_path).findings if f.rule == "PS205"]
    assert finding.message == message
    assert text.splitlines()[finding.at.line - 1].strip().startswith(f"{line}:")
