"""Measure `scheme` and its peers in turn, and write bench/RESULTS.md: `python -m bench.run`.

Every run is of a whole program. A size that is measured anew takes the place of what stood there;
the others stay, each with the machine and the day it was measured on.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bench import corpus
from bench.first_query import first_query
from bench.measure import Cost, Failed, output, run
from bench.peers import PEERS, NotHere, Peer
from bench.results import page
from generator import __version__

HERE = Path(__file__).parent
ROOT = HERE.parent
SMALL, LARGE, HUGE = (500, 2_000), (10_000,), 100_000
AS_AT = "2026-11-01"
LOOK = "look"
TIMES = 3
"""How often a short run is made; the one in the middle counts."""
SHORT = 10.0
"""Seconds of CPU that a short run takes."""
SETTLED = 1.5
"""Seconds before a run of ours: what changed right before it, the next could not trust."""
STAGE = re.compile(r"^(\S.*?) {2,}([\d.]+) +([\d.]+) +\d+%$", re.MULTILINE)
QUESTIONS = {"one word": "custody", "two words": "custody harbour"}
SAYS = """\
Written by `python -m bench.run`: `make bench` for 500 and 2,000 documents and the downloads of 100,
`make bench-large` for 10,000, `make bench-large HUGE=1` for 100,000 as well (ours only). Each needs
the network once, for the peers; a peer that cannot be had is a row that was not run.

CPU seconds are those of all processes of a run, user and system. Memory is the most that all of
them had at once, where what they share is counted once. Files were written right before, so that no
run waits for a disk. "x ours" is the CPU divided by that of our public site: above 1, a run takes
longer.

Every site has the same texts, those of `bench/corpus.py` (6-8 KB each, seed 1) but for the
workbooks, which no site shows; ours reads and gates those too. The peers' layouts are in
`bench/layouts`; Hugo and Eleventy have no search. Our runs are `scheme build --no-downloads`: gate,
both sites, search, registers, feeds and proof. The public site alone is the same pipeline, whose
plan has an empty intranet once it is made (`bench/one_site.py`). Of our runs
that take less than ten seconds of CPU, the one in the middle of three counts. The second build of
a store is a row of its own: what was published in between is news to the gate."""

Figures = dict[str, Any]


def main() -> int:
    """Measure what was asked for, and write the results."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=list(SMALL), help="documents")
    parser.add_argument("--downloads", action="store_true", help="and PDF, Word and ODT of 100")
    parser.add_argument("--huge", action="store_true", help=f"{HUGE:,} documents too, ours only")
    parser.add_argument("--without-peers", action="store_true", help="measure ours only")
    parser.add_argument("--note", default="", help="what to say of the machine")
    parser.add_argument("--cache", type=Path, default=HERE / ".cache", help="where stores are made")
    parser.add_argument("--into", type=Path, default=HERE, help="where the results are written")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no run is left behind
    asked.cache.mkdir(parents=True, exist_ok=True)
    peers = () if asked.without_peers else PEERS
    bench = Bench(asked.cache.absolute(), asked.into / "results.json", asked.note)
    for size in asked.sizes:
        bench.measure(size, peers)
    if asked.downloads:
        bench.downloads()
    if asked.huge:
        bench.measure(HUGE, ())
    return 0


