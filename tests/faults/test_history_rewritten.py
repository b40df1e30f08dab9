"""F11: whoever has stolen the key of the log signs another past; a witness that saw it signs none.

Six kinds of rewriting, each with everything a thief could show: the right proof of the new tree,
that of the old one, parts of both, none, and every size that the thief might claim to start from.
Afterwards the honest log goes on, and is cosigned.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from ledger.log.notes import Signer
from ledger.log.witness import Growth, Witness
from tests.faults.witnesses import Door, standing
from tests.ledger.log.trees import checkpoint_of, entry, growth

Past = list[bytes]
Kind = Callable[[Past, random.Random], Past]
COSIGNED = 200


def modified(past: Past, chance: random.Random) -> Past:
    at = chance.randrange(len(past))
    changed = bytearray(past[at])
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return [*past[:at], bytes(changed), *past[at + 1 :]]


def deleted(past: Past, chance: random.Random) -> Past:
    at = chance.randrange(len(past))
    return [*past[:at], *past[at + 1 :]]


def inserted(past: Past, chance: random.Random) -> Past:
    at = chance.randrange(len(past))
    return [*past[:at], b'{"back":"dated"}', *past[at:]]


def swapped(past: Past, chance: random.Random) -> Past:
    one, other = chance.sample(range(len(past)), 2)
    changed = past.copy()
    changed[one], changed[other] = past[other], past[one]
    return changed


def truncated(past: Past, chance: random.Random) -> Past:
    return past[: chance.randrange(1, len(past))]


def replaced(past: Past, chance: random.Random) -> Past:
    return [chance.randbytes(20) for _ in past]


KINDS: list[Kind] = [
    modified,
    deleted,
    inserted,
    swapped,
    truncated,
    replaced,
]


@pytest.fixture(scope="module")
def witness(tmp_path_factory: pytest.TempPathFactory) -> Witness:
    """Return the memory of the witness that stands at the door."""
    return Witness(tmp_path_factory.mktemp("witness"), "witness.example")


@pytest.fixture(scope="module")
def door(witness: Witness) -> Iterator[Door]:
    """Run the witness in a process of its own."""
    with standing(witness.folder) as opened:
        yield opened


def attempts(honest: Past, forged: Past, key: Signer, chance: random.Random) -> Iterator[Growth]:
    """Yield what a thief could send who wants `forged` cosigned by one that has seen `honest`."""
    seen = len(honest)
    later = [entry(1_000 + each) for each in range(chance.randrange(1, 40))]
    for past in (forged, forged + later, forged + honest + later):
        note, proofs = checkpoint_of(past, key), [list[bytes]()]
        if len(past) >= seen:
            proofs += [growth(seen, past), growth(seen, [*honest, *later])]
            proofs += [proofs[1][:1] + proofs[2][1:], proofs[2][:-1] + proofs[1][-1:]]
        for proof in proofs:
            yield Growth(seen, tuple(proof), note)
        for old in {0, 1, len(past) - 1, len(past)} - {seen}:
            yield Growth(old, tuple(growth(old, past)), note)


def grown(honest: Past, count: int, key: Signer) -> Growth:
    """Return what the honest log asks when it has `count` entries more."""
    past = honest + [entry(len(honest) + each) for each in range(count)]
    return Growth(len(honest), tuple(growth(len(honest), past)), checkpoint_of(past, key))


@pytest.mark.parametrize("cases", [3, pytest.param(60, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_stolen_key_signs_no_other_past_for_who_has_seen_the_first(
    kind: Kind, cases: int, door: Door, witness: Witness
) -> None:
    chance, answers = random.Random(cases), Counter[int]()
    for case in range(cases):
        key = Signer(f"{kind.__name__}.example/{cases}/{case}", chance.randbytes(32))
        witness.trust(key.verifier)
        honest = [entry(each) for each in range(chance.randrange(2, 200))]
        assert door.ask(grown([], len(honest), key)) == COSIGNED
        forged = kind(honest, chance)
        answers.update(door.ask(each) for each in attempts(honest, forged, key, chance))
        assert door.ask(grown(honest, 7, key)) == COSIGNED, "honest growth is still cosigned"
    assert answers[COSIGNED] == 0
    assert set(answers) <= {400, 409, 422}
    assert answers[422] > cases
    assert sum(answers.values()) > cases * 10
