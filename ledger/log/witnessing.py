"""Asking witnesses for their cosignatures, beside everything else: nobody ever waits for them.

    newest checkpoint + what shows that it continues → each witness → its line below the checkpoint

Whom to ask, and how many are enough, says `<keys>/witness.policy` (c2sp.org/tlog-policy). A witness
that was away is asked about the newest checkpoint, which covers all that it has missed.

Source: c2sp.org/tlog-witness.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from ledger import key_files
from ledger.database import Connection, connect, query
from ledger.log import checkpoints, dissent, notes
from ledger.log.checkpoints import Checkpoint
from ledger.log.dissent import What
from ledger.log.memory import COSIGNED, Memory
from ledger.log.merkle import consistency_proof
from ledger.log.notes import NoteWrong, Signature, Verifier
from ledger.log.policy import Known, Policy, PolicyWrong
from ledger.log.store import LogReader
from ledger.log.witness import Growth
from ledger.refusals import Broken, LogContradicted

FILE: Final = "witness.policy"
SIZE_TYPE: Final = "text/x.tlog.size"
CONFLICT: Final = 409
"""The status of a witness that has seen another size, or another tree of the same size."""
UNPROVED: Final = 422
"""That of one to which it was not shown that the checkpoint continues what it has seen."""
TRIES: Final = 3
"""How often a witness may say that it has seen another size; somebody else may be asking it."""


class Answer(NamedTuple):
    """What a witness answered: HTTP status, type of the content, content."""

    status: int
    kind: str
    body: bytes


Post = Callable[[str, bytes], Answer]
"""(address, body) → answer; raises `Unanswered`."""


class Unanswered(Exception):
    """A witness is away, or too slow."""


class Declined(Exception):
    """A witness does not cosign what it was sent, and asking again will not help.

    Attributes:
        status: what it answered.
    """

    def __init__(self, status: int, detail: str = "") -> None:
        super().__init__(f"{status} {detail}".rstrip())
        self.status = status


class Contradicts(Declined):
    """A witness has seen more entries of this log than there are, or other ones.

    Attributes:
        seen: how many entries it has seen.
        what: which of both.
    """

    def __init__(self, status: int, seen: int, what: What) -> None:
        super().__init__(status, f"it has seen {seen} entries ({what})")
        self.seen = seen
        self.what = what


class Target(NamedTuple):
    """A checkpoint that is to be cosigned."""

    size: int
    note: str


class Seen(NamedTuple):
    """How far a witness has come; size 0: it has cosigned nothing yet."""

    witness: Known
    size: int
    signed_at: datetime | None


def configured(keys: Path) -> Policy:
    """Return whom to ask and how many are enough; a policy without witnesses where none is set.

    Raises:
        PolicyWrong: with the first line that is wrong.
    """
    path = keys / FILE
    return Policy.parse(path.read_bytes()) if path.exists() else Policy()


def require_undisputed(keys: Path, size: int) -> None:
    """Hold a log of `size` entries against what witnesses have said of it.

    Raises:
        LogContradicted: so many contradict it that they would be enough to believe.
        Broken: the policy, or what was kept of their words, cannot be read.
    """
    if not (keys / dissent.FILE).exists():
        return
    try:
        policy = configured(keys)
    except PolicyWrong as error:
        raise Broken(f"{keys / FILE} is wrong in line {error.line}") from error
    if against := dissent.disputing(keys, policy, size):
        names = ", ".join(Verifier.parse(each.witness).name for each in against)
        seen = max(each.seen for each in against)
        raise LogContradicted(witnesses=names, seen=seen, path=keys / dissent.FILE)


def configure(keys: Path, policy: Policy) -> None:
    """Set whom to ask and how many are enough."""
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_files.replace(keys / FILE, str(policy))


def target(connection: Connection) -> Target | None:
    """Return the newest checkpoint; None while the log is empty."""
    row = connection.execute(query("witnesses_target")).fetchone()
    return Target(*row) if row and row[0] else None


def seen(connection: Connection, policy: Policy) -> list[Seen]:
    """Return how far each witness of the policy has come, in its order."""
    rows = connection.execute(query("witnesses_seen")).fetchall()
    known = {key: (size, signed_at) for key, size, signed_at in rows}
    return [Seen(each, *known.get(str(each.verifier), (0, None))) for each in policy.witnesses]


def growth(connection: Connection, old: int, wanted: Target) -> Growth:
    """Return what a witness that has seen `old` entries is sent."""
    proof = consistency_proof(old, wanted.size, LogReader(connection).nodes)
    return Growth(old, tuple(proof), wanted.note)


def ask(url: str, witness: Known, old: int, wanted: Target, post: Post) -> Signature:
    """Return the cosignature of one witness, which is asked over the network.

    Args:
        url: of the database; no connection is held while the witness thinks.
        witness: whom to ask, with its address.
        old: how many entries it is believed to have seen.
        wanted: the checkpoint.
        post: sends, and gives up by itself after some seconds.

    Raises:
        Unanswered: by `post`.
        Contradicts, Declined: it does not cosign; or what it answered is no cosignature of it.
    """
    address = f"{witness.url.rstrip('/')}/add-checkpoint"
    for _ in range(TRIES):
        with connect(url) as connection:
            body = str(growth(connection, old, wanted)).encode()
        answer = post(address, body)
        if answer.status == 200:
            return _line_of(witness, wanted, answer.body)
        told = _told_size(answer)
        if answer.status == UNPROVED or told == old:
            raise Contradicts(answer.status, old, What.OTHER)
        if told is None:
            raise Declined(answer.status)
        if told > wanted.size:
            raise _beyond(url, told)
        old = told
    raise Unanswered("it says something else each time")


def keep(url: str, keys: Path, policy: Policy, wanted: Target, line: Signature) -> bool:
    """Keep a cosignature that holds; return whether enough have cosigned this checkpoint now."""
    witness = next(each.verifier for each in policy.witnesses if each.verifier.made(line))
    with connect(url) as connection:
        connection.execute(
            query("witnesses_keep"),
            {
                "size": wanted.size,
                "witness": str(witness),
                "line": str(line),
                "signed_at_s": line.at_s,
            },
        )
        found = connection.execute(query("witnesses_of"), {"size": wanted.size}).fetchall()
        signed = {key for (key,) in found}
        reached = policy.reached_by([each for each in policy.witness_keys if str(each) in signed])
        if reached:
            connection.execute(query("witnesses_reached"), {"size": wanted.size})
    Memory(keys, COSIGNED).keep(checkpoints.parsed(wanted.note))
    dissent.settle(keys, witness)
    return reached


def accept(url: str, keys: Path, policy: Policy, note: str | bytes) -> tuple[Checkpoint, list[str]]:
    """Keep the cosignatures of a checkpoint that somebody brings; return it and whose they are.

    Raises:
        NoteWrong: it is no checkpoint of this log, or a cosignature does not hold.
    """
    parsed = notes.parse(note)
    said = Checkpoint.parse(parsed.text)
    with connect(url) as connection:
        row = connection.execute(query("witnesses_checkpoint"), {"size": said.size}).fetchone()
    if row is None or notes.parse(row[0]).text != parsed.text:
        raise NoteWrong(notes.NoteFault.NOT_A_CHECKPOINT, "not of this log")
    names = []
    for witness in policy.witnesses:
        for line in filter(witness.verifier.made, parsed.signatures):
            if not witness.verifier.holds(parsed.text, line):
                raise NoteWrong(notes.NoteFault.SIGNATURE_WRONG, witness.name)
            keep(url, keys, policy, Target(said.size, row[0]), line)
            names.append(witness.name)
    return said, names


def _line_of(witness: Known, wanted: Target, body: bytes) -> Signature:
    """Return the cosignature of `witness` among the lines that it answered."""
    text = notes.parse(wanted.note).text
    try:
        said = notes.text_of(body).removesuffix("\n")
        lines = [notes.signature_of(each) for each in said.split("\n")]
    except NoteWrong as error:
        raise Declined(200, str(error)) from error
    for line in lines:
        if witness.verifier.made(line) and witness.verifier.holds(text, line):
            return line
    raise Declined(200, "no cosignature by its key")


def _told_size(answer: Answer) -> int | None:
    """Return how many entries a witness says to have seen."""
    if answer.status != CONFLICT or answer.kind.partition(";")[0].strip() != SIZE_TYPE:
        return None
    try:
        return checkpoints.number(notes.text_of(answer.body).removesuffix("\n"))
    except NoteWrong:
        return None


def _beyond(url: str, told: int) -> Exception:
    """Return what it means that a witness has seen more than it was asked about."""
    with connect(url) as connection:
        newest = target(connection)
    if newest is not None and told <= newest.size:
        return Unanswered("somebody else has asked it about a newer checkpoint")
    return Contradicts(CONFLICT, told, What.BEHIND)
