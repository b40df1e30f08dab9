"""What a process keeps in mind: looked up once for all who ask, never longer than it is true."""

from __future__ import annotations

import asyncio
import threading
import time
from itertools import count

import pytest

from api.v1.memory import Memory, RegistryMemory
from ledger.commands import RegisterHolder
from ledger.draft import request
from projections.runner import catch_up
from tests.api.v1.world import World


def test_many_who_ask_at_once_wait_for_one_look() -> None:
    memory, numbers, go_on = Memory(), count(1), threading.Event()

    def look() -> int:
        assert go_on.wait(10)
        return next(numbers)

    async def ask() -> list[int]:
        asking = asyncio.gather(*(memory.find("a", look) for _ in range(8)))
        await asyncio.sleep(0.05)
        go_on.set()
        return await asking

    assert asyncio.run(ask()) == [1] * 8


def test_who_hangs_up_does_not_take_the_others_along() -> None:
    memory, go_on = Memory(), threading.Event()

    async def ask() -> int:
        first = asyncio.ensure_future(memory.find("a", lambda: go_on.wait(10)))
        await asyncio.sleep(0.05)
        second = asyncio.ensure_future(memory.find("a", lambda: False))
        await asyncio.sleep(0.05)
        first.cancel()
        go_on.set()
        return await second

    assert asyncio.run(ask()) is True


def test_what_failed_or_found_nothing_is_looked_up_again() -> None:
    memory, answers = Memory(), iter([None, 7, 8])

    async def ask() -> list[int | None]:
        with pytest.raises(ZeroDivisionError):
            await memory.find("a", lambda: 1 // 0)
        return [await memory.find("a", lambda: next(answers)) for _ in range(3)]

    assert asyncio.run(ask()) == [None, 7, 7]


def test_what_was_found_is_believed_for_so_long() -> None:
    memory, numbers = Memory(0.0), count(1)
    assert [memory.find_now("a", lambda: next(numbers)) for _ in range(3)] == [1, 2, 3]


def test_what_took_long_to_find_is_believed_no_longer_than_since_somebody_began_to_look() -> None:
    memory, numbers = Memory(0.2), count(1)

    def slowly() -> int:
        time.sleep(0.3)
        return next(numbers)

    async def ask() -> list[int]:
        return [await memory.find("a", slowly) for _ in range(2)]

    assert asyncio.run(ask()) == [1, 2]
    assert [memory.find_now("b", slowly) for _ in range(2)] == [3, 4]


def test_what_follows_from_the_registry_is_true_until_that_changes(here: World) -> None:
    wiring, numbers = here.site.wiring, count(1)

    def found() -> int:
        # A new one has not asked yet how the registry stands.
        memory = RegistryMemory(wiring)
        memory._found = kept
        return memory.find_now("a", lambda: next(numbers))

    kept = Memory()
    catch_up(wiring.url)
    assert [found(), found()] == [1, 1]
    holder = RegisterHolder(holder="bao-moi", kind="press")
    wiring.office.ask(request(holder, {"name": "Báo Mới"}, "test"))
    catch_up(wiring.url)
    assert [found(), found()] == [2, 2]
