"""A sign-off is written into the record, bound to the text, and nothing else is touched."""

import multiprocessing
import os
import re
import shutil
import signal
import time
from datetime import date
from pathlib import Path

import pytest

from generator import pipeline
from generator.cli import main
from generator.sign_off.sign import sign_off
from generator.sign_off.words import Assurance, CannotSign
from generator.store.text import digest
from tests.stores import make_store

PACK = "policies/use-of-cameras/v1"
AS_AT = date(2026, 6, 20)
UNIT, DIVERSITY, INFORMATION = (
    "policy-co-ordination-unit",
    "diversity-and-citizen-focus",
    "directorate-of-information",
)
CO_ORDINATOR = "business-group-policy-co-ordinator"
LEAD = ("--by", "Assistant Chief Constable, Resources", "--rank", "acpo")
REPORT = "monitoring/found-property/2025"


@pytest.fixture
def root(tmp_path):
    """The base store, with one pack submitted that nobody has signed."""
    make_store(tmp_path)
    edit(
        tmp_path, lambda text: re.sub(r"(?ms)^quality_assurance:.*?^(?=sop_publication)", "", text)
    )
    edit(tmp_path, lambda text: text.replace("date: 2026-07-01", "date: 2026-06-01"))
    return tmp_path


def record(root, pack=PACK):
    return root / pack / "record.yml"


def edit(root, change, pack=PACK):
    path = record(root, pack)
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def sign(root, *words, pack=PACK, as_at="2026-06-20"):
    place = ("--root", str(root), "--as-at", as_at, "--jobs", "1")
    return main(["sign-off", pack, "--as", *words, *place])


def value(root, name, pack=PACK):
    return digest((root / pack / name).read_bytes())


def entry(root, role, names, day="2026-06-20"):
    lines = [f"  - by: {role}", "    result: pass", f"    date: {day}", "    documents:"]
    lines += [f'      {name}: "{value(root, name)}"' for name in names.split()]
    return "\n".join(lines) + "\n"


def files(root):
    found = sorted(p for p in root.rglob("*") if p.is_file() and ".scheme" not in p.parts)
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}


def state(root, pack=PACK):
    verdict = pipeline.check(root, AS_AT, jobs=1).verdict
    return verdict.context.states[pack].value


def test_three_roles_and_the_lead_sign_and_the_pack_clears(root, capsys):
    before = record(root).read_text("utf-8")
    assert state(root) == "refused"
    for role in (UNIT, DIVERSITY, INFORMATION):
        assert sign(root, role) == 0
    capsys.readouterr()
    assert sign(root, "approval", *LEAD) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out == (
        "Approved by the Assistant Chief Constable, Resources (acpo), on behalf of the Director "
        f"of Resources, 20 June 2026. Signed in {PACK}:\n"
        f"  policy.md       {value(root, 'policy.md')[:19]}\n"
        f"  sop-process.md  {value(root, 'sop-process.md')[:19]}\n"
        "Nothing is left to sign.\n"
    )
    assert state(root) == "held"
    written = (
        "quality_assurance:\n"
        + entry(root, UNIT, "policy.md sop-process.md workbook.md")
        + entry(root, DIVERSITY, "policy.md sop-process.md eia.md")
        + entry(root, INFORMATION, "policy.md sop-process.md workbook.md")
        + "approval:\n  by: Assistant Chief Constable, Resources\n  rank: acpo\n"
        "  on_behalf_of: Director of Resources\n  date: 2026-06-20\n  documents:\n"
        f'    policy.md: "{value(root, "policy.md")}"\n'
        f'    sop-process.md: "{value(root, "sop-process.md")}"\n'
    )
    head, tail = before.split("sop_publication:")
    assert record(root).read_text("utf-8") == head + written + "sop_publication:" + tail


def test_it_says_what_is_still_outstanding(root, capsys):
    assert sign(root, UNIT, "--date", "2026-06-10") == 0
    assert capsys.readouterr().out == (
        f"Policy Co-ordination Unit: pass, 10 June 2026. Signed in {PACK}:\n"
        f"  policy.md       {value(root, 'policy.md')[:19]}\n"
        f"  sop-process.md  {value(root, 'sop-process.md')[:19]}\n"
        f"  workbook.md     {value(root, 'workbook.md')[:19]}\n"
        "Still outstanding:\n"
        "  Diversity and Citizen Focus Directorate: "
        "policy.md, sop-process.md and eia.md not signed\n"
        "  Directorate of Information: policy.md, sop-process.md and workbook.md not signed\n"
        "  Approval by the policy lead: policy.md and sop-process.md not signed\n"
    )


