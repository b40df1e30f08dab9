"""What a receipt carries inside: the entry itself, what the donor alone may know, and the proof.

    receipt.json        {"entry":{…},"private":{…},"salt":"…"}
    receipt.tlog-proof  c2sp.org/tlog-proof@v1: the entry is in the log, signed by the log

`entry` and `private` stand there byte by byte as the ledger keeps them, so that they are cut out
and never written anew: SHA-256 of 0x00 and the entry is its leaf in the log, and HMAC-SHA256 of the
private part under the salt is what the entry calls `pii`. Of a gift without a name, of one whose
donor was erased, and in the copy that everybody may have, there is `entry` alone. A receipt that
was cancelled carries the same two files of the entry that cancelled it, and of the one in its
place, if there is one; of that `entry` alone, for its donor may be somebody else.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from ledger.vault import Part
from reports.pdf import Attached

RECEIPT: Final = "receipt.json"
PROOF: Final = "receipt.tlog-proof"
LATER: Final = (
    ("reversal.json", "reversal.tlog-proof"),
    ("replacement.json", "replacement.tlog-proof"),
)
"""What may have become of a gift, in this order: it was cancelled, another stands in its place."""

_decoder: Final = json.JSONDecoder()


class Carried(NamedTuple):
    """An entry as it is stored, its private part where the reader may have it, and its proof."""

    entry: bytes
    part: Part | None
    proof: str


class NotOurs(Exception):
    """The bytes are no `receipt.json` of ours."""


def files(receipt: Carried, later: Sequence[Carried], made_at: datetime) -> tuple[Attached, ...]:
    """Return what travels inside a receipt, dated `made_at`; `later` is what became of the gift."""
    names = [(RECEIPT, PROOF), *LATER]
    return tuple(
        Attached(name, content, made_at)
        for pair, each in zip(names, [receipt, *later], strict=False)
        for name, content in zip(pair, (written(each), each.proof.encode()), strict=True)
    )


def written(carried: Carried) -> bytes:
    """Return `receipt.json`.

    >>> written(Carried(b'{"a":1}', None, ""))
    b'{"entry":{"a":1}}'
    """
    if carried.part is None:
        return b'{"entry":' + carried.entry + b"}"
    salt = b64encode(carried.part.salt)
    said = (b'{"entry":', carried.entry, b',"private":', carried.part.private, b',"salt":"', salt)
    return b"".join((*said, b'"}'))


def read(content: bytes, proof: str) -> Carried:
    r"""Return what a `receipt.json` holds, cut out as it stands there.

    Raises:
        NotOurs: it is none, or written in another way than `written` does it.

    >>> read(b'{"entry":{"a":1},"private":{},"salt":"AAAA"}', "").part
    Part(salt=b'\x00\x00\x00', private=b'{}')
    """
    try:
        text = content.decode()
        entry, after = _member(text, '{"entry":')
        if text[after:] == "}":
            return Carried(entry, None, proof)
        private, after = _member(text, ',"private":', after)
        salt, after = _member(text, ',"salt":', after)
        carried = Carried(entry, Part(b64decode(json.loads(salt), validate=True), private), proof)
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise NotOurs(str(error)) from error
    if written(carried) != content:
        raise NotOurs("written in another way")
    return carried


def _member(text: str, name: str, at: int = 0) -> tuple[bytes, int]:
    """Return the value that stands behind `name` at a place, as it stands there, and its end."""
    if not text.startswith(name, at):
        raise ValueError(f"no {name} at {at}")
    begin = at + len(name)
    _, end = _decoder.raw_decode(text, begin)
    return text[begin:end].encode(), end
