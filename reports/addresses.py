"""Where papers are checked: the address in their QR codes.

`SOQUY_ADDRESS` names it for the whole installation, so that a paper that is made again is the same
file, by whichever way it was asked for.
"""

from __future__ import annotations

import os
from typing import Final

NAME: Final = "SOQUY_ADDRESS"
UNSET: Final = "https://so-quy.example"


def address(seen: str = UNSET) -> str:
    """Return the address, without a stroke at the end.

    Args:
        seen: under which address the asker reached us, for an installation that names none.
    """
    return (os.environ.get(NAME) or seen).rstrip("/")
