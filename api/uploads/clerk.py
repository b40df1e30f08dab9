"""The clerk: a thread of the server that sees to uploads, one at a time over all servers.

    what was decided about by a second person   goes on, or back
    what waits                                  gets a process of its own (`work`)
    what is needed no more, or is too old       is deleted

The clerk on duty holds a lock of the database, which a crash gives back. The next one takes up
what was left half done.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final
from uuid import UUID

from api.exchange.scope import Scope
from api.identity.acting import may, today
from api.identity.people import Person
from api.operation.logs import note
from api.uploads import records
from api.uploads.folders import Folders
from api.uploads.records import Upload
from api.uploads.work import work
from api.wiring import Wiring
from ledger.database import Connection, DatabaseUnavailable, connect, query
from ledger.refusals import Refusal

LOOK_S: Final = 0.2
REST_S: Final = 5.0
"""How long a clerk rests who is not on duty, or finds no database."""

TIDY_S: Final = 3_600.0
LONGEST: Final = "30 days"
ORPHAN_S: Final = 86_400.0
"""A folder without a row in the table may be one that is just being filled."""


class Clerk:
    """Sees to the uploads of one home until told to stop."""

    def __init__(self, wiring: Wiring) -> None:
        """Prepare; nothing happens before `on_duty`."""
        self._wiring = wiring
        self._folders = Folders(wiring.home)
        self._stop = threading.Event()
        self._tidied_at: float | None = None

    @contextmanager
    def on_duty(self) -> Iterator[None]:
        """Work beside the `with` block, in a thread; what is half done at its end is left so."""
        thread = threading.Thread(target=self._until_told, name="soquy-uploads", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _until_told(self) -> None:
        while not self._stop.is_set():
            try:
                with connect(self._wiring.url) as connection:
                    self._with(connection)
            except DatabaseUnavailable:
                self._stop.wait(REST_S)

    def _with(self, connection: Connection) -> None:
        on_duty = False
        while not self._stop.is_set():
            if not on_duty:
                row = connection.execute(query("import_duty")).fetchone()
                on_duty = bool(row and row[0])
            if not on_duty:
                self._stop.wait(REST_S)
                continue
            self.tidy_if_due(connection)
            follow_decisions(connection)
            if not self._work_once(connection):
                self._stop.wait(LOOK_S)

    def _work_once(self, connection: Connection) -> bool:
        """Let a process do what has waited longest; say whether there was anything."""
        sought = {"most": records.ATTEMPTS_MAX}
        row = connection.execute(query("upload_to_do"), sought).fetchone()
        if row is None:
            return False
        upload = records.find(connection, row[0])
        assert upload is not None
        on = today()
        scope = scope_of(connection, upload, on)
        # Forked by a process that has imported what the work needs, and has no threads.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([work.__module__])
        worker = context.Process(
            target=work,
            args=(self._wiring.url, self._wiring.home, upload.upload_id, scope, on),
            name="soquy-import",
            daemon=True,
        )
        worker.start()
        while worker.is_alive():
            worker.join(LOOK_S)
            if self._stop.is_set():
                worker.terminate()
                worker.join()
                records.step(connection, "upload_not_begun", row[0])
                return True
        if worker.exitcode:
            note("upload_ended", upload=upload.upload_id, exit_code=worker.exitcode)
        worker.close()
        return True

    def tidy_if_due(self, connection: Connection) -> None:
        """Delete, once an hour, what is needed no more."""
        if self._tidied_at is None or time.monotonic() - self._tidied_at > TIDY_S:
            self._tidied_at = time.monotonic()
            tidy(connection, self._wiring, self._folders)


def scope_of(connection: Connection, upload: Upload, on: date) -> Scope:
    """Return what the person who prepared an upload may bring in on a day."""
    alone = upload.recorded_by if upload.state == "recording" else None
    person = Person(upload.asked_by or alone or upload.person, "", "")
    below = records.units_below(connection, upload.unit_id, on)
    enters = may(connection, person, "enter", upload.unit_id, on)
    administers = may(connection, person, "administer", upload.unit_id, on)
    nothing: frozenset[UUID] = frozenset()
    return Scope(below if enters else nothing, below if administers else nothing)


def follow_decisions(connection: Connection) -> None:
    """Let uploads that a second person has decided about go on, or back."""
    for upload_id, decided, person in connection.execute(query("uploads_asked")).fetchall():
        name = "upload_given" if decided == "given" else "upload_declined"
        records.step(connection, name, upload_id, person=person)


def tidy(connection: Connection, wiring: Wiring, folders: Folders) -> None:
    """Delete what was recorded, dropped, or has lain here for thirty days."""
    rows = connection.execute(query("uploads_to_delete"), {"longest": LONGEST}).fetchall()
    for upload_id, unit_id, state, asked_by, approval_key in rows:
        if state in ("asked", "undo_asked"):
            try:
                wiring.approvals.decline(unit_id, approval_key, person=asked_by, on=today())
            except Refusal:
                continue  # It has been decided meanwhile.
        folders.delete(upload_id)
        records.step(connection, "upload_deleted", upload_id)
    found = folders.all()
    known = connection.execute(query("uploads_known"), {"upload_ids": list(found)}).fetchall()
    for upload_id in found.keys() - {each for (each,) in known}:
        if time.time() - found[upload_id] > ORPHAN_S:
            folders.delete(upload_id)
