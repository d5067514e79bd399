"""What an earlier run found stands for as long as nothing that it rests on has changed."""

import dataclasses

import pytest

from generator.findings import Severity
from generator.gate import decide as gate
from generator.gate.context import Context
from generator.gate.decide import Examinations, Verdict, decide
from generator.gate.decision import Cleared, Held, InDevelopment, Refused, state_of
from generator.gate.rule import Problem, rule
from generator.store.child import Stopped
from generator.store.kept import Damaged
from generator.vocabulary import Site, State
from tests.gate.test_rules import context
from tests.stores import make_store

CAMERAS, FOUND = "policies/use-of-cameras/v1", "policies/found-property/v1"


def counting(seen, **facts):
    """Return a rule that notes each pack it meets, and warns of one."""

    def meets(pack, context):
        seen.append(pack.path)
        if pack.path == CAMERAS:
            yield Problem(pack.at(), "is looked at")

    return rule(
        "PS299", clause="none", role="nobody", fix="nothing", severity=Severity.WARN, **facts
    )(meets)


@pytest.fixture
def ready(tmp_path):
    return context(make_store(tmp_path))


@pytest.mark.parametrize("after", [False, True])
def test_nothing_is_examined_twice(ready, after):
    seen = []
    made = counting(seen, after=after)
    first = decide((made,), ready)
    assert sorted(seen) == sorted(pack.path for pack in ready.scheme)
    seen.clear()
    again = decide((made,), ready, first.examined)
    assert seen == []
    assert again.findings == first.findings
    assert [f.message for f in again.findings] == ["is looked at"]
    assert again.examined.early == first.examined.early
    assert again.examined.late == first.examined.late


@pytest.mark.parametrize("after", [False, True])
def test_a_pack_that_changed_is_examined_again_and_alone(ready, tmp_path, after):
    seen = []
    made = counting(seen, after=after)
    first = decide((made,), ready)
    seen.clear()
    (tmp_path / CAMERAS / "attachments").mkdir()
    (tmp_path / CAMERAS / "attachments" / "map.txt").write_text("x", "utf-8")
    decide((made,), context(tmp_path), first.examined)
    assert seen == [CAMERAS]


def test_an_answer_that_changed_is_asked_for_again(ready):
    seen = []

    def asks(pack, context):
        if pack.path == CAMERAS:
            seen.append(pack.path)
            yield from (
                Problem(pack.at(), f"knows {number}")
                for number in context.versions_published("found-property")
            )

    made = rule("PS299", clause="none", role="nobody", fix="nothing")(asks)
    first = decide((made,), ready)
    seen.clear()
    published = dataclasses.replace(ready, published=frozenset({FOUND, "policies/odd/w1"}))
    again = decide((made,), published, first.examined)
    assert seen == [CAMERAS]
    assert [f.message for f in again.findings] == ["knows 1"]


def test_one_answer_of_several_that_changed_is_asked_for_again(ready):
    seen = []

    def asks(pack, context):
        if pack.path == CAMERAS:
            seen.append(pack.path)
            asked = context.scheme.by_path[FOUND], CAMERAS in context.published, *(
                context.versions_published(name) for name in ("found-property", "use-of-cameras")
            )  # fmt: skip
            yield Problem(pack.at(), f"knows {asked[-2]}")

    made = rule("PS299", clause="none", role="nobody", fix="nothing")(asks)
    first = decide((made,), ready)
    seen.clear()
    published = dataclasses.replace(ready, published=frozenset({FOUND}))
    again = decide((made,), published, first.examined)
    assert seen == [CAMERAS]
    assert [f.message for f in again.findings] == ["knows (1,)"]


