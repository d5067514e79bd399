import os
import signal
import time

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


def test_one_bad_task_is_stopped_and_the_others_are_done():
    tasks = [str(n) for n in range(40)]
    tasks[3:7] = ["sleep", "swell", "die", "raise"]
    found = list(Guard(work, jobs=2, seconds=1, memory=256 * 2**20).run(tasks))
    assert found[3] == Stopped("took longer than 1 seconds")
    assert found[4] == Stopped("needed more than 256 MB of memory")
    assert found[5] == Stopped("made its reader stop")
    assert found[6] == Stopped("made its reader fail (RecursionError)")
    rest = [r for n, r in enumerate(found) if n not in range(3, 7)]
    assert rest == [t * 2 for n, t in enumerate(tasks) if n not in range(3, 7)]


def test_nothing_to_do_starts_nothing():
    assert list(Guard(work).run([])) == []
