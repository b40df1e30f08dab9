"""The work on one upload, in a process of its own that may die without harm.

What a died process left behind is taken up by the next one: a check begins again, a recording
knows by their keys what it has recorded already.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from api.exchange.scope import Scope
from api.home import keys_folder
from api.operation.discreet import Discreetly
from api.uploads import checking, records, undoing
from api.uploads.checking import Desk
from api.uploads.folders import Folders
from ledger.database import Connection, connect, query
from ledger.journal import Journal
from ledger.office import now

TELL_S: Final = 0.3


def work(url: str, home: Path, upload_id: str, scope: Scope, on: date) -> None:
    """Do what the upload waits for.

    Args:
        url: the database.
        home: where the kept files are.
        upload_id: which one.
        scope: what the person who prepared it may bring in.
        on: today.
    """
    with Discreetly("upload_failed", upload=upload_id), connect(url) as connection:
        journal = Journal(url, keys_folder())
        try:
            journal.vault.opens(connection)
            connection.execute(query("upload_begin"), {"upload_id": upload_id})
            upload = records.find(connection, upload_id)
            assert upload is not None
            tell = _teller(connection, upload_id)
            _work(Desk(connection, journal, Folders(home), upload, on, tell), scope)
        finally:
            journal.close()


def _work(desk: Desk, scope: Scope) -> None:
    match desk.upload.state:
        case "checking":
            checking.check(desk, scope)
        case "recording":
            checking.record(desk, scope, now())
        case "undo_checking":
            undoing.look(desk, scope)
        case "undoing":
            undoing.undo(desk, scope, now())
        case _:
            pass  # Somebody took it back meanwhile.


def _teller(connection: Connection, upload_id: str) -> Callable[[str, int, int], None]:
    """Return what tells the page how far the work has come, not too often."""
    told_at = 0.0

    def tell(phase: str, done: int, whole: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= TELL_S:
            told_at = time.monotonic()
            said = {"upload_id": upload_id, "phase": phase, "done": done, "whole": whole}
            connection.execute(query("upload_progress"), said)

    return tell
