"""The command line: parse, call one stage, print, return an exit status.

0 done, 1 refused or a check failed, 2 wrong usage or settings, 3 our fault.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from generator import __version__, pipeline
from generator.findings import Finding, Severity
from generator.gate.report import as_json, as_text, findings_text, nothing_json, under
from generator.pipeline import Outcome
from generator.publish.swap import NotOurs
from generator.schema.believe import KINDS, parse_date, schema_text

DONE, REFUSED, MISUSED, OUR_FAULT = 0, 1, 2, 3

app = typer.Typer(
    name="scheme",
    help="Gate, build and prove a police force's publication scheme and policy intranet.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """How `scheme check` prints its findings."""

    TEXT = "text"
    JSON = "json"


class SiteChoice(StrEnum):
    """Which site a check is about."""

    PUBLIC = "public"
    INTRANET = "intranet"
    BOTH = "both"


Root = Annotated[Path, typer.Option("--root", help="The folder of the store.", show_default="here")]
AsAt = Annotated[str, typer.Option("--as-at", metavar="DATE", help="The day to build for.")]
Jobs = Annotated[int, typer.Option("--jobs", min=0, help="Worker processes; 0 is one a core.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print no findings and no counts.")]


class Misuse(Exception):  # noqa: N818 - what the user can mend, in one line
    """The command was used wrongly; the message says how to put it right."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        result = app(arguments, standalone_mode=False, prog_name="scheme")
    except typer.Exit as ended:
        return ended.exit_code
    except (typer.Abort, KeyboardInterrupt):
        _say("stopped")
        return MISUSED
    except (Misuse, NotOurs) as misuse:
        _say(f"scheme: {misuse}")
        return MISUSED
    except Exception as error:  # noqa: BLE001 - no traceback ever reaches a user
        return _failed(error)
    return result if isinstance(result, int) else DONE


def _failed(error: Exception) -> int:
    show = getattr(error, "format_message", None)
    if show is not None:  # a usage error of the command line itself
        _say(f"scheme: {show()}")
        return MISUSED
    if isinstance(error, OSError):
        _say(f"scheme: {error.strerror or error}: {error.filename or ''}".rstrip(": "))
        return OUR_FAULT
    if os.environ.get("SCHEME_DEBUG"):
        traceback.print_exception(error)
    _say(f"scheme: a fault of the program ({type(error).__name__}: {error}).")
    _say("Nothing was published. Please report it; SCHEME_DEBUG=1 shows where it happened.")
    return OUR_FAULT


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _root(root: Path) -> Path:
    if not root.is_dir():
        raise Misuse(f"{root} is not a folder; name the folder of the store with --root")
    return root


def _as_at(text: str) -> date:
    """Return the day to work for: as asked, or SOURCE_DATE_EPOCH's, or today."""
    if text:
        day = parse_date(text)
        if day is None:
            raise Misuse(f"--as-at {text} is no date; write a day as YYYY-MM-DD")
        return day
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(tz=UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), tz=UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise Misuse(f"SOURCE_DATE_EPOCH is {epoch!r}, which is no time in seconds") from error


@app.command()
def check(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Packs or folders to report on.")
    ] = None,
    root: Root = Path(),
    format_: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TEXT,
    as_at: AsAt = "",
    site: Annotated[SiteChoice, typer.Option("--site", help="Which site.")] = SiteChoice.BOTH,
    jobs: Jobs = 0,
    quiet: Quiet = False,
) -> int:
    """Read and gate the store; publish nothing. Exit status 1 when a pack is refused."""
    day = _as_at(as_at)
    outcome = pipeline.check(_root(root), day, jobs=jobs)
    wanted = _wanted(outcome, paths or [], root)
    found = [f for f in outcome.findings if _concerns(f, wanted, site)]
    if format_ is Format.JSON:
        _print_json(outcome, found, wanted, day)
    elif not quiet:
        _print_text(outcome, found, wanted)
    if outcome.verdict is None:
        return MISUSED
    refused = any(under(wanted, decision.pack.path) for decision in outcome.verdict.refused)
    return REFUSED if refused else DONE


