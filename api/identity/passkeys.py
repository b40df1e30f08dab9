"""Passkeys: signing in with the phone's or the computer's own lock, without a password.

    options (a challenge, kept once for five minutes) → the browser signs → verified here

A passkey names its owner, so nobody types a login. It holds for the host under which it was made.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fastapi import Request
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from api.identity.people import Person, new_id
from ledger.database import Connection, Contradiction, query

SITE_NAME: Final = "Sổ quỹ khuyến học"


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key of a person, as they see it."""

    passkey_id: str
    name: str
    added_at: datetime
    used_at: datetime | None


class PasskeyRefused(Exception):
    """What the browser sent does not prove anything."""


def passkeys_of(connection: Connection, person_id: str) -> list[Passkey]:
    """Return the keys of a person, the first added first."""
    rows = connection.execute(query("passkeys_of"), {"person_id": person_id})
    return [Passkey(passkey_id, *rest) for passkey_id, _, *rest in rows]


def remove_passkey(connection: Connection, person_id: str, passkey_id: str) -> None:
    """Let a key of a person open nothing any more."""
    sought = {"person_id": person_id, "passkey_id": passkey_id}
    connection.execute(query("passkey_remove"), sought)


def options_to_add(connection: Connection, request: Request, person: Person) -> str:
    """Return, as JSON, what the browser needs to make a key for a person."""
    known = connection.execute(query("passkeys_of"), {"person_id": person.person_id})
    options = generate_registration_options(
        rp_id=_host(request),
        rp_name=SITE_NAME,
        user_id=person.person_id.encode(),
        user_name=person.login,
        user_display_name=person.name,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=row[1]) for row in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    _keep_challenge(connection, options.challenge, person.person_id)
    return options_to_json(options)


def add_passkey(
    connection: Connection, request: Request, person: Person, answer: str, name: str
) -> None:
    """Keep the key that a browser made for a person.

    Raises:
        PasskeyRefused: the answer is not to our question, or not whole, or the key is known.
    """
    try:
        challenge = _challenge_in(answer)
        _take_challenge(connection, challenge, person.person_id)
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(request),
            expected_origin=_origin(request),
            require_user_verification=True,
        )
        connection.execute(
            query("passkey_write"),
            {
                "credential_id": made.credential_id,
                "passkey_id": new_id("k"),
                "person_id": person.person_id,
                "public_key": made.credential_public_key,
                "sign_count": made.sign_count,
                "name": name,
            },
        )
    except (WebAuthnException, Contradiction) as error:
        raise PasskeyRefused from error


def options_to_sign_in(connection: Connection, request: Request) -> str:
    """Return, as JSON, what the browser needs to sign in with any key it has for this site."""
    options = generate_authentication_options(
        rp_id=_host(request), user_verification=UserVerificationRequirement.REQUIRED
    )
    _keep_challenge(connection, options.challenge, None)
    return options_to_json(options)


def person_of_passkey(connection: Connection, request: Request, answer: str) -> str:
    """Return the id of the person whose key a browser has used.

    Raises:
        PasskeyRefused: the answer is not to our question, or no key of ours has signed it.
    """
    try:
        challenge = _challenge_in(answer)
        _take_challenge(connection, challenge, None)
        credential_id = base64url_to_bytes(json.loads(answer)["id"])
        row = connection.execute(query("passkey_find"), {"credential_id": credential_id}).fetchone()
        if row is None:
            raise PasskeyRefused
        person_id, public_key, sign_count = row
        used = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(request),
            expected_origin=_origin(request),
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except WebAuthnException as error:
        raise PasskeyRefused from error
    connection.execute(
        query("passkey_used"), {"credential_id": credential_id, "sign_count": used.new_sign_count}
    )
    return str(person_id)


def _host(request: Request) -> str:
    return request.url.hostname or ""


def _origin(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


def _challenge_in(answer: str) -> bytes:
    """Return the challenge that an answer says it answers."""
    try:
        said = json.loads(answer)["response"]["clientDataJSON"]
        return parse_client_data_json(base64url_to_bytes(said)).challenge
    except (ValueError, TypeError, KeyError) as error:
        raise PasskeyRefused from error


def _keep_challenge(connection: Connection, challenge: bytes, person_id: str | None) -> None:
    connection.execute(query("challenges_forget"))
    row = {"challenge": challenge, "person_id": person_id}
    connection.execute(query("challenge_write"), row)


def _take_challenge(connection: Connection, challenge: bytes, person_id: str | None) -> None:
    sought = {"challenge": challenge, "person_id": person_id}
    if connection.execute(query("challenge_take"), sought).fetchone() is None:
        raise PasskeyRefused
