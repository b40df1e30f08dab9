"""Long work for one person: it goes on in a thread, and its page shows how far it has come.

A job lives in the memory of the process that began it: after a restart it is simply begun again.
Nothing is recorded by one. Two run at a time; the oldest finished ones are forgotten with their
files.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Final

from fastapi import Request

OnProgress = Callable[[int, int], None]
KEPT: Final = 20
AT_A_TIME: Final = 2


@dataclass(slots=True)
class Job:
    """Work of one person; `result` is what it returned, once it is `done`."""

    job_id: str
    person_id: str
    so_far: tuple[int, int] = (0, 1)
    result: Any = None
    failed: bool = False
    done: bool = False
    file: Path | None = None

    def progress(self, done: int, every: int) -> None:
        """Note how far the work has come."""
        self.so_far = (done, max(every, 1))


@dataclass(slots=True)
class Jobs:
    """The jobs of this process."""

    _hands: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="inspection")
    )
    _known: dict[str, Job] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, person_id: str, work: Callable[[Job], object]) -> Job:
        """Begin a job; `work` gets it, to tell how far it has come, and returns the result."""
        job = Job(token_urlsafe(9), person_id)
        with self._lock:
            self._known[job.job_id] = job
            self._forget()
        future: Future[object] = self._hands.submit(work, job)
        future.add_done_callback(lambda done: _finish(job, done))
        return job

    def of(self, person_id: str, job_id: str) -> Job | None:
        """Return a person's own job; None if there is none, or it was forgotten."""
        job = self._known.get(job_id)
        return job if job and job.person_id == person_id else None

    def _forget(self) -> None:
        finished = [job for job in self._known.values() if job.done]
        for job in finished[: max(0, len(self._known) - KEPT)]:
            del self._known[job.job_id]
            if job.file is not None:
                job.file.unlink(missing_ok=True)


def jobs_of(request: Request) -> Jobs:
    """Return the jobs of the application that was asked."""
    state = request.app.state
    if not hasattr(state, "inspection_jobs"):
        state.inspection_jobs = Jobs()
    found: Jobs = state.inspection_jobs
    return found


def _finish(job: Job, done: Future[object]) -> None:
    job.failed = done.exception() is not None
    job.result = None if job.failed else done.result()
    job.done = True
