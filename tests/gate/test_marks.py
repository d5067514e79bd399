"""What counts as a marking, and what only sounds like one."""

# ruff: noqa: E501 - a case stays on one line

import time
from pathlib import Path

import pytest

from generator.gate.marking_grammar import words_of
from generator.gate.marks import above, marks, name_runs, sentence_runs, title_runs
from generator.settings import read_settings
from generator.store.source import read_document, read_record

OWN = read_record("scheme.yml", b"organisation: {name: Anyshire Police, short_name: AP}\n")
SETTINGS, _ = read_settings(OWN)
WORDS = words_of(SETTINGS)
SOURCES = Path(__file__).parents[3] / "shared" / "sources"
HEAD = "---\ntitle: x\n---\n"


def found(body):
    """Every marking in a body, as `line NAME+NAME` or `line DRAFT NAME`."""
    source = read_document("x.md", (HEAD + body).encode())
    return [f"{m.line - 3} {said(m)}" for m in marks(source, WORDS)]


def said(run):
    return " ".join(
        [*(["DRAFT"] if run.draft else []), *(["+".join(run.names)] if run.names else [])]
    )


# One marking, in every disguise, as a paragraph of its own.
DISGUISES = [
    "RESTRICTED", "Restricted", "restricted", "**RESTRICTED**", "**REST**RICTED", "*R*ESTRICTED",
    "__RESTRICTED__", "`RESTRICTED`", "[RESTRICTED](https://example.org/)", "~~RESTRICTED~~",
    "==RESTRICTED==", "> RESTRICTED", "> > **restricted**", "<u>RESTRICTED</u>",
    "<u>REST</u>RICTED", "REST<b>RIC</b>TED", "<b><i>restricted</i></b>", "REST<!-- x -->RICTED",
    "REST&shy;RICTED", "REST&#8203;RICTED", "REST&zwj;RICTED", "R&#69;STRICTED", "&#82;ESTRICTED",
    "REST\u00adRICTED", "REST\u200bRICTED", "REST\ufe0fRICTED", "R\u200dE\u2060STRICTED",
    "RЕSTRIСTЕD", "ᎡESTRICTED", "ＲＥＳＴＲＩＣＴＥＤ", "𝐑𝐄𝐒𝐓𝐑𝐈𝐂𝐓𝐄𝐃", "ⓇⒺⓈⓉⓇⒾⒸⓉⒺⒹ", "ʀᴇsᴛʀɪᴄᴛᴇᴅ", "RÉSTRICTED",
    "R̶E̶S̶T̶R̶I̶C̶T̶E̶D̶", "RESTR1CTED", "RESTRlCTED", "R3STRICTED",
    "R E S T R I C T E D", "R.E.S.T.R.I.C.T.E.D.", "– R E S T R I C T E D –", "R-E-S-T-R-I-C-T-E-D", "REST RICTED",
    "RE\\\nSTRICTED", "REST-\nRICTED", "R\\E\\STRICTED",
    "- - - RESTRICTED - - -", "--- RESTRICTED ---", "– RESTRICTED –", "| RESTRICTED |",
    "\\*\\*RESTRICTED\\*\\*", "…RESTRICTED…", "[RESTRICTED]", "(RESTRICTED)", "{RESTRICTED}",
    "“RESTRICTED”", '"Restricted"', "RESTRICTED.", "RESTRICTED:", "RESTRICTED!", "• RESTRICTED •",
    "🔒 RESTRICTED", "RESTRICTED {: .centre }", "RESTRICTED { .centre }", "RESTRICTED {#top}",
    "RESTRICTED Page 3 of 10", "Page 3 of 10 - RESTRICTED", "12 May 2010 RESTRICTED", "RESTRICTED May 2010",
    "Section 3: restricted", "RESTRICTED copy 4", "RESTRICTED no 4", "Page 3 RESTRICTED", "RESTRICTED 3", "3.2 RESTRICTED",
    "Annex A RESTRICTED", "Annex ii - RESTRICTED", "RESTRICTED v2.0", "RESTRICTED 12 May 2010",
    "AP RESTRICTED", "Anyshire Police - RESTRICTED", "UK RESTRICTED", "NATO RESTRICTED",
    "GPMS RESTRICTED", "RESTRICTED (when complete)", "Restricted (when complete)",
    "RESTRICTED WHEN COMPLETE", "restricted when complete", "Restricted until published",
    "RESTRICTED UNTIL THE END OF THE TRIAL", "RESTRICTED ON COMPLETION", "RESTRICTED - POLICY",
    "RESTRICTED – POLICY", "Restricted - policy", "Restricted: staff", "RESTRICTED, POLICY",
    "RESTRICTED - OPERATION BUMBLEBEE", "RESTRICTED - A WORD THAT MOST PAPERS BORE", "RESTRICTED // UK EYES ONLY", "RESTRICTED UK EYES ONLY",
    "RESTRICTED/UK EYES ONLY", "RESTRICTED | TERRITORIAL POLICING", "Restricted in confidence",
    "RESTRICTED - NOT FOR CIRCULATION", "RESTRICTED (see section 4)",
    "RESTRICTED RESTRICTED", "restricted\nRESTRICTED",
]  # fmt: skip


