"""What `scheme explain` says of a rule and of a pack: whole pages, as an officer reads them."""

import re

import pytest

from generator.cli import main
from generator.explain import rule_page
from generator.findings import Severity
from generator.gate.rule import POLICIES, rule
from generator.gate.rules import RULES
from generator.store.text import digest
from tests.stores import make_store

CAMERAS = "policies/use-of-cameras/v1"
PROPERTY = "policies/found-property/v2"


@pytest.fixture
def root(tmp_path):
    return make_store(tmp_path)


def explain(capsys, name, root=None, as_at="2026-11-22"):
    place = ("--root", str(root), "--as-at", as_at, "--jobs", "1") if root else ()
    status = main(["explain", name, *place])
    said = capsys.readouterr()
    return status, said.out, said.err


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@rule(
    "PS999",
    clause="SOPs, stage 9",
    role="policy manager",
    fix="write the name of the post that is to answer for the policy from its publication on",
    severity=Severity.WARN,
    kinds=POLICIES,
)
def post_missing(pack, context):
    """A post is missing.

    This is said in a paragraph of its own, which is rather longer than the lines of the manual page
    and so is set anew.
    Why: somebody answers.
    Good: `post: Director`
    Bad: `post: `; no `post:` at all, or one that names a person, whom nobody can reach next year.
    """


