"""What administrators do: who has which role, from when to when, and what needs no second person.

Roles and rules are facts of the registry, so nothing here is a route around it; what was granted
holds when the answer arrives.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final
from uuid import UUID

from api.identity.acting import roles_held, today
from api.identity.grants import (
    Granted,
    Listed,
    Rule,
    grants_of,
    people_page,
    person_of,
    rules_of,
)
from api.v1 import answers
from api.v1.asking import require_none, unit_of
from api.v1.bodies import ApprovalRuleWish, RoleEnd, RoleWish, read
from api.v1.defining import DEFINED, define, dry_definition
from api.v1.figures import after_of, role_document
from api.v1.ids import cursor, unit_name
from api.v1.kept import kept
from api.v1.operations import Answer, Asked, Body, Operation, Success, answer_json
from api.v1.parameters import CURSOR, DRY_RUN, PERSON, UNIT_NEEDED, limit
from api.v1.problems import Flaw, Problem, Words, not_found
from api.v1.recording import BY_LEDGER, DRY_ANSWER
from ledger.commands import Command, EndRole, GrantRole, StateApprovalRule
from ledger.draft import request
from projections.runner import catch_up

YEARS: Final = (1900, 2200)


def _people(asked: Asked) -> Answer:
    said = asked.parameters
    unit_id = _administered(asked, said["unit"])
    with asked.wiring.connection() as connection:
        found = people_page(
            connection, unit_id, today(), after=after_of(asked) or "", limit=said["limit"] + 1
        )
        shown = found[: said["limit"]]
        roles = grants_of(connection, [each.person.person_id for each in shown], today())
    more = len(found) > len(shown)
    return answer_json(
        {
            "people": [_person(each, roles[each.person.person_id]) for each in shown],
            "next_cursor": cursor(shown[-1].person.person_id) if more else None,
        }
    )


def _person(listed: Listed, roles: list[Granted]) -> dict[str, Any]:
    return {
        "id": listed.person.person_id,
        "name": listed.person.name,
        "login": listed.person.login,
        "may_sign_in": not listed.is_disabled,
        "roles": [{**role_document(each), "state": each.when} for each in roles],
    }


def _rules(asked: Asked) -> Answer:
    unit_id = _administered(asked, asked.parameters["unit"])
    with asked.wiring.connection() as connection:
        found = rules_of(connection, unit_id, today())
    return answer_json({"rules": [_rule(each) for each in found]})


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "unit": unit_name(rule.unit_id),
        "code": rule.code,
        "valid_from": rule.valid_from.isoformat(),
        "free_up_to_vnd": rule.free_up_to_vnd,
    }


def _granted(asked: Asked) -> Command:
    wish = read(RoleWish, asked.body)
    unit_id = _administered(asked, wish.unit)
    _require_seen(asked)
    _require_years(valid_from=wish.valid_from, valid_to=wish.valid_to)
    return GrantRole(
        person=asked.parameters["person"],
        role=wish.role,
        unit_id=unit_id,
        valid_from=wish.valid_from,
        valid_to=wish.valid_to,
    )


def _ended(asked: Asked) -> Command:
    wish = read(RoleEnd, asked.body)
    unit_id = _administered(asked, wish.unit)
    _require_seen(asked)
    _require_years(valid_from=wish.valid_from, valid_to=wish.valid_to)
    person = asked.parameters["person"]
    if person == asked.caller.person.person_id and wish.role == "administrator":
        words = Words(
            "Việc này không tự làm cho mình được: hãy nhờ một người quản trị khác.",
            "Nobody does this to themselves: ask another administrator.",
        )
        raise Problem("not_allowed", words)
    return EndRole(
        person=person,
        role=wish.role,
        unit_id=unit_id,
        valid_from=wish.valid_from,
        valid_to=wish.valid_to,
    )


def _ruled(asked: Asked) -> Command:
    wish = read(ApprovalRuleWish, asked.body)
    unit_id = _administered(asked, wish.unit)
    _require_years(valid_from=wish.valid_from)
    return StateApprovalRule(
        unit_id=unit_id, valid_from=wish.valid_from, free_up_to_vnd=wish.free_up_to_vnd
    )


def _administered(asked: Asked, name: str) -> UUID:
    """Return the id of a unit in which the caller administers.

    Raises:
        Problem: not_found, not_allowed; in this order.
    """
    unit_id = unit_of(asked, name)
    asked.desk.callers.require_now(asked.caller, "administer", unit_id)
    return unit_id


def _require_seen(asked: Asked) -> None:
    """Admit a person whom one of the caller's units looks after; others are as if they were not.

    Raises:
        Problem: not_found.
    """
    person, on = asked.parameters["person"], today()
    with asked.wiring.connection() as connection:
        held = roles_held(connection, asked.caller.person.person_id, on)
        seen = any(
            person_of(connection, each.unit.unit_id, on, person)
            for each in held
            if each.role == "administrator"
        )
    if not seen:
        raise not_found("Không có người này.", "There is no such person.")


def _require_years(**days: date | None) -> None:
    words = Words("Năm từ 1900 đến 2200.", "The day must lie in the years 1900 to 2200.")
    first, last = YEARS
    wrong = [
        Flaw(f"/{name}", "bad_date", words)
        for name, day in days.items()
        if day is not None and not first <= day.year <= last
    ]
    require_none([], wrong)


def _telling(resource: str, command_of: Callable[[Asked], Command]) -> Callable[[Asked], Answer]:
    """Return what tells the registry a command, keeps the answer, and lets the figures follow."""

    def handle(asked: Asked) -> Answer:
        made = request(command_of(asked), {}, asked.caller.person.person_id)
        if asked.is_dry:
            return dry_definition(asked, made)
        answer = kept(asked, resource.format_map(asked.parameters), lambda: define(asked, made))
        catch_up(asked.wiring.url)
        return answer

    return handle


def _post(
    path: str, name: str, summary: Words, body: Body, command_of: Callable[[Asked], Command]
) -> Operation:
    of_person = "{person}" in path
    return Operation(
        method="POST",
        path=path,
        name=name,
        tag="administering",
        summary=summary,
        scope="administer",
        parameters=(PERSON, DRY_RUN) if of_person else (DRY_RUN,),
        body=body,
        successes=(DEFINED, DRY_ANSWER),
        problems=(*BY_LEDGER, "not_found"),
        handle=_telling(path.strip("/"), command_of),
    )


_ROLE: Final = {"role": "treasurer", "unit": "NA-01-01", "valid_from": "2025-01-01"}
ADMINISTERING: Final = (
    Operation(
        method="GET",
        path="/people",
        name="listPeople",
        tag="administering",
        summary=Words("Người của đơn vị và vai trò", "List a unit's people with their roles"),
        says=Words(
            "Cả các đơn vị trực thuộc; vai trò đã hết và sắp tới cũng kể.",
            "Those of the units below it too; roles that are over, and to come, are told as well.",
        ),
        scope="administer",
        parameters=(UNIT_NEEDED, CURSOR, limit(200, 50)),
        successes=(Success(200, Words("Theo mã người.", "By their ids."), answers.People),),
        problems=("not_found", "row_refused"),
        handle=_people,
    ),
    _post(
        "/people/{person}/roles",
        "grantRole",
        Words("Giao vai trò", "Grant a role in a unit and all below it"),
        Body(RoleWish, _ROLE),
        _granted,
    ),
    _post(
        "/people/{person}/roles/end",
        "endRole",
        Words("Kết thúc vai trò với một ngày", "Let a role end with a day"),
        Body(RoleEnd, {**_ROLE, "valid_to": "2025-12-31"}),
        _ended,
    ),
    Operation(
        method="GET",
        path="/approval-rules",
        name="listApprovalRules",
        tag="administering",
        summary=Words(
            "Mức chi không cần người thứ hai duyệt", "List what is paid without a second person"
        ),
        says=Words(
            "Của đơn vị và các cấp trên; quy định gần nhất được áp dụng.",
            "The unit's own and those of the units above it; the nearest one holds.",
        ),
        scope="administer",
        parameters=(UNIT_NEEDED,),
        successes=(
            Success(
                200,
                Words("Gần nhất, mới nhất trước.", "The nearest and newest first."),
                answers.ApprovalRules,
            ),
        ),
        problems=("not_found",),
        handle=_rules,
    ),
    _post(
        "/approval-rules",
        "stateApprovalRule",
        Words(
            "Đặt mức chi không cần người thứ hai duyệt",
            "State up to which amount no second person is needed",
        ),
        Body(
            ApprovalRuleWish,
            {"unit": "NA-01-01", "valid_from": "2025-01-01", "free_up_to_vnd": 500_000},
        ),
        _ruled,
    ),
)
