"""Random commands of three units over twelve days around a new year, most of them possible."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ledger import commands as ask
from ledger.commands import Asked, ContinueSeries
from ledger.events import MoneyChannel
from tests.ledger.examples import COMMUNE, COMPANY, DISTRICT, NEWSPAPER, PROVINCE

FIRST = date(2022, 12, 26)
UNITS = (PROVINCE, DISTRICT, COMMUNE)
units = st.sampled_from(UNITS)
days = st.sampled_from([FIRST + timedelta(days=number) for number in range(12)])
amounts = st.integers(0, 60)
quantities = st.sampled_from([Decimal(text) for text in ("0.5", "1", "2.25", "3", "0")])
channels = st.sampled_from(get_args(MoneyChannel))
PLACES = ("cash", "bank", "tiet-kiem", "thu-ho")
places = st.sampled_from([*PLACES, "none"])
FUNDS = ("general", "hoc-bong")
holders = st.sampled_from([NEWSPAPER, NEWSPAPER, NEWSPAPER, COMPANY, "none"])

row = {
    "key": st.just("named when it is asked"),
    "unit_id": units,
    "booked_on": days,
    "fund": st.sampled_from([*FUNDS, *FUNDS, *FUNDS, "none"]),
    "voucher": st.sampled_from([None, None, "danh sách"]),
}
money = {**row, "amount_vnd": amounts}
award = {"kind": st.just("aid"), "recipient_kind": st.just("pupil"), "award_round": st.none()}
goods = {
    **row,
    "item": st.just("gạo"),
    "counted_in": st.just("kg"),
    "quantity": quantities,
}
optional_amounts = st.none() | amounts

incoming: SearchStrategy[Asked] = st.one_of(
    st.builds(ask.BringInMoney, **money, holding=places),
    st.builds(ask.ReceiveDonation, **money, channel=channels, holding=st.none() | places),
    st.builds(ask.ReceiveIncome, **money, what=st.just("interest"), holding=st.none() | places),
    st.builds(ask.BringInHeld, **money, holder=holders),
    st.builds(ask.CollectDonation, **money, holder=holders),
    st.builds(ask.BringInGoods, **goods, amount_vnd=optional_amounts),
    st.builds(ask.ReceiveGoods, **goods, amount_vnd=optional_amounts),
)
"""What makes a unit richer."""

outgoing: SearchStrategy[Asked] = st.one_of(
    st.builds(ask.PayAward, **money, **award, channel=channels, holding=st.none() | places),
    st.builds(ask.PayCost, **money, what=st.just("bank_fee"), holding=st.none() | places),
    st.builds(ask.MoveMoney, **money, from_holding=places, to_holding=places),
    st.builds(ask.HandOverCollection, **money, holder=holders, into=st.none() | places),
    st.builds(ask.GiveCollectionDirectly, **money, holder=holders, recipients=st.none()),
    st.builds(ask.PayAwardInGoods, **goods, **award, amount_vnd=st.none()),
    st.builds(ask.PayAwardInGoods, **goods, **award, amount_vnd=optional_amounts),
)
"""What needs something to be there."""

transfers: SearchStrategy[ask.SendTransfer] = st.builds(
    ask.SendTransfer, **money, to_unit_id=units, channel=channels
)
arrivals: SearchStrategy[ask.ReceiveTransfer] = st.builds(
    ask.ReceiveTransfer, **row, from_unit_id=units
)
continuations: SearchStrategy[ContinueSeries] = st.builds(
    ContinueSeries,
    unit_id=units,
    series=st.sampled_from(["PT", "BN"]),
    year=st.sampled_from([2022, 2023]),
    book=st.none(),
    next_number=st.integers(0, 60),
)


def openings(unit_id: UUID) -> list[Asked]:
    """Return what a unit has to begin with: money in each place, goods in two lots, money held."""
    said: dict[str, Any] = {"key": "named when it is asked", "unit_id": unit_id, "booked_on": FIRST}
    rice: dict[str, Any] = {**said, "item": "gạo", "counted_in": "kg", "quantity": Decimal(3)}
    return [
        *(ask.BringInMoney(**said, holding=place, amount_vnd=50) for place in PLACES),
        ask.BringInGoods(**rice, amount_vnd=100),
        ask.BringInGoods(**rice, amount_vnd=10),
        ask.BringInHeld(**said, holder=NEWSPAPER, amount_vnd=50),
    ]
