"""Settings are policy: each takes effect, and none can open what the gate keeps shut."""

# ruff: noqa: E501 - a case stays on one line

import pytest

from generator.gate.rules import RULES
from generator.settings import read_settings
from generator.store.source import read_record
from tests.commands import check
from tests.stores import BASE, make_store

CAMERAS = "policies/use-of-cameras/v1"
IDS = frozenset(rule.id for rule in RULES)


def faults(more):
    text = f"organisation: {{name: A Force, short_name: AF}}\n{more}\n"
    _, found = read_settings(read_record("scheme.yml", text.encode()), IDS)
    return [fault.message for fault in found]


def found(root, settings, *edits, name="policy.md"):
    """Return what the gate finds of one pack under these settings: `PS301 refuse`."""
    make_store(root)
    (root / "scheme.yml").write_text((BASE / "scheme.yml").read_text("utf-8") + settings + "\n")
    for old, new in edits:
        path = root / CAMERAS / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    said = check(root, CAMERAS)
    assert said.status in {0, 1}, said.json["findings"]
    told = said.json["findings"]
    return {f"{f['rule']} {f['severity']}" for f in told if f["rule"] not in CHANGED}


CHANGED = {"PS303", "PS307"}  # what an edit of a signed text brings with it


TURNS = {
    "who must assure": (
        "roles: {policy-co-ordination-unit: PCU, diversity-and-citizen-focus: DCF, directorate-of-information: DOI, business-group-policy-co-ordinator: BGPC, panel: Panel}\nmatrix: {eia: [panel]}",
        {"PS301 refuse"},
    ),
    "what must be approved": ("approved: [policy, sop, workbook]", {"PS304 refuse"}),
    "who may approve": ("approving_ranks: [chief-officer]", {"PS306 refuse"}),
    "how soon a review is due": ("intervals: {review: 24}", {"PS407 refuse"}),
    "how long an assessment lasts": ("intervals: {impact_assessment: 1}", {"PS206 refuse"}),
    "how often monitoring is due": ("intervals: {monitoring: 1}", {"PS409 warn"}),
    "what an assessment asks about": ("protected_characteristics: [age]", {"PS002 refuse"}),
    "which headings a format asks for": ("headings: {sop: [Contents]}", {"PS005 refuse"}),
    "which words keep a place": ("placeholders: [the force]", {"PS105 refuse"}),
    "what may go to the public site": (
        "markings: {public: [NOT PROTECTIVELY MARKED]}",
        {"PS101 refuse", "PS101 public"},
    ),
    "which business groups there are": ("business_groups: [Elsewhere]", {"PS002 refuse"}),
}  # fmt: skip


@pytest.mark.parametrize(("settings", "expected"), TURNS.values(), ids=TURNS)
def test_a_setting_takes_effect(tmp_path, settings, expected):
    assert found(tmp_path, settings) == expected


def test_the_base_store_has_nothing_to_find_under_its_own_settings(tmp_path):
    assert found(tmp_path, "") == set()


def test_words_of_a_markings_force_are_a_setting(tmp_path):
    edit = ("## Responsibilities", "FOR THE BOARD ALONE\n\n## Responsibilities")
    assert found(tmp_path / "a", "", edit) == set()
    more = "markings: {phrases: [FOR THE BOARD ALONE]}"
    assert found(tmp_path / "b", more, edit) == {"PS102 refuse"}


def test_an_old_name_of_a_marking_is_a_setting(tmp_path):
    edit = ("protective_marking: OFFICIAL", "protective_marking: UNCLASSIFIED")
    assert found(tmp_path / "a", "", edit) == {"PS101 refuse"}
    assert found(tmp_path / "b", "markings: {legacy: {UNCLASSIFIED: OFFICIAL}}", edit) == set()


def test_the_classes_of_information_are_a_setting(tmp_path):
    edit = ("type: policy", "type: policy\nclass_of_information: who-we-are")
    more = "classes_of_information: [{id: rules, title: Rules}]"
    assert found(tmp_path / "a", "", edit) == set()
    assert found(tmp_path / "b", more, edit) == {"PS002 refuse"}


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ("", "PS610"),
        ("attachments: {types: [png]}", "PS601"),
        ("attachments: {limit_mb: 1}", "PS608"),
    ],
    ids=["the defaults", "types", "size"],
)
def test_what_may_be_attached_is_a_setting(tmp_path, more, rule):
    folder = tmp_path / CAMERAS / "attachments"
    folder.mkdir(parents=True)
    (folder / "rows.csv").write_text("a,b\n" * 300_000, "utf-8")
    assert rule in {said.split()[0] for said in found(tmp_path, more)}


