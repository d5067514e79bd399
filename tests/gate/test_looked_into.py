"""Which attachments this version looks into, and whose sign-offs hold for them (PS608, PS609)."""

import dataclasses

import pytest
from msgspec import structs

from generator.gate.context import Context
from generator.gate.decide import decide
from generator.gate.rules import RULES
from generator.settings import read_settings
from generator.sign_off_keys import Doubt
from generator.store.load import load
from generator.validate import validate
from tests.gate.test_rules import context
from tests.stores import AS_AT, Example, make_store

PACK = "policies/use-of-cameras/v1"
DOUBT = Doubt("that nobody signed")


def store(root, name, *, linked=True, signed=True):
    """Return the context of a store whose policy has a file, linked to and signed by all."""
    path = f"attachments/{name}"
    policy = [{"find": "## Responsibilities\n", "put": f"## Responsibilities\n\n[Map]({path})\n"}]
    make_store(
        root,
        Example("", "", None, {f"{PACK}/policy.md": policy if linked else []},
                {f"{PACK}/{path}": "x"}),
    )  # fmt: skip
    ready = context(root)
    if not signed:
        return ready
    pack = ready.scheme.by_path[PACK]
    [file] = pack.attachments
    return with_record(ready, lambda record: structs.replace(
        record,
        quality_assurance=tuple(
            structs.replace(e, documents={**e.documents, file.name: file.digest})
            for e in record.quality_assurance
        ),
        approval=structs.replace(
            record.approval, documents={**record.approval.documents, file.name: file.digest}
        ),
    ))  # fmt: skip


def with_record(ready, change):
    packs = tuple(
        dataclasses.replace(pack, record=change(pack.record)) if pack.path == PACK else pack
        for pack in ready.scheme
    )
    return dataclasses.replace(ready, scheme=dataclasses.replace(ready.scheme, packs=packs))


def found(ready, *rules):
    return [(f.rule, f.at.path.removeprefix(f"{PACK}/"), f.message, f.role)
            for f in decide(RULES, ready).findings if f.rule in rules]  # fmt: skip


@pytest.mark.parametrize("name", ["map.png", "map.gif", "map.txt", "map.csv", "map.CSV"])
def test_these_are_looked_into(tmp_path, name):
    assert found(store(tmp_path, name), "PS608", "PS609") == []


@pytest.mark.parametrize("name", ["map.pdf", "map.docx", "map.jpg", "map.svg"])
def test_these_may_not_go_out_yet(tmp_path, name):
    message = "is a kind of file that this version cannot look inside yet, so it may not go out"
    assert found(store(tmp_path / "a", name), "PS608") == [
        ("PS608", f"attachments/{name}", message, "policy developer")
    ]
    assert found(store(tmp_path / "b", name, linked=False), "PS608") == []


def test_a_kind_that_settings_do_not_allow_is_another_rules(tmp_path):
    assert found(store(tmp_path, "map.exe"), "PS608") == []


def with_entries(ready, change):
    """Return the context with each entry of quality assurance, with its number, changed."""
    return with_record(ready, lambda record: structs.replace(
        record, quality_assurance=tuple(change(e) for e in record.quality_assurance)
    ))  # fmt: skip


def first(entry, **changes):
    return structs.replace(entry, **changes) if entry.index == 0 else entry


UNIT = "Policy Co-ordination Unit"


def test_a_file_that_an_entry_leaves_out(tmp_path):
    ready = store(tmp_path, "map.txt")
    unsigned = with_entries(ready, lambda e: first(e, documents={
        name: digest for name, digest in e.documents.items() if not name.startswith("att")
    }))  # fmt: skip
    message = f"has quality assurance by the {UNIT} that leaves out attachments/map.txt, which"
    assert found(unsigned, "PS609") == [
        ("PS609", "record.yml", f"{message} policy.md links to", UNIT)
    ]


