"""The figures of a publication: the document whose SHA-256 the log has, and tables made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.events import CollectionGivenDirectly, CollectionHandedOver, DonationCollected
from ledger.log import sums
from ledger.log.total_proofs import Tree
from projections.figures import Figures, UnitFigures
from projections.published_entries import Leaf, Scope, Told
from reports.figures_document import figures_document

FORMAT: Final = "soquy-publication/1"
LABELS: Final[Mapping[str, str]] = {
    "opening.money": "Số dư đầu kỳ: tiền",
    "opening.goods": "Số dư đầu kỳ: hiện vật quy ra tiền",
    "brought_in.money": "Số dư tiền mang sang khi mở sổ",
    "brought_in.goods": "Hiện vật mang sang khi mở sổ",
    "raised.cash": "Vận động bằng tiền mặt",
    "raised.bank": "Vận động bằng chuyển khoản",
    "raised.in_kind": "Vận động bằng hiện vật quy ra tiền",
    "raised.press": "Vận động qua nơi nhận hộ (đã nộp vào Quỹ)",
    "raised.total": "Tổng vận động được",
    "other_income": "Thu khác",
    "paid.cash": "Chi cho người nhận: tiền mặt",
    "paid.bank": "Chi cho người nhận: chuyển khoản",
    "paid.in_kind": "Chi cho người nhận: hiện vật quy ra tiền",
    "paid.total": "Tổng chi cho người nhận",
    "paid.occurrences": "Số lượt trao",
    "paid.recipients": "Số người nhận",
    "costs": "Chi khác",
    "transfers_in": "Điều chuyển đến",
    "transfers_out": "Điều chuyển đi",
    "succession_in": "Số dư theo đơn vị chuyển đến",
    "succession_out": "Số dư theo đơn vị chuyển đi",
    "corrections.money": "Điều chỉnh năm trước: tiền",
    "corrections.goods": "Điều chỉnh năm trước: hiện vật",
    "balance.cash": "Số dư cuối kỳ: tiền mặt",
    "balance.bank": "Số dư cuối kỳ: ngân hàng",
    "balance.savings": "Số dư cuối kỳ: tiết kiệm",
    "balance.with_collectors": "Số dư cuối kỳ: ở người thu",
    "balance.in_transit": "Số dư cuối kỳ: đang chuyển bên trong",
    "balance.money": "Số dư cuối kỳ: tổng tiền",
    "balance.goods": "Số dư cuối kỳ: hiện vật quy ra tiền",
    "in_transit_out": "Đang chuyển ra ngoài",
    "held_by_others": "Nơi nhận hộ đang giữ",
    "facilitated": "Trao trực tiếp, không qua Quỹ",
}
"""Every figure by its place in the document, and what it is called."""


@dataclass(slots=True)
class Grown:
    """One of the two trees while the leaves come."""

    growing: sums.Growing = field(default_factory=sums.Growing)
    not_valued: int = 0

    def add(self, leaf: Leaf) -> None:
        """Add the next leaf."""
        self.growing.add(leaf.summed)
        if getattr(leaf.told.entry.event, "amount_vnd", None) is None:
            self.not_valued += 1


@dataclass(slots=True)
class Gathered:
    """What is added up while the entries of a period pass by."""

    trees: dict[Tree, Grown] = field(
        default_factory=lambda: {"raised": Grown(), "collected": Grown()}
    )
    holders: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, told: Told, leaf: Leaf | None, *, is_undone: bool) -> None:
        """Take in one entry; `is_undone`: in the same period."""
        event = told.entry.event
        if leaf is not None:
            self.trees[leaf.tree].add(leaf)
        match event:
            case DonationCollected():
                what = "collected_vnd"
            case CollectionHandedOver():
                what = "to_fund_vnd"
            case CollectionGivenDirectly():
                what = "direct_vnd"
            case _:
                return
        if not is_undone:
            nothing = {"collected_vnd": 0, "to_fund_vnd": 0, "direct_vnd": 0}
            holder = self.holders.setdefault(event.holder, nothing)
            holder[what] += event.amount_vnd


def document_of(
    scope: Scope,
    unit: UnitFigures,
    held_before_vnd: int,
    gathered: Gathered,
    undone_elsewhere_vnd: int,
) -> dict[str, Any]:
    """Return the figures as they are published; its canonical form has one SHA-256."""
    period = scope.period
    raised, collected = (gathered.trees[name] for name in ("raised", "collected"))
    return {
        "format": FORMAT,
        "unit": unit.code,
        "unit_id": str(unit.unit_id),
        "name": unit.name,
        "level": unit.level,
        "scope": "subtree",
        "year": period.first.year,
        "from": period.first.isoformat(),
        "until": period.until.isoformat(),
        "log_size": period.log_size,
        "own": figures_document(unit.own, with_recipients=True),
        "subtree": figures_document(unit.subtree, with_recipients=True),
        "raised": {
            **_tree(raised.growing),
            "not_valued": raised.not_valued,
            "undone_elsewhere_vnd": undone_elsewhere_vnd,
        },
        "collected": _tree(collected.growing),
        "held": _held(unit.subtree, held_before_vnd, gathered),
    }


def flattened(document: Mapping[str, Any]) -> Iterator[tuple[str, int | None]]:
    """Yield the figures of one unit by their place: `raised.cash`, 500.

    >>> list(flattened({"raised": {"cash": 5}, "costs": 2}))
    [('raised.cash', 5), ('costs', 2)]
    """
    for name, value in document.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{part}", each) for part, each in value.items())
        else:
            yield name, value


def _tree(growing: sums.Growing) -> dict[str, Any]:
    root = growing.root()
    return {"root": root.hash.hex(), "total_vnd": root.sum_vnd, "leaves": growing.size}


def _held(figures: Figures, before_vnd: int, gathered: Gathered) -> dict[str, Any]:
    """Return what holders held before, collected, gave away, and hold; and each of them."""
    holders = [{"holder": name, **gathered.holders[name]} for name in sorted(gathered.holders)]
    totals = {
        name: sum(each[name] for each in gathered.holders.values())
        for name in ("collected_vnd", "to_fund_vnd", "direct_vnd")
    }
    moved = totals["collected_vnd"] - totals["to_fund_vnd"] - totals["direct_vnd"]
    return {
        "opening_vnd": before_vnd,
        **totals,
        "other_vnd": figures.held_by_others - before_vnd - moved,
        "closing_vnd": figures.held_by_others,
        "holders": holders,
    }
