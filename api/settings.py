"""What an installation can set for `serve` from outside, in variables of its environment.

Three variables are not here: SOQUY_HOME and SOQUY_KEYS (`api/home.py`), which every command reads,
and DATABASE_URL (`ledger/postgres.py`).
"""

from __future__ import annotations

from typing import Final

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.speaking import Refused

PREFIX: Final = "SOQUY_"


class Settings(BaseSettings):
    """The settings, each SOQUY_<NAME>; one that is empty counts as not set.

    `webhooks_to_private`: webhooks may reach the installation's own network, also without TLS.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True)

    webhooks_to_private: bool = False


def settings() -> Settings:
    """Return the settings as the environment says them now.

    Raises:
        Refused: a value is none of those that a setting takes.
    """
    try:
        return Settings()
    except ValidationError as wrong:
        (first, *_) = wrong.errors(include_url=False)
        name = f"{PREFIX}{first['loc'][0]}".upper()
        raise Refused(
            f"Không hiểu giá trị “{first['input']}” của biến môi trường {name}: "
            "hãy đặt là yes hoặc no, hoặc bỏ biến này.",
            code=2,
        ) from None
