"""What the API answers about publications, as it is described (see `api/v1/answers.py`)."""

from __future__ import annotations

from typing import Any, Final, Literal

from api.v1.schemas import Cursor, Day, EntryId, Instant, Shape, UnitId


class Publication(Shape):
    """Figures of a year, published; `id` is that of the entry. Roots are SHA-256, hex.

    The `raised` tree is over the receipts that make the figure raised, the `collected` one over
    gifts that holders collected. `digest` is SHA-256 of figures.json in the package.
    """

    id: EntryId
    unit: UnitId
    code: str
    year: int
    edition: int
    former: EntryId | None
    until: Day
    published_on: Day
    recorded_at: Instant
    log_size: int
    digest: str
    raised_vnd: int
    raised_root: str
    raised_total_vnd: int
    raised_leaves: int
    undone_elsewhere_vnd: int
    not_valued: int
    collected_root: str
    collected_total_vnd: int
    collected_leaves: int


class Publications(Shape):
    """Publications, newest first."""

    publications: list[Publication]
    next_cursor: Cursor | None


class Published(Shape):
    """What was published just now."""

    publication: Publication


class TotalProof(Shape):
    """That a gift is inside a published total: how it counts, and texts to check it elsewhere.

    `entry` and `publication_entry` are the stored bytes of both entries, `proof` is the way from
    one to the other; `entry_proof` and `publication_proof` are tlog-proofs of each.
    """

    publication: EntryId
    tree: Literal["raised", "collected"]
    counted: Literal["whole", "undone", "not_valued"]
    net_vnd: int
    total_vnd: int
    size: int
    entry: str
    proof: str
    publication_entry: str
    entry_proof: str
    publication_proof: str


PUBLICATION: Final[dict[str, Any]] = {
    "id": "ent_10000000000040008000000000000001_42",
    "unit": "unit_10000000000040008000000000000001",
    "code": "NA",
    "year": 2022,
    "edition": 1,
    "former": None,
    "until": "2022-12-31",
    "published_on": "2023-01-31",
    "recorded_at": "2023-01-31T02:00:00Z",
    "log_size": 620_000,
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "raised_vnd": 87_100_000_000,
    "raised_root": "ef2d127de37b942baad06145e54b0c619a1f22327b2ebbcfbec78f5564afe39d",
    "raised_total_vnd": 87_100_000_000,
    "raised_leaves": 371_000,
    "undone_elsewhere_vnd": 0,
    "not_valued": 12,
    "collected_root": "4b227777d4dd1fc61c6f884f48641d02b4d121d3fd328cb08b5531fcacdabf8a",
    "collected_total_vnd": 5_000_000_000,
    "collected_leaves": 10_600,
}
