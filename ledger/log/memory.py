"""What a log remembers outside its database: the largest checkpoint that it ever gave away.

    <keys>/log.signed      the last one that it signed
    <keys>/log.cosigned    the last one that witnesses cosigned

A database that was restored from an old backup knows nothing of what was signed since. If it went
on from there, the log would have two histories; so it is held against these files at every start.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ledger import key_files
from ledger.log.checkpoints import Checkpoint
from ledger.log.notes import NoteWrong
from ledger.refusals import Broken

SIGNED: Final = "log.signed"
COSIGNED: Final = "log.cosigned"
LOCK: Final = "log.lock"


class Memory:
    """One such file."""

    def __init__(self, folder: Path, name: str) -> None:
        """Use the file `name` in the folder of keys."""
        self.path = folder / name

    def newest(self) -> Checkpoint | None:
        """Return the checkpoint that is remembered, if there is any.

        Raises:
            Broken: the file says something else.
        """
        try:
            return Checkpoint.parse(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (NoteWrong, UnicodeDecodeError) as error:
            raise Broken(f"{self.path} is not a checkpoint") from error

    def keep(self, checkpoint: Checkpoint) -> None:
        """Remember a checkpoint, unless a larger one is remembered."""
        with key_files.alone(self.path.with_name(LOCK)):
            known = self.newest()
            if known is None or known.size < checkpoint.size:
                key_files.replace(self.path, checkpoint.text)