DISGUISES += [
    "Annex iii RESTRICTED",
    "Restricted until the trial ends",
    "RESTRICTED (a b c d e f g h)",
    "RESTRICTED (a b c d e f g h) UK",
]


@pytest.mark.parametrize("body", DISGUISES)
def test_a_marking_alone_in_a_paragraph_counts_however_it_is_written(body):
    assert {name for mark in found(body) for name in mark.split(" ", 1)[1].split("+")} == {
        "RESTRICTED"
    }
    assert found(body)[0].startswith("1 ")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("OFFICIAL-SENSITIVE", "1 OFFICIAL-SENSITIVE"),
        ("OFFICIAL SENSITIVE", "1 OFFICIAL-SENSITIVE"),
        ("OFFICIAL - SENSITIVE", "1 OFFICIAL-SENSITIVE"),
        ("OFFICIAL_SENSITIVE", "1 OFFICIAL-SENSITIVE"),
        ("Official–Sensitive", "1 OFFICIAL-SENSITIVE"),
        ("0FFICIAL: SENSITIVE", "1 OFFICIAL-SENSITIVE"),
        ("OFFICIAL (SENSITIVE)", "1 OFFICIAL-SENSITIVE"),
        ("OFFICIAL-SENSITIVE: PERSONAL", "1 OFFICIAL-SENSITIVE"),
        ("Official-Sensitive - Commercial", "1 OFFICIAL-SENSITIVE"),
        ("OFFICIAL-SENSITIVE [RECIPIENTS ONLY]", "1 OFFICIAL-SENSITIVE"),
        ("OFFICIAL-SENSITIVE COMMERCIAL", "1 OFFICIAL-SENSITIVE"),
        ("Official-Sensitive Personal", "1 OFFICIAL-SENSITIVE"),
        ("OFFICIAL-SENSITIVE/PERSONAL", "1 OFFICIAL-SENSITIVE"),
        ("OFFICIAL-SENSITIVE-PERSONAL", "1 OFFICIAL-SENSITIVE"),
        ("OFFICIAL-SENSITIVE – LEGAL PROFESSIONAL PRIVILEGE", "1 OFFICIAL-SENSITIVE"),
        ("Official-Sensitive: Market sensitive", "1 OFFICIAL-SENSITIVE"),
        ("OFFICIAL-SENSITIVE: HMG PARTNERS ONLY", "1 OFFICIAL-SENSITIVE"),
        ("RESTRICTED - LEGAL ADVICE OF COUNSEL", "1 RESTRICTED"),
        ("RESTRICTED STAFF", "1 RESTRICTED"),
        ("CONFIDENTIAL POLICY", "1 CONFIDENTIAL"),
        ("FINAL – RESTRICTED", "1 RESTRICTED"),
        ("Figure 1: RESTRICTED", "1 RESTRICTED"),
        ("TOP SECRET STRAP 1", "1 TOP SECRET"),
        ("SECRET – UK/US EYES ONLY", "1 SECRET"),
        ("Private and confidential", "1 PRIVATE AND CONFIDENTIAL"),
        ("- STRICTLY CONFIDENTIAL", "1 STRICTLY CONFIDENTIAL"),
        ("Exempt under FOIA", "1 EXEMPT UNDER FOIA"),
        ("TOP SECRET", "1 TOP SECRET"),
        ("TOP-SECRET", "1 TOP SECRET"),
        ("SECRET", "1 SECRET"),
        ("SECRET // UK EYES ONLY", "1 SECRET"),
        ("SECRET - UK EYES ONLY - SECRET", "1 SECRET+SECRET"),
        ("SECRET / CONFIDENTIAL", "1 SECRET+CONFIDENTIAL"),
        ("SECRET - OPERATION X - CONFIDENTIAL", "1 SECRET+CONFIDENTIAL"),
        ("SECRET - A WORD THAT MOST PAPERS BORE - CONFIDENTIAL", "1 SECRET+CONFIDENTIAL"),
        ("RESTRICTED - OPERATION X - DRAFT", "1 DRAFT RESTRICTED"),
        ("- RESTRICTED - OPERATION X", "1 RESTRICTED"),
        ("NOT PROTECTIVELY MARKED", "1 NOT PROTECTIVELY MARKED"),
        ("Not Protectively Marked", "1 NOT PROTECTIVELY MARKED"),
        ("OFFICIAL", "1 OFFICIAL"),
        ("PROTECT - POLICY", "1 PROTECT"),
        ("DRAFT - RESTRICTED", "1 DRAFT RESTRICTED"),
        ("RESTRICTED (DRAFT)", "1 DRAFT RESTRICTED"),
        ("<u>DRAFT</u> - RESTRICTED", "1 DRAFT RESTRICTED"),
        ("DRAFT v0.3 / RESTRICTED - POLICY", "1 DRAFT RESTRICTED"),
        ("FOR INTERNAL USE ONLY", "1 FOR INTERNAL USE ONLY"),
        ("For internal use only.", "1 FOR INTERNAL USE ONLY"),
        ("NOT FOR PUBLICATION", "1 NOT FOR PUBLICATION"),
        ("FOI-exempt", "1 FOI EXEMPT"),
        ("COMMERCIAL-IN-CONFIDENCE", "1 COMMERCIAL IN CONFIDENCE"),
        ("RESTRICTED - FOI EXEMPT", "1 RESTRICTED+FOI EXEMPT"),
        ("text\n\nRESTRICTED", "3 RESTRICTED"),
        ("Text that ends.\nRESTRICTED\nText that goes on.", "2 RESTRICTED"),
        ("RESTRICTED\nText that goes on.", "1 RESTRICTED"),
        ("The officer is\nRESTRICTED\nresponsible for it.", "2 RESTRICTED"),
        ("The text ends here\nRESTRICTED.", "2 RESTRICTED"),
        ("a<br>RESTRICTED<br>b", "2 RESTRICTED"),
        ("# RESTRICTED", "1 RESTRICTED"),
        ("RESTRICTED\n===", "1 RESTRICTED"),
        ("### 3.2 RESTRICTED", "1 RESTRICTED"),
        ("## OFFICIAL-Sensitive", "1 OFFICIAL-SENSITIVE"),
        ("## R E S T R I C T E D", "1 RESTRICTED"),
        ("- RESTRICTED", "1 RESTRICTED"),
        ("- [x] RESTRICTED", "1 RESTRICTED"),
        ("- a\n    - RESTRICTED (WHEN COMPLETE)", "2 RESTRICTED"),
        ("1. a\n\n    restricted", "3 RESTRICTED"),
        ("| a | b |\n| --- | --- |\n| c | **RESTRICTED** |", "3 RESTRICTED"),
        ("| a | RESTRICTED |\n| --- | --- |\n| c | d |", "1 RESTRICTED"),
        ("| a | b |\n| --- | --- |\n| c | x<br>RESTRICTED |", "4 RESTRICTED"),
        ("Term\n:   RESTRICTED", "2 RESTRICTED"),
        ("RESTRICTED\n:   what it means", "1 RESTRICTED"),
        ("![RESTRICTED](a.png)", "1 RESTRICTED"),
        ("![a](a.png 'RESTRICTED map')", "1 RESTRICTED"),
        ('[a](a.md "RESTRICTED")', "1 RESTRICTED"),
        ("[a][1]\n\n[1]: a.md 'SECRET'", "1 SECRET"),
        ("x[^1]\n\n[^1]: RESTRICTED material.", "3 RESTRICTED"),
        ("x[^1]\n\n[^1]: DRAFT - SECRET, see x", "3 DRAFT SECRET"),
        ("<!-- RESTRICTED: take out -->", "1 RESTRICTED"),
        ("a <!-- x\nRESTRICTED -->", "2 RESTRICTED"),
        ("<!-- DRAFT: check -->", "1 DRAFT"),
        ("    RESTRICTED", "1 RESTRICTED"),
        ("```\nx = 1\nRESTRICTED\n```", "3 RESTRICTED"),
        ("```\nrestricted\n```", "2 RESTRICTED"),
        ("!!! note\n    restricted", "2 RESTRICTED"),
        ("??? note\n    restricted", "2 RESTRICTED"),
        ("DRAFT\nAnnual Statement", "1 DRAFT"),
        ('!!! note "RESTRICTED"\n    text', "1 RESTRICTED"),
        ('??? info "Protective marking: restricted"\n    text', "1 RESTRICTED"),
        ('=== "RESTRICTED"\n\n    text', "1 RESTRICTED"),
        ("<ul>\n<li>REST<b>RIC</b>TED</li>\n</ul>", "2 RESTRICTED"),
        ("<ul><li>a</li><li>RESTRICTED</li></ul>", "1 RESTRICTED"),
        ("<div>REST&shy;RICTED</div>", "1 RESTRICTED"),
        ("<u>\nrestricted\n</u>", "2 RESTRICTED"),
        ('<p title="SECRET plan">x</p>', "1 SECRET"),
        ("<p title='SECRET'>x</p>", "1 SECRET"),
        ("a\n\n<RESTRICTED>", "3 RESTRICTED"),
        ("<RESTRICTED> <SECRET>", "1 RESTRICTED+SECRET"),
    ],
)  # fmt: skip
def test_a_marking_alone_counts(body, expected):
    assert found(body) == [expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Protective marking: restricted", "1 RESTRICTED"),
        ("Protective Marking - Restricted", "1 RESTRICTED"),
        ("**Protective marking:** restricted and more", None),
        ("**GPMS:** restricted", "1 RESTRICTED"),
        ("GSC: Official-Sensitive", "1 OFFICIAL-SENSITIVE"),
        ("Marking - Confidential", "1 CONFIDENTIAL"),
        ("Classification | Restricted", "1 RESTRICTED"),
        ("Classification\tRestricted", "1 RESTRICTED"),
        ("Classification = Restricted", "1 RESTRICTED"),
        ("Security classification:\nrestricted", "2 RESTRICTED"),
        ("protective_marking: restricted", "1 RESTRICTED"),
        ("Рrotective mаrking: restricted", "1 RESTRICTED"),
        ("Protective marking RESTRICTED", "1 RESTRICTED"),
        ("Protective marking restricted", None),
        ("Protective Marking: Restricted Suitable for publication: No", "1 RESTRICTED"),
        ("Protective marking: RESTRICTED Title: Search", "1 RESTRICTED"),
        ("Classification: RESTRICTED Title: Search", "1 RESTRICTED"),
        ("Classification: Protect Life Panel", None),
        ("Marking: RESTRICTED documents carry it at the top.", None),
        ("Protective marking: restricted - staff only", "1 RESTRICTED"),
        ("Protective marking: restricted. Version: 2", "1 RESTRICTED"),
        ("Version: 2; classification: restricted; owner: Head", "1 RESTRICTED"),
        ("(Classification: restricted) Search", "1 RESTRICTED"),
        ("Title: Search. Classification: restricted", "1 RESTRICTED"),
        ("Its classification: restricted", None),
        ("## Protective marking: restricted", "1 RESTRICTED"),
        ("- Protective marking: restricted", "1 RESTRICTED"),
        ("This document is marked restricted", "1 RESTRICTED"),
        ("This document is protectively marked RESTRICTED.", "1 RESTRICTED"),
        ("This policy is classified as confidential.", "1 CONFIDENTIAL"),
        ("This document is not marked restricted", None),
        ("Handling: RESTRICTED", "1 RESTRICTED"),
        ("Handling instructions: SECRET", "1 SECRET"),
        ("Protective marking level: restricted", "1 RESTRICTED"),
        ("Access: restricted", None),
        ("Status: restricted", None),
        ("Status: draft", "1 DRAFT"),
        ("Version: DRAFT 0.3", "1 DRAFT"),
        ("Status: draft restricted", "1 DRAFT RESTRICTED"),
        ("Owner: x\nStatus: draft\nDate: y", "2 DRAFT"),
        ("Status: draft guidance was sent out", None),
        ("It stays in development (status: draft) until then.", None),
        ("Status draft", None),
        ("Classification: OFFICIAL\nMarking: secret", "1 OFFICIAL|2 SECRET"),
        ("Marking: not restricted", None),
        ("Marking: restricted to staff", None),
        ("Classification: restricted, confidential and secret papers are kept apart.", None),
        ("Classification\n:   Restricted", "2 RESTRICTED"),
        ("Status\n:   Draft", "2 DRAFT"),
        ("Status\n:   Restricted", None),
        ("Access\n:   Restricted", None),
        (
            "| Classification | Official-Sensitive |\n| --- | --- |\n| Owner | Head |",
            "1 OFFICIAL-SENSITIVE",
        ),
        (
            "| Owner | Head |\n| --- | --- |\n| **Protective marking:** | restricted |",
            "3 RESTRICTED",
        ),
        ("| a | b | c |\n| --- | --- | --- |\n| 1 | Marking | Restricted |", "3 RESTRICTED"),
        ("| Title | Classification |\n| --- | --- |\n| Search | Restricted |", "3 RESTRICTED"),
        ("| Title | Status |\n| --- | --- |\n| Search | Draft |", "3 DRAFT"),
        ("| a | b |\n| --- | --- |\n| Status | Restricted |", None),
        ("| a | b |\n| --- | --- |\n| x | Classification: restricted |", "3 RESTRICTED"),
        ("| Record | Marking |\n| --- | --- |\n| Log | Restricted |\n| Map | Restricted |", None),
        ("| Area | Access |\n| --- | --- |\n| Cells | Restricted |", None),
        ("```\nprotective_marking: RESTRICTED\nstatus: draft\n```", None),
        ("    Protective marking: restricted", "1 RESTRICTED"),
        ("<ul>\n<li>Classification: secret</li>\n</ul>", "2 SECRET"),
    ],
)
def test_a_marking_after_a_label_counts(body, expected):
    assert found(body) == (expected.split("|") if expected else [])


