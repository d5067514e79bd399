"""The scheme's closed vocabularies. Words an authority may change live in its settings."""

from __future__ import annotations

from enum import StrEnum

INSERT = "[insert"
"""How the places to be filled in a form begin; a document that still holds one is refused."""


class Site(StrEnum):
    """The two sites built from one store."""

    PUBLIC = "public"
    INTRANET = "intranet"


class DocumentType(StrEnum):
    """What a document is, as its front matter says (`type`)."""

    POLICY = "policy"
    SOP = "sop"
    EIA = "eia"
    WORKBOOK = "workbook"
    MONITORING_REPORT = "monitoring-report"
    INSPECTION_REPORT = "inspection-report"
    INSPECTION_RESPONSE = "inspection-response"
    IMPROVEMENT_PLAN = "improvement-plan"
    PAGE = "page"


REPORT_TYPES = frozenset(
    {
        DocumentType.MONITORING_REPORT,
        DocumentType.INSPECTION_REPORT,
        DocumentType.INSPECTION_RESPONSE,
        DocumentType.IMPROVEMENT_PLAN,
    }
)


class RecordsKind(StrEnum):
    """What the records beside a report are (`records_kind`)."""

    RECOMMENDATIONS = "recommendations"
    ACTIONS = "actions"
    GRADES = "grades"
    SURVEY = "survey"


class PackKind(StrEnum):
    """What is submitted together: a version of a policy, a report, or a page."""

    POLICY = "policy"
    REPORT = "report"
    PAGE = "page"


class DownloadForm(StrEnum):
    """What a document can be kept as; its word is the file's ending."""

    PDF = "pdf"
    WORD = "docx"
    ODT = "odt"


class Stage(StrEnum):
    """The six stages of policy development (SOPs, Overview of the process)."""

    IDENTIFICATION = "identification"
    COMMISSIONING = "commissioning"
    DEVELOPMENT = "development"
    APPROVAL = "approval"
    IMPLEMENTATION = "implementation"
    MONITORING = "monitoring"


class Change(StrEnum):
    """How much a version changes the one before."""

    NEW = "new"
    MAJOR = "major"
    MINOR = "minor"
    INTERIM = "interim"


class State(StrEnum):
    """What becomes of a pack (store, section 7)."""

    IN_DEVELOPMENT = "in_development"
    REFUSED = "refused"
    HELD = "held"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
