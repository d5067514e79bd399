"""PS501: a report whose text the business group policy co-ordinator has not passed."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import REPORTS, Problem, rule
from generator.gate.signatures import PASS, last_word
from generator.gate.written import place, readable_record
from generator.model import Document, Pack, Record, SignOff
from generator.store.load import Attachment

CHECKS = ("logical", "comprehensive", "plain_english", "legislation")


@rule(
    "PS501",
    clause="SOPs, stage 6",
    role="business group policy co-ordinator",
    fix="have this text quality assured: `scheme sign-off` writes the entry",
    kinds=REPORTS,
)
def report_not_assured(pack: Pack, context: Context) -> Iterator[Problem]:
    """A report was not quality assured as it stands, or was passed with a check that says no.

    The records beside it, where a sign-off names them, are part of what was passed.

    Why: a report is published once the business group policy co-ordinator is satisfied that it is
    logical, comprehensive, in plain English, and meets the law. It is this text they passed.
    Good: `result: pass`, the digest of the report as it stands, and four checks that say yes.
    Bad: no sign-off; a text changed after it; `result: fail` last; `plain_english: no`; an entry
    changed after it was signed with a key.
    """
    if "report.md" not in pack.names:
        message = "holds no report (report.md), so nothing in it can have been quality assured"
        yield Problem(pack.at("stage"), message, "add report.md, the report")
    record = readable_record(pack)
    if record and pack.report:
        for role in context.settings.matrix.get("report", ()):
            title = context.settings.role_title(role)
            yield from _role(record, pack.report, role, title)
            if pack.records:
                yield from _records(record, pack.records, role, title)
    if record:
        yield from _not_believed(record, pack, context)


def _role(record: Record, report: Document, role: str, title: str) -> Iterator[Problem]:
    word = last_word(record, role, report.name)
    if word is None:
        at = place(record.source, "quality_assurance", duty="stage")
        yield Problem(at, f"is a report that the {title} has not passed")
        return
    if word.result != PASS:
        at = record.at("quality_assurance", word.index, "result")
        yield Problem(at, f"is a report that the {title} did not pass")
    if word.documents[report.name] != report.digest:
        at = record.at("quality_assurance", word.index, "documents", report.name)
        yield Problem(at, f"is a report that has changed since the {title} saw it")
    if word.result == PASS:
        yield from _checks(record, word, title)


def _not_believed(record: Record, pack: Pack, context: Context) -> Iterator[Problem]:
    """Yield each entry that is somebody's last word and not believed, or was tampered with."""
    roles = context.settings.matrix.get("report", ())
    signed = [thing.name for thing in (pack.report, pack.records) if thing]
    last = [last_word(record, role, name) for role in roles for name in signed]
    for entry in record.quality_assurance:
        if entry.doubt and (entry.doubt.broken or (entry in last and entry.result == PASS)):
            title = context.settings.role_title(entry.by or "somebody")
            message = f"has an entry of the {title} {entry.doubt}"
            at = record.at("quality_assurance", entry.index)
            yield Problem(at, message, entry.doubt.fix, role=title)


def _records(record: Record, file: Attachment, role: str, title: str) -> Iterator[Problem]:
    word = last_word(record, role, file.name)
    if word is None:  # PS609 says so
        return
    at = record.at("quality_assurance", word.index, "documents", file.name)
    if word.result != PASS and word is not last_word(record, role, "report.md"):
        yield Problem(at, f"has records ({file.name}) that the {title} did not pass")
    if word.documents[file.name] != file.digest:
        yield Problem(at, f"has records ({file.name}) that have changed since the {title} saw them")


def _checks(record: Record, word: SignOff, title: str) -> Iterator[Problem]:
    for name in CHECKS:
        keys = "quality_assurance", word.index, "checks", name
        if word.checks.get(name) == "no":
            message = f"is a report that the {title} passed although `{name}` says no"
            yield Problem(record.at(*keys), message, "mend the report, and have it assured again")
        elif _left_out(record, word, name):
            message = f"is a report that the {title} passed without the check `{name}`"
            yield Problem(
                record.at(*keys),
                message,
                f"make the check, and record under `checks:` whether it says yes: `{name}: yes`",
            )


def _left_out(record: Record, word: SignOff, name: str) -> bool:
    checks = record.source.metadata.get("quality_assurance", word.index, "checks")
    return checks is None or (isinstance(checks, dict) and not checks.get(name))