NEAR_MISSES = [
    "Access is restricted to staff.", "restricted to staff", "Restricted access", "RESTRICTED AREAS",
    "a confidential helpline", "Confidential helpline", "CONFIDENTIAL HELPLINE", "Home Secretary",
    "HOME SECRETARY", "secret ballot", "Secret Intelligence Service", "SECRET SERVICE",
    "SECRET POLICE", "official", "Official", "protecting", "PROTECTING", "Protective", "Secretary",
    "PROTECT STAFF", "PROTECT PERSONAL DATA", "Restricted policy", "CONFIDENTIAL STAFF HELPLINE",
    "RESTRICTED STAFFING", "The final, restricted list", "Figure 1: restricted areas", "private and confidential talks",
    "Secrecy", "Unrestricted", "UNRESTRICTED", "NOT RESTRICTED", "Protect staff.", "Protect the public.",
    "Officials", "Confidentiality", "Confidentially", "PROTECT AND RESPECT", "RESTRICTED-ACCESS LISTS",
    "## Restricted", "## Confidential", "## Secret", "## Protect", "## Official-Sensitive",
    "## RESTRICTED MATERIAL", "## What RESTRICTED means", "## Restricted - staff only",
    "- Restricted", "- Confidential", "- RESTRICTED: kept in a locked cabinet",
    "- **RESTRICTED** material is locked away", "- Secret (when complete)", "1. Protect",
    "![Restricted area sign](a.png)", "![The word RESTRICTED](a.png)", "[a](a.md 'Restricted map')",
    "x[^1]\n\n[^1]: Restricted material.", "x[^1]\n\n[^1]: See RESTRICTED.",
    "<!-- restricted -->", "<!-- see RESTRICTED -->", "Term\n:   Restricted",
    "Documents marked RESTRICTED are locked away.", "RESTRICTED documents are locked away.",
    "Papers of this class are marked\nRESTRICTED.", "It must be at or above\nSECRET, they say.",
    "Write `RESTRICTED` at the top.", "Mark it **SECRET** or **TOP SECRET**.",
    "It is RESTRICTED when complete.", "OFFICIAL and OFFICIAL-SENSITIVE papers",
    "RESTRICTED AND CONFIDENTIAL PAPERS", "Restricted while the investigation is still going on.",
    "RESTRICTED (a b c d e f g h i)", "RESTRICTED - A WORD THAT MOST OF THEM BORE",
    "Home\nSecretary", "the secret\nballot", "Secret.ary", "sec-retary",
    "!!! note\n    Access is restricted.", '!!! note "Restricted"\n    text',
    "`restricted` and `secret` are values", "```\nx = restricted\n```",
    "<ul>\n<li>Restricted</li>\n</ul>", "<abbr>x</abbr> restricted to staff",
    "Write <RESTRICTED> at the top.",
    "<p class=x>x</p>", "R E S T", "Restricted part two words", "No secret", "May protect", "NO SECRET", "MAY PROTECT", "Part of secret",
    "Protect version control", "v2 2010",
    "Draft: a word", "Draft Annual Governance Statement", "MPS Draft Annual Governance Statement",
    "The draft was sent for consultation.", "a draft sent for consultation", "## Draft", "## Drafting",
    "## Drafting the policy", "Drafting", "DRAFTING", "DRAFTS", "- Draft", "- First draft",
    "- DRAFT Code of Practice", "This DRAFT Statement Is Old", "DRAFT minutes are sent in 3 days.",
    "DRAFT Minutes Are Sent.", "DRAFT and Final Versions", "DRAFT minutes", "draft Annual Statement",
    "## DRAFT and final versions", "## Draft versions", "Final word", "first restricted",
    "| Marking | Meaning |\n| --- | --- |\n| RESTRICTED | x |\n| SECRET | y |",
    "| Marking | Meaning |\n| --- | --- |\n| OFFICIAL | x |\n| OFFICIAL-SENSITIVE (PERSONAL) | y |",
    "| Rule | RESTRICTED | SECRET |\n| --- | --- | --- |\n| Locked | yes | yes |",
    "| To | OFFICIAL | SECRET |\n| --- | --- | --- |\n| OFFICIAL | yes | no |\n| SECRET | no | yes |",
    "| Marking | Restricted | Secret |\n| --- | --- | --- |\n| Locked | yes | yes |",
    "| Document | Marking |\n| --- | --- |\n| Policy | OFFICIAL |\n| SOP | RESTRICTED |",
    "## SECret",
    "Restricted until all the trials end",
    "RESTRICTED - one two",
    "Annex four RESTRICTED papers",
    "ANNEX FOUR RESTRICTED",
    "## Classification\n\n- Restricted",
    "- Classification\n- Restricted",
    "| a | b |\n| --- | --- |\n| Marking | Restricted to staff |",
    "DRAFT " + "Word " * 26,
    "RESTRICTED\n:   a\n\nSECRET\n:   b",
    "Term\n:   Classification\n:   Restricted",
    '??? note "a" RESTRICTED\n    Words.',
]  # fmt: skip


