"""Sign-offs signed with a key: a record edited by hand does not pass."""

import json
import multiprocessing
import re
import shutil
from datetime import date

import pytest
import typer
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from generator import pipeline
from generator.sign_off.sign import sign_off
from generator.sign_off.words import Assurance
from generator.sign_off_keys import APPROVAL, ASSURANCE, statement
from generator.ssh_signatures import Signature
from generator.store.source import read_record
from generator.store.text import digest
from tests import keys
from tests.commands import run
from tests.stores import make_store

PACK, REPORT = "policies/use-of-cameras/v1", "monitoring/found-property/2025"
UNIT, DIVERSITY, INFORMATION, CO_ORDINATOR = ROLES = (
    "policy-co-ordination-unit",
    "diversity-and-citizen-focus",
    "directorate-of-information",
    "business-group-policy-co-ordinator",
)
TODAY = "2026-06-20"
LEAD = ("--by", "Assistant Chief Constable, Resources", "--rank", "acpo")
AGAIN = "sign again with a key that is good: `scheme sign-off --key`"
BROKEN = "whose signature is not over it (somebody changed or moved it)"
UNBELIEVED = "so that its pass of eia.md, policy.md and sop-process.md is not believed"


def settings(root, *, required="yes", history="", **given):
    """Give each role, and the approval, one key; ``given`` names other lines for some."""
    text = (root / "scheme.yml").read_text("utf-8").split("sign_off_keys:")[0]
    text += f"sign_off_keys:\n  required: {required}\n{history}  roles:\n"
    for name in (*ROLES, APPROVAL):
        items = given.get(name.replace("-", "_"), [f"{{key: {keys.line(name)}}}"])
        text += f"    {name}:\n" + "".join(f"      - {item}\n" for item in items)
    (root / "scheme.yml").write_text(text, "utf-8")


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """A store of one pack that asks for keys: submitted and signed by nobody; and signed by all."""
    home = tmp_path_factory.mktemp("stores")
    root = make_store(home / "unsigned")
    for other in ("policies/found-property", "monitoring", "content"):
        shutil.rmtree(root / other)
    edit(root, r"(?ms)^quality_assurance:.*?^(?=sop_publication)", "")
    edit(root, "date: 2026-07-01", "date: 2026-06-01")
    settings(root)
    sign_all(shutil.copytree(root, home / "signed"))
    return home


@pytest.fixture
def root(stores, tmp_path):
    return shutil.copytree(stores / "unsigned", tmp_path / "store")


@pytest.fixture
def signed(stores, tmp_path):
    return shutil.copytree(stores / "signed", tmp_path / "store")


def sign(root, who, *words, key=None, pack=PACK, as_at=TODAY):
    named = () if key == "" else ("--key", keys.key_file(root.parent, key or who))
    words = (*LEAD, *words) if who == APPROVAL else words
    return run("sign-off", pack, "--as", who, *words, *named,
               "--root", root, "--as-at", as_at, "--jobs", 1)  # fmt: skip


def sign_all(root):
    for who in (UNIT, DIVERSITY, INFORMATION, APPROVAL):
        done = sign(root, who)
        assert done.status == 0, done.err


def record(root, pack=PACK):
    return root / pack / "record.yml"


def edit(root, old, new):
    text = record(root).read_text("utf-8")
    changed = re.sub(old, new, text)
    assert changed != text
    record(root).write_text(changed, "utf-8")


def entry(root, who):
    """Return where an entry stands in the record: its first and last character."""
    text = record(root).read_text("utf-8")
    start = text.index("approval:\n") if who == APPROVAL else text.index(f"  - by: {who}")
    ends = [text.find(end, start + 1) for end in ("  - by:", "approval:", "sop_publication:")]
    return start, min(end for end in ends if end > 0)


def edit_entry(root, who, old, new):
    text = record(root).read_text("utf-8")
    start, end = entry(root, who)
    changed = re.sub(old, new, text[start:end], count=1)
    assert changed != text[start:end]
    record(root).write_text(text[:start] + changed + text[end:], "utf-8")


def drop_signature(root, who):
    edit_entry(root, who, r"\n *signature:.*", "")


