"""The program on one page: load, validate, gate, plan, render, verify, publish.

Each step takes what came before and returns something new. Start reading here.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, structs

from generator.extras import downloads_made_with, forms_can_be_made, pagefind
from generator.findings import Fault, Finding, Severity
from generator.gate.context import Context
from generator.gate.decide import Examinations, Verdict, decide
from generator.gate.report import as_json
from generator.gate.rule import Rule
from generator.gate.rules import RULES
from generator.gather import gather, gathered_before
from generator.model import Document, Scheme
from generator.plan.plan import Plan
from generator.plan.promises import promises, unanswered
from generator.progress import Work, stage
from generator.publish.last import published_packs
from generator.publish.manifest import Manifest, read_manifest, write_manifest
from generator.publish.swap import (
    REGISTER,
    REGISTER_CSV,
    REPORT,
    aside,
    check_ours,
    swap,
)
from generator.settings import Settings, read_look, read_settings
from generator.store.kept import BUILT, DAMAGED, Damaged, Kept, open_kept
from generator.store.kept_files import forget_kept_files
from generator.store.load import LOOK_FILE, SETTINGS_FILE, load_settings
from generator.verify.promised import lost_addresses, lost_anchors
from generator.vocabulary import Site

if TYPE_CHECKING:
    from generator.render.texts import Texts
    from generator.verify.verify import Proof

Made = TypeVar("Made")


class Outcome(Struct, frozen=True):
    """What a run came to. ``verdict`` is ``None`` where the settings could not be read.

    ``proof`` holds what stopped a build after the gate had spoken, ``warning`` what people should
    know of the run itself. ``documents`` are those that the sites show, ``pages`` all theirs, and
    ``kept`` the pages of the last build that stand as they were.
    """

    verdict: Verdict | None
    settings: tuple[Finding, ...] = ()
    proof: tuple[Finding, ...] = ()
    documents: int = 0
    pages: int = 0
    kept: int = 0
    warning: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, in order of place."""
        return tuple(sorted((*self.settings, *self.proof, *self._gate)))

    @property
    def _gate(self) -> tuple[Finding, ...]:
        return self.verdict.findings if self.verdict else ()

    @property
    def refused(self) -> bool:
        """Whether a submitted pack was refused."""
        return self.verdict is not None and bool(self.verdict.refused)


def check(  # noqa: PLR0913 - each has its default
    root: Path,
    as_at: date,
    *,
    jobs: int = 0,
    last: Path | None = None,
    rules: tuple[Rule, ...] = RULES,
    clean: bool = False,
) -> Outcome:
    """Load, validate and gate the store under ``root``; publish nothing.

    ``last`` is the folder of the last publication (default: ``site`` in the store), which says
    what may not vanish without being withdrawn. ``clean`` believes nothing that a run kept.
    """
    source = load_settings(root)
    settings, faults = read_settings(source, frozenset(rule.id for rule in RULES))
    _, look_faults = read_look(load_settings(root, LOOK_FILE), root)
    if faults := (*faults, *look_faults):
        return Outcome(None, settings=tuple(_finding(fault) for fault in faults))
    published = published_packs(last or root / "site")
    kept = open_kept(root, source.digest if source else "") if rules is RULES else Kept()
    if clean:
        kept.forget()
    try:
        return _checked(root, settings, as_at, published, kept, rules, jobs)
    except Damaged:
        kept.forget(DAMAGED)
        return _checked(root, settings, as_at, published, kept, rules, jobs)


def check_for(  # noqa: PLR0913 - as for a check, and what it is for
    root: Path,
    as_at: date,
    make: Callable[[Outcome], Made],
    *,
    jobs: int = 0,
    last: Path | None = None,
    clean: bool = False,
) -> tuple[Outcome, Made]:
    """Check the store, and ``make`` something of the outcome.

    That may ask for texts which the check itself did not need. Where what was kept of one is
    damaged, everything is read afresh, and made again.
    """
    outcome = check(root, as_at, jobs=jobs, last=last, clean=clean)
    try:
        return outcome, make(outcome)
    except Damaged:
        outcome = check(root, as_at, jobs=jobs, last=last, clean=True)
        outcome = structs.replace(outcome, warning=DAMAGED)
        return outcome, make(outcome)


