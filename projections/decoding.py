"""The journal as rows, part by part; much of it is decoded by processes of its own.

    few entries   → read and decoded here, over the connection at hand
    more          → the same over a connection of their own, while what was read is copied in
    many entries  → DECODERS processes, each with every DECODERS-th part; taken in the order of the
                    log, while the next parts are being decoded

A decoder says on its standard output one pickled part after the other. It ends when that is closed,
however its parent ended.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import IO, Final, NamedTuple

from ledger.collector import resting
from ledger.database import (
    ROOT,
    Connection,
    DatabaseUnavailable,
    connect,
    query,
    see_the_state,
)
from ledger.refusals import Broken
from ledger.wire import with_postings
from projections.rows import Rows

PART: Final = 20_000
MANY: Final = 5 * PART
DECODERS: Final = 2


class Share(NamedTuple):
    """What a decoder is to read: parts of `size` positions after `first`, `step` apart."""

    url: str
    first: int
    upto: int
    step: int
    size: int
    state: str | None = None


def parts(
    here: Connection, url: str, after: int, upto: int, state: str | None = None
) -> Iterator[Rows]:
    """Yield the entries after `after` up to `upto` as rows, in the order of the log.

    `state` names the state to be seen, of the journal and of whom its entries are about; None: as
    the database is, or as `here` sees it.

    Raises:
        Broken: one of them is not an entry.
        DatabaseUnavailable: the journal could not be read to its end.
    """
    if upto - after <= PART:
        yield _part(here, after, upto)
        return
    if upto - after < MANY:
        yield from _parts(Share(url, after, upto, PART, PART, state))
        return
    step = PART * DECODERS
    shares = [Share(url, after + PART * at, upto, step, PART, state) for at in range(DECODERS)]
    with ThreadPoolExecutor(DECODERS) as hands, ExitStack() as open_ones:
        outputs = [open_ones.enter_context(_decoder(share)) for share in shares]
        coming = [hands.submit(_next_part, output) for output in outputs]
        for at, _ in enumerate(range(after, upto, PART)):
            part = _taken(coming[at % DECODERS])
            coming[at % DECODERS] = hands.submit(_next_part, outputs[at % DECODERS])
            yield part


def _taken(coming: Future[Rows | Broken]) -> Rows:
    try:
        part = coming.result()
    except (EOFError, pickle.UnpicklingError) as ended:
        raise DatabaseUnavailable("a decoder ended before it had read its share") from ended
    if isinstance(part, Broken):
        raise part
    return part


def _next_part(output: IO[bytes]) -> Rows | Broken:
    part: Rows | Broken = pickle.load(output)
    return part


@contextmanager
def _decoder(share: Share) -> Iterator[IO[bytes]]:
    command = [sys.executable, "-P", "-X", "utf8", "-m", "projections.decoding"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Ctrl-C is for the parent, which then ends it.
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        # Not as an argument: an address may hold a password, and arguments are seen by all.
        child.stdin.write(json.dumps(share).encode())
        child.stdin.close()
        try:
            yield child.stdout
        finally:
            child.kill()


def _parts(share: Share) -> Iterator[Rows]:
    with resting(), connect(share.url, autocommit=False) as connection:
        if share.state is not None:
            see_the_state(connection, share.state)
        for first in range(share.first, share.upto, share.step):
            yield _part(connection, first, min(first + share.size, share.upto))


def _part(connection: Connection, after: int, upto: int) -> Rows:
    rows = Rows()
    cursor = connection.cursor(binary=True)
    for position, raw, person in cursor.execute(
        query("journal_part"), {"after": after, "upto": upto}
    ):
        entry, lines = with_postings(raw)
        rows.add(position, entry, lines, raw, person)
    return rows


def _decode() -> None:
    """Be a decoder: read a share on standard input, write its parts."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    share = Share(*json.load(sys.stdin))
    try:
        for part in _parts(share):
            part.join_lines()
            pickle.dump(part, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
            sys.stdout.buffer.flush()
    except Broken as broken:
        pickle.dump(broken, sys.stdout.buffer)


if __name__ == "__main__":
    _decode()