@pytest.mark.parametrize("body", NEAR_MISSES)
def test_what_only_sounds_like_a_marking_does_not_count(body):
    assert [mark for mark in found(body) if mark != "1 OFFICIAL" or body == "x"] == []


@pytest.mark.parametrize(
    "body",
    [
        "| a | b |\n| --- | --- |\n| RESTRICTED | x |\n| RESTRICTED | y |",  # one marking, twice
        "| a | b |\n| --- | --- |\n| RESTRICTED | |\n| SECRET | x |",  # one of them explained
        "| RESTRICTED | SECRET |\n| --- | --- |\n| OFFICIAL | |",  # nothing explained
        "| Marking | RESTRICTED |\n| --- | --- |\n| Classification | SECRET |",  # labels, no words
        "| Marking | RESTRICTED |\n| --- | --- |\n| Owner | Head |",
        "RESTRICTED\n:   a\n\nRESTRICTED\n:   b",
        "RESTRICTED\n:   SECRET\n\nSECRET\n:   b",
        "Term\n:   RESTRICTED\n:   a\n\nTerm\n:   SECRET\n:   b",
        "## RESTRICTED\n\nlocked\n\n## SECRET\n\nin a safe",
        "- RESTRICTED\n- locked\n- SECRET\n- in a safe",
    ],
)
def test_a_table_that_does_not_explain_several_markings_hides_none(body):
    assert "RESTRICTED" in " ".join(found(body))


