"""What holds of every store, however it was made.

Hypothesis makes stores: the base store, edited and signed again at random. What may be published is
judged by a little oracle of its own, which reads the files with `hashlib` and plain YAML and asks
the gate for nothing.
"""

import hashlib
import json
import random
import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.gate.context import Context
from generator.gate.decide import decide
from generator.gate.decision import Cleared, Held, InDevelopment, Refused, state_of
from generator.gate.github import as_github
from generator.gate.report import as_json, as_text
from generator.gate.rules import RULES
from generator.gate.sarif import as_sarif
from generator.settings import read_settings
from generator.store import files as store_files
from generator.store.load import load
from generator.validate import validate
from generator.vocabulary import State
from tests.stores import AS_AT, BASE

FEW = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
MANY = settings(FEW, max_examples=1500, derandomize=False, print_blob=True)


# ---- the oracle: what the matrix asks, read from the store's own bytes

UNIT, DIVERSITY = "policy-co-ordination-unit", "diversity-and-citizen-focus"
INFORMATION, GROUP = "directorate-of-information", "business-group-policy-co-ordinator"
MATRIX = {
    "policy": [UNIT, DIVERSITY, INFORMATION],
    "sop": [UNIT, DIVERSITY, INFORMATION],
    "eia": [DIVERSITY],
    "workbook": [UNIT, INFORMATION],
    "report": [GROUP],
}
APPROVED = {"policy", "sop"}
DOCUMENT = re.compile(
    r"policies/[^/]+/v[1-9][0-9]{0,3}/(?:(policy|eia|workbook)|(sop)-[a-z0-9][a-z0-9-]*)\.md"
    r"|monitoring/[^/]+/[^/]+/(report)\.md"
)
PAGE = re.compile(r"content/(?:[a-z0-9-]+/)*[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?\.md")


def sha256(data):
    plain = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    return "sha256:" + hashlib.sha256(plain).hexdigest()


def strings(text):
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes strings, lists and mappings


def lacking(files, path):
    """Return every sign-off that a document lacks on the bytes it has now."""
    match = DOCUMENT.fullmatch(path)
    if match is None:
        assert PAGE.fullmatch(path), path  # a page needs none
        return []
    kind = next(filter(None, match.groups()))
    folder, _, name = path.rpartition("/")
    record = strings(files[f"{folder}/record.yml"])
    now = sha256(files[path])
    settings = strings(files.get("scheme.yml", b"{}")) or {}
    matrix = MATRIX | (settings.get("matrix") or {})
    missing = []
    for role in matrix[kind]:
        words = [
            (entry["date"], number, entry["result"], entry["documents"][name])
            for number, entry in enumerate(record.get("quality_assurance") or [])
            if entry["by"] == role and name in entry["documents"]
        ]
        if not words or max(words)[2:] != ("pass", now):
            missing.append(role)
    if kind in APPROVED and record["approval"]["documents"].get(name) != now:
        missing.append("approval")
    return missing


# ---- stores: edits of the base store, as a mapping of paths to bytes

SIGNATURE = re.compile(rb'^(\s+)"?([^\s":]+)"?: "?sha256:[^\s"]*"?', re.MULTILINE)
BASE_FILES = {
    path.relative_to(BASE).as_posix(): path.read_bytes()
    for path in sorted(BASE.rglob("*"))
    if path.is_file()
}
VALUES = (
    "", "yes", "no", "none", "pass", "fail", "draft", "final", "new", "minor", "major", "interim",
    "development", "implementation", "monitoring", "OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET",
    "NOT PROTECTIVELY MARKED", "acpo", "sergeant", "1", "2", "3", "policy", "sop", "[]", "{}",
    "not a date", "2026-02-30", "2099-01-01", "sha256:0", UNIT, DIVERSITY, INFORMATION, GROUP,
)  # fmt: skip
WORDS = (
    "SECRET", "TBC", "[name]", "07700 900123", "a.person@example.com", "<script>alert(1)</script>",
    "[words](../v1/policy.md)", "[words](nowhere.md)", "\u202e", "{{ x }}", "## Findings", "must",
)  # fmt: skip
SETTINGS = (
    "severity: {PS408: refuse, PS409: refuse, PS412: refuse, PS610: refuse}\n",
    "adopted: {PS203: 2026-11-01, PS207: 2026-11-01, PS405: 2026-11-01, PS413: 2026-11-01}\n",
    "adopted: {PS501: 2026-11-01}\n",
    "adopted: {PS301: 2026-11-01, PS303: 2026-11-01}\n",
    "severity: {PS303: warn}\n",
    f"matrix: {{eia: [{DIVERSITY}, {UNIT}]}}\n",
    f"matrix: {{workbook: [{UNIT}], report: [{GROUP}, {UNIT}]}}\n",
    "approving_ranks: [sergeant]\n",
    "roles: nonsense\n",
)
LATELY = AS_AT - timedelta(days=20)
DAYS = st.dates(date(2021, 1, 1), date(2030, 12, 31))