# The record keeps its form.


def plain(text):
    return text


def with_comments(text):
    return "# The registered file: 012, yes, ~\n\n" + text.replace(
        "stage: implementation", "stage:   implementation   # the fifth"
    ).replace("submitted: 2026-06-01", "submitted: '2026-06-01' # a Monday\n# sent on paper too")


def blank(text):
    return text.replace("sop_publication:", "quality_assurance:  # none yet\nsop_publication:")


def without_a_last_line_end(text):
    return text.rstrip("\n")


@pytest.mark.parametrize("change", [plain, with_comments, without_a_last_line_end])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_other_byte_of_the_record_stays(root, change, newline, mark):
    edit(root, change)
    path = record(root)
    before = mark + path.read_text("utf-8").replace("\n", newline).encode()
    path.write_bytes(before)
    path.chmod(0o640)
    others = files(root)
    assert sign(root, UNIT) == 0
    lines = "quality_assurance:\n" + entry(root, UNIT, "policy.md sop-process.md workbook.md")
    after = path.read_bytes()
    assert after.replace(lines.replace("\n", newline).encode(), b"", 1) == before
    assert path.stat().st_mode & 0o777 == 0o640
    assert files(root) == others | {f"{PACK}/record.yml": after}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("quality_assurance:  # none yet\n", "quality_assurance:  # none yet\n{block}"),
        ("quality_assurance: []  # none\n", "quality_assurance:  # none\n{block}"),
        ("quality_assurance: ~\n", "quality_assurance:\n{block}"),
        (
            (
                "quality_assurance:\n- {{by: '{other}', result: fail, date: '2026-06-02', "
                'documents: {{eia.md: "{eia}"}}}}  # by hand\n  # and on paper\n# end\n'
            ),
            (
                "quality_assurance:\n- {{by: '{other}', result: fail, date: '2026-06-02', "
                'documents: {{eia.md: "{eia}"}}}}  # by hand\n  # and on paper\n- {flow}\n# end\n'
            ),
        ),
        (
            (
                "quality_assurance: [{{by: {other}, result: fail, date: 2026-06-02, "
                'documents: {{eia.md: "{eia}"}}}}] # one\n'
            ),
            (
                "quality_assurance: [{{by: {other}, result: fail, date: 2026-06-02, "
                'documents: {{eia.md: "{eia}"}}}}, {flow}] # one\n'
            ),
        ),
        (
            (
                "quality_assurance:\n    -   by: {other}\n        result: fail\n"
                '        date: 2026-06-02\n        documents: {{eia.md: "{eia}"}}\n\n'
            ),
            (
                "quality_assurance:\n    -   by: {other}\n        result: fail\n"
                '        date: 2026-06-02\n        documents: {{eia.md: "{eia}"}}\n{wide}\n'
            ),
        ),
    ],
    ids=["blank", "empty", "null", "flow items", "flow list", "wide"],
)
def test_an_entry_takes_the_form_of_those_before_it(root, written, expected):
    lines = entry(root, UNIT, "policy.md sop-process.md workbook.md")
    names = ("policy.md", "sop-process.md", "workbook.md")
    documents = ", ".join(f'{name}: "{value(root, name)}"' for name in names)
    words = {
        "other": DIVERSITY,
        "eia": value(root, "eia.md"),
        "block": lines,
        "flow": f"{{by: {UNIT}, result: pass, date: 2026-06-20, documents: {{{documents}}}}}",
        "wide": re.sub("(?m)^  ", " " * 6, lines).replace("      - by", "    -   by"),
    }
    old, new = written.format(**words), expected.format(**words)
    edit(root, lambda text: text.replace("sop_publication:", old + "sop_publication:"))
    before = record(root).read_text("utf-8")
    assert sign(root, UNIT) == 0
    assert record(root).read_text("utf-8") == before.replace(old, new)


