"""Who calls the API: a person's key for programs, what the key is for, and what the person may.

Both must allow it: the scope that the key was given, and the role of the person in the unit.
"""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from api.identity.acting import Action, may, today
from api.identity.people import Person
from api.identity.tokens import Scope, person_of_token
from api.v1.memory import BELIEVED_S, Memory, RegistryMemory
from api.v1.problems import Problem, Words
from api.wiring import Wiring

SCOPES: Final[dict[Scope, Words]] = {
    "read": Words("Xem số liệu, bút toán, chứng từ", "See figures, entries and papers"),
    "enter": Words("Ghi sổ, lập đề nghị chi", "Record rows, ask for payments"),
    "approve": Words("Duyệt hoặc trả lại", "Approve or send back"),
    "inspect": Words("Kiểm tra toàn bộ sổ", "Audit the whole book"),
    "administer": Words("Khai báo đơn vị, lập lại số liệu", "Define units, rebuild the figures"),
}


class Caller(NamedTuple):
    """A person, through a key with these scopes."""

    person: Person
    scopes: frozenset[Scope]


class Callers:
    """What is known of those who call one process."""

    def __init__(self, wiring: Wiring, of_registry: RegistryMemory) -> None:
        """Know nobody yet."""
        self._wiring = wiring
        self._keys = Memory(BELIEVED_S)
        self._of_registry = of_registry

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
        if not await self._of_registry.find(name, lambda: self._may(caller, action, unit_id)):
            raise not_allowed()

    def require_now(self, caller: Caller, action: Action, unit_id: UUID) -> None:
        """Do the same, from a thread that may wait itself."""
        name = (caller.person.person_id, action, unit_id)
        if not self._of_registry.find_now(name, lambda: self._may(caller, action, unit_id)):
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
