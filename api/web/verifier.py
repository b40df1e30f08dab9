"""The verifier as one file: page, style and script in it, no request to anywhere.

The script is the one that the page of the site loads. The file's own policy lets nothing else run
and nothing be fetched, also where it is opened from a disk.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from api.web.assets import asset
from api.web.rendering import environment
from api.web.texts import Language

SCRIPT: Final = "verifier.js"
STYLES: Final = ("verifier/alone.css", "verifier/verifier.css")


@dataclass(frozen=True, slots=True)
class Alone:
    """What goes into the file: the body in both languages, style and script with their hashes."""

    keys: str
    vietnamese: str = ""
    english: str = ""
    style: str = ""
    style_hash: str = ""
    script: str = ""
    script_hash: str = ""


def alone(keys: str) -> bytes:
    """Return the file; the same keys give the same bytes.

    Args:
        keys: the public keys of the log that it trusts unless told otherwise, one a line.
    """
    style, script = "".join(map(_text, STYLES)), _text(SCRIPT)
    assert "</script" not in script, "it would end there"
    content = Alone(
        keys=keys,
        vietnamese=_body("vi", keys),
        english=_body("en", keys),
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
    )
    template = environment("vi").get_template("public/verifier_alone.html")
    return template.render(page=content).encode()


def _body(language: Language, keys: str) -> str:
    template = environment(language).get_template("public/verifier_body.html")
    return template.render(page=Alone(keys))


def _text(name: str) -> str:
    found = asset(name)
    assert found is not None, name
    return found.raw.decode()


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
