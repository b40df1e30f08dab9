"""The programs that the fault tests run in processes of their own, to be killed.

python -m tests.faults.programs office URL SOCKET ACTOR     answers requests at a unix socket
python -m tests.faults.programs import URL FOLDER           records exchange files
python -m tests.faults.programs project URL                 keeps the projections up to date
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from multiprocessing.connection import Connection, Listener
from pathlib import Path

from api.importing import import_files
from ledger.draft import request
from ledger.journal import Journal, Unreachable
from ledger.log import following
from ledger.office import Office
from ledger.refusals import Refusal
from projections.runner import follow
from tests.secret_keys import KEYS


def serve_office(url: str, socket: str, actor: str) -> None:
    """Answer every command that comes to `socket`, each visitor in a thread."""
    office = Office(Journal(url, KEYS))
    with Listener(socket, "AF_UNIX", backlog=64) as door:
        say("ready")
        while True:
            visitor = door.accept()
            threading.Thread(target=answer, args=(visitor, office, actor), daemon=True).start()


def answer(visitor: Connection, office: Office, actor: str) -> None:
    """Answer one visitor until it leaves: what was recorded, or the name of what went wrong."""
    with visitor, suppress(EOFError, OSError):
        while True:
            command, private = visitor.recv()
            try:
                visitor.send(office.ask(request(command, private, actor)))
            except (Refusal, Unreachable) as error:
                visitor.send(type(error).__name__)


def import_folder(url: str, folder: str) -> None:
    """Import, and say what it came to."""
    with closing(Journal(url, KEYS)) as journal:
        outcome = import_files(journal, Path(folder))
    say(f"{outcome.recorded} {outcome.already_recorded} {outcome.refused}")


def project(url: str) -> None:
    """Follow the journal until killed."""
    say("ready")
    follow(url, threading.Event())


def sign(url: str, keys: str) -> None:
    """Keep the log up to the journal until killed; say what is in the way."""
    say("ready")
    following.follow(url, Path(keys), threading.Event(), lambda error: say(str(error)))


def say(line: str) -> None:
    """Tell whoever started this program."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


PROGRAMS: dict[str, Callable[..., None]] = {
    "office": serve_office,
    "import": import_folder,
    "project": project,
    "sign": sign,
}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]](*sys.argv[2:])
