"""The findings as SARIF: valid by the standard's own schema, complete, the same each time."""

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from generator.cli import main
from generator.findings import Finding, Location, Severity
from generator.gate.rules import RULES
from generator.gate.sarif import as_sarif
from tests.stores import AS_AT, make_store, read_example

HERE = Path(__file__).parent
SCHEMA = json.loads((HERE / "sarif-schema-2.1.0.json").read_text("utf-8"))
BAD = HERE / "examples" / "ps303_changed_since_quality_assurance" / "bad.yml"


def finding(path="policies/a/v1/policy.md", line=3, message="is wrong", **other):
    said = {
        "at": Location(path, line, 5),
        "rule": "PS303",
        "name": "changed-since-quality-assurance",
        "severity": Severity.REFUSE,
        "message": message,
        "clause": "SOPs, stage 4",
        "role": "policy developer",
        "fix": "mend it",
    }
    return Finding(**(said | other))


def log(*findings, **options):
    found = as_sarif(RULES, findings, AS_AT, **({"checked": True} | options))
    Draft4Validator(SCHEMA).validate(found)
    return found["runs"][0]


def sarif(root, capsys, *more):
    status = main(["check", "--root", str(root), "--format", "sarif", "--as-at", str(AS_AT), *more])
    return status, capsys.readouterr().out


def test_the_schema_is_the_standards_own():
    Draft4Validator.check_schema(SCHEMA)
    assert "sarif/v2.1.0/errata01/os/schemas" in SCHEMA["id"]
    assert list(Draft4Validator(SCHEMA).iter_errors({"version": "2.1.0"}))


@pytest.mark.parametrize("name", ["bad", "bad_2"])
def test_a_checked_store_gives_a_valid_log_with_every_finding(name, tmp_path, capsys):
    make_store(tmp_path, read_example(BAD.with_name(f"{name}.yml")))
    status, text = sarif(tmp_path, capsys)
    Draft4Validator(SCHEMA).validate(json.loads(text))
    run = json.loads(text)["runs"][0]
    (result,) = run["results"]
    assert status == 1
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "PS303"
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 1,
        "startColumn": 1,
    }


def test_every_rule_is_described_for_the_reader_of_an_alert():
    rules = log()["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    for rule, made in zip(RULES, rules, strict=True):
        assert made["name"] == rule.name
        assert rule.clause in made["help"]["text"]
        assert rule.role in made["help"]["text"]
        assert rule.fix in made["help"]["text"]
        assert "Why: " in made["fullDescription"]["text"]
        assert "\n" not in made["shortDescription"]["text"]


def test_what_refuses_is_an_error_and_the_rest_a_warning():
    run = log(*(finding(severity=severity) for severity in Severity))
    assert [result["level"] for result in run["results"]] == ["error", "warning", "warning"]
    levels = {r["id"]: r["defaultConfiguration"]["level"] for r in run["tool"]["driver"]["rules"]}
    assert (levels["PS303"], levels["PS103"], levels["PS408"]) == ("error", "warning", "warning")


def test_a_place_is_given_as_an_address_below_the_folder_of_the_store():
    (result,) = log(finding("content/About Us é.md"), below="the store")["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "the%20store/content/About%20Us%20%C3%A9.md"
    assert place["region"] == {"startLine": 3, "startColumn": 5}


def test_a_fingerprint_outlives_a_move_and_a_day_but_not_another_fault():
    def prints(*findings):
        return [r["partialFingerprints"]["scheme/v1"] for r in log(*findings)["results"]]

    first = prints(finding(message="was due 5 days ago", line=3))
    assert prints(finding(message="was due 16 days ago", line=40)) == first
    assert prints(finding(message="was due today")) != first
    twice = prints(finding(line=3), finding(line=9))
    assert len(set(twice)) == 2


def test_a_finding_of_no_rule_of_the_gate_is_told_all_the_same():
    (result,) = log(finding(rule="PS906"))["results"]
    assert result["ruleId"] == "PS906"
    assert "ruleIndex" not in result


def test_what_is_found_in_a_pack_in_development_is_a_note():
    folder = "policies/a/v1"
    for severity in Severity:
        results = log(finding(severity=severity), early={folder})["results"]
        assert [result["level"] for result in results] == ["note"]
    (other,) = log(finding(path="policies/b/v1/policy.md"), early={folder})["results"]
    assert other["level"] == "error"


def test_a_rule_is_described_whole():
    rules = log()["tool"]["driver"]["rules"]
    [text] = [r["fullDescription"]["text"] for r in rules if r["id"] == "PS105"]
    assert text.startswith("A document still holds a placeholder, or a heading with nothing under")
    assert " A sub-heading under a heading is something. Why: final versions are publ" in text


def test_settings_that_cannot_be_read_are_in_the_log(tmp_path, capsys):
    make_store(tmp_path)
    (tmp_path / "scheme.yml").write_text("organisation: {name: X, shortname: X}\n", "utf-8")
    status, text = sarif(tmp_path, capsys)
    data = json.loads(text)
    Draft4Validator(SCHEMA).validate(data)
    run = data["runs"][0]
    assert status == 2
    assert run["invocations"] == [{"executionSuccessful": False}]
    assert {
        r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]
    }
    assert all(result["ruleId"] == "PS002" for result in run["results"])
    assert run["results"]


def test_the_same_store_gives_the_same_bytes_and_quiet_changes_nothing(tmp_path, capsys):
    make_store(tmp_path, read_example(BAD))
    first = sarif(tmp_path, capsys)
    assert sarif(tmp_path, capsys) == first
    assert sarif(tmp_path, capsys, "--quiet") == first


def test_the_log_says_for_which_day_and_in_what_columns():
    run = as_sarif(RULES, (), date(2026, 2, 3), checked=True)["runs"][0]
    assert run["properties"] == {"asAt": "2026-02-03"}
    assert run["columnKind"] == "unicodeCodePoints"
