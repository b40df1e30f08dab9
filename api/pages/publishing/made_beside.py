"""A publication that an account holder ordered, made beside the pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from api.answers import sentence
from api.home import keys_folder
from api.jobs.making import CannotBeMade, Task
from api.office import office_at
from api.publishing import Asked, Done, make_again, publish
from api.speaking import Refused
from ledger.refusals import Refusal


class Wish(NamedTuple):
    """What was ordered, and in which language to answer.

    `edition`: the package of an earlier publication is to be made again.
    """

    unit: str
    year: int
    until: str | None
    edition: int | None
    language: str


def make(task: Task) -> Mapping[str, Any]:
    """Publish, or make a package again; return the year and the edition.

    The number of the job is the key: what a maker recorded who died then is finished.

    Raises:
        CannotBeMade: the ledger refuses it; the argument is its sentence.
        Stopped, NotWanted: as `Task.tell`.
    """
    job, bench = task.job, task.bench
    wish = Wish(*(job.asked[name] for name in Wish._fields))
    until = date.fromisoformat(wish.until) if wish.until else None
    key = f"{job.asked_by}/cong-bo/{job.job_id}"
    asked = Asked(wish.unit, wish.year, until, job.asked_by, key)
    keys, home = keys_folder(), bench.home
    try:
        with _room(home / f".cong-bo-{job.job_id}") as out:
            if wish.edition is None:
                with office_at(bench.url, keys) as office:
                    done = publish(bench.url, office, keys, home, asked, out, task.tell)
            else:
                done = make_again(bench.url, keys, home, asked, wish.edition, out, task.tell)
    except Refusal as refusal:
        raise CannotBeMade(sentence(refusal, language=wish.language)) from refusal
    except Refused as refused:
        raise CannotBeMade(str(refused)) from refused
    return _said(done)


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """Yield where a package can be made, with nothing of a maker that died in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder / "goi"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _said(done: Done) -> dict[str, Any]:
    return {"year": done.published.event.year, "edition": done.published.event.edition}