def findings(root, as_at=TODAY):
    """Return what the gate says, rule and message, and the state of the pack."""
    checked = run("check", "--root", root, "--as-at", as_at, "--jobs", 1, "--format", "json")
    found = [f"{f['rule']} {f['message']}" for f in checked.json["findings"]]
    return checked.state(PACK), found


def refused(*found):
    return "refused", list(found)


def doubted(who, doubt, lost=UNBELIEVED):
    title = {
        UNIT: "Policy Co-ordination Unit",
        DIVERSITY: "Diversity and Citizen Focus Directorate",
        INFORMATION: "Directorate of Information",
    }[who]
    return f"PS301 has an entry of the {title} {doubt}{', ' if lost else ''}{lost}"


# Signing.


def test_all_sign_with_their_keys_and_the_pack_clears(root):
    assert findings(root)[0] == "refused"
    sign_all(root)
    assert findings(root) == ("held", [])
    text = record(root).read_text("utf-8")
    assert len(re.findall(r'^    signature: "U1NIU0lH[\w+/=]+"$', text, re.MULTILINE)) == 3
    assert len(re.findall(r'^  signature: "U1NIU0lH[\w+/=]+"$', text, re.MULTILINE)) == 1


def test_a_report_is_signed_with_a_key(tmp_path):
    root = make_store(tmp_path / "store")
    settings(root, required="no")
    done = sign(root, CO_ORDINATOR, pack=REPORT, as_at="2026-02-25")
    assert (done.status, done.err) == (0, "")
    text = record(root, REPORT).read_text("utf-8")
    assert text.count("comprehensive: yes") == 2  # the first is that of the base store
    head, tail = text.rsplit("comprehensive: yes", 1)
    record(root, REPORT).write_text(f"{head}comprehensive: no{tail}", "utf-8")
    checked = run("check", REPORT, "--root", root, "--as-at", "2026-11-22", "--jobs", 1,
                  "--format", "json").json  # fmt: skip
    said = f"has an entry of the Business Group Policy Co-ordinator {BROKEN}"
    assert said in [f["message"] for f in checked["findings"] if f["rule"] == "PS501"]


@pytest.mark.parametrize("words", [(), ("--result", "fail")])
def test_where_keys_are_required_nobody_signs_without(root, words):
    before = record(root).read_bytes()
    done = sign(root, DIVERSITY, *words, key="")
    said = "name that of the Diversity and Citizen Focus Directorate with --key"
    assert (done.status, done.out, done.err) == (
        2, "", f"scheme: sign-offs are signed with a key: {said}. Nothing was written.\n",
    )  # fmt: skip
    assert record(root).read_bytes() == before


@pytest.mark.parametrize(
    ("who", "key", "said"),
    [
        (DIVERSITY, "somebody", "not the role's"),
        (DIVERSITY, UNIT, "not the role's; it is that of the Policy Co-ordination Unit"),
        (UNIT, APPROVAL, "not the role's; it is that of the policy lead"),
    ],
)
def test_a_key_that_is_not_the_signers_signs_nothing(root, who, key, said):
    before = record(root).read_bytes()
    done = sign(root, who, key=key)
    assert (done.status, done.out, done.err) == (
        1, "", f"scheme: the key is {said}. Nothing was written.\n",
    )  # fmt: skip
    assert record(root).read_bytes() == before


@pytest.mark.parametrize(
    ("item", "day", "said"),
    [
        ("until: 2026-06-19", "2026-06-20", "is the role's only until 19 June 2026"),
        ("until: 2026-06-19", "2026-06-10", "is the role's only until 19 June 2026"),
        ("from: 2026-06-11", "2026-06-10", "is the role's only from 11 June 2026 on"),
        ("lost: 2026-06-30", "2026-06-10", "was lost on 30 June 2026"),
    ],
)
def test_a_key_that_is_no_longer_the_roles_signs_for_no_day(root, item, day, said):
    settings(root, policy_co_ordination_unit=[f"{{key: {keys.line(UNIT)}, {item}}}"])
    done = sign(root, UNIT, "--date", day)
    assert (done.status, done.err) == (1, f"scheme: the key {said}. Nothing was written.\n")


def test_a_key_signs_from_its_first_day_to_its_last(root):
    dates = "from: 2026-06-20, until: 2026-06-20"
    settings(root, policy_co_ordination_unit=[f"{{key: {keys.line(UNIT)}, {dates}}}"])
    assert sign(root, UNIT).status == 0


