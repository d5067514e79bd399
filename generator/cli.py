"""The command line: parse, call one stage, print, return an exit status.

0 done, 1 refused or a check failed, 2 wrong usage or settings, 3 our fault.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from generator import __version__, explain, missing, pipeline
from generator.extras import NotInstalled
from generator.findings import Finding, Severity
from generator.gate.github import as_github
from generator.gate.report import (
    as_json,
    as_text,
    early,
    findings_text,
    nothing_json,
    under,
)
from generator.gate.rules import RULES
from generator.gate.rules.ps501_report_not_assured import CHECKS
from generator.gate.sarif import as_sarif
from generator.model import Pack, Scheme
from generator.pipeline import Outcome
from generator.progress import Watcher, Work, watched_by
from generator.publish.swap import NotOurs
from generator.schema.believe import KINDS, parse_date, schema_text
from generator.sign_off_keys import APPROVAL
from generator.ssh_signatures import KeyUnusable, NeedsPassphrase, PrivateKey
from generator.start.words import CannotStart, Started
from generator.start.words import as_text as started_text
from generator.store.child import GARBAGE
from generator.timings import Timings
from generator.vocabulary import DocumentType, Stage

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
    SARIF = "sarif"
    GITHUB = "github"


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
    gc.set_threshold(GARBAGE)
    try:
        result = app(arguments, standalone_mode=False, prog_name="scheme")
    except typer.Exit as ended:
        return ended.exit_code
    except (typer.Abort, KeyboardInterrupt):
        _say("stopped")
        return MISUSED
    except (Misuse, NotOurs, NotInstalled, CannotStart) as misuse:
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


def _as_at(text: str, option: str = "--as-at") -> date:
    """Return the day to work for: as asked, or SOURCE_DATE_EPOCH's, or today."""
    if text:
        day = parse_date(text)
        if day is None:
            raise Misuse(f"{option} {text} is no date; write a day as YYYY-MM-DD")
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
    stage: Annotated[
        Stage | None,
        typer.Option(
            "--stage",
            help="Say what is still missing, as if submitted, of the packs named (or of every pack "
            "in development), and what of it is due by this stage.",
        ),
    ] = None,
    jobs: Jobs = 0,
    quiet: Quiet = False,
) -> int:
    """Read and gate the store; publish nothing. Exit status 1 when a pack is refused."""
    day = _as_at(as_at)

    def look(outcome: Outcome) -> tuple[tuple[str, ...], missing.Foreseen | None]:
        wanted = _wanted(outcome, paths or [], root)
        return wanted, _foreseen(outcome, wanted, site, stage)

    with _watched(CHECKING, quiet=quiet):
        outcome, (wanted, foreseen) = pipeline.check_for(_root(root), day, look, jobs=jobs)
    _warned(outcome)
    found = [f for f in outcome.findings if _concerns(f, wanted, site)]
    if foreseen is not None:
        found = [finding for report in foreseen.reports for finding in report.findings]
    match format_:
        case Format.JSON:
            _print_json(outcome, found, wanted, day, foreseen)
        case Format.SARIF:
            _print_sarif(outcome, found, day, _below_here(root))
        case Format.GITHUB:
            _print_github(outcome, found, _below_here(root))
        case Format.TEXT:
            if not quiet:
                _print_text(outcome, found, wanted, foreseen)
    if outcome.verdict is None:
        return MISUSED
    refused = any(under(wanted, decision.pack.path) for decision in outcome.verdict.refused)
    return REFUSED if refused else DONE


CHECKING = (Work.READING, Work.GATE, Work.WRITING)


@contextmanager
def _watched(stages: Sequence[Work], *watchers: Watcher, quiet: bool) -> Iterator[None]:
    """Tell watchers of a run; and a person at a terminal, unless nothing was to be said."""
    with ExitStack() as stack:
        if _is_at_a_terminal() and not quiet:
            from generator.bars import Bars  # noqa: PLC0415 - nobody else waits for it to load

            watchers = (*watchers, stack.enter_context(Bars(stages)))
        stack.enter_context(watched_by(*watchers))
        yield


def _is_at_a_terminal() -> bool:
    """Whether a person is there, whose terminal can draw. NO_COLOR is honoured by what draws."""
    plain = os.environ.get("CI") or os.environ.get("TERM") == "dumb"
    return sys.stderr.isatty() and not plain


