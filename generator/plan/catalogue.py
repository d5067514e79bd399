"""The catalogue of a site: a row for each document it shows, as CSV, JSON, SQLite and DCAT.

Inside it is the Corporate Policy Database. Rows are made from what a site shows and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from generator.gate.decision import Cleared
from generator.gate.due import Task, duties
from generator.model import Document, Pack, Policy, Report
from generator.plan.addresses import (
    document_address,
    feed_address,
    pack_address,
    policy_address,
)
from generator.plan.as_files import Column, Row, Sheet, Value, csv_bytes, sqlite_bytes
from generator.plan.notices import LEAD as NOTICES_LEAD
from generator.plan.notices import Notice, issue_number
from generator.plan.plan import MadeFile, PlannedPage
from generator.plan.registers import Shown
from generator.store.outline import PieceKind
from generator.vocabulary import PackKind, Site, State

COLUMNS = (
    Column("reference", "The reference, which is never used again"),
    Column("title", "The title"),
    Column("type", "What the document is: policy, sop, eia, page or a kind of report"),
    Column("state", "in_force, superseded or withdrawn"),
    Column("policy", "The id of the policy or series it belongs to"),
    Column("version", "The number of the policy's version", number=True),
    Column("address", "Where it stands for ever"),
    Column("summary", "What it is about, in a sentence"),
    Column("published_on", "The day it was published"),
    Column("withdrawn_on", "The day the policy ended"),
    Column("business_group", "The business group that owns the policy"),
    Column("policy_owner", "The post that answers for the policy"),
    Column("class_of_information", "The class of the publication scheme"),
    Column("protective_marking", "The protective marking"),
    Column("approved_by", "The post that approved the version"),
    Column("approved_on", "The day it was approved"),
    Column("review_by", "The day by which the policy is to be reviewed"),
)
INSIDE = (
    Column("policy_lead", "The post that leads on the policy"),
    Column("unit", "The unit that owns the policy"),
    Column("monitoring_due", "The day by which the next monitoring report is due"),
    Column("assessment_due", "The day by which the policy is to be assessed, or assessed anew"),
    Column("on_public_site", "yes where the public site shows the document too, else no"),
)
NOTICE = (
    Column("issue", "The number of the issue, week and year"),
    Column("published_on", "The day of the item"),
    Column("kind", "New, Reviewed, Interim amendment, New report or Withdrawn"),
    Column("reference", "The reference"),
    Column("title", "The title"),
    Column("address", "Where the item stands for ever"),
    Column("summary", "What changed, or why the policy ended"),
)
LEAD = "The catalogue of this site, and its notices, to be taken as data and used again."
UNSHOWN = frozenset({PieceKind.COMMENT, PieceKind.TITLE})


class Listed(Struct, frozen=True):
    """A row of the catalogue, and the text that a search of it finds."""

    row: Row
    title: str
    summary: str
    text: str
    on: date | None


def listed(shown: Shown) -> tuple[Listed, ...]:
    """Return a row for each document a site shows and each policy that has ended, in order."""
    policies = {shelf.policy_id: shelf.versions[0].pack.policy for shelf in shown.shelves}
    found = [
        _listed(shown, item, document, policies.get(item.pack.owner))
        for item in shown.cleared
        for document in item.on(shown.view.site)
    ]
    found += [_ended(shown, page) for page in shown.withdrawn if _is_policy(page)]
    return tuple(sorted(found, key=lambda item: str(item.row[ADDRESS])))


ADDRESS = [column.name for column in COLUMNS].index("address")


def _listed(shown: Shown, item: Cleared, document: Document, newest: Policy | None) -> Listed:
    """``newest`` is the newest version of the policy that a report is about."""
    pack, record = item.pack, item.pack.record
    policy = newest if pack.kind is PackKind.REPORT else pack.policy
    approval = record.approval if record else None
    values: dict[str, Value] = {
        "reference": document.reference,
        "title": document.label,
        "type": document.type.value,
        "state": item.state.value,
        "policy": None if pack.kind is PackKind.PAGE else pack.owner,
        "version": pack.version or None,
        "address": _absolute(shown, document_address(pack, document)),
        "summary": document.summary,
        "published_on": _iso(pack.publish_on),
        "business_group": policy.business_group if policy else None,
        "policy_owner": policy.policy_owner if policy else None,
        "class_of_information": pack.policy.class_of_information if pack.policy else None,
        "protective_marking": document.protective_marking,
        "approved_by": approval.by if approval else None,
        "approved_on": _iso(approval.date) if approval else None,
        "review_by": _iso(document.review_by) if isinstance(document, Policy) else None,
    }
    if shown.view.site is Site.INTRANET:
        values |= _inside(shown, item, document)
    row = tuple(values.get(column.name) for column in columns(shown))
    return Listed(row, document.label, document.summary or "", _text(document), pack.publish_on)


def _inside(shown: Shown, item: Cleared, document: Document) -> dict[str, Value]:
    found: dict[str, Value] = {
        "on_public_site": "yes" if document in item.on(Site.PUBLIC) else "no"
    }
    if isinstance(document, Policy):
        found |= {"policy_lead": document.policy_lead, "unit": document.unit}
        if item.state is State.IN_FORCE:
            due = {duty.task: duty.by for duty in duties(item.pack, shown.verdict.context)}
            found["monitoring_due"] = _iso(due.get(Task.MONITORING))
            found["assessment_due"] = _iso(due.get(Task.ASSESSMENT))
    return found


def _text(document: Document) -> str:
    """Return what a reader of the page sees of a document's text."""
    pieces = document.source.outline.pieces
    return "\n".join(piece.text for piece in pieces if piece.kind not in UNSHOWN)