class Bench:
    """Measures, and keeps each figure as soon as it is there."""

    def __init__(self, cache: Path, kept: Path, note: str) -> None:
        self.cache = cache
        self.kept = kept
        self.note = note
        self.results = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
        self.figures: Figures = {}

    def measure(self, size: int, peers: tuple[Peer, ...]) -> None:
        """Measure everything at one size."""
        ours = self._start(str(size), size)
        self.check(ours, size)
        self.build(ours, size)
        if size < HUGE:
            self.one_site(ours)
        self.query(ours)
        for peer in peers:
            self.peer(peer, ours.store, size)
        shutil.rmtree(ours.store)

    def _start(self, name: str, size: int) -> Ours:
        print(f"{name}: making {size:,} documents", flush=True)
        store = self.cache / f"store-{name}"
        shutil.rmtree(store, ignore_errors=True)
        documents = corpus.make(store, size)
        own_look(store)
        self.figures = {
            "machine": machine(self.note),
            "store": {"documents": documents, "shown": shown(store)},
        }
        self.results[name] = self.figures
        return Ours(store, self.cache)

    def note_run(self, name: str, made: Callable[[], Mapping[str, Any]]) -> None:
        """Keep what ``made`` returns under a name, or why it could not be made."""
        try:
            self.figures[name] = dict(made())
        except (Failed, NotHere) as error:
            self.figures[name] = {"not_run": str(error)}
        said = self.figures[name]
        print(f"  {name}: {said.get('not_run') or _brief(said)}", flush=True)
        self.kept.write_text(json.dumps(self.results, indent=1) + "\n", "utf-8")
        self.kept.with_name("RESULTS.md").write_text(page(self.results, SAYS), "utf-8")

    def check(self, ours: Ours, size: int) -> None:
        """A check with nothing kept; again; and with one document changed."""
        ours.forget()
        self.note_run("check cold", lambda: spent(ours.check()))
        self.note_run("check warm", lambda: spent(middle([ours.check] * TIMES)))

        def changed(number: int) -> Cost:
            corpus.change(ours.store, size, number)
            return ours.check()

        runs = [partial(changed, number) for number in range(1, TIMES + 1)]
        self.note_run("check changed", lambda: spent(middle(runs)))

    def build(self, ours: Ours, size: int) -> None:
        """Both sites with nothing kept; again; with one document, and with a template changed."""

        def profiled(name: str, cost: Cost) -> Figures:
            self.figures[name] = stages(cost.said)
            return spent(cost)

        def whole() -> Figures:
            cost = ours.build()
            made = output(ours.site / "public", ours.site / "intranet")
            return profiled("stages", cost) | dataclasses.asdict(made)

        def again() -> Cost:
            return middle([ours.build] * TIMES)

        def changed(number: int) -> Cost:
            corpus.change(ours.store, size, number)
            return ours.build()

        def template() -> Cost:
            own_look(ours.store, "A word more.")
            return ours.build()

        ours.forget()
        self.note_run("both", whole)
        self.note_run("second", lambda: spent(ours.build()))
        self.note_run("unchanged", lambda: profiled("stages unchanged", again()))
        runs = [partial(changed, number) for number in range(TIMES + 1, 2 * TIMES + 1)]
        self.note_run("changed", lambda: profiled("stages changed", middle(runs)))
        self.note_run("template", lambda: profiled("stages template", template()))

    def one_site(self, ours: Ours) -> None:
        """Build the public site alone, with nothing kept."""
        out = self.cache / "one-site"

        def alone() -> Mapping[str, Any]:
            shutil.rmtree(out, ignore_errors=True)
            ours.forget(sites=False)
            cost = ours.run("bench.one_site", "--no-downloads", "--out", str(out))
            return spent(cost) | dataclasses.asdict(output(out / "public"))

        self.note_run("one", alone)
        shutil.rmtree(out, ignore_errors=True)

    def query(self, ours: Ours) -> None:
        """Ask the public site a first question, in a browser."""
        site = ours.site / "public"
        self.note_run(
            "query", lambda: {name: first_query(site, asked) for name, asked in QUESTIONS.items()}
        )

    def peer(self, peer: Peer, store: Path, size: int) -> None:
        """Build a peer's site, and again with one document changed."""
        work = self.cache / f"{peer.name}-{size}"

        def build() -> Cost:
            _, command = peer.install(self.cache)
            return run(command, work, peer.variables)

        def first() -> Mapping[str, Any]:
            version, _ = peer.install(self.cache)
            peer.prepare(store, self.cache, work)
            cost = build()
            made = output(work / peer.built)
            return spent(cost) | dataclasses.asdict(made) | {"version": version}

        def again() -> Mapping[str, Any]:
            if "not_run" in self.figures[peer.name]:
                raise NotHere("its first build did not run")
            corpus.change(store, size, 2 * TIMES + 1)
            policy = store / f"policies/policy-{2 * TIMES + 1:05}"
            peer.give(store, max(policy.glob("v*/policy.md")), work)
            return spent(build())

        self.note_run(peer.name, first)
        self.note_run(f"{peer.name} changed", again)
        shutil.rmtree(work, ignore_errors=True)

    def downloads(self) -> None:
        """Make the downloads of 100 documents, and again with nothing changed."""
        ours = self._start("downloads", 100)

        def made(name: str) -> Mapping[str, Any]:
            cost = ours.run("generator", "build", "--downloads", "--timings")
            self.figures[name] = stages(cost.said)
            return spent(cost)

        self.note_run("made", lambda: made("stages"))
        self.note_run("made again", lambda: made("stages unchanged"))
        shutil.rmtree(ours.store)


