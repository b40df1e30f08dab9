"""Exchange rows → requests to the ledger: the units by their codes, the private part apart.

Only what stands in the rows is looked at here; whether it may happen is decided in the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from api.exchange.rows import (
    DonationRow,
    FundRow,
    HandoverRow,
    HolderRow,
    HoldingRow,
    IncomeCostRow,
    MoneyRow,
    MovementRow,
    OpeningRow,
    PayoutRow,
    PopulationRow,
    ReversalRow,
    SeriesRow,
    TransferRow,
    UnitRow,
)
from ledger.book import OWN_HOLDINGS
from ledger.commands import (
    BringInGoods,
    BringInHeld,
    BringInMoney,
    CollectDonation,
    ContinueSeries,
    DefineFund,
    DefineHolding,
    GiveCollectionDirectly,
    HandOverCollection,
    MoneyCommand,
    MoveMoney,
    PayAward,
    PayAwardInGoods,
    PayCost,
    ReceiveDonation,
    ReceiveGoods,
    ReceiveIncome,
    ReceiveTransfer,
    RegisterHolder,
    ReverseEntry,
    SendTransfer,
    StatePopulation,
    StateUnitTerm,
)
from ledger.draft import Request, request, sealed_request
from ledger.refusals import UnknownUnit
from ledger.registry_events import HolderRegistered
from ledger.vault import Private, Seal, seal

ACTOR: Final = "import"
INCOME: Final = frozenset({"interest", "membership_fee", "state_budget", "other_income"})


@dataclass(frozen=True, slots=True)
class Rewriter:
    """Turns rows into requests.

    Attributes:
        unit_ids: the id of each unit code.
        evidence: reads a file beside the data by its name.
        actor: who asks.
    """

    unit_ids: Mapping[str, UUID]
    evidence: Callable[[str], bytes]
    actor: str

    def unit(self, code: str) -> UUID:
        """Return the unit with this code.

        Raises:
            UnknownUnit: there is none.
        """
        unit_id = self.unit_ids.get(code)
        if unit_id is None:
            raise UnknownUnit(unit=code)
        return unit_id

    def unit_term(self, row: UnitRow) -> Request:
        """Return the request of a row of units."""
        command = StateUnitTerm(
            unit_id=self.unit(row.code),
            code=row.code,
            name=row.name,
            level=row.level,
            kind=row.kind,
            parent_id=None if row.parent is None else self.unit(row.parent),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        return request(command, {}, self.actor)

    def population(self, row: PopulationRow) -> Request:
        """Return the request of a row of population."""
        command = StatePopulation(
            unit_id=self.unit(row.unit),
            on=row.on,
            persons=row.persons,
            members=row.members,
            source=row.source,
        )
        return request(command, {}, self.actor)

    def fund(self, row: FundRow) -> Request:
        """Return the request of a row of funds."""
        command = DefineFund(
            unit_id=self.unit(row.unit),
            fund=row.fund,
            name=row.name,
            purpose=row.purpose,
            restricted=row.restricted,
        )
        return request(command, {}, self.actor)

    def series(self, row: SeriesRow) -> Request:
        """Return the request of a row of series."""
        command = ContinueSeries(
            unit_id=self.unit(row.unit),
            series=row.series,
            year=row.year,
            book=row.book,
            next_number=row.next_number,
        )
        return request(command, {}, self.actor)

    def holder(
        self, row: HolderRow, known_name: str | None, known: HolderRegistered | None = None
    ) -> Request:
        """Return the request of a row of holders; `known_name`: what the vault says of them.

        `known`: how they stand in the registry. Of one whose name was erased the row then says
        nothing new, also if it is older and has another kind, so that no name returns.
        """
        is_erased = known is not None and known.pii is not None and known_name is None
        kind = known.kind if known is not None and is_erased else row.kind
        command = RegisterHolder(
            holder=row.code, kind=kind, restated=known_name not in (None, row.name)
        )
        return request(command, {"name": row.name}, self.actor)

    def holding(self, row: HoldingRow, known: Private | None) -> Request:
        """Return the request of a row of holdings; `known`: what the vault says of it.

        Every unit has its cash and its bank without a description, which a row may give.
        """
        if known is None and row.holding in OWN_HOLDINGS:
            known = {}
        said = description_of(row)
        command = DefineHolding(
            unit_id=self.unit(row.unit),
            holding=row.holding,
            kind=row.kind,
            matures_on=row.matures_on,
            restated=known is not None and known != said,
        )
        return request(command, said, self.actor)

    def money(self, row: MoneyRow) -> Request:
        """Return the request of a money row; of a transfer, the request to send it."""
        files = {name: self.evidence(name) for name in row.evidence or ()}
        sealed = seal(_private(row), files)
        return sealed_request(self._command(row, sealed), sealed, self.actor)

    def arrival(self, row: TransferRow) -> Request:
        """Return the request to receive what a transfer sent, on its `received_on`."""
        assert row.received_on is not None
        sealed = seal({})
        asked = _asked(row, sealed, self.unit(row.to_unit), row.received_on)
        asked["document_on"] = None
        command = ReceiveTransfer(**asked, from_unit_id=self.unit(row.from_unit))
        return sealed_request(command, sealed, self.actor)

    def _command(self, row: MoneyRow, sealed: Seal) -> MoneyCommand:
        match row:
            case OpeningRow():
                return self._opening(row, sealed)
            case DonationRow():
                return self._donation(row, sealed)
            case HandoverRow():
                return self._handover(row, sealed)
            case PayoutRow():
                return self._payout(row, sealed)
            case IncomeCostRow():
                return self._income_or_cost(row, sealed)
            case _:
                return self._transfer_or_other(row, sealed)

    def _transfer_or_other(
        self, row: TransferRow | MovementRow | ReversalRow, sealed: Seal
    ) -> MoneyCommand:
        match row:
            case TransferRow():
                return SendTransfer(
                    **_asked(row, sealed, self.unit(row.from_unit), row.sent_on),
                    to_unit_id=self.unit(row.to_unit),
                    channel=row.paid_from or "bank",
                    amount_vnd=row.amount_vnd,
                )
            case MovementRow():
                return MoveMoney(
                    **_asked(row, sealed, self.unit(row.unit), row.on),
                    from_holding=row.from_holding,
                    to_holding=row.to_holding,
                    amount_vnd=row.amount_vnd,
                )
            case ReversalRow():
                return ReverseEntry(
                    key=row.key,
                    reverses=row.reverses,
                    booked_on=row.on,
                    document_on=row.document_on,
                    paper_no=row.paper_no,
                    decision=row.decision,
                    evidence=sealed.marks,
                    approved_outside=True,
                    pii=sealed.pii,
                    nonce=sealed.nonce,
                )

    def _opening(self, row: OpeningRow, sealed: Seal) -> MoneyCommand:
        asked = _asked(row, sealed, self.unit(row.unit), row.on)
        if row.item is not None:
            assert row.quantity is not None
            return BringInGoods(
                **asked,
                item=row.item,
                counted_in=row.counted_in or "",
                quantity=row.quantity,
                amount_vnd=row.amount_vnd,
            )
        assert row.amount_vnd is not None
        if row.holder is not None:
            return BringInHeld(**asked, holder=row.holder, amount_vnd=row.amount_vnd)
        return BringInMoney(**asked, holding=row.holding or "bank", amount_vnd=row.amount_vnd)

    def _donation(self, row: DonationRow, sealed: Seal) -> MoneyCommand:
        asked = _asked(row, sealed, self.unit(row.unit), row.received_on)
        if row.channel == "in_kind":
            assert row.item is not None and row.quantity is not None
            return ReceiveGoods(
                **asked,
                item=row.item,
                counted_in=row.counted_in or "",
                quantity=row.quantity,
                amount_vnd=row.amount_vnd,
            )
        assert row.amount_vnd is not None
        if row.channel == "press":
            return CollectDonation(**asked, holder=row.holder or "", amount_vnd=row.amount_vnd)
        return ReceiveDonation(
            **asked,
            channel=row.channel,
            holding=row.holding or row.channel,
            amount_vnd=row.amount_vnd,
        )

    def _handover(self, row: HandoverRow, sealed: Seal) -> MoneyCommand:
        asked = _asked(row, sealed, self.unit(row.unit), row.handed_over_on)
        asked |= {"holder": row.holder, "amount_vnd": row.amount_vnd}
        if row.how == "direct":
            return GiveCollectionDirectly(**asked, recipients=row.recipients)
        return HandOverCollection(**asked, into=row.into or "bank")

    def _payout(self, row: PayoutRow, sealed: Seal) -> MoneyCommand:
        asked = _asked(row, sealed, self.unit(row.unit), row.paid_on)
        asked |= {
            "kind": row.kind,
            "recipient_kind": row.recipient_kind,
            "award_round": row.round,
        }
        if row.paid_from == "in_kind":
            assert row.item is not None and row.quantity is not None
            return PayAwardInGoods(
                **asked,
                item=row.item,
                counted_in=row.counted_in or "",
                quantity=row.quantity,
                amount_vnd=row.amount_vnd,
            )
        assert row.amount_vnd is not None
        return PayAward(
            **asked,
            channel=row.paid_from,
            holding=row.holding or row.paid_from,
            amount_vnd=row.amount_vnd,
        )

    def _income_or_cost(self, row: IncomeCostRow, sealed: Seal) -> MoneyCommand:
        asked = _asked(row, sealed, self.unit(row.unit), row.on)
        asked |= {"what": row.what, "holding": row.holding or "bank", "amount_vnd": row.amount_vnd}
        return ReceiveIncome(**asked) if row.what in INCOME else PayCost(**asked)


def _asked(row: Any, sealed: Seal, unit_id: UUID, on: date) -> dict[str, Any]:  # noqa: ANN401
    """Return what every money row says of itself."""
    return {
        "unit_id": unit_id,
        "key": row.key,
        "booked_on": on,
        "document_on": row.document_on,
        "precision": row.precision or "day",
        "fund": row.fund or "general",
        "paper_no": row.paper_no,
        "decision": row.decision,
        "evidence": sealed.marks,
        "voucher": row.voucher,
        "approved_outside": True,
        "pii": sealed.pii,
        "nonce": sealed.nonce,
    }


def _private(row: MoneyRow) -> Private:
    """Return what of a row is about persons, or in free words."""
    match row:
        case DonationRow():
            return _said(
                {
                    "donor": row.donor,
                    "donor_id": row.donor_id,
                    "donor_kind": row.donor_kind,
                    "contact": row.contact,
                    "note": row.note,
                }
            )
        case PayoutRow():
            return _said(
                {
                    "recipient": row.recipient,
                    "recipient_id": row.recipient_id,
                    "birth_year": row.birth_year,
                    "school": row.school,
                    "class": row.class_name,
                    "address": row.address,
                    "guardian": row.guardian,
                    "note": row.note,
                }
            )
        case HandoverRow() | IncomeCostRow():
            return _said({"note": row.note})
        case ReversalRow():
            return {"reason": row.reason}
        case OpeningRow() | TransferRow() | MovementRow():
            return {}


def description_of(row: HoldingRow) -> Private:
    """Return what a row of holdings says that everybody need not know."""
    return _said({"name": row.name, "number": row.number})


def _said(private: Private) -> Private:
    """Return the fields that say something."""
    return {name: value for name, value in private.items() if value is not None}
