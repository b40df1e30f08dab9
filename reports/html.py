"""Fills the HTML templates. The only module that imports jinja2; every value is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports import numbers, words

TEMPLATES: Final = Path(__file__).parent / "templates"


def fill(template: str, **context: object) -> str:
    """Return the page that the template makes of the context; a name it lacks is an error."""
    return _environment().get_template(template).render(context)


@cache
def stylesheet(name: str) -> str:
    """Return the text of a style sheet beside the templates."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    """Make the one place where templates live, with the project's own ways to show a value."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for show in (
        numbers.whole,
        numbers.dong,
        numbers.quantity,
        numbers.long_date,
        numbers.short_date,
        numbers.moment,
        words.amount_in_words,
    ):
        environment.filters[show.__name__] = show
    return environment
