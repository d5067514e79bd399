"""New packs, and new documents in a pack that is still in development."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from generator.forms.form import CALLED
from generator.forms.markdown import Known, document
from generator.model import Pack, Scheme
from generator.months import add_months
from generator.start.names import (
    checked_id,
    known_policy,
    new_id,
    next_reference,
    title_of,
)
from generator.start.place import write_file, write_pack
from generator.start.record import policy_record, report_record
from generator.start.words import CannotStart, Started
from generator.store.load import RECORD
from generator.vocabulary import Change, DocumentType, Stage

SOP_NEXT = "A policy needs procedures: `scheme new sop {pack} NAME`, or `no_sops:` in record.yml."


def new_policy(  # noqa: PLR0913 - what it is called, and where and when
    scheme: Scheme, root: Path, text: str, as_at: date, *, title: str = "", sops: Iterable[str] = ()
) -> Started:
    """Start a policy: the first version's pack, with all that its format asks for."""
    policy_id = new_id(scheme, text)
    pack, names = f"policies/{policy_id}/v1", [sop_file(name) for name in sops]
    title = title or title_of(policy_id)
    files = {
        "policy.md": document(
            DocumentType.POLICY, scheme.settings,
            {**_titled(scheme, DocumentType.POLICY, title), ("review_by",): review(scheme, as_at)},
        ),
        "eia.md": assessment(scheme, title, version=1),
        "workbook.md": workbook(scheme, title),
        RECORD: policy_record(Change.NEW, names),
    }  # fmt: skip
    for given, name in enumerate(dict.fromkeys(names)):
        files[name] = _sop(scheme, name, "", given)
    written = write_pack(root, pack, as_bytes(files))
    return Started(pack, written, () if names else (SOP_NEXT.format(pack=pack),))


def new_sop(scheme: Scheme, root: Path, text: str, name: str, *, title: str = "") -> Started:
    """Start a standard operating procedure in a pack that is in development."""
    pack, file = open_pack(scheme, text), sop_file(name)
    return _added(root, pack, file, _sop(scheme, file, title, 0))


def new_assessment(scheme: Scheme, root: Path, text: str) -> Started:
    """Start the equality impact assessment of a pack that is in development."""
    pack = open_pack(scheme, text)
    return _added(root, pack, "eia.md", assessment(scheme, _name(pack), version=pack.version))


def new_workbook(scheme: Scheme, root: Path, text: str) -> Started:
    """Start the workbook of a pack that is in development."""
    pack = open_pack(scheme, text)
    return _added(root, pack, "workbook.md", workbook(scheme, _name(pack)))


def new_monitoring_report(
    scheme: Scheme, root: Path, text: str, edition: str, *, title: str = ""
) -> Started:
    """Start the monitoring report of a policy for a period."""
    packs = known_policy(scheme, text.strip("/").removeprefix("monitoring/"))
    pack = f"monitoring/{packs[-1].owner}/{checked_id(edition)}"
    name = title or f"{_name(packs[-1])}: monitoring report {edition}"
    report = document(
        DocumentType.MONITORING_REPORT, scheme.settings,
        _titled(scheme, DocumentType.MONITORING_REPORT, name),
    )  # fmt: skip
    files = {"report.md": report, RECORD: report_record()}
    return Started(pack, write_pack(root, pack, as_bytes(files)))


def open_pack(scheme: Scheme, text: str) -> Pack:
    """Return the pack that a path or a policy's id names; it must not have been submitted."""
    wanted = text.strip("/")
    pack = scheme.by_path.get(wanted) or known_policy(scheme, wanted)[-1]
    asked_version = wanted.removeprefix("policies/").partition("/")[2]
    if asked_version and asked_version != pack.edition:
        raise CannotStart(f"there is no pack {wanted}; the last of it is {pack.path}")
    if pack.owner not in scheme.policies or pack not in scheme.policies[pack.owner]:
        raise CannotStart(f"{pack.path} is no version of a policy")
    stage = pack.record.stage if pack.record else None
    if stage in {Stage.IMPLEMENTATION, Stage.MONITORING}:
        raise CannotStart(
            f"{pack.path} has been submitted, and a new document would undo its approval; "
            f"`scheme new version {pack.owner}` starts the next version"
        )
    return pack


def sop_file(name: str) -> str:
    """Return the file name of a procedure, with or without what every such name has."""
    own = name.removesuffix(".md").removeprefix("sop-")
    return f"sop-{checked_id(own, 'the new procedure')}.md"


def assessment(scheme: Scheme, title: str, *, version: int) -> str:
    """Return the form of an impact assessment of this version."""
    kind = DocumentType.EIA
    known = _titled(scheme, kind, f"{title}: {CALLED[kind]}")
    return document(kind, scheme.settings, {**known, ("assessed_version",): str(version)})


def workbook(scheme: Scheme, title: str) -> str:
    """Return the form of a workbook."""
    kind = DocumentType.WORKBOOK
    return document(kind, scheme.settings, _titled(scheme, kind, f"{title}: {CALLED[kind]}"))


def review(scheme: Scheme, as_at: date) -> str:
    """Return the day by which what is published now has to be reviewed at the latest."""
    return add_months(as_at, scheme.settings.intervals["review"]).isoformat()


def as_bytes(files: Mapping[str, str]) -> dict[str, bytes]:
    """Return texts as the files that hold them."""
    return {name: text.encode("utf-8") for name, text in files.items()}


def _sop(scheme: Scheme, file: str, title: str, given: int) -> str:
    name = title or title_of(file.removeprefix("sop-").removesuffix(".md"))
    known = _titled(scheme, DocumentType.SOP, name, given)
    return document(DocumentType.SOP, scheme.settings, known)


def _titled(scheme: Scheme, kind: DocumentType, title: str, given: int = 0) -> Known:
    reference = next_reference(scheme, kind, given)
    known: Known = {("title",): " ".join(title.split())}
    return {**known, ("reference",): reference} if reference else known


def _name(pack: Pack) -> str:
    title = pack.policy.title if pack.policy else None
    return title or title_of(pack.owner)


def _added(root: Path, pack: Pack, name: str, text: str) -> Started:
    return Started(pack.path, write_file(root, f"{pack.path}/{name}", text.encode("utf-8")))
