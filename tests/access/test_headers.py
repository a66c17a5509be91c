"""Headers and markup of every page, for a stranger and for each role: nothing inline, no stranger."""

from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests.access.expected import EVERYBODY, EXPECTED
from tests.access.knocking import address, get

pytestmark = pytest.mark.django_db

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OURS = {"", "testserver", urlsplit(settings.BASE_URL).netloc}
LOADING = {"src", "srcset", "action", "formaction", "poster", "data", "background", "xlink:href"}
NOT_A_SCRIPT = {"application/json"}


class Markup(HTMLParser):
    """What a strict Content-Security-Policy would stop, and who else would learn of the visit."""

    def __init__(self, html):
        super().__init__()
        self.problems = []
        self.feed(html)

    def handle_starttag(self, tag, pairs):
        attrs = {name: value or "" for name, value in pairs}
        if tag == "style":
            self.problems.append("<style>")
        if tag == "script" and "src" not in attrs and attrs.get("type") not in NOT_A_SCRIPT:
            self.problems.append("inline <script>")
        for name, value in attrs.items():
            self._attribute(tag, name, value)
        if tag == "a" and attrs.get("target") == "_blank":
            self._blank(attrs)

    def _attribute(self, tag, name, value):
        if name == "style" or name.startswith("on"):
            self.problems.append(f"<{tag} {name}>")
        if value.strip().lower().startswith(("javascript:", "data:")):
            self.problems.append(f"<{tag} {name}={value[:30]}>")
        loads = name in LOADING or (name == "href" and tag != "a")
        if loads and urlsplit(value).netloc not in OURS:
            self.problems.append(f"<{tag} {name}={value}> is foreign")
        if tag == "a" and name == "href" and urlsplit(value).netloc not in OURS | SOURCE:
            self.problems.append(f"link to {value}")

    def _blank(self, attrs):
        if "noopener" not in attrs.get("rel", ""):
            self.problems.append("target=_blank without noopener")


SOURCE = {urlsplit(getattr(settings, "SOURCE_URL", "")).netloc}


def visits(world, name):
    """(letter, answer) of everybody at the things of this address."""
    row = EXPECTED[name]
    for letter in EVERYBODY:
        things = [world.find(row.on, letter, whose) for whose in ("own", "same", "other")]
        things = [thing for thing in things if thing is not None][:1] if row.on else [None]
        for thing in [None] if row.picked else things:
            yield letter, get(world, letter, address(name, thing))


@pytest.mark.parametrize("name", EXPECTED)
def test_headers_and_markup_of_every_page(world, name):
    problems = set()
    for letter, answer in visits(world, name):
        found = [*faults(letter, answer, name), *problems_of(answer.text)]
        problems |= {f"{letter}: {problem}" for problem in found}
    assert not problems, "\n".join(sorted(problems))


@cache
def problems_of(html):
    return tuple(Markup(html).problems)


def test_headers_of_a_page_that_is_not_there(world):
    for letter in "-aE":
        answer = get(world, letter, "/tidak-ada/")
        assert answer.status == 404
        assert faults(letter, answer) == []


ASKS_WHERE = {"lokasi-saya", "lokasi-catat"}
"""Pages with a button that asks the device where it is."""
TAKES_PICTURES = {"presensi-isi", "presensi-luring"}
"""Pages that take a picture, and ask where."""


def faults(letter, answer, name=""):
    """What is missing or too much in the headers of one answer."""
    headers = answer.headers
    found = [f"{name} {headers.get(name)}" for name in FIXED if headers.get(name) != FIXED[name]]
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy:
        found.append(f"policy {policy}")
    devices = headers.get("Permissions-Policy", "")
    closed = dict.fromkeys(("camera", "geolocation", "microphone"), "()")
    if name in ASKS_WHERE and answer.status == 200:
        closed["geolocation"] = "(self)"
    if name in TAKES_PICTURES and answer.status == 200:
        closed["camera"] = closed["geolocation"] = "(self)"
    found += [f"no {f}" for f, who in closed.items() if f"{f}={who}" not in devices]
    keeps = headers.get("Cache-Control", "")
    if letter != "-" and "no-store" not in keeps:
        found.append(f"Cache-Control {keeps}")
    for cookie in answer.cookies.values():
        found += [f"{cookie.split('=')[0]}: {w}" for w in cookie_faults(cookie)]
    return found


def cookie_faults(cookie):
    wanted = {"HttpOnly": "httponly", "SameSite": "samesite"}
    return [f"without {word}" for word, text in wanted.items() if text not in cookie.lower()]