def folder_of(path):
    return path.rpartition("/")[0]


@dataclass
class Maker:
    """Draws edits, one after another, and makes them."""

    draw: object
    files: dict

    def one(self, options):
        return self.draw(st.sampled_from(sorted(options)))

    def document(self):
        return self.one([p for p in self.files if p.endswith(".md")] or ["content/about.md"])

    def record(self):
        return self.one([p for p in self.files if p.endswith("record.yml")] or ["x/record.yml"])

    def folder(self):
        return folder_of(self.record())

    def text_of(self, path):
        return self.files.get(path, b"").decode("utf-8", "surrogateescape").split("\n")

    def put(self, path, lines):
        self.files[path] = "\n".join(lines).encode("utf-8", "surrogateescape")

    def drop(self):
        self.files.pop(self.one(self.files), None)

    def junk(self):
        self.files[self.one(self.files)] = self.draw(st.binary(max_size=200))

    def odd_name(self):
        names = ("sop-Odd name.md", "policy (2).md", "sop-new.md", "eia.md", "attachments/map.txt")
        name = f"{self.folder()}/{self.one(names)}"
        self.files[name] = self.draw(st.one_of(st.binary(max_size=40), st.just(b"a map\n")))

    def byte(self):
        path = self.one(self.files)
        data = self.files[path]
        at = self.draw(st.integers(0, len(data)))
        self.files[path] = data[:at] + self.draw(st.binary(min_size=1, max_size=3)) + data[at + 1 :]

    def word(self):
        path = self.document()
        lines = self.text_of(path)
        lines.insert(self.draw(st.integers(0, len(lines))), self.one(WORDS))
        self.put(path, lines)

    def line(self):
        path = self.one(self.files)
        lines = self.text_of(path)
        at = self.draw(st.integers(0, len(lines) - 1))
        lines[at : at + 1] = self.draw(st.sampled_from([[], [lines[at], lines[at]]]))
        self.put(path, lines)

    def value(self):
        """Give a field, of a record or of a document, another value."""
        path = self.draw(st.sampled_from([self.document(), self.record()]))
        lines = self.text_of(path)
        fields = [n for n, line in enumerate(lines[:60]) if ":" in line]
        if fields:
            at = self.draw(st.sampled_from(fields))
            said = self.draw(st.one_of(st.sampled_from(VALUES), DAYS.map(str)))
            lines[at] = f"{lines[at].split(':')[0]}: {said}"
            self.put(path, lines)

    def day(self):
        """Move one date of a record."""
        path = self.record()
        lines = self.text_of(path)
        dated = [n for n, line in enumerate(lines) if re.search(r"\d{4}-\d\d-\d\d", line)]
        if dated:
            at, day = self.draw(st.sampled_from(dated)), self.draw(DAYS)
            lines[at] = re.sub(r"\d{4}-\d\d-\d\d", str(day), lines[at], count=1)
            self.put(path, lines)

    def stage(self):
        path = self.record()
        stage = self.one(("development", "implementation", "monitoring", "commissioning", "odd"))
        self.put(path, [f"stage: {stage}", *self.text_of(path)[1:]])

    def marking(self):
        path = self.document()
        marking = self.one(("OFFICIAL", "OFFICIAL-SENSITIVE", "RESTRICTED", "SECRET", "Other"))
        said = f"protective_marking: {marking}"
        self.put(path, [said if x.startswith("prot") else x for x in self.text_of(path)])

    def withdraw(self):
        owner = self.one(("policies/found-property", "policies/use-of-cameras", "policies/gone"))
        by = self.one(("", "replaced_by: use-of-cameras\n", "replaced_by: nothing\n"))
        reason = self.one(("reason: It is no longer needed.\n", ""))
        self.files[f"{owner}/withdrawn.yml"] = f"date: {self.draw(DAYS)}\n{reason}{by}".encode()

    def copy(self):
        """Copy a pack to another version, or under another id."""
        source = self.folder()
        parts = source.split("/")
        target = self.one(
            {f"{parts[0]}/{parts[1]}/{name}" for name in ("v2", "v3", "v9", "2027")}
            | {f"{parts[0]}/another/{parts[2]}"}
        )
        for path, data in list(self.files.items()):
            if folder_of(path) == source:
                self.files[f"{target}/{path.rpartition('/')[2]}"] = data

    def rename(self):
        path, other = self.one(self.files), self.one(self.files)
        self.files[other] = self.files.pop(path)

    def sign_off(self):
        """Write one more entry of quality assurance, before or after the others."""
        path = self.record()
        folder = folder_of(path)
        names = [p.rpartition("/")[2] for p in self.files if folder_of(p) == folder]
        signed = self.draw(st.lists(st.sampled_from(sorted(names)), unique=True, min_size=1))
        now = self.draw(st.booleans())
        entry = [
            f"  - by: {self.one((UNIT, DIVERSITY, INFORMATION, GROUP, 'nobody'))}",
            f"    result: {self.one(('pass', 'pass', 'fail', 'perhaps'))}",
            f"    date: {self.draw(st.one_of(st.just(LATELY), DAYS))}",
            "    documents:",
            *(
                f'      {n}: "{sha256(self.files[f"{folder}/{n}"] if now else b"")}"'
                for n in signed
            ),
        ]
        lines = self.text_of(path)
        tops = [n for n, line in enumerate(lines) if line.startswith("quality_assurance:")]
        if tops:
            lines[tops[0] + 1 : tops[0] + 1] = entry
            self.put(path, lines)

    def touch(self):
        """Add to a document what no rule minds."""
        path = self.document()
        self.files[path] += b"\nA further sentence.\n"

    def drop_entry(self):
        """Take one entry of quality assurance, or of consultation, out of a record."""
        path = self.record()
        text = "\n".join(self.text_of(path))
        entries = re.findall(r"^  - (?:.*\n)(?:    .*\n)*", text, re.MULTILINE)
        if entries:
            self.put(path, text.replace(self.one(entries), "", 1).split("\n"))

    def unsign(self):
        """Spoil, move or take out one digest of a record."""
        path = self.record()
        lines = self.text_of(path)
        signed = [n for n, line in enumerate(lines) if "sha256:" in line]
        if signed:
            at = self.draw(st.sampled_from(signed))
            how = self.draw(st.integers(0, 2))
            spoilt = lines[at].replace("sha256:", "sha256:0", 1)
            other = lines[self.draw(st.sampled_from(signed))]
            lines[at : at + 1] = [
                [],
                [spoilt],
                [f"{lines[at].split(':')[0]}:{other.split(':', 1)[1]}"],
            ][how]
            self.put(path, lines)

    def settings(self):
        self.files["scheme.yml"] = BASE_FILES["scheme.yml"] + self.one(SETTINGS).encode()

    def sign_again(self):
        """Sign the texts of one record as they now stand: by some who must, or by all."""
        record = self.record()
        head, mark, tail = self.files.get(record, b"").partition(b"\napproval:")
        who = self.one(("assurers", "approver", "all"))
        head = head if who == "approver" else signed(self.files, record, head)
        tail = tail if who == "assurers" else signed(self.files, record, tail)
        self.files[record] = head + mark + tail

    def touch_and_sign(self):
        """Change a text, and have it signed by some of those who must, or by all."""
        self.touch()
        self.sign_again()

    def take_back(self):
        """Take out, or spoil, one of the texts that the approver named."""
        path = self.record()
        head, mark, tail = self.files[path].partition(b"\napproval:")
        found = list(SIGNATURE.finditer(tail))
        if found:
            match = self.draw(st.sampled_from(found))
            put = self.draw(st.sampled_from([b"", match[0][:-8]]))
            self.files[path] = head + mark + tail[: match.start()] + put + tail[match.end() :]


