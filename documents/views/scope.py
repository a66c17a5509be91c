"""Who asks, and what they may see: fetched in scope, 404 outside it."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from documents import selectors
from documents.models import Document
from wfa.people.models import Employee
from wfa.people.permissions import Authority
from wfa.refusals import Refused

INFORMATION = {"moved", "already_drafted"}
"""Somebody was faster: told as information, not as an error."""


def person(request: HttpRequest) -> Employee:
    return cast(Employee, request.user)


def held(request: HttpRequest) -> Authority:
    return cast(Authority, request.authority)  # type: ignore[attr-defined]


def visible(request: HttpRequest, pk: uuid.UUID) -> Document:
    return get_object_or_404(selectors.visible_to(person(request), held(request)), pk=pk)


def tell(request: HttpRequest, refusal: Refused) -> None:
    say = messages.info if refusal.code in INFORMATION else messages.error
    say(request, refusal.message)


def on_form(form: Form, refusal: Refused) -> None:
    """The sentence at its field, or above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
