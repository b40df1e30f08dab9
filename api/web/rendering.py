"""Pages out of templates. The only module that knows jinja2 for pages; every value is escaped.

A template gets one frozen dataclass, `page`, and what frames every page; in `labels` every field of
a form notes its label while it is made, for the list of errors above the form. A name that is
missing is an error, never an empty place.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from api.web.assets import static
from api.web.frame import frame_of
from api.web.preferences import preferences_of
from api.web.texts import Language, translator
from reports import numbers
from reports.numbers import VIETNAM, quantity, short_date
from reports.words import amount_in_words

TEMPLATES: Final = Path(__file__).parent / "templates"
COMPILED: Final = Path(sys.prefix) / "soquy-templates"
"""What templates became, beside the packages that made it; as with modules, a change is noticed."""


def page(
    request: Request,
    template: str,
    content: object,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Return the page that `template` makes of `content`.

    Args:
        request: who asks, in which language.
        template: a path below `templates/`.
        content: one frozen dataclass; the template knows it as `page`.
        status: of the answer.
        headers: more of them.
    """
    language = preferences_of(request).language
    text = (
        environment(language)
        .get_template(template)
        .render(page=content, frame=frame_of(request), labels={})
    )
    return HTMLResponse(text, status_code=status, headers=dict(headers or {}))


def instant(at: datetime) -> str:
    """Return an instant as the clocks in Vietnam show it.

    Args:
        at: aware of its time zone.

    >>> from datetime import UTC
    >>> instant(datetime(2022, 12, 31, 7, 3, tzinfo=UTC))
    '14:03 31/12/2022'
    """
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def whole(number: int) -> str:
    """Return a whole number as it stands in a page: below zero with a minus sign, not a hyphen.

    A line never breaks after it, and it is read aloud; papers and files keep the hyphen.

    >>> whole(-1_234_567)
    '−1.234.567'
    """
    return numbers.whole(number).replace("-", "\N{MINUS SIGN}")


def dong(amount_vnd: int) -> str:
    """Return an amount with its currency sign as it stands in a page."""
    return numbers.dong(amount_vnd).replace("-", "\N{MINUS SIGN}")


def money(amount_vnd: int, href: str = "") -> Markup:
    r"""Return an amount as it stands in a page; with `href`, a way to the entries behind it.

    Tables have hundreds of them: a macro took ten times as long.

    >>> money(26_000, "/so?muc=raised&duoi=1")
    Markup('<a class="money" href="/so?muc=raised&amp;duoi=1">26.000\xa0đ</a>')
    """
    if href:
        return Markup(f'<a class="money" href="{escape(href)}">{dong(amount_vnd)}</a>')
    return Markup(f'<span class="money">{dong(amount_vnd)}</span>')


def prepare() -> None:
    """Compile all templates, so that nobody waits for it who opens a page first."""
    made = environment("vi")
    for name in made.list_templates(extensions=["html"]):
        made.get_template(name)


def _compiled() -> FileSystemBytecodeCache | None:
    """Return where compiled templates are kept; None where this program may keep nothing."""
    with suppress(OSError):
        COMPILED.mkdir(mode=0o700, exist_ok=True)
    if not os.access(COMPILED, os.W_OK) or COMPILED.stat().st_uid != os.getuid():
        return None
    return FileSystemBytecodeCache(str(COMPILED))


@cache
def environment(language: Language) -> Environment:
    """Make the place where the templates of one language live."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(),
        extensions=["jinja2.ext.do"],
    )
    made.filters |= {
        "vnd": dong,
        "whole": whole,
        "quantity": quantity,
        "day": short_date,
        "instant": instant,
        "words": amount_in_words,
    }
    made.globals |= {
        "_": translator(language),
        "language": language,
        "money": money,
        "static": static,
    }
    return made
