"""A door in front of PostgreSQL that cuts connections at the moment when a batch is appended.

It reads just enough of the protocol to know where a message ends: a length, and before it, once the
greeting is over, a letter. `B` brings the parameters of a statement, `S` lets it run and commit.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from ledger.database import settings

CHUNK: Final = 65_536
APPENDS: Final = b"donation.received/1"
"""What stands among the parameters of a statement that appends gifts."""

WAYS: Final = ("before it is sent", "before it is answered", "instead of the answer")
PORT: Final = "5432"
GREETING: Final = 196_608
DONE: Final = b"Z\0\0\0\5I"
"""The end of an answer: the transaction is over, and the server is ready for the next."""


@dataclass
class Door:
    """Cuts every third append, in one way after the other, until `cuts` have been made.

    `kept_back` counts the answers that said "done" and were not handed on.
    """

    url: str
    cuts: int
    made: Counter[str] = field(default_factory=Counter)
    kept_back: int = 0
    appends: int = 0

    def next_cut(self) -> str | None:
        """Count an append, and say in which way it is to be cut, if at all."""
        self.appends += 1
        if self.appends % 3 or self.made.total() == self.cuts:
            return None
        way = WAYS[self.made.total() % len(WAYS)]
        self.made[way] += 1
        return way

    def connect(self) -> socket.socket:
        """Open a connection to the server behind the door."""
        said = settings(self.url)
        host, port = said.get("host", "localhost"), said.get("port", PORT)
        if not host.startswith("/"):
            return socket.create_connection((host, int(port)))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{host}/.s.PGSQL.{port}")
        return server


@contextmanager
def cutting(url: str, place: Path, cuts: int) -> Iterator[tuple[str, Door]]:
    """Open a door in `place`; yield the address through it, and the door."""
    door = Door(url, cuts)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place / f".s.PGSQL.{PORT}"))
        listening.listen(64)
        threading.Thread(target=_let_in, args=(listening, door), daemon=True).start()
        through = f"postgresql://{settings(url)['user']}@{urlsplit(url).path}?host="
        yield through + quote(str(place)), door
        listening.shutdown(socket.SHUT_RDWR)


def _let_in(listening: socket.socket, door: Door) -> None:
    with suppress(OSError):
        while True:
            client, _ = listening.accept()
            server = door.connect()
            is_cut = threading.Event()
            for pump in (_to_server, _to_client):
                arguments = (client, server, door, is_cut)
                threading.Thread(target=pump, args=arguments, daemon=True).start()


def _to_server(
    client: socket.socket, server: socket.socket, door: Door, is_cut: threading.Event
) -> None:
    """Hand on message by message, and cut where the door wants it."""
    way: str | None = None
    with suppress(OSError):
        for letter, message in _messages(client):
            if letter == b"B" and APPENDS in message:
                way = door.next_cut()
            if way == WAYS[0]:
                break
            if way == WAYS[2]:
                is_cut.set()
            server.sendall(message)
            if letter == b"S" and way == WAYS[1]:
                break
    if not is_cut.is_set():
        _close(client, server)


def _to_client(
    client: socket.socket, server: socket.socket, door: Door, is_cut: threading.Event
) -> None:
    """Hand on what the server says, until the client must not hear it any more."""
    with suppress(OSError):
        while (heard := server.recv(CHUNK)) and not is_cut.is_set():
            client.sendall(heard)
        door.kept_back += heard.endswith(DONE)
    _close(client, server)


def _messages(client: socket.socket) -> Iterator[tuple[bytes, bytes]]:
    """Yield each whole message with its letter; greetings have none."""
    waiting, letters = b"", 0
    while more := client.recv(CHUNK):
        waiting += more
        while len(waiting) >= letters + 4:
            (length,) = struct.unpack_from("!i", waiting, letters)
            if len(waiting) < letters + length:
                break
            message, waiting = waiting[: letters + length], waiting[letters + length :]
            yield message[:letters], message
            if letters == 0 and struct.unpack_from("!i", message, 4)[0] == GREETING:
                letters = 1


def _close(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
