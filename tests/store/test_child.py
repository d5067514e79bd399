import os
import signal
import time
from multiprocessing.connection import Connection

import pytest

from generator.store.child import Guard, Stopped


def work(task):
    match task:
        case "sleep":
            time.sleep(60)
        case "swell":
            return len(bytearray(2**30))
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "raise":
            raise RecursionError
    return task * 2


@pytest.mark.parametrize("at_once", [1, 32, 64], ids=["one", "some", "all"])
def test_one_bad_task_is_stopped_and_the_others_are_done(at_once):
    tasks = [str(n) for n in range(40)]
    tasks[3:7] = ["sleep", "swell", "die", "raise"]
    guard = Guard(work, jobs=2, seconds=1, memory=256 * 2**20, at_once=at_once)
    found = list(guard.run(tasks))
    assert found[3] == Stopped("took longer than 1 seconds")
    assert found[4] == Stopped("needed more than 256 MB of memory")
    assert found[5] == Stopped("made its reader stop")
    assert found[6] == Stopped("made its reader fail (RecursionError)")
    rest = [r for n, r in enumerate(found) if n not in range(3, 7)]
    assert rest == [t * 2 for n, t in enumerate(tasks) if n not in range(3, 7)]


def test_what_cannot_be_sent_back_stops_its_own_task_and_prints_nothing(capfd):
    assert [*Guard(lambda task: (lambda: task) if task else 0).run([1, 0])] == [
        Stopped("made its reader fail (AttributeError)"),
        0,
    ]
    assert capfd.readouterr() == ("", "")


class Unreadable:
    def __reduce__(self):
        return int, ("no number",)


def test_what_cannot_be_read_of_what_a_child_tells_stops_its_own_task():
    guard = Guard(lambda task: Unreadable() if task else 0)
    assert list(guard.run([1, 0])) == [Stopped("made its reader fail (ValueError)"), 0]


def test_a_child_that_ends_while_it_tells_has_told_nothing(monkeypatch):
    def half(connection, told):
        os.write(connection.fileno(), b"\x00\x00\x10\x00half of it")
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(Connection, "send", half)
    assert list(Guard(len).run([""])) == [Stopped("made its reader stop")]


def test_a_child_that_is_no_longer_wanted_ends(tmp_path):
    note = tmp_path / "child"
    results = Guard(lambda _: note.write_text(str(os.getpid()), "utf-8")).run([0])
    assert next(results) > 0
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text("utf-8")), 0)


def test_nothing_to_do_starts_nothing():
    assert list(Guard(work).run([])) == []
