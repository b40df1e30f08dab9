"""Every row that the API takes, as JSON: one form for each resource that rows are posted to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from api.exchange import tables as of
from api.v1.forms import Form, Variant
from api.v1.ids import ENTRY_PATTERN

GOODS: Final = ("item", "quantity", "counted_in")
MONEY: Final = ("cash", "bank")
KEY_PATTERN: Final = "^[!-.0-~]+$"
KEY_SCHEMA: Final = {"minLength": 1, "maxLength": 60, "pattern": KEY_PATTERN}
"""A key that the asker makes up: visible ASCII without a stroke."""

INCOME: Final = ("interest", "membership_fee", "state_budget", "other_income")
COST: Final = ("management_cost", "bank_fee", "other_cost")
GIFTS: Final = (
    Variant("MoneyGift", "channel", MONEY, ("amount_vnd",), (*GOODS, "holder")),
    Variant("GoodsGift", "channel", ("in_kind",), GOODS, ("holder", "holding")),
    Variant("HeldGift", "channel", ("press",), ("holder", "amount_vnd"), (*GOODS, "holding")),
)
HANDED_OVER: Final = (
    Variant("HandedToFund", "how", ("to_fund",), (), ("recipients",)),
    Variant("GivenDirectly", "how", ("direct",), (), ("into", "replaces")),
)
PAID: Final = (
    Variant("PaidInMoney", "paid_from", MONEY, ("amount_vnd",), GOODS),
    Variant("PaidInGoods", "paid_from", ("in_kind",), GOODS, ("holding",)),
)
BROUGHT_IN: Final = (
    Variant("MoneyBroughtIn", needs=("amount_vnd",), lacks=(*GOODS, "holder")),
    Variant("HeldBroughtIn", needs=("amount_vnd", "holder"), lacks=(*GOODS, "holding")),
    Variant("GoodsBroughtIn", needs=GOODS, lacks=("holding", "holder")),
)
UNIT_TERMS: Final = (
    Variant(
        "UnitTerm",
        "level",
        ("central", "province", "district", "commune", "branch"),
        (),
        ("kind",),
    ),
    Variant("BoardTerm", "level", ("board",)),
)
REPLACES: Final = {
    "replaces": {
        "type": "string",
        "pattern": ENTRY_PATTERN,
        "description": "bút toán đã hủy mà dòng này thay thế (ent_…)",
    }
}
REVERSES: Final = {"reverses": {"pattern": ENTRY_PATTERN, "description": "bút toán bị hủy (ent_…)"}}


DONATION: Final = Form(of.DONATIONS, title="Gift", variants=GIFTS, beside=REPLACES)
HANDOVER: Final = Form(of.HANDOVERS, title="Handover", variants=HANDED_OVER, beside=REPLACES)
MOVEMENT: Final = Form(of.MOVEMENTS, title="Movement", beside=REPLACES)
INCOME_ROW: Final = Form(
    of.INCOME_COSTS, title="Income", schemas={"what": {"enum": list(INCOME)}}, beside=REPLACES
)
COST_ROW: Final = Form(
    of.INCOME_COSTS, title="Cost", schemas={"what": {"enum": list(COST)}}, beside=REPLACES
)
OPENING: Final = Form(of.OPENINGS, title="Opening", variants=BROUGHT_IN)
PAYOUT: Final = Form(of.PAYOUTS, title="Payout", variants=PAID, beside=REPLACES)
TRANSFER: Final = Form(of.TRANSFERS, title="Transfer", without=("received_on",), beside=REPLACES)
REVERSAL: Final = Form(of.REVERSALS, title="Reversal", schemas=REVERSES)
UNIT: Final = Form(of.UNITS, title="UnitDefinition", variants=UNIT_TERMS)
POPULATION: Final = Form(of.POPULATION, title="Population")
FUND: Final = Form(of.FUNDS, title="Fund")
HOLDER: Final = Form(of.HOLDERS, title="Holder")
HOLDING: Final = Form(of.HOLDINGS, title="Holding")
SERIES: Final = Form(of.SERIES, title="Series")

_KEYED: Final[Mapping[str, Any]] = {"key": KEY_SCHEMA, "beside": REPLACES}

IN_BULK: Final = {
    "openings": Form(of.OPENINGS, title="OpeningRow", variants=BROUGHT_IN, key=KEY_SCHEMA),
    "donations": Form(of.DONATIONS, title="GiftRow", variants=GIFTS, **_KEYED),
    "handovers": Form(of.HANDOVERS, title="HandoverRow", variants=HANDED_OVER, **_KEYED),
    "movements": Form(of.MOVEMENTS, title="MovementRow", **_KEYED),
    "income_costs": Form(of.INCOME_COSTS, title="IncomeCostRow", **_KEYED),
    "payouts": Form(of.PAYOUTS, title="PayoutRow", variants=PAID, **_KEYED),
    "transfers": Form(of.TRANSFERS, title="TransferRow", without=("received_on",), **_KEYED),
    "reversals": Form(of.REVERSALS, title="ReversalRow", schemas=REVERSES, key=KEY_SCHEMA),
}
"""Rows of several tables in one body, each with a key of its own."""

EXAMPLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "Gift": {
        "unit": "NA-01-01",
        "received_on": "2022-03-01",
        "channel": "cash",
        "amount_vnd": 500000,
        "donor": "Nguyễn Thị Minh Khai",
        "donor_kind": "person",
    },
    "Handover": {
        "unit": "NA-01-01",
        "holder": "bao-nghe-an",
        "handed_over_on": "2022-04-01",
        "how": "to_fund",
        "amount_vnd": 200000,
    },
    "Movement": {
        "unit": "NA-01-01",
        "on": "2022-04-02",
        "from_holding": "cash",
        "to_holding": "bank",
        "amount_vnd": 100000,
    },
    "Income": {
        "unit": "NA-01-01",
        "on": "2022-06-30",
        "what": "interest",
        "amount_vnd": 12000,
    },
    "Cost": {"unit": "NA-01-01", "on": "2022-06-30", "what": "bank_fee", "amount_vnd": 11000},
    "Opening": {
        "unit": "NA-01-01",
        "on": "2022-01-01",
        "holding": "cash",
        "amount_vnd": 1000000,
    },
    "Payout": {
        "unit": "NA-01-01",
        "paid_on": "2022-09-05",
        "kind": "scholarship",
        "recipient_kind": "pupil",
        "paid_from": "cash",
        "amount_vnd": 300000,
        "recipient": "Lê Văn Tám",
        "birth_year": 2010,
    },
    "Transfer": {
        "from_unit": "NA-01-01",
        "to_unit": "NA-01",
        "sent_on": "2022-10-01",
        "amount_vnd": 50000,
        "paid_from": "cash",
    },
    "Reversal": {
        "reverses": "ent_10000000000040008000000000000003_12",
        "on": "2022-03-02",
        "reason": "Ghi nhầm số tiền",
    },
    "UnitDefinition": {
        "code": "NA-01-02",
        "name": "Hội Khuyến học xã Hưng Lộc",
        "level": "commune",
        "parent": "NA-01",
        "valid_from": "2022-01-01",
    },
    "Population": {
        "unit": "NA-01-01",
        "on": "2022-12-31",
        "persons": 9500,
        "members": 2100,
        "source": "Chi cục Thống kê",
    },
    "Fund": {
        "unit": "NA-01-01",
        "fund": "hoc-bong",
        "name": "Học bổng học sinh nghèo",
        "restricted": True,
    },
    "Holder": {"code": "bao-nghe-an", "name": "Báo Nghệ An", "kind": "press"},
    "Holding": {
        "unit": "NA-01-01",
        "holding": "so-tiet-kiem",
        "kind": "savings",
        "name": "Sổ tiết kiệm 12 tháng",
        "matures_on": "2023-03-01",
    },
    "Series": {"unit": "NA-01-01", "year": 2022, "series": "PT", "next_number": 41},
}
"""One body for each form."""
