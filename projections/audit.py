"""The audit: is what is stored right, and does everything else follow from it?

    every entry and every book       projections/audit_books.py
    the log as it was signed         projections/audit_log.py
    every figure adds up             projections/audit_figures.py
    every row = what its entry says  projections/audit_rows.py
    every projection = a replay      projections/audit_replay.py
    published totals                 projections/audit_published.py

It reads one state of the database, while others go on working, and changes nothing. What is mostly
PostgreSQL's work, writing rows as text and the replay, runs beside the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from ledger.database import Connection, Contradiction, connect, query, see_one_state
from ledger.refusals import Broken, Refusal
from ledger.vault import vault_at
from projections.audit_books import inspect_journal
from projections.audit_figures import inspect_figures
from projections.audit_log import inspect_log
from projections.audit_published import inspect_published
from projections.audit_replay import inspect_projections
from projections.audit_rows import TellingRows, digests_of_rows
from projections.faults import Fault, OnProgress, Report
from projections.runner import catch_up

__all__ = ["Fault", "OnProgress", "Report", "audit"]


def audit(
    url: str, keys: Path, on_progress: OnProgress = lambda _phase, _done, _whole: None
) -> Report:
    """Look at everything that is stored at `url`, and report what is wrong.

    `keys` is the folder of the secret keys.

    The projections are brought up to date first; if the journal does not let them, that is a fault,
    and they are compared as far as they have come.
    """
    report, speaking = Report(), Lock()
    vault = vault_at(url, keys)

    def tell(phase: str, done: int, whole: int) -> None:
        with speaking:
            on_progress(phase, done, whole)

    try:
        catch_up(url)
    except (Broken, Refusal, Contradiction) as error:
        report.add("projection_stopped", "projected", reason=str(error)[:300])
    with (
        connect(url, autocommit=False) as connection,
        connect(url, autocommit=False) as beside,
        ThreadPoolExecutor(1, thread_name_prefix="audit") as hand,
    ):
        see_one_state(connection, beside)
        position, entries = connection.execute(query("audit_position")).fetchone() or (0, 0)
        stored, told = hand.submit(digests_of_rows, beside), TellingRows(position)
        registry = inspect_journal(connection, vault, told, report, tell, entries)
        replayed = hand.submit(_inspect_projections, beside, url, position, told, stored, tell)
        report.names = {unit_id: terms[-1].code for unit_id, terms in registry.terms.items()}
        inspect_log(connection, keys, report, tell, entries)
        inspect_figures(connection, registry, report, tell)
        inspect_published(connection, report)
        report.include(replayed.result())
        beside.rollback()
    return report


def _inspect_projections(
    connection: Connection,
    url: str,
    position: int,
    told: TellingRows,
    stored: Future[Mapping[str, bytes]],
    on_progress: OnProgress,
) -> Report:
    report = Report()
    try:
        inspect_projections(connection, url, position, told, stored.result(), report, on_progress)
    except (Broken, Refusal, Contradiction) as error:
        report.add("projection_stopped", "replay", reason=str(error)[:300])
    return report
