"""The formats as Word files to fill: what they hold, and where they are offered."""

import io
import re
from importlib.metadata import PackageNotFoundError

import docx
import pytest
from selectolax.lexbor import LexborHTMLParser

from generator import extras, pipeline
from generator.forms.form import KINDS, asked, headings
from generator.render import templates, word_template
from generator.store.outline import PieceKind
from generator.store.source import read_document
from generator.vocabulary import DocumentType
from generator.word.header_table import fields, is_header, kind_of, read_rows
from tests.commands import check, run
from tests.stores import AS_AT, make_store

FORMS = [kind.value for kind in KINDS]


@pytest.fixture(scope="module")
def store(tmp_path_factory, own_state):
    """The base store with packs that nobody has filled, and both its sites."""
    root = make_store(tmp_path_factory.mktemp("templates") / "store")
    for words in (("policy", "lost-bicycles", "--sop", "return"), ("version", "use-of-cameras"),
                  ("monitoring-report", "use-of-cameras")):  # fmt: skip
        assert run("new", *words, "--root", root, "--as-at", "2026-11-22").status == 0
    outcome = pipeline.build(root, root / "site", AS_AT)
    assert outcome.proof == ()
    return root


@pytest.fixture(scope="module")
def settings(store):
    return pipeline.settings_of(store)[0]


def on_the_intranet(store, kind):
    """Return where a form is offered. Nothing there is called a workbook: no site shows one."""
    name = "checklist" if kind == "workbook" else kind
    return store / f"site/intranet/formats/{name}.docx"


def opened(store, kind):
    return docx.Document(io.BytesIO(on_the_intranet(store, kind).read_bytes()))


def rows(document):
    return [tuple(cell.text for cell in row.cells) for row in document.tables[0].rows]


@pytest.mark.parametrize("kind", FORMS)
def test_its_table_has_each_label_that_an_import_knows(store, settings, kind):
    table = rows(opened(store, kind))
    known = fields(DocumentType(kind), settings.protected_characteristics)
    assert [label for label, _ in table] == [field.label for field in known]
    assert is_header(label for label, _ in table)
    assert kind_of(table) == kind
    read = read_rows(table, DocumentType(kind), settings.protected_characteristics)
    assert all(row.field is not None for row in read)


@pytest.mark.parametrize("kind", FORMS)
def test_what_must_be_filled_keeps_its_place_with_words_that_the_gate_refuses(
    store, settings, kind
):
    table = dict(rows(opened(store, kind)))
    for row in asked(DocumentType(kind), settings):
        value = table[row.row.label]
        filled = row.keys in {("type",), ("scope",), ("form",)}
        assert (value.startswith("[insert ") and value.endswith("]")) == (
            row.needed and not filled
        ), row.row.label


@pytest.mark.parametrize("kind", FORMS)
def test_its_text_is_headings_places_to_fill_and_guidance_in_a_style_of_its_own(
    store, settings, kind
):
    document = opened(store, kind)
    found = [(p.style.name, p.text) for p in document.paragraphs]
    asked_for = list(headings(DocumentType(kind), settings))
    assert [text for style, text in found if style == "Heading 1"] == [h.text for h in asked_for]
    styles = {"Heading 1", word_template.GUIDANCE, "First Paragraph", "Body Text"}
    assert {style for style, _ in found} <= styles
    plain = [text for style, text in found if style in {"First Paragraph", "Body Text"}]
    assert plain == [heading.place for heading in asked_for]
    guidance = [text for style, text in found if style == word_template.GUIDANCE]
    assert len(guidance) > len(asked_for)


def test_the_intranet_offers_each_with_its_kind_and_size_and_the_public_site_none(store):
    page = LexborHTMLParser((store / "site/intranet/formats/index.html").read_text("utf-8"))
    offered = {a.attributes["href"]: a.text() for a in page.css("a[download]")}
    assert list(offered) == [on_the_intranet(store, kind).name for kind in FORMS]
    for name, says in offered.items():
        size = (store / "site/intranet/formats" / name).stat().st_size
        assert re.fullmatch(rf"[\w ]+ \(Word, {-(-size // 1000)} KB\)", says)
    assert not (store / "site/public/formats").exists()
    home = LexborHTMLParser((store / "site/intranet/index.html").read_text("utf-8"))
    assert "formats/" in {a.attributes["href"] for a in home.css(".scheme-cards a")}


def test_the_command_writes_the_same_file_and_nothing_over_another(store, tmp_path):
    for kind in FORMS:
        target = tmp_path / f"{kind}.docx"
        done = run("template", kind, "--to", target, "--root", store)
        assert (done.status, done.err) == (0, "")
        assert target.read_bytes() == on_the_intranet(store, kind).read_bytes()
    again = run("template", "policy", "--to", tmp_path / "policy.docx", "--root", store)
    assert (again.status, again.err) == (
        2,
        f"scheme: {tmp_path}/policy.docx is there already; nothing is ever overwritten\n",
    )


