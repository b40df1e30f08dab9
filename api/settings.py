"""What an installation can set for `serve` from outside, in variables of its environment.

Four variables are not here, because every command reads them: SOQUY_HOME and SOQUY_KEYS
(`api/home.py`), SOQUY_LOG_ORIGIN (`api/log_keeping.py`) and DATABASE_URL (`ledger/postgres.py`).
"""

from __future__ import annotations

from typing import Final

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.speaking import Refused

PREFIX: Final = "SOQUY_"
ADDRESS: Final = r"^(https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?)?$"


class Settings(BaseSettings):
    """The settings, each SOQUY_<NAME>; one that is empty counts as not set.

    `webhooks_to_private`: webhooks may reach the installation's own network, also without TLS.
    `address`: under which everybody reaches the pages; it stands in the QR codes of papers
    (`reports/addresses.py` reads it).
    `requests_per_minute`: as many may be sent to `/v1` with one key.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True)

    webhooks_to_private: bool = False
    requests_per_minute: int = Field(default=120_000, ge=1, le=10_000_000)
    address: str = Field(default="", pattern=ADDRESS)


TAKEN: Final = {
    "webhooks_to_private": "yes hoặc no",
    "address": "địa chỉ của trang, ví dụ https://so-quy.example",
    "requests_per_minute": "một số từ 1 đến 10000000",
}
"""What each takes, in words."""


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
            f"hãy đặt là {TAKEN[str(first['loc'][0])]}, hoặc bỏ biến này.",
            code=2,
        ) from None
