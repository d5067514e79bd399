"""Which document of a cleared pack goes to which site."""

import pytest

from generator.findings import Finding, Severity
from generator.gate.decide import decide
from generator.gate.rules import RULES
from generator.gate.sites import once_on, pack_is_public, published_kinds, sites, where
from generator.vocabulary import Site, State
from tests.gate.test_rules import context
from tests.stores import AS_AT, Example, make_store

CAMERAS, FOUND = "policies/use-of-cameras/v1", "policies/found-property/v2"
OLD = "policies/found-property/v1"
MONITORED, INSPECTED = "monitoring/found-property/2025", "monitoring/inspectorate/2026"
BOTH, INSIDE, NOWHERE = "public intranet", "intranet", ""
OFFICIAL = "protective_marking: OFFICIAL\n"
SENSITIVE = "protective_marking: OFFICIAL-SENSITIVE\n"
SECRET = "protective_marking: SECRET\n"  # noqa: S105 - a marking
WITHHELD = "withheld_from_public: {reason: It names a site., by: Director, date: 2026-07-01}\n"
EARLIER = WITHHELD.replace("2026-07", "2025-07")
PUBLISH = "publish_on: 2026-08-01\n"
EXCEPTION = """exception:
  ground: immediate-operational-need
  reason: The cameras were needed at once.
  approved_by: Assistant Chief Constable, Resources
  rank: acpo
  approved: 2026-06-20
  risk_owner: Assistant Chief Constable, Resources
  policy_unit_consulted: 2026-06-19
  assessment_due: 2027-08-02
"""


def settled(root, *edits, remove=(), add=None, as_at=AS_AT):
    edited = {}
    for name, find, put in edits:
        edited.setdefault(name, []).append({"find": find, "put": put})
    make_store(root, Example("", "", as_at, edited, add or {}, tuple(remove)))
    return decide(RULES, context(root, as_at)).context


def shown(ready, pack):
    """Return where each document of a pack goes, by its name."""
    return {
        document.name: " ".join(
            s for s in ("public", "intranet") if s in ready.sites[document.path]
        )
        for document in ready.scheme.by_path[pack].documents
    }


ALL = {"eia.md": BOTH, "policy.md": BOTH, "sop-process.md": BOTH, "workbook.md": NOWHERE}


def test_all_but_the_workbook_go_to_both(tmp_path):
    ready = settled(tmp_path)
    for pack in (CAMERAS, FOUND, OLD):
        assert shown(ready, pack) == ALL
    assert shown(ready, MONITORED) == shown(ready, INSPECTED) == {"report.md": BOTH}


def test_procedures_go_outside_only_with_a_recorded_yes(tmp_path):
    ready = settled(tmp_path, (f"{CAMERAS}/record.yml", "{public: yes, ground: public-interest",
                               "{public: no, ground: public-interest"))  # fmt: skip
    assert shown(ready, CAMERAS) == ALL | {"sop-process.md": INSIDE}


def test_without_a_marking_procedures_stay_inside(tmp_path):
    ready = settled(tmp_path, (f"{CAMERAS}/sop-process.md", OFFICIAL, ""))
    assert shown(ready, CAMERAS) == ALL | {"sop-process.md": INSIDE}


def test_a_document_kept_inside_by_its_marking(tmp_path):
    ready = settled(
        tmp_path,
        (f"{CAMERAS}/eia.md", OFFICIAL, SENSITIVE),
        (f"{CAMERAS}/record.yml", PUBLISH, WITHHELD + PUBLISH),
    )
    assert ready.states[CAMERAS] is State.IN_FORCE
    assert shown(ready, CAMERAS) == ALL | {"eia.md": INSIDE}


def test_a_statement_kept_inside_keeps_all_inside(tmp_path):
    ready = settled(
        tmp_path,
        (f"{CAMERAS}/policy.md", OFFICIAL, SENSITIVE),
        (f"{CAMERAS}/record.yml", PUBLISH, WITHHELD + PUBLISH),
    )
    assert ready.states[CAMERAS] is State.IN_FORCE
    assert shown(ready, CAMERAS) == dict.fromkeys(ALL, INSIDE) | {"workbook.md": NOWHERE}
    assert not pack_is_public(ready.scheme, ready.scheme.by_path[CAMERAS])


def test_a_pack_withheld_with_nothing_above_the_ceiling_is_meant_as_a_whole(tmp_path):
    ready = settled(tmp_path, (f"{CAMERAS}/record.yml", PUBLISH, WITHHELD + PUBLISH))
    assert ready.states[CAMERAS] is State.IN_FORCE
    assert shown(ready, CAMERAS) == dict.fromkeys(ALL, INSIDE) | {"workbook.md": NOWHERE}


@pytest.mark.parametrize(("public", "site"), [("yes", BOTH), ("no", INSIDE)])
def test_before_its_assessment_a_pack_goes_outside_only_with_a_recorded_yes(tmp_path, public, site):
    ready = settled(
        tmp_path,
        (f"{CAMERAS}/record.yml", PUBLISH, EXCEPTION + f"  public: {public}\n" + PUBLISH),
        (f"{CAMERAS}/record.yml", '      eia.md: "sha256:SIGN"\n', ""),
        remove=[f"{CAMERAS}/eia.md"],
    )
    assert ready.states[CAMERAS] is State.IN_FORCE
    assert shown(ready, CAMERAS) == {
        "policy.md": site, "sop-process.md": site, "workbook.md": NOWHERE,
    }  # fmt: skip


