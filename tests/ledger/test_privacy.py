"""Who may be named is said by those whose wish counts; who is forgotten by those who may."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from ledger.events import MoneyBroughtIn, PayoutPaid
from ledger.privacy import erase_holder
from ledger.privacy_commands import HeldFor
from ledger.privacy_events import SubjectErased
from ledger.refusals import (
    ConsentNotGiven,
    ConsentUnfitting,
    HolderHolds,
    MayNotErase,
    RetentionNotOver,
    UnknownPerson,
)
from ledger.registry import evolve
from ledger.registry_events import Role, RoleGranted
from ledger.retention import retain_until
from tests.ledger.examples import (
    APPROVER,
    COMMUNE,
    DISTRICT,
    FOUNDED,
    MARCH,
    NEWSPAPER,
    NEXT_YEAR,
    PREPARER,
    PROVINCE,
    REGISTRY,
    agreed,
    collected,
    consent,
    donated,
    erasing,
    erasing_holder,
    goods_came,
    paid,
    term,
    undone,
    withdrawal,
)
from tests.story import given

LAST_DAY = date(2032, 12, 31)
AFTERWARDS = date(2033, 1, 1)


def test_an_account_holder_may_erase_and_the_fact_tells_nobody() -> None:
    ((_, fact),) = given(donated(5)).when(erasing(donated(5))).decided()
    assert fact == SubjectErased(
        key="E-1", erased_on=NEXT_YEAR, erased_by=APPROVER, reason="request", entries=1
    )


def test_at_the_machine_nobody_is_named() -> None:
    ((_, fact),) = given(donated(5)).when(erasing(donated(5), erased_by=None)).decided()
    assert isinstance(fact, SubjectErased) and fact.erased_by is None


def test_a_treasurer_may_not_erase() -> None:
    given(donated(5)).when(erasing(donated(5), erased_by=PREPARER)).refused(MayNotErase)


def test_nobody_is_erased_of_whom_nothing_is_kept() -> None:
    given(donated(5)).when(erasing()).refused(UnknownPerson)


@pytest.mark.parametrize("on", [NEXT_YEAR, LAST_DAY])
def test_the_association_keeps_names_on_vouchers_for_ten_years(on: date) -> None:
    asked = erasing(donated(5), reason="retention_over", erased_on=on, erased_by=None)
    given(donated(5)).when(asked).refused(RetentionNotOver)


def test_then_it_may_destroy_them_on_its_own_account() -> None:
    asked = erasing(donated(5), reason="retention_over", erased_on=AFTERWARDS, erased_by=None)
    assert len(given(donated(5)).when(asked).decided()) == 1


@pytest.mark.parametrize("reason", ["request", "consent_withdrawn", "court", "mistaken"])
def test_whoever_asks_to_be_forgotten_need_not_wait(reason: str) -> None:
    assert len(given(donated(5)).when(erasing(donated(5), reason=reason)).decided()) == 1


def test_papers_that_are_no_vouchers_are_kept_for_five_years() -> None:
    assert retain_until([collected(5)], NEXT_YEAR) == date(2027, 12, 31)
    assert retain_until([collected(5), donated(5)], NEXT_YEAR) == LAST_DAY


def test_what_undoes_a_voucher_is_kept_as_long_as_the_voucher() -> None:
    assert retain_until([undone(donated(5), MARCH)], NEXT_YEAR) == LAST_DAY
    assert retain_until([undone(collected(5), MARCH)], NEXT_YEAR) == date(2027, 12, 31)


def test_what_a_book_begins_with_is_kept_like_vouchers() -> None:
    begun = MoneyBroughtIn(
        key="O-1", booked_on=MARCH, holding="cash", holding_kind="cash", amount_vnd=5
    )
    assert retain_until([begun], NEXT_YEAR) == LAST_DAY


def test_a_donor_has_the_say_in_a_gift_and_nobody_else() -> None:
    for gift in (donated(5), goods_came("3", 5), collected(5)):
        assert len(given(gift).when(consent(gift)).decided()) == 1
        for other in ("recipient", "representative"):
            refused = consent(gift, consenter=other)
            given(gift).when(refused).refused(ConsentUnfitting)


def test_a_recipient_and_a_representative_have_the_say_in_an_award() -> None:
    award = paid(5)
    assert isinstance(award, PayoutPaid)
    for consenter in ("recipient", "representative"):
        assert len(given(award).when(consent(award, consenter=consenter)).decided()) == 1
    given(award).when(consent(award)).refused(ConsentUnfitting)


def test_a_consent_names_a_row_that_names_somebody() -> None:
    given().when(consent(None)).refused(ConsentUnfitting)
    given(donated(5)).when(consent(donated(5), is_known=False)).refused(UnknownPerson)


def test_what_stands_already_is_not_said_twice() -> None:
    assert given(donated(5), agreed()).when(consent(donated(5))).decided() == ()


def test_a_consent_is_taken_back_once_and_may_be_given_again() -> None:
    withdrawn = given(donated(5), agreed()).when(withdrawal()).decided()
    given(donated(5), agreed(), *withdrawn).when(withdrawal()).refused(ConsentNotGiven)
    again = given(donated(5), agreed(), *withdrawn).when(consent(donated(5)))
    assert len(again.decided()) == 1


def test_the_consent_of_one_row_says_nothing_about_another() -> None:
    given(donated(5), agreed()).when(withdrawal(about="D-2")).refused(ConsentNotGiven)


def role_at(unit_id: UUID, role: Role) -> RoleGranted:
    return RoleGranted(person="p-top", role=role, unit_id=unit_id, valid_from=FOUNDED)


@pytest.mark.parametrize("role", ["account_holder", "administrator"])
def test_who_a_holder_was_is_erased_by_those_at_the_top(role: Role) -> None:
    registry = evolve(REGISTRY, [role_at(PROVINCE, role)])
    fact = erase_holder(registry, erasing_holder(erased_by="p-top"))
    assert (fact.erased_by, fact.entries, fact.pii) == ("p-top", 1, None)


@pytest.mark.parametrize(
    "granted", [role_at(DISTRICT, "administrator"), role_at(PROVINCE, "treasurer")]
)
def test_nobody_else_erases_a_holder(granted: RoleGranted) -> None:
    with pytest.raises(MayNotErase) as refused:
        erase_holder(evolve(REGISTRY, [granted]), erasing_holder(erased_by="p-top"))
    assert refused.value.facts == {"unit_id": PROVINCE, "on": NEXT_YEAR}


def test_of_two_at_the_top_a_role_in_both_is_needed() -> None:
    other = UUID(int=7)
    another = term(other, "HT", "province", None)
    registry = evolve(REGISTRY, [another, role_at(PROVINCE, "administrator")])
    with pytest.raises(MayNotErase) as refused:
        erase_holder(registry, erasing_holder(erased_by="p-top"))
    assert refused.value.facts["unit_id"] == other
    both = evolve(registry, [role_at(other, "account_holder")])
    assert erase_holder(both, erasing_holder(erased_by="p-top")).entries == 1


def test_a_holder_of_whom_nothing_is_kept_cannot_be_erased() -> None:
    with pytest.raises(UnknownPerson):
        erase_holder(REGISTRY, erasing_holder(entries=0))


def test_no_time_of_keeping_holds_for_a_holder_but_the_money_they_have() -> None:
    fact = erase_holder(REGISTRY, erasing_holder(reason="retention_over"))
    assert fact.reason == "retention_over"
    with pytest.raises(HolderHolds):
        erase_holder(REGISTRY, erasing_holder(held=(HeldFor(NEWSPAPER, COMMUNE, 1),)))


def test_the_registry_goes_on_as_before_after_an_erasure() -> None:
    after = evolve(REGISTRY, [erase_holder(REGISTRY, erasing_holder())])
    assert after.version == REGISTRY.version + 1
    assert (after.holders, after.registered_at) == (REGISTRY.holders, REGISTRY.registered_at)
