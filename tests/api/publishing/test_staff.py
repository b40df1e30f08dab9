"""An account holder publishes on a page, sees how far it has come, and finds the result."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.publishing import kept
from ledger.database import connect
from projections.publications import publications_of
from projections.runner import catch_up
from tests.api.pages.administering.town import Staff, Town, recorded_staff, town_at
from tests.api.pages.entering.commune import Browser
from tests.secret_keys import keys_of


@pytest.fixture(scope="module")
def town(shared_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Give a commune with its staff."""
    patch = pytest.MonkeyPatch()
    patch.setenv("SOQUY_KEYS", str(keys_of(shared_database_url)))
    staff = Staff("", *recorded_staff(shared_database_url))
    with town_at(shared_database_url, tmp_path_factory.mktemp("home"), staff) as town:
        catch_up(shared_database_url)
        yield town
    patch.undo()


@pytest.fixture(scope="module")
def holder(town: Town) -> Browser:
    """Give the browser of the account holder."""
    return town.browser("an")


def send(browser: Browser, **said: str) -> httpx.Response:
    fields = browser.filled("/cong-bo?nam=2024", "/cong-bo")
    return browser.client.post("/cong-bo", data={**fields, **said}, follow_redirects=True)


def finished(browser: Browser, page: httpx.Response) -> str:
    """Load the page again until the job is over, as it does by itself."""
    until = time.monotonic() + 30
    while "refresh" in page.text and time.monotonic() < until:
        time.sleep(0.1)
        page = browser.client.get(str(page.url))
    return page.text


def test_an_account_holder_publishes_a_year(town: Town, holder: Browser) -> None:
    said = finished(holder, send(holder))
    assert "Đã công bố số liệu năm 2024, lần 1." in said
    assert "/cong-khai/2024/1/NA.X" in said
    assert town.client().get("/cong-khai/2024/1/NA.X").status_code == 200


def test_publishing_again_is_announced_as_a_new_edition(holder: Browser) -> None:
    finished(holder, send(holder))
    assert "công bố nữa là lần mới" in holder.client.get("/cong-bo?nam=2024").text


def test_a_package_that_was_lost_is_made_again(town: Town, holder: Browser) -> None:
    finished(holder, send(holder))
    with connect(town.site.wiring.url) as connection:
        *_, first = publications_of(connection, [town.world.units["NA.X"]])
    path: Path = kept(town.site.wiring.home, first)
    before = path.read_bytes()
    path.unlink()
    assert "Làm lại gói" in holder.client.get("/cong-bo?nam=2024").text
    finished(holder, send(holder, lan=str(first.event.edition)))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "wrong", [{"den": "31/13/2024"}, {"den": "01/01/2023"}, {"nam": "2999"}, {"nam": "x"}]
)
def test_what_was_typed_wrongly_is_said_beside_the_field(
    holder: Browser, wrong: dict[str, str]
) -> None:
    answer = send(holder, **wrong)
    assert answer.status_code == 422
    assert "năm đã" in answer.text


@pytest.mark.parametrize("login", ["hoa", "binh", "kiem", "xa"])
def test_nobody_else_may_publish(town: Town, login: str) -> None:
    browser = town.browser(login)
    assert browser.client.get("/cong-bo").status_code == 403


def test_a_job_that_was_forgotten_is_said_to_be(holder: Browser) -> None:
    assert "khởi động lại" in holder.client.get("/cong-bo?nam=2024&viec=gone").text