def _warned(outcome: Outcome) -> Outcome:
    """Say what people should know of the run itself."""
    if outcome.warning:
        _say(f"scheme: {outcome.warning}")
    return outcome


def _foreseen(
    outcome: Outcome, wanted: tuple[str, ...], site: SiteChoice, stage: Stage | None
) -> missing.Foreseen | None:
    """Return what packs still lack, where that was asked for and the settings can be read."""
    if stage is None or outcome.verdict is None:
        return None
    told = set(Severity) - ({Severity.PUBLIC} if site is SiteChoice.INTRANET else set())
    return missing.foreseen(RULES, outcome.verdict, wanted, stage, severities=frozenset(told))


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


def _below_here(root: Path) -> str:
    """Return the store's folder as seen from here, where a code host looks from; or nothing."""
    here, store = Path.cwd(), root.resolve()
    inside = store != here and store.is_relative_to(here)
    return store.relative_to(here).as_posix() if inside else ""


def _concerns(finding: Finding, wanted: tuple[str, ...], site: SiteChoice) -> bool:
    if site is SiteChoice.INTRANET and finding.severity is Severity.PUBLIC:
        return False
    inside = under(wanted, finding.at.path)
    return inside or any(under([finding.at.path], path) for path in wanted)


def _print_json(
    outcome: Outcome,
    found: list[Finding],
    wanted: tuple[str, ...],
    day: date,
    foreseen: missing.Foreseen | None,
) -> None:
    if outcome.verdict is None:
        data = nothing_json(day, found)
    else:
        data = as_json(outcome.verdict, found, wanted)
    if foreseen is not None:
        data |= missing.as_json(foreseen)
    print(json.dumps(data, indent=2, ensure_ascii=False))


def _print_sarif(outcome: Outcome, found: list[Finding], day: date, below: str) -> None:
    checked = outcome.verdict is not None
    unfinished = early(outcome.verdict)
    log = as_sarif(RULES, found, day, checked=checked, below=below, early=unfinished)
    print(json.dumps(log, indent=2, ensure_ascii=False))


def _print_github(outcome: Outcome, found: list[Finding], below: str) -> None:
    for command in as_github(found, below=below, early=early(outcome.verdict)):
        print(command)


def _print_text(
    outcome: Outcome,
    found: list[Finding],
    wanted: tuple[str, ...],
    foreseen: missing.Foreseen | None,
) -> None:
    if outcome.verdict is None:
        lines = [*findings_text(found), "The settings cannot be read, so nothing was checked."]
    elif foreseen is not None:
        lines = list(missing.as_text(foreseen))
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
    clean: Annotated[
        bool, typer.Option("--clean", help="Believe nothing that earlier runs kept.")
    ] = False,
    downloads: Annotated[
        bool,
        typer.Option(
            "--downloads/--no-downloads",
            help="Offer each document as PDF, Word and ODT too, or not, for a quick look.",
        ),
    ] = True,
    timings: Annotated[
        bool, typer.Option("--timings", help="Say how long each stage took.")
    ] = False,
    jobs: Jobs = 0,
    quiet: Quiet = False,
) -> int:
    """Gate the store, make both sites, prove that nothing withheld is in them, and swap them in."""
    target, day = out or _root(root) / "site", _as_at(as_at)
    times = Timings()
    with _watched(tuple(Work), times, quiet=quiet):
        outcome = pipeline.build(
            _root(root),
            target,
            day,
            jobs=jobs,
            withhold_refused=withhold_refused,
            clean=clean,
            downloads=downloads,
        )
    _warned(outcome)
    if not quiet:
        for line in findings_text(outcome.findings, early(outcome.verdict)):
            _say(line)
    status = _built(outcome, target, times.whole.wall, quiet=quiet)
    if timings:
        _say("\n".join(times.as_text()))
    return status


def _built(outcome: Outcome, target: Path, seconds: float, *, quiet: bool) -> int:
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
        print(
            f"Published {outcome.documents:,} documents into {target}/public and "
            f"{target}/intranet: {outcome.pages - outcome.kept:,} pages written, "
            f"{outcome.kept:,} kept, {seconds:.1f} s."
        )
    return DONE


def _count(packs: list[str]) -> str:
    return "1 pack was" if len(packs) == 1 else f"{len(packs)} packs were"


