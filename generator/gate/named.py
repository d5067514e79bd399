"""The files that a pack's metadata names, and whether a name stays in the pack."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Location
from generator.model import Pack, Report

PLAIN = re.compile(r"[A-Za-z0-9._/#-]{1,120}")


def named_in_record(pack: Pack) -> Iterator[tuple[str, Location]]:
    """Yield each file that the record names, and where."""
    record = pack.record
    if record is None:
        return
    for entry in record.quality_assurance:
        for name in entry.documents:
            yield name, record.at("quality_assurance", entry.index, "documents", name)
    for name in record.approval.documents if record.approval else ():
        yield name, record.at("approval", "documents", name)
    for name in record.sop_publication:
        yield name, record.at("sop_publication", name)


def named_by_report(pack: Pack) -> Iterator[tuple[str, Location]]:
    """Yield the name of the records that a report says stand beside it, and where it says so."""
    report = pack.report
    if isinstance(report, Report) and report.records:
        yield report.records, report.at("records")


def names_here(pack: Pack) -> frozenset[str]:
    """Return every name in the pack's folder, those too that could not be read."""
    inside = f"{pack.path}/"
    unread = {fault.at.path.removeprefix(inside) for fault in pack.faults}
    return pack.names | unread | records_here(pack) | {item.name for item in pack.attachments}


def records_here(pack: Pack) -> frozenset[str]:
    """Return the names of the CSV files beside a report."""
    return frozenset(item.name for item in pack.records_csv)


def leads_out(name: str) -> bool:
    """Whether a name may lead out of the pack, on this computer or another."""
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def shown(name: str) -> str:
    """Return a name as a message may print it: plain, or with every odd character spelled out."""
    return name if PLAIN.fullmatch(name) else ascii(name)[:120]
