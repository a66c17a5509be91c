"""The watch of the browser tests sees what it must see, and the first page passes it."""

import pytest
from django.conf import settings
from django.shortcuts import resolve_url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_sign_in_page_opens_without_a_stranger(page, watch, shot):
    answer = page.goto(resolve_url(settings.LOGIN_URL))
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert watch.requests
    assert shot(page, "masuk").stat().st_size > 1000


def test_sign_in_page_fits_a_phone(phone):
    phone.goto(resolve_url(settings.LOGIN_URL))
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_foreign_request_is_noticed(page, watch, live_server):
    stranger = live_server.url.replace("localhost", "127.0.0.1")
    watch.allow(stranger)
    page.goto(f"{stranger}{resolve_url(settings.LOGIN_URL)}")
    assert any(problem.startswith(f"foreign request: {stranger}/") for problem in watch.problems)


def test_violation_of_the_content_policy_is_noticed(page, watch):
    watch.allow("CSP style-src")
    watch.allow("Content Security Policy")
    page.goto(resolve_url(settings.LOGIN_URL))
    with page.expect_console_message(lambda message: message.text.startswith("CSP style-src")):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=color:red>x</p>')")
    assert any("CSP style-src" in problem for problem in watch.problems)