def _is_policy(page: PlannedPage) -> bool:
    return page.address.count("/") == len(("policies", "id"))


def _ended(shown: Shown, page: PlannedPage) -> Listed:
    """A policy that has ended: that it did, when, and nothing of its text."""
    policy_id = page.address.split("/")[1]
    ended = shown.view.scheme.withdrawals[policy_id].date
    values: dict[str, Value] = {
        "reference": str(page.data["reference"]) or None,
        "title": page.title,
        "type": "policy",
        "state": State.WITHDRAWN.value,
        "policy": policy_id,
        "address": _absolute(shown, page.address),
        "withdrawn_on": _iso(ended),
    }
    row = tuple(values.get(column.name) for column in columns(shown))
    return Listed(row, page.title, "", "", ended)


def columns(shown: Shown) -> tuple[Column, ...]:
    """Return the columns of the catalogue: some stand inside only."""
    return COLUMNS + (INSIDE if shown.view.site is Site.INTRANET else ())


def _absolute(shown: Shown, address: str) -> str:
    return shown.view.settings.organisation.address(shown.view.site) + address


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


# Files


def catalogue_files(shown: Shown, notices: Sequence[Notice]) -> tuple[MadeFile, ...]:
    """Return the catalogue in each form, in order of address."""
    found = listed(shown)
    own = columns(shown)
    rows = tuple(item.row for item in found)
    notes = Sheet("notice", NOTICE, tuple(_notice_row(shown, notice) for notice in notices))
    search = [(item.title, item.summary, item.text) for item in found]
    return (
        MadeFile("data/catalogue.csv", csv_bytes(own, rows)),
        MadeFile("data/catalogue.json", _json(_as_objects(shown, own, rows))),
        MadeFile("data/catalogue.jsonld", _json(_dcat(shown, found))),
        MadeFile("data/catalogue.sqlite", sqlite_bytes((Sheet("document", own, rows), notes),
                                                       search)),
        MadeFile("data/notices.csv", csv_bytes(NOTICE, notes.rows)),
    )  # fmt: skip


def _notice_row(shown: Shown, notice: Notice) -> Row:
    return (
        issue_number(*notice.issue),
        notice.on.isoformat(),
        notice.kind.value,
        notice.reference or None,
        notice.to.title,
        _absolute(shown, notice.address),
        notice.words or None,
    )


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _as_objects(shown: Shown, own: Sequence[Column], rows: Iterable[Row]) -> dict[str, Any]:
    names = [column.name for column in own]
    settings = shown.view.settings
    return {
        "publisher": settings.organisation.name,
        "as_at": shown.view.as_at.isoformat(),
        "licence": {"title": settings.licence.title, "address": settings.licence.address},
        "documents": [dict(zip(names, row, strict=True)) for row in rows],
    }


# DCAT

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".sqlite": "application/vnd.sqlite3",
}
MEDIA = "https://www.iana.org/assignments/media-types/"
ENGLISH = {
    "@id": "http://publications.europa.eu/resource/authority/language/ENG",
    "@type": "dct:LinguisticSystem",
}


