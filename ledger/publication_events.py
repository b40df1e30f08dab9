"""The fact that a unit published its figures of a year, and what binds it to them.

`raised` is the Merkle-sum tree (ledger/log/sums.py) over the receipts that make the figure: gifts
of money and goods to the unit and all below it, and what holders handed over to their funds.
`collected` is the tree over gifts that holders collected. These are raised only when they are
handed over, many at once, so that no one of them can be told to be in a handover: for its donor the
tree shows that it is in what the holders collected, and the figures say where that went.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from ledger.sealed import Sealed

Scope = Literal["subtree"]


class Published(Sealed, frozen=True, kw_only=True):
    """What is published: figures of a `year` up to `until`, of a unit and all below it.

    They stand on the first `log_size` entries of the log. `digest` is SHA-256 (hex) of the file of
    figures in canonical form. Of each tree: root (hex), total in đồng, leaves. `not_valued` of the
    gifts are goods without a value, which count 0. `raised_vnd` is the figure: the tree's total
    without what units, while they stood here, undid of gifts from when they stood elsewhere.
    """

    year: int
    scope: Scope = "subtree"
    until: date
    published_on: date
    log_size: int
    digest: str
    raised_vnd: int
    raised_root: str
    raised_total_vnd: int
    raised_leaves: int
    undone_elsewhere_vnd: int = 0
    not_valued: int
    collected_root: str
    collected_total_vnd: int
    collected_leaves: int


class FiguresPublished(Published, frozen=True, kw_only=True):
    """The unit published its figures of a year, for the `edition`-th time (from 1).

    `former` is the version in the unit's book of the publication that this one follows,
    `asked_under` the key under which somebody asked for it.
    """

    STORED_AS: ClassVar[str] = "figures.published/1"
    edition: int
    former: int | None = None
    asked_under: str | None = None
