"""The only account that the server itself opens."""

import pytest
from django.core.management import CommandError, call_command

from wfa.people import services
from wfa.people.models import Employee, Unit
from wfa.people.permissions import authority
from wfa.refusals import Refused

pytestmark = pytest.mark.django_db
ADI = {"login": "Adi", "name": "Adi Nugroho", "agency": "Pemerintah Kabupaten Arjamukti"}


def test_the_first_administrator_may_set_everything_up():
    adi, _ = services.open_first_administrator(**ADI)
    held = authority(adi)
    rights = ("manage_region", "import_people", "manage_people", "manage_calendar", "draft_policy")
    assert [held.may_somewhere(right) for right in rights] == [True] * 5
    assert not held.may_somewhere("view_case")
    assert not held.may_somewhere("enforce_policy")


def test_a_lost_code_is_replaced_by_running_again():
    adi, lost = services.open_first_administrator(**ADI)
    again, code = services.open_first_administrator(**ADI)
    assert again == adi
    with pytest.raises(Refused):
        services.find_first_sign_in(lost)
    assert services.find_first_sign_in(code).employee == adi
    assert (Employee.objects.count(), Unit.objects.count(), adi.duties.count()) == (1, 1, 1)


def test_once_an_administrator_has_come_in_the_server_makes_no_other(region, adi):
    adi.last_login = "2026-01-05T08:00:00+07:00"
    adi.save()
    with pytest.raises(CommandError, match="Sudah ada administrator"):
        call_command("first_administrator", login="ida", name="Ida", agency="X")
    assert not Employee.objects.filter(login="ida").exists()


def test_a_login_that_is_taken_is_refused_and_nothing_is_left_behind(region):
    with pytest.raises(CommandError, match="sudah dipakai"):
        call_command("first_administrator", login="pemasang", name="Ida", agency="X")
    assert Unit.objects.filter(parent__isnull=True).count() == 1


def test_on_a_server_with_units_the_duty_stands_on_their_top(region):
    adi, _ = services.open_first_administrator(**ADI)
    assert adi.duties.get().unit == region.root
    assert Unit.objects.filter(parent__isnull=True).count() == 1
