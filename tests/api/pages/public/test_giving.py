"""How to give: only accounts that the unit's account holder published are shown."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.identity.people import Person
from ledger.commands import RegisterHolder
from projections.runner import catch_up
from reports.qr import qr_picture
from reports.vietqr import Account, vietqr_text
from tests.api.pages.entering.commune import (
    CODE,
    COMMUNE,
    Browser,
    Commune,
    commune_at,
    founded,
)
from tests.api.pages.public.town import Town
from tests.databases import copy_of, name_of

GIVING, PUBLISHING = f"/ung-ho?don-vi={CODE}", f"/ung-ho/tai-khoan?don-vi={CODE}"
TYPED = {
    "ngan-hang": "970436",
    "so-tai-khoan": "0011 0019 32418",
    "ten-tai-khoan": "HOI KHUYEN HOC XA",
}


@pytest.fixture(scope="module")
def founded_commune(
    postgres_url: str, migrated_database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, Person]]]:
    """Give the name of a database with a commune, for copying only, and its people."""
    with copy_of(migrated_database_name, postgres_url) as url:
        people = founded(url, tmp_path_factory.mktemp("founded"))
        catch_up(url)
        yield name_of(url), people


@pytest.fixture
def commune(
    founded_commune: tuple[str, dict[str, Person]], postgres_url: str, tmp_path: Path
) -> Iterator[Commune]:
    """Give the commune on a site of its own."""
    name, people = founded_commune
    with copy_of(name, postgres_url) as url, commune_at(url, tmp_path, people) as here:
        yield here


def guest(commune: Commune, address: str) -> httpx.Response:
    """Ask for a page as somebody who is not signed in."""
    return commune.open.enter_context(commune.site.client()).get(address)


def sent(browser: Browser, **typed: str) -> str:
    """Publish an account; return the page that follows."""
    answer = browser.post(PUBLISHING, browser.filled(PUBLISHING) | TYPED | typed)
    return browser.get(answer.headers["location"]).text if answer.is_redirect else answer.text


def test_a_unit_without_a_published_account_says_how_one_comes_there(town: Town) -> None:
    said = town.text("/ung-ho?don-vi=X")
    assert "Đơn vị chưa công bố số tài khoản" in said
    assert "Chủ tài khoản của đơn vị công bố tại đây" in said


def test_a_published_account_is_shown_with_a_code_that_banks_read(commune: Commune) -> None:
    page = sent(commune.browser("an"))
    reference = re.search(r"UNG HO [0-9A-Z]{8}", page)
    assert reference is not None
    account = Account("970436", "0011001932418")
    assert qr_picture(vietqr_text(account, reference[0])) in page
    assert "Vietcombank" in page


def test_an_amount_is_put_into_the_code(commune: Commune) -> None:
    page = sent(commune.browser("an"))
    again = guest(commune, f"{GIVING}&so-tien=500.000").text
    pictures = [re.findall(r"data:image/png;base64,([\w+/=]+)", each) for each in (page, again)]
    assert pictures[0] != pictures[1]
    assert base64.b64decode(pictures[1][0]).startswith(b"\x89PNG")


def test_a_comma_in_the_amount_is_explained(commune: Commune) -> None:
    sent(commune.browser("an"))
    answer = guest(commune, f"{GIVING}&so-tien=26,000")
    assert answer.status_code == 422
    assert 'id="f-so-tien-error"' in answer.text


def test_the_same_form_sent_twice_publishes_one_account(commune: Commune) -> None:
    browser = commune.browser("an")
    form = browser.filled(PUBLISHING) | TYPED
    for _ in range(2):
        browser.post(PUBLISHING, form)
    assert guest(commune, GIVING).text.count('class="qr"') == 1


def test_a_withdrawn_account_is_shown_no_more(commune: Commune) -> None:
    browser = commune.browser("an")
    sent(browser)
    action = "/ung-ho/tai-khoan/go"
    browser.post(action, browser.filled(PUBLISHING, action))
    assert "chưa công bố" in guest(commune, GIVING).text


@pytest.mark.parametrize(
    "field", [{"ngan-hang": "1"}, {"so-tai-khoan": "12;34"}, {"ten-tai-khoan": " "}]
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_published(
    commune: Commune, field: dict[str, str]
) -> None:
    page = sent(commune.browser("an"), **field)
    assert f'id="f-{next(iter(field))}-error"' in page
    assert "Đang công bố" not in page


def test_only_the_account_holder_may_publish(commune: Commune) -> None:
    assert commune.browser("hoa").get(PUBLISHING).status_code == 403
    answer = guest(commune, PUBLISHING)
    assert answer.headers["location"].startswith("/dang-nhap")


def test_a_unit_is_found_by_a_part_of_its_name(town: Town) -> None:
    page = town.get("/ung-ho?tim=huyện")
    assert "/ung-ho?don-vi=Y" in page.text
    assert "Không có đơn vị nào tên như vậy" in town.text("/ung-ho?tim=%25")


def test_newspapers_are_named_and_single_persons_are_not(town: Town) -> None:
    said = town.text("/ung-ho?don-vi=X")
    assert "Báo BAO" in said
    assert "Trần Văn Giữ" not in said


def test_a_holder_of_nobody_is_offered_to_everybody(commune: Commune) -> None:
    commune.ask(RegisterHolder(holder="BAO-MOI", kind="press"), {"name": "Báo Mới"})
    commune.site.catch_up()
    assert "Báo Mới" in guest(commune, "/ung-ho").text
    assert str(COMMUNE) not in guest(commune, GIVING).text
