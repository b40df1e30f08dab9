"""What the API answers about the signed log, as it is described (see `api/v1/answers.py`)."""

from __future__ import annotations

from typing import Any, Final

from api.v1.schemas import EntryId, Instant, Shape


class Proof(Shape):
    """That an entry stands in the signed log.

    `entry` are the stored bytes of the entry as text, `proof` is a c2sp.org/tlog-proof of them;
    `index` counts from 0 among `size` entries under `root` (SHA-256, hex), which the witnesses
    `cosigned_by` have confirmed.
    """

    id: EntryId
    index: int
    size: int
    origin: str
    root: str
    cosigned_by: list[str]
    entry: str
    proof: str


class LogState(Shape):
    """The newest checkpoint of the log: `note` as it is signed (c2sp.org/tlog-checkpoint).

    `verifier_key` is the key that signs now, `hand_overs` are the signed statements by which
    former keys gave way to it, oldest first.
    """

    origin: str
    verifier_key: str
    hand_overs: list[str]
    size: int
    root: str
    signed_at: Instant
    cosigned_by: list[str]
    note: str


_ROOT: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_KEY: Final = "quy.example/nghean+d47fa194+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
_NOTE: Final = (
    "quy.example/nghean\n2\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n\n"
    "— quy.example/nghean 1H+hlGIXl5qUtPNeL54JFsT+p2V+RGTIFP4Kv3t1hI1FStoNtSIe9xshPihJ6opgEhOLrvSs"
    "sJiv2Q/pdz/iwzOmXQw=\n"
)
PROOF: Final[dict[str, Any]] = {
    "id": "ent_10000000000040008000000000000003_12",
    "index": 1,
    "size": 2,
    "origin": "quy.example/nghean",
    "root": _ROOT,
    "cosigned_by": ["tinh.example/chung"],
    "entry": '{"actor":"p-4k2vexample7abcdefgh2","amount_vnd":500000}',
    "proof": "c2sp.org/tlog-proof@v1\nindex 1\n"
    f"sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n\n{_NOTE}",
}
LOG_STATE: Final[dict[str, Any]] = {
    "origin": "quy.example/nghean",
    "verifier_key": _KEY,
    "hand_overs": [],
    "size": 2,
    "root": _ROOT,
    "signed_at": "2022-03-01T03:12:45.120000Z",
    "cosigned_by": ["tinh.example/chung"],
    "note": _NOTE,
}
