"""Signatures and sealed boxes: the only module that knows `cryptography`.

Ed25519        sign, signature_holds    32-byte seeds and public keys, 64-byte signatures
AES-256-GCM    sealed, unsealed         box = nonce (12 random bytes) ‖ ciphertext ‖ tag (16)
"""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.randomness import random_bytes

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class Unreadable(Exception):
    """A box was not sealed with this key for this purpose, or was changed since."""


def new_key() -> bytes:
    """Return 32 random bytes: the seed of a signing key, or a key for boxes."""
    return random_bytes(KEY_BYTES)


def public_key(seed: bytes) -> bytes:
    """Return the 32 bytes that everybody may know of a signing key."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature of `message`, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def signature_holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether the holder of a key has signed `message`; no for what is no key or signature."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def sealed(key: bytes, plain: bytes, bound: bytes) -> bytes:
    """Return a box with `plain` that opens only with `key`, and only for `bound`."""
    nonce = random_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def unsealed(key: bytes, box: bytes, bound: bytes) -> bytes:
    """Return what lies in a box.

    Raises:
        Unreadable: it is not one of this key for `bound`.
    """
    try:
        return AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error