def test_a_record_that_quotes_its_words_gets_quoted_ones(root):
    edit(root, lambda text: text.replace("stage: implementation", 'stage: "implementation"'))
    before = record(root).read_text("utf-8")
    assert sign(root, UNIT) == 0
    names = "policy.md sop-process.md workbook.md".split()
    lines = [
        "quality_assurance:", f'  - by: "{UNIT}"', '    result: "pass"', '    date: "2026-06-20"',
        "    documents:", *(f'      "{name}": "{value(root, name)}"' for name in names),
    ]  # fmt: skip
    written = "\n".join(lines) + "\n"
    assert record(root).read_text("utf-8") == before.replace(
        "sop_publication:", written + "sop_publication:"
    )


def test_a_new_approval_takes_the_place_of_the_old_and_keeps_its_comments(tmp_path):
    root = make_store(tmp_path)
    edit(root, lambda t: t.replace("date: 2026-07-01\n  documents:", "date: '2026-07-01' # seen"
                                   "\n  # the texts of the day\n  documents:"))  # fmt: skip
    old = value(root, "policy.md")
    text = root / PACK / "policy.md"
    text.write_text(text.read_text("utf-8") + "\nA last word.\n", "utf-8")
    for role in (UNIT, DIVERSITY, INFORMATION):
        assert sign(root, role, as_at="2026-07-10") == 0
    before = record(root).read_text("utf-8")
    assert sign(root, "approval", "--by", "Chief: Resources", "--rank", "acpo-equivalent",
                as_at="2026-07-20") == 0  # fmt: skip
    head, tail = before.split("approval:\n")
    tail = tail.replace("by: Assistant Chief Constable, Resources", 'by: "Chief: Resources"', 1)
    tail = tail.replace("rank: acpo\n", "rank: acpo-equivalent\n", 1)
    tail = tail.replace("'2026-07-01' # seen", "'2026-07-20' # seen", 1)
    tail = tail.replace(old, value(root, "policy.md"), 1)
    assert record(root).read_text("utf-8") == f"{head}approval:\n{tail}"


@pytest.mark.parametrize("form", ["lines", "braces", "nothing"])
def test_an_approval_names_the_documents_there_are_now(root, form):
    for role in (UNIT, DIVERSITY, INFORMATION):
        assert sign(root, role) == 0
    gone = "sha256:" + "0" * 64
    old = {
        "lines": f"  documents: # the texts\n    sop-old.md: {gone}\n    policy.md: {gone}\n",
        "braces": f"  documents: {{sop-old.md: '{gone}', policy.md: '{gone}'}} # the texts\n",
        "nothing": "  documents: # the texts\n",
    }[form]
    approval = f"approval:\n  by: A post\n  rank: acpo\n  on_behalf_of:\n  date: 2026-06-01\n{old}"
    edit(root, lambda text: text.replace("sop_publication:", approval + "sop_publication:"))
    assert sign(root, "approval", *LEAD) == 0
    names = {name: value(root, name) for name in ("policy.md", "sop-process.md")}
    lines = "".join(f'    {name}: "{said}"\n' for name, said in names.items())
    new = {
        "lines": "  documents: # the texts\n"
        + lines.replace(f'"{names["policy.md"]}"', f'"{names["policy.md"]}"'),
        "braces": "  documents: {"
        + ", ".join(f'{name}: "{said}"' for name, said in names.items())
        + "} # the texts\n",
        "nothing": f"  documents: # the texts\n{lines}",
    }[form]
    written = record(root).read_text("utf-8")
    assert (
        "approval:\n  by: Assistant Chief Constable, Resources\n  rank: acpo\n"
        f"  on_behalf_of: Director of Resources\n  date: 2026-06-20\n{new}sop_publication:"
    ) in written
    assert state(root) == "held"


def test_a_record_in_an_odd_form_is_left_alone(root, capsys):
    edit(root, lambda text: text + "quality_assurance: {by: somebody}\n")
    before = files(root)
    assert sign(root, UNIT, "--result", "fail") == 1
    assert "is written in a form that cannot be added to" in capsys.readouterr().err
    assert files(root) == before


# What is signed.


def test_an_attachment_is_signed_with_the_document_that_links_to_it(root, capsys):
    (root / PACK / "attachments").mkdir()
    for name in ("linked.txt", "loose.txt"):
        (root / PACK / "attachments" / name).write_text("Form\n", "utf-8")
    eia = root / PACK / "eia.md"
    eia.write_text(eia.read_text("utf-8") + "\n[Form](attachments/linked.txt)\n", "utf-8")
    assert sign(root, DIVERSITY) == 0
    assert sign(root, UNIT) == 0
    linked = "policy.md sop-process.md eia.md attachments/linked.txt"
    written = record(root).read_text("utf-8")
    assert entry(root, DIVERSITY, linked) in written
    assert entry(root, UNIT, "policy.md sop-process.md workbook.md") in written
    assert "loose.txt" not in written


