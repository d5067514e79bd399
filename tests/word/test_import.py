"""The command, from a file that somebody sent to a draft in the store, or to why not."""

import io

import pytest
from docx import Document

from generator import extras
from generator.importing import place
from generator.pandoc import CannotConvert, convert
from generator.render.word_template import template
from generator.settings import read_settings
from generator.vocabulary import DocumentType
from generator.word.docx import read_docx
from generator.word.docx_tidy import tidy
from generator.word.opening import open_file
from tests.commands import AS_AT, everything, run
from tests.stores import make_store
from tests.word.docs import POLICY, document, part, saved, with_parts
from tests.word.test_hidden_word import CHANGES, add
from tests.word.test_markdown import png

RECORD_IT = "record that (`withheld_from_public:` in record.yml)"
PACK = "policies/lost-property/v1"


def policy(header=POLICY):
    made = document(header)
    made.add_heading("Policy statement", 1)
    made.add_paragraph("We keep what is handed in.")
    made.add_picture(io.BytesIO(png()))
    made.inline_shapes[-1]._inline.docPr.set("descr", "The store room")
    made.add_heading("Responsibilities", 1)
    made.add_paragraph("Property Managers must record each item.")
    made.add_heading("Health and safety", 1)
    made.add_paragraph("There is no impact.")
    return made


@pytest.fixture
def store(tmp_path):
    return make_store(tmp_path / "store")


def sent(folder, made, name="sent.docx"):
    path = folder / name
    path.write_bytes(made if isinstance(made, bytes) else saved(made))
    return path


def bring(store, made, *options, name="sent.docx"):
    path = sent(store.parent, made, name)
    return run("import", path, "--root", store, "--as-at", AS_AT, *options)


def text(store, path):
    return (store / path).read_text("utf-8")


def test_a_policy_becomes_a_pack_in_development_and_what_it_lacks_is_said(store):
    done = bring(store, policy())
    assert (done.status, done.err) == (0, "")
    assert text(store, f"{PACK}/policy.md") == (
        '---\ntitle: "Lost property"\ntype: policy\nstatus: draft\nprotective_marking: OFFICIAL\n'
        'summary: "What becomes of property that is handed in."\nreference: POL-0900\n'
        'scope: corporate\npolicy_owner: "Director of Resources"\n'
        'policy_lead: "Head of Property Services"\nbusiness_group: Resources\n'
        'unit: "Property Services"\nimplemented_by: "Property Managers"\n'
        'monitored_by: "Policy Co-ordination Unit"\nreview_by: 2029-05-04\n'
        "health_and_safety:\n  impact: none\n"
        '  statement: "Handling lost property brings no hazard of its own."\n---\n\n'
        "## Policy statement\n\nWe keep what is handed in.\n\n"
        "![The store room](attachments/policy-1.png)\n\n## Responsibilities\n\n"
        "Property Managers must record each item.\n\n## Health and safety\n\nThere is no impact.\n"
    )
    assert (store / PACK / "attachments/policy-1.png").read_bytes() == png()
    assert text(store, f"{PACK}/record.yml").split("\n")[1:3] == [
        "stage: development  # implementation, when the pack is submitted",
        "change: new",
    ]
    report, _, lacking = done.out.partition("\n\n")
    assert report == (
        "sent.docx is imported as a draft: policy statement (3 headings, 1 picture). Written:\n"
        f"  {PACK}/attachments/policy-1.png\n  {PACK}/policy.md\n  {PACK}/record.yml\n"
        "Left behind:\n"
        "  the author (Property Manager): the store names the posts that answer for a text, no "
        "people\n"
        "  the properties of the file, such as who wrote it and on what\n"
        "  data of other programs (custom XML) stay behind in the Word file"
    )
    assert lacking.startswith(f"{PACK} (Lost property)\nIn development (stage: development).")
    assert "PS308 does not say that the policy was commissioned" in lacking
    assert "PS005" not in lacking
    assert "PS002" not in lacking


def test_metadata_that_are_missing_or_wrong_are_named_as_the_gate_names_them(store):
    done = bring(store, policy({**POLICY, "Review Date": "Spring", "Reference": ""}))
    assert done.status == 0
    assert "PS002 has no `reference`" in done.out
    assert "PS002 `review_by` is `Spring`, which is no date of the form YYYY-MM-DD" in done.out


def test_what_the_table_says_and_the_store_has_no_place_for_is_said(store):
    header = {**POLICY, "Publication Scheme Y/N": "N", "Version": "3", "Colour": "blue"}
    header["Date Issued"] = "4 May 2026"
    done = bring(store, policy(header))
    assert done.out.partition("To look at:\n")[2].partition("\n\n")[0].split("\n") == [
        "  the header table's row 'Colour' has no place in the store: blue",
        f"  the file calls itself version 3, and stands in {PACK}",
        f"  it is not meant for the publication scheme: {RECORD_IT}",
    ]
    assert "publish_on: 2026-05-04\n" in text(store, f"{PACK}/record.yml")