def test_a_file_that_an_entry_has_otherwise(tmp_path):
    ready = store(tmp_path, "map.txt")
    other = with_entries(ready, lambda e: first(e, documents={
        **e.documents, "attachments/map.txt": "sha256:0"
    }))  # fmt: skip
    assert found(other, "PS609") == [
        (
            "PS609", "record.yml",
            (f"has quality assurance by the {UNIT} that was signed for another attachments/map.txt "
            "than the one that is there"), UNIT,
        )
    ]  # fmt: skip


def test_the_file_of_an_entry_in_doubt_is_the_entrys_fault_alone(tmp_path):
    ready = store(tmp_path, "map.txt")
    assert found(with_entries(ready, lambda e: first(e, doubt=DOUBT)), "PS609") == []


def later(ready, **changes):
    """Add a later entry of the unit on the file alone, and on the policy, as the changes say."""

    def add(record):
        entry = record.quality_assurance[0]
        path = "attachments/map.txt"
        new = structs.replace(
            entry,
            index=9,
            date=entry.date.replace(month=7),
            documents={path: entry.documents[path]},
            **changes,
        )
        return structs.replace(record, quality_assurance=(*record.quality_assurance, new))

    return with_record(ready, add)


def test_a_later_word_on_the_file_alone_counts(tmp_path):
    ready = store(tmp_path, "map.txt")
    assert found(later(ready), "PS609") == []
    assert found(later(ready, result="fail"), "PS609") == [
        (
            "PS609", "record.yml",
            (f"has quality assurance by the {UNIT} that fails attachments/map.txt, which policy.md "
            "links to"), UNIT,
        )
    ]  # fmt: skip
    assert found(later(ready, doubt=DOUBT), "PS609") == [
        (
            "PS609", "record.yml",
            (f"has quality assurance by the {UNIT} that names attachments/map.txt in an entry "
            "that nobody signed"), UNIT,
        )
    ]  # fmt: skip


def with_approval(ready, **changes):
    return with_record(ready, lambda record: structs.replace(
        record, approval=structs.replace(record.approval, **changes)
    ))  # fmt: skip


def test_the_approval_has_the_file_as_well(tmp_path):
    ready = store(tmp_path, "map.txt")
    approved = ready.scheme.by_path[PACK].record.approval.documents
    left = {name: digest for name, digest in approved.items() if not name.startswith("att")}
    assert found(with_approval(ready, documents=left), "PS609") == [
        (
            "PS609", "record.yml",
            "has an approval that leaves out attachments/map.txt, which policy.md links to",
            "policy lead",
        )
    ]  # fmt: skip
    other = {**approved, "attachments/map.txt": "sha256:0"}
    assert found(with_approval(ready, documents=other), "PS609") == [
        (
            "PS609", "record.yml",
            ("has an approval that was signed for another attachments/map.txt than the one that is "
            "there"), "policy lead",
        )
    ]  # fmt: skip
    assert found(with_approval(ready, documents=other, doubt=DOUBT), "PS609") == []
    assert found(with_approval(ready, documents={}), "PS609") == []


def test_a_file_over_the_limit_cannot_be_looked_into(tmp_path):
    make_store(tmp_path, Example("", "", None, {}, {f"{PACK}/attachments/map.txt": "x" * 1001}))
    store = load(tmp_path, jobs=1, attachment_limit=1000)
    settings, _ = read_settings(store.settings)
    findings = decide(RULES, Context(validate(store, settings), AS_AT)).findings
    assert [(f.rule, f.at.path, f.message, f.fix) for f in findings] == [
        (
            "PS608", f"{PACK}/attachments/map.txt", "is over the limit of 1,000 bytes",
            "make the file smaller",
        )
    ]  # fmt: skip


def test_a_file_that_nobody_signed(tmp_path):
    roles = {role for *_, role in found(store(tmp_path, "map.txt", signed=False), "PS609")}
    assert roles == {
        UNIT, "Diversity and Citizen Focus Directorate", "Directorate of Information",
        "policy lead",
    }  # fmt: skip
