"""Files that were made for jobs, below the home; they go with their jobs.

<home>/in/<job>/<n>.pdf              print runs
<home>/ho-so-kiem-tra/<job>.zip      evidence bundles, closed to other users
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from ledger.database import Connection, query

PAPERS: Final = "in"
BUNDLES: Final = "ho-so-kiem-tra"


def paper_file(home: Path, job_id: int, number: int) -> Path:
    """Return where a file of a print run lies, or will; numbered from 1."""
    return home / PAPERS / str(job_id) / f"{number}.pdf"


def bundle_file(home: Path, job_id: int) -> Path:
    """Return where an evidence bundle lies, or will."""
    return home / BUNDLES / f"{job_id}.zip"


def sweep(connection: Connection, home: Path) -> None:
    """Delete the papers and bundles that have no job any more.

    Args:
        connection: that commits.
        home: below which they lie.
    """
    known = {str(job_id) for (job_id,) in connection.execute(query("jobs_known"))}
    for folder in _inside(home / PAPERS):
        if folder.name not in known:
            shutil.rmtree(folder, ignore_errors=True)
    for file in _inside(home / BUNDLES):
        if file.stem not in known:
            file.unlink(missing_ok=True)


def _inside(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
