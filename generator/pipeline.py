"""The program on one page: load, validate, gate, plan, render, verify, publish.

Each step takes what came before and returns something new. Start reading here.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.findings import Fault, Finding, Severity
from generator.gate.context import Context
from generator.gate.decide import Verdict, decide
from generator.gate.report import as_json
from generator.gate.rule import Rule
from generator.gate.rules import RULES
from generator.model import Document
from generator.plan.make import make_plan
from generator.plan.plan import Plan
from generator.publish.last import published_packs
from generator.publish.swap import REPORT, aside, check_ours, swap
from generator.render import mkdocs_site
from generator.render.render import copy_files, fragments
from generator.settings import read_look, read_settings
from generator.store.child import Guard, Stopped
from generator.store.convert import convert, is_plain
from generator.store.load import (
    LOOK_FILE,
    SETTINGS_FILE,
    RawPack,
    Store,
    load,
    load_settings,
    with_vanished,
)
from generator.store.source import Source
from generator.validate import validate
from generator.verify.verify import verify
from generator.vocabulary import Site


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to. ``verdict`` is ``None`` where the settings could not be read.

    ``proof`` holds what stopped a build after the gate had spoken.
    """

    verdict: Verdict | None
    settings: tuple[Finding, ...] = ()
    proof: tuple[Finding, ...] = ()
    pages: int = 0

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


def check(
    root: Path,
    as_at: date,
    *,
    jobs: int = 0,
    last: Path | None = None,
    rules: tuple[Rule, ...] = RULES,
) -> Outcome:
    """Load, validate and gate the store under ``root``; publish nothing.

    ``last`` is the folder of the last publication (default: ``site`` in the store), which says
    what may not vanish without being withdrawn.
    """
    settings, faults = read_settings(load_settings(root))
    _, look_faults = read_look(load_settings(root, LOOK_FILE), root)
    if faults := (*faults, *look_faults):
        return Outcome(None, settings=tuple(_finding(fault) for fault in faults))
    store = _tried(load(root, jobs=jobs, attachment_limit=settings.attachment_limit), jobs)
    published = published_packs(last or root / "site")
    scheme = validate(with_vanished(store, published), settings)
    return Outcome(decide(rules, Context(scheme, as_at, published)))


def build(
    root: Path,
    out: Path,
    as_at: date,
    *,
    jobs: int = 0,
    withhold_refused: bool = False,
) -> Outcome:
    """Check, then make both sites aside, prove them, and put them in place of the last ones.

    A build that is refused, or whose proof fails, leaves ``out`` as it was.
    """
    root, out = root.absolute(), out.absolute()
    check_ours(out)
    outcome = check(root, as_at, jobs=jobs, last=out)
    if outcome.verdict is None or (outcome.refused and not withhold_refused):
        return outcome
    plan = make_plan(outcome.verdict)
    texts, faults = fragments(plan, jobs=jobs)
    if faults:
        return dataclasses.replace(outcome, proof=tuple(_finding(fault) for fault in faults))
    made = aside(out)
    try:
        look, _ = read_look(load_settings(root, LOOK_FILE), root)
        mkdocs_site.render_pages(plan, texts, look, made, jobs=jobs)
        faults = copy_files(plan, root, made)
        proof = (*(_finding(fault) for fault in faults), *prove(plan, made))
        if proof:
            return dataclasses.replace(outcome, proof=proof)
        _write_report(outcome.verdict, made)
        swap(made, out)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return dataclasses.replace(outcome, pages=sum(len(s.pages) for s in plan.sites.values()))


def prove(plan: Plan, folder: Path) -> tuple[Finding, ...]:
    """Read both built sites below ``folder``, alone, and return everything that is wrong."""
    assets = frozenset(mkdocs_site.assets(plan.scheme.settings.organisation.colour))
    own_words = mkdocs_site.own_words()
    found: list[Finding] = []
    for site in Site:
        planned = plan.sites[site]
        shown = _shown(plan, planned.documents)
        said = (*planned.said, *own_words)
        found += verify(planned, plan.withheld[site], shown, assets, folder / site, said=said)
    return tuple(found)


def _shown(plan: Plan, paths: Iterable[str]) -> tuple[Document, ...]:
    documents = plan.scheme.documents_by_path
    return tuple(documents[path] for path in sorted(paths))


def _write_report(verdict: Verdict, folder: Path) -> None:
    """Leave the verdict beside the sites; it is never served."""
    report = json.dumps(as_json(verdict, verdict.findings), indent=2, ensure_ascii=False)
    (folder / REPORT).write_text(report + "\n", "utf-8")


def _tried(store: Store, jobs: int) -> Store:
    """Convert, for trial, each text that might take long: one that does is unreadable."""
    odd = [
        source
        for pack in store.packs
        for source in pack.sources.values()
        if source.readable and not is_plain(source.body, source.outline.depth)
    ]
    tasks = [(source.body, source.outline.bare_blocks) for source in odd]
    stopped = {
        source.path: result.reason
        for source, result in zip(odd, Guard(convert, jobs=jobs).run(tasks), strict=True)
        if isinstance(result, Stopped)
    }
    if not stopped:
        return store
    return dataclasses.replace(store, packs=tuple(_stopped(p, stopped) for p in store.packs))


def _stopped(pack: RawPack, reasons: Mapping[str, str]) -> RawPack:
    """Give a pack the faults of its texts that could not be converted in time."""
    faults = [
        _stop_fault(source, reasons[source.path])
        for source in pack.sources.values()
        if source.path in reasons
    ]
    return dataclasses.replace(pack, faults=tuple(sorted((*pack.faults, *faults))))


def _stop_fault(source: Source, reason: str) -> Fault:
    message = f"could not be turned into a page: it {reason}"
    return Fault(source.at("title"), "PS001", message, "simplify or split the document")


def _finding(fault: Fault) -> Finding:
    """Return a fault that no rule of the gate speaks for as a finding that stops everything."""
    name = "settings" if fault.at.path in {SETTINGS_FILE, LOOK_FILE} else "unreadable"
    return Finding(
        fault.at, fault.rule, name, Severity.REFUSE, fault.message, "none: the gate's own",
        "policy co-ordination unit", fault.fix,
    )  # fmt: skip