def _wanted(outcome: Outcome, paths: list[str], root: Path) -> tuple[str, ...]:
    """Return the asked-for paths as the store writes them; each must hold a pack."""
    wanted = tuple(_in_store(path, root) for path in paths)
    packs = [d.pack.path for d in outcome.verdict.decisions] if outcome.verdict else []
    for given, path in zip(paths, wanted, strict=True):
        known = any(under([path], pack) or under([pack], path) for pack in packs)
        if outcome.verdict and not known:
            raise Misuse(f"{given} is no pack of the store; try policies/<id>/v1")
    return wanted


def _in_store(path: str, root: Path) -> str:
    """Accept a path from here as well as one from the store's root."""
    here = Path(path).absolute()
    if here.exists() and here.is_relative_to(root.absolute()):
        return here.relative_to(root.absolute()).as_posix()
    return Path(path).as_posix()


def _concerns(finding: Finding, wanted: tuple[str, ...], site: SiteChoice) -> bool:
    if site is SiteChoice.INTRANET and finding.severity is Severity.PUBLIC:
        return False
    inside = under(wanted, finding.at.path)
    return inside or any(under([finding.at.path], path) for path in wanted)


def _print_json(outcome: Outcome, found: list[Finding], wanted: tuple[str, ...], day: date) -> None:
    if outcome.verdict is None:
        data = nothing_json(day, found)
    else:
        data = as_json(outcome.verdict, found, wanted)
    print(json.dumps(data, indent=2, ensure_ascii=False))


def _print_text(outcome: Outcome, found: list[Finding], wanted: tuple[str, ...]) -> None:
    if outcome.verdict is None:
        lines = [*findings_text(found), "The settings cannot be read, so nothing was checked."]
    else:
        lines = list(as_text(outcome.verdict, found, wanted))
    print("\n".join(lines))


@app.command()
def build(
    root: Root = Path(),
    out: Annotated[Path | None, typer.Option("--out", help="Where the sites go.")] = None,
    as_at: AsAt = "",
    withhold_refused: Annotated[
        bool, typer.Option("--withhold-refused", help="Publish the rest when a pack is refused.")
    ] = False,
    jobs: Jobs = 0,
    quiet: Quiet = False,
) -> int:
    """Gate the store, make both sites, prove that nothing withheld is in them, and swap them in."""
    target = out or _root(root) / "site"
    outcome = pipeline.build(
        _root(root), target, _as_at(as_at), jobs=jobs, withhold_refused=withhold_refused
    )
    if not quiet:
        for line in findings_text(outcome.findings):
            _say(line)
    return _built(outcome, target, quiet=quiet)


def _built(outcome: Outcome, target: Path, *, quiet: bool) -> int:
    if outcome.verdict is None:
        _say("The settings cannot be read, so nothing was built.")
        return MISUSED
    if outcome.proof:
        _say("Not published: the build did not pass its proof. The last sites stand as they were.")
        return REFUSED
    refused = [decision.pack.path for decision in outcome.verdict.refused]
    if outcome.pages == 0:
        _say(f"Not published: {_count(refused)} refused. The last sites stand as they were.")
        return REFUSED
    if refused:
        _say(f"Held back: {_count(refused)} refused: {', '.join(refused)}.")
    if not quiet:
        print(f"Published {outcome.pages} pages into {target}/public and {target}/intranet.")
    return DONE


def _count(packs: list[str]) -> str:
    return "1 pack was" if len(packs) == 1 else f"{len(packs)} packs were"


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(help=f"One of: {', '.join(KINDS)}.")],
) -> None:
    """Print the JSON Schema of one kind of file, for an editor to use."""
    if kind not in KINDS:
        raise Misuse(f"there is no schema {kind!r}; there are: {', '.join(KINDS)}")
    print(schema_text(kind), end="")


@app.callback(invoke_without_command=True)
def top(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Gate, build and prove a police force's publication scheme and policy intranet."""
    if version:
        print(f"scheme {__version__}")
        raise typer.Exit