def test_a_rule_has_a_page():
    assert "\n".join(rule_page(post_missing)) == (
        "PS999 post-missing\n"
        "\n"
        "A post is missing.\n"
        "\n"
        "This is said in a paragraph of its own, which is rather longer than the lines of\n"
        "the manual page and so is set anew.\n"
        "\n"
        "Why: somebody answers.\n"
        "\n"
        "Good: `post: Director`\n"
        "\n"
        "Bad: `post: `; no `post:` at all, or one that names a person, whom nobody can\n"
        "reach next year.\n"
        "\n"
        "What it does: warns: the pack is published all the same; an authority's settings\n"
        "              may make it a refusal\n"
        "Looks at:     versions of policies\n"
        "Clause:       SOPs, stage 9\n"
        "Who mends it: policy manager\n"
        "How:          write the name of the post that is to answer for the policy from\n"
        "              its publication on"
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_every_rule_reads_well_at_80_columns(rule, capsys):
    status, out, err = explain(capsys, rule.id)
    assert (status, err) == (0, "")
    assert out.startswith(f"{rule.id} {rule.name}\n\n")
    assert all(f"\n\n{word}: " in out for word in ("Why", "Good", "Bad"))
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("name", ["ps303", "PS303", "Changed-Since-Quality-Assurance",
                                  "changed since quality assurance",
                                  "changed_since_quality_assurance"])  # fmt: skip
def test_a_rule_is_found_by_its_id_or_name_without_a_store(name, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, _ = explain(capsys, name)
    assert status == 0
    assert out.startswith("PS303 changed-since-quality-assurance\n")


def test_a_pack_in_force_is_explained(root, capsys):
    assert explain(capsys, PROPERTY, root) == (
        0,
        (
            "policies/found-property/v2\n"
            "Found property\n"
            "\n"
            "As at 22 November 2026: in force.\n"
            "\n"
            "Where each document goes\n"
            "  eia.md          the public site and the intranet\n"
            "  policy.md       the public site and the intranet\n"
            "  sop-process.md  the public site and the intranet\n"
            "  workbook.md     nowhere: a workbook is never published\n"
            "\n"
            "Who has signed which text\n"
            "  Policy Co-ordination Unit\n"
            "    policy.md       passed on 10 June 2025\n"
            "    sop-process.md  passed on 10 June 2025\n"
            "    workbook.md     passed on 10 June 2025\n"
            "  Diversity and Citizen Focus Directorate\n"
            "    policy.md       passed on 12 June 2025\n"
            "    sop-process.md  passed on 12 June 2025\n"
            "    eia.md          passed on 12 June 2025\n"
            "  Directorate of Information\n"
            "    policy.md       passed on 15 June 2025\n"
            "    sop-process.md  passed on 15 June 2025\n"
            "    workbook.md     passed on 15 June 2025\n"
            "  Approval by the Assistant Chief Constable, Resources (acpo), on behalf of the\n"
            "  Director of Resources\n"
            "    policy.md       approved on 1 July 2025\n"
            "    sop-process.md  approved on 1 July 2025\n"
            "\n"
            "Published on: 1 August 2025\n"
        ),
        "",
    )


def test_a_refused_pack_says_what_stands_between_it_and_publication(root, capsys):
    workbook = root / CAMERAS / "workbook.md"
    workbook.write_text(workbook.read_text("utf-8") + "\nA last word.\n", "utf-8")
    text = digest((root / CAMERAS / "eia.md").read_bytes())
    edit(
        root / CAMERAS / "record.yml",
        "approval:",
        "  - {by: diversity-and-citizen-focus, result: fail, date: 2026-06-20, documents: "
        f'{{eia.md: "{text}"}}}}\napproval:',
    )
    status, out, err = explain(capsys, f"{CAMERAS}/policy.md", root)
    assert (status, err) == (0, "")
    assert out == (
        "policies/use-of-cameras/v1\n"
        "Use of cameras\n"
        "\n"
        "As at 22 November 2026: refused. Nothing of it is on either site.\n"
        "\n"
        "What stands between it and publication\n"
        "  For the policy developer:\n"
        "  - policies/use-of-cameras/v1/record.yml:33:39\n"
        "    PS302 says that eia.md failed quality assurance by the Diversity and Citizen\n"
        "    Focus Directorate on 20 June 2026\n"
        "    To mend it: put right what was found, and have the document quality assured\n"
        "    again\n"
        "  - policies/use-of-cameras/v1/workbook.md:1:1\n"
        "    PS303 has changed since the Policy Co-ordination Unit passed it on 10 June\n"
        "    2026 and the Directorate of Information passed it on 15 June 2026\n"
        "    To mend it: have this text quality assured again, or put back the text that\n"
        "    was: `scheme sign-off`\n"
        "\n"
        "Where each document goes\n"
        "  eia.md          nowhere, while the pack is refused\n"
        "  policy.md       nowhere, while the pack is refused\n"
        "  sop-process.md  nowhere, while the pack is refused\n"
        "  workbook.md     nowhere: a workbook is never published\n"
        "\n"
        "Who has signed which text\n"
        "  Policy Co-ordination Unit\n"
        "    policy.md       passed on 10 June 2026\n"
        "    sop-process.md  passed on 10 June 2026\n"
        "    workbook.md     changed since it was signed on 10 June 2026\n"
        "  Diversity and Citizen Focus Directorate\n"
        "    policy.md       passed on 12 June 2026\n"
        "    sop-process.md  passed on 12 June 2026\n"
        "    eia.md          failed on 20 June 2026\n"
        "  Directorate of Information\n"
        "    policy.md       passed on 15 June 2026\n"
        "    sop-process.md  passed on 15 June 2026\n"
        "    workbook.md     changed since it was signed on 15 June 2026\n"
        "  Approval by the Assistant Chief Constable, Resources (acpo), on behalf of the\n"
        "  Director of Resources\n"
        "    policy.md       approved on 1 July 2026\n"
        "    sop-process.md  approved on 1 July 2026\n"
        "\n"
        "Due for publication since: 1 August 2026\n"
    )


def state(out):
    return " ".join(re.search(r"(?s)As at .*?: (.*?)\n\n", out)[1].split())


def test_each_state_is_said_in_words(root, capsys):
    def said(pack, as_at="2026-11-22"):
        status, out, _ = explain(capsys, pack, root, as_at)
        assert status == 0
        assert max(map(len, out.splitlines())) <= 80
        return state(out)

    first, second = "policies/found-property/v1", PROPERTY
    assert said(first) == (
        "superseded by version 2, which is in force. It stays at its own address."
    )
    assert said(second, "2025-07-20") == (
        "held. It clears, and waits for 1 August 2025. Version 1 is in force meanwhile."
    )
    assert said("monitoring/found-property/2025") == "published."
    assert said("content/about.md") == "published."
    (root / "policies/found-property/withdrawn.yml").write_text(
        "date: 2026-10-01\nreason: It is no longer needed.\nreplaced_by: use-of-cameras\n", "utf-8"
    )
    assert said(second) == (
        "withdrawn with its policy on 1 October 2026. Its address says so; its text is no longer "
        "there. The reason given: It is no longer needed. It is replaced by "
        "policies/use-of-cameras."
    )
    assert said(second, "2026-09-30") == (
        "in force. Its policy is to be withdrawn on 1 October 2026."
    )
    edit(root / CAMERAS / "record.yml", "stage: implementation", "stage: approval")
    assert said(CAMERAS) == (
        "in development (stage: approval). Nothing of it is on either site until it is "
        "submitted, at stage implementation."
    )
    edit(root / "content/about.md", "status: final", "status: draft")
    assert said("content/about.md") == (
        "a draft. Nothing of it is on either site until its status is final."
    )


def between(out):
    """Return the rules that stand between a pack and its publication."""
    part = out.partition("What stands between it and publication\n")[2].partition("\n\n")[0]
    return re.findall(r"(?m)^    (PS\d{3} .*)$", part) or part.strip()


def test_a_pack_in_development_is_held_against_what_a_submitted_one_needs(root, capsys):
    record = root / CAMERAS / "record.yml"
    edit(record, "stage: implementation", "stage: development")
    assert between(explain(capsys, CAMERAS, root)[1]) == "Nothing but its stage."
    edit(record, "submitted: 2026-06-01\n", "")
    edit(record, "publish_on: 2026-08-01\n", "")
    assert between(explain(capsys, CAMERAS, root)[1]) == [
        "PS002 has no `publish_on`",
        "PS002 has no `submitted`",
    ]
    edit(root / "content/about.md", "status: final", "status: draft")
    assert between(explain(capsys, "content/about.md", root)[1]) == "Nothing but its status."


def where(out, name):
    found = re.search(rf"(?m)^  {re.escape(name)} +(.*(?:\n {{10,}}.*)*)$", out)[1]
    return " ".join(found.split())


def test_it_says_why_a_document_stays_inside(root, capsys):
    record = root / CAMERAS / "record.yml"
    edit(record, "{public: yes,", "{public: no,")
    _, out, _ = explain(capsys, CAMERAS, root)
    assert where(out, "sop-process.md") == (
        "the intranet only: the recorded decision is not to publish it"
    )
    assert where(out, "policy.md") == "the public site and the intranet"
    edit(record, "sop_publication:", "unknown:")
    edit(record, "unknown:\n", "withheld_from_public: {reason: A case., by: A post, "
         "date: 2026-06-01}\nunknown:\n")  # fmt: skip
    text = re.sub("(?m)^unknown:\n.*\n", "", record.read_text("utf-8"))
    record.write_text(text, "utf-8")
    _, out, _ = explain(capsys, CAMERAS, root)
    assert where(out, "sop-process.md") == (
        "the intranet only: the record withholds the pack from the public"
    )


def test_what_cannot_be_read_is_said(root, capsys):
    (root / CAMERAS / "policy.md").write_bytes(b"\xff")
    status, out, _ = explain(capsys, CAMERAS, root)
    assert status == 0
    assert where(out, "policy.md") == "nowhere: it cannot be read"
    assert "\n  Nobody can sign what cannot be read: policy.md\n" in out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("PS30", "did you mean PS3"),
        ("aproval-missing", "did you mean PS304 approval-missing or "),
        (
            "found-property",
            (
                "did you mean monitoring/found-property/2025 or policies/found-property/v1 or "
                "policies/found-property/v2?"
            ),
        ),
        (
            "policies/found-property",
            "did you mean policies/found-property/v1 or policies/found-property/v2?",
        ),
        ("policies/found-property/v3", "did you mean policies/found-property/v"),
        ("zzzz", "try PS303, or policies/<id>/v1"),
    ],
)
def test_an_unknown_name_gets_what_comes_close(root, capsys, name, said):
    status, out, err = explain(capsys, name, root)
    assert (status, out) == (2, "")
    assert err.startswith(f"scheme: {name!a} is neither a rule nor a pack of the store; ")
    assert said in err


def test_settings_that_cannot_be_read_leave_only_the_rules(root, capsys):
    (root / "scheme.yml").unlink()
    assert explain(capsys, "PS303", root)[0] == 0
    status, _, err = explain(capsys, CAMERAS, root)
    assert status == 2
    assert "scheme.yml:1:1: PS002 is not there" in err
    assert err.endswith("is no rule, and the settings cannot be read to look for a pack\n")
