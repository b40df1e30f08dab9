"""When the log gets a new key: a statement signed by the old and the new one, as a signed note.

    soquy log key hand-over
    <name of the log>
    <number of entries up to which the old key has signed>
    <old verifier key>
    <new verifier key>
    ¶
    — <name> <signature of the old key>
    — <name> <signature of the new key>

It is recorded as an entry, and the checkpoint that first covers it bears both signatures too. Who
knows only the old key follows the statements to the newest one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.log import checkpoints, notes
from ledger.log.notes import NoteFault, NoteWrong, Signer, Verifier

HEADER: Final = "soquy log key hand-over"


@dataclass(frozen=True)
class HandOver:
    """What both keys say.

    Attributes:
        size: entries up to which the old key has signed checkpoints.
        old: the key that signed until then.
        new: the key that signs from then on; of the same name.
    """

    size: int
    old: Verifier
    new: Verifier

    @property
    def text(self) -> str:
        """Return what is signed."""
        lines = (HEADER, self.old.name, str(self.size), str(self.old), str(self.new))
        return "".join(f"{each}\n" for each in lines)


def handed_over(size: int, old: Signer, new: Signer) -> str:
    """Return the statement, signed by both keys."""
    assert old.name == new.name, "a log keeps its name"
    return notes.signed(HandOver(size, old.verifier, new.verifier).text, [old, new])


def opened(note: str | bytes, old: Verifier) -> HandOver:
    """Return what `old` and the key that follows it have signed.

    Raises:
        NoteWrong: it is no such statement, or one of the signatures is missing or does not hold.
    """
    lines = notes.parse(note).text.split("\n")
    if len(lines) != 6 or lines[0] != HEADER or lines[1] != old.name or lines[3] != str(old):
        raise NoteWrong(NoteFault.UNSIGNED, f"no hand-over by {old}")
    new = Verifier.parse(lines[4])
    found = notes.opened(note, [old, new])
    if new.name != old.name or not (found.signed_by(old) and found.signed_by(new)):
        raise NoteWrong(NoteFault.UNSIGNED, "both keys have to sign")
    return HandOver(checkpoints.number(lines[2]), old, new)


def keys_from(known: Verifier, statements: Sequence[str]) -> list[Verifier]:
    """Return the keys that a trusted one leads to by statements in any order, itself first.

    Raises:
        NoteWrong: a statement by one of these keys does not hold.
    """
    keys = [known]
    while following := [each for each in statements if each.split("\n")[3:4] == [str(keys[-1])]]:
        step = opened(following[0], keys[-1])
        if step.new in keys:
            break
        keys.append(step.new)
    return keys
