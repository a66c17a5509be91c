"""Who signs in, as Django knows them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from wfa.people.models import Employee


class PeopleBackend(ModelBackend):
    """Passwords as Django checks them; the position comes with the person: every decision names it."""

    def get_user(self, user_id: Any) -> Employee | None:
        user = Employee.objects.select_related("position").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
