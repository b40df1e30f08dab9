"""From journal to projections: the same code for the last few entries and for a rebuild.

A batch is read in the order of the log, turned into rows, copied in and folded into the figures,
with the position, in one transaction: each entry counts exactly once, whoever runs and dies. A
rebuild empties the tables and applies the whole journal as one batch, in the same way.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, Self

from ledger import registry as units_registry
from ledger.collector import resting
from ledger.database import Connection, Cursor, DatabaseUnavailable, connect, heard, query
from ledger.registry import REGISTRY_ID, Registry
from ledger.registry_events import RegistryEvent
from ledger.wire import from_bytes
from projections import units
from projections.approvals import write_people
from projections.decoding import PART, parts
from projections.rows import (
    ADMITTED_COLUMNS,
    APPROVAL_STEP_COLUMNS,
    CONSENT_COLUMNS,
    ENTRY_COLUMNS,
    GIFT_COLUMNS,
    LEARNED_COLUMNS,
    PAPER_CODE_COLUMNS,
    PAYOUT_COLUMNS,
    Rows,
)

LISTEN_S: Final = 0.5
GATHER_S: Final = 0.05
BUSY: Final = 100
GATHER_BUSY_S: Final = 0.25
"""After so many entries at once more are waited for: a batch has costs of its own."""
RECONNECT_S: Final = 0.5
FEW: Final = 1_000
MANY: Final = 10_000
RECIPIENT_STEPS: Final = (
    "recipients_forget",
    "recipients_forget_steps",
    "recipients_count",
    "recipients_add",
)
FIRST_RECIPIENT_STEPS: Final = ("recipients_touched_first", "recipients_count", "recipients_all")
OnProgress = Callable[[int, int], None]


def catch_up(url: str, on_progress: OnProgress | None = None) -> int:
    """Bring the projections up to the newest entry; return how many entries were new.

    Far behind, everything is applied as one batch; `on_progress` hears (done, all).
    """
    with connect(url, autocommit=False) as connection:
        return _catch_up(connection, url, on_progress)


def rebuild(url: str, on_progress: OnProgress | None = None) -> int:
    """Empty every projection and make it again from journal and vault; return the entries read."""
    with connect(url, autocommit=False) as connection, connection.cursor() as cursor:
        newest, _ = _lock(cursor)
        cursor.execute(query("projections_empty"))
        cursor.execute(query("projections_unindex"))
        done = apply(cursor, url, 0, newest, on_progress)
        cursor.execute(query("projections_index"))
    return done


def refold(url: str) -> None:
    """Make the figures again from the entries, without reading the journal."""
    with connect(url, autocommit=False) as connection, connection.cursor() as cursor:
        _, position = _lock(cursor)
        cursor.execute(query("figures_empty"))
        fold_again(cursor, position, onto_nothing=True)
        cursor.execute(query("fold_holdings"), {"after": 0, "upto": position})


def follow(url: str, stop: threading.Event) -> None:
    """Keep the projections up to the journal until `stop` is set.

    Waits for a sign from the journal, then a moment more, so that many entries are folded at once.
    While the database is away it is asked for again.
    """
    while not stop.is_set():
        try:
            _follow(url, stop)
        except DatabaseUnavailable:
            stop.wait(RECONNECT_S)


def _follow(url: str, stop: threading.Event) -> None:
    with connect(url) as ears, connect(url, autocommit=False) as connection:
        ears.execute("LISTEN journal_events")
        while not stop.is_set():
            count = _catch_up(connection, url, None)
            if heard(ears, LISTEN_S):
                stop.wait(GATHER_S if count < BUSY else GATHER_BUSY_S)


def _catch_up(connection: Connection, url: str, on_progress: OnProgress | None) -> int:
    done = 0
    with connection.transaction(), connection.cursor() as cursor:
        newest, position = _lock(cursor)
        if newest > position:
            done = apply(cursor, url, position, newest, on_progress)
    return done


def _lock(cursor: Cursor) -> tuple[int, int]:
    """Return the newest position of the journal and that of the projections, which is locked."""
    cursor.execute(query("projected_lock"))
    row = cursor.execute(query("positions")).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def apply(
    cursor: Cursor,
    url: str,
    after: int,
    upto: int,
    on_progress: OnProgress | None,
    state: str | None = None,
) -> int:
    """Apply the entries after `after` up to `upto` to the projections that `cursor` finds.

    `state` names the state of the database in which they are read; None: as it is.

    Returns:
        How many entries there were.
    """
    whole = Rows(*(cursor.execute(query("learned_last")).fetchone() or ()))
    known = whole.log_size
    with resting(), _Copying(cursor) as copying:
        for done, part in enumerate(parts(cursor.connection, url, after, upto, state), 1):
            copying.copy(part, whole.go_on_with(part))
            if on_progress and after + done * PART < upto:
                on_progress(done * PART, upto - after)
    count = whole.log_size - known
    if count > MANY:
        cursor.execute(query("entries_analyse"))
    derive(cursor, after, upto, whole, known)
    if on_progress:
        on_progress(upto - after, upto - after)
    return count


def derive(
    cursor: Cursor, after: int, upto: int, rows: Rows, known: int, *, undone: bool = False
) -> None:
    """Make all that follows from the rows of the entries after `after` up to `upto`.

    Args:
        cursor: inside the transaction in which those rows were written.
        after: how far the figures have come.
        upto: how far they shall come.
        rows: what the entries said beside those rows.
        known: how many entries were known before.
        undone: whether the rows say by now which of them were undone.
    """
    tree_moved = bool(rows.of_registry) and _project_units(cursor, after, upto, rows.of_registry)
    make_tables(cursor)
    if upto - after <= FEW and not tree_moved:
        cursor.execute(query("fold_few"))
    if not undone:
        _undo(cursor, rows)
    _fold(cursor, after, upto, rows, tree_moved=tree_moved)
    cursor.execute(
        query("projected_write"),
        {"position": upto, "recorded_at": rows.recorded_at, "count": rows.log_size - known},
    )


class _Copying:
    """Copies rows in beside the thread that makes them, one part at a time and in order."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="copy")
        self._last: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for the last part, and raise what went wrong with it."""
        with self._hand:
            self._wait()

    def copy(self, rows: Rows, learned: list[str]) -> None:
        """Copy in the lines of `rows` and `learned`, as soon as the part before is in."""
        self._wait()
        self._last = self._hand.submit(copy_lines, self._cursor, rows, learned)

    def _wait(self) -> None:
        if self._last is not None:
            self._last.result()


def copy_lines(cursor: Cursor, rows: Rows, learned: list[str]) -> None:
    """Copy in the lines of `rows` and `learned`."""
    for table, columns, lines in (
        ("entry", ENTRY_COLUMNS, rows.entries),
        ("gift", GIFT_COLUMNS, rows.gifts),
        ("payout", PAYOUT_COLUMNS, rows.payouts),
        ("paper_code", PAPER_CODE_COLUMNS, rows.paper_codes),
        ("approval_step", APPROVAL_STEP_COLUMNS, rows.approval_steps),
        ("admitted", ADMITTED_COLUMNS, rows.admitted),
        ("consent", CONSENT_COLUMNS, rows.consents),
        ("learned", LEARNED_COLUMNS, learned),
    ):
        if lines:
            statement = f"COPY {table} ({columns}) FROM STDIN"
            with cursor.copy(statement.encode()) as copy:
                copy.write("".join(lines))


def _project_units(cursor: Cursor, after: int, upto: int, events: list[RegistryEvent]) -> bool:
    """Bring units and tree up to date; return whether units with entries have moved."""
    registry = registry_at(cursor, upto)
    write_people(cursor, registry, events)
    return units.project(cursor, registry, events, after)


def registry_at(cursor: Cursor, upto: int) -> Registry:
    """Return the registry as the journal tells it up to a position."""
    rows = cursor.execute(
        query("registry_entries"), {"registry_id": REGISTRY_ID, "upto": upto}
    ).fetchall()
    entries = (from_bytes(bytes(raw)) for (raw,) in rows)
    return units_registry.evolve(
        Registry(), (entry.event for entry in entries if isinstance(entry.event, RegistryEvent))
    )


def _undo(cursor: Cursor, rows: Rows) -> None:
    """Mark the gifts and payouts that were undone."""
    gifts, payouts = rows.gifts_undone, rows.payouts_undone
    if gifts.keys:
        cursor.execute(
            query("gifts_reversed"), {"units": gifts.units, "keys": gifts.keys, "days": gifts.days}
        )
    if payouts.keys:
        cursor.execute(
            query("payouts_reversed"),
            {
                "units": payouts.units,
                "keys": payouts.keys,
                "days": payouts.days,
                "positions": payouts.positions,
            },
        )


def _fold(cursor: Cursor, after: int, upto: int, rows: Rows, *, tree_moved: bool) -> None:
    """Fold the new entries into the figures and the registers."""
    span = {"after": after, "upto": upto}
    onto_nothing = after == 0
    undone = {"units": rows.payouts_undone.units, "keys": rows.payouts_undone.keys}
    cursor.execute(query("fold_change"), span)
    if onto_nothing:
        for step in FIRST_RECIPIENT_STEPS:
            cursor.execute(query(step))
    elif rows.has_payouts:
        cursor.execute(query("recipients_touched"), {**span, **undone})
        for step in RECIPIENT_STEPS:
            cursor.execute(query(step))
    cursor.execute(query("fold_own"))
    if tree_moved:
        _move(cursor, onto_nothing=onto_nothing)
        fold_again(cursor, upto, own=False)
    else:
        if onto_nothing:
            cursor.execute(query("fold_change_analyse"))
        _fold_above(cursor, span, with_transfers=rows.has_transfers)
        _move(cursor, onto_nothing=onto_nothing)
    cursor.execute(query("fold_holdings"), span)


def _fold_above(cursor: Cursor, span: dict[str, int], *, with_transfers: bool) -> None:
    # Planned each time: what is right for few is wrong for many.
    cursor.execute(query("fold_above"), prepare=False)
    cursor.execute(query("fold_succession"), prepare=False)
    if not with_transfers:
        return
    cursor.execute(query("fold_transfers"), span)
    cursor.execute(query("fold_transfer_lines"))
    cursor.execute(query("fold_transfers_analyse"))
    cursor.execute(query("fold_transfers_inside"))
    cursor.execute(query("fold_inside"))
    cursor.execute(query("fold_inside_succession"))


def fold_again(cursor: Cursor, upto: int, *, own: bool = True, onto_nothing: bool = False) -> None:
    """Make figures again from all entries up to `upto`: of units themselves, and above them.

    Without `own` those above are replaced; else all are added to what there is.
    """
    span = {"after": 0, "upto": upto}
    make_tables(cursor)
    cursor.execute(query("fold_clear"))
    cursor.execute(query("fold_change"), span)
    cursor.execute(query("recipients_all"))
    cursor.execute(query("fold_change_analyse"))
    if own:
        cursor.execute(query("fold_own"))
    else:
        cursor.execute(query("fold_forget_above"))
    _fold_above(cursor, span, with_transfers=True)
    _move(cursor, onto_nothing=onto_nothing or not own)


def make_tables(cursor: Cursor) -> None:
    """Make the tables in which figures are folded, once for each connection."""
    if cursor.execute(query("fold_tables_there")).fetchone() != (True,):
        cursor.execute(query("fold_tables"))


def _move(cursor: Cursor, *, onto_nothing: bool) -> None:
    cursor.execute(query("fold_movement_first" if onto_nothing else "fold_movement"))