def settings_of(root: Path) -> tuple[Settings, tuple[Finding, ...]]:
    """Return the settings of the store under ``root``, and what is wrong with them."""
    settings, faults = read_settings(load_settings(root))
    return settings, tuple(_finding(fault) for fault in faults)


def read_scheme(root: Path, *, jobs: int = 0) -> Scheme | tuple[Finding, ...]:
    """Load and validate the store under ``root``, or return what is wrong with its settings."""
    settings, faults = settings_of(root)
    if faults:
        return faults
    return gather(root, settings, frozenset(), Kept(), jobs=jobs).scheme


def _checked(  # noqa: PLR0913, PLR0917 - all that a verdict rests on
    root: Path,
    settings: Settings,
    as_at: date,
    published: frozenset[str],
    kept: Kept,
    rules: tuple[Rule, ...],
    jobs: int,
) -> Outcome:
    """Gate the store, and keep for the next run what this one read and found."""
    with stage(Work.READING):
        gathered = gather(root, settings, published, kept, as_at=as_at, jobs=jobs)
    with stage(Work.GATE):
        context = Context(gathered.scheme, as_at, published)
        verdict = decide(rules, context, _examined_before(kept, settings, as_at), jobs=jobs)
    if rules is RULES:
        with stage(Work.WRITING):
            examined = verdict.examined
            rest = {
                "as at": as_at,
                "examined": examined.early,
                "examined late": examined.late,
                "published": dict.fromkeys(sorted(published)),  # what differs of a mapping is saved
                "states": examined.context.states,
                "sites": examined.context.sites,
            }
            kept.save(gathered.texts, {**gathered.to_keep, **rest})
    return Outcome(verdict, warning=kept.warning)


def _examined_before(kept: Kept, settings: Settings, as_at: date) -> Examinations | None:
    """Return what was kept of the examinations on the same day, and what they rested on."""
    index = kept.index
    if index.get("as at") != as_at:
        return None
    scheme, published = gathered_before(kept, settings), frozenset(index["published"])
    context = Context(scheme, as_at, published, index["states"], index["sites"])
    return Examinations(index["examined"], index["examined late"], context)


def build(  # noqa: PLR0913 - each has its default
    root: Path,
    out: Path,
    as_at: date,
    *,
    jobs: int = 0,
    withhold_refused: bool = False,
    clean: bool = False,
    downloads: bool = False,
) -> Outcome:
    """Check, then make both sites aside, prove them, and put them in place of the last ones.

    A build that is refused, or whose proof fails, leaves ``out`` as it was. With ``downloads``
    each document is offered as PDF, Word and OpenDocument too.
    """
    root, out = root.absolute(), out.absolute()
    check_ours(out)
    pagefind()
    # Read before the check: whatever changes from here on is news to the next build.
    source, (look, _) = load_settings(root), read_look(load_settings(root, LOOK_FILE), root)
    asked = _Asked(
        root, out, source.digest if source else "", look, forms_can_be_made(),
        downloads_made_with() if downloads else "", jobs,
    )  # fmt: skip
    if clean:
        forget_kept_files(root)

    def publish(outcome: Outcome) -> Outcome:
        verdict = outcome.verdict
        if verdict is None or (outcome.refused and not withhold_refused):
            return outcome
        kept = open_kept(root, str(out), BUILT)
        if clean or outcome.warning:
            kept.forget()
        outcome = structs.replace(outcome, warning=outcome.warning or kept.warning)
        basis = _basis(asked, verdict)
        return _as_before(out, outcome, kept, basis) or _built(asked, outcome, verdict, kept, basis)

    return check_for(root, as_at, publish, jobs=jobs, last=out, clean=clean)[1]


class _Asked(Struct, frozen=True):
    """What a build was asked for, and what decides, besides the store, how it comes out.

    ``settings`` is the digest of the settings, ``look`` the folder of the store's own templates;
    ``forms`` says whether forms can be made, and ``downloads`` with what downloads are ("": none).
    """

    root: Path
    out: Path
    settings: str
    look: Path | None
    forms: bool
    downloads: str
    jobs: int