class Result(StrEnum):
    """What a role has to say of a text."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"


@app.command("sign-off")
def sign_off_(
    pack: Annotated[str, typer.Argument(help="The pack: policies/<id>/v1.")],
    as_: Annotated[str, typer.Option("--as", metavar="ROLE", help="Who signs, or `approval`.")],
    result: Annotated[Result | None, typer.Option("--result", help="Pass, unless said.")] = None,
    day: Annotated[
        str, typer.Option("--date", metavar="DATE", help="When; today, or --as-at.")
    ] = "",
    check_failed: Annotated[
        list[str] | None,
        typer.Option(
            "--check-failed",
            metavar="NAME",
            help=f"For a report that fails: a check it did not meet ({', '.join(CHECKS)}); may be "
            "given again. On a pass all four are recorded as yes; on a fail those named as no and "
            "the others as yes, or, where none is named, no check.",
        ),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="POST", help="Who approves: the post.")] = "",
    rank: Annotated[str, typer.Option("--rank", help="The approver's rank.")] = "",
    on_behalf_of: Annotated[
        str,
        typer.Option(
            "--on-behalf-of",
            metavar="POST",
            help="For whom; else as in the approval before, else the policy's owner.",
        ),
    ] = "",
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="FILE", help="The signer's OpenSSH key (Ed25519)."),
    ] = None,
    root: Root = Path(),
    as_at: AsAt = "",
    jobs: Jobs = 0,
) -> int:
    """Record that a role has passed, or the policy lead approved, a pack's texts as they stand.

    The entry in record.yml names the digest of each text: a change afterwards undoes the sign-off.
    What the gate would refuse is not signed (exit status 1); a fail may always be recorded.
    With --key the entry is signed as well; settings may require it.
    """
    from generator.sign_off.sign import as_text as signed_text  # noqa: PLC0415 - a check signs nothing
    from generator.sign_off.sign import sign_off  # noqa: PLC0415
    from generator.sign_off.words import Approving, Assurance, CannotSign  # noqa: PLC0415

    today = _as_at(as_at)
    signed_on = _as_at(day, "--date") if day else today
    private = _private_key(key) if key else None
    if as_ == APPROVAL:
        if result is Result.FAIL or check_failed:
            raise Misuse(
                "an approval has no --result and no checks; not to approve is to write none"
            )
        word: Assurance | Approving = Approving(
            _post(by, "--by"), _post(rank, "--rank"), signed_on,
            _post(on_behalf_of, "--on-behalf-of") if on_behalf_of else "", private,
        )  # fmt: skip
    else:
        if by or rank or on_behalf_of:
            raise Misuse("--by, --rank and --on-behalf-of belong to `--as approval`")
        said = (result or Result.PASS).value
        word = Assurance(as_, signed_on, said, tuple(check_failed or ()), private)
    try:
        done = sign_off(_root(root), _in_store(pack, root), word, today, jobs=jobs)
    except CannotSign as error:
        for line in findings_text(error.findings):
            _say(line)
        _say(f"scheme: {error}. Nothing was written.")
        return MISUSED if error.misused else REFUSED
    print("\n".join(signed_text(done)))
    return DONE


def _private_key(file: Path) -> PrivateKey:
    """Return the key in a file; its passphrase is asked for, on a terminal and nowhere else."""
    try:
        data = file.read_bytes()
        try:
            return PrivateKey.read(data)
        except NeedsPassphrase as error:
            if not sys.stdin.isatty():
                raise Misuse(f"{file} {error}, which is asked for on a terminal only") from error
        passphrase = typer.prompt(f"Passphrase of {file}", hide_input=True, err=True)
        return PrivateKey.read(data, passphrase)
    except OSError as error:
        raise Misuse(f"{file} cannot be read ({error.strerror})") from error
    except KeyUnusable as error:
        raise Misuse(f"{file} {error}") from error


def _post(text: str, option: str) -> str:
    """Return the name of a post or rank, as one line of plain text."""
    name = " ".join(text.split())
    if not name or not name.isprintable():
        raise Misuse(f"an approval needs {option}, in plain words")
    return name


@app.command("explain")
def explain_(
    name: Annotated[str, typer.Argument(metavar="RULE|PACK", help="PS303, or policies/<id>/v1.")],
    root: Root = Path(),
    as_at: AsAt = "",
    jobs: Jobs = 0,
) -> int:
    """Show a rule's page in the manual; or why a pack is published, held or refused."""
    if rule := explain.find_rule(name):
        print("\n".join(explain.rule_page(rule)))
        return DONE

    def page(outcome: Outcome) -> tuple[str, ...]:
        if outcome.verdict is None:
            return ()
        decision = explain.find_pack(outcome.verdict, _in_store(name, root))
        if decision is None:
            raise Misuse(explain.unknown(name, outcome.verdict))
        return explain.pack_page(outcome.verdict, decision)

    outcome, lines = pipeline.check_for(_root(root), _as_at(as_at), page, jobs=jobs)
    _warned(outcome)
    if outcome.verdict is None:
        for line in findings_text(outcome.findings):
            _say(line)
        raise Misuse(f"{name!a} is no rule, and the settings cannot be read to look for a pack")
    print("\n".join(lines))
    return DONE


