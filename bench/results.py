"""The tables of bench/RESULTS.md, made of the figures that `bench/run.py` kept, and of no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Figures = Mapping[str, Any]
"""What was measured at one size, by name: `{cpu, wall, memory}` of a run, or `{not_run: why}`."""
Results = Mapping[str, Figures]
"""By size, `downloads` besides."""

MEGA = 1_000_000
RUNS = {
    "one": "scheme, public site only",
    "both": "scheme, both sites",
    "template": "scheme, a template changed",
    "changed": "scheme, one document changed",
    "unchanged": "scheme, nothing changed",
    "second": "scheme, nothing changed, the second build of all",
    "check cold": "scheme check, nothing kept",
    "check warm": "scheme check, nothing changed",
    "check changed": "scheme check, one document changed",
    "Material": "Material, pruned, its search",
    "Material changed": "Material, one document changed",
    "Hugo": "Hugo, no search",
    "Hugo changed": "Hugo, one document changed",
    "Eleventy": "Eleventy, no search",
    "Eleventy changed": "Eleventy, one document changed",
}
"""Every run of a size, in order, and what it is called."""


class NotMeasured(Exception):  # noqa: N818 - a figure that is not there is not made up
    """A figure was not measured."""


def of(results: Results, size: int | str, run: str, what: str) -> float:
    """Return a figure, or raise ``NotMeasured``."""
    found = results.get(str(size), {}).get(run, {})
    if what not in found:
        raise NotMeasured(f"{run} at {size}")
    return float(found[what])


@dataclass(frozen=True)
class Goal:
    """A goal: what it is of, at most how much, and how it follows from the figures."""

    says: str
    size: str
    most: float
    unit: str
    figure: Callable[[Results], float]


def _cpu(size: int, run: str, other: str) -> Callable[[Results], float]:
    return lambda results: of(results, size, run, "cpu") / of(results, size, other, "cpu")


def _one(size: int | str, run: str, what: str, scale: float = 1.0) -> Callable[[Results], float]:
    return lambda results: of(results, size, run, what) * scale


def _per_document(results: Results, size: int) -> float:
    return of(results, size, "both", "cpu") / of(results, size, "store", "documents")


def _growth(results: Results) -> float:
    return _per_document(results, 10_000) / _per_document(results, 2_000)


def _page_growth(results: Results) -> float:
    small, large = (of(results, size, "both", "page_size") for size in (2_000, 10_000))
    return 100 * (large / small - 1)


def _indexing(results: Results) -> float:
    return 100 * of(results, 10_000, "stages", "search") / of(results, 10_000, "stages", "all")


def _download(results: Results) -> float:
    return of(results, "downloads", "stages", "downloads") / of(
        results, "downloads", "store", "shown"
    )


GOALS = (
    Goal("Full build, nothing cached, one site: CPU of Material's", "2,000", 0.45, "x",
         _cpu(2_000, "one", "Material")),
    Goal("the same", "10,000", 0.25, "x", _cpu(10_000, "one", "Material")),
    Goal("Both sites: CPU of one site's", "2,000", 1.3, "x", _cpu(2_000, "both", "one")),
    Goal("the same", "10,000", 1.3, "x", _cpu(10_000, "both", "one")),
    Goal("A template changed, conversions cached: CPU a document", "10,000", 1.5, "ms",
         lambda results: 1000 * of(results, 10_000, "template", "cpu")
         / of(results, 10_000, "store", "documents")),
    Goal("One document changed: CPU", "10,000", 1.0, "s", _one(10_000, "changed", "cpu")),
    Goal("One document changed: CPU of Hugo's rebuild", "10,000", 1 / 25, "x",
         _cpu(10_000, "changed", "Hugo changed")),
    Goal("Nothing changed: wall", "10,000", 0.4, "s", _one(10_000, "unchanged", "wall")),
    Goal("`scheme check`, nothing kept: wall", "10,000", 15, "s",
         _one(10_000, "check cold", "wall")),
    Goal("`scheme check`, nothing changed: wall", "10,000", 1, "s",
         _one(10_000, "check warm", "wall")),
    Goal("`scheme check`, one document changed: wall", "10,000", 1, "s",
         _one(10_000, "check changed", "wall")),
    Goal("Growth: CPU a document, of that at 2,000", "10,000", 1.15, "x", _growth),
    Goal("Growth: mean bytes of a page, over those at 2,000", "10,000", 5, "%", _page_growth),
    Goal("Memory of all processes", "10,000", 500, "MB", _one(10_000, "both", "memory", 1 / MEGA)),
    Goal("the same", "100,000", 2_000, "MB", _one(100_000, "both", "memory", 1 / MEGA)),
    Goal("Search: bytes to answer a first query of one word", "10,000", 300, "KB",
         _one(10_000, "query", "one word", 1 / 1000)),
    Goal("Search: the same, of two words", "10,000", 300, "KB",
         _one(10_000, "query", "two words", 1 / 1000)),
    Goal("Search: indexing, of the full build's CPU", "10,000", 30, "%", _indexing),
    Goal("Downloads (PDF, Word and ODT) of a document, cold: CPU", "100", 0.6, "s", _download),
    Goal("Downloads, nothing changed: wall of 100 documents'", "100", 1, "s",
         _one("downloads", "stages unchanged", "downloads wall")),
)  # fmt: skip


def page(results: Results, says: str) -> str:
    """Return the whole page; ``says`` stands above the tables."""
    sizes = sorted((int(size) for size in results if size.isdigit()), key=int)
    parts = ["# Measured", says, "## Goals", "\n".join(_goals(results))]
    for size in sizes:
        figures = results[str(size)]
        parts += [f"## {size:,} documents", _machine(figures), "\n".join(_runs(figures))]
        parts += [_missed(figures), "\n".join(_stages(figures))]
    if "downloads" in results:
        parts += ["## Downloads", _machine(results["downloads"])]
        parts += ["\n".join(_stages(results["downloads"]))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _goals(results: Results) -> Iterator[str]:
    yield "| goal | documents | at most | measured | |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for goal in GOALS:
        try:
            value = goal.figure(results)
        except NotMeasured:
            said, met = "-", "not run"
        else:
            said = f"{_number(value)} {goal.unit}"
            met = "met" if abs(value) <= goal.most else "**missed**"
        yield f"| {goal.says} | {goal.size} | {_number(goal.most)} {goal.unit} | {said} | {met} |"


def _runs(figures: Figures) -> Iterator[str]:
    """Yield a line for each run; its ratio is of our public site's CPU."""
    yield "| run | CPU s | x ours | wall s | memory MB | output MB | pages | page KB | gzip KB |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    ours = figures.get("one", {}).get("cpu") or figures.get("both", {}).get("cpu")
    for run, name in RUNS.items():
        found = figures.get(run)
        if found is None:
            continue
        beside = None if run.startswith("check") else ours
        cells = [name, *(["not run"] if "not_run" in found else _cells(found, beside))]
        cells += [""] * (9 - len(cells))
        yield f"| {' | '.join(cells)} |"


