"""What the ledger asks of its driver: signs that pile up are one sign, and silence ends."""

from __future__ import annotations

from ledger.database import connect, heard

SIGNS = 400


def test_signs_that_have_piled_up_are_heard_once(postgres_url: str) -> None:
    with connect(postgres_url) as ears, connect(postgres_url) as mouth:
        ears.execute("LISTEN piled_up")
        for _ in range(SIGNS):
            mouth.execute("NOTIFY piled_up")
        times = 0
        while heard(ears, 0.2):
            times += 1
    assert 1 <= times < SIGNS / 10


def test_silence_is_no_sign(postgres_url: str) -> None:
    with connect(postgres_url) as ears:
        ears.execute("LISTEN silent")
        assert not heard(ears, 0.01)
