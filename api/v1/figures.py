"""Units and their figures, for programs: the same documents as on the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from api.balances import unit_document
from api.identity.acting import Held, roles_held, today
from api.identity.grants import Granted
from api.v1 import answers, figure_answers
from api.v1.asking import unit_of
from api.v1.etags import current, unchanged
from api.v1.ids import cursor, place_of_cursor, unit_name
from api.v1.operations import Answer, Asked, Operation, Parameter, Success, answer_json
from api.v1.parameters import (
    AS_OF,
    CURSOR,
    FROM,
    KNOWN_AT,
    TREE,
    UNIT,
    UNIT_OF_PATH,
    YEAR,
    YES_NO,
    choice,
    limit,
    read_yes_no,
)
from api.v1.problems import Flaw, Problem, Words, not_found
from api.v1.schemas import Shape
from ledger.database import Connection
from projections import known
from projections.feed import UnitRow, unit_ids_page, units_page
from projections.figures import Asked as Period
from projections.figures import asked as period_of
from projections.figures import children, described, known_now
from projections.per_capita import per_capita

CHILDREN: Final = Parameter(
    "children",
    Words("true: kèm các đơn vị trực thuộc.", "true: with the units right below it."),
    {**YES_NO, "default": False},
    read_yes_no,
    False,
    default=False,
)
LEVEL: Final = choice(
    "level",
    Words("Chỉ cấp này.", "Only this level."),
    *("central", "province", "district", "commune", "branch", "board"),
)
PARENT: Final = replace(
    UNIT, name="parent", says=Words("Chỉ đơn vị trực thuộc.", "Only those right below this unit.")
)
PERIOD: Final = (AS_OF, FROM, KNOWN_AT, TREE)


def _units(asked: Asked) -> Answer:
    said = asked.parameters
    parent = unit_of(asked, said["parent"]) if said["parent"] else None
    after = after_of(asked)
    with asked.wiring.connection() as connection:
        etag = current(connection)
        if same := unchanged(etag, asked):
            return same
        rows = units_page(
            connection,
            said["as_of"] or today(),
            parent_id=parent,
            level=said["level"],
            after=after,
            limit=said["limit"] + 1,
        )
    shown = rows[: said["limit"]]
    return answer_json(
        {
            "units": [_unit_document(row) for row in shown],
            "next_cursor": cursor(shown[-1].code) if len(rows) > len(shown) else None,
        },
        ETag=etag,
    )


def _unit(asked: Asked) -> Answer:
    unit_id = unit_of(asked, asked.parameters["unit"])
    with asked.wiring.connection() as connection:
        etag = current(connection)
        if same := unchanged(etag, asked):
            return same
        on = asked.parameters["as_of"] or today()
        rows = units_page(connection, on, unit_id=unit_id, limit=1)
    if not rows:
        raise not_found(
            "Đơn vị không hoạt động vào ngày này.", "The unit does not exist on this day."
        )
    return answer_json(_unit_document(rows[0]), ETag=etag)


def _unit_document(row: UnitRow) -> dict[str, Any]:
    return {
        "id": unit_name(row.unit_id),
        "code": row.code,
        "name": row.name,
        "level": row.level,
        "parent": unit_name(row.parent_id) if row.parent_id else None,
        "children": row.children,
    }


def _balances_of_unit(asked: Asked) -> Answer:
    unit_id = unit_of(asked, asked.parameters["unit"])
    what = _period(asked)
    with asked.wiring.connection() as connection:
        etag = current(connection)
        if same := unchanged(etag, asked):
            return same

        def choose() -> list[UUID]:
            with_children = asked.parameters["children"]
            return [unit_id, *(children(connection, unit_id, what) if with_children else [])]

        document = _balances(connection, what, asked.parameters["known_at"], choose)
        return answer_json(document, ETag=etag)


def _all_balances(asked: Asked) -> Answer:
    what, after, most = _period(asked), after_of(asked), asked.parameters["limit"]
    with asked.wiring.connection() as connection:
        etag = current(connection)
        if same := unchanged(etag, asked):
            return same
        page: list[tuple[UUID, str]] = []

        def choose() -> list[UUID]:
            page[:] = unit_ids_page(connection, after, most + 1)
            return [unit_id for unit_id, _ in page[:most]]

        document = _balances(connection, what, asked.parameters["known_at"], choose)
        more = len(page) > most
        document["next_cursor"] = cursor(page[most - 1][1]) if more else None
        return answer_json(document, ETag=etag)


def _balances(
    connection: Connection,
    what: Period,
    known_at: datetime | None,
    choose: Callable[[], Sequence[UUID]],
) -> dict[str, Any]:
    with known.as_of_instant(connection, known_at, choose) as unit_ids:
        units = _described(connection, unit_ids, what)
        log_size = known_now(connection).log_size
    whole_year = what.first == date(what.as_of.year, 1, 1)
    at = (known_at or datetime.now(UTC)).astimezone(UTC).isoformat()
    return {
        "as_of": what.as_of.isoformat(),
        "from": what.first.isoformat(),
        "known_at": at.replace("+00:00", "Z"),
        "tree": what.tree,
        "log_size": log_size,
        "units": [unit_document(unit, with_recipients=whole_year) for unit in units],
    }


def _described(connection: Connection, unit_ids: Sequence[UUID], what: Period) -> Any:  # noqa: ANN401 - as `described`
    try:
        return described(connection, unit_ids, what)
    except KeyError as unknown:
        raise not_found(
            "Đơn vị chưa có vào thời điểm này.", "The unit was not known at that instant."
        ) from unknown


def _per_capita(asked: Asked) -> Answer:
    unit_id = unit_of(asked, asked.parameters["unit"])
    with asked.wiring.connection() as connection:
        etag = current(connection)
        if same := unchanged(etag, asked):
            return same
        (unit,) = described(
            connection, [unit_id], period_of(date(asked.parameters["year"], 12, 31))
        )
        found = asdict(per_capita(connection, unit_id, unit.code, asked.parameters["year"]))
        on = found["population_on"]
        document = {**found, "population_on": on.isoformat() if on else None}
        return answer_json(document, ETag=etag)


def _me(asked: Asked) -> Answer:
    person = asked.caller.person
    with asked.wiring.connection() as connection:
        held = roles_held(connection, person.person_id, today())
    document = {
        "person": person.person_id,
        "name": person.name,
        "login": person.login,
        "scopes": sorted(asked.caller.scopes),
        "roles": [role_document(each) for each in held],
    }
    return answer_json(document)


def role_document(held: Held | Granted) -> dict[str, Any]:
    """Return a role of a person as it is answered."""
    return {
        "role": held.role,
        "unit": unit_name(held.unit.unit_id),
        "code": held.unit.code,
        "valid_from": held.valid_from.isoformat(),
        "valid_to": held.valid_to.isoformat() if held.valid_to else None,
    }


def _period(asked: Asked) -> Period:
    said = asked.parameters
    as_of = said["as_of"] or today()
    if said["from"] and said["from"] > as_of:
        words = Words("“from” phải không sau “as_of”.", "from must not be after as_of.")
        raise Problem("row_refused", words, (Flaw("from", "after_as_of", words, in_body=False),))
    if as_of.year > 9000 or (said["from"] or as_of).year < 2:
        words = Words("Ngày quá xa.", "The day is too far away.")
        raise Problem("row_refused", words, (Flaw("as_of", "too_far", words, in_body=False),))
    return period_of(as_of, said["from"], said["tree"])


def after_of(asked: Asked) -> str | None:
    """Return the one word of the cursor; None: there is no cursor.

    Raises:
        Problem: bad_cursor, as row_refused.
    """
    text = asked.parameters["cursor"]
    place = place_of_cursor(text, 1) if text else None
    if text and place is None:
        words = Words("Con trỏ không phải của danh sách này.", "The cursor is of no such list.")
        raise Problem("row_refused", words, (Flaw("cursor", "bad_cursor", words, in_body=False),))
    return place[0] if place else None


def _reading(
    path: str,
    name: str,
    summary: Words,
    says: Words,
    model: type[Shape],
    parameters: tuple[Parameter, ...],
    handle: Callable[[Asked], Answer],
    problems: tuple[str, ...] = ("not_found", "row_refused"),
) -> Operation:
    return Operation(
        method="GET",
        path=path,
        name=name,
        tag="figures",
        summary=summary,
        scope="read",
        parameters=parameters,
        successes=(Success(200, says, model),),
        problems=problems,
        handle=handle,
    )


FIGURES: Final = (
    _reading(
        "/me",
        "showMe",
        Words("Khóa này là của ai, được làm gì", "Whose key this is, and what it may do"),
        Words("Người giữ khóa, quyền, vai trò hôm nay.", "The person, scopes, roles of today."),
        answers.Me,
        (),
        _me,
        (),
    ),
    _reading(
        "/units",
        "listUnits",
        Words("Danh sách đơn vị", "List the units"),
        Words("Đơn vị theo mã.", "Units by code."),
        figure_answers.Units,
        (PARENT, LEVEL, AS_OF, CURSOR, limit(500, 100)),
        _units,
    ),
    _reading(
        "/units/{unit}",
        "showUnit",
        Words("Một đơn vị", "Show a unit"),
        Words("Tên gọi và cấp trên vào ngày này.", "Its name and parent on the day."),
        figure_answers.Unit,
        (UNIT_OF_PATH, AS_OF),
        _unit,
    ),
    _reading(
        "/units/{unit}/balances",
        "showBalances",
        Words("Số liệu của một đơn vị", "Show the figures of a unit"),
        Words("Riêng đơn vị, và cùng các đơn vị bên dưới.", "Its own, and with all below it."),
        figure_answers.Balances,
        (UNIT_OF_PATH, *PERIOD, CHILDREN),
        _balances_of_unit,
    ),
    _reading(
        "/units/{unit}/per-capita",
        "showPerCapita",
        Words("Số bình quân đầu người", "Show the figures for each inhabitant"),
        Words("Vận động và số dư cho mỗi người dân.", "Raised and held for each inhabitant."),
        figure_answers.PerCapita,
        (UNIT_OF_PATH, YEAR),
        _per_capita,
    ),
    _reading(
        "/balances",
        "listBalances",
        Words("Số liệu của mọi đơn vị", "List the figures of all units"),
        Words("Theo mã đơn vị, từng trang.", "By code, page by page."),
        figure_answers.Balances,
        (*PERIOD, CURSOR, limit(500, 100)),
        _all_balances,
    ),
)