def test_a_key_file_that_is_none_is_said(root):
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()
    )
    for name, data, said in (
        ("none", keys.line(UNIT).encode(), "is no OpenSSH private key"),
        ("empty", b"", "is no OpenSSH private key"),
        ("other", other, "is no Ed25519 key; `ssh-keygen -t ed25519` makes one"),
    ):
        file = root.parent / name
        file.write_bytes(data)
        done = run("sign-off", PACK, "--as", UNIT, "--key", file, "--root", root, "--as-at", TODAY)
        assert (done.status, done.err) == (2, f"scheme: {file} {said}\n")
    done = run("sign-off", PACK, "--as", UNIT, "--key", root, "--root", root, "--as-at", TODAY)
    assert (done.status, done.err) == (2, f"scheme: {root} cannot be read (Is a directory)\n")


def test_a_passphrase_is_asked_for_on_a_terminal_only(root, monkeypatch):
    file = keys.key_file(root.parent, UNIT, "a b c")
    words = ("sign-off", PACK, "--as", UNIT, "--key", file, "--root", root, "--as-at", TODAY)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    done = run(*words)
    assert (done.status, done.err) == (
        2, f"scheme: {file} is protected by a passphrase, which is asked for on a terminal only\n",
    )  # fmt: skip
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    answers = iter(["a b", "a b c"])
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: next(answers))
    done = run(*words)
    assert (done.status, done.err) == (2, f"scheme: {file} does not open with that passphrase\n")
    assert run(*words).status == 0


# A record edited by hand.

NOBODY = "0" * 64


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"sha256:[0-9a-f]{64}", f"sha256:{NOBODY}"),
        ("date: 2026-06-20", "date: 2026-06-19"),
        (r"\n      eia.md: .*", ""),
        (r"(\n      )eia.md: .*", rf'\1eia.md: "sha256:{NOBODY}"'),
    ],
    ids=["digest", "back-dated", "document left out", "digest of one"],
)
def test_a_signed_entry_that_was_changed_is_not_believed(signed, old, new):
    edit_entry(signed, DIVERSITY, old, new)
    state, found = findings(signed)
    assert state == "refused"
    said = doubted(DIVERSITY, BROKEN, "")
    assert [line for line in found if line.startswith(said)], found


def test_a_text_changed_and_its_digest_with_it_is_not_believed(signed):
    text = signed / PACK / "eia.md"
    old = digest(text.read_bytes())
    text.write_text(text.read_text("utf-8") + "\nOne more line.\n", "utf-8")
    edit(signed, old, digest(text.read_bytes()))
    assert findings(signed) == refused(doubted(DIVERSITY, BROKEN))


@pytest.mark.parametrize("result", ["pass", "fail"])
def test_a_result_that_was_changed_is_not_believed(root, result):
    sign_all(root)
    assert sign(root, DIVERSITY, "--result", "fail").status == 0
    text = record(root).read_text("utf-8")
    head, tail = text.rsplit("result: fail", 1)
    record(root).write_text(f"{head}result: {result}{tail}", "utf-8")
    failed = (
        "PS302 says that eia.md, policy.md and sop-process.md failed quality assurance by the "
        "Diversity and Citizen Focus Directorate on 20 June 2026"
    )
    expected = {"pass": doubted(DIVERSITY, BROKEN), "fail": failed}[result]
    assert findings(root) == refused(expected)


def test_a_later_entry_that_is_not_believed_revives_no_earlier_pass(signed):
    text = record(signed).read_text("utf-8")
    start, end = entry(signed, DIVERSITY)
    later = text[start:end].replace("date: 2026-06-20", "date: 2026-06-21")
    at = text.index("approval:")
    record(signed).write_text(text[:at] + later + text[at:], "utf-8")
    approved = "PS305 was approved"
    state, found = findings(signed, "2026-06-22")
    assert (state, found) == refused(doubted(DIVERSITY, BROKEN))
    assert approved not in str(found)  # what is not believed is no pass to wait for


def test_an_earlier_entry_that_was_tampered_with_is_found_as_well(signed):
    assert sign(signed, DIVERSITY).status == 0
    assert findings(signed) == ("held", [])
    edit_entry(signed, DIVERSITY, "date: 2026-06-20", "date: 2026-06-19")
    assert findings(signed) == refused(doubted(DIVERSITY, BROKEN, ""))
    refusal = sign(signed, DIVERSITY)
    assert refusal.status == 1
    assert BROKEN in refusal.err


