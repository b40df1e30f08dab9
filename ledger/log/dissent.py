"""Witnesses that contradict the log: they have seen more of it than there is, or another past.

    <keys>/log.contradicted     a line for each: key of the witness, entries that it has seen, which

Whose cosignatures would be enough to believe a checkpoint are enough not to believe it: nothing
more is signed until some of them cosign again. One witness alone, which may be wrong or lie, stops
nothing unless the policy trusts it alone; who contradicts is told in any case (`rounds`).
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from ledger import key_files
from ledger.log.memory import LOCK
from ledger.log.notes import Verifier
from ledger.log.policy import NONE, Policy
from ledger.refusals import Broken

FILE: Final = "log.contradicted"


class What(StrEnum):
    """What a witness says against the log."""

    BEHIND = "behind"  # it has seen more entries than there are: the database is an old copy
    OTHER = "other"  # what it has seen is not how the log begins


class Contradiction(NamedTuple):
    """One witness's word: it has seen so many entries."""

    witness: str
    seen: int
    what: What


def note(keys: Path, witness: Verifier, seen: int, what: What) -> None:
    """Keep what a witness says against the log, in place of what it said before."""
    _change(keys, witness, Contradiction(str(witness), seen, what))


def settle(keys: Path, witness: Verifier) -> None:
    """Forget what a witness said: it has cosigned since."""
    if (keys / FILE).exists():
        _change(keys, witness)


def contradictions(keys: Path) -> list[Contradiction]:
    """Return what witnesses say against the log, in the order in which they said it.

    Raises:
        Broken: the file says something else.
    """
    try:
        lines = (keys / FILE).read_text(encoding="utf-8").splitlines()
        words = [each.split(" ") for each in lines]
        return [Contradiction(who, int(seen), What(what)) for who, seen, what in words]
    except FileNotFoundError:
        return []
    except ValueError as error:
        raise Broken(f"{keys / FILE} has a line that no witness said") from error


def disputing(keys: Path, policy: Policy, size: int) -> list[Contradiction]:
    """Return what stands against a log of `size` entries, if it is enough not to believe it.

    Raises:
        Broken: as `contradictions`.
    """
    standing = {
        each.witness: each
        for each in contradictions(keys)
        if each.what is What.OTHER or size < each.seen
    }
    heard = [each for each in policy.witness_keys if str(each) in standing]
    is_enough = policy.quorum != NONE and policy.reached_by(heard)
    return [standing[str(each)] for each in heard] if is_enough else []


def _change(keys: Path, witness: Verifier, *said: Contradiction) -> None:
    with key_files.alone(keys / LOCK):
        others = [each for each in contradictions(keys) if each.witness != str(witness)]
        lines = [f"{who} {seen} {what}\n" for who, seen, what in (*others, *said)]
        if lines:
            key_files.replace(keys / FILE, "".join(lines))
        else:
            (keys / FILE).unlink(missing_ok=True)
