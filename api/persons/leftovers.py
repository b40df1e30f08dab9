"""Files that name somebody, beside the database: what becomes of them when one is forgotten.

print runs, evidence bundles    go with their jobs (`api/jobs/files.py`)
files sent to be imported       go if they name the person and are not being recorded
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from api.uploads import records
from api.uploads.folders import WORKBOOK, Folders
from ledger.database import Connection, query

WORDS: Final = ("donor", "donor_id", "recipient", "recipient_id")
"""By which words a file is taken for one that names somebody."""
OF_HOLDERS: Final = ("name",)
"""By which of a holder, who has a name of their own; that of a place of money may be any word."""


def words_of(privates: Iterable[dict[str, Any]], names: Sequence[str] = WORDS) -> frozenset[str]:
    """Return what somebody is called in some private parts, by the names of its fields."""
    return frozenset(
        unicodedata.normalize("NFC", str(private[name]))
        for private in privates
        for name in names
        if private.get(name)
    )


def forget_uploads(connection: Connection, home: Path, words: frozenset[str]) -> int:
    """Delete what was sent and names somebody; return how many that were.

    What is put before a second person, or being recorded, is left alone: that is decided soon.
    """
    folders, count = Folders(home), 0
    for (upload_id,) in connection.execute(query("uploads_undecided")).fetchall():
        if any(names(path, words) for path in folders.files(upload_id)):
            folders.delete(upload_id)
            records.step(connection, "upload_deleted", upload_id)
            count += 1
    return count


def names(path: Path, words: frozenset[str]) -> bool:
    """Say whether a file has one of some words in it."""
    return any(word in text for text in _texts(path) for word in words)


def _texts(path: Path) -> Iterator[str]:
    if path.suffix.casefold() != WORKBOOK:
        yield _text(path.read_bytes())
        return
    try:
        with ZipFile(path) as parts:
            for name in parts.namelist():
                if name.endswith(".xml"):
                    yield _text(parts.read(name))
    except (BadZipFile, OSError):
        return


def _text(raw: bytes) -> str:
    return unicodedata.normalize("NFC", raw.decode(errors="replace"))