def _dcat(shown: Shown, found: Sequence[Listed]) -> dict[str, Any]:
    """Return the catalogue in DCAT (DCAT-AP 3): a dataset for each policy in force and report."""
    settings, site = shown.view.settings, _absolute(shown, "")
    newest = max((item.on for item in found if item.on), default=None)
    whole = _dataset(
        shown, site + "data/#catalogue", "Catalogue of this site", LEAD, newest,
        [_download(shown, f"{site}data/catalogue{end}", TYPES[end])
         for end in (".csv", ".json", ".sqlite")],
    )  # fmt: skip
    notices = _dataset(
        shown, site + "data/#notices", "Notices of this site", NOTICES_LEAD, newest,
        [_download(shown, f"{site}data/notices.csv", TYPES[".csv"]),
         _download(shown, site + feed_address(), "application/atom+xml")],
    )  # fmt: skip
    texts = [_text_dataset(shown, item, site) for item in _main_packs(shown)]
    return {
        "@context": CONTEXT,
        "@id": f"{site}data/catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": {"@value": f"Publication scheme of {settings.organisation.name}",
                      "@language": "en"},
        "dct:description": {"@value": LEAD, "@language": "en"},
        "dct:publisher": _publisher(shown),
        "dct:language": ENGLISH,
        "dct:license": _licence(shown),
        "foaf:homepage": {"@id": site, "@type": "foaf:Document"},
        **_modified(newest),
        "dcat:dataset": [whole, notices, *texts],
    }  # fmt: skip


def _main_packs(shown: Shown) -> Iterator[Cleared]:
    """Yield each policy's version in force, and each report."""
    reports = (item for item in shown.cleared if item.pack.kind is PackKind.REPORT)
    yield from sorted(
        (*shown.in_force(), *reports), key=lambda item: (item.pack.kind, pack_address(item.pack))
    )


def _text_dataset(shown: Shown, item: Cleared, site: str) -> dict[str, Any]:
    pack = item.pack
    lead = pack.policy or pack.report or item.on(shown.view.site)[0]
    page = site + (policy_address(pack.owner) if pack.policy else pack_address(pack))
    found = _dataset(
        shown, page, lead.label, lead.summary or lead.label, pack.publish_on,
        [_page(shown, page, pack.report), *_records(shown, pack, site)],
    )  # fmt: skip
    return {**found, "dct:identifier": lead.reference} if lead.reference else found


def _dataset(  # noqa: PLR0913, PLR0917 - the properties that every dataset has
    shown: Shown,
    iri: str,
    title: str,
    description: str,
    on: date | None,
    forms: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "@id": iri,
        "@type": "dcat:Dataset",
        "dct:title": {"@value": title, "@language": "en"},
        "dct:description": {"@value": description, "@language": "en"},
        "dct:publisher": _publisher(shown),
        "dct:language": ENGLISH,
        **_modified(on),
        "dcat:distribution": list(forms),
    }


def _modified(on: date | None) -> dict[str, Any]:
    return {"dct:modified": {"@value": on.isoformat(), "@type": "xsd:date"}} if on else {}


def _publisher(shown: Shown) -> dict[str, Any]:
    return {
        "@id": _absolute(shown, "#publisher"),
        "@type": "foaf:Agent",
        "foaf:name": shown.view.settings.organisation.name,
    }


def _licence(shown: Shown) -> dict[str, Any]:
    return {"@id": shown.view.settings.licence.address, "@type": "dct:LicenseDocument"}


def _download(
    shown: Shown, address: str, kind: str, copyright_: str | None = None
) -> dict[str, Any]:
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": MEDIA + kind, "@type": "dct:MediaType"},
        **_terms(shown, copyright_),
    }


def _page(shown: Shown, address: str, report: Document | None) -> dict[str, Any]:
    """A text as a page."""
    copyright_ = report.copyright if isinstance(report, Report) else None
    return {
        "@id": f"{address}#text",
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:mediaType": {"@id": MEDIA + "text/html", "@type": "dct:MediaType"},
        **_terms(shown, copyright_),
    }


def _records(shown: Shown, pack: Pack, site: str) -> Iterator[dict[str, Any]]:
    """The records of a report as a file beside its page."""
    report = pack.report
    if isinstance(report, Report) and report.records and pack.records_csv:
        address = f"{site}{pack_address(pack)}{report.records}"
        yield _download(shown, address, TYPES[".csv"], report.copyright)


def _terms(shown: Shown, copyright_: str | None) -> dict[str, Any]:
    """What another body holds the copyright of is not the authority's to license."""
    if not copyright_:
        return {"dct:license": _licence(shown)}
    said = {"@type": "dct:RightsStatement", "dct:description": f"Copyright: {copyright_}"}
    return {"dct:rights": said}