@pytest.mark.parametrize(
    "body",
    [
        "DRAFT", "Draft", "draft.", "**DRAFT**", "D R A F T", "ＤＲＡＦＴ", "DRАFT", "DR<b>AF</b>T",
        "DRAFT 0.3", "DRAFT v2", "DRAFT v0.3", "Draft version 2", "DRAFT FOR CONSULTATION",
        "Draft for consultation", "DRAFT - NOT FOR CIRCULATION", "FINAL DRAFT", "First draft",
        "Working draft", "DRAFT ONLY", "DRAFT 12 May 2010", "DRAFT (not approved)", "(DRAFT)",
        "DRAFT - subject to approval", "DRAFT: FOR COMMENT", "- DRAFT", "## DRAFT", "## FINAL DRAFT",
        "- DRAFT V2", "| DRAFT | a |\n| --- | --- |\n| b | c |", "![DRAFT](a.png)", "text.\nDRAFT",
        "DRAFT Annual Governance Statement 2021/22 Commissioner of Police of the Metropolis",
        "DRAFT STOP AND SEARCH POLICY", "## DRAFT procedure for searches", "DRAFT Statement",
    ],
)  # fmt: skip
def test_draft_counts_as_a_marking_does(body):
    [mark] = found(body)
    assert mark.split(" ", 1)[1] == "DRAFT"