class ReportFormat(StrEnum):
    """How a report is printed."""

    TEXT = "text"
    JSON = "json"


@app.command("coverage")
def coverage_(
    root: Root = Path(),
    format_: Annotated[
        ReportFormat, typer.Option("--format", help="How to print.")
    ] = ReportFormat.TEXT,
    as_at: AsAt = "",
    jobs: Jobs = 0,
) -> int:
    """Hold the classes of information against what is published; name who must act."""
    from generator import coverage  # noqa: PLC0415 - it plans the pages, which a check does not

    outcome, found = coverage.coverage(_root(root), _as_at(as_at), jobs=jobs)
    _warned(outcome)
    if found is None:
        for line in findings_text(outcome.findings):
            _say(line)
        _say("The settings cannot be read, so nothing was held against them.")
        return MISUSED
    if format_ is ReportFormat.JSON:
        print(json.dumps(coverage.as_json(found), indent=2, ensure_ascii=False))
    else:
        print("\n".join(coverage.as_text(found)).rstrip())
    return DONE


class Form(StrEnum):
    """A document that has a form, and so what a Word or OpenDocument file may come over as."""

    POLICY = "policy"
    SOP = "sop"
    EIA = "eia"
    WORKBOOK = "workbook"
    MONITORING_REPORT = "monitoring-report"


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .docx or .odt file.")],
    as_: Annotated[
        Form | None,
        typer.Option("--as", help="What it is; else as its header table says, else a policy."),
    ] = None,
    into: Annotated[
        str,
        typer.Option(
            "--into", metavar="PACK", help="policies/<id>/v2; else a new pack, after the title."
        ),
    ] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Write over the document that is there.")
    ] = False,
    accept_changes: Annotated[
        bool, typer.Option("--accept-changes", help="Accept every tracked change.")
    ] = False,
    drop_comments: Annotated[
        bool, typer.Option("--drop-comments", help="Leave comments behind.")
    ] = False,
    drop_objects: Annotated[
        bool, typer.Option("--drop-objects", help="Leave embedded objects and charts behind.")
    ] = False,
    drop_macros: Annotated[
        bool, typer.Option("--drop-macros", help="Leave macros behind.")
    ] = False,
    drop_links: Annotated[
        bool,
        typer.Option("--drop-links", help="Leave links to templates and other files behind."),
    ] = False,
    root: Root = Path(),
    as_at: AsAt = "",
    jobs: Jobs = 0,
) -> int:
    """Take a Word or OpenDocument file into the store as a draft, and say what did not survive.

    What the file hides stops the import (exit status 1) unless one of the switches answers it;
    hidden words and protective markings have none. Nothing is overwritten without --replace.
    """
    from generator.importing.bring import bring_in  # noqa: PLC0415 - a check imports nothing
    from generator.importing.report import imported_text, stopped_text  # noqa: PLC0415
    from generator.importing.words import Asked, CannotImport, Stopped  # noqa: PLC0415
    from generator.word.reading import Kind  # noqa: PLC0415

    answers = {
        Kind.CHANGE: accept_changes, Kind.COMMENT: drop_comments, Kind.OBJECT: drop_objects,
        Kind.MACRO: drop_macros, Kind.LINK: drop_links,
    }  # fmt: skip
    answered = frozenset(kind for kind, given in answers.items() if given)
    kind, pack = DocumentType(as_.value) if as_ else None, _in_store(into, root) if into else ""
    day = _as_at(as_at)
    try:
        scheme = _scheme(root, jobs)
        done = bring_in(scheme, root, Asked(file, kind, pack, replace, answered), day)
    except (CannotImport, CannotStart) as error:
        raise Misuse(f"{error}. Nothing was written.") from error
    if isinstance(done, Stopped):
        print("\n".join(stopped_text(file.name, done)))
        return REFUSED
    print("\n".join((*imported_text(file.name, done), "")))
    _print_lacking(root, done.pack, day, jobs)
    return DONE