def signed(files, record, text):
    """Return a part of a record with the digest of each text as it now stands."""

    def now(match):
        data = files.get(f"{folder_of(record)}/{match[2].decode('utf-8', 'replace')}", b"")
        return match[1] + match[2] + b': "' + sha256(data).encode() + b'"'

    return SIGNATURE.sub(now, text)


START = BASE_FILES | {
    path: signed(BASE_FILES, path, text)
    for path, text in BASE_FILES.items()
    if path.endswith("record.yml")
}
EDITS = (
    Maker.drop, Maker.junk, Maker.odd_name, Maker.byte, Maker.word, Maker.line, Maker.value,
    Maker.day, Maker.stage, Maker.marking, Maker.withdraw, Maker.copy, Maker.rename,
    Maker.sign_off, Maker.unsign, Maker.settings, Maker.sign_again, Maker.touch, Maker.drop_entry,
    Maker.touch_and_sign, Maker.take_back,
)  # fmt: skip
NEAR_MISSES = (
    Maker.touch, Maker.touch_and_sign, Maker.take_back, Maker.unsign, Maker.sign_off,
    Maker.drop_entry, Maker.settings,
)  # fmt: skip
EDITED = st.one_of(
    st.lists(st.sampled_from(NEAR_MISSES), min_size=1, max_size=2),
    st.lists(st.sampled_from(EDITS), max_size=6),
)


