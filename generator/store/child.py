"""Work on untrusted text happens in child processes, with a limit of time and of memory.

One document that hangs or swells is stopped and reported; the others are read all the same.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct

from generator.progress import counted

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.connection import Connection

    from pebble import ProcessPool

SECONDS = 10.0
MEMORY = 512 * 1024 * 1024
CHUNK = 32
GARBAGE = 100_000
"""So many objects come to be before one looks for circles of them: texts make many, and hardly any
in circles."""
DIED = "made its reader stop"
MANY = 8
"""So many chunks take longer than it takes to look through what the parent holds."""

Task = TypeVar("Task")
Result = TypeVar("Result")


class Stopped(Struct, frozen=True):
    """A task that did not end within its limits; ``reason`` says which, in plain words."""

    reason: str


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0))


class Guard(Struct, Generic[Task, Result], frozen=True):
    """Runs ``function`` on untrusted tasks in children, ``seconds`` and ``memory`` bytes each."""

    function: Callable[[Task], Result]
    jobs: int = 0
    seconds: float = SECONDS
    memory: int = MEMORY
    at_once: int = CHUNK

    def run(self, tasks: Sequence[Task]) -> Iterator[Result | Stopped]:
        """Yield each task's result in order, or ``Stopped`` where it met a limit.

        Tasks go to children in chunks of ``at_once``. A chunk that is stopped is tried again one
        task at a time, so that only the task at fault is lost. Watchers are told how many are done.
        """
        if not tasks:
            return
        counted(0, len(tasks))
        if len(tasks) > self.at_once:
            yield from self._in_pool(tasks)
            return
        yield from self._apart(tasks)
        counted(len(tasks), len(tasks))

    def _in_pool(self, tasks: Sequence[Task]) -> Iterator[Result | Stopped]:
        from pebble import ProcessPool  # noqa: PLC0415 - a few tasks are done before it is loaded

        done = 0
        size = self.at_once
        chunks = [tasks[at : at + size] for at in range(0, len(tasks), size)]
        many = len(chunks) > MANY
        if many:
            gc.collect()
            gc.freeze()  # children share the parent's pages for as long as nobody touches them
        try:
            with ProcessPool(
                max_workers=min(self.jobs or cores(), len(chunks)),
                context=multiprocessing.get_context("fork"),
                initializer=_limit_memory,
                initargs=(self.memory,),
            ) as pool:
                waiting = [self._send(pool, chunk) for chunk in chunks]
                for chunk, future in zip(chunks, waiting, strict=True):
                    yield from self._receive(chunk, future)
                    done += len(chunk)
                    counted(done, len(tasks))
        finally:
            if many:
                gc.unfreeze()

    def _send(self, pool: ProcessPool, chunk: Sequence[Task]) -> Future[list[Result]]:
        sent: Future[list[Result]] = pool.schedule(
            _each, args=[self.function, chunk], timeout=self.seconds
        )
        return sent

    def _receive(
        self, chunk: Sequence[Task], future: Future[list[Result]]
    ) -> Iterator[Result | Stopped]:
        try:
            yield from future.result()
        except Exception as error:  # noqa: BLE001 - fail closed, whatever a text does to its reader
            if len(chunk) == 1:
                yield Stopped(self._reason(error))
            else:
                yield from self._one_by_one(chunk)

    def _one_by_one(self, tasks: Sequence[Task]) -> Iterator[Result | Stopped]:
        return chain.from_iterable(self._apart([task]) for task in tasks)

    def _apart(self, tasks: Sequence[Task]) -> Iterator[Result | Stopped]:
        """Do a few tasks in a child of their own, which is there sooner than a pool."""
        results = self._answer(tasks)
        if not isinstance(results, Stopped):
            yield from results
        elif len(tasks) == 1:
            yield results
        else:
            yield from self._one_by_one(tasks)

    def _answer(self, tasks: Sequence[Task]) -> list[Result] | Stopped:
        """Return the results of all these tasks, or what stopped the child that did them."""
        context = multiprocessing.get_context("fork")
        here, there = context.Pipe(duplex=False)
        child = context.Process(target=self._tell, args=(tasks, there), daemon=True)
        child.start()
        there.close()
        try:
            if not here.poll(self.seconds):
                return Stopped(self._reason(TimeoutError()))
            told: list[Result] | Stopped = here.recv()
        except (EOFError, OSError):  # before it had told anything, or all
            return Stopped(DIED)
        except Exception as error:  # noqa: BLE001 - what it told cannot be read
            return Stopped(self._reason(error))
        finally:
            child.kill()
            child.join()
            here.close()
        return told

    def _tell(self, tasks: Sequence[Task], there: Connection) -> None:
        """Do these tasks, and say what came of them; runs in a child."""
        _limit_memory(self.memory)
        try:
            there.send(_each(self.function, tasks))
        except Exception as error:  # noqa: BLE001 - as above
            there.send(Stopped(self._reason(error)))

    def _reason(self, error: BaseException) -> str:
        if isinstance(error, TimeoutError):
            return f"took longer than {self.seconds:g} seconds"
        if isinstance(error, MemoryError):
            return f"needed more than {self.memory // 2**20} MB of memory"
        from pebble import ProcessExpired  # noqa: PLC0415 - as above

        if isinstance(error, ProcessExpired):
            return DIED
        return f"made its reader fail ({type(error).__name__})"


def _each(function: Callable[[Any], Any], chunk: Sequence[Any]) -> list[Any]:
    return [function(task) for task in chunk]


def _limit_memory(extra: int) -> None:
    """Let this child grow by ``extra`` bytes over what it shares with its parent."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    limit = pages * resource.getpagesize() + extra
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    gc.set_threshold(GARBAGE)