def test_the_records_of_a_report_are_signed_with_it_and_a_change_of_them_asks_for_it_again(
    tmp_path, capsys
):
    pack, as_at = "monitoring/inspectorate/2026", "2026-02-25"
    make_store(tmp_path)
    edit(tmp_path, lambda t: re.sub(r"(?ms)^quality_assurance:.*?^(?=publish_on)", "", t), pack)
    assert sign(tmp_path, CO_ORDINATOR, pack=pack, as_at=as_at) == 0
    written = record(tmp_path, pack).read_text("utf-8")
    for name in ("report.md", "grades.csv"):
        assert f'      {name}: "{value(tmp_path, name, pack)}"\n' in written
    assert "Nothing is left to sign." in capsys.readouterr().out
    with (tmp_path / pack / "grades.csv").open("a") as file:
        file.write("1B,Registers,Property,Good,Stable,,\n")
    words = ("check", "--root", str(tmp_path), "--as-at", as_at, "--jobs", "1")
    main(words)
    told = "has records (grades.csv) that have changed since the Business Group Policy Co-ordinator"
    assert told in capsys.readouterr().out
    assert sign(tmp_path, CO_ORDINATOR, pack=pack, as_at=as_at) == 0
    main(words)
    assert f"{pack}/" not in capsys.readouterr().out


def test_a_report_is_passed_with_its_four_checks(tmp_path):
    root = make_store(tmp_path)
    edit(root, lambda text: re.sub(r"(?ms)^quality_assurance:.*?^(?=publish_on)", "", text), REPORT)
    before = record(root, REPORT).read_text("utf-8")
    role = CO_ORDINATOR
    assert sign(root, role, pack=REPORT, as_at="2026-02-25") == 0
    lines = (
        f"quality_assurance:\n  - by: {role}\n    result: pass\n    date: 2026-02-25\n"
        f'    documents:\n      report.md: "{value(root, "report.md", REPORT)}"\n'
        "    checks: {logical: yes, comprehensive: yes, plain_english: yes, legislation: yes}\n"
    )
    head, tail = before.split("publish_on:")
    assert record(root, REPORT).read_text("utf-8") == f"{head}{lines}publish_on:{tail}"
    assert state(root, REPORT) == "in_force"


@pytest.mark.parametrize(
    ("words", "checks"),
    [
        ([], ""),
        (
            ["--check-failed", "plain_english"],
            "    checks: {logical: yes, comprehensive: yes, plain_english: no, legislation: yes}\n",
        ),
    ],
)
def test_a_report_that_fails_says_which_checks_it_failed(tmp_path, words, checks):
    root = make_store(tmp_path)
    role = CO_ORDINATOR
    assert sign(root, role, "--result", "fail", *words, pack=REPORT, as_at="2026-02-25") == 0
    assert (
        f"  - by: {role}\n    result: fail\n    date: 2026-02-25\n"
        f'    documents:\n      report.md: "{value(root, "report.md", REPORT)}"\n{checks}publish_on'
    ) in record(root, REPORT).read_text("utf-8")


# What stands in the way.


def test_a_fault_in_what_a_role_does_not_sign_does_not_stand_in_its_way(root, capsys):
    eia = root / PACK / "eia.md"
    eia.write_text(eia.read_text("utf-8").replace("form: 6119A\n", ""), "utf-8")
    before = files(root)
    assert sign(root, DIVERSITY) == 1
    said = capsys.readouterr().err
    assert f"{PACK}/eia.md:" in said
    assert "PS002 has no `form`" in said
    assert said.endswith(
        f"scheme: {PACK} cannot be signed: the gate would refuse it all the same. "
        "Nothing was written.\n"
    )
    assert files(root) == before
    assert sign(root, UNIT) == 0
    assert capsys.readouterr().out.endswith(
        f"The gate refuses it for 1 other reason as well: scheme check {PACK}\n"
    )
    assert sign(root, DIVERSITY, "--result", "fail") == 0


