"""Addresses are promises: what was published answers for ever, or the build is refused."""

import json
import posixpath
import re
import shutil

import pytest

from generator.store.text import digest
from tests.commands import AS_AT, build
from tests.stores import make_store

SIGNED = re.compile(r'([\w./-]+\.md): "sha256:[0-9a-f]{64}"')
SOP = "policies/found-property/v2/sop-process"
GONE = "What stood at this address is no longer published on this site"


@pytest.fixture
def store(tmp_path):
    store = make_store(tmp_path / "store")
    assert build(store).status == 0
    return store


def sign_again(folder):
    """Give each document of a pack the signatures of its present text."""
    record = folder / "record.yml"

    def signed(match):
        document = folder / match[1]
        return f'{match[1]}: "{digest(document.read_bytes())}"' if document.is_file() else match[0]

    record.write_text(SIGNED.sub(signed, record.read_text("utf-8")), "utf-8")


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def page(store, address, site="public"):
    return (store / "site" / site / address / "index.html").read_text("utf-8")


def forwards(store, address):
    """Return the address that a page forwards to."""
    to = re.search('http-equiv="refresh" content="0; url=([^"]+)"', page(store, address))
    return posixpath.normpath(posixpath.join(address, to[1]))


def files(store):
    return {
        p.relative_to(store): p.read_bytes() for p in (store / "site").rglob("*") if p.is_file()
    }


def close_sop(store):
    edit(
        store / "policies/found-property/v2/record.yml",
        "{public: yes, ground",
        "{public: no, ground",
    )


def test_the_manifest_stands_beside_the_sites_and_a_build_anew_leaves_it_as_it_was(store):
    before = files(store)
    assert not list((store / "site/public").rglob("addresses.json"))
    manifest = json.loads((store / "site/addresses.json").read_text("utf-8"))
    assert {
        "address": "policies/found-property/v2/sop-process/",
        "of": "policies/found-property/v2/sop-process.md",
        "since": AS_AT,
        "reference": "SOP-0001",
    } in manifest["addresses"]["public"]
    assert {
        "address": "reference/SOP-0001/",
        "of": "policies/found-property",
        "since": AS_AT,
        "to": "policies/found-property/v2/sop-process/",
    } in manifest["addresses"]["public"]
    addresses = [row["address"] for row in manifest["addresses"]["public"]]
    assert not {"", "policies/", "groups/resources/", "404.html", "as-at/"} & set(addresses)
    assert manifest["anchors"]["policies/found-property/v2/sop-process.md"][0] == "introduction"
    assert build(store).status == 0
    assert files(store) == before


def test_procedures_that_stop_being_public_leave_a_page_that_says_how_to_ask(store):
    close_sop(store)
    for _ in range(2):  # and the build after that still knows
        assert build(store).status == 0
        text = page(store, SOP)
        assert GONE in text
        assert 'how-to-ask/">ask for it</a> under the Freedom of Information Act 2000' in text
        assert "Decide within 5 days" not in text
        assert forwards(store, "reference/SOP-0001") == SOP
        assert "Decide within 5 days" in page(store, SOP, "intranet")
    compared = page(store, "policies/found-property/changes/1-2")
    assert "Not published here in version 2" in compared
    assert "Decide within" not in compared
    close = page(store, "policies/found-property/changes/1-2", "intranet")
    assert "Decide within" in close


def test_a_version_that_is_refused_later_leaves_a_page_and_no_word_of_it(store):
    edit(store / "policies/use-of-cameras/v1/policy.md", "fairly", "unfairly")
    assert build(store, "--withhold-refused").status == 0
    for address in ("policies/use-of-cameras", "policies/use-of-cameras/v1", "reference/POL-0002"):
        text = page(store, address)
        assert "No longer published here" in text
        assert "Use of cameras" not in text


EXTRA = "policies/found-property/v2/sop-extra"


def add_sop(store):
    """Give version 2 a second procedure."""
    folder = store / "policies/found-property/v2"
    text = (folder / "sop-process.md").read_text("utf-8")
    text = text.replace("SOP-0001", "SOP-0009").replace("the process", "the extra process")
    (folder / "sop-extra.md").write_text(text, "utf-8")
    lines = (folder / "record.yml").read_text("utf-8").splitlines(keepends=True)
    both = [
        line + line.replace("sop-process.md", "sop-extra.md") if "sop-process.md" in line else line
        for line in lines
    ]
    (folder / "record.yml").write_text("".join(both), "utf-8")
    sign_again(folder)