def _print_lacking(root: Path, pack: str, day: date, jobs: int) -> None:
    """Print what a new draft lacks, as the gate says it."""

    def look(outcome: Outcome) -> missing.Foreseen | None:
        return _foreseen(outcome, (pack,), SiteChoice.BOTH, Stage.DEVELOPMENT)

    _, foreseen = pipeline.check_for(root, day, look, jobs=jobs)
    if foreseen is not None:
        print("\n".join(missing.as_text(missing.due(foreseen))))


new = typer.Typer(
    help="Start a document or a pack from its format; nothing that is there is overwritten.",
    no_args_is_help=True,
)
app.add_typer(new, name="new")

PolicyId = Annotated[str, typer.Argument(metavar="ID", help="The policy's id: lost-property.")]
PackOrId = Annotated[
    str, typer.Argument(metavar="PACK", help="The pack, policies/<id>/v1, or the policy's id.")
]
Title = Annotated[str, typer.Option("--title", help="Its title; else made from its name.")]


class ChangeChoice(StrEnum):
    """How much a version changes the one before."""

    MAJOR = "major"
    MINOR = "minor"
    INTERIM = "interim"


@new.command("policy")
def new_policy_(
    policy: Annotated[str, typer.Argument(metavar="ID", help="Its address for ever: a-z, 0-9, -.")],
    title: Title = "",
    sop: Annotated[
        list[str] | None,
        typer.Option(
            "--sop", metavar="NAME", help="A procedure to start with it; may be repeated."
        ),
    ] = None,
    root: Root = Path(),
    as_at: AsAt = "",
    jobs: Jobs = 0,
) -> int:
    """Start a policy: the statement, its assessment, its workbook and its record."""
    from generator.start.pack import new_policy  # noqa: PLC0415 - a check starts nothing

    scheme, day = _scheme(root, jobs), _as_at(as_at)
    return _started(new_policy(scheme, root, policy, day, title=title, sops=sop or ()))


@new.command("version")
def new_version_(
    policy: PolicyId,
    change: Annotated[
        ChangeChoice | None, typer.Option("--change", help="What kind of change it is.")
    ] = None,
    summary: Annotated[
        str, typer.Option("--summary", help="What changed, in one or two sentences.")
    ] = "",
    root: Root = Path(),
    as_at: AsAt = "",
    jobs: Jobs = 0,
) -> int:
    """Start the next version of a policy from its last: as drafts, with no sign-off and no date."""
    from generator.start.version import new_version  # noqa: PLC0415 - as above

    scheme, day = _scheme(root, jobs), _as_at(as_at)
    kind = change.value if change else ""
    return _started(new_version(scheme, root, policy, day, change=kind, summary=summary))


@new.command("sop")
def new_sop_(
    pack: PackOrId,
    name: Annotated[str, typer.Argument(metavar="NAME", help="`process` makes sop-process.md.")],
    title: Title = "",
    root: Root = Path(),
    jobs: Jobs = 0,
) -> int:
    """Start a standard operating procedure in a pack that is in development."""
    from generator.start.pack import new_sop  # noqa: PLC0415 - as above

    scheme = _scheme(root, jobs)
    return _started(new_sop(scheme, root, _in_store(pack, root), name, title=title))


@new.command("eia")
def new_eia_(pack: PackOrId, root: Root = Path(), jobs: Jobs = 0) -> int:
    """Start the equality impact assessment of a pack that is in development."""
    from generator.start.pack import new_assessment  # noqa: PLC0415 - as above

    return _started(new_assessment(_scheme(root, jobs), root, _in_store(pack, root)))


@new.command("workbook")
def new_workbook_(pack: PackOrId, root: Root = Path(), jobs: Jobs = 0) -> int:
    """Start the corporate policy workbook of a pack that is in development."""
    from generator.start.pack import new_workbook  # noqa: PLC0415 - as above

    return _started(new_workbook(_scheme(root, jobs), root, _in_store(pack, root)))