def test_a_warning_may_be_made_a_refusal(tmp_path):
    more = "intervals: {monitoring: 1}\nseverity: {PS409: refuse}"
    assert found(tmp_path, more) == {"PS409 refuse"}


@pytest.mark.parametrize(
    ("adopted", "severity"),
    [("2026-08-02", "warn"), ("2026-08-01", "refuse"), ("2026-11-23", "refuse")],
    ids=["after its publication", "on that day", "on a day yet to come"],
)
def test_a_rule_adopted_later_spares_what_was_published_before(tmp_path, adopted, severity):
    more = f"intervals: {{review: 24}}\nadopted: {{PS407: {adopted}}}"
    assert found(tmp_path, more) == {f"PS407 {severity}"}


@pytest.mark.parametrize("headings", ["policy: [Policy statement]", "policy: []"])
def test_the_least_headings_are_asked_for_whatever_the_settings_list(tmp_path, headings):
    edit = ("## Health and safety", "## Hazards")
    assert found(tmp_path, f"headings: {{{headings}}}", edit) == {"PS005 refuse"}


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("severity: {PS408: warn}",
         "would turn PS408 into `warn`; settings may only make a rule stricter"),
        ("severity: {PS101: public}",
         "would turn PS101 into `public`; settings may only make a rule stricter"),
        ("severity: {PS480: refuse}", "names PS480 under `severity:`, and there is no such rule"),
        ("adopted: {PS299: 2020-01-01}", "names PS299 under `adopted:`, and there is no such rule"),
        *((f"adopted: {{{rule}: 2020-01-01}}",
           f"gives {rule} a date of adoption, which rules of its kind do not have")
          for rule in ("PS001", "PS101", "PS301", "PS601")),
        ("adopted: {PS207: soon}",
         "`adopted.PS207` is `soon`, which is no date of the form YYYY-MM-DD"),
        ("intervals: {review: 0}",
         "`intervals.review` is `0`, which is not of the form asked for here"),
        ("intervals: {review: -36}",
         "`intervals.review` is `-36`, which is not of the form asked for here"),
        ("intervals: {review: 121}", "has `intervals.review` at 121 months, over 120"),
        ("markings: {public: [SECRET]}", "allows SECRET in public but not on the intranet"),
        ("markings: {intranet: [OFFICIAL, NOT PROTECTIVELY MARKED, VIOLET]}",
         "allows VIOLET on the intranet site, which no scheme of markings holds"),
        ("markings: {public: []}",
         "has a blank `markings.public`, which could mean all or nothing"),
        ("markings: {legacy: {SECRET: OFFICIAL}}",
         "reads SECRET as OFFICIAL, which would let it onto the public site"),
        ("markings: {legacy: {OLD: NOWHERE}}",
         "reads OLD as NOWHERE, which no scheme of markings holds"),
        ("matrix: {eia: [nobody]}",
         "asks `nobody` to assure each eia, and no role has that name"),
        ("matrix: {everything: [policy-co-ordination-unit]}",
         "has a field that is not known, `matrix.everything`"),
        ("approved: [nothing]",
         "`approved[1]` is `nothing`; it must be `policy` or `sop` or `eia` or `workbook` or `report`"),
    ],
)  # fmt: skip
def test_a_setting_that_would_weaken_the_gate_is_itself_refused(more, message):
    assert faults(more) == [message]


@pytest.mark.parametrize(
    "more",
    ["matrix: {policy: []}", "matrix: {}", "approving_ranks: []", "approved: []", "placeholders: []",
     "protected_characteristics: []", "markings: {phrases: []}", "intervals: {}", "severity: {}"],
)  # fmt: skip
def test_a_blank_setting_is_the_default_and_never_nothing(more):
    text = "organisation: {name: A Force, short_name: AF}\n"
    blank, none = read_settings(read_record("scheme.yml", f"{text}{more}\n".encode()), IDS)
    plain, _ = read_settings(read_record("scheme.yml", text.encode()), IDS)
    assert (blank, none) == (plain, ())


def test_settings_that_would_weaken_the_gate_stop_everything(tmp_path):
    make_store(tmp_path)
    path = tmp_path / "scheme.yml"
    path.write_text(path.read_text("utf-8") + "severity: {PS301: warn}\n", "utf-8")
    said = check(tmp_path)
    assert (said.status, said.json["packs"]) == (2, [])
