"""One phone: opens the page, sends its "present", then its picture, and tries again as told.

Plain HTTP over the loopback, nothing else: any other address is refused.
"""

from __future__ import annotations

import asyncio
import datetime
import json
import random
import re
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

HOST = "127.0.0.1"
PATIENCE = 30.0
TRIES = 40
"""Of one step; a phone gives up later than that."""
_TOKEN = re.compile(r"csrftoken=([^;]+)")
_FIELD = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Step:
    """One request: how long the answer took in seconds, and its status; 0 = none came."""

    name: str
    began: float
    seconds: float
    status: int


@dataclass
class Phone:
    """What one person has, and what became of it."""

    session: str
    windows: list[str]
    at: list[str]
    token: str = ""
    form_token: str = ""
    steps: list[Step] = field(default_factory=list)
    arrival: str = ""
    receipt: str = ""
    has_sent_photo: bool = False


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


async def visit(phone: Phone, port: int, window: int, picture: bytes, *, think: float) -> None:
    """The whole way of one person through one window."""
    part = phone.windows[window]
    page = await _try(phone, port, "halaman", "GET", f"/presensi-saya/{part}/")
    if page is None or page.status != 200:
        return
    found = _FIELD.search(page.body)
    phone.form_token = found[1].decode() if found else phone.token
    await asyncio.sleep(think)
    told = await _present(phone, port, part)
    if told is None:
        return
    await asyncio.sleep(float(told.get("foto_tunda", 0)))
    sent = await _try(phone, port, "foto", "POST", told["foto"], picture, "image/jpeg")
    phone.has_sent_photo = sent is not None and sent.status == 200


async def _present(phone: Phone, port: int, part: str) -> dict[str, Any] | None:
    now = datetime.datetime.now(datetime.UTC).isoformat()
    body = (
        f"kunci={uuid.uuid4()}&pukul={now.replace('+', '%2B')}&lintang={phone.at[0]}"
        f"&bujur={phone.at[1]}&ketelitian=12&gerakan="
    ).encode()
    kind = "application/x-www-form-urlencoded"
    answer = await _try(phone, port, "hadir", "POST", f"/presensi-saya/{part}/hadir/", body, kind)
    if answer is None or answer.status != 200:
        return None
    told: dict[str, Any] = json.loads(answer.body)
    phone.arrival, phone.receipt = told.get("kedatangan", ""), told.get("nomor", "")
    return told


async def _try(
    phone: Phone,
    port: int,
    name: str,
    method: str,
    path: str,
    body: bytes = b"",
    kind: str = "",
) -> Answer | None:
    """One step, repeated while the service asks for patience or can't be reached."""
    for n in range(TRIES):
        began = time.time()
        try:
            request = _ask(phone, port, method, path, body, kind)
            answer = await asyncio.wait_for(request, PATIENCE)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            phone.steps.append(Step(name, began, time.time() - began, 0))
            await asyncio.sleep(min(2.0**n, 20) * random.uniform(0.5, 1))  # noqa: S311
            continue
        phone.steps.append(Step(name, began, time.time() - began, answer.status))
        if answer.status != 503:
            return answer
        wait = float(answer.headers.get("retry-after", "5"))
        await asyncio.sleep(wait * random.uniform(1, 1.5))  # noqa: S311
    return None


async def _ask(phone: Phone, port: int, method: str, path: str, body: bytes, kind: str) -> Answer:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        cookies = f"sessionid={phone.session}" + (
            f"; csrftoken={phone.token}" if phone.token else ""
        )
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{port}", f"Cookie: {cookies}"]
        if method == "POST":
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
            lines += [f"X-CSRFToken: {phone.form_token or phone.token}"]
            lines += [f"Origin: http://{HOST}:{port}"]
        lines += ["Connection: close", "", ""]
        writer.write("\r\n".join(lines).encode() + body)
        await writer.drain()
        answer = await _read(reader)
    finally:
        writer.close()
    if found := _TOKEN.search(answer.headers.get("set-cookie", "")):
        phone.token = found[1]
    return answer


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    for line in head[1:]:
        name, _, value = line.partition(":")
        key = name.lower()
        headers[key] = f"{headers[key]}, {value.strip()}" if key in headers else value.strip()
    return Answer(int(head[0].split()[1]), headers, await reader.read())
