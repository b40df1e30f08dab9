"""The log of this installation: begun, kept up to the journal, and held against its keys.

`SOQUY_LOG_ORIGIN` names a log that has not begun yet; it is best an address under which the pages
are reached, without `https://`.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from api.home import keys_folder
from api.operation import logs
from api.speaking import Refused
from ledger.database import connect, query
from ledger.log import following
from ledger.log.notes import NoteWrong, Verifier, require_name
from ledger.log.rotation import hand_overs


def origin() -> str | None:
    """Return how the log is to be called, if that was said.

    Raises:
        Refused: a log cannot be called so.
    """
    said = os.environ.get("SOQUY_LOG_ORIGIN") or None
    if said is not None:
        try:
            require_name(said)
        except NoteWrong as error:
            raise Refused(
                f"SOQUY_LOG_ORIGIN “{said}” không dùng làm tên nhật ký được: bỏ dấu cách và dấu +.",
                code=2,
            ) from error
    return said


def require_log_fits(url: str) -> None:
    """Make sure that the database, the key of the log and what was signed before fit together.

    Raises:
        Refused: of the name that is set.
        LogKeyMissing, LogKeyDiffers, LogOriginDiffers, LogBehind, LogForked: they do not.
    """
    following.require_fit(url, keys_folder(), origin=origin())


def bring_log_up(
    url: str, on_progress: Callable[[int, int], None] = lambda _done, _whole: None
) -> None:
    """Bring the log up to the newest entry, and sign it; see `require_log_fits`."""
    following.catch_up(url, keys_folder(), origin=origin(), on_progress=on_progress)


def public_key(url: str) -> dict[str, Any] | None:
    """Return what everybody may know of the log's key, as a JSON object; None before it has one.

    Returns:
        Its name (`origin`), the key that signs now (`verifier_key`), and the statements by which
        former keys handed over to it (`hand_overs`), oldest first.
    """
    with connect(url) as connection:
        keys = connection.execute(query("log_keys")).fetchall()
    if not keys:
        return None
    verifier_key = str(keys[-1][1])
    return {
        "origin": Verifier.parse(verifier_key).name,
        "verifier_key": verifier_key,
        "hand_overs": hand_overs(url),
    }


def follow_until(url: str, keys: Path, stop: threading.Event) -> None:
    """Keep the log up to the journal until `stop` is set: a process beside the web."""
    logs.set_up(sys.stderr)
    following.follow(url, keys, stop, lambda error: logs.alarm("log", error, said=str(error)))