def test_the_state_of_another_pack_that_changed_is_asked_for_again(ready, tmp_path):
    def refuses(pack, context):
        if pack.path == FOUND and (tmp_path / FOUND / "attachments").exists():
            yield Problem(pack.at(), "is refused")

    def asks(pack, context):
        if pack.path == CAMERAS:
            yield Problem(pack.at(), f"knows {context.states[FOUND]}")

    facts = {"clause": "none", "role": "nobody", "fix": "nothing"}
    rules = (
        rule("PS298", **facts)(refuses),
        rule("PS299", severity=Severity.WARN, after=True, **facts)(asks),
    )
    first = decide(rules, ready)
    assert [f.message for f in first.findings] == ["knows superseded"]
    (tmp_path / FOUND / "attachments").mkdir()
    (tmp_path / FOUND / "attachments" / "map.txt").write_text("x", "utf-8")
    again = decide(rules, context(tmp_path), first.examined)
    assert [f.message for f in again.findings] == ["is refused", "knows refused"]


def test_a_gate_says_why_it_has_no_rules(ready):
    with pytest.raises(ValueError, match=r"^a gate with no rules would clear everything$"):
        decide((), ready)


def test_a_pack_that_could_not_be_examined_says_so(ready):
    pack = ready.scheme.by_path[CAMERAS]
    examined = gate._unfinished(pack, Stopped("took long"))
    [finding] = examined.findings
    assert (finding.at, finding.rule, finding.name, finding.severity) == (
        pack.at(), "PS001", "unreadable", Severity.REFUSE,
    )  # fmt: skip
    assert (finding.message, finding.clause, finding.role, finding.fix) == (
        "could not be examined: it took long", "none: the gate's own",
        "developers of the generator", "report this as a fault of the program",
    )  # fmt: skip


def test_a_damaged_text_ends_the_run(ready, monkeypatch):
    def reads(pack, context):
        raise Damaged

    made = rule("PS299", clause="none", role="nobody", fix="nothing")(reads)
    with pytest.raises(Damaged):
        decide((made,), ready)
    monkeypatch.setattr(gate, "MANY", 1)
    with pytest.raises(Damaged):
        decide((made,), ready)


def test_what_a_verdict_holds(ready):
    pack, findings = ready.scheme.by_path[CAMERAS], ()
    nowhere = {d.path: frozenset() for d in pack.documents}
    sites = nowhere | {f"{CAMERAS}/policy.md": frozenset({Site.PUBLIC})}
    cleared = Cleared(pack, State.IN_FORCE, sites, findings)
    decisions = (cleared, Held(pack, ()), InDevelopment(pack, ()), Refused(pack, ()))
    verdict = Verdict(decisions, ready, Examinations({}, {}, ready))
    assert verdict.cleared == (cleared,)
    assert verdict.refused == (decisions[3],)
    assert [state_of(decision) for decision in decisions] == [
        State.IN_FORCE, State.HELD, State.IN_DEVELOPMENT, State.REFUSED,
    ]  # fmt: skip
    assert [d.name for d in cleared.on(Site.PUBLIC)] == ["policy.md"]
    assert cleared.on(Site.INTRANET) == ()
    assert cleared.shows_on(Site.PUBLIC) is True
    assert cleared.shows_on(Site.INTRANET) is False


def test_the_limits_of_an_examination():
    assert (gate.MANY, gate.SECONDS, gate.MEMORY) == (64, 120.0, 2_147_483_648)


def test_what_is_worked_out_once_is_forgotten_with_its_pack(ready):
    asked = []

    def work(document, settings):
        asked.append((document.name, settings is ready.settings))
        return document.path

    policy = ready.scheme.by_path[CAMERAS].policy
    other = ready.scheme.by_path[FOUND].policy
    assert [ready.once(work, policy), ready.once(work, policy)] == [policy.path, policy.path]
    assert ready.once(work, other) == other.path
    assert asked == [("policy.md", True), ("policy.md", True)]
    ready.forget()
    assert ready.once(work, policy) == policy.path
    assert len(asked) == 3


def test_versions_that_were_published(ready):
    paths = {"policies/a/v10", "policies/a/v2", "policies/a/v0", "policies/b/v1", "content/x.md",
             "policies/a/v3/policy.md", "monitoring/a/v1"}  # fmt: skip
    known = Context(ready.scheme, ready.as_at, frozenset(paths))
    assert known.versions_published("a") == (2, 10)
    assert known.versions_published("b") == (1,)
    assert known.versions_published("c") == ()
