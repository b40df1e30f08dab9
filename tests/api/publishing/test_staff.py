"""An account holder publishes on a page, sees how far it has come, and finds the result."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import NamedTuple

import httpx
import pytest

from api.jobs.lanes import LONG
from api.jobs.making import ATTEMPTS_MAX, Bench, make_waiting
from api.publishing import kept
from ledger.database import connect
from projections.publications import Publication, publications_of
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


class Maker(NamedTuple):
    """Makes what is ordered when it is told to."""

    bench: Bench

    def finished(self, browser: Browser, page: httpx.Response) -> str:
        """Return the page of a job when it is over."""
        assert 'http-equiv="refresh"' in page.text
        make_waiting(self.bench, LONG)
        return browser.client.get(str(page.url)).text


@pytest.fixture(scope="module")
def maker(town: Town) -> Iterator[Maker]:
    """Give the maker of what is ordered."""
    wiring = town.site.wiring
    with connect(wiring.url) as hand, connect(wiring.url) as eyes:
        wiring.journal.vault.opens(eyes)
        yield Maker(Bench(wiring.url, wiring.home, hand, eyes, Event()))


@pytest.fixture(scope="module")
def holder(town: Town) -> Browser:
    """Give the browser of the account holder."""
    return town.browser("an")


def send(browser: Browser, **said: str) -> httpx.Response:
    fields = browser.filled("/cong-bo?nam=2024", "/cong-bo")
    return browser.client.post("/cong-bo", data={**fields, **said}, follow_redirects=True)


def test_an_account_holder_publishes_a_year(town: Town, holder: Browser, maker: Maker) -> None:
    said = maker.finished(holder, send(holder))
    assert "Đã công bố số liệu năm 2024, lần 1." in said
    assert "/cong-khai/2024/1/NA.X" in said
    assert town.client().get("/cong-khai/2024/1/NA.X").status_code == 200


def test_publishing_again_is_announced_as_a_new_edition(holder: Browser, maker: Maker) -> None:
    maker.finished(holder, send(holder))
    assert "công bố nữa là lần mới" in holder.client.get("/cong-bo?nam=2024").text


def editions(town: Town) -> list[Publication]:
    """Return what was published, the newest first."""
    with connect(town.site.wiring.url) as connection:
        return publications_of(connection, [town.world.units["NA.X"]])


def test_a_package_that_was_lost_is_made_again(town: Town, holder: Browser, maker: Maker) -> None:
    maker.finished(holder, send(holder))
    *_, first = editions(town)
    path: Path = kept(town.site.wiring.home, first)
    before = path.read_bytes()
    path.unlink()
    assert "Làm lại gói" in holder.client.get("/cong-bo?nam=2024").text
    maker.finished(holder, send(holder, lan=str(first.event.edition)))
    assert path.read_bytes() == before


def test_a_button_pressed_twice_publishes_once(town: Town, holder: Browser, maker: Maker) -> None:
    before = len(editions(town))
    first, second = send(holder), send(holder)
    assert first.url == second.url
    maker.finished(holder, second)
    assert len(editions(town)) == before + 1


def test_what_a_maker_recorded_before_it_died_is_not_published_again(
    town: Town, holder: Browser, maker: Maker
) -> None:
    page, hand = send(holder), maker.bench.hand
    make_waiting(maker.bench, LONG)
    last = editions(town)
    kept(town.site.wiring.home, last[0]).unlink()
    hand.execute("UPDATE job SET state = 'running' WHERE job_id = (SELECT max(job_id) FROM job)")
    said = maker.finished(holder, holder.client.get(str(page.url)))
    assert f"lần {last[0].event.edition}." in said
    assert len(editions(town)) == len(last) and kept(town.site.wiring.home, last[0]).exists()


def test_what_the_ledger_refuses_is_said_on_the_page(holder: Browser, maker: Maker) -> None:
    page = send(holder)
    other_year = "UPDATE job SET asked = asked || %s WHERE state = 'waiting'"
    maker.bench.hand.execute(other_year, ['{"until": "2023-12-31"}'])
    said = maker.finished(holder, page)
    assert 'class="notice bad"' in said and "31/12/2023" in said


def test_a_publication_over_which_makers_died_is_said_to_have_failed(
    holder: Browser, maker: Maker
) -> None:
    page = send(holder)
    dead = "UPDATE job SET state = 'running', attempts = %s WHERE state = 'waiting'"
    maker.bench.hand.execute(dead, [ATTEMPTS_MAX])
    assert "Chưa công bố được vì lỗi của máy" in maker.finished(holder, page)


@pytest.mark.parametrize(
    "wrong",
    [
        *({"den": "31/13/2024"}, {"den": "01/01/2023"}),
        *({"nam": each} for each in ("2999", "x", "0", "10000", "9" * 400, "²")),
    ],
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
    assert "không còn ghi ở đây" in holder.client.get("/cong-bo?nam=2024&viec=gone").text
