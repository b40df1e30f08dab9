"""What many look at is made once, and again when the books have grown."""

from __future__ import annotations

import threading
from itertools import count

import pytest

from api.pages.public import kept
from api.pages.public.kept import Kept


def test_the_same_books_are_read_once() -> None:
    made, number = Kept[int](), count(1)
    assert [made.get("a", 7, lambda: next(number)) for _ in range(3)] == [1, 1, 1]


def test_other_questions_have_other_answers() -> None:
    made, number = Kept[int](), count(1)
    assert [made.get(key, 7, lambda: next(number)) for key in ("a", "b", "a")] == [1, 2, 1]


def test_grown_books_are_read_again_after_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    made, number = Kept[int](), count(1)
    made.get("a", 7, lambda: next(number))
    assert made.get("a", 8, lambda: next(number)) == 1
    monkeypatch.setattr(kept, "STAYS_S", 0.0)
    assert made.get("a", 8, lambda: next(number)) == 2


def test_who_comes_while_it_is_made_anew_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    made, began, go_on = Kept[int](), threading.Event(), threading.Event()
    made.get("a", 7, lambda: 1)
    monkeypatch.setattr(kept, "STAYS_S", 0.0)

    def slowly() -> int:
        began.set()
        assert go_on.wait(10)
        return 2

    maker = threading.Thread(target=made.get, args=("a", 8, slowly))
    maker.start()
    assert began.wait(10)
    assert made.get("a", 8, lambda: 3) == 1
    go_on.set()
    maker.join()
    assert made.get("a", 8, lambda: 3) == 2


def test_many_who_come_at_once_wait_for_one() -> None:
    made, number, answers = Kept[int](), count(1), list[int]()

    def ask() -> None:
        answers.append(made.get("a", 7, lambda: next(number)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers == [1] * 8


def test_what_failed_is_tried_again() -> None:
    made = Kept[int]()
    with pytest.raises(ZeroDivisionError):
        made.get("a", 7, lambda: 1 // 0)
    assert made.get("a", 7, lambda: 5) == 5


def test_only_so_much_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT_MAX", 2)
    made, number = Kept[int](), count(1)
    for key in ("a", "b", "c"):
        made.get(key, 7, lambda: next(number))
    assert made.get("a", 7, lambda: next(number)) == 4
