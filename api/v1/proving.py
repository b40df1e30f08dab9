"""The signed log for programs: the proof of an entry, and the newest checkpoint.

The log itself is public (`/checkpoint`, `/tile/…`); here a program finds by its own ids what it has
recorded.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any, Final

from api.log_keeping import public_key
from api.v1 import log_answers
from api.v1.entries import found_entry
from api.v1.ids import entry_name
from api.v1.operations import Answer, Asked, Operation, Success, answer_json
from api.v1.parameters import ENTRY
from api.v1.problems import Problem, Words, refused
from ledger.database import query
from ledger.log import notes
from ledger.log.store import LogReader
from ledger.refusals import EntryNotLogged

NOT_YET: Final = Words(
    "Nhật ký chưa có mốc nào được ký: thử lại sau một giây.",
    "Nothing is signed yet: try again in a second.",
)


def _proof(asked: Asked) -> Answer:
    entry = found_entry(asked)
    with asked.wiring.connection() as connection:
        try:
            proven = LogReader(connection).proof_of(entry.originator_id, entry.originator_version)
        except EntryNotLogged as refusal:
            raise refused(refusal) from refusal
    said = proven.proof.claimed
    return answer_json(
        {
            "id": entry_name(entry.originator_id, entry.originator_version),
            "index": proven.proof.index,
            "size": said.size,
            "origin": said.origin,
            "root": said.root.hex(),
            "cosigned_by": _others(proven.proof.checkpoint, said.origin),
            "entry": proven.entry.decode(),
            "proof": str(proven.proof),
        }
    )


def _state(asked: Asked) -> Answer:
    key: dict[str, Any] | None = public_key(asked.wiring.url)
    with asked.wiring.connection() as connection:
        row = connection.execute(query("log_newest")).fetchone()
    if key is None or row is None:
        raise Problem("away", NOT_YET, headers={"Retry-After": "1"})
    size, root, note, signed_at, *_ = row
    return answer_json(
        {
            **key,
            "size": size,
            "root": bytes(root).hex(),
            "signed_at": signed_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "cosigned_by": _others(note, key["origin"]),
            "note": note,
        }
    )


def _others(note: str, origin: str) -> list[str]:
    """Return who has signed a checkpoint beside its log."""
    names = [each.name for each in notes.parse(note).signatures]
    return list(dict.fromkeys(name for name in names if name != origin))


PROOFS: Final = (
    Operation(
        method="GET",
        path="/entries/{entry}/proof",
        name="proveEntry",
        tag="entries",
        summary=Words("Bằng chứng đã ghi sổ, không thể sửa", "Prove that an entry is in the log"),
        says=Words(
            "Kiểm lại bằng soquy verify hoặc phần mềm bất kỳ theo chuẩn C2SP. 409 entry_not_logged "
            "trong giây đầu sau khi ghi.",
            "Verify it with soquy verify or any software for the C2SP formats. 409 "
            "entry_not_logged within the first second.",
        ),
        scope="read",
        parameters=(ENTRY,),
        successes=(
            Success(
                200,
                Words("Bút toán và bằng chứng.", "The entry and its proof."),
                log_answers.Proof,
                log_answers.PROOF,
            ),
        ),
        problems=("not_found", "entry_not_logged"),
        handle=_proof,
    ),
    Operation(
        method="GET",
        path="/log",
        name="showLog",
        tag="entries",
        summary=Words("Mốc nhật ký mới nhất và khóa ký", "Show the newest checkpoint and the key"),
        says=Words(
            "Cả nhật ký là công khai: /checkpoint, /tile/<L>/<N>, /tile/entries/<N>, theo "
            "c2sp.org/tlog-tiles.",
            "The whole log is public: /checkpoint, /tile/<L>/<N>, /tile/entries/<N>, as in "
            "c2sp.org/tlog-tiles.",
        ),
        scope="read",
        successes=(
            Success(
                200,
                Words("Mốc và khóa.", "Checkpoint and key."),
                log_answers.LogState,
                log_answers.LOG_STATE,
            ),
        ),
        handle=_state,
    ),
)