def test_an_unsigned_fail_takes_a_pass_away_all_the_same(signed):
    start, end = entry(signed, DIVERSITY)
    text = record(signed).read_text("utf-8")
    fail = re.sub(r" *signature:.*\n", "", text[start:end]).replace("pass", "fail")
    record(signed).write_text(text[:end] + fail + text[end:], "utf-8")
    state, [found] = findings(signed)
    assert state == "refused"
    assert found.startswith("PS302 says that eia.md, policy.md and sop-process.md failed")


@pytest.mark.parametrize("who", [DIVERSITY, APPROVAL])
def test_a_signature_that_was_dropped_is_missed(signed, who):
    drop_signature(signed, who)
    said = {
        DIVERSITY: doubted(DIVERSITY, "without a signature"),
        APPROVAL: "PS304 has an approval without a signature",
    }
    assert findings(signed) == refused(said[who])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rank: acpo", "rank: acpo-equivalent"),
        ("by: Assistant Chief", "by: Deputy Chief"),
        ("on_behalf_of: Director", "on_behalf_of: Head"),
        ("  on_behalf_of: .*\n", ""),
        ("date: 2026-06-20", "date: 2026-06-21"),
        (r"sha256:[0-9a-f]{64}", f"sha256:{NOBODY}"),
        (r"\n    sop-process.md: .*", ""),
    ],
)
def test_an_approval_that_was_changed_is_not_believed(signed, old, new):
    edit_entry(signed, APPROVAL, old, new)
    state, found = findings(signed, "2026-06-21")
    assert state == "refused"
    assert f"PS304 has an approval {BROKEN}" in found


def test_an_entry_is_not_another_roles(signed):
    start, end = entry(signed, INFORMATION)
    text = record(signed).read_text("utf-8")
    unit = text[slice(*entry(signed, UNIT))].replace(UNIT, INFORMATION)
    record(signed).write_text(text[:start] + unit + text[end:], "utf-8")
    lost = "so that its pass of policy.md, sop-process.md and workbook.md is not believed"
    assert findings(signed) == refused(doubted(INFORMATION, BROKEN, lost))


@pytest.mark.parametrize("other", ["policies/use-of-cameras/v2", "policies/use-of-drones/v1"])
def test_sign_offs_are_not_another_packs(signed, other):
    shutil.copytree(signed / PACK, signed / other)
    shutil.rmtree(signed / PACK)
    checked = run("check", "--root", signed, "--as-at", TODAY, "--jobs", 1, "--format", "json")
    found = [f["message"] for f in checked.json["findings"] if BROKEN in f["message"]]
    assert len(found) == 4
    assert checked.state(other) == "refused"


def test_a_key_of_another_use_or_of_nobody_is_not_believed(signed):
    pack = {"date": TODAY, "by": DIVERSITY, "result": "pass", "documents": {}}
    for made in (
        keys.key("somebody").sign(statement(PACK, ASSURANCE, pack)),
        "U1NIU0lH",
        "no signature at all",
    ):
        edit_entry(signed, DIVERSITY, "signature: .*", f'signature: "{made}"')
        state, found = findings(signed)
        assert state == "refused"
        assert doubted(DIVERSITY, "whose signature ", "") in str(found)


def test_whoever_signs_the_entry_anew_with_a_key_of_their_own_is_not_believed(signed):
    edit_entry(signed, DIVERSITY, "signature: .*", "signature: SIGNED BY somebody")
    keys.sign_entries(record(signed), PACK)
    said = doubted(DIVERSITY, "signed with a key that is not the role's")
    assert findings(signed) == refused(said)


def test_where_keys_are_not_required_a_signature_that_is_there_must_still_hold(signed):
    settings(signed, required="no")
    drop_signature(signed, UNIT)
    assert findings(signed) == ("held", [])
    edit_entry(signed, DIVERSITY, "date: 2026-06-20", "date: 2026-06-19")
    assert findings(signed) == refused(doubted(DIVERSITY, BROKEN))