def test_a_title_of_twenty_five_words_is_still_a_title():
    assert found("DRAFT" + " Word" * 25) == ["1 DRAFT"]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("> RESTRICTED", [(4, 3)]),
        ("a\n\n> a.\n> RESTRICTED", [(7, 1)]),
        ("- a\n- RESTRICTED", [(5, 1)]),
        ("> ??? note\n> restricted", [(5, 1)]),
        ("a\n\n> ??? note\n> Protective marking:\n> restricted", [(8, 1)]),
        ('!!! note "SECRET"\n    Text.\n    RESTRICTED', [(4, 1), (6, 1)]),
        ("<ul>\n<li>RESTRICTED</li>\n</ul>", [(5, 1)]),
        ("a\n<RESTRICTED>", [(5, 1)]),
    ],
)
def test_a_marking_is_where_it_stands(body, places):
    source = read_document("x.md", (HEAD + body).encode())
    assert [(mark.line, mark.column) for mark in marks(source, WORDS)] == places


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "professional-standards-strategy-draft.txt",
            ["10 DRAFT", "26 DRAFT", "145 DRAFT RESTRICTED", "256 DRAFT RESTRICTED"],
        ),
        ("audit-panel-governance-statement-2022.txt", ["265 DRAFT"]),
        ("hmic-baseline-assessment-2006.txt", []),
        ("hmic-winning-consent-proforma.txt", []),
        ("policy-development-sops.txt", []),
    ],
)
def test_the_sources_are_marked_where_they_are_and_nowhere_else(source, expected):
    if not SOURCES.is_dir():
        pytest.skip(f"the five source texts are not beside this repository ({SOURCES})")
    assert found((SOURCES / source).read_text("utf-8")) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("RESTRICTED", ["RESTRICTED"]),
        ("RESTRICTED: Stop and search", ["RESTRICTED"]),
        ("Stop and search - RESTRICTED", ["RESTRICTED"]),
        ("Stop and search – OFFICIAL-SENSITIVE – v2", ["OFFICIAL-SENSITIVE"]),
        ("Stop and search (RESTRICTED)", ["RESTRICTED"]),
        ("Stop (RESTRICTED) and search", ["RESTRICTED"]),
        ("OFFICIAL - Search - SECRET", ["OFFICIAL", "SECRET"]),
        ("Search (protective marking: restricted)", ["RESTRICTED"]),
        ("Stop and search (DRAFT v2)", ["DRAFT"]),
        ("DRAFT search policy", ["DRAFT"]),
        ("Restricted", []),
        ("Restricted: access to cells", []),
        ("Cells - restricted", []),
        ("SECRET ballots", []),
        ("SECRET - 3 ballots", ["SECRET"]),
        ("What RESTRICTED means", []),
        ("Search - SECRET ballots", []),
        ("The SECRET - and how", []),
        ("Stop and search", []),
        ("Drafting policy", []),
        ("", []),
    ],
)
def test_a_title_is_marked_by_capitals_set_off(title, expected):
    assert [said(run) for run in title_runs(title, WORDS)] == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("restricted", ["RESTRICTED"]),
        ("RESTRICTED - how officers search", ["RESTRICTED"]),
        ("Draft for consultation.", ["DRAFT"]),
        ("Access is restricted to staff.", []),
        ("How officers search.", []),
    ],
)
def test_a_summary_is_marked_as_a_title_or_a_paragraph_is(summary, expected):
    assert [said(run) for run in sentence_runs(summary, WORDS)] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("restricted.pdf", ["RESTRICTED"]),
        ("RESTRICTED-map.pdf", ["RESTRICTED"]),
        ("map_RESTRICTED_v2.pdf", ["RESTRICTED"]),
        ("annex-restricted.pdf", ["RESTRICTED"]),
        ("annex-a-official-sensitive-v2.pdf", ["OFFICIAL-SENSITIVE"]),
        (
            "draft-restricted.png",
            [
                "DRAFT RESTRICTED",
            ],
        ),
        ("plan.RЕSTRICTED.pdf", ["RESTRICTED"]),
        ("PROTECT-map.pdf", ["PROTECT"]),
        ("protect.pdf", ["PROTECT"]),
        ("how-to-protect.pdf", []),
        ("restricted-access.pdf", []),
        ("secret-ballot-form.pdf", []),
        ("confidential-helpline.png", []),
        ("home-secretary.pdf", []),
        ("map-draft.pdf", []),
        ("map.pdf", []),
    ],
)
def test_a_file_is_marked_by_its_name(name, expected):
    assert [said(run) for run in name_runs(f"policies/x/v1/attachments/{name}", WORDS)] == expected


