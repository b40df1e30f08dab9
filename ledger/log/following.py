"""Following the journal: what was recorded becomes leaves, tiles, and a signed checkpoint.

    new entries, in the order of their positions → hashes → tiles and edge → root → signature

All of a batch in one transaction, under a lock, so that any number of processes may follow. What is
signed depends on the order of the journal alone, never on a clock.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

from ledger.database import Connection, DatabaseUnavailable, connect, heard, query
from ledger.log import checkpoints, hand_over, merkle
from ledger.log.checkpoints import Checkpoint
from ledger.log.edge import Edge, Grown
from ledger.log.memory import COSIGNED, SIGNED, Memory
from ledger.log.merkle import EMPTY_ROOT, leaf_hash
from ledger.log.notes import NoteWrong, Signer
from ledger.log.signer import signer_for, take_over, waiting_signer
from ledger.log.store import LogReader
from ledger.log.witnessing import require_undisputed
from ledger.refusals import Broken, LogBehind, LogForked, Refusal
from ledger.registry_events import LogKeyHandedOver
from ledger.wire import from_bytes

LOCK: Final = 7_301_958
AT_ONCE: Final = 20_000
GATHER_S: Final = 0.05
LISTEN_S: Final = 0.5
AGAIN_S: Final = 0.5
REMEMBER_S: Final = 1.0

OnProgress = Callable[[int, int], None]
OnTrouble = Callable[[Exception], None]


def catch_up(
    url: str,
    keys: Path,
    *,
    origin: str | None = None,
    on_progress: OnProgress = lambda _done, _whole: None,
) -> int:
    """Bring the log up to the newest entry; return how many entries were new.

    Args:
        url: of a database with the newest schema.
        keys: the folder of secret keys; at the first start the key of the log is made there.
        origin: how the log is called; None: as its key says.
        on_progress: hears how many entries are in the log, and how many there are.

    Raises:
        LogKeyMissing, LogKeyDiffers, LogOriginDiffers: of the key.
        LogContradicted: witnesses have seen another log.
        LogBehind, LogForked: the database does not go on from what was signed.
    """
    with connect(url, autocommit=False) as connection:
        following = _Following(connection, keys, origin)
        count = following.catch_up(on_progress)
        following.remember()
    return count


def require_fit(url: str, keys: Path, *, origin: str | None = None) -> None:
    """Make sure that a database and a folder of keys belong together; see `catch_up`."""
    with connect(url, autocommit=False) as connection:
        _Following(connection, keys, origin).begin()


def follow(url: str, keys: Path, stop: threading.Event, on_trouble: OnTrouble) -> None:
    """Keep the log up to the journal until `stop` is set.

    Waits for a sign from the journal, then a moment more, so that many entries get one checkpoint.
    While the database is away it is asked for again; so is one that must not be signed for, which
    `on_trouble` hears.
    """
    while not stop.is_set():
        try:
            _follow(url, keys, stop)
        except DatabaseUnavailable:
            stop.wait(AGAIN_S)
        except (Refusal, Broken) as error:
            on_trouble(error)
            stop.wait(AGAIN_S * 20)


def _follow(url: str, keys: Path, stop: threading.Event) -> None:
    with connect(url) as ears, connect(url, autocommit=False) as connection:
        ears.execute("LISTEN journal_events")
        following = _Following(connection, keys, None)
        while not stop.is_set():
            following.catch_up()
            if heard(ears, LISTEN_S):
                stop.wait(GATHER_S)
            following.remember(after_s=REMEMBER_S)
        following.remember()


class _State(NamedTuple):
    """How far the log has come; `size` None: it has no checkpoint yet."""

    size: int | None = None
    root: bytes = EMPTY_ROOT
    position: int = 0
    verifier_key: str | None = None


class _Following:
    """Adds new entries over one connection, which commits nothing by itself."""

    def __init__(self, connection: Connection, keys: Path, origin: str | None) -> None:
        self._connection = connection
        self._keys = keys
        self._origin = origin
        self._edge: Edge | None = None
        self._root = EMPTY_ROOT
        self._signer: Signer | None = None
        self._signed: Checkpoint | None = None
        self._remembered_at = 0.0

    def begin(self) -> None:
        """Agree with the database on the key, and on what was signed before."""
        with self._connection.transaction():
            self._edge_at(self._locked())

    def catch_up(self, on_progress: OnProgress = lambda _done, _whole: None) -> int:
        """Add what is new, batch by batch; return how many entries that were."""
        count = 0
        while (added := self._add(on_progress)) is not None:
            count += added
        return count

    def remember(self, *, after_s: float = 0.0) -> None:
        """Note outside the database what was signed, if the last note is so old."""
        now = time.monotonic()
        if self._signed is not None and now - self._remembered_at >= after_s:
            Memory(self._keys, SIGNED).keep(self._signed)
            self._signed, self._remembered_at = None, now

    def _add(self, on_progress: OnProgress) -> int | None:
        """Add one batch in one transaction; return None if there was nothing to do."""
        with self._connection.transaction():
            state = self._locked()
            edge = self._edge_at(state)
            rows = self._new_entries(state.position)
            if not rows and state.size is not None:
                return None
            signers = self._signers(rows, edge.size + len(rows))
            # Until the transaction is over, nobody may take the new edge for what is stored.
            self._edge = None
            grown = edge.add(leaf_hash(raw) for _, raw, _ in rows)
            checkpoint = Checkpoint(signers[0].name, edge.size, edge.root())
            self._write(grown, _runs(rows, state))
            self._sign(checkpoint, signers)
        self._edge, self._root, self._signed = edge, checkpoint.root, checkpoint
        if len(signers) > 1:
            self.remember()
            take_over(self._keys, str(signers[-1].verifier))
            self._signer = None
        on_progress(edge.size, edge.size + (AT_ONCE if len(rows) == AT_ONCE else 0))
        return len(rows)

    def _locked(self) -> _State:
        """Return how far the log has come; until the transaction ends nobody else adds to it."""
        cursor = self._connection.cursor(binary=True)
        cursor.execute(query("log_lock"), {"lock": LOCK})
        row = cursor.execute(query("log_newest")).fetchone()
        state = _State(row[0], row[1], row[4] or 0, row[5]) if row else _State()
        if state.size is None:
            key = cursor.execute(query("log_keys")).fetchone()
            state = state._replace(verifier_key=key[1] if key else None)
        if self._signer is None or str(self._signer.verifier) != state.verifier_key:
            self._signer = signer_for(self._keys, state.verifier_key, self._origin)
            self._edge = None
        if state.verifier_key is None:
            self._let_sign(self._signer, 0)
        require_undisputed(self._keys, state.size or 0)
        return state

    def _edge_at(self, state: _State) -> Edge:
        """Return the edge of the tree, read again if somebody else has added to it."""
        if self._edge is None or (self._edge.size, self._root) != (state.size or 0, state.root):
            self._edge, self._root = self._read_edge(state), state.root
            require_as_signed(LogReader(self._connection), self._keys, state.size or 0)
        return self._edge

    def _read_edge(self, state: _State) -> Edge:
        rows = self._connection.cursor(binary=True).execute(query("log_edge_read")).fetchall()
        levels: list[list[bytes]] = []
        for level, hashes in groupby(rows, itemgetter(0)):
            levels += [[] for _ in range(level - len(levels))]
            levels.append([each for _, each in hashes])
        edge = Edge(levels, size=state.size or 0)
        if not edge.fits or edge.root() != state.root:
            raise Broken("the newest hashes of the log are not those that were signed: run audit")
        return edge

    def _new_entries(self, after: int) -> list[tuple[int, bytes, bool]]:
        """Return the next entries; one that hands over the key ends a batch."""
        rows = self._connection.cursor(binary=True).execute(
            query("log_new_entries"), {"after": after, "limit": AT_ONCE}
        )
        found: list[tuple[int, bytes, bool]] = []
        for row in rows:
            found.append(row)
            if row[2]:
                break
        return found

    def _signers(self, rows: Sequence[tuple[int, bytes, bool]], size: int) -> list[Signer]:
        """Return who signs: one key, or both when one hands over to the other."""
        assert self._signer is not None, "the key was agreed upon"
        if not rows or not rows[-1][2]:
            return [self._signer]
        event = from_bytes(rows[-1][1]).event
        assert isinstance(event, LogKeyHandedOver), "found by its stored name"
        try:
            step = hand_over.opened(event.note, self._signer.verifier)
        except NoteWrong:
            # An entry like any other: only the key itself can hand over.
            return [self._signer]
        following = waiting_signer(self._keys, str(step.new))
        self._let_sign(following, size)
        return [self._signer, following]

    def _write(self, grown: Grown, runs: list[tuple[int, int]]) -> None:
        if grown.tiles:
            tiles = {
                "levels": [tile.level for tile, _ in grown.tiles],
                "tiles": [tile.index for tile, _ in grown.tiles],
            }
            hashes = [held for _, held in grown.tiles]
            self._do("log_tiles_write", **tiles, hashes=hashes)
            self._do("log_edge_forget", **tiles)
        if grown.hashes:
            levels, places, each = zip(*grown.hashes, strict=True)
            self._do("log_edge_write", levels=list(levels), places=list(places), hashes=list(each))
        if runs:
            indexes, positions = zip(*runs, strict=True)
            self._do("log_runs_write", indexes=list(indexes), positions=list(positions))

    def _sign(self, checkpoint: Checkpoint, signers: list[Signer]) -> None:
        note = checkpoints.signed(checkpoint, signers)
        self._do("log_checkpoint_write", size=checkpoint.size, root=checkpoint.root, note=note)

    def _let_sign(self, signer: Signer, since_size: int) -> None:
        self._do("log_key_write", since_size=since_size, verifier_key=str(signer.verifier))

    def _do(self, name: str, **asked: Any) -> None:  # noqa: ANN401 - as the query has it
        self._connection.execute(query(name), asked)


def require_as_signed(log: LogReader, keys: Path, size: int) -> None:
    """Hold a log of `size` entries against what is remembered outside its database.

    Raises:
        LogBehind: it has fewer entries than were signed, or cosigned by witnesses.
        LogForked: the entries are others.
    """
    for name in (SIGNED, COSIGNED):
        known = Memory(keys, name).newest()
        if known is None:
            continue
        if size < known.size:
            raise LogBehind(size=size, signed=known.size)
        if merkle.root(known.size, log.nodes) != known.root:
            raise LogForked(signed=known.size)


def _runs(rows: Sequence[tuple[int, bytes, bool]], state: _State) -> list[tuple[int, int]]:
    """Return where positions go on after a gap: the index, and the position there."""
    first, expected = state.size or 0, state.position + 1 if state.size else None
    runs = []
    for index, (position, _, _) in enumerate(rows, first):
        if position != expected:
            runs.append((index, position))
        expected = position + 1
    return runs
