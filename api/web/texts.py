"""What pages say, in two languages: the Vietnamese text is the key of the English one.

English lies in `english/<area>.toml` as `"Tổng thu" = "Raised"`. A test holds that every text has
an English one and that every English one is used.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, Literal

Language = Literal["vi", "en"]
ENGLISH: Final = Path(__file__).parent / "english"


def phrase(text: str) -> str:
    """Return `text`, marked as one that a template will translate.

    >>> phrase("Tổng thu")
    'Tổng thu'
    """
    return text


@cache
def english() -> dict[str, str]:
    """Return every English text by its Vietnamese one; two areas may not say one differently."""
    found: dict[str, str] = {}
    for path in sorted(ENGLISH.glob("*.toml")):
        for text, said in tomllib.loads(path.read_text(encoding="utf-8")).items():
            assert found.get(text, said) == said, f"{path.name}: {text!r} has another English text"
            found[text] = said
    return found


def translate(language: Language, text: str, **values: object) -> str:
    """Return `text` in a language, with `values` in their places.

    >>> translate("vi", "Còn {n} dòng", n=3)
    'Còn 3 dòng'
    """
    said = english().get(text, text) if language == "en" else text
    return said.format(**values) if values else said


def translator(language: Language) -> Callable[..., str]:
    """Return what templates and pages know as `_`."""

    def _(text: str, **values: object) -> str:
        return translate(language, text, **values)

    return _