def remove_sop(store):
    folder = store / "policies/found-property/v2"
    (folder / "sop-extra.md").unlink()
    lines = (folder / "record.yml").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "sop-extra.md" not in line]
    (folder / "record.yml").write_text("".join(kept), "utf-8")


def test_a_procedure_deleted_from_a_published_version_is_refused(store):
    add_sop(store)
    assert build(store).status == 0
    before = files(store)
    remove_sop(store)
    refused = build(store)
    assert refused.status == 1
    assert files(store) == before
    assert (
        f"site/public/{EXTRA}/:1:1: PS908 was published, and nothing would answer there: it held "
        f"{EXTRA}.md, which is not in the store any more\n"
        "  refused; clause: none: the proof\n"
        "  fix: put it back in the store under its name; a policy ends with withdrawn.yml and "
        "keeps its folders, and one that has a new id names the old one under `formerly:`\n"
    ) in refused.err
    add_sop(store)
    assert build(store).status == 0


def test_a_page_of_content_put_back_to_draft_leaves_a_page(store):
    edit(store / "content/about.md", "status: final", "status: draft")
    assert build(store).status == 0
    assert GONE in page(store, "about")


def test_a_procedure_whose_file_has_another_name_answers_at_its_old_address(store):
    folder = store / "policies/found-property/v2"
    (folder / "sop-process.md").rename(folder / "sop-steps.md")
    for name in ("policy.md", "eia.md", "workbook.md", "record.yml"):
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(text.replace("sop-process.md", "sop-steps.md"), "utf-8")
    sign_again(folder)
    for _ in range(2):
        assert build(store).status == 0, build(store).err
        assert forwards(store, SOP) == "policies/found-property/v2/sop-steps"


def rename(store):
    (store / "policies/use-of-cameras").rename(store / "policies/cameras")


def test_a_policy_with_a_new_id_answers_at_every_old_address(store):
    before = {
        path.parent.relative_to(store / "site/public").as_posix()
        for path in (store / "site/public/policies/use-of-cameras").rglob("index.html")
    }
    rename(store)
    folder = store / "policies/cameras/v1"
    edit(folder / "policy.md", "reference:", "formerly: [use-of-cameras]\nreference:")
    sign_again(folder)
    assert build(store).status == 0
    assert len(before) > 3
    for old in before:
        assert forwards(store, old) == old.replace("use-of-cameras", "cameras")


def test_a_policy_with_a_new_id_that_does_not_say_so_is_refused(store):
    rename(store)
    refused = build(store)
    assert refused.status == 1
    assert "policies/use-of-cameras/v1:1:1: PS405 was published, and cannot be found" in refused.err


def test_a_paragraph_of_a_published_version_may_not_be_lost(store):
    folder = store / "policies/found-property/v2"
    before = files(store)
    edit(folder / "sop-process.md", "## Process", "## The process")
    edit(folder / "policy.md", "sop-process.md#process", "sop-process.md#the-process")
    sign_again(folder)
    refused = build(store)
    assert refused.status == 1
    assert files(store) == before
    found = [line for line in refused.err.splitlines() if "PS909" in line]
    assert (
        "site/public/policies/found-property/v2/sop-process/:1:1: PS909 had the paragraph "
        "`#process`, which was published, and the text of "
        "policies/found-property/v2/sop-process.md has it no more"
    ) in found
    assert "fix: put the text of that version back, and publish what changed as the next" in (
        refused.err
    )


def test_words_of_a_paragraph_may_be_mended(store):
    folder = store / "policies/found-property/v2"
    edit(folder / "sop-process.md", "Decide within 5 days.", "Decide within five days.")
    sign_again(folder)
    assert build(store).status == 0


def test_a_build_for_an_earlier_day_is_not_held_to_what_came_later(store):
    add_sop(store)
    assert build(store, as_at="2027-11-22").status == 0
    remove_sop(store)
    assert build(store).status == 0
    assert not (store / "site/public" / EXTRA).exists()
    refused = build(store, as_at="2027-11-22")
    assert refused.status == 1
    assert "PS908 was published" in refused.err


