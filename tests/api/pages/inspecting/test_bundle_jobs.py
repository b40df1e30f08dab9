"""Bundles on order outlive the processes that make them, and are forgotten after a week."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import NamedTuple

import httpx
import pytest

from api.home import keys_folder
from api.jobs.files import BUNDLES
from api.jobs.lanes import LONG
from api.jobs.making import ATTEMPTS_MAX, KEEP_DAYS, Bench, forget_old, make_waiting
from ledger.database import Connection, connect
from ledger.vault import vault_at
from tests.api.pages.inspecting.province import Province, links, text
from tests.api.pages.inspecting.test_bundle import ASKED, token

Ordered = Callable[..., str]


class Maker(NamedTuple):
    """The two connections of a maker, and where it puts the files."""

    url: str
    hand: Connection
    eyes: Connection
    home: Path

    def bench(self, stop: Event | None = None) -> Bench:
        """Return what it works with."""
        return Bench(self.url, self.home, self.hand, self.eyes, stop or Event())

    def work(self, stop: Event | None = None) -> int:
        """Make all that is on order."""
        return make_waiting(self.bench(stop), LONG)


@pytest.fixture
def hands(province: Province) -> Iterator[Maker]:
    """Give a maker that works when it is told to, with nothing on order."""
    wiring = province.site.wiring
    with connect(wiring.url) as hand, connect(wiring.url) as eyes:
        vault_at(wiring.url, keys_folder()).opens(eyes)
        hand.execute("DELETE FROM job")
        yield Maker(wiring.url, hand, eyes, wiring.home)


@pytest.fixture
def ordered(inspector: httpx.Client) -> Ordered:
    """Give a way to order a bundle: it returns the address of the page that tells of it."""

    def order(seed: str, size: str = "3") -> str:
        said = {**ASKED, "hat-giong": seed, "co": size}
        page = inspector.get("/kiem-tra/ho-so")
        answer = inspector.post("/kiem-tra/ho-so", data={**said, "csrf": token(page)})
        return str(answer.headers["location"])

    return order


def job_in(address: str) -> str:
    found = re.search(r"viec=([^&]+)", address)
    assert found is not None
    return found[1]


def state(maker: Maker) -> tuple[str, int]:
    row = maker.hand.execute("SELECT state, attempts FROM job").fetchone()
    assert row is not None
    return row[0], row[1]


def test_a_bundle_waits_until_somebody_makes_it(
    hands: Maker, inspector: httpx.Client, ordered: Ordered
) -> None:
    address = ordered("a")
    assert "Đang chờ đến lượt" in text(inspector.get(address))
    assert hands.work() == 1
    page = inspector.get(address)
    (file,) = [each for each in links(page) if ".zip" in each]
    assert inspector.get(file).content.startswith(b"PK")


def test_the_same_order_twice_is_one_job(hands: Maker, ordered: Ordered) -> None:
    assert ordered("b") == ordered("b") != ordered("c")
    assert hands.work() == 2


def test_a_job_that_a_dead_maker_left_behind_is_begun_again(
    hands: Maker, inspector: httpx.Client, ordered: Ordered
) -> None:
    address = ordered("d")
    hands.hand.execute("UPDATE job SET state = 'running', attempts = 1, done = 2, whole = 3")
    assert hands.work() == 1
    assert (state(hands), ".zip" in inspector.get(address).text) == (("done", 2), True)


def test_a_job_over_which_makers_died_is_given_up_and_said_so(
    hands: Maker, inspector: httpx.Client, ordered: Ordered
) -> None:
    address = ordered("e")
    said = {"most": ATTEMPTS_MAX}
    hands.hand.execute("UPDATE job SET state = 'running', attempts = %(most)s", said)
    assert hands.work() == 0
    page = inspector.get(address)
    assert "Chưa lập được hồ sơ này" in text(page) and 'http-equiv="refresh"' not in page.text


def test_a_maker_told_to_stop_leaves_the_job_to_the_next(hands: Maker, ordered: Ordered) -> None:
    ordered("f")

    class AtOnce(Event):
        """Is set as soon as the work has begun."""

        asked = 0

        def is_set(self) -> bool:
            self.asked += 1
            return self.asked > 1

    hands.work(AtOnce())
    assert state(hands) == ("waiting", 0)
    assert hands.work() == 1
    assert state(hands) == ("done", 1)


def test_who_lost_the_role_meanwhile_gets_no_bundle(
    hands: Maker, province: Province, ordered: Ordered
) -> None:
    ordered("g")
    treasurer = {"person": province.people["thuquy"]}
    hands.hand.execute("UPDATE job SET asked_by = %(person)s", treasurer)
    hands.work()
    assert state(hands)[0] == "failed"


def test_files_are_closed_to_others_and_leave_no_draft(hands: Maker, ordered: Ordered) -> None:
    job_id = job_in(ordered("h"))
    hands.work()
    folder = hands.home / BUNDLES
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / f"{job_id}.zip").stat().st_mode & 0o777 == 0o600
    assert not list(folder.glob("*.part"))


def test_after_a_week_a_bundle_is_forgotten_with_its_file(
    hands: Maker, inspector: httpx.Client, ordered: Ordered
) -> None:
    old, new = ordered("i"), ordered("j")
    hands.work()
    long_ago = {"days": KEEP_DAYS, "job": job_in(old)}
    hands.hand.execute(
        "UPDATE job SET finished_at = now() - make_interval(days => %(days)s, mins => 1)"
        " WHERE job_id = %(job)s",
        long_ago,
    )
    forget_old(hands.bench(), LONG)
    assert "hãy lập lại" in text(inspector.get(old))
    assert "hãy lập lại" not in text(inspector.get(new))
    kept = {each.stem for each in (hands.home / BUNDLES).glob("*.zip")}
    assert (job_in(old) in kept, job_in(new) in kept) == (False, True)