def _basis(asked: _Asked, verdict: Verdict) -> bytes:
    """Return a digest of all that two sites are made from besides what they promised before."""
    from generator.render.made_from import THEME, folder_digest, made_from  # noqa: PLC0415

    context, scheme = verdict.context, verdict.context.scheme
    return made_from(
        context.as_at,
        tuple((pack.path, pack.whole, context.states[pack.path]) for pack in scheme),
        tuple((path, sorted(sites)) for path, sites in sorted(context.sites.items())),
        tuple((policy, end.source.digest) for policy, end in sorted(scheme.withdrawals.items())),
        sorted(context.published),
        asked.settings,
        folder_digest(asked.look),
        folder_digest(THEME),
        asked.forms,
        asked.downloads,
    )


def _as_before(out: Path, outcome: Outcome, kept: Kept, basis: bytes) -> Outcome | None:
    """Return the outcome of a build that would come out as the last one, which stands there."""
    from generator.render.standing import is_untouched  # noqa: PLC0415

    if kept.index.get("basis") != basis or not is_untouched(out, kept):
        return None
    documents, pages = kept.index["counts"]
    return structs.replace(outcome, documents=documents, pages=pages, kept=pages)


def _built(asked: _Asked, outcome: Outcome, verdict: Verdict, kept: Kept, basis: bytes) -> Outcome:
    """Make both sites of what the gate let through, prove them, and put them in place.

    What was ``kept`` of the last build, and would come out the same, is not made again.
    """
    # A check needs none of these, and is a third faster without them.
    from generator.plan.make import make_plan  # noqa: PLC0415
    from generator.render import mkdocs_site, pagefind_index  # noqa: PLC0415
    from generator.render.downloads import make_downloads  # noqa: PLC0415
    from generator.render.render import copy_files, write_files  # noqa: PLC0415
    from generator.render.standing import folder_in, stamps_in, standing_in  # noqa: PLC0415
    from generator.render.templates import make_templates  # noqa: PLC0415
    from generator.render.texts import convert_texts  # noqa: PLC0415
    from generator.verify.faults import not_made  # noqa: PLC0415
    from generator.verify.kept_proof import notes  # noqa: PLC0415

    root, out, jobs = asked.root, asked.out, asked.jobs
    before = read_manifest(out)
    with stage(Work.REGISTERS):
        plan = make_plan(
            verdict,
            before.addresses,
            with_downloads=bool(asked.downloads),
            with_templates=asked.forms,
        )
    with stage(Work.CONVERSION):
        texts, faults = convert_texts(plan, kept, jobs=jobs)
    manifest = _manifest(plan, texts, before)
    if lost := (*(_finding(fault) for fault in faults), *_lost(plan, before, manifest)):
        return structs.replace(outcome, proof=lost)
    with stage(Work.DOWNLOADS):
        to_keep = make_downloads(plan, texts, root, jobs=jobs)
        forms = make_templates(plan, root)
    if to_keep.not_made:
        found = tuple(not_made(f.at, f.message) for f in to_keep.not_made)
        return structs.replace(outcome, proof=found)
    offered = {
        site: {**to_keep.offered.get(site, {}), **forms.offered[site]} for site in plan.sites
    }
    made = aside(out)
    try:
        folder = folder_in(made, standing_in(out, kept))
        with stage(Work.TEMPLATES):
            mkdocs_site.render_pages(plan, texts, asked.look, folder, offered=offered, jobs=jobs)
        with stage(Work.WRITING):
            write_files(folder, to_keep.files, forms.files)
            faults = copy_files(plan, root, folder)
        with stage(Work.SEARCH):
            indexed = pagefind_index.index(plan, texts, folder, kept)
            folder.finish()
        with stage(Work.VERIFY):
            proofs = prove(plan, made, indexed.names, kept, folder.kept, jobs=jobs)
        found = tuple(chain.from_iterable(proof.findings for proof in proofs.values()))
        if proof := (*(_finding(fault) for fault in faults), *found):
            return structs.replace(outcome, proof=proof)
        with stage(Work.WRITING):
            _write_report(verdict, made)
            write_manifest(manifest, made)
            swap(made, out, folder.gone)
            pages = [f"{s.site}/{page.file}" for s in plan.sites.values() for page in s.pages]
            stamps = stamps_in(out)
            kept.save(
                {**texts.stored, **indexed.stored, **notes(kept, proofs, stamps)},
                {
                    "basis": basis,
                    "counts": (len(texts), len(pages)),
                    "texts": texts.known,
                    "parts": indexed.parts,
                    "asked": {site: proof.asked for site, proof in proofs.items()},
                    "wanted": {s: proof.secrets.wanted.basis for s, proof in proofs.items()},
                    "files": {n: (folder.made_from.get(n, b""), s) for n, s in stamps.items()},
                },
            )
    finally:
        shutil.rmtree(made, ignore_errors=True)
    again = len(folder.kept.intersection(pages))
    return structs.replace(outcome, documents=len(texts), pages=len(pages), kept=again)