def _cells(found: Mapping[str, float], ours: float | None) -> list[str]:
    cells = [_number(found["cpu"]), _number(found["cpu"] / ours) if ours else ""]
    cells += [_number(found["wall"]), f"{found['memory'] / MEGA:,.0f}"]
    if "pages" in found:
        cells += [f"{found['size'] / MEGA:,.1f}", f"{found['pages']:,.0f}"]
        cells += [f"{found[name] / 1000:.1f}" for name in ("page_size", "page_zipped")]
    return cells


def _missed(figures: Figures) -> str:
    lines = [
        f"- {RUNS.get(run, run)}: not run: {found['not_run']}"
        for run, found in figures.items()
        if isinstance(found, Mapping) and "not_run" in found
    ]
    return "\n".join(lines)


PROFILES = {
    "stages": "nothing kept",
    "stages template": "a template changed",
    "stages changed": "one document changed",
    "stages unchanged": "nothing changed",
}


def _stages(figures: Figures) -> Iterator[str]:
    """Yield a table of the builds that were profiled, by stage."""
    there = {name: says for name, says in PROFILES.items() if figures.get(name)}
    if "stages" not in there:
        return
    yield f"| CPU s of a build's stage (wall s) | {' | '.join(there.values())} |"
    yield f"| --- |{' ---: |' * len(there)}"
    for stage in [name for name in figures["stages"] if not name.endswith(" wall")]:
        cells = (_stage(figures[name], stage) for name in there)
        yield f"| {stage} | {' | '.join(cells)} |"


def _stage(stages: Mapping[str, float], name: str) -> str:
    return f"{stages[name]:.2f} ({stages[f'{name} wall']:.2f})" if name in stages else ""


def _machine(figures: Figures) -> str:
    """Return what the figures were measured on, and the versions of the peers."""
    runs = [found for found in figures.values() if isinstance(found, Mapping)]
    versions = [str(found["version"]) for found in runs if "version" in found]
    said = str(figures["machine"])
    return f"{said} {', '.join(versions)}." if versions else said


def _number(value: float) -> str:
    """Return a number as short as it is of use: three figures."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004 - three figures
