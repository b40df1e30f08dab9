"""Every refusal has a code of its own, a case that provokes it, and a sentence that people read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from api.answers import SENTENCES, sentence
from api.persons.readings import LookNotNoted
from ledger import registry as units
from ledger.commands import (
    BookCommand,
    ContinueSeries,
    EndRole,
    GrantRole,
    RegistryCommand,
    StateUnitTerm,
)
from ledger.events import BookEvent, FundDefined
from ledger.money import AMOUNT_MAX_VND, BookFull
from ledger.privacy import erase_holder
from ledger.privacy_commands import HeldFor
from ledger.refusals import (
    AlreadyReversed,
    AmountNotPositive,
    AmountTooLarge,
    ApprovalContentDiffers,
    ApprovalDecided,
    ApprovalNeeded,
    ConsentNotGiven,
    ConsentUnfitting,
    EntryNotLogged,
    EventTooLarge,
    EvidenceMissing,
    FundUnknownToReceiver,
    GoodsValueDiffers,
    GrantEmpty,
    HolderHolds,
    HoldingOfOtherKind,
    InsufficientFunds,
    InsufficientGoods,
    InsufficientHeld,
    KeyUsedForOther,
    LogBehind,
    LogContradicted,
    LogForked,
    LogKeyDiffers,
    LogKeyMissing,
    LogOriginDiffers,
    MayNotApprove,
    MayNotErase,
    MayNotPublish,
    MovementToSelf,
    NoReceipt,
    PersonAmbiguous,
    PreparerCannotApprove,
    PublicationBehind,
    PublicationNotWhole,
    PublicationPeriodWrong,
    PublicationTotalDiffers,
    QuantityNotPositive,
    ReceivedBeforeSent,
    Refusal,
    RetentionNotOver,
    ReversalOfReversal,
    ReversedTooEarly,
    RolesConflict,
    SeriesAlreadyUsed,
    TransferReversed,
    TransferToSelf,
    TreeHasCycle,
    UnitNotValid,
    UnitTermEmpty,
    UnitTermsOverlap,
    UnknownApproval,
    UnknownEntry,
    UnknownFund,
    UnknownGrant,
    UnknownHolder,
    UnknownHolding,
    UnknownPerson,
    UnknownUnit,
    VoucherMixed,
)
from ledger.replacing import AlreadyReplaced, NotReversed, ReplacesOtherKind, papers_of
from ledger.values import replace
from ledger.wire import Entry, to_bytes
from tests.ledger.examples import (
    COMMUNE,
    DISTRICT,
    FOUNDED,
    JUNE,
    NEWSPAPER,
    OCTOBER,
    PREPARER,
    PROVINCE,
    REGISTRY,
    approval,
    arrival,
    collection,
    consent,
    direct,
    donated,
    donation,
    erasing,
    erasing_holder,
    goods,
    goods_came,
    goods_payout,
    movement,
    paid,
    payout,
    put_forward,
    reversal,
    sent,
    sent_back,
    transfer,
    undone,
    withdrawal,
)
from tests.ledger.printing import printing
from tests.ledger.publications import figures_published, publishing
from tests.story import given

TESTS = Path(__file__).parent
NOON = datetime(2022, 3, 1, 12, tzinfo=UTC)
NOBODY = UUID("10000000-0000-4000-8000-00000000dead")
ROLE: dict[str, Any] = {
    "person": PREPARER,
    "role": "treasurer",
    "unit_id": COMMUNE,
    "valid_from": JUNE,
}
FUND = FundDefined(fund="hoc-bong", name="Học bổng", restricted=True)
IN_BANK = donated(900, channel="bank")
FULL = [donated(AMOUNT_MAX_VND, key=f"D-{at}", number=at, receipt_number=at) for at in range(1, 65)]


def asked(command: BookCommand, *history: BookEvent) -> Callable[[], object]:
    """Ask something of the commune's book with this history."""
    return given(*history).when(command).decided


def stated(command: RegistryCommand) -> Callable[[], object]:
    """Ask something of the registry."""
    return lambda: units.decide(REGISTRY, command)


def term(unit_id: UUID, parent_id: UUID | None, first: date, last: date | None) -> StateUnitTerm:
    return StateUnitTerm(
        unit_id=unit_id,
        code="X",
        name="X",
        level="district",
        parent_id=parent_id,
        valid_from=first,
        valid_to=last,
    )


