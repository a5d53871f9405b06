"""Decoding in worker processes: a file that hangs, bombs or crashes its decoder costs that file alone.

Each worker has a pipe of its own and one file at a time, so there is never a doubt about which file a dead worker was
on, and nothing is shared that a dying worker could leave locked. A thread per run hands out the files and takes the
answers in, so that workers go on while the caller does something else with what it was given.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection, Pipe, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.vision import memory
from twinlens.vision.bare_spawn import start_process
from twinlens.vision.decode_worker import Answer, Identified, Task, path_of
from twinlens.vision.decoding import DecodedPhoto, DecodeRequest, RenderedPicture

_WORK = ("twinlens.vision.decode_worker", "work")
_TICK_S = 0.1
_START_UP_S = 60.0
_MOST_WORKERS = 8
_LEAST_AHEAD = 32
_AHEAD_PER_WORKER = 8
_CLOSE_S = 1.0
_START_SIZE = 100 * 2**20
"""About what a worker holds before its first file."""
_FEW_STARTS = 3
"""A worker that dies before it is ready is started this many times in all before the pool gives up."""
_FEW_CRASHES = 2
"""A file is blamed only when the second worker dies over it: the first may have been killed for another reason."""


_STOPPED = "the decode pool was stopped"


class PoolClosedError(RuntimeError):
    """The pool was stopped while, or before, it was used."""


class DecodePool:
    """Worker processes for decoding. One run at a time; `render` may be called beside it."""

    def __init__(self, workers: int | None = None, *, timeout_s: float = 60.0, memory_limit: int | None = None) -> None:
        count = workers or min(_MOST_WORKERS, os.cpu_count() or 1)
        limit = memory_limit or memory.default_limit(count)
        self._workers = [_Worker(f"decoder-{number}", limit, timeout_s) for number in range(count)]
        self._renderer = _Worker("decoder-for-show", limit, timeout_s)
        self._busy = threading.Lock()
        self._showing = ThreadPoolExecutor(1, "render")
        self._stopped = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.stop()

    def decode(
        self, requests: Iterable[DecodeRequest], check: Callable[[], None]
    ) -> Iterator[tuple[DecodeRequest, DecodedPhoto | FileProblem]]:
        """Decode files and yield each with its result, in the order in which they are done.

        Only a few requests are taken ahead of what was yielded. `check` is called at least every 0.2 s of waiting; what
        it raises ends the run at once, and the workers with it.
        """
        for task, answer in self._run(requests, check):
            yield cast(DecodeRequest, task), cast("DecodedPhoto | FileProblem", answer)

    def identify(self, paths: Iterable[Path], check: Callable[[], None]) -> Iterator[Identified | FileProblem]:
        """Stamps and content keys of files, without decoding them."""
        for _, answer in self._run(paths, check):
            yield cast("Identified | FileProblem", answer)

    def render(self, path: Path, max_side: int | None = None) -> Future[RenderedPicture | FileProblem]:
        """A large picture for the window, by a worker of its own, one at a time.

        A call that is not wanted any more can be cancelled.
        """
        if self._stopped.is_set():
            raise PoolClosedError(_STOPPED)
        return self._showing.submit(self._rendered, path, max_side)

    def close(self) -> None:
        """End the workers, which have nothing to do between runs."""
        self._stopped.set()
        self._showing.shutdown(wait=False, cancel_futures=True)
        for worker in (*self._workers, self._renderer):
            worker.close(retire=True)

    def stop(self) -> None:
        """Kill the workers at once, whatever they are doing. The pool cannot be used again."""
        self._stopped.set()
        self._showing.shutdown(wait=False, cancel_futures=True)
        for worker in (*self._workers, self._renderer):
            worker.kill(retire=True)

    def _run(self, tasks: Iterable[Task], check: Callable[[], None]) -> Iterator[tuple[Task, Answer]]:
        if not self._busy.acquire(blocking=False):
            raise RuntimeError("a decode pool does one run at a time")
        run = _Run(self._workers, self._stopped)
        finished = False
        try:
            yield from run.results(iter(tasks), check)
            finished = True
        finally:
            run.end(kill=not finished)
            self._busy.release()

    def _rendered(self, path: Path, max_side: int | None) -> RenderedPicture | FileProblem:
        self._renderer.give((path, max_side))
        try:
            while not self._stopped.is_set():
                wait(self._renderer.signals(), _TICK_S)
                answer = self._renderer.take()
                if answer is not None:
                    return cast("RenderedPicture | FileProblem", answer)
        except OSError:
            # Another thread that stops the pool closes pipes under this one's hands.
            if not self._stopped.is_set():
                raise
        raise PoolClosedError(_STOPPED)


class _Run:
    """One pass over an iterable of tasks."""

    def __init__(self, workers: list[_Worker], stopped: threading.Event) -> None:
        self._workers = workers
        self._stopped = stopped
        self._ahead = max(_LEAST_AHEAD, _AHEAD_PER_WORKER * len(workers))
        self._waiting: deque[Task] = deque()
        self._answers: queue.SimpleQueue[tuple[Task, Answer] | BaseException] = queue.SimpleQueue()
        self._over = threading.Event()
        self._news, self._bell = Pipe(duplex=False)
        self._thread = threading.Thread(target=self._serve, name="decode-pool", daemon=True)

    def results(self, tasks: Iterator[Task], check: Callable[[], None]) -> Iterator[tuple[Task, Answer]]:
        """Every task with its answer."""
        self._thread.start()
        outstanding = 0
        exhausted = False
        while True:
            while not exhausted and outstanding < self._ahead:
                check()
                task = next(tasks, None)
                if task is None:
                    exhausted = True
                    break
                self._waiting.append(task)
                outstanding += 1
                self._ring()
            if not outstanding:
                return
            yield self._next(check)
            outstanding -= 1

    def end(self, *, kill: bool) -> None:
        """End the serving thread, and kill what is still being done when nobody waits for it."""
        self._over.set()
        self._ring()
        if self._thread.ident is not None:
            self._thread.join()
        self._news.close()
        self._bell.close()
        if kill:
            for worker in self._workers:
                if worker.task is not None:
                    worker.kill()

    def _next(self, check: Callable[[], None]) -> tuple[Task, Answer]:
        while True:
            check()
            if self._stopped.is_set():
                raise PoolClosedError(_STOPPED)
            try:
                answer = self._answers.get(timeout=_TICK_S)
            except queue.Empty:
                continue
            if isinstance(answer, BaseException):
                # A pool stopped by another thread closes pipes under this one's hands.
                raise PoolClosedError(_STOPPED) if self._stopped.is_set() else answer
            return answer

    def _ring(self) -> None:
        """Wake the serving thread."""
        self._bell.send_bytes(b"!")

    def _serve(self) -> None:
        try:
            while not self._over.is_set() and not self._stopped.is_set():
                self._hand_out()
                wait([self._news, *self._signals()], _TICK_S)
                while self._news.poll():
                    self._news.recv_bytes()
                self._take_in()
        except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
            self._answers.put(error)

    def _signals(self) -> list[Connection | int]:
        return [signal for worker in self._workers if worker.task is not None for signal in worker.signals()]

    def _hand_out(self) -> None:
        for worker in self._workers:
            if worker.task is None and self._waiting:
                worker.give(self._waiting.popleft())

    def _take_in(self) -> None:
        for worker in self._workers:
            task = worker.task
            answer = None if task is None else worker.take()
            if task is not None and answer is not None:
                self._answers.put((task, answer))


class _Worker:
    """One process and the file that it is on. Safe to be killed by a thread other than the one that uses it."""

    def __init__(self, name: str, memory_limit: int, timeout_s: float) -> None:
        self._name = name
        self._memory_limit = memory_limit
        self._timeout_s = timeout_s
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._ready = False
        self._is_fresh = True
        self._retired = False
        self._deadline = 0.0
        self._failed_starts = 0
        self._crashes = 0
        self._lock = threading.RLock()
        self.task: Task | None = None

    def give(self, task: Task) -> None:
        """Hand the worker its next file; starts the process if there is none."""
        with self._lock:
            self.task = task
            self._crashes = 0
            if self._process is None:
                self._start()
            else:
                self._send()

    def signals(self) -> list[Connection | int]:
        """What to wait on for news of this worker."""
        with self._lock:
            if self._process is None or self._connection is None:
                return []
            return [self._connection, self._process.sentinel]

    def take(self) -> Answer | None:
        """The answer, if there is one by now."""
        with self._lock:
            if self.task is None or self._process is None or self._connection is None:
                return None
            try:
                if self._connection.poll():
                    return self._received(self._connection.recv())
            except (EOFError, OSError):
                return self._died()
            if not self._process.is_alive():
                return self._died()
            if time.monotonic() > self._deadline:
                return self._overdue()
            return self._overgrown() if self._ready and not memory.CAPPED_BY_SYSTEM else None

    def close(self, *, retire: bool = False) -> None:
        """End the process by closing its pipe; one that doesn't react is killed."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            if self._process is not None:
                self._process.join(_CLOSE_S)
            self.kill(retire=retire)

    def kill(self, *, retire: bool = False) -> None:
        """End the process at once; retired, the worker never starts another."""
        with self._lock:
            process, self._process = self._process, None
            connection, self._connection = self._connection, None
            self._ready = False
            self._retired = self._retired or retire
            self.task = None
            if process is not None:
                process.kill()
                process.join()
                process.close()
            if connection is not None:
                connection.close()

    def _start(self) -> None:
        if self._retired:
            raise PoolClosedError(_STOPPED)
        self._process, self._connection = start_process(self._name, *_WORK, self._memory_limit, self._timeout_s)
        self._ready = False
        self._is_fresh = True
        self._deadline = time.monotonic() + _START_UP_S

    def _restart(self) -> None:
        task = self.task
        self.kill()
        self.task = task
        self._start()

    def _send(self) -> None:
        if not self._ready or self._connection is None:
            return
        self._deadline = time.monotonic() + self._timeout_s
        try:
            self._connection.send(self.task)
        except OSError:
            # It died between two files: this one is not to blame.
            self._restart()

    def _received(self, message: tuple[Answer, bool] | None) -> Answer | None:
        if message is None:
            self._ready = True
            self._failed_starts = 0
            self._send()
            return None
        answer, tired = message
        fresh, self._is_fresh = self._is_fresh, False
        if isinstance(answer, FileProblem) and answer.reason is ProblemReason.TOO_LARGE and not fresh:
            # What earlier files left behind may have filled the memory: only an empty worker's word counts.
            self._restart()
            return None
        self.task = None
        if tired:
            self.close()
        return answer

    def _died(self) -> Answer | None:
        """The process is gone. Before it was ready that was no file's fault."""
        code = self._exit_code()
        if self._ready:
            self._crashes += 1
            if self._crashes >= _FEW_CRASHES:
                return self._given_up(ProblemReason.CRASHED, code)
        else:
            self._failed_starts += 1
            if self._failed_starts >= _FEW_STARTS:
                raise RuntimeError(f"decoder processes cannot be started: {code}")
        self._restart()
        return None

    def _overdue(self) -> Answer | None:
        if not self._ready:
            return self._died()
        return self._given_up(ProblemReason.TIMED_OUT, f"not decoded after {self._timeout_s:g} s")

    def _overgrown(self) -> Answer | None:
        """What the system does elsewhere: end a process that takes more than its limit."""
        held = memory.resident_size(cast(BaseProcess, self._process).pid)
        if held <= self._memory_limit + _START_SIZE:
            return None
        return self._given_up(ProblemReason.TOO_LARGE, "needs more memory than one file may take")

    def _given_up(self, reason: ProblemReason, detail: str) -> FileProblem:
        task = cast(Task, self.task)
        self.kill()
        return FileProblem(path_of(task), reason, detail)

    def _exit_code(self) -> str:
        process = cast(BaseProcess, self._process)
        process.join(_CLOSE_S)
        code = process.exitcode
        if code is None:
            return "the decoder stopped answering"
        return f"the decoder was ended by signal {-code}" if code < 0 else f"the decoder ended with code {code}"