def test_settings_that_give_no_keys_believe_no_signature(signed):
    text = (signed / "scheme.yml").read_text("utf-8").split("sign_off_keys:")[0]
    (signed / "scheme.yml").write_text(text, "utf-8")
    said = "signed with a key that is not the role's"
    state, found = findings(signed)
    assert state == "refused"
    assert doubted(DIVERSITY, said) in found
    assert "PS304 has an approval signed with a key that is not the policy lead's" in found


def test_an_attachment_signed_by_nobody_is_not_believed(root):
    (root / PACK / "attachments").mkdir()
    (root / PACK / "attachments" / "form.txt").write_text("Form\n", "utf-8")
    eia = root / PACK / "eia.md"
    eia.write_text(eia.read_text("utf-8") + "\n[Form](attachments/form.txt)\n", "utf-8")
    sign_all(root)
    assert findings(root) == ("held", [])
    form = root / PACK / "attachments" / "form.txt"
    form.write_text("Another form\n", "utf-8")
    lines = (
        f"  - by: {DIVERSITY}\n    result: pass\n    date: 2026-06-20\n    documents:\n"
        f'      attachments/form.txt: "{digest(form.read_bytes())}"\n'
    )
    edit(root, "(?m)^approval:", lines + "approval:")
    assert findings(root) == refused(
        "PS609 has quality assurance by the Diversity and Citizen Focus Directorate that names "
        "attachments/form.txt in an entry without a signature"
    )


@pytest.mark.parametrize("place", [None, 0, 2, 5])
def test_a_new_approval_without_a_key_takes_the_old_signature_out(signed, place):
    settings(signed, required="no")
    if place is not None:  # in braces, the signature first, among the rest, or last
        text = record(signed).read_text("utf-8")
        start, end = entry(signed, APPROVAL)
        items = list(read_record("", text.encode()).metadata.data[APPROVAL].items())
        items.insert(place, items.pop())
        braces = f"approval: {json.dumps(dict(items))}\n"
        record(signed).write_text(text[:start] + braces + text[end:], "utf-8")
        assert findings(signed) == ("held", [])
    before = record(signed).read_text("utf-8")
    done = sign(signed, APPROVAL, key="")
    assert (done.status, done.err) == (0, "")
    start = before.index("\napproval:")
    after = record(signed).read_text("utf-8")
    made = r"\n  signature: .*|, \"signature\": \"[^\"]*\"|\"signature\": \"[^\"]*\", "
    assert after == before[:start] + re.sub(made, "", before[start:], count=1)
    assert findings(signed) == ("held", [])


# Rotation, and a key that is lost.


def test_a_key_that_was_followed_by_another_keeps_what_it_signed(signed):
    def rotate(until):
        old = f"{{key: {keys.line(UNIT)}, until: {until}}}"
        new = f"{{key: {keys.line('unit-2')}, from: 2026-06-21}}"
        settings(signed, policy_co_ordination_unit=[old, new])

    rotate("2026-06-20")
    assert findings(signed, "2027-01-01")[0] == "in_force"
    assert sign(signed, UNIT, key=UNIT, as_at="2026-06-22").status == 1
    assert sign(signed, UNIT, key="unit-2", as_at="2026-06-22").status == 0
    assert sign(signed, APPROVAL, as_at="2026-06-22").status == 0
    assert findings(signed, "2026-06-22") == ("held", [])
    rotate("2026-06-19")
    lost = "so that its pass of policy.md, sop-process.md and workbook.md is not believed"
    assert findings(signed, "2026-06-22") == ("held", [])  # the old entry is history
    settings(
        signed, policy_co_ordination_unit=[f"{{key: {keys.line('unit-2')}, from: 2026-06-23}}"]
    )
    said = "signed with a key that is the role's only from 23 June 2026 on"
    assert findings(signed, "2026-06-22") == refused(doubted(UNIT, said, lost))


def test_an_entry_of_a_day_after_its_keys_last_is_not_believed(signed):
    item = f"{{key: {keys.line(DIVERSITY)}, until: 2026-06-19}}"
    settings(signed, diversity_and_citizen_focus=[item])
    said = "signed with a key that is the role's only until 19 June 2026"
    assert findings(signed) == refused(doubted(DIVERSITY, said))


def lose(root, history=""):
    old = f"{{key: {keys.line(DIVERSITY)}, lost: 2026-07-01}}"
    settings(
        root, diversity_and_citizen_focus=[old, f"{{key: {keys.line('diversity-2')}}}"],
        history=history,
    )  # fmt: skip


