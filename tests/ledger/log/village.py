"""A log and three witnesses that it may ask, each with a memory on the disk."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ledger.database import connect
from ledger.log import checkpoints, following, rounds, witnessing
from ledger.log.checkpoints import Checkpoint
from ledger.log.notes import Signer, Verifier
from ledger.log.policy import Group, Known, Policy
from ledger.log.store import LogReader
from ledger.log.witness import Growth, NotCosigned, Witness
from ledger.log.witnessing import Answer, Target, Unanswered
from tests.ledger.log.journals import record

PATIENCE_S = 20.0


@dataclass
class Village:
    """Three witnesses and a log that asks them, without a network between.

    `away` names those that do not answer; `asked` counts requests.
    """

    url: str
    keys: Path
    witnesses: dict[str, Witness]
    away: set[str] = field(default_factory=set)
    asked: int = 0

    @property
    def policy(self) -> Policy:
        """Return that two of the three are enough."""
        known = tuple(
            Known(name, witness.verifier, f"https://{name}.example/")
            for name, witness in self.witnesses.items()
        )
        return Policy((), known, {"two": Group(2, tuple(self.witnesses))}, "two")

    def post(self, address: str, body: bytes) -> Answer:
        """Answer as the witness at an address would."""
        self.asked += 1
        name = address.removeprefix("https://").removesuffix(".example/add-checkpoint")
        if name in self.away:
            raise Unanswered("away")
        try:
            line = self.witnesses[name].cosign(Growth.parse(body), int(time.time()))
        except NotCosigned as refused:
            status = 422 if refused.seen is None else 409
            return Answer(status, witnessing.SIZE_TYPE, f"{refused.seen}\n".encode())
        return Answer(200, "text/plain; charset=utf-8", str(line).encode())

    def grow(self, count: int) -> Target:
        """Record entries and have them signed; return the checkpoint."""
        record(self.url, count)
        following.catch_up(self.url, self.keys)
        with connect(self.url) as connection:
            found = witnessing.target(connection)
        assert found is not None
        return found

    def ask(self, name: str, old: int, wanted: Target) -> bool:
        """Have a witness cosign; say whether enough have."""
        known = next(each for each in self.policy.witnesses if each.name == name)
        line = witnessing.ask(self.url, known, old, wanted, self.post)
        return witnessing.keep(self.url, self.keys, self.policy, wanted, line)

    def deceive(self, name: str, size: int) -> None:
        """Let a witness cosign what a thief has signed with the key of the log."""
        thief = Signer.parse((self.keys / "log.key").read_text().strip())
        note = checkpoints.signed(Checkpoint(thief.name, size, bytes(32)), [thief])
        self.witnesses[name].cosign(Growth(0, (), note), 1)

    def cosigners(self, size: int | None = None) -> set[str]:
        """Return who stands below a checkpoint that is given away."""
        with connect(self.url) as connection:
            note = LogReader(connection).checkpoint(size)
        assert note is not None
        opened = checkpoints.opened(note, [self.log], self.policy.witness_keys)
        return {each.name for each in self.policy.witnesses if each.verifier in opened.cosigned}

    @property
    def log(self) -> Verifier:
        """Return the public key of the log."""
        return Signer.parse((self.keys / "log.key").read_text().strip()).verifier

    @contextmanager
    def rounds(self) -> Iterator[list[str]]:
        """Ask round after round during a `with` block; yield what was complained about."""
        stop, complaints = threading.Event(), list[str]()
        asking = threading.Thread(
            target=rounds.follow,
            args=(
                self.url,
                self.keys,
                self.post,
                stop,
                lambda name, error: complaints.append(f"{name} {type(error).__name__}"),
            ),
        )
        asking.start()
        try:
            yield complaints
        finally:
            stop.set()
            asking.join(PATIENCE_S)
            assert not asking.is_alive()


def settled(url: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> Village:
    """Return a village whose log has no entry yet; its witnesses are asked without a rest."""
    monkeypatch.setattr(rounds, "BETWEEN_S", 0.05)
    monkeypatch.setattr(rounds, "REST_S", 0.2)
    witnesses = {name: Witness(place / name, f"{name}.example") for name in ("a", "b", "c")}
    village = Village(url, place / "keys", witnesses)
    following.catch_up(url, village.keys)
    for each in witnesses.values():
        each.trust(village.log)
    witnessing.configure(village.keys, village.policy)
    return village


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fail after 20 s."""
    give_up_at = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < give_up_at
        time.sleep(0.02)