def test_a_file_without_the_table_is_a_draft_with_nothing_filled_in(store):
    made = document({})
    made.add_heading("Lost bicycles", 0)
    made.add_paragraph("Words.")
    done = bring(store, made)
    assert done.status == 0
    assert text(store, "policies/lost-bicycles/v1/policy.md") == (
        '---\ntitle: "Lost bicycles"\ntype: policy\nstatus: draft\n---\n\nWords.\n'
    )
    assert "no header table on its first page, so its metadata are to be filled in" in done.out


def test_each_document_of_a_pack_is_imported_into_it(store):
    assert bring(store, policy()).status == 0
    for kind, title, name in (
        ("sop", "Recording an item", "sop-recording-an-item.md"),
        ("eia", "Lost property: equality impact assessment", "eia.md"),
        ("workbook", "Lost property: workbook", "workbook.md"),
    ):
        made = document({"Title": title, "Protective Marking": "OFFICIAL"})
        made.add_paragraph("Words.")
        assert bring(store, made, "--as", kind, "--into", PACK).status == 0
        assert f"type: {kind}\n" in text(store, f"{PACK}/{name}")
    report = document({"Title": "Lost property", "Period To": "31 March 2026", "Summary": "x"})
    report.add_heading("Findings", 1)
    assert bring(store, report, "--as", "monitoring-report").status == 0
    assert "## Findings\n" in text(store, "monitoring/lost-property/2026/report.md")
    assert "stage: development" in text(store, "monitoring/lost-property/2026/record.yml")


def test_the_table_may_say_what_the_document_is(store):
    made = document({"Title": "Handing over", "Document Type": "SOP", "Summary": "x"})
    made.add_paragraph("Words.")
    assert bring(store, made).status == 0
    assert (store / "policies/handing-over/v1/sop-handing-over.md").is_file()


def test_nothing_is_overwritten_without_replace(store):
    assert bring(store, policy()).status == 0
    before = everything(store / "policies")
    again = bring(store, policy(), "--into", PACK)
    assert (again.status, again.out) == (2, "")
    assert again.err == (
        f"scheme: {PACK} holds attachments/policy-1.png, policy.md already; --replace writes over "
        "them. Nothing was written.\n"
    )
    assert everything(store / "policies") == before
    changed = policy()
    changed.add_paragraph("One more.")
    assert bring(store, changed, "--into", PACK, "--replace").status == 0
    assert "One more.\n" in text(store, f"{PACK}/policy.md")


def test_a_new_pack_never_stands_where_one_is(store):
    assert bring(store, policy()).status == 0
    again = bring(store, policy())
    assert again.err == (
        f"scheme: there is {PACK} already; --into {PACK} imports into it. Nothing was written.\n"
    )


def test_a_pack_that_was_submitted_is_left_alone(store):
    before = everything(store / "policies")
    done = bring(store, policy(), "--into", "policies/found-property/v2", "--replace")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        "scheme: policies/found-property/v2 has been submitted, and a new text would undo its "
        "sign-offs; import into the next version. Nothing was written.\n"
    )
    assert everything(store / "policies") == before


@pytest.mark.parametrize(
    ("kind", "into"),
    [
        ("policy", "policies/Lost Property/v1"),
        ("policy", "policies/lost/one"),
        ("policy", "monitoring/lost/2026"),
        ("monitoring-report", "policies/lost/v1"),
        ("policy", "policies/../../v1"),
        ("policy", "content/v1"),
    ],
)
def test_a_place_that_is_none_is_named(store, kind, into):
    done = bring(store, policy(), "--as", kind, "--into", into)
    form = "monitoring/<policy-id>/<edition>" if kind != "policy" else "policies/<id>/v1"
    assert done.status == 2
    assert done.err == (
        f"scheme: {into!a} is no place for a {kind}; name one with --into {form}. "
        "Nothing was written.\n"
    )


def test_a_filled_form_comes_over_with_nothing_to_look_at(store):
    made = Document(io.BytesIO(template(DocumentType.POLICY, read_settings(None)[0])))
    for row in made.tables[0].rows:
        label, value = row.cells
        value.text = POLICY.get(label.text, "")
    for paragraph in made.paragraphs:
        if paragraph.text.startswith("[insert"):
            paragraph.text = "Words."
    done = bring(store, made)
    assert done.status == 0
    assert "To look at:" not in done.out
    assert "What belongs here" not in text(store, f"{PACK}/policy.md")
    assert "## Responsibilities\n\nWords.\n" in text(store, f"{PACK}/policy.md")


def hiding():
    made = policy()
    add(made, CHANGES["inserted"])
    add(made, CHANGES["deleted"])
    words = made.add_paragraph("Words.")
    made.add_comment(words.runs, text="Ask the sergeant.", author="A", initials="A")
    return made


