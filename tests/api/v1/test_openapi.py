"""The document and the reference say what is served, no more and no less."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from api.answers import SENTENCES
from api.v1.bodies import Import, Lines, read
from api.v1.everything import OPERATIONS
from api.v1.forms import Form
from api.v1.openapi import FORMS, openapi, shapes_of
from api.v1.operations import Operation
from api.v1.problems import KINDS, Problem
from api.v1.rows import EXAMPLES
from api.v1.schemas import Shape, ref
from tests.api.v1.world import World

DOCUMENT = openapi(OPERATIONS)
OF_FORMS = [each for each in FORMS if each.title in EXAMPLES]
KEYED = {"key": "K-1"}
READ_WHOLE = [
    each
    for each in OPERATIONS
    if each.body
    and not isinstance(each.body.takes, Form)
    and not issubclass(each.body.takes, Lines | Import)
]
"""Operations whose body has no rows in it; rows are read by their forms."""


def fits(schema: object, said: object) -> bool:
    """Say whether a JSON value fits a schema of the document."""
    whole = {**json.loads(json.dumps(schema)), "components": DOCUMENT["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True).is_valid(said)


def is_taken(body: type[Shape], said: object) -> bool:
    """Say whether a body can be read."""
    try:
        read(body, said)
    except Problem:
        return False
    return True


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_every_example_fits_its_schema(operation: Operation) -> None:
    if operation.body is not None:
        assert fits(ref(operation.body.name), operation.body.example)
    for each in operation.successes:
        if each.model is not None and each.example is not None:
            assert fits(ref(each.model.__name__), each.example)


def changed(form: Form) -> list[dict[str, Any]]:
    """Return bodies near the example: without each member, and with each that others have."""
    example = dict(EXAMPLES[form.title])
    others = [name for each in EXAMPLES.values() for name in each]
    without = [{n: v for n, v in example.items() if n != name} for name in example]
    more = [{**example, name: v} for name in others for v in ("x", 1, True, "2022-12-31", "cash")]
    return [example, *without, *more]


@pytest.mark.parametrize("form", OF_FORMS, ids=lambda each: each.title)
def test_what_the_schema_forbids_is_what_the_reader_calls_ill_formed(form: Form) -> None:
    schema = form.schema()
    bodies = changed(form)
    formed = [not form.row(each, KEYED)[1] for each in bodies]
    assert formed == [fits(schema, each) for each in bodies]
    assert {True, False} == set(formed)


def near(said: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """Yield values near a JSON value: other kinds, members and elements more, less, changed."""
    yield from (None, True, 0, 1.0, 1.5, -1, 2**53, "", "x", "2022-12-31", "x" * 501, [], {})
    if isinstance(said, dict):
        yield {**said, "a/b": 1}
        for name in said:
            yield {other: value for other, value in said.items() if other != name}
            yield from ({**said, name: value} for value in near(said[name]))
    if isinstance(said, list):
        yield from ([], [*said, said], said * 6_000)
        yield from ([value] for value in near(said[0]))


@pytest.mark.parametrize("operation", READ_WHOLE, ids=lambda each: each.name)
def test_what_the_schema_forbids_is_what_reading_calls_ill_formed(operation: Operation) -> None:
    body = operation.body
    assert body is not None and not isinstance(body.takes, Form)
    bodies = [body.example, *near(body.example)]
    taken = [is_taken(body.takes, each) for each in bodies]
    assert taken == [fits(ref(body.name), each) for each in bodies]
    assert {True, False} == set(taken)


def test_no_body_has_the_name_of_an_answer() -> None:
    titles = [each.title for each in FORMS]
    shapes = {each.__name__ for each in shapes_of(OPERATIONS)}
    assert not set(titles) & shapes
    assert len(titles) == len(set(titles))


def test_names_of_operations_are_unique_and_every_path_is_there() -> None:
    assert len({each.name for each in OPERATIONS}) == len(OPERATIONS)
    assert set(DOCUMENT["paths"]) == {f"/v1{each.path}" for each in OPERATIONS}


def test_the_document_is_served_to_anybody(here: World) -> None:
    answer = here["nguoi-dung"].client.get("/v1/openapi.json", headers={"Authorization": ""})
    assert answer.json()["openapi"] == "3.1.0"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_reference_explains_every_operation_and_every_problem(
    here: World, language: str
) -> None:
    text = here["nguoi-dung"].client.get(f"/v1/tai-lieu?lang={language}").text
    missing = [each.name for each in OPERATIONS if f'id="{each.name}"' not in text]
    missing += [code for code in KINDS if f'id="{code}"' not in text]
    assert not missing


def test_the_reference_asks_nothing_of_outside_and_is_small(here: World) -> None:
    answer = here["nguoi-dung"].client.get("/v1/tai-lieu")
    assert "http://" not in answer.text.replace("http://www.w3.org", "")
    assert len(answer.content) < 90_000


def test_every_refusal_is_a_problem_with_its_status() -> None:
    wrong = [code for code, said in SENTENCES.items() if KINDS[code].status != said.status]
    assert wrong == []
