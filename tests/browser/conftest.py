"""A real Chromium against the running product: `page` (desktop) and `phone`.

Every page is watched: a request to a stranger, an error in the console, a violation of the
Content-Security-Policy or an answer of 500 fails the test that caused it.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.workflows.clockwork import Clock

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",  # a camera with a test picture, for who may use it
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PICTURES = Path(__file__).resolve().parent.parent.parent / "docs" / "gambar"
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event => console.error(
    `CSP ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile || ""}`));
"""


class Watch:
    """What the pages of one test asked for, and what went wrong in them."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.requests: list[str] = []
        self.problems: list[str] = []
        self.allowed: list[str] = []

    def allow(self, text: str) -> None:
        """Expect problems that contain `text`, such as "status of 404" on a refusal's page."""
        self.allowed.append(text)

    def follow(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", lambda request: self._request(request.url))
        context.on("response", lambda answer: self._answer(answer.status, answer.url))
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))

    def unexpected(self) -> list[str]:
        return [p for p in self.problems if not any(text in p for text in self.allowed)]

    def _request(self, url: str) -> None:
        self.requests.append(url)
        if not url.startswith(f"{self.origin}/"):
            self.problems.append(f"foreign request: {url}")

    def _answer(self, status: int, url: str) -> None:
        if status >= 500:
            self.problems.append(f"answer {status}: {url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = shutil.which("chromium")
    assert executable, "Chromium belum ada: jalankan `make test-browser`."
    # Playwright keeps an event loop in this thread, which Django would take for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def watch(live_server) -> Iterator[Watch]:
    watch = Watch(live_server.url)
    yield watch
    assert watch.unexpected() == []


@pytest.fixture
def new_page(chromium, live_server, settings, watch):
    """Open a page of its own (another person, another device): `new_page(viewport=PHONE)`."""
    settings.BASE_URL = live_server.url
    contexts = []

    def open_page(**options) -> Page:
        # the service worker would stand between the page and what a test answers for the server
        options = {
            "viewport": DESKTOP,
            "color_scheme": "light",
            "service_workers": "block",
        } | options
        context = chromium.new_context(
            base_url=live_server.url, locale="id-ID", timezone_id="Asia/Jakarta", **options
        )
        contexts.append(context)
        watch.follow(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page) -> Page:
    return new_page()


@pytest.fixture
def phone(new_page) -> Page:
    return new_page(viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def sign_in():
    """Enter as somebody without the sign-in page: `sign_in(page, user)`."""

    def enter(page: Page, user) -> None:
        client = Client()
        client.force_login(user, backend="wfa.people.backends.PeopleBackend")
        name = django_settings.SESSION_COOKIE_NAME
        origin = django_settings.BASE_URL
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": origin, "httpOnly": True}]
        )

    return enter


@pytest.fixture
def clock(monkeypatch):
    """`clock("2026-12-07 07:30")`: the server's clock, in WIB; the browser keeps its own."""
    return Clock(monkeypatch)


@pytest.fixture
def shot(tmp_path):
    """Keep a picture: in docs/gambar with SHOTS=1 (for the README), else in the test's folder."""

    def take(page: Page, name: str, *, full_page: bool = False) -> Path:
        folder = PICTURES if os.environ.get("SHOTS") == "1" else tmp_path
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{name}.png"
        page.screenshot(path=target, full_page=full_page, animations="disabled")
        return target

    return take
