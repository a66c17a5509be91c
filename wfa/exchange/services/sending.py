"""One signed request to an attendance application, and its answer. Never inside a transaction."""

from __future__ import annotations

import datetime
import hashlib
import http.client
import json
import secrets
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import urlsplit

from wfa.exchange.rules.signing import Message, headers_for

PATIENCE = 15
"""Seconds that their server may keep us waiting."""
LONGEST_ANSWER = 5 * 1024 * 1024


class AnswerError(Exception):
    """Their server refused, or answered with something that can't be read."""


@dataclass(frozen=True)
class Parcel:
    """One part of a delivery."""

    delivery: str
    number: int
    is_last: bool
    layout: str
    since: datetime.datetime | None
    body: bytes

    @property
    def key(self) -> str:
        """The same for the same content of the same part, however often it is sent."""
        return f"{self.delivery}-{self.number}-{hashlib.sha256(self.body).hexdigest()[:16]}"


@dataclass(frozen=True)
class Answer:
    """`is_taken_in`: they have it; else they have only received it (202)."""

    is_taken_in: bool
    rows: list[Any] = field(default_factory=list)
    """The rows as they have them now, where they told."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would lead the schedule to a server that nobody entered."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def post(url: str, key: str, parcel: Parcel) -> Answer:
    """Send one part; `AnswerError` or `OSError` where it didn't arrive."""
    request = urllib.request.Request(  # noqa: S310 - `check_target` lets only http and https pass
        url, data=parcel.body, headers=_headers(url, key, parcel), method="POST"
    )
    try:
        with _OPENER.open(request, timeout=PATIENCE) as response:
            return _read(response, response.status)
    except urllib.error.HTTPError as error:
        error.close()
        raise AnswerError(f"Aplikasi presensi menjawab {error.code}") from None
    except (http.client.HTTPException, ValueError) as error:
        raise AnswerError(f"Jawaban tidak terbaca ({type(error).__name__})") from None


def _headers(url: str, key: str, parcel: Parcel) -> dict[str, str]:
    parts = urlsplit(url)
    stamp, nonce = str(int(time.time())), secrets.token_urlsafe(18)
    message = Message("POST", parts.path or "/", parts.query, stamp, nonce, parcel.body)
    return {
        "Content-Type": "application/x-ndjson; charset=utf-8",
        "Idempotency-Key": parcel.key,
        "X-Luwes-Kiriman": parcel.delivery,
        "X-Luwes-Bagian": str(parcel.number),
        "X-Luwes-Terakhir": "ya" if parcel.is_last else "tidak",
        "X-Luwes-Tata-Letak": parcel.layout,
        "X-Luwes-Sejak": parcel.since.isoformat() if parcel.since else "",
        **headers_for(key, message),
    }


def _read(response: IO[bytes], status: int) -> Answer:
    """What a 2xx says; rows stand in {"baris": [{nip, tanggal, jenis}, …]}."""
    data = response.read(LONGEST_ANSWER + 1)
    if len(data) > LONGEST_ANSWER:
        raise AnswerError("Jawaban aplikasi presensi terlalu panjang")
    try:
        told = json.loads(data) if data.strip() else {}
    except ValueError:
        told = {}  # "OK" is an answer too
    rows = told.get("baris") if isinstance(told, dict) else None
    return Answer(status != 202, rows if isinstance(rows, list) else [])