CO_ORDINATOR = "business-group-policy-co-ordinator"
SIGNS = {
    UNIT: {"policy.md", "sop-process.md", "workbook.md"},
    DIVERSITY: {"policy.md", "sop-process.md", "eia.md"},
    INFORMATION: {"policy.md", "sop-process.md", "workbook.md"},
}


@pytest.mark.parametrize("name", ["policy.md", "sop-process.md", "eia.md", "workbook.md"])
@pytest.mark.parametrize("fault", ["draft", "not UTF-8"])
def test_no_role_signs_a_text_that_the_gate_would_refuse(root, name, fault):
    """Nor any text of a pack where one cannot be read: what is in it, nobody knows."""
    text = root / PACK / name
    if fault == "draft":
        text.write_text(text.read_text("utf-8").replace("status: final", "status: draft"), "utf-8")
    else:
        text.write_bytes(text.read_bytes() + b"\xff\n")
    before = files(root)
    stopped = {role for role in SIGNS if fault != "draft" or name in SIGNS[role]}
    assert {role for role in SIGNS if sign(root, role) == 1} == stopped
    assert [path for path, data in files(root).items() if data != before[path]] == (
        [f"{PACK}/record.yml"] if stopped != set(SIGNS) else []
    )
    assert sign(root, "approval", *LEAD) == 1


@pytest.mark.parametrize("fault", ["draft", "not UTF-8", "no last day"])
def test_nobody_signs_a_report_that_the_gate_would_refuse(tmp_path, capsys, fault):
    root = make_store(tmp_path)
    text = root / REPORT / "report.md"
    if fault == "not UTF-8":
        text.write_bytes(text.read_bytes() + b"\xff\n")
    else:
        old = {"draft": "status: final\n", "no last day": "period_to: 2026-01-31\n"}[fault]
        new = {"draft": "status: draft\n", "no last day": ""}[fault]
        assert old in text.read_text("utf-8")
        text.write_text(text.read_text("utf-8").replace(old, new), "utf-8")
    before = files(root)
    assert sign(root, CO_ORDINATOR, pack=REPORT, as_at="2026-02-25") == 1
    assert "Nothing was written." in capsys.readouterr().err
    assert files(root) == before


def test_nobody_passes_a_pack_that_was_not_submitted(root, capsys):
    edit(root, lambda text: text.replace("submitted: 2026-06-01\n", ""))
    edit(root, lambda text: text.replace("stage: implementation", "stage: development"))
    assert sign(root, UNIT) == 1
    assert capsys.readouterr().err == (
        f"scheme: {PACK} has not been submitted (`submitted:` in its record); nobody can pass it "
        "yet. Nothing was written.\n"
    )
    assert sign(root, UNIT, "--result", "fail") == 0


def test_another_authoritys_roles_sign_what_its_matrix_gives_them(root, capsys):
    with (root / "scheme.yml").open("a", encoding="utf-8") as settings:
        settings.write(
            "roles: {scrutiny-panel: Scrutiny Panel, records-office: Records Office}\n"
            "matrix:\n  policy: [scrutiny-panel]\n  sop: [scrutiny-panel]\n"
            "  eia: [scrutiny-panel]\n  workbook: [records-office]\n"
            "  report: [records-office, scrutiny-panel]\napproved: [policy]\n"
            "approving_ranks: [chief-officer]\n"
        )
    assert sign(root, UNIT) == 2
    capsys.readouterr()
    assert sign(root, "scrutiny-panel") == 0
    assert "Records Office: workbook.md not signed\n" in capsys.readouterr().out
    assert sign(root, "approval", *LEAD) == 1
    assert sign(root, "approval", "--by", "Chief", "--rank", "chief-officer") == 1
    assert sign(root, "records-office") == 0
    assert sign(root, "approval", "--by", "Chief", "--rank", "chief-officer") == 0
    assert state(root) == "held"
    written = record(root).read_text("utf-8")
    assert entry(root, "scrutiny-panel", "policy.md sop-process.md eia.md") in written
    assert entry(root, "records-office", "workbook.md") in written
    for role in ("records-office", "scrutiny-panel"):
        assert state(root, REPORT) == "refused"
        assert sign(root, role, pack=REPORT, as_at="2026-02-25") == 0
    remain = pipeline.check(root, AS_AT, jobs=1).verdict.findings
    assert [f for f in remain if f.at.path.startswith(REPORT)] == []


