"""A duty that nothing answers is reported at the line that creates it."""

import pytest

from tests.gate.test_rules import verdict
from tests.stores import Example, make_store

CAMERAS = "policies/use-of-cameras/v1"
REPORT = "monitoring/found-property/2025"
RECORD = f"{CAMERAS}/record.yml"
STAGE = "stage: implementation\n"


def without(key):
    """Return the edit that takes a key, and all that stands under it, out of a record."""
    return lambda text: "".join(_kept(text.splitlines(keepends=True), key))


def _kept(lines, key):
    inside = False
    for line in lines:
        if not line.startswith((" ", "-")):
            inside = line.startswith(f"{key}:")
        if not inside:
            yield line


def found(root, rule, record, edit, remove=()):
    """Return the lines of the record where a rule finds something, its stage on the last line."""
    make_store(root, Example("", "", None, remove=tuple(remove)))
    path = root / record
    text = edit(path.read_text("utf-8").replace(STAGE, "", 1)) + STAGE
    path.write_text(text, "utf-8")
    last = len(text.splitlines())
    places = {(f.at.path, f.at.line) for f in verdict(root).findings if f.rule == rule}
    return places, {(record, last)}


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ("PS209", "safety_and_health"),
        ("PS212", "consultation"),
        ("PS214", "implementation_plan"),
        ("PS301", "quality_assurance"),
        ("PS304", "approval"),
        ("PS308", "commissioned"),
        ("PS401", "registered_file"),
        ("PS402", "file_plan"),
        ("PS406", "sop_publication"),
    ],
)
def test_what_a_record_leaves_out_is_found_at_its_stage(tmp_path, rule, key):
    places, stage = found(tmp_path, rule, RECORD, without(key))
    assert places == stage


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ("PS201", "policy.md"), ("PS202", "sop-process.md"), ("PS203", "eia.md"),
        ("PS204", "workbook.md"),
    ],
)  # fmt: skip
def test_a_document_that_is_not_there_is_found_at_the_stage(tmp_path, rule, name):
    places, stage = found(tmp_path, rule, RECORD, str, [f"{CAMERAS}/{name}"])
    assert places == stage


@pytest.mark.parametrize(
    ("rule", "path", "line"),
    [
        ("PS208", f"{CAMERAS}/policy.md", "  impact: none"),
        ("PS208", f"{CAMERAS}/policy.md", "  statement: The team was asked"),
        ("PS211", f"{CAMERAS}/policy.md", "policy_owner: "),
        ("PS211", f"{CAMERAS}/policy.md", "monitored_by: "),
        ("PS306", RECORD, "  rank: "),
        ("PS401", RECORD, "registered_file: "),
        ("PS402", RECORD, "file_plan: "),
        ("PS502", f"{REPORT}/report.md", "period_from: "),
        ("PS502", f"{REPORT}/report.md", "period_to: "),
        ("PS503", f"{REPORT}/report.md", "  compliance: "),
    ],
)
def test_what_is_left_blank_is_found_at_its_line(tmp_path, rule, path, line):
    make_store(tmp_path)
    lines = (tmp_path / path).read_text("utf-8").splitlines()
    [at] = [n for n, text in enumerate(lines) if text.startswith(line)]
    lines[at] = lines[at].partition(":")[0] + ":"
    (tmp_path / path).write_text("\n".join(lines) + "\n", "utf-8")
    found = [(f.at.path, f.at.line) for f in verdict(tmp_path).findings if f.rule == rule]
    assert found == [(path, at + 1)]


@pytest.mark.parametrize("rule", ["PS501"])
def test_a_report_that_is_not_there_is_found_at_the_stage(tmp_path, rule):
    places, stage = found(tmp_path, rule, f"{REPORT}/record.yml", str, [f"{REPORT}/report.md"])
    assert places == stage


def test_a_report_that_nobody_passed_is_found_at_the_stage(tmp_path):
    places, stage = found(tmp_path, "PS501", f"{REPORT}/record.yml", without("quality_assurance"))
    assert places == stage
