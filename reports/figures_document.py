"""The figures of a unit under the names of the contract (docs/commands.md: balances)."""

from __future__ import annotations

from typing import Any

from projections.figures import Figures


def figures_document(figures: Figures, *, with_recipients: bool) -> dict[str, Any]:
    """Return the figures of one unit under the names of the contract."""
    return {
        "opening": {"money": figures.opening_money, "goods": figures.opening_goods},
        "brought_in": {"money": figures.brought_in_money, "goods": figures.brought_in_goods},
        "raised": {
            "cash": figures.raised_cash,
            "bank": figures.raised_bank,
            "in_kind": figures.raised_in_kind,
            "press": figures.raised_press,
            "total": figures.raised,
        },
        "other_income": figures.other_income,
        "paid": {
            "cash": figures.paid_cash,
            "bank": figures.paid_bank,
            "in_kind": figures.paid_in_kind,
            "total": figures.paid,
            "occurrences": figures.occurrences,
            "recipients": figures.recipients if with_recipients else None,
        },
        "costs": figures.costs,
        "transfers_in": figures.transfers_in,
        "transfers_out": figures.transfers_out,
        "succession_in": figures.succession_in,
        "succession_out": figures.succession_out,
        "corrections": {
            "money": figures.corrections_money,
            "goods": figures.corrections_goods,
        },
        "balance": {
            "cash": figures.cash,
            "bank": figures.bank,
            "savings": figures.savings,
            "with_collectors": figures.with_collectors,
            "in_transit": figures.in_transit,
            "money": figures.money,
            "goods": figures.goods,
        },
        "in_transit_out": figures.in_transit_out,
        "held_by_others": figures.held_by_others,
        "facilitated": figures.facilitated,
    }
