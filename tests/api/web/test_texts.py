"""Whatever a page says can be read in English, and no English text is left over."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import nodes

from api.web.rendering import TEMPLATES, environment
from api.web.texts import ENGLISH, english

API = Path(__file__).parents[3] / "api"
TEMPLATE_NAMES = sorted(
    path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")
)


def in_template(name: str) -> Iterator[str]:
    """Return the texts that a template translates."""
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    for call in environment("vi").parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "_":
            yield from (each.value for each in call.args[:1] if isinstance(each, nodes.Const))


def in_module(path: Path) -> Iterator[str]:
    """Return the texts that a module marks or translates."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            at = {"phrase": 0, "_": 0, "translate": 1}.get(node.func.id)
            if at is not None and len(node.args) > at and isinstance(node.args[at], ast.Constant):
                yield str(ast.literal_eval(node.args[at]))


def said() -> dict[str, str]:
    """Return every text that is said, with a place where it is."""
    found = {text: name for name in TEMPLATE_NAMES for text in in_template(name)}
    for path in sorted(API.rglob("*.py")):
        found |= {text: path.relative_to(API).as_posix() for text in in_module(path)}
    return found


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_has_an_english_one() -> None:
    assert {text: place for text, place in said().items() if text not in english()} == {}


def test_every_english_text_is_used() -> None:
    assert english().keys() - said().keys() == set()


def test_an_english_text_has_the_same_places_for_values() -> None:
    assert {text: told for text, told in english().items() if places(text) != places(told)} == {}


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_a_template_can_be_read_by_a_machine(name: str) -> None:
    assert environment("vi").get_template(name).name == name


def test_there_are_texts_of_every_area() -> None:
    assert {path.stem for path in ENGLISH.glob("*.toml")} >= {"base"}
    assert len(said()) > 30