@pytest.mark.parametrize(
    ("declared", "name", "expected"),
    [
        ("OFFICIAL", "OFFICIAL", False),
        ("OFFICIAL", "NOT PROTECTIVELY MARKED", False),
        ("NOT PROTECTIVELY MARKED", "OFFICIAL", False),
        ("OFFICIAL", "PROTECT", True),
        ("OFFICIAL", "OFFICIAL-SENSITIVE", True),
        ("RESTRICTED", "OFFICIAL-SENSITIVE", False),
        ("OFFICIAL-SENSITIVE", "RESTRICTED", False),
        ("RESTRICTED", "CONFIDENTIAL", True),
        ("RESTRICTED", "OFFICIAL", False),
        ("official", "RESTRICTED", True),
        ("SECRET", "TOP SECRET", False),  # PS101 has it already
        ("OFICIAL", "SECRET", False),  # and this
        (None, "RESTRICTED", False),
        (None, "SECRET", True),
        ("OFFICIAL", "FOR INTERNAL USE ONLY", True),
        ("RESTRICTED", "FOR INTERNAL USE ONLY", False),
        (None, "FOR INTERNAL USE ONLY", False),
    ],
)
def test_above_means_kept_from_a_site_that_the_declared_one_may_go_to(declared, name, expected):
    assert above(SETTINGS, WORDS, declared, name) is expected


