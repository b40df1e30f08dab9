"""What a donor carries: their gift is counted in a published total.

    soquy/total-proof/1
    publication <unit> <version>    the entry by which the total was published
    tree raised                     or collected: gifts that holders collected
    index <number>                  which leaf of the tree, from 0
    size <number>                   leaves of the tree
    net <đồng>                      what the gift counts
    <hash> <sum>                    from the leaf's neighbour up to below the root; base64, đồng

It is checked offline with the bytes of two entries: the gift's, and that of the publication. That
both are in the log is shown by a tlog-proof for each (ledger/log/proofs.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal, cast, get_args

from ledger.log import notes, sums
from ledger.log.notes import NoteWrong
from ledger.log.sums import Summed

HEADER: Final = "soquy/total-proof/1"
TEXT_MAX: Final = 16_384
PUBLISHED: Final = "figures.published/1"
Tree = Literal["raised", "collected"]
LEAVES: Final[Mapping[Tree, frozenset[str]]] = {
    "raised": frozenset({"donation.received/1", "donation.goods/1", "handover.to_fund/1"}),
    "collected": frozenset({"donation.collected/1"}),
}
"""The entries that are leaves of each tree."""

Counted = Literal["whole", "undone", "not_valued"]
"""How a gift counts: all of it; not, as it was undone; not, as nobody valued the goods."""

_GIFT: Final = {"booked_on": str}
_PUBLICATION: Final = {"unit": str, "version": int, "year": int, "until": str, "edition": int}
_TREE: Final = {"root": str, "total_vnd": int, "leaves": int}
_LINES: Final = (
    re.compile(r"publication ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([1-9][0-9]{0,18})"),
    re.compile(r"tree (raised|collected)"),
    re.compile(r"index (0|[1-9][0-9]{0,18})"),
    re.compile(r"size ([1-9][0-9]{0,18})"),
    re.compile(r"net (0|[1-9][0-9]{0,18})"),
)
_STEP: Final = re.compile(r"([A-Za-z0-9+/]{43}=) (0|[1-9][0-9]{0,18})")


class TotalFault(StrEnum):
    """Why a proof of a total shows nothing, beside what a tree itself refuses (`SumFault`)."""

    NOT_A_PROOF = "total_not_a_proof"  # its text breaks the format
    NOT_A_GIFT = "total_not_a_gift"  # the entry is no leaf of this tree
    NOT_A_PUBLICATION = "total_not_a_publication"  # the other entry publishes nothing
    OTHER_PUBLICATION = "total_other_publication"  # the proof is for another publication
    OTHER_TIME = "total_other_time"  # the gift counts on a day that the publication leaves out
    NET_IMPOSSIBLE = "total_net_impossible"  # a gift counts all of its amount, or nothing


class TotalWrong(Exception):
    """A proof of a total that shows nothing."""

    def __init__(self, reason: TotalFault, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


@dataclass(frozen=True)
class TotalProof:
    """The way from one gift to a published total.

    Attributes:
        unit: the id of the unit that published.
        version: the place of the publication in that unit's book.
        tree: which of the two trees.
        index: which leaf, from 0.
        size: leaves of the tree.
        net_vnd: what the gift counts.
        steps: from the leaf's neighbour up to below the root.
    """

    unit: str
    version: int
    tree: Tree
    index: int
    size: int
    net_vnd: int
    steps: tuple[Summed, ...]

    def __str__(self) -> str:
        steps = [f"{notes.to_base64(each.hash)} {each.sum_vnd}" for each in self.steps]
        head = [
            HEADER,
            f"publication {self.unit} {self.version}",
            f"tree {self.tree}",
            f"index {self.index}",
            f"size {self.size}",
            f"net {self.net_vnd}",
        ]
        return "\n".join([*head, *steps]) + "\n"

    @classmethod
    def parse(cls, text: str | bytes) -> TotalProof:
        """Return the proof that a text is, nothing of it checked but its form.

        Raises:
            TotalWrong: NOT_A_PROOF.
        """
        try:
            said = text.decode() if isinstance(text, bytes) else text
            head, lines = _divided(said)
            steps = tuple(_step(each) for each in lines)
        except (UnicodeError, NoteWrong) as error:
            raise TotalWrong(TotalFault.NOT_A_PROOF, str(error)) from error
        (unit, version), (tree,), (index,), (size,), (net,) = head
        assert tree in get_args(Tree)
        numbers = int(index), int(size), int(net)
        return cls(unit, int(version), cast("Tree", tree), *numbers, steps)


@dataclass(frozen=True)
class Total:
    """What was shown: the published total, and how the gift counts in it."""

    tree: Tree
    year: int
    until: str
    edition: int
    total_vnd: int
    size: int
    net_vnd: int
    counted: Counted


def verify(gift: bytes, proof: TotalProof, publication: bytes) -> Total:
    """Show that a gift is counted in the total that an entry publishes.

    Args:
        gift: the stored bytes of the gift's entry.
        proof: what came with it.
        publication: the stored bytes of the entry that publishes the total.

    Raises:
        TotalWrong: NOT_A_GIFT, NOT_A_PUBLICATION, OTHER_PUBLICATION, OTHER_TIME, NET_IMPOSSIBLE.
        SumWrong: as `sums.verify` has it.
    """
    given = _read(gift, LEAVES[proof.tree], _GIFT, TotalFault.NOT_A_GIFT)
    says = {**_PUBLICATION, **{f"{proof.tree}_{name}": kind for name, kind in _TREE.items()}}
    published = _read(publication, {PUBLISHED}, says, TotalFault.NOT_A_PUBLICATION)
    if (published["unit"], published["version"]) != (proof.unit, proof.version):
        raise TotalWrong(TotalFault.OTHER_PUBLICATION)
    if not f"{published['year']}-01-01" <= given["booked_on"] <= published["until"]:
        raise TotalWrong(TotalFault.OTHER_TIME, given["booked_on"])
    counted = _counted(given.get("amount_vnd"), proof.net_vnd)
    total_vnd, size = published[f"{proof.tree}_total_vnd"], published[f"{proof.tree}_leaves"]
    if proof.size != size:
        raise TotalWrong(TotalFault.OTHER_PUBLICATION, f"{proof.size} gifts, not {size}")
    root = Summed(_hash(published[f"{proof.tree}_root"]), total_vnd)
    sums.verify(sums.leaf(gift, proof.net_vnd), proof.index, size, proof.steps, root)
    return Total(
        tree=proof.tree,
        year=published["year"],
        until=published["until"],
        edition=published["edition"],
        total_vnd=total_vnd,
        size=size,
        net_vnd=proof.net_vnd,
        counted=counted,
    )


def _divided(text: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return what the lines at the head say, and the other lines."""
    lines = text.split("\n")
    if len(text) > TEXT_MAX or lines[0] != HEADER or lines.pop() or len(lines) < 1 + len(_LINES):
        raise TotalWrong(TotalFault.NOT_A_PROOF, "it begins or ends otherwise")
    head = []
    for pattern, line in zip(_LINES, lines[1:], strict=False):
        if not (found := pattern.fullmatch(line)):
            raise TotalWrong(TotalFault.NOT_A_PROOF, line[:80])
        head.append(found.groups())
    return head, lines[1 + len(_LINES) :]


