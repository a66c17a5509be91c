"""The admin is for looking; only the very first duty is given there, and nothing is deleted."""

import pytest
from django.contrib.admin import site
from django.test import RequestFactory
from django.urls import reverse

from tests.actors import sign_in
from wfa.audit.models import AuditEvent
from wfa.people.models import Appointment, Duty, Employee, Mandate, Region, Unit
from wfa.people.permissions import may

MODELS = [Appointment, Duty, Employee, Mandate, Region, Unit]


@pytest.fixture
def operator(region):
    return Employee.objects.create_superuser("operator", "sandi-operator-9", name="Operator")


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_changed_or_deleted_in_the_admin(operator, model):
    request = RequestFactory().get("/")
    request.user = operator
    page = site.get_model_admin(model)
    assert not page.has_delete_permission(request)
    assert not page.has_change_permission(request)
    assert page.has_view_permission(request)
    assert page.has_add_permission(request) == (model is Duty)


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_rows_open_without_the_password_hash(client, operator, region, bambang, model):
    sign_in(client, operator)
    name = f"admin:people_{model._meta.model_name}"
    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    row = model.objects.first()
    if row:
        page = client.get(reverse(f"{name}_change", args=[row.pk])).content.decode()
        assert operator.password not in page


def test_first_duty_is_given_by_the_operator_and_audited(client, operator, region, ani):
    typed = {
        "employee": ani.pk,
        "unit": region.root.pk,
        "kind": "administrator",
        "starts": "2026-01-05",
        "ends": "",
        "basis_number": "",
        "basis_date": "",
    }
    sign_in(client, operator).post(reverse("admin:people_duty_add"), typed)
    assert Duty.objects.filter(employee=ani).count() == 1
    assert may(ani, "manage_people", region.dinkes)
    assert AuditEvent.objects.filter(action="duty_given", actor_nip="operator").exists()


def test_employees_do_not_enter_the_admin(client, adi):
    assert sign_in(client, adi).get(reverse("admin:index")).status_code == 404
