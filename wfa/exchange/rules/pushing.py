"""When a delivery is tried again, and where it may go. Pure but for the look-up of a name."""

from __future__ import annotations

import datetime
import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings

from wfa.refusals import Refused

BACK_OFF = tuple(datetime.timedelta(minutes=m) for m in (1, 2, 4, 8, 16, 32, 64))
"""Each wait is twice the one before it."""
MAX_ATTEMPTS = len(BACK_OFF) + 1
_SCHEMES = {"http": 80, "https": 443}


def wait_after(attempts: int) -> datetime.timedelta:
    """How long the next try waits after this many tries."""
    return BACK_OFF[min(max(attempts, 1), len(BACK_OFF)) - 1]


def check_address(url: str) -> None:
    """Refuse an address that deliveries can't go to: only http and https, to a named server."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _bad("tidak dikenali") from None
    if parts.scheme not in _SCHEMES:
        raise _bad("harus diawali https:// atau http://")
    if not parts.hostname or port == 0 or any(char.isspace() for char in url):
        raise _bad("tidak menyebut nama server")
    if parts.username or parts.password:
        raise _bad("tidak boleh memuat nama masuk atau sandi")


def check_target(url: str) -> None:
    """Refuse a server that deliveries mustn't reach, by the addresses that its name has now.

    Link-local addresses belong to the machine's surroundings, never to an application. Private
    ones are usual, for regions run both inside: EXCHANGE_PRIVATE=false closes those too.
    """
    check_address(url)
    parts = urlsplit(url)
    port = parts.port or _SCHEMES[parts.scheme]
    for *_, where in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM):
        address = ipaddress.ip_address(str(where[0]).partition("%")[0])
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        if address.is_link_local or address.is_multicast or address.is_unspecified:
            raise _bad("menunjuk alamat yang tidak boleh dikirimi")
        if not settings.EXCHANGE_PRIVATE and not address.is_global:
            raise _bad("menunjuk jaringan dalam, yang ditutup oleh setelan EXCHANGE_PRIVATE")


def _bad(why: str) -> Refused:
    return Refused(
        f"Alamat kirim {why}. Tulis seperti https://presensi.contoh.go.id/jadwal.",
        code="bad_address",
        field="push_url",
    )
