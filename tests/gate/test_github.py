"""The findings as GitHub's workflow commands."""

from generator.cli import main
from generator.findings import Finding, Location, Severity
from generator.gate.github import as_github
from tests.stores import AS_AT, make_store


def finding(path, message, severity=Severity.REFUSE, fix="mend it"):
    name = "changed-since-quality-assurance"
    return Finding(Location(path, 3, 7), "PS303", name, severity, message, "SOPs", "PCU", fix)


def test_a_finding_is_a_note_at_its_line():
    (line,) = as_github([finding("policies/a/v1/policy.md", "has changed")])
    assert line == (
        "::error file=policies/a/v1/policy.md,line=3,col=7,"
        "title=PS303 changed-since-quality-assurance::has changed%0Afix: mend it"
    )


def test_what_does_not_refuse_is_a_warning():
    found = as_github([finding("a", "x", severity) for severity in Severity])
    assert [line.split()[0] for line in found] == ["::error", "::warning", "::warning"]


def test_what_a_name_or_message_holds_cannot_end_the_command():
    (line,) = as_github([finding("a,b:c%\n.md", "is 5% over::set x\r\n::error::no", fix="a: b")])
    assert line == (
        "::error file=a%2Cb%3Ac%25%0A.md,line=3,col=7,title=PS303 changed-since-quality-assurance"
        "::is 5%25 over::set x%0D%0A::error::no%0Afix: a: b"
    )


def test_the_path_is_as_seen_from_where_the_command_runs(tmp_path, capsys, monkeypatch):
    store = make_store(tmp_path / "the store")
    (store / "policies" / "found-property" / "notes.txt").write_text("x", "utf-8")
    monkeypatch.chdir(tmp_path)
    command = ["check", "--root", "the store", "--format", "github", "--as-at", str(AS_AT)]
    assert main(command) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("::error file=the store/policies/found-property/notes.txt,line=1,col=1,")


def test_a_store_without_a_fault_prints_nothing(tmp_path, capsys):
    make_store(tmp_path)
    command = ["check", "--root", str(tmp_path), "--format", "github", "--as-at", str(AS_AT)]
    assert main(command) == 0
    assert capsys.readouterr().out == ""


def test_what_is_found_in_development_stops_nothing_yet():
    early = frozenset({"policies/a/v1"})
    (said,) = as_github([finding("policies/a/v1/policy.md", "x")], early=early)
    assert said.startswith("::notice file=policies/a/v1/policy.md")
    (said,) = as_github([finding("policies/a/v10/policy.md", "x")], early=early)
    assert said.startswith("::error file=policies/a/v10/policy.md")