def _manifest(plan: Plan, texts: Texts, before: Manifest) -> Manifest:
    """Return what the new sites promise: all that the last ones did, and what is new."""
    addresses = {
        site: promises(planned, before.addresses.get(site, ()), plan.as_at)
        for site, planned in plan.sites.items()
    }
    standing = {
        path: texts.about(path).anchors
        for path in texts
        if path.startswith(("policies/", "monitoring/"))  # a page of content has no versions
    }
    return Manifest(addresses, {**before.anchors, **standing})


def _lost(plan: Plan, before: Manifest, now: Manifest) -> tuple[Finding, ...]:
    """Return every address and paragraph that was published and would be there no more."""
    found: list[Finding] = []
    for site, planned in plan.sites.items():
        promised = before.addresses.get(site, ())
        found += lost_addresses(planned, unanswered(planned, plan.scheme, promised, plan.as_at))
        found += lost_anchors(planned, before.anchors, now.anchors)
    return tuple(sorted(found))


def prove(  # noqa: PLR0913 - the plan, where it was carried out, and what was proven before
    plan: Plan,
    made: Path,
    indexed: Mapping[Site, frozenset[str]],
    kept: Kept,
    same: Collection[str],
    *,
    jobs: int = 0,
) -> Mapping[Site, Proof]:
    """Read both built sites below ``made``, alone, and return everything that is wrong.

    ``indexed`` names the files of each site's search index, which are known once it is made;
    ``same`` those that stand there from the last build, whose proof was ``kept``.
    """
    from generator.render import mkdocs_site, pagefind_index  # noqa: PLC0415 - as above
    from generator.verify.kept_proof import last_proof  # noqa: PLC0415
    from generator.verify.verify import verify  # noqa: PLC0415

    assets = frozenset(mkdocs_site.assets(plan.scheme.settings.organisation.colour))
    own_words = mkdocs_site.own_words()
    proofs: dict[Site, Proof] = {}
    for site in Site:
        planned = plan.sites[site]
        shown = _shown(plan, planned.documents)
        program = indexed[site] & pagefind_index.PROGRAM
        proofs[site] = verify(
            planned, plan.withheld[site], shown, assets | program, made / site,
            said=(*planned.said, *own_words), indexed=indexed[site] - program,
            before=last_proof(kept, site, same), jobs=jobs,
        )  # fmt: skip
    return proofs


def _shown(plan: Plan, paths: Iterable[str]) -> tuple[Document, ...]:
    documents = plan.scheme.documents_by_path
    return tuple(documents[path] for path in sorted(paths))


def _write_report(verdict: Verdict, folder: Path) -> None:
    """Leave the verdict and the policy unit's register beside the sites; neither is ever served."""
    from generator.plan.unit_register import register_files  # noqa: PLC0415 - as above

    report = json.dumps(as_json(verdict, verdict.findings), indent=2, ensure_ascii=False)
    (folder / REPORT).write_text(report + "\n", "utf-8")
    database, table = register_files(verdict)
    (folder / REGISTER).write_bytes(database)
    (folder / REGISTER_CSV).write_bytes(table)


def _finding(fault: Fault) -> Finding:
    """Return a fault that no rule of the gate speaks for as a finding that stops everything."""
    name = "settings" if fault.at.path in {SETTINGS_FILE, LOOK_FILE} else "unreadable"
    return Finding(
        fault.at, fault.rule, name, Severity.REFUSE, fault.message, "none: the gate's own",
        "policy co-ordination unit", fault.fix,
    )  # fmt: skip