def test_a_withdrawn_policy_says_so_at_its_comparison_and_keeps_its_periods(store):
    (store / "policies/found-property/withdrawn.yml").write_text(
        "date: 2026-10-01\nreason: The duty ended.\n", "utf-8"
    )
    assert build(store).status == 0
    assert "The duty ended." in page(store, "policies/found-property/changes/1-2")
    periods = page(store, "policies/found-property/as-at")
    assert "None: withdrawn" in periods
    assert "30 September 2026" in periods


def test_a_policy_that_was_withdrawn_answers_even_without_its_folders(store):
    shutil.rmtree(store / "policies/use-of-cameras/v1")
    (store / "policies/use-of-cameras/withdrawn.yml").write_text(
        "date: 2026-10-01\nreason: The cameras were sold.\n", "utf-8"
    )
    assert build(store).status == 0, build(store).err
    for address in ("policies/use-of-cameras/v1/eia", "policies/use-of-cameras/as-at"):
        text = page(store, address)
        assert "This policy was withdrawn on 1 October 2026" in text
        assert "The cameras were sold." in text
    assert forwards(store, "reference/POL-0002") == "policies/use-of-cameras"


def test_an_attachment_deleted_from_a_published_version_is_refused(store):
    folder = store / "policies/found-property/v2"
    (folder / "attachments").mkdir()
    (folder / "attachments/steps.txt").write_text("One step.\n", "utf-8")
    plain = (folder / "sop-process.md").read_text("utf-8")
    edit(folder / "sop-process.md", "Write down the reason.", "Write [it](attachments/steps.txt).")
    record = folder / "record.yml"
    before = record.read_text("utf-8")
    signed = digest(b"One step.\n")
    lines = re.sub(r'( +)sop-process.md: "', rf'\1attachments/steps.txt: "{signed}"\n\g<0>', before)
    record.write_text(lines, "utf-8")
    sign_again(folder)
    built = build(store)
    assert built.status == 0, built.err
    assert (store / "site/public/policies/found-property/v2/attachments/steps.txt").is_file()
    shutil.rmtree(folder / "attachments")
    (folder / "sop-process.md").write_text(plain, "utf-8")
    record.write_text(before, "utf-8")
    sign_again(folder)
    refused = build(store)
    assert refused.status == 1
    assert (
        "site/public/policies/found-property/v2/attachments/steps.txt:1:1: PS908 was published"
    ) in refused.err


def test_a_comparison_stays_when_a_version_between_is_opened(store):
    """Versions 1 and 3 were neighbours on the public site while version 2 was kept inside."""
    text = page(store, "policies/found-property/changes/1-2")
    folder = store / "policies/found-property"
    shutil.copytree(folder / "v2", folder / "v3")
    edit(folder / "v3/record.yml", "publish_on: 2025-08-01", "publish_on: 2025-09-01")
    edit(folder / "v3/eia.md", "assessed_version: 2", "assessed_version: 3")
    sign_again(folder / "v3")
    manifest = store / "site/addresses.json"
    rows = manifest.read_text("utf-8")
    manifest.write_text(rows.replace("found-property/changes/1-2/", "found-property/changes/1-3/"))
    assert build(store).status == 0
    assert "Version 3" in page(store, "policies/found-property/changes/1-3")
    assert page(store, "policies/found-property/changes/1-2") == text


def test_a_manifest_that_cannot_be_read_stops_the_build(store):
    (store / "site/addresses.json").write_text("{", "utf-8")
    stopped = build(store)
    assert stopped.status == 2
    assert "addresses.json cannot be read; put it back from a copy" in stopped.err


def test_paragraph_links_of_the_version_in_force_name_its_own_address(store):
    text = page(store, "policies/found-property")
    assert 'class="mark" href="../../policies/found-property/v2/#policy-statement.p1"' in text
    assert 'class="mark" href="#policy-statement.p1"' in page(store, "policies/found-property/v2")


def test_each_document_says_how_to_cite_it(store):
    text = page(store, "policies/found-property/v2/sop-process")
    cited = re.sub("<[^>]+>", "", re.search('<p class="scheme-cite">(.*)</p>', text)[1])
    assert re.fullmatch(
        r".+, Found property, the process \(SOP-0001\), version 2, 1 August 2025, "
        r"http\S+/policies/found-property/v2/sop-process/",
        cited,
    )
