"""How often somebody may try what could be tried at random, from one address."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from api.identity.limits import Limit

FIND_GIFT: Final = Limit("find-gift", 60, timedelta(minutes=10))
"""An office, or a village behind one modem, shares an address."""

UNKNOWN_CODE: Final = Limit("unknown-code", 60, timedelta(minutes=10))
"""Only codes that nobody has are counted: a crowd may check its receipts."""

MAKE_PDF: Final = Limit("receipt-pdf", 60, timedelta(minutes=10))
"""Making one takes the machine longer than anything else here."""
