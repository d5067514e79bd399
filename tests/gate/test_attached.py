"""Which files of a pack go out with it: those that its own documents link to."""

import pytest
from msgspec import structs

from generator.gate.attached import attached, attachments, ending, is_allowed
from generator.gate.decide import decide
from generator.gate.rules.ps102_marking_in_body import marking_in_body
from generator.gate.rules.ps609_attachment_not_assured import attachment_not_assured
from generator.store.load import Attachment
from tests.gate.test_rules import context
from tests.stores import Example, make_store

PACK = "policies/use-of-cameras/v1"
LINKS = "## Responsibilities\n\n[Map](attachments/map.txt), [again](attachments/map.txt).\n"


def test_each_file_has_each_document_that_links_to_it_once(tmp_path):
    edit = {"find": "## Responsibilities\n", "put": LINKS}
    names = ("policy.md", "sop-process.md")
    edits = {f"{PACK}/{name}": [edit] for name in names}
    other = "[Map](../../use-of-cameras/v1/attachments/map.txt)"
    edits["policies/found-property/v2/policy.md"] = [
        {"find": "## Responsibilities\n", "put": f"## Responsibilities\n\n{other}\n"}
    ]
    add = {f"{PACK}/attachments/{name}.txt": "x" for name in ("map", "plan")}
    scheme = context(make_store(tmp_path, Example("", "", None, edits, add))).scheme
    found = attached(scheme, scheme.by_path[PACK])
    assert {name: [d.name for d in documents] for name, documents in found.items()} == {
        "attachments/map.txt": ["policy.md", "sop-process.md"]
    }
    assert attached(scheme, scheme.by_path["policies/found-property/v2"]) == {}


@pytest.mark.parametrize(
    ("path", "end", "allowed"),
    [
        ("a/attachments/map.PNG", "png", True), ("a/attachments/map.tar.gz", "gz", False),
        ("a/attachments/map", "", False), ("a/attachments/map.exe", "exe", False),
        ("a/attachments/map.csv", "csv", True),
    ],
)  # fmt: skip
def test_the_ending_of_a_file(tmp_path, path, end, allowed):
    file = Attachment(path, "sha256:0", 1)
    assert ending(file) == end
    assert is_allowed(file, context(make_store(tmp_path)).settings) is allowed


@pytest.mark.parametrize("types", [("csv",), (".csv",), (".CSV", "pdf")])
def test_settings_may_write_an_ending_with_its_dot(tmp_path, types):
    settings = context(make_store(tmp_path)).settings
    written = structs.replace(settings, attachment_types=types)
    assert is_allowed(Attachment("a/attachments/map.csv", "sha256:0", 1), written)


REPORT = "monitoring/inspectorate/2026"


def test_a_table_beside_a_report_that_is_not_its_records_goes_out_as_an_attachment(tmp_path):
    root = make_store(tmp_path, Example("", "", None, {}, {f"{REPORT}/more.csv": "a,b\n1,2\n"}))
    pack = context(root).scheme.by_path[REPORT]
    assert [file.name for file in attachments(pack)] == ["more.csv"]
    (root / REPORT / "report.md").write_text("no report", "utf-8")
    assert attachments(context(root).scheme.by_path[REPORT]) == ()


def test_without_a_record_nothing_is_said_of_what_it_would_sign(tmp_path):
    edits = {f"{PACK}/policy.md": [{"find": "## Responsibilities\n", "put": LINKS}]}
    add = {f"{PACK}/attachments/map.txt": "x"}
    root = make_store(tmp_path, Example("", "", None, edits, add, (f"{PACK}/record.yml",)))
    found = decide([attachment_not_assured], context(root)).findings
    assert [f.rule for f in found if f.rule == "PS609"] == []


@pytest.mark.parametrize(
    "target", ["attachments/RESTRICTED-list.txt", "./attachments/x/../R%45STRICTED%2Dlist.txt"]
)
def test_a_marked_name_is_found_however_a_link_to_the_file_is_written(tmp_path, target):
    put = f"## Responsibilities\n\n[List]({target})\n"
    edits = {f"{PACK}/policy.md": [{"find": "## Responsibilities\n", "put": put}]}
    add = {f"{PACK}/attachments/RESTRICTED-list.txt": "x"}
    seen = context(make_store(tmp_path, Example("", "", None, edits, add)))
    found = marking_in_body.findings(seen.scheme.by_path[PACK], seen)
    assert [one.message for one in found] == [
        "has the marking RESTRICTED on a file it links to, above the OFFICIAL that it declares"
    ]