@dataclasses.dataclass(frozen=True)
class Ours:
    """Runs our program on one store."""

    store: Path
    cache: Path

    @property
    def site(self) -> Path:
        return self.store / "site"

    def run(self, module: str, *arguments: str) -> Cost:
        variables = {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(self.cache / "state")}
        command = (sys.executable, "-m", module, *arguments, "--as-at", AS_AT)
        time.sleep(SETTLED)
        return run(command, self.store, variables)

    def check(self) -> Cost:
        return self.run("generator", "check", "--quiet")

    def build(self) -> Cost:
        return self.run("generator", "build", "--no-downloads", "--timings")

    def forget(self, *, sites: bool = True) -> None:
        """Take away all that runs kept."""
        for folder in (".scheme", "site") if sites else (".scheme",):
            shutil.rmtree(self.store / folder, ignore_errors=True)


def own_look(store: Path, word: str = "") -> None:
    """Give the store a template of its own: the program's footer, and a word more."""
    target = store / LOOK / "partials"
    target.mkdir(parents=True, exist_ok=True)
    text = (ROOT / "theme/partials/footer.html").read_text("utf-8")
    (target / "footer.html").write_text(text + (f"<p>{word}</p>\n" if word else ""), "utf-8")
    (store / "mkdocs.yml").write_text(f"theme: {{custom_dir: {LOOK}}}\n", "utf-8")


def shown(store: Path) -> int:
    """Return how many documents our sites show."""
    return sum(1 for path in store.rglob("*.md") if path.name != "workbook.md")


def middle(runs: Sequence[Callable[[], Cost]]) -> Cost:
    """Make each of these short runs, and return the one in the middle by its CPU.

    Where the first turns out to be long it stands alone.
    """
    costs = [runs[0]()]
    if costs[0].cpu < SHORT:
        costs += [made() for made in runs[1:]]
    return sorted(costs, key=lambda cost: cost.cpu)[len(costs) // 2]


def spent(cost: Cost) -> Figures:
    """Return a cost as it is kept."""
    return {"cpu": round(cost.cpu, 3), "wall": round(cost.wall, 3), "memory": cost.memory}


def stages(said: str) -> dict[str, float]:
    """Return what `--timings` said: CPU seconds by stage, and seconds by `<stage> wall`."""
    found: dict[str, float] = {}
    for name, wall, cpu in STAGE.findall(said):
        found |= {name: float(cpu), f"{name} wall": float(wall)}
    return found


def machine(note: str) -> str:
    """Return what was measured on what, and when."""
    cpus = Path("/proc/cpuinfo").read_text("utf-8")
    model = re.search(r"model name\s*: (.+)", cpus)
    memory = int(re.findall(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text("ascii"))[0])
    git = shutil.which("git") or "git"
    commit = subprocess.run(  # noqa: S603 - a fixed command
        [git, "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    said = [
        f"{datetime.now(tz=UTC).date()}",
        model[1] if model else platform.machine(),
        f"{len(os.sched_getaffinity(0))} cores",
        f"{memory / 2**20:.0f} GiB",
        f"Python {platform.python_version()}",
        f"scheme {__version__} ({commit or 'no commit'})",
        *([note] if note else []),
    ]
    return ", ".join(said) + "."


def _brief(figures: Figures) -> str:
    return ", ".join(f"{name} {value}" for name, value in figures.items())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("stopped; what was measured so far is kept")