LOST = doubted(DIVERSITY, "signed with a key that was lost on 1 July 2026")


def test_what_a_lost_key_signed_is_signed_again_with_the_day_it_had(signed):
    lose(signed)
    assert findings(signed) == refused(LOST)
    done = sign(signed, DIVERSITY, "--date", TODAY, key="diversity-2", as_at="2026-07-10")
    assert (done.status, done.err) == (0, "")
    assert findings(signed) == ("held", [])


def named_as_history(root):
    return f"  history: {{{PACK}: {digest(record(root).read_bytes())}}}\n"


def test_a_record_that_settings_name_stands_as_it_is_and_not_otherwise(signed):
    drop_signature(signed, UNIT)
    lose(signed, named_as_history(signed))
    assert findings(signed) == ("held", [])
    edit(signed, r"\Z", "# a word more\n")
    lost = "so that its pass of policy.md, sop-process.md and workbook.md is not believed"
    assert findings(signed) == refused(
        doubted(UNIT, "without a signature", lost),
        LOST,
    )


def test_history_excuses_neither_a_broken_signature_nor_a_day_after_the_loss(signed):
    edit_entry(signed, UNIT, "date: 2026-06-20", "date: 2026-06-19")
    settings(signed, history=named_as_history(signed))
    assert doubted(UNIT, BROKEN, "") in str(findings(signed))
    edit_entry(signed, UNIT, "date: 2026-06-19", "date: 2026-06-20")
    old = f"{{key: {keys.line(DIVERSITY)}, lost: 2026-06-20}}"
    settings(signed, diversity_and_citizen_focus=[old], history=named_as_history(signed))
    assert "was lost on 20 June 2026" in str(findings(signed))


def test_explain_says_whose_word_is_not_believed_and_why(signed):
    drop_signature(signed, DIVERSITY)
    edit_entry(signed, APPROVAL, "rank: acpo", "rank: acpo-equivalent")
    page = run("explain", PACK, "--root", signed, "--as-at", TODAY, "--jobs", 1).out
    said = " ".join(page.split())
    assert "eia.md not believed: an entry of 20 June 2026 without a signature" in said
    assert f"policy.md not believed: an approval of 20 June 2026 {BROKEN}" in said
    assert "policy.md passed on 20 June 2026" in said


# The settings.

NO_KEY = (
    "`sign_off_keys.roles.approval[1].key` is no Ed25519 public key in OpenSSH's form "
    "(`ssh-ed25519 AAAA...`)"
)
NO_DATE = (
    "`sign_off_keys.roles.approval[1].lost` is `2026-02-30`, which is no date of the form "
    "YYYY-MM-DD"
)


@pytest.mark.parametrize(
    ("lines", "line", "said"),
    [
        (
            "  required: yes\n  roles: {approval: [{key: UNIT}]}\n",
            5,
            [
                "requires sign-offs to be signed with a key, and "
                f"`{role}` has none" for role in sorted(ROLES)
            ],
        ),
        ("  required: yes\n", 5, [
            f"requires sign-offs to be signed with a key, and `{role}` has none"
            for role in sorted((*ROLES, APPROVAL))
        ]),
        (
            "  roles: {policy-co-ordination-unt: [{key: UNIT}]}\n",
            5,
            ["gives keys to `policy-co-ordination-unt`, and no role has that name"],
        ),
        (
            (
                "  roles:\n    approval: [{key: UNIT}]\n    directorate-of-information:\n"
                "      - {key: UNIT}\n"
            ),
            8,
            ["gives `directorate-of-information` a key that it gives `approval` as well"],
        ),
        (
            "  roles:\n    approval:\n      - {key: UNIT, from: 2026-02-01, until: 2026-01-31}\n",
            7,
            ["has a key that ends before it begins"],
        ),
        (
            "  roles:\n    approval:\n      - key: ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAA\n",
            7,
            [NO_KEY],
        ),
        (
            "  roles:\n    approval:\n      - key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMzOje\n",
            7,
            [NO_KEY],
        ),
        (
            "  roles:\n    approval:\n      - {key: UNIT, lost: 2026-02-30}\n",
            7,
            [NO_DATE],
        ),
        (
            "  requird: yes\n",
            5,
            ["has a field that is not known, `sign_off_keys.requird`"],
        ),
    ],
)  # fmt: skip
def test_settings_on_keys_are_read_strictly(root, lines, line, said):
    text = (root / "scheme.yml").read_text("utf-8").split("sign_off_keys:")[0]
    lines = lines.replace("UNIT", keys.line(UNIT))
    (root / "scheme.yml").write_text(f"{text}sign_off_keys:\n{lines}", "utf-8")
    checked = run("check", "--root", root, "--as-at", TODAY, "--format", "json")
    assert checked.status == 2
    found = [(f["rule"], f["path"], f["message"]) for f in checked.json["findings"]]
    assert found == [("PS002", "scheme.yml", message) for message in said]
    assert {f["line"] for f in checked.json["findings"]} == {line}


