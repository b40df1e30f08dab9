"""Facts about persons themselves: who wished to be named, and who was forgotten.

They tell nobody's name. Who consented, and how, lies in the vault; about whom a person was erased
is told nowhere.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from ledger.sealed import Sealed

ErasureReason = Literal["request", "consent_withdrawn", "court", "mistaken", "retention_over"]
Consenter = Literal["donor", "recipient", "representative"]


class SubjectErased(Sealed, frozen=True, kw_only=True):
    """Who a person was has been erased, for good, from `entries` entries of the book.

    `erased_by` None: at the machine itself. `key` is the asker's own name for the erasure.
    """

    STORED_AS: ClassVar[str] = "subject.erased/1"
    key: str
    erased_on: date
    erased_by: str | None = None
    reason: ErasureReason
    entries: int


class ConsentGiven(Sealed, frozen=True, kw_only=True):
    """Whom the row `about` names may be named to everybody, as far as `consenter` has a say."""

    STORED_AS: ClassVar[str] = "consent.given/1"
    key: str
    about: str
    consenter: Consenter
    agreed_on: date


class ConsentWithdrawn(Sealed, frozen=True, kw_only=True):
    """`consenter` does not wish any more that whom the row `about` names is named to everybody."""

    STORED_AS: ClassVar[str] = "consent.withdrawn/1"
    key: str
    about: str
    consenter: Consenter
    withdrawn_on: date


Consent = ConsentGiven | ConsentWithdrawn
PrivacyEvent = SubjectErased | Consent
