"""What many look at is made once, and again when the books have grown."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import count

import pytest

from api.pages.public import kept
from api.pages.public.kept import Kept


class Books:
    """Books that know some entries; what is made of them is numbered."""

    def __init__(self) -> None:
        self.log_size = 7
        self.looks = 0
        self._numbers = count(1)

    def size(self) -> int:
        """Say how many entries the books know."""
        self.looks += 1
        return self.log_size

    def make(self) -> tuple[int, int]:
        """Make something of them."""
        return self.log_size, next(self._numbers)


@pytest.fixture
def books() -> Books:
    return Books()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing stay."""
    monkeypatch.setattr(kept, "STAYS_S", 0.0)


def test_the_same_books_are_read_once(books: Books) -> None:
    made = Kept[int]()
    assert [made.get("a", books.size, books.make) for _ in range(3)] == [1, 1, 1]
    assert books.looks == 0


@pytest.mark.usefixtures("at_once")
def test_the_same_books_are_read_once_however_late(books: Books) -> None:
    made = Kept[int]()
    assert [made.get("a", books.size, books.make) for _ in range(3)] == [1, 1, 1]
    assert books.looks == 2


def test_other_questions_have_other_answers(books: Books) -> None:
    made = Kept[int]()
    assert [made.get(key, books.size, books.make) for key in ("a", "b", "a")] == [1, 2, 1]


def test_grown_books_are_read_again_after_a_moment(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Kept[int]()
    made.get("a", books.size, books.make)
    books.log_size = 8
    assert made.get("a", books.size, books.make) == 1
    monkeypatch.setattr(kept, "STAYS_S", 0.0)
    assert made.get("a", books.size, books.make) == 2


@pytest.mark.usefixtures("at_once")
def test_where_many_ask_no_guest_waits_for_grown_books(books: Books) -> None:
    made, go_on = Kept[int](), threading.Event()
    for _ in range(kept.MANY):
        made.get("a", books.size, books.make)
    books.log_size = 8

    def slowly() -> tuple[int, int]:
        assert go_on.wait(10)
        return books.make()

    assert made.get("a", books.size, slowly) == 1
    go_on.set()
    assert _within_seconds(lambda: made.get("a", books.size, slowly) == 2)


@pytest.mark.usefixtures("at_once")
def test_where_many_ask_whoever_is_signed_in_sees_the_newest(books: Books) -> None:
    made = Kept[int]()
    for _ in range(kept.MANY):
        made.get("a", books.size, books.make)
    books.log_size = 8
    assert made.get("a", books.size, books.make, is_guest=False) == 2


@pytest.mark.usefixtures("at_once")
def test_who_comes_while_it_is_made_anew_does_not_wait(books: Books) -> None:
    made, began, go_on = Kept[int](), threading.Event(), threading.Event()
    made.get("a", books.size, books.make)
    books.log_size = 8

    def slowly() -> tuple[int, int]:
        began.set()
        assert go_on.wait(10)
        return books.make()

    maker = threading.Thread(target=made.get, args=("a", books.size, slowly))
    maker.start()
    assert began.wait(10)
    assert made.get("a", books.size, books.make) == 1
    go_on.set()
    maker.join()
    assert made.get("a", books.size, books.make) == 2


def test_many_who_come_at_once_wait_for_one(books: Books) -> None:
    made, answers = Kept[int](), list[int]()

    def ask() -> None:
        answers.append(made.get("a", books.size, books.make))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers == [1] * 8


def test_whoever_is_signed_in_sees_at_once_what_was_just_recorded(books: Books) -> None:
    made = Kept[int]()
    made.get("a", books.size, books.make)
    books.log_size = 8
    assert made.get("a", books.size, books.make, is_guest=False) == 2
    assert made.get("a", books.size, books.make, is_guest=False) == 2


def test_who_waits_for_another_gets_what_the_books_knew_when_they_asked(books: Books) -> None:
    made, began, go_on = Kept[int](), threading.Event(), threading.Event()

    def slowly() -> tuple[int, int]:
        seen = books.make()
        began.set()
        assert go_on.wait(10)
        return seen

    maker = threading.Thread(target=made.get, args=("a", books.size, slowly))
    maker.start()
    assert began.wait(10)
    books.log_size = 8  # what the maker does not see any more
    threading.Timer(0.1, go_on.set).start()
    assert made.get("a", books.size, books.make, is_guest=False) == 2
    maker.join()


def test_what_was_found_unchanged_does_not_displace_what_is_newer(books: Books) -> None:
    made = Kept[int]()
    made.get("a", books.size, books.make)

    def grown_meanwhile() -> int:
        books.log_size = 8
        made.get("a", books.size, books.make, is_guest=False)
        return 7

    made.get("a", grown_meanwhile, books.make, is_guest=False)
    assert made.get("a", books.size, books.make) == 2


def test_what_failed_is_tried_again(books: Books) -> None:
    made = Kept[int]()
    with pytest.raises(ZeroDivisionError):
        made.get("a", books.size, lambda: (1 // 0, 0))
    assert made.get("a", books.size, books.make) == 1


def test_only_so_much_is_kept(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT_MAX", 2)
    made = Kept[int]()
    for key in ("a", "b", "c"):
        made.get(key, books.size, books.make)
    assert made.get("a", books.size, books.make) == 4


def _within_seconds(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not (held := holds()) and time.monotonic() < until:
        time.sleep(0.01)
    return held
