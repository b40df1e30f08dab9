"""Every operation of the API, in the order in which the reference shows them."""

from __future__ import annotations

from typing import Final

from api.v1.administering import ADMINISTERING
from api.v1.approving import APPROVALS
from api.v1.arriving import ARRIVALS
from api.v1.defining import DEFINITIONS
from api.v1.entries import ENTRIES
from api.v1.events import EVENTS
from api.v1.figures import FIGURES
from api.v1.importing import IMPORTS
from api.v1.operations import Operation
from api.v1.paying import PAYINGS
from api.v1.persons import PERSONS
from api.v1.proving import PROOFS
from api.v1.publishing import PUBLICATIONS
from api.v1.recording import RECORDINGS
from api.v1.webhooks import WEBHOOKS
from api.v1.whole import WHOLE

OPERATIONS: Final[tuple[Operation, ...]] = (
    *FIGURES,
    *ENTRIES,
    *PROOFS,
    *RECORDINGS,
    *IMPORTS,
    *PAYINGS,
    *ARRIVALS,
    *APPROVALS,
    *DEFINITIONS,
    *ADMINISTERING,
    *PERSONS,
    *PUBLICATIONS,
    *EVENTS,
    *WEBHOOKS,
    *WHOLE,
)