def too_large() -> object:
    event = donated(5, decision="x" * 70_000)
    return to_bytes(Entry(COMMUNE, 1, NOON, "thu-quy", event))


PROVOKED: dict[type[Refusal], Callable[[], object]] = {
    AmountNotPositive: asked(donation(0)),
    AmountTooLarge: asked(donation(AMOUNT_MAX_VND + 1)),
    BookFull: asked(donation(AMOUNT_MAX_VND, key="D-0"), *FULL),
    QuantityNotPositive: asked(goods("0", 5)),
    GoodsValueDiffers: asked(goods_payout("1", amount_vnd=34), goods_came("3", 100)),
    UnknownUnit: stated(term(NOBODY, UUID(int=1), FOUNDED, None)),
    UnknownFund: asked(donation(5, fund="none")),
    UnknownHolding: asked(donation(5, holding="none")),
    UnknownHolder: asked(collection(5, holder="none")),
    UnknownEntry: asked(reversal(reverses="D-9")),
    UnitNotValid: asked(donation(5, on=date(1999, 1, 1))),
    ReceivedBeforeSent: asked(arrival(on=date(2022, 1, 1)), IN_BANK, sent(900)),
    ReversedTooEarly: asked(reversal(donated(5), on=date(2022, 1, 1)), donated(5)),
    units.CodeTaken: stated(replace(term(NOBODY, PROVINCE, OCTOBER, None), code="NA-01")),
    UnitTermsOverlap: stated(term(DISTRICT, PROVINCE, OCTOBER, None)),
    UnitTermEmpty: stated(term(NOBODY, None, OCTOBER, JUNE)),
    InsufficientFunds: asked(payout(5)),
    InsufficientGoods: asked(goods_payout("1")),
    InsufficientHeld: asked(direct(5)),
    TransferToSelf: asked(transfer(5, to_unit_id=COMMUNE), IN_BANK),
    MovementToSelf: asked(movement(5, "bank", "bank"), IN_BANK),
    HoldingOfOtherKind: asked(donation(5, holding="bank")),
    FundUnknownToReceiver: asked(transfer(5, fund="hoc-bong"), FUND),
    SeriesAlreadyUsed: asked(
        ContinueSeries(unit_id=COMMUNE, series="PT", year=2022, next_number=1), donated(5)
    ),
    TreeHasCycle: stated(term(PROVINCE, DISTRICT, FOUNDED, None)),
    EventTooLarge: too_large,
    NoReceipt: asked(printing(paid(5)), donated(5), paid(5)),
    AlreadyReversed: asked(reversal(donated(5)), donated(5), undone(donated(5))),
    ReversalOfReversal: asked(reversal(reverses="R-1", of_reversal=True)),
    NotReversed: asked(donation(5, key="D-2", replaces="D-1"), donated(5)),
    ReplacesOtherKind: asked(
        payout(5, replaces="D-1"), donated(5), undone(donated(5)), donated(5, key="D-2", number=2)
    ),
    AlreadyReplaced: asked(
        donation(5, key="D-3", replaces="D-1"),
        *(donated(5), undone(donated(5)), donated(5, key="D-2", replaces=papers_of(donated(5)))),
    ),
    TransferReversed: asked(arrival(), IN_BANK, sent(900), undone(sent(900))),
    ApprovalNeeded: asked(payout(5, approved_outside=False), donated(5)),
    PreparerCannotApprove: asked(approval(given_by=PREPARER), put_forward()),
    MayNotApprove: asked(approval(given_by="p-nobody"), put_forward()),
    UnknownApproval: asked(approval()),
    ApprovalDecided: asked(approval(), put_forward(), sent_back()),
    MayNotPublish: asked(publishing(published_by=PREPARER)),
    PublicationPeriodWrong: asked(publishing(until=OCTOBER, published_on=JUNE)),
    PublicationNotWhole: asked(publishing(digest="d1")),
    PublicationTotalDiffers: asked(publishing(5, raised_total_vnd=4)),
    PublicationBehind: asked(publishing(), figures_published(log_size=10)),
    UnknownPerson: asked(erasing()),
    MayNotErase: asked(erasing(donated(5), erased_by=PREPARER)),
    HolderHolds: lambda: erase_holder(
        REGISTRY, erasing_holder(held=(HeldFor(NEWSPAPER, COMMUNE, 5),))
    ),
    RetentionNotOver: asked(erasing(donated(5), reason="retention_over")),
    ConsentUnfitting: asked(consent(donated(5), consenter="representative"), donated(5)),
    ConsentNotGiven: asked(withdrawal(), donated(5)),
    UnknownGrant: stated(EndRole(**ROLE, valid_to=OCTOBER)),
    GrantEmpty: stated(GrantRole(**ROLE, valid_to=FOUNDED)),
}
PROVOKED_ELSEWHERE: dict[type[Refusal], Refusal] = {
    KeyUsedForOther: KeyUsedForOther(key="D-1"),
    VoucherMixed: VoucherMixed(voucher="lễ trao"),
    EvidenceMissing: EvidenceMissing(name="bien-ban.pdf"),
    ApprovalContentDiffers: ApprovalContentDiffers(key="A-1"),
    PersonAmbiguous: PersonAmbiguous(party="HS-1", found="NA-01 (2 bút toán)"),
    RolesConflict: RolesConflict(unit_id=COMMUNE, on=JUNE),
    LookNotNoted: LookNotNoted(),
    LogKeyMissing: LogKeyMissing(path=Path("keys/log.key")),
    LogKeyDiffers: LogKeyDiffers(path=Path("keys/log.key")),
    LogOriginDiffers: LogOriginDiffers(name="quy.example/na", asked="quy.example/ht"),
    LogBehind: LogBehind(size=9_990, signed=10_000),
    LogForked: LogForked(signed=10_000),
    LogContradicted: LogContradicted(
        witnesses="a, b", seen=10_000, path=Path("keys/log.contradicted")
    ),
    EntryNotLogged: EntryNotLogged(),
}
"""Refusals whose rule lies outside the core, as they are raised there; other files provoke them."""

