"""What a run says of itself: its stages to a watcher, bars to a person, timings on request."""

import io
import re

import pytest
from rich.console import Console

from generator import cli
from generator.bars import Bars
from generator.progress import Work, counted, stage, watched_by
from generator.store.child import Guard
from generator.timings import Moment, Timings
from tests.commands import build, check
from tests.stores import make_store


class Notes:
    """A watcher that writes down what it is told."""

    def __init__(self):
        self.heard = []

    def began(self, work):
        self.heard.append(f"{work} began")

    def counted(self, done, total):
        self.heard.append(f"{done} of {total}")

    def ended(self, work):
        self.heard.append(f"{work} ended")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.time = 100.0

    def __call__(self):
        return self.time


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("progress"))


@pytest.fixture(scope="module")
def watched(store):
    """Return what a build said, and what a watcher heard of it."""
    notes = Notes()
    with watched_by(notes):
        return build(store, "--timings"), notes.heard


def test_a_build_tells_of_each_stage_in_turn_and_none_within_another(watched):
    stages = [line for line in watched[1] if " of " not in line]
    begun = [line.removesuffix(" began") for line in stages[::2]]
    assert stages == [f"{work} {word}" for work in begun for word in ("began", "ended")]
    assert begun == [
        "reading", "gate", "writing", "registers", "conversion", "downloads", "templates",
        "writing", "search", "verify", "writing",
    ]  # fmt: skip


def test_a_build_says_what_each_stage_took_when_asked(watched):
    lines = [line.split()[0] for line in watched[0].err.splitlines()]
    assert lines == ["stage", *Work, "the", "all"]


def test_a_build_ends_with_what_it_did(watched, store):
    assert watched[0].status == 0
    assert re.sub(r"[\d.]+ s\.", "1.5 s.", watched[0].out) == (
        f"Published 12 documents into {store}/site/public and {store}/site/intranet: "
        "194 pages written, 0 kept, 1.5 s.\n"
    )


def _double(number):
    return 2 * number


def test_workers_tell_how_many_tasks_are_done():
    notes = Notes()
    with watched_by(notes):
        assert list(Guard(_double, jobs=2, at_once=2).run(range(5))) == [0, 2, 4, 6, 8]
    assert notes.heard == ["0 of 5", "2 of 5", "4 of 5", "5 of 5"]


def test_a_stage_that_fails_has_ended():
    notes = Notes()
    with pytest.raises(ValueError, match="broken"), watched_by(notes), stage(Work.SEARCH):
        raise ValueError("broken")
    assert notes.heard == ["search began", "search ended"]


def test_nobody_is_told_of_a_run_that_is_not_watched():
    notes = Notes()
    with watched_by(notes):
        pass
    with stage(Work.GATE):
        counted(1, 2)
    assert notes.heard == []


def test_timings_add_up_each_stage_and_name_the_rest():
    moments = iter([(0, 0), (1, 1), (3, 4), (4, 4), (5, 7), (5, 7), (6, 8), (10, 10)])
    timings = Timings(lambda: Moment(*next(moments)))
    with watched_by(timings):
        for work in (Work.READING, Work.VERIFY, Work.READING):
            with stage(work):
                pass
    assert list(timings.as_text()) == [
        "stage          seconds       CPU    of CPU",
        "reading           3.00      4.00       40%",
        "verify            1.00      3.00       30%",
        "the rest          6.00      3.00       30%",
        "all              10.00     10.00      100%",
    ]


def drawn(bars, console):
    """Return what stands on the screen now, a row for each stage, without colours."""
    bars.progress.refresh()
    screen = console.file.getvalue().rpartition("\x1b[2K")[2]
    rows = re.sub(r"\x1b\[[\d;?]*[A-Za-z]|[━╸╺]", "", screen).splitlines()
    return [" ".join(row.split()) for row in rows]


@pytest.fixture
def console():
    return Console(file=io.StringIO(), force_terminal=True, width=100, _environ={})


def test_bars_show_what_is_done_of_a_stage_and_how_long_it_will_take(console):
    clock = Clock()
    with Bars((Work.READING, Work.CONVERSION, Work.VERIFY), console, clock) as bars:
        clock.time += 5
        bars.began(Work.READING)
        clock.time += 2.5
        bars.ended(Work.READING)
        bars.began(Work.CONVERSION)
        bars.counted(0, 2000)
        clock.time += 4
        bars.counted(400, 2000)
        clock.time += 4
        bars.counted(800, 2000)
        assert drawn(bars, console) == [
            "Reading the store 3 s",
            "Converting texts 800 of 2,000 documents, about 12 s left",
            "Proving both sites",
        ]


def test_bars_of_a_short_run_are_never_drawn(console):
    clock = Clock()
    with Bars(tuple(Work), console, clock) as bars:
        bars.began(Work.READING)
        clock.time += 0.9
        bars.ended(Work.READING)
    assert console.file.getvalue() == ""


def test_bars_leave_nothing_on_the_screen(console):
    clock = Clock()
    with Bars((Work.GATE,), console, clock) as bars:
        clock.time += 5
        bars.began(Work.GATE)
        bars.ended(Work.GATE)
    assert console.file.getvalue().endswith("\x1b[?25h\r\x1b[1A\x1b[2K")


@pytest.mark.parametrize(
    ("file", "variables", "is_there"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, True),
        (Terminal(), {"CI": "true"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_progress_is_for_a_person_at_a_terminal(monkeypatch, file, variables, is_there):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stderr", file)
    assert cli._is_at_a_terminal() is is_there


@pytest.mark.parametrize(("options", "begun"), [((), 1), (("--quiet",), 0)])
def test_a_quiet_run_draws_nothing(store, monkeypatch, options, begun):
    made = []

    class Seen(Bars):
        def __init__(self, stages):
            super().__init__(stages, Console(file=io.StringIO()))
            made.append(stages)

    monkeypatch.setattr(cli, "_is_at_a_terminal", lambda: True)
    monkeypatch.setattr("generator.bars.Bars", Seen)
    assert check(store, *options).status == 0
    assert made == [cli.CHECKING] * begun
