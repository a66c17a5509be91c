"""Checks of the whole: run by every `manage.py check`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from wfa.access import ACCESS, PUBLIC, SIGNED_IN
from wfa.people.authority import ACTIONS


def url_names(
    patterns: list[URLPattern | URLResolver] | None = None,
) -> Iterator[str]:
    """Names of all our URLs (Django's admin apart); a nameless one gives its pattern."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from url_names(entry.url_patterns)
        else:
            yield entry.name or str(entry.pattern)


@register()
def every_url_has_a_rule(**_: Any) -> list[CheckMessage]:
    """A URL without a line in `wfa/access.py` can't be deployed."""
    return [
        Error(f"URL '{name}' has no rule in wfa/access.py.", id="luwes.E001")
        for name in url_names()
        if name not in ACCESS
    ]


@register()
def every_rule_names_known_actions(**_: Any) -> list[CheckMessage]:
    """A misspelt action would close a page to everybody."""
    known = {action.name for action in ACTIONS}
    return [
        Error(f"The rule of '{name}' names an unknown action: {action}.", id="luwes.E002")
        for name, rule in ACCESS.items()
        if rule not in (PUBLIC, SIGNED_IN)
        for action in rule
        if action not in known
    ]