REFUSALS = Refusal.__subclasses__()


def refusal_of(kind: type[Refusal]) -> Refusal:
    """Return a refusal of this kind with the facts it has in life."""
    if kind in PROVOKED_ELSEWHERE:
        return PROVOKED_ELSEWHERE[kind]
    with pytest.raises(kind) as caught:
        PROVOKED[kind]()
    return caught.value


def test_every_refusal_is_provoked() -> None:
    assert set(REFUSALS) == set(PROVOKED) | set(PROVOKED_ELSEWHERE)


@pytest.mark.parametrize("kind", PROVOKED, ids=lambda kind: kind.code)
def test_a_refusal_is_provoked_by_its_case_and_no_other_is(kind: type[Refusal]) -> None:
    assert type(refusal_of(kind)) is kind


@pytest.mark.parametrize("kind", PROVOKED_ELSEWHERE, ids=lambda kind: kind.code)
def test_a_refusal_outside_the_core_is_expected_by_another_test(kind: type[Refusal]) -> None:
    others = [path for path in TESTS.rglob("test_*.py") if path != Path(__file__)]
    texts = [path.read_text(encoding="utf-8") for path in others]
    assert any(kind.__name__ in text or f'"{kind.code}"' in text for text in texts)


def test_every_refusal_has_a_code_of_its_own_and_a_sentence_that_says_what_it_is() -> None:
    assert len({kind.code for kind in REFUSALS}) == len(REFUSALS)
    assert all("code" in vars(kind) and kind.__doc__ for kind in REFUSALS)


def test_no_refusal_hides_below_another() -> None:
    assert not any(kind.__subclasses__() for kind in REFUSALS)


def test_sentences_are_written_for_refusals_and_for_nothing_else() -> None:
    assert set(SENTENCES) == {kind.code for kind in REFUSALS}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_says_what_to_do(code: str) -> None:
    said = SENTENCES[code]
    assert "hãy" in said.vi.lower() or "phải" in said.vi
    assert any(mark in said.en for mark in (": ", "; ", ". ", " must "))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.code)
def test_people_read_a_whole_sentence(kind: type[Refusal], language: str) -> None:
    names = {COMMUNE: "NA-01-01", DISTRICT: "NA-01", PROVINCE: "NA"}
    said = sentence(refusal_of(kind), language=language, names=names)
    assert said[0] == said[0].upper()
    assert said.endswith(".")
    assert not any(mark in said for mark in ("{", "}", "None", "“”"))