def _step(line: str) -> Summed:
    if not (found := _STEP.fullmatch(line)):
        raise TotalWrong(TotalFault.NOT_A_PROOF, line[:80])
    return Summed(notes.from_base64(found[1]), int(found[2]))


def _read(
    raw: bytes, types: Collection[str], says: Mapping[str, type], fault: TotalFault
) -> dict[str, Any]:
    """Return the facts of an entry that is of one of these types and says all this."""
    try:
        said = json.loads(raw)
    except ValueError as error:
        raise TotalWrong(fault, "not an entry") from error
    if not isinstance(said, dict) or said.get("type") not in types:
        raise TotalWrong(fault, "of another type")
    for name, kind in says.items():
        if type(said.get(name)) is not kind:
            raise TotalWrong(fault, name)
    return said


def _hash(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise TotalWrong(TotalFault.NOT_A_PUBLICATION, "no root") from error


def _counted(amount_vnd: object, net_vnd: int) -> Counted:
    """Say how a gift of an amount counts."""
    if amount_vnd is None and net_vnd == 0:
        return "not_valued"
    if net_vnd == amount_vnd:
        return "whole"
    if net_vnd == 0:
        return "undone"
    raise TotalWrong(TotalFault.NET_IMPOSSIBLE, f"{net_vnd} of {amount_vnd}")