def test_its_headings_and_labels_follow_the_settings(store, tmp_path):
    (tmp_path / "scheme.yml").write_text(
        "organisation: {name: Other Force, short_name: OF}\nheadings: {policy: [Purpose]}\n"
        "formats: {offered: {sop: [Process]}}\nprotected_characteristics: [language]\n", "utf-8"
    )  # fmt: skip
    for kind in ("policy", "eia"):
        run("template", kind, "--to", tmp_path / f"{kind}.docx", "--root", tmp_path)
    policy, eia = (docx.Document(str(tmp_path / f"{kind}.docx")) for kind in ("policy", "eia"))
    found = [p.text for p in policy.paragraphs if p.style.name == "Heading 1"]
    assert found == ["Purpose", "Responsibilities", "Health and safety"]
    labels = [label for label, _ in rows(eia) if label.startswith("Impact")]
    assert labels == ["Impact: language"]


WRONG = {
    "a form that there is not": (
        ("policies",),
        "there is no form 'policies'; there are: policy, sop, eia, workbook, monitoring-report",
    ),
    "no Word file": (
        ("policy", "--to", "policy.pdf"),
        "policy.pdf is no Word file; give it a name that ends in .docx",
    ),
}


@pytest.mark.parametrize(("words", "says"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_written_is_said(store, words, says):
    done = run("template", *words, "--root", store)
    assert (done.status, done.err) == (2, f"scheme: {says}\n")


def test_where_pandoc_is_not_installed_the_page_stands_without_files(tmp_path, monkeypatch):
    def missing(_):
        raise PackageNotFoundError

    monkeypatch.setattr(extras, "version", missing)
    assert not extras.forms_can_be_made()
    root = make_store(tmp_path)
    said = run("template", "policy", "--to", tmp_path / "policy.docx", "--root", root)
    assert said.status == 2
    assert said.err == (
        "scheme: no Word form can be made without pandoc: python -m pip install "
        f"'{extras.PANDOC}'\n"
    )
    assert pipeline.build(root, root / "site", AS_AT).proof == ()
    page = root / "site/intranet/formats"
    assert [path.name for path in page.iterdir()] == ["index.html"]
    assert "The forms are no Word files here" in (page / "index.html").read_text("utf-8")


def test_a_second_build_makes_none_of_them_anew(store, monkeypatch):
    def never(*_):
        raise AssertionError

    monkeypatch.setattr(templates, "template", never)
    before = {p.name: p.read_bytes() for p in (store / "site/intranet/formats").iterdir()}
    assert pipeline.build(store, store / "site", AS_AT).proof == ()
    assert {p.name: p.read_bytes() for p in (store / "site/intranet/formats").iterdir()} == before


ANSWERS = {
    "Protective Marking": "OFFICIAL",
    "Publication Scheme Y/N": "Y",
    "Title": "Lost bicycles",
    "Version": "1",
    "Author": "Head of Property",
    "Business Group": "Resources",
    "Health and Safety Impact": "none",
    "Driver": "strategy",
    "Applies To": "Officers\nStaff",
    "Control Measures": "yes",
    "Completed On": "1 October 2026",
    "Assessed Version": "1",
    "Period From": "1 January 2025",
    "Period To": "31 December 2025",
    "Remedial Actions": "The Property Manager counts again by May.\nNothing else.",
}
REFERENCES = {"policy": "POL-0099", "sop": "SOP-0099", "eia": "EIA-0099",
              "monitoring-report": "MON-0099"}  # fmt: skip
ONLY_A_POLICY = {"Branch/OCU": "Property", "Review Date": "4 May 2029"}


def filled(store, kind):
    """Return a form as somebody fills it in Word: every place, and no other word."""
    document = opened(store, kind)
    answers = ANSWERS | {"Reference": REFERENCES.get(kind, "")}
    answers |= ONLY_A_POLICY if kind == "policy" else {}
    for label, cell in (row.cells for row in document.tables[0].rows):
        if label.text in answers:
            cell.paragraphs[0].text = answers[label.text]
        elif label.text.startswith("Impact: "):
            cell.paragraphs[0].text = "none"
        elif cell.text.startswith("[insert "):
            cell.paragraphs[0].text = f"Here is said what {label.text} asks for."
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("[insert "):
            paragraph.text = f"Here stands {paragraph.text[8:-1]}."
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


WRITTEN = {
    "policy": "policies/lost-bicycles/v1/policy.md",
    "sop": "policies/lost-bicycles/v1/sop-lost-bicycles.md",
    "eia": "policies/lost-bicycles/v1/eia.md",
    "workbook": "policies/lost-bicycles/v1/workbook.md",
    "monitoring-report": "monitoring/lost-bicycles/2025/report.md",
}


def test_each_filled_form_is_imported_without_a_warning(store, settings, tmp_path):
    root = make_store(tmp_path / "store")
    for kind, path in WRITTEN.items():
        file = tmp_path / f"{kind}.docx"
        file.write_bytes(filled(store, kind))
        own = kind in {"policy", "monitoring-report"}
        into = () if own else ("--into", "policies/lost-bicycles/v1")
        done = run("import", file, "--root", root, "--as-at", "2026-11-22", *into)
        assert (done.status, done.err) == (0, ""), done.out
        assert "To look at" not in done.out
        made = read_document(path, (root / path).read_bytes())
        assert made.faults == ()
        form = list(headings(DocumentType(kind), settings))
        assert [h.text for h in made.outline.headings] == [heading.text for heading in form]
        paragraphs = [p.text for p in made.outline.pieces if p.kind is PieceKind.PARAGRAPH]
        assert paragraphs == [f"Here stands {heading.says}." for heading in form]
        said = {f["rule"] for f in check(root, path.rpartition("/")[0]).findings(path)}
        assert said <= {"PS101", "PS216"}, said  # nothing of its form or of what it must say