def test_another_authority_marks_in_its_own_words_and_the_national_ones_still_count():
    own = read_record(
        "scheme.yml",
        b"""
organisation: {name: Anyshire Council, short_name: AC}
markings:
  schemes: [[OPEN, INNER CIRCLE]]
  public: [OPEN]
  intranet: [OPEN, INNER CIRCLE]
  legacy: {CLOSED: INNER CIRCLE}
  phrases: [EYES OF THE COUNCIL, INNER CIRCLE]
""",
    )
    settings, faults = read_settings(own)
    assert faults == ()
    words = words_of(settings)
    body = "INNER CIRCLE\n\nCLOSED\n\nRESTRICTED\n\nEyes of the Council\n\nOPEN"
    source = read_document("x.md", (HEAD + body).encode())
    names = [name for mark in marks(source, words) for name in mark.names]
    assert names == ["INNER CIRCLE", "CLOSED", "RESTRICTED", "EYES OF THE COUNCIL", "OPEN"]
    assert [above(settings, words, "OPEN", n) for n in names] == [True, True, True, True, False]
    assert [above(settings, words, "CLOSED", n) for n in names] == [False] * 2 + [True] + [
        False
    ] * 2


def test_an_organisation_without_a_name_has_no_furniture():
    settings, _ = read_settings(None)
    assert words_of(settings).furniture == frozenset()


@pytest.mark.parametrize(
    "body",
    [
        "SECRET - CLASSIFICATION: " * 20_000,
        "marking: secret (" * 50_000,
        "| SECRET | RESTRICTED |\n" * 2 + "| --- | --- |\n" + "| SECRET | RESTRICTED |\n" * 8_000,
        "<div " + "<a " * 200_000,
        "x <secret-x> " * 20_000,
        "is\n" + "." * 400_000 + "RESTRICTED",
        "DRAFT " + "A " * 200_000,
        "!!! note " + " " * 400_000 + '"a" b',
    ],
    ids=["labels", "brackets", "table", "tags", "unknown tags", "dots", "title", "box"],
)
def test_reading_takes_time_in_proportion_to_the_text(body):
    source = read_document("x.md", (HEAD + body).encode())
    start = time.process_time()
    marks(source, WORDS)
    assert time.process_time() - start < 8