def test_approval_waits_for_all_quality_assurance(root, capsys):
    assert sign(root, UNIT) == 0
    before = files(root)
    capsys.readouterr()
    assert sign(root, "approval", *LEAD) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert re.findall(r"PS\d{3} .*", said.err) == [
        (
            "PS301 has no quality assurance of policy.md, sop-process.md and workbook.md by the "
            "Directorate of Information"
        ),
        (
            "PS301 has no quality assurance of eia.md, policy.md and sop-process.md by the "
            "Diversity and Citizen Focus Directorate"
        ),
    ]
    assert files(root) == before


def test_a_changed_text_is_signed_again_by_each_in_turn(tmp_path):
    root = make_store(tmp_path)
    text = root / PACK / "workbook.md"
    text.write_text(text.read_text("utf-8") + "\nA last word.\n", "utf-8")
    assert sign(root, "approval", *LEAD, as_at="2026-07-02") == 1
    assert sign(root, INFORMATION, as_at="2026-07-02") == 0
    assert sign(root, UNIT, as_at="2026-07-02") == 0
    assert sign(root, "approval", *LEAD, as_at="2026-07-02") == 0
    assert state(root) == "refused"  # signed in July, seen from June
    assert pipeline.check(root, date(2026, 8, 1), jobs=1).refused is False


def test_a_fail_is_mended_by_a_later_pass_of_the_same_role(root, capsys):
    for role in (UNIT, DIVERSITY, INFORMATION):
        assert sign(root, role, "--result", "fail", "--date", "2026-06-10") == 0
    capsys.readouterr()
    assert sign(root, UNIT, "--date", "2026-06-09") == 1
    assert capsys.readouterr().err == (
        "scheme: the Policy Co-ordination Unit signed policy.md on 10 June 2026; sign on that day "
        "or later, or the earlier word stands. Nothing was written.\n"
    )
    assert sign(root, "approval", *LEAD) == 1
    for role in (UNIT, DIVERSITY, INFORMATION):
        assert sign(root, role, "--date", "2026-06-10") == 0
    assert sign(root, "approval", *LEAD) == 0
    assert state(root) == "held"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (
            [UNIT, "--date", "2026-06-21"],
            1,
            (
                "nobody can sign on 21 June 2026: that is after today, 20 June 2026. "
                "Nothing was written."
            ),
        ),
        (
            [UNIT, "--date", "2026-05-31"],
            1,
            (
                f"{PACK} cannot be signed on 31 May 2026: it was submitted on 1 June 2026. "
                "Nothing was written."
            ),
        ),
        (
            ["approval", "--by", "A post", "--rank", "superintendent"],
            1,
            (
                "the rank 'superintendent' may not approve; those that may: acpo, acpo-equivalent. "
                "Nothing was written."
            ),
        ),
        (
            ["directorate-of-informatoin"],
            2,
            (
                "there is no role 'directorate-of-informatoin'; did you mean "
                "directorate-of-information? There are: policy-co-ordination-unit, "
                "diversity-and-citizen-focus, directorate-of-information, "
                "business-group-policy-co-ordinator, approval. Nothing was written."
            ),
        ),
        (
            ["business-group-policy-co-ordinator"],
            2,
            (
                f"the Business Group Policy Co-ordinator has nothing to sign in {PACK}. "
                "Nothing was written."
            ),
        ),
        (["approval", "--rank", "acpo"], 2, "an approval needs --by, in plain words"),
        (["approval", "--by", "A post"], 2, "an approval needs --rank, in plain words"),
        (
            ["approval", *LEAD, "--result", "fail"],
            2,
            "an approval has no --result and no checks; not to approve is to write none",
        ),
        ([UNIT, *LEAD], 2, "--by, --rank and --on-behalf-of belong to `--as approval`"),
        (
            [UNIT, "--check-failed", "logical"],
            2,
            "only a report has checks that can fail. Nothing was written.",
        ),
        (
            [UNIT, "--date", "2026-02-30"],
            2,
            "--date 2026-02-30 is no date; write a day as YYYY-MM-DD",
        ),
    ],
)
def test_what_cannot_be_signed_is_said_in_one_line(root, capsys, words, status, said):
    before = files(root)
    assert sign(root, *words) == status
    assert capsys.readouterr() == ("", f"scheme: {said}\n")
    assert files(root) == before


