"""However gifts in kind and awards of them are undone, all that is left can be given.

A gift may be undone although part of it has left, as long as enough is there in all; then that part
is missing from the other lots. An award may be undone although its lot is there no more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ledger.events import LotTaken
from ledger.goods import Stock, to_millionths
from tests.ledger.examples import MARCH

Award = tuple[LotTaken, ...]
steps = st.lists(
    st.tuples(
        st.sampled_from(["come", "come", "go", "go", "undo gift", "undo award"]),
        st.integers(0, 100),
        st.sampled_from([Decimal(text) for text in ("0.5", "1", "3", "4")]),
        st.none() | st.integers(1, 1_000),
    ),
    max_size=14,
)


@dataclass
class Store:
    """A stock, what came into it and what it gave, as far as it was not undone."""

    stock: Stock = field(default_factory=Stock)
    gifts: list[LotTaken] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    count: int = 0

    def there(self) -> Decimal:
        """What is left, counted without lots."""
        came = sum((gift.quantity for gift in self.gifts), Decimal(0))
        return came - sum((lot.quantity for award in self.awards for lot in award), Decimal(0))

    def value_vnd(self) -> int:
        """What is left is worth, as the postings have it."""
        came_vnd = sum(gift.amount_vnd or 0 for gift in self.gifts)
        return came_vnd - sum(lot.amount_vnd or 0 for award in self.awards for lot in award)

    def step(self, what: str, pick: int, quantity: Decimal, value_vnd: int | None) -> None:
        """Do one thing, if the rules allow it."""
        if what == "come":
            self.count += 1
            gift = LotTaken(lot=f"G-{self.count}", quantity=quantity, amount_vnd=value_vnd)
            self.stock = self.stock.put(gift.lot, MARCH, quantity, value_vnd)
            self.gifts.append(gift)
        elif what == "go" and quantity <= self.there():
            award = self.stock.choose(quantity)
            self.stock = self.stock.take(MARCH, award)
            self.awards.append(award)
        elif what == "undo gift" and self.gifts:
            gift = self.gifts[pick % len(self.gifts)]
            if gift.quantity <= self.there():
                self.gifts.remove(gift)
                self.stock = self.stock.withdraw(MARCH, gift)
        elif what == "undo award" and self.awards:
            award = self.awards.pop(pick % len(self.awards))
            self.stock = self.stock.put_back(MARCH, award)


@given(steps)
def test_all_that_is_left_is_in_the_lots(
    done: list[tuple[str, int, Decimal, int | None]],
) -> None:
    store = Store()
    for each in done:
        store.step(*each)
        left = sum((lot.left for lot in store.stock.lots), Decimal(0))
        assert left == store.there()
        assert sum(store.stock.closings.balances[-1:]) == to_millionths(left)


@given(steps)
def test_no_lot_gives_less_than_nothing_or_more_than_it_had(
    done: list[tuple[str, int, Decimal, int | None]],
) -> None:
    store = Store()
    for each in done:
        store.step(*each)
        for lot in store.stock.lots:
            assert 0 <= lot.left <= lot.quantity
            assert 0 <= lot.left_vnd <= (lot.value_vnd or 0)
        assert all((lot.amount_vnd or 0) >= 0 for award in store.awards for lot in award)


@given(steps)
def test_as_long_as_no_gift_is_undone_lots_and_postings_agree_on_the_value(
    done: list[tuple[str, int, Decimal, int | None]],
) -> None:
    store = Store()
    for each in done:
        if each[0] != "undo gift":
            store.step(*each)
        assert sum(lot.left_vnd for lot in store.stock.lots) == store.value_vnd()
