"""Who calls the API: a person's key for programs, what the key is for, and what the person may.

Both must allow it: the scope that the key was given, and the role of the person in the unit. What
was found is believed for two seconds, so that a busy program costs no query for each request; so
long does a key that was revoked still work.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Final, NamedTuple, TypeVar, cast
from uuid import UUID

from starlette.concurrency import run_in_threadpool

from api.identity.acting import Action, may, today
from api.identity.people import Person
from api.identity.tokens import Scope, person_of_token
from api.v1.problems import Problem, Words
from api.wiring import Wiring

SCOPES: Final[dict[Scope, Words]] = {
    "read": Words("Xem số liệu, bút toán, chứng từ", "See figures, entries and papers"),
    "enter": Words("Ghi sổ, lập đề nghị chi", "Record rows, ask for payments"),
    "approve": Words("Duyệt hoặc trả lại", "Approve or send back"),
    "inspect": Words("Kiểm tra toàn bộ sổ", "Audit the whole book"),
    "administer": Words("Khai báo đơn vị, lập lại số liệu", "Define units, rebuild the figures"),
}
BELIEVED_S: Final = 2.0
REMEMBERED_MAX: Final = 10_000

Found = TypeVar("Found")


class Caller(NamedTuple):
    """A person, through a key with these scopes."""

    person: Person
    scopes: frozenset[Scope]


class Memory(dict[Hashable, tuple[float, object]]):
    """What was found a moment ago; any thread may look."""

    async def find(self, name: Hashable, look: Callable[[], Found]) -> Found:
        """Return what `look`, which may wait, finds, or found less than two seconds ago."""
        known = self.get(name)
        if known is not None and known[0] > time.monotonic():
            return cast("Found", known[1])
        return self._keep(name, await run_in_threadpool(look))

    def find_now(self, name: Hashable, look: Callable[[], Found]) -> Found:
        """Return the same, from a thread that may wait itself."""
        known = self.get(name)
        if known is not None and known[0] > time.monotonic():
            return cast("Found", known[1])
        return self._keep(name, look())

    def _keep(self, name: Hashable, found: Found) -> Found:
        if found is None:  # it may be there in a moment
            return found
        if len(self) >= REMEMBERED_MAX:
            self.clear()
        self[name] = (time.monotonic() + BELIEVED_S, found)
        return found


class Callers:
    """What is known of those who call one process."""

    def __init__(self, wiring: Wiring) -> None:
        """Know nobody yet."""
        self._wiring = wiring
        self._keys = Memory()
        self._rights = Memory()

    async def find(self, authorization: str) -> Caller | None:
        """Return who calls with an Authorization header; None: nobody who is known."""
        kind, _, token = authorization.partition(" ")
        if kind.lower() != "bearer" or not token:
            return None
        return await self._keys.find(token, lambda: self._look_up(token))

    def admit(self, found: Caller | None, scope: Scope) -> Caller:
        """Return a caller that is known, with a key for this.

        Raises:
            Problem: not_signed_in, scope_missing; in this order.
        """
        if found is None:
            words = Words(
                "Gửi khóa truy cập còn hiệu lực trong đầu mục Authorization: Bearer ….",
                "Send a valid key in the header Authorization: Bearer ….",
            )
            raise Problem("not_signed_in", words, headers={"WWW-Authenticate": "Bearer"})
        if scope not in found.scopes:
            words = Words(
                f"Khóa này không có quyền “{scope}”.", f"This key lacks the scope {scope}."
            )
            raise Problem("scope_missing", words)
        return found

    async def require(self, caller: Caller, action: Action, unit_id: UUID) -> None:
        """Admit a caller who may do something in a unit today.

        Raises:
            Problem: not_allowed.
        """
        name = (caller.person.person_id, action, unit_id)
        if not await self._rights.find(name, lambda: self._may(caller, action, unit_id)):
            raise not_allowed()

    def require_now(self, caller: Caller, action: Action, unit_id: UUID) -> None:
        """Do the same, from a thread that may wait itself."""
        name = (caller.person.person_id, action, unit_id)
        if not self._rights.find_now(name, lambda: self._may(caller, action, unit_id)):
            raise not_allowed()

    def _may(self, caller: Caller, action: Action, unit_id: UUID) -> bool:
        with self._wiring.connection() as connection:
            return may(connection, caller.person, action, unit_id, today())

    def _look_up(self, token: str) -> Caller | None:
        if not token.isascii():
            return None
        with self._wiring.connection() as connection:
            known = person_of_token(connection, token)
        return None if known is None else Caller(*known)


def not_allowed() -> Problem:
    """Return the problem that the person has no such role in the unit."""
    words = Words(
        "Người giữ khóa không có vai trò này ở đơn vị, hôm nay.",
        "The person behind the key has no such role in this unit today.",
    )
    return Problem("not_allowed", words)
