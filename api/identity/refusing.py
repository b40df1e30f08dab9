"""Why a request is not admitted. Each has its page, see `api/pages/administering/admission.py`."""

from __future__ import annotations

from api.identity.forms import Typed


class SignInNeeded(Exception):
    """Nobody is signed in, or the session has ended; what was typed is not lost."""

    def __init__(self, said: Typed, person_id: str | None) -> None:
        """Keep what was typed, and whose session it was that ended."""
        super().__init__("sign in first")
        self.said = said
        self.person_id = person_id


class PasswordMustChange(Exception):
    """The password was made by somebody else: first the person chooses another one."""


class NotAllowed(Exception):
    """The person has no role that allows this in this unit today."""

    def __init__(self, action: str) -> None:
        """Say what was tried."""
        super().__init__(action)
        self.action = action


class OldPage(Exception):
    """A form without the token of this session; `is_own`: surely from a page of this site."""

    def __init__(self, said: Typed, *, is_own: bool) -> None:
        """Keep what was typed."""
        super().__init__("the form bears no token of this session")
        self.said = said
        self.is_own = is_own