def test_what_is_above_every_ceiling_goes_nowhere(tmp_path):
    ready = settled(tmp_path, (f"{CAMERAS}/policy.md", OFFICIAL, SECRET))
    assert shown(ready, CAMERAS) == dict.fromkeys(ALL, NOWHERE)


@pytest.mark.parametrize(
    ("name", "marking"),
    [("sop-process.md", SECRET), ("policy.md", SECRET), ("eia.md", SECRET), ("policy.md", ""),
     ("eia.md", "")],
)  # fmt: skip
def test_of_itself_a_document_above_every_ceiling_or_unmarked_goes_nowhere(tmp_path, name, marking):
    ready = settled(tmp_path, (f"{CAMERAS}/{name}", OFFICIAL, marking))
    pack = ready.scheme.by_path[CAMERAS]
    (document,) = [d for d in pack.documents if d.name == name]
    assert where(ready.scheme, ready.states, pack, document) == frozenset()


@pytest.mark.parametrize(
    ("severity", "site"),
    [(Severity.PUBLIC, {Site.INTRANET}), (Severity.WARN, {*Site}), (Severity.REFUSE, {*Site})],
)
def test_what_a_rule_keeps_off_the_public_site_stays_inside_and_nothing_else(
    tmp_path, severity, site
):
    ready = settled(tmp_path)
    sop, eia = (
        next(d for d in ready.scheme.by_path[CAMERAS].documents if d.name == name)
        for name in ("sop-process.md", "eia.md")
    )
    finding = Finding(sop.at(), "PS999", "kept-in", severity, "", "", "", "")
    found = sites(ready.scheme, ready.states, [finding])
    assert (found[sop.path], found[eia.path]) == (site, {*Site})


@pytest.mark.parametrize(
    ("name", "site"),
    [("content/about.md", BOTH), ("content/intranet/about.md", INSIDE),
     ("content/intranets/about.md", BOTH)],
)  # fmt: skip
def test_a_page(tmp_path, name, site):
    page = (
        "---\ntitle: A page of its own\ntype: page\nstatus: final\nprotective_marking: OFFICIAL\n"
        "summary: What this page holds.\n---\n\n## What is here\n\nWords.\n"
    )
    ready = settled(tmp_path, add={name: page})
    assert shown(ready, name) == {"about.md": site}


def test_a_monitoring_report_is_as_open_as_its_policy(tmp_path):
    ready = settled(
        tmp_path,
        (
            f"{FOUND}/record.yml",
            "publish_on: 2025",
            EARLIER + "publish_on: 2025",
        ),
    )
    assert ready.states[FOUND] is State.IN_FORCE
    assert shown(ready, MONITORED) == {"report.md": INSIDE}
    assert shown(ready, INSPECTED) == {"report.md": BOTH}


WITHDRAWN = {"policies/found-property/withdrawn.yml": "date: 2026-10-01\nreason: It ended.\n"}


def test_a_report_of_a_withdrawn_policy_is_as_open_as_the_policy_was(tmp_path):
    ready = settled(tmp_path, add=WITHDRAWN)
    assert ready.states[FOUND] is State.WITHDRAWN
    assert shown(ready, FOUND) == dict.fromkeys(ALL, NOWHERE)
    assert shown(ready, MONITORED) == {"report.md": BOTH}
    pack = ready.scheme.by_path[FOUND]
    assert once_on(ready.scheme, pack, pack.policy) == frozenset(Site)
    assert once_on(ready.scheme, pack, pack.workbook) == frozenset()


def test_or_as_the_last_version_of_it_was(tmp_path):
    ready = settled(
        tmp_path,
        (
            f"{FOUND}/record.yml",
            "publish_on: 2025",
            EARLIER + "publish_on: 2025",
        ),
        add=WITHDRAWN,
    )
    assert shown(ready, MONITORED) == {"report.md": INSIDE}


def test_what_withholding_speaks_of(tmp_path):
    pack = settled(tmp_path).scheme.by_path[CAMERAS]
    assert [document.name for document in published_kinds(pack)] == ["eia.md", "policy.md"]


@pytest.mark.parametrize(
    ("withheld", "old", "new", "public"),
    [
        (OLD, State.IN_FORCE, State.HELD, False),
        (OLD, State.SUPERSEDED, State.REFUSED, False),
        (FOUND, State.IN_FORCE, State.HELD, True),
        (FOUND, State.SUPERSEDED, State.REFUSED, True),
    ],
)
def test_a_version_that_never_went_out_opens_no_report_and_closes_none(
    tmp_path, withheld, old, new, public
):
    day = "publish_on: 202"
    ready = settled(tmp_path, (f"{withheld}/record.yml", day, WITHHELD + day))
    states = {**ready.states, OLD: old, FOUND: new}
    pack = ready.scheme.by_path[MONITORED]
    found = where(ready.scheme, states, pack, pack.documents[0])
    assert found == ({*Site} if public else {Site.INTRANET})