@new.command("monitoring-report")
def new_monitoring_report_(
    policy: PolicyId,
    edition: Annotated[
        str, typer.Argument(metavar="EDITION", help="Its folder, such as the year: 2026.")
    ] = "",
    title: Title = "",
    root: Root = Path(),
    as_at: AsAt = "",
    jobs: Jobs = 0,
) -> int:
    """Start the monitoring report of a policy; the edition is this year's unless said."""
    from generator.start.pack import new_monitoring_report  # noqa: PLC0415 - as above

    scheme, year = _scheme(root, jobs), str(_as_at(as_at).year)
    return _started(new_monitoring_report(scheme, root, policy, edition or year, title=title))


@app.command("template")
def template_(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"One of: {', '.join(Form)}.")],
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE.docx", help="Where it goes; else KIND.docx, here."),
    ] = None,
    root: Root = Path(),
) -> int:
    """Write the form of a document as a Word file; `scheme import` understands it once filled."""
    from generator.render.word_template import template  # noqa: PLC0415 - nothing else needs pandoc

    if kind not in set(Form):
        raise Misuse(f"there is no form {kind!r}; there are: {', '.join(Form)}")
    target = to or Path(f"{kind}.docx")
    if target.suffix.lower() != ".docx":
        raise Misuse(f"{target} is no Word file; give it a name that ends in .docx")
    settings, faults = pipeline.settings_of(_root(root))
    for line in findings_text(faults):
        _say(line)
    if faults:
        raise Misuse("the settings cannot be read, so nothing was written")
    data = template(DocumentType(kind), settings)
    try:
        with target.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise Misuse(f"{target} is there already; nothing is ever overwritten") from error
    print(f"Wrote {target}. Fill it in Word; `scheme import {target}` makes a draft of it.")
    return DONE


def _scheme(root: Path, jobs: int) -> Scheme:
    """Return the store, which needs settings that can be read."""
    scheme = pipeline.read_scheme(_root(root), jobs=jobs)
    if not isinstance(scheme, Scheme):
        for line in findings_text(scheme):
            _say(line)
        raise Misuse("the settings cannot be read, so nothing was done")
    return scheme


def _started(done: Started) -> int:
    print("\n".join(started_text(done)))
    return DONE


@app.command("compare")
def compare_(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="Its id: stop-and-search.")],
    old: Annotated[str, typer.Argument(metavar="V1", help="A version: 1, or v1.")],
    new: Annotated[str, typer.Argument(metavar="V2", help="The version to hold against it.")],
    root: Root = Path(),
    jobs: Jobs = 0,
) -> int:
    """Show what changed between two versions of a policy, published or not.

    It is the policy unit's tool: drafts, refused versions and what is kept inside are shown whole.
    """
    from generator.compare.as_text import as_text as comparison  # noqa: PLC0415 - no other command compares

    scheme = _scheme(root, jobs)
    policy_id = Path(_in_store(policy, root)).as_posix().removeprefix("policies/")
    packs = {pack.version: pack for pack in scheme.policies.get(policy_id, ())}
    if not packs:
        near = get_close_matches(policy_id, scheme.policies, n=1)
        hint = f"; did you mean {near[0]}?" if near else "; name a folder of policies/"
        raise Misuse(f"there is no policy {policy_id!a}{hint}")
    print("\n".join(comparison(_version(packs, old), _version(packs, new))))
    return DONE


def _version(packs: Mapping[int, Pack], text: str) -> Pack:
    """Return the version that a number, with or without its `v`, names."""
    number = text.removeprefix("v")
    pack = next((p for p in packs.values() if str(p.version) == number), None)
    if pack is None:
        known = ", ".join(str(version) for version in sorted(packs))
        raise Misuse(f"there is no version {text!a} of it; there are: {known}")
    return pack


@app.command("serve")
def serve_(
    root: Root = Path(),
    as_at: AsAt = "",
    port: Annotated[
        int,
        typer.Option("--port", min=1, max=65534, help="The public site's; the intranet's is next."),
    ] = 8000,
    jobs: Jobs = 0,
) -> int:
    """Show both sites to this machine only, and build them again as files change."""
    from generator import serve  # noqa: PLC0415 - no other command needs a server or a watch

    try:
        return serve.serve(_root(root), _as_at(as_at), port, _say, jobs=jobs)
    except serve.CannotServe as error:
        raise Misuse(str(error)) from error


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
