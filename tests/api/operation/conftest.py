"""The same applications as in the tests of the frame."""

from __future__ import annotations

from tests.api.web.conftest import doing, logged, wiring

__all__ = ["doing", "logged", "wiring"]
