"""Sending to an address that somebody else has named: only where that cannot reach inside.

The only module that knows the HTTP client. The name is looked up once, every address it stands for
must be public, and the connection goes to the very address that was looked at: a name that changes
its mind between looking and connecting gains nothing. Redirects are not followed.

Source: OWASP ASVS 5.0, 1.3.6 (server-side request forgery).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from typing import Final, NamedTuple

import httpx

from api.settings import settings
from api.v1.problems import Problem, Words

TIMEOUT_S: Final = 10.0
URL_CHARS_MAX: Final = 500


class Unreached(Exception):
    """The address did not take it; the text is for whoever set up the webhook."""


class _Address(NamedTuple):
    """Where to connect (`host` may be an IPv6 address), and as whom."""

    url: httpx.URL
    host: str
    headers: Mapping[str, str]


def require_url(text: str) -> None:
    """Admit an address to which a webhook may be sent.

    Raises:
        Problem: target_refused.
    """
    try:
        _address(text)
    except Unreached as unreached:
        words = Words(f"Địa chỉ không dùng được: {unreached}", f"The address: {unreached}")
        raise Problem("target_refused", words) from unreached


def send(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send `body` to `url`; return the status that came back.

    Raises:
        Unreached: the address is not allowed, or nobody answered there.
    """
    address = _address(url)
    try:
        with httpx.Client(timeout=TIMEOUT_S, trust_env=False, follow_redirects=False) as client:
            request = client.build_request(
                "POST",
                address.url,
                content=body,
                headers={**headers, **address.headers},
                extensions={"sni_hostname": address.host},
            )
            answer = client.send(request, stream=True)
            answer.close()
    except httpx.HTTPError as error:
        raise Unreached(type(error).__name__) from error
    return answer.status_code


def _address(text: str) -> _Address:
    try:
        url = httpx.URL(text)
        port, host = url.port or {"https": 443, "http": 80}.get(url.scheme, 0), url.host
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise Unreached("not an address") from error
    inside = settings().webhooks_to_private
    if url.scheme not in (("https", "http") if inside else ("https",)) or not host:
        raise Unreached("https:// is needed")
    if url.userinfo or url.fragment:
        raise Unreached("no names and no fragments")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreached("the name is not known") from error
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    if not inside and not all(ipaddress.ip_address(each).is_global for each in addresses):
        raise Unreached("it is not a public address")
    return _Address(url.copy_with(host=addresses[0]), host, {"Host": url.netloc.decode("ascii")})
