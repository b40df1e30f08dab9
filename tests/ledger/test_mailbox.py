"""An event loop asks the office and goes on: each task gets its own answer, or its own refusal."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from ledger.events import DonationReceived
from ledger.mailbox import Mailbox
from ledger.office import Office
from ledger.refusals import UnknownFund
from ledger.writer import Closing
from tests.ledger.examples import COMMUNE, donation
from tests.ledger.offices import asked, founded_office, history


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """Lend an office over a database of its own."""
    with founded_office(database_url) as opened:
        yield opened


def key_of(number: int) -> str:
    return f"D-{number}"


def test_every_task_gets_the_answer_to_what_it_asked(office: Office) -> None:
    async def give(mailbox: Mailbox, number: int) -> str:
        recorded = await mailbox.ask(asked(donation(5 + number, key=key_of(number))))
        event = recorded.entries[0].event
        assert isinstance(event, DonationReceived)
        assert event.amount_vnd == 5 + number
        return event.key

    async def crowd() -> list[str]:
        mailbox = Mailbox(office)
        return await asyncio.gather(*(give(mailbox, number) for number in range(200)))

    assert asyncio.run(crowd()) == [key_of(number) for number in range(200)]


def test_a_refusal_reaches_the_task_that_asked_and_no_other(office: Office) -> None:
    async def both() -> tuple[object, object]:
        mailbox = Mailbox(office)
        good = mailbox.ask(asked(donation(5, key="good")))
        bad = mailbox.ask(asked(donation(5, key="bad", fund="none")))
        return await asyncio.gather(good, bad, return_exceptions=True)

    recorded, refusal = asyncio.run(both())
    assert isinstance(refusal, UnknownFund)
    assert not isinstance(recorded, Exception)


def test_who_no_longer_waits_keeps_nobody_else_waiting(office: Office) -> None:
    async def leave_one() -> None:
        mailbox = Mailbox(office)
        gone = asyncio.ensure_future(mailbox.ask(asked(donation(5, key="gone"))))
        await asyncio.sleep(0)
        gone.cancel()
        await mailbox.ask(asked(donation(6, key="stays")))

    asyncio.run(leave_one())
    assert len(history(office, COMMUNE)) == 2


def test_an_office_that_closes_says_so(database_url: str) -> None:
    async def ask_late(office: Office) -> None:
        await Mailbox(office).ask(asked(donation(5)))

    with founded_office(database_url) as office:
        office.close()
        with pytest.raises(Closing):
            asyncio.run(ask_late(office))