@pytest.mark.parametrize(
    ("pack", "said"),
    [
        (
            "policies/use-of-camera/v1",
            (
                "policies/use-of-camera/v1 is no pack of the store; did you mean "
                "policies/use-of-cameras/v1 or"
            ),
        ),
        ("content/about.md", "content/about.md is a page, and a page needs no sign-off."),
        ("../elsewhere", "../elsewhere is no pack of the store; try policies/<id>/v1."),
    ],
)
def test_a_pack_that_is_none_is_said(root, capsys, pack, said):
    before = files(root)
    assert sign(root, UNIT, pack=pack) == 2
    assert capsys.readouterr().err.startswith(f"scheme: {said}")
    assert files(root) == before


def test_an_approval_dated_before_quality_assurance_is_refused(root, capsys):
    for role in (UNIT, DIVERSITY, INFORMATION):
        assert sign(root, role) == 0
    before = files(root)
    capsys.readouterr()
    assert sign(root, "approval", *LEAD, "--date", "2026-06-19") == 1
    assert "PS305 was approved on 19 June 2026, before the" in capsys.readouterr().err
    assert files(root) == before


def test_a_record_behind_a_link_is_refused(root, tmp_path_factory, capsys):
    away = tmp_path_factory.mktemp("away") / "record.yml"
    record(root).rename(away)
    record(root).symlink_to(away)
    before = away.read_bytes()
    for result in ("pass", "fail"):
        assert sign(root, UNIT, "--result", result) == 1
        assert "PS004 is a symbolic link, which is never followed" in capsys.readouterr().err
    assert record(root).is_symlink()
    assert away.read_bytes() == before


def test_a_state_folder_behind_a_link_is_refused(root, tmp_path_factory, capsys):
    away = tmp_path_factory.mktemp("away")
    (root / ".scheme").symlink_to(away)
    assert sign(root, UNIT) == 2
    assert capsys.readouterr().err.endswith(".scheme is not a folder; move it away\n")
    assert list(away.iterdir()) == []


# Nothing is lost, and nothing is left half done.


def sign_often(root, role, rounds):
    for _ in range(rounds):
        sign_off(root, PACK, Assurance(role, AS_AT), AS_AT, jobs=1)


@pytest.mark.parametrize("rounds", [10, pytest.param(50, marks=pytest.mark.long)])
def test_two_who_sign_at_once_lose_nothing(root, rounds):
    for other in ("policies/found-property", "monitoring", "content"):
        shutil.rmtree(root / other)  # a small store is gated quickly
    fork = multiprocessing.get_context("fork")
    roles = (UNIT, DIVERSITY)
    both = [fork.Process(target=sign_often, args=(root, role, rounds)) for role in roles]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    signed = pipeline.check(root, AS_AT, jobs=1).verdict.context.scheme.by_path[PACK]
    words = [found.by for found in signed.record.quality_assurance]
    assert (words.count(UNIT), words.count(DIVERSITY)) == (rounds, rounds)
    assert sorted(p.name for p in (root / PACK).iterdir()) == [
        "eia.md", "policy.md", "record.yml", "sop-process.md", "workbook.md",
    ]  # fmt: skip


def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(("owner", "call"), [(os, "fsync"), (Path, "replace")])
def test_a_killed_signer_leaves_the_old_record_and_no_lock(root, monkeypatch, owner, call):
    before = files(root)
    fork = multiprocessing.get_context("fork")
    with monkeypatch.context() as broken:
        broken.setattr(owner, call, die)
        process = fork.Process(target=sign_off, args=(root, PACK, Assurance(UNIT, AS_AT), AS_AT))
        process.start()
        process.join()
    assert process.exitcode == -signal.SIGKILL
    assert files(root) == before
    started = time.monotonic()
    assert sign(root, UNIT) == 0
    assert time.monotonic() - started < 10
    assert list((root / ".scheme" / "signing").iterdir()) == []


def test_a_record_changed_by_hand_meanwhile_is_not_written_over(root, monkeypatch):
    def check(*arguments, **options):
        outcome = run(*arguments, **options)
        edit(root, lambda text: text + "announce: yes\n")
        return outcome

    run = pipeline.check
    monkeypatch.setattr(pipeline, "check", check)
    with pytest.raises(CannotSign, match="was changed while it was being signed; sign again"):
        sign_off(root, PACK, Assurance(UNIT, AS_AT), AS_AT, jobs=1)
    assert "announce: yes" in record(root).read_text("utf-8")
    assert UNIT not in record(root).read_text("utf-8")
