"""Knock at an address as somebody, and tell what came of it."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse

from tests.access.bodies import body

SIGN_IN, OPEN, NOT_THERE, WRONG_METHOD = "sign-in", "open", "404", "405"
_WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.I)
_PASSING = ("django_session", "axes_")
"""Tables that say who came by, not what was done."""


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    headers: dict
    cookies: dict
    text: str
    wrote: frozenset = frozenset()

    @property
    def kind(self):
        if self.status == 302 and self.location.startswith(f"{reverse('masuk')}?next="):
            return SIGN_IN
        if self.status == 401 and self.headers["Content-Type"] == "application/json":
            return SIGN_IN  # a script is told so, and not sent there
        # 401: a machine without its key
        known = {401: NOT_THERE, 404: NOT_THERE, 405: WRONG_METHOD}
        return known.get(self.status) or (OPEN if self.status in _ANSWERS else str(self.status))


_ANSWERS = {200, 302, 409, 422}


def address(name, thing=None):
    """The address of a URL name with what it needs from `thing`; None = it needs more."""
    name = name.partition(":")[0]
    key = getattr(thing, "pk", thing)
    of_roster = [getattr(thing, "roster_id", None), getattr(thing, "employee_id", None)]
    for args in ([], [key], [key, 1], of_roster):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return None


def get(world, letter, url):
    """The page as this person sees it; asked once, for nothing that was done is kept."""
    if (letter, url) not in world.pages:
        with undone():
            world.pages[letter, url] = _knock(world, letter, "get", url, {})
    return world.pages[letter, url]


def post(world, letter, name, url, thing):
    with undone():
        return _knock(world, letter, "post", url, body(world, letter, name, thing))


def changes(world, letter, name, url, thing, before):
    """Whether a POST leaves anything behind; what a refusal rolled back doesn't count."""
    with undone():
        _knock(world, letter, "post", url, body(world, letter, name, thing))
        return state_of_the_world() != before


def _knock(world, letter, method, url, data):
    """All of the product, middleware included; the test client would only be slower."""
    factory = RequestFactory(SERVER_NAME="testserver")
    if letter in world.sessions:
        factory.cookies["sessionid"] = world.sessions[letter]
    sent = {"content_type": "image/jpeg"} if isinstance(data, bytes) else {}
    request = getattr(factory, method)(url, data, **sent)
    request._dont_enforce_csrf_checks = True
    with writes() as wrote:
        response = _handler().get_response(request)
        for close in response._resource_closers if response.streaming else ():
            close()
        html = response.get("Content-Type", "").startswith("text/html")
        return Answer(
            response.status_code,
            response.get("Location", ""),
            dict(response.headers),
            {key: morsel.OutputString() for key, morsel in response.cookies.items()},
            "" if response.streaming or not html else response.content.decode(),
            frozenset(wrote),
        )


@cache
def _handler():
    return WSGIHandler()


@contextmanager
def undone():
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def writes():
    """The tables that were written to inside."""
    found = set()

    def watch(execute, sql, params, many, context):
        match = _WRITE.match(sql)
        if match and not match[1].startswith(_PASSING):
            found.add(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def state_of_the_world():
    """Every row of every table of ours."""
    ours = ("audit", "notifications", "files", "people", "calendars", "decisions", "policies")
    ours += ("requests", "schedules", "exchange", "workflows", "documents", "workflow", "axes")
    ours += ("attendance", "performance")
    return {
        model.__name__: sorted(map(str, model._base_manager.values_list()))
        for label in ours
        if apps.is_installed(label) or label in apps.app_configs
        for model in apps.get_app_config(label).get_models()
        if label != "axes"
    }