def test_no_role_may_be_called_approval(root):
    text = "organisation: {name: X, short_name: X}\nroles: {approval: Panel}\nmatrix:\n"
    text += "".join(f"  {k}: [approval]\n" for k in "policy sop eia workbook report".split())
    (root / "scheme.yml").write_text(text, "utf-8")
    [found] = run("check", "--root", root, "--format", "json").json["findings"]
    assert found["message"] == "calls a role `approval`, as the policy lead's approval is called"
    assert found["line"] == 2


# What ssh-keygen makes of it.

STATEMENT = (
    "scheme sign-off, form 1\n"
    '{"entry":{"by":"policy-co-ordination-unit","date":"2026-06-10","documents":{"policy.md":'
    f'"sha256:{NOBODY}"}},"result":"pass"}},"pack":"policies/use-of-cameras/v1",'
    '"under":"quality_assurance"}\n'
)
BY_SSH_KEYGEN = (
    "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgoexr390LaDbbhuYBSLATRzm9QF8smiXp"
    "Jqbxzr0e7/QAAAAbc2lnbi1vZmZAcHVibGljYXRpb24tc2NoZW1lAAAAAAAAAAZzaGE1MTIAAABT"
    "AAAAC3NzaC1lZDI1NTE5AAAAQEhK2I7AfkGNVxbZs0fq3dDBAEPRohRjwL8rYdcxCBAErKPpYYFr"
    "Uya5dTVUft5f+RW5QkZxn/wVh1Jrvaco/Qk="
)
"""What ``ssh-keygen -Y sign -n sign-off@publication-scheme`` (OpenSSH 9.2) wrote."""


def test_a_signature_is_the_one_that_ssh_keygen_makes():
    entry = {
        "by": UNIT, "result": "pass", "date": "2026-06-10", "signature": "left out",
        "documents": {"policy.md": f"sha256:{NOBODY}"},
    }  # fmt: skip
    said = statement(PACK, ASSURANCE, entry)
    assert said == STATEMENT.encode()
    assert keys.key(UNIT).sign(said) == BY_SSH_KEYGEN
    assert Signature.read(BY_SSH_KEYGEN).is_over(said)


def test_a_signature_is_read_byte_for_byte():
    for at in range(0, len(BY_SSH_KEYGEN), 3):
        letter = "A" if BY_SSH_KEYGEN[at] != "A" else "B"
        changed = BY_SSH_KEYGEN[:at] + letter + BY_SSH_KEYGEN[at + 1 :]
        read = Signature.read(changed)
        assert read is None or not read.is_over(STATEMENT.encode()), at
    assert Signature.read(BY_SSH_KEYGEN + "\n") is None


# Two at once.


def sign_often(root, role, rounds):
    word = Assurance(role, date(2026, 6, 20), key=keys.key(role))
    for _ in range(rounds):
        sign_off(root, PACK, word, date(2026, 6, 20), jobs=1)


def test_two_who_sign_at_once_with_keys_lose_nothing(root):
    fork = multiprocessing.get_context("fork")
    both = [fork.Process(target=sign_often, args=(root, role, 5)) for role in (UNIT, DIVERSITY)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    verdict = pipeline.check(root, date(2026, 6, 20), jobs=1).verdict
    words = verdict.context.scheme.by_path[PACK].record.quality_assurance
    assert sorted((word.by, word.doubt) for word in words) == [
        *[(DIVERSITY, None)] * 5, *[(UNIT, None)] * 5,
    ]  # fmt: skip
