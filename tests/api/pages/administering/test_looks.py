"""The administrator of a unit sees who looked at its persons: on pages, and at the machine."""

from __future__ import annotations

import re
from datetime import date

import pytest

from api.pages.administering.reading_persons import SHOWN
from api.persons.readings import AT_MACHINE, at_the_machine, note_entries_shown, note_unit_shown
from ledger.commands import ReceiveDonation
from ledger.draft import request
from ledger.wire import Entry
from projections.entries import WHOLE
from tests.api.pages.administering.town import Town

PERSONS = "/quan-tri/du-lieu-ca-nhan"
HERE = f"{PERSONS}/da-xem?don-vi=NA.X"


@pytest.fixture
def gift(town: Town) -> Entry:
    """Record a gift of somebody."""
    command = ReceiveDonation(
        unit_id=town.world.units["NA.X"],
        key="G-1",
        booked_on=date(2022, 3, 1),
        channel="cash",
        amount_vnd=500_000,
    )
    office = town.site.wiring.office
    (entry,) = office.ask(request(command, {"donor": "Bà Sáu"}, "p-1")).entries
    town.site.catch_up()
    return entry


def looks(town: Town, address: str = HERE) -> list[str]:
    """Return the rows of the page as text, the newest first."""
    text = town.browser("xa").get(address).text
    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", text, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in rows]


def test_a_look_by_a_command_says_that_it_was_at_the_machine(town: Town, gift: Entry) -> None:
    with town.site.wiring.connection() as connection:
        note_entries_shown(connection, "receipt", [gift])
        note_unit_shown(connection, "export", WHOLE)
    export, receipt = looks(town)
    login = at_the_machine().removeprefix(AT_MACHINE)
    assert f"tại máy chủ {login}" in receipt and "soquy receipt" in receipt
    assert receipt.endswith(f"bút toán: {gift.originator_version}")
    assert "soquy export" in export and export.endswith("toàn bộ sổ")


def test_a_look_on_a_page_says_whose_it_was(town: Town, gift: Entry) -> None:
    town.browser("hoa").get(f"/chung-tu/{gift.originator_id.hex}-{gift.originator_version}")
    town.browser("hoa").get(f"{PERSONS}?don-vi=NA.X&tim=sau")
    search, entry = looks(town)
    assert f"Thông tin cá nhân {PERSONS}" in search and "tìm trong đơn vị" in search
    assert "Xem bút toán /chung-tu" in entry and entry.endswith(
        f"bút toán: {gift.originator_version}"
    )
    assert "Sáu" not in search + entry


def test_a_look_at_another_unit_is_not_shown(town: Town) -> None:
    elsewhere = town.world.units["NA"]
    with town.site.wiring.connection() as connection:
        note_unit_shown(connection, "erase", elsewhere)
    assert looks(town) == []


def test_older_looks_are_behind_a_link_and_none_is_lost(town: Town, gift: Entry) -> None:
    with town.site.wiring.connection() as connection, connection.transaction():
        for number in range(SHOWN + 2):
            note_entries_shown(connection, f"n{number}", [gift])
    first = town.browser("xa").get(HERE).text
    (earlier,) = re.findall(r'rel="next" href="([^"]+)"', first)
    shown = looks(town) + looks(town, earlier.replace("&amp;", "&"))
    numbers = [int(n) for each in shown for n in re.findall(r"soquy n(\d+)", each)]
    assert numbers == list(reversed(range(SHOWN + 2)))


@pytest.mark.parametrize("login", ["hoa", "an", "kiem"])
def test_nobody_else_sees_who_looked(town: Town, login: str) -> None:
    assert town.browser(login).client.get(HERE).status_code == 403