def test_what_a_file_hides_stops_it_until_each_is_answered(store):
    before = everything(store / "policies")
    done = bring(store, hiding())
    assert (done.status, done.err) == (1, "")
    under = "under \u201cHealth and safety\u201d"
    assert done.out == (
        "sent.docx can not be imported as it is (to be a draft: policy statement):\n"
        "  tracked changes (2)\n"
        "    fix: accept or reject each in Word (Review), or accept all with --accept-changes\n"
        f"    paragraph 7, {under}: inserted\n"
        f"    paragraph 8, {under}: deleted\n"
        "  comments (1)\n"
        "    fix: settle and delete them in Word, or leave them behind with --drop-comments\n"
        f"    paragraph 9, {under}: a comment\n"
        "Nothing was written.\n"
    )
    assert bring(store, hiding(), "--accept-changes").status == 1
    assert everything(store / "policies") == before
    done = bring(store, hiding(), "--accept-changes", "--drop-comments")
    assert done.status == 0
    assert "  tracked changes (2): accepted, as you said\n" in done.out
    assert "  comments (1): left behind, as you said\n" in done.out
    assert text(store, f"{PACK}/policy.md").endswith("There is no impact.\n\nnew words\n\nWords.\n")


ALL = ("--accept-changes", "--drop-comments", "--drop-objects", "--drop-macros", "--drop-links")


def test_hidden_words_and_markings_have_no_switch(store):
    made = policy()
    made.add_paragraph().add_run("unseen").font.hidden = True
    made.sections[0].header.paragraphs[0].text = "RESTRICTED"
    done = bring(store, made, *ALL)
    assert done.status == 1
    assert done.out == (
        "sent.docx can not be imported as it is (to be a draft: policy statement):\n"
        "  hidden text (1)\n"
        "    fix: show the words or delete them in Word; nothing hidden can come over\n"
        "    paragraph 7, under \u201cHealth and safety\u201d: words formatted as hidden\n"
        "  protective marking (1)\n"
        "    fix: take the marking out, or give the document the marking that it bears in the row "
        "Protective Marking of its header table\n"
        "    paragraph 1 of a page header: it is marked RESTRICTED\n"
        "Nothing was written.\n"
    )


def test_macros_and_objects_stay_behind_when_that_is_said(store):
    data = with_parts(
        saved(policy()), {"word/vbaProject.bin": b"x", "word/embeddings/a.xlsx": b"x"}
    )
    assert bring(store, data).status == 1
    assert bring(store, data, "--drop-macros", "--drop-objects").status == 0
    assert b"vba" not in everything(store / "policies/lost-property").lower()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is a file of Word 97-2003 (.doc), or another of"),
        (b"PK\x03\x04", "it is damaged: it cannot be unpacked"),
        (b"", "it is no Word or OpenDocument file, whatever its name says"),
    ],
)
def test_a_file_that_cannot_be_opened_is_named_as_what_it_is(store, data, says):
    done = bring(store, data)
    assert (done.status, done.err) == (1, "")
    assert done.out.startswith(f"sent.docx can not be imported as it is:\n  {says}")


def test_a_file_that_is_not_there_is_wrong_usage(store):
    done = run("import", store / "none.docx", "--root", store)
    assert done.status == 2
    assert (
        "none.docx cannot be opened (No such file or directory). Nothing was written." in done.err
    )


def test_without_pandoc_the_line_that_installs_it_is_said(store, monkeypatch):
    def version(name):
        raise extras.PackageNotFoundError(name)

    monkeypatch.setattr(extras, "version", version)
    done = bring(store, policy())
    assert done.status == 2
    assert done.err == (
        "scheme: an import needs a package that is not installed: "
        "python -m pip install 'pypandoc-binary==1.17'\n"
    )


def test_a_failure_while_writing_leaves_everything_as_it_was(store, monkeypatch):
    assert bring(store, policy()).status == 0
    before = everything(store / "policies")

    class Full(place.Path):
        def replace(self, target):
            if str(target).endswith("policy.md"):
                raise OSError(28, "No space left on device")
            return super().replace(target)

    monkeypatch.setattr(place, "state_folder", lambda root, name: Full(tmp(root, name)))
    changed = policy()
    changed.inline_shapes[0]._inline.docPr.set("descr", "Another")
    assert bring(store, changed, "--into", PACK, "--replace").status == 3
    assert everything(store / "policies") == before


def tmp(root, name):
    folder = root / ".scheme" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def crafted():
    """A file of under 100 KB on which pandoc, left alone, spends half a minute and gigabytes."""
    plain = saved(document())
    inside = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r></w:p>"
    body = part(plain, "word/document.xml").replace(
        b"<w:body>", b"<w:body>" + inside.encode() * 130_000
    )
    return with_parts(plain, {"word/document.xml": body})


def test_a_small_file_made_to_swell_is_stopped(store):
    data = crafted()
    assert len(data) < 100_000
    done = bring(store, data)
    assert done.status == 1
    assert "could not be read: it " in done.out
    with pytest.raises(CannotConvert, match=r"2 seconds|512 MB"):
        convert(data, "--from=docx", "--to=json", seconds=2)


def test_pandoc_reads_no_file_of_this_machine():
    data = saved(policy())
    ready = tidy(read_docx(open_file(data)))
    assert b"root:" not in convert(ready, "--from=docx", "--to=json", "--embed-resources")


def test_an_import_twice_writes_the_same_bytes(store, tmp_path):
    other = make_store(tmp_path / "other")
    assert bring(store, policy()).out == bring(other, policy()).out
    assert everything(store / "policies") == everything(other / "policies")
