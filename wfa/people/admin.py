"""Django's admin, for system administrators: to look, and to give the very first duty.

Nothing is deleted here, and nothing is changed past the services.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from wfa.people.models import Appointment, Duty, Employee, Mandate, Region, Unit
from wfa.people.services import give_duty

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Model]
else:
    _Admin = admin.ModelAdmin


class ReadOnly(_Admin):
    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Employee)
class EmployeeAdmin(ReadOnly):
    list_display = ("name", "login", "kind", "unit", "is_active", "is_staff", "last_login")
    list_filter = ("kind", "employment", "standing", "is_active", "is_staff")
    search_fields = ("name", "nip", "login")
    list_select_related = ("unit",)
    exclude = ("password", "groups", "user_permissions")


@admin.register(Unit)
class UnitAdmin(ReadOnly):
    list_display = ("name", "kind", "parent", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "short_name", "siasn_id")
    list_select_related = ("parent",)


@admin.register(Appointment)
class AppointmentAdmin(ReadOnly):
    list_display = ("employee", "kind", "unit", "starts", "ends", "from_siasn")
    list_filter = ("kind", "from_siasn")
    search_fields = ("employee__name", "employee__nip", "unit__name")
    list_select_related = ("employee", "unit")


@admin.register(Duty)
class DutyAdmin(ReadOnly):
    """On an empty installation nobody may give a duty yet: the operator gives the first here."""

    list_display = ("employee", "kind", "unit", "starts", "ends")
    list_filter = ("kind",)
    search_fields = ("employee__name", "employee__nip", "unit__name")
    list_select_related = ("employee", "unit")
    raw_id_fields = ("employee", "unit")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:  # noqa: ARG002
        """Through the service, which checks and audits; the admin shows what came of it."""
        fields = ("employee", "unit", "kind", "starts", "ends", "basis_number", "basis_date")
        duty = give_duty(
            by=cast(Employee, request.user), **{name: getattr(obj, name) for name in fields}
        )
        obj.pk = duty.pk


@admin.register(Region)
class RegionAdmin(ReadOnly):
    list_display = ("name", "kind", "seat", "bkd")


@admin.register(Mandate)
class MandateAdmin(ReadOnly):
    list_display = ("title", "basis_number", "office", "starts", "ends")
    list_select_related = ("office",)
