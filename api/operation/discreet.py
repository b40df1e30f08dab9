"""An end of a process that says where it failed, not with which words: they may name persons."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager
from types import TracebackType

from api.operation import logs


class Discreetly(AbstractContextManager[None]):
    """Ends the process if the `with` block fails, with a line about where in the log."""

    def __init__(self, event: str, **facts: str) -> None:
        """Call it `event`; `facts` say about what, and name nobody."""
        self._event = event
        self._facts = facts

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Log and end, if there was an error."""
        if error is not None:
            logs.set_up(sys.stderr)
            logs.alarm(self._event, error, **self._facts)
            sys.stderr.flush()
            os._exit(1)
