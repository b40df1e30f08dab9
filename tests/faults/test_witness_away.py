"""F14: witnesses hang; gifts are accepted as before, and once they are back, proofs carry them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from api import witness_asking
from ledger.database import connect
from ledger.log import following, rounds, witnessing
from ledger.log.merkle import ProofFault, ProofWrong
from ledger.log.notes import Signer, Verifier
from ledger.log.policy import Group, Known, Policy
from ledger.log.proofs import verify
from ledger.log.store import LogReader
from ledger.log.witness import Witness
from tests.faults.crowd import Crowd
from tests.faults.offices import opened
from tests.faults.witnesses import hanging, standing

UPGRADED_WITHIN_S = 60.0
NAMES = ("one", "two", "three")


@contextmanager
def witnessed(url: str, keys: Path) -> Iterator[list[str]]:
    """Sign checkpoints and ask witnesses, as the processes beside the web do; yield complaints."""
    stop, complaints = threading.Event(), list[str]()

    def complain(name: str, error: Exception) -> None:
        complaints.append(f"{name} {type(error).__name__}")

    def shout(error: Exception) -> None:
        complaints.append(f"log {type(error).__name__}")

    work = [
        threading.Thread(target=following.follow, args=(url, keys, stop, shout)),
        threading.Thread(
            target=rounds.follow, args=(url, keys, witness_asking.post, stop, complain)
        ),
    ]
    for each in work:
        each.start()
    try:
        yield complaints
    finally:
        stop.set()
        for each in work:
            each.join(30)


def trusting(place: Path, log: Verifier) -> dict[str, Witness]:
    """Return three witnesses that watch the log, none of them running."""
    found = {name: Witness(place / name, f"{name}.example") for name in NAMES}
    for each in found.values():
        each.trust(log)
    return found


def proof_of_newest(url: str, log: Verifier, policy: Policy) -> int:
    """Return how many witnesses stand below the proof of the newest entry that the log covers.

    Raises:
        ProofWrong: QUORUM_MISSING.
    """
    with connect(url) as connection:
        reader = LogReader(connection)
        position = reader.position_of(reader.size() - 1)
        row = connection.execute(
            "SELECT originator_id, originator_version FROM journal_events "
            "WHERE notification_id = %s",
            (position,),
        ).fetchone()
        assert row is not None
        entry, proof = reader.proof_of(*row)
    return len(verify(entry, proof, log, policy).cosigned)


def rate(crowd: Crowd, seconds: float) -> float:
    """Return how many gifts are acknowledged in a second."""
    before, began = len(crowd.acknowledged), time.monotonic()
    time.sleep(seconds)
    return (len(crowd.acknowledged) - before) / (time.monotonic() - began)


@pytest.mark.parametrize("hangs_s", [3.0, pytest.param(60.0, marks=pytest.mark.long)])
def test_a_witness_that_hangs_keeps_nobody_waiting(
    founded_url: str, place: Path, hangs_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    if hangs_s < 60:  # the same, in a few seconds
        monkeypatch.setattr(witness_asking, "ANSWER_S", 1.0)
        monkeypatch.setattr(rounds, "REST_S", 0.5)
    keys = place / "keys"
    following.catch_up(founded_url, keys)
    log = Signer.parse((keys / "log.key").read_text().strip()).verifier
    witnesses, crowd = trusting(place, log), Crowd([place / "office"])
    with ExitStack() as world:
        first = world.enter_context(standing(place / "one"))
        doors = ExitStack()
        ports = [doors.enter_context(hanging()) for _ in range(2)]
        addresses = [first.address, *(f"http://127.0.0.1:{port}" for port in ports)]
        known = tuple(map(Known, NAMES, (each.verifier for each in witnesses.values()), addresses))
        policy = Policy((), known, {"most": Group(2, NAMES)}, "most")
        world.enter_context(opened(founded_url, place / "office"))
        world.enter_context(crowd.at_work())
        crowd.wait_for(50)
        without = rate(crowd, 2)
        witnessing.configure(keys, policy)
        complaints = world.enter_context(witnessed(founded_url, keys))
        while_hanging = rate(crowd, hangs_s)
        with pytest.raises(ProofWrong) as wrong:
            proof_of_newest(founded_url, log, policy)
        crowd.goes_home()
        doors.close()
        for name, port in zip(NAMES[1:], ports, strict=True):
            world.enter_context(standing(place / name, port))
        took_s = until_proved(founded_url, log, policy)
    assert wrong.value.reason is ProofFault.QUORUM_MISSING
    assert {"two Unanswered", "three Unanswered"} <= set(complaints)
    assert while_hanging > without / 3, f"{without:.0f} gifts a second became {while_hanging:.0f}"
    assert took_s <= UPGRADED_WITHIN_S


def until_proved(url: str, log: Verifier, policy: Policy) -> float:
    """Wait until the newest entry is proved with enough witnesses; return the seconds."""
    began = time.monotonic()
    while time.monotonic() - began < 2 * UPGRADED_WITHIN_S:
        try:
            proof_of_newest(url, log, policy)
        except ProofWrong:
            time.sleep(0.1)
        else:
            break
    return time.monotonic() - began
