"""Whatever a rule may ask of the rest of the store, a changed answer is another answer."""

import dataclasses

import pytest

from generator.gate.asked import Answers, Of, watched
from generator.gate.decide import decide
from generator.gate.rules import RULES
from tests.gate.test_rules import context
from tests.stores import Example, make_store

CAMERAS, FOUND = "policies/use-of-cameras/v1", "policies/found-property/v2"
REPORT = "monitoring/found-property/2025"
KEYS = {
    Of.FAMILY: "use-of-cameras", Of.POLICY: "use-of-cameras", Of.REPORTS: "found-property",
    Of.PACK: CAMERAS, Of.ID: "use-of-cameras", Of.REFERENCE: "pol-0002",
    Of.REFERENCE_USED: "POL-0002", Of.WITHDRAWAL: "use-of-cameras", Of.STATE: CAMERAS,
    Of.SITES: f"{CAMERAS}/policy.md", Of.PUBLISHED: CAMERAS, Of.EDITIONS: "use-of-cameras",
}  # fmt: skip


@pytest.fixture
def settled(tmp_path):
    return decide(RULES, context(make_store(tmp_path))).context


@pytest.fixture
def other(tmp_path):
    """Return the context of a store where the cameras' pack and the report are other ones."""
    edits = {
        f"{CAMERAS}/policy.md": [
            {"find": "reference: POL-0002", "put": "reference: POL-0009"},
            {"find": "title: Use of cameras", "put": "title: Use of vans"},
            {"find": "marking: OFFICIAL", "put": "marking: SECRET"},
        ],
        f"{REPORT}/record.yml": [{"find": "2026-03-01", "put": "2026-03-02"}],
    }
    root = make_store(tmp_path / "other", Example("", "", None, edits))
    (root / "policies/use-of-cameras/withdrawn.yml").write_text(
        "date: 2026-11-01\nreason: It is over.\n", "utf-8"
    )
    ready = dataclasses.replace(context(root), published=frozenset({CAMERAS}))
    return decide(RULES, ready).context


@pytest.mark.parametrize("of", KEYS)
def test_another_answer_has_another_digest(settled, other, of):
    question = (of, KEYS[of])
    assert Answers(settled).digest([question]) == Answers(settled).digest([question])
    assert Answers(settled).digest([question]) != Answers(other).digest([question])


@pytest.mark.parametrize("of", Of)
def test_what_is_not_there_is_an_answer_as_well(settled, of):
    nothing = Answers(settled).digest([(of, "nothing")])
    assert nothing == Answers(settled).digest([(of, "nothing at all")])
    if of in KEYS and of not in {Of.WITHDRAWAL, Of.PUBLISHED, Of.EDITIONS}:
        assert nothing != Answers(settled).digest([(of, KEYS[of])])


def test_whether_a_reference_is_used_or_a_pack_was_published_is_kept_as_yes_or_no(settled):
    answers = Answers(dataclasses.replace(settled, published=frozenset({CAMERAS})))
    used, out = Of.REFERENCE_USED, Of.PUBLISHED
    answers.digest([(used, "POL-0001"), (used, "POL-9999"), (out, CAMERAS), (out, FOUND)])
    assert list(answers.values()) == ["True", "False", "True", "False"]


def test_a_withdrawal_said_otherwise_is_another_answer(tmp_path):
    question = (Of.WITHDRAWAL, "use-of-cameras")
    root = make_store(tmp_path)
    digests = []
    for reason in ("It is over.", "It was never wanted."):
        said = f"date: 2026-11-01\nreason: {reason}\n"
        (root / "policies/use-of-cameras/withdrawn.yml").write_text(said, "utf-8")
        digests.append(Answers(context(root)).digest([question]))
    assert digests[0] != digests[1]


def test_answers_are_kept_in_their_order(settled):
    answers = Answers(settled)
    one, two = (Of.STATE, CAMERAS), (Of.STATE, "policies/found-property/v1")
    assert answers.digest([one, two]) != answers.digest([two, one])
    assert answers == {q: repr(str(settled.states[q[1]])) for q in (one, two)}
    answers[one] = "said already"
    assert answers.digest([one]) != Answers(settled).digest([one])


def test_answers_that_states_decide_are_not_taken_over_from_before_they_were_known(settled):
    before = Answers(dataclasses.replace(settled, states={}, sites={}))
    questions = [*KEYS.items(), (Of.TITLE, "a title")]
    before.digest(questions)
    after = Answers(settled, before)
    assert {of for of, _ in before} - {of for of, _ in after} == {Of.STATE, Of.SITES, Of.TITLE}
    assert after.digest(questions) == Answers(settled).digest(questions)


ASKS = {
    "a policy": (lambda c: c.scheme.policies["found-property"], (Of.POLICY, "found-property")),
    "its own policy": (
        lambda c: c.scheme.policies["use-of-cameras"],
        (Of.FAMILY, "use-of-cameras"),
    ),
    "reports": (lambda c: c.scheme.reports["found-property"], (Of.REPORTS, "found-property")),
    "a pack": (lambda c: c.scheme.by_path[FOUND], (Of.PACK, FOUND)),
    "an id": (lambda c: c.scheme.by_id["found-property"], (Of.ID, "found-property")),
    "a reference": (lambda c: c.scheme.by_reference["pol-0001"], (Of.REFERENCE, "pol-0001")),
    "whether one is used": (
        lambda c: "POL-0001" in c.scheme.references,
        (Of.REFERENCE_USED, "POL-0001"),
    ),
    "a withdrawal": (lambda c: c.scheme.withdrawals.get("x"), (Of.WITHDRAWAL, "x")),
    "a state": (lambda c: c.states[FOUND], (Of.STATE, FOUND)),
    "sites": (lambda c: c.sites[f"{FOUND}/eia.md"], (Of.SITES, f"{FOUND}/eia.md")),
    "a title": (lambda c: c.titles.get("x"), (Of.TITLE, "x")),
    "what was published": (lambda c: FOUND in c.published, (Of.PUBLISHED, FOUND)),
    "editions": (lambda c: c.versions_published("x"), (Of.EDITIONS, "x")),
}


@pytest.mark.parametrize("name", ASKS)
def test_each_question_is_noted_and_answered_as_before(settled, name):
    ask, question = ASKS[name]
    seen, asked = watched(settled, settled.scheme.by_path[CAMERAS])
    assert ask(seen) == ask(settled)
    assert asked == {question}


@pytest.mark.parametrize(
    "everything",
    [
        lambda c: list(c.scheme), lambda c: list(c.scheme.packs), lambda c: list(c.states),
        lambda c: len(c.scheme.policies), lambda c: list(c.published), lambda c: len(c.published),
    ],
)  # fmt: skip
def test_everything_at_once_is_for_no_rule_to_ask(settled, everything):
    seen, _ = watched(settled, settled.scheme.by_path[CAMERAS])
    with pytest.raises(
        TypeError, match=r"^a rule asks for .* by name, so that its answer .* kept$"
    ):
        everything(seen)
