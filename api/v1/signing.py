"""Signatures of webhooks, as Standard Webhooks have them: whoever has the secret can check.

    webhook-signature: v1,base64(HMAC-SHA256(secret, "<webhook-id>.<webhook-timestamp>.<body>"))

The secret is shown as whsec_<base64>. A receiver refuses timestamps more than five minutes old, and
remembers ids: the same entry may come twice.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from typing import Final

PREFIX: Final = "whsec_"


def shown_secret(secret: bytes) -> str:
    """Return a secret as its owner sees it."""
    return PREFIX + b64encode(secret).decode()


def signed(secret: bytes, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers that sign a message.

    >>> signed(b"k" * 32, "ent_1", 1_700_000_000, b"{}")["webhook-signature"][:3]
    'v1,'
    """
    text = f"{message_id}.{timestamp}.".encode() + body
    signature = b64encode(hmac.digest(secret, text, "sha256")).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{signature}",
    }