@dataclass(frozen=True)
class Made:
    """A store, and the day to look at it."""

    files: dict
    as_at: date

    def _repr_pretty_(self, printer, _):
        changed = {p: d for p, d in self.files.items() if START.get(p) != d}
        printer.text(f"Made({changed}, gone={sorted(set(START) - set(self.files))}, {self.as_at})")


@st.composite
def stores(draw):
    files = dict(START)
    maker = Maker(draw, files)
    for edit in draw(EDITED):
        edit(maker)
    as_at = draw(st.one_of(st.just(AS_AT), st.just(AS_AT + timedelta(days=1)), DAYS))
    return Made(files, as_at)


# ---- what the gate says of them


@contextmanager
def written(made):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, data in made.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        yield root


def settings_and_store(root):
    store = load(root, jobs=1)
    found, faults = read_settings(store.settings)
    return (None if faults else found), store


def verdict(made):
    """Return the verdict on a store; none where its settings stop everything."""
    with written(made) as root:
        found, store = settings_and_store(root)
    return decide(RULES, Context(validate(store, found), made.as_at)) if found else None


def published(verdict):
    """Return the path of every document that goes to a site."""
    return [
        path
        for decision in verdict.decisions
        if isinstance(decision, Cleared)
        for path, sites in decision.sites.items()
        if sites
    ]


def fates(verdict):
    """Return what became of each document, and fail where one has two fates or none."""
    found = {}
    for decision in verdict.decisions:
        for path in decision.pack.document_paths:
            assert path not in found, f"{path} has two fates"
            found[path] = state_of(decision)
    return found


def said(verdict):
    """Return every byte that a check prints, in each of its formats."""
    findings = verdict.findings
    return (
        json.dumps(as_json(verdict, findings)),
        json.dumps(as_sarif(RULES, findings, verdict.context.as_at, checked=True)),
        "\n".join(as_github(findings)),
        "\n".join(as_text(verdict, findings)),
    )


def nothing_is_published_unsigned(made):
    found = verdict(made)
    if found is not None:
        for path in published(found):
            assert lacking(made.files, path) == [], path


def every_pack_and_document_has_one_fate(made):
    found = verdict(made)
    if found is None:
        return
    paths = [decision.pack.path for decision in found.decisions]
    assert paths == sorted(set(paths))
    counted = dict.fromkeys(State, 0)
    for state in fates(found).values():
        counted[state] += 1
    documents = {p for p in made.files if DOCUMENT.fullmatch(p) or PAGE.fullmatch(p)}
    assert set(fates(found)) == documents
    assert sum(counted.values()) == len(documents)
    shown = {path for path, state in fates(found).items() if state in SHOWN}
    assert set(published(found)) <= shown
    for decision in found.decisions:
        kinds = {Refused: {State.REFUSED}, Held: {State.HELD}}
        kinds |= {InDevelopment: {State.IN_DEVELOPMENT}, Cleared: SHOWN | {State.WITHDRAWN}}
        assert state_of(decision) in kinds[type(decision)]


SHOWN = {State.IN_FORCE, State.SUPERSEDED}


def order_does_not_matter(made, seed):
    with written(made) as root:
        found, store = settings_and_store(root)
        if found is None:
            return
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(store_files, "sorted", shuffle(seed), raising=False)
            _, other = settings_and_store(root)
    first, second = (
        decide(RULES, Context(validate(it, found), made.as_at)) for it in (store, other)
    )
    assert second.findings == first.findings
    assert fates(second) == fates(first)
    assert sorted(published(second)) == sorted(published(first))


def shuffle(seed):
    """Return what takes the place of `sorted`: a folder's names in any order."""
    chance = random.Random(seed)  # noqa: S311 - no secret

    def shuffled(names):
        names = list(names)
        chance.shuffle(names)
        return names

    return shuffled


def twice_is_the_same(made):
    first = verdict(made)
    if first is not None:
        assert said(verdict(made)) == said(first)


PROMISES = (nothing_is_published_unsigned, every_pack_and_document_has_one_fate, twice_is_the_same)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda p: p.__name__)
def test_a_promise_holds_of_stores(promise):
    FEW(given(stores())(promise))()


def test_findings_are_the_same_in_any_order_of_files():
    FEW(given(stores(), st.integers())(order_does_not_matter))()


@pytest.mark.long
@pytest.mark.parametrize("promise", PROMISES, ids=lambda p: p.__name__)
def test_a_promise_holds_of_many_stores(promise):
    MANY(given(stores())(promise))()


@pytest.mark.long
def test_findings_are_the_same_in_any_order_of_the_files_of_many_stores():
    MANY(given(stores(), st.integers())(order_does_not_matter))()
