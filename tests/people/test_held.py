"""Duties and offices are given on a page, with dates and a basis, by those who may."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actors import appoint, give, sign_in
from wfa.people import services
from wfa.people.models import Appointment, Duty
from wfa.people.permissions import may
from wfa.refusals import Refused

TODAY = timezone.localdate


def filled(person, unit, kind, **other):
    return {
        "cari": person.name,
        "employee": person.pk,
        "kind": kind,
        "unit": unit.pk,
        "starts": TODAY().isoformat(),
        "ends": "",
        "basis_number": "800/12/2026",
        "basis_date": "2026-01-12",
        **other,
    }


def given_duty(person, unit, by, **other):
    fields = {"kind": "penilai", "starts": TODAY(), "ends": None}
    basis = {"basis_number": "", "basis_date": None}
    return services.give_duty(employee=person, unit=unit, by=by, **{**fields, **basis, **other})


def appointed(person, unit, by, **other):
    fields = {"kind": "PLH", "starts": TODAY(), "ends": None}
    basis = {"basis_number": "800/2", "basis_date": TODAY()}
    return services.appoint(employee=person, unit=unit, by=by, **{**fields, **basis, **other})


def test_search_comes_first_and_works_without_javascript(client, endah, ani, dewi):
    page = sign_in(client, endah).get(reverse("tugas-beri"), {"cari": "ani"}).content.decode()
    assert f'type="radio" name="employee" value="{ani.pk}"' in page
    assert dewi.name not in page


def test_duty_given_on_the_page_gives_the_right(client, endah, ani, region):
    sign_in(client, endah)
    answer = client.post(reverse("tugas-beri"), filled(ani, region.diskominfo, "penilai"))
    assert answer.status_code == 302
    assert may(ani, "assess_request", region.aplikasi)
    assert not ani.groups.exists()


def test_plh_appointed_on_the_page_acts(client, endah, ani, region):
    sign_in(client, endah)
    answer = client.post(reverse("jabatan-beri"), filled(ani, region.dinkes, "PLH"))
    assert answer.status_code == 302
    assert may(ani, "propose_request", region.dinkes)


@pytest.mark.parametrize("name", ["tugas-beri", "jabatan-beri"])
def test_wrong_input_gets_sentences_and_loses_nothing(client, endah, ani, region, name):
    kind = "penilai" if name == "tugas-beri" else "PLH"
    wrong = {"ends": "2001-01-01", "unit": "", "basis_date": "kemarin"}
    typed = {**filled(ani, region.diskominfo, kind), **wrong}
    page = sign_in(client, endah).post(reverse(name), typed).content.decode()
    assert "mendahului tanggal mulai" in page
    assert "Unit belum dipilih" in page
    assert "Tulis seperti 17-08-2026" in page
    assert 'value="800/12/2026"' in page
    assert 'value="2001-01-01"' in page
    assert 'value="kemarin"' in page
    assert f'value="{ani.pk}" ' in page.replace('" required', '" ')
    assert "checked" in page


def test_acting_without_basis_is_refused_at_its_field(client, endah, ani, region):
    typed = filled(ani, region.diskominfo, "PLT", basis_number="", basis_date="")
    page = sign_in(client, endah).post(reverse("jabatan-beri"), typed)
    assert page.context["form"].errors.keys() == {"basis_number"}
    assert not Appointment.objects.filter(employee=ani).exists()


def test_duty_ends_on_the_given_day(client, endah, budi, region):
    duty = budi.duties.get()
    sign_in(client, endah)
    client.post(reverse("tugas-akhiri", args=[duty.pk]), {"ends": TODAY().isoformat()})
    assert may(budi, "assess_request", region.diskominfo)
    tomorrow = TODAY() + datetime.timedelta(days=1)
    assert not may(budi, "assess_request", region.diskominfo, on=tomorrow)


def test_end_before_the_start_asks_again_and_keeps_the_date(client, endah, plh_tri):
    office = plh_tri.appointments.get()
    page = sign_in(client, endah).post(
        reverse("jabatan-akhiri", args=[office.pk]), {"ends": "2001-01-01"}
    )
    assert 'value="2001-01-01"' in page.content.decode()
    assert "mendahului" in page.content.decode()
    office.refresh_from_db()
    assert office.ends is None


@pytest.mark.parametrize("name", ["tugas-akhiri", "jabatan-akhiri"])
def test_ending_is_a_post(client, endah, name):
    assert sign_in(client, endah).get(reverse(name, args=[1])).status_code == 405


def test_lists_show_today_unless_asked(client, endah, ani, dewi, region):
    give(ani, Duty.Kind.ASSESSOR, region.diskominfo)
    ended = TODAY() - datetime.timedelta(days=1)
    give(dewi, Duty.Kind.ASSESSOR, region.diskominfo, ends=ended)
    sign_in(client, endah)
    shown = {
        when: {
            held.employee for held in client.get(reverse("tugas"), {"waktu": when}).context["page"]
        }
        for when in ("", "akan", "lalu")
    }
    assert shown == {"": {ani}, "akan": set(), "lalu": {dewi}}


def test_acting_offices_have_their_own_part(client, endah, plh_tri, bambang):
    Appointment.objects.filter(kind="D").update(from_siasn=True)
    page = sign_in(client, endah).get(reverse("tugas"), {"bagian": "jabatan"})
    assert [held.employee for held in page.context["page"]] == [plh_tri]


@pytest.mark.parametrize("giver", ["ani", "budi", "bambang", "pandu", "citra", "ines"])
def test_duties_and_offices_are_given_by_managers_of_people_only(request, dewi, region, giver):
    by = request.getfixturevalue(giver)
    for act in (given_duty, appointed):
        with pytest.raises(Refused) as refusal:
            act(dewi, region.diskominfo, by)
        assert refusal.value.code == "not_allowed"


def test_duty_is_not_ended_without_the_right(budi, bambang):
    with pytest.raises(Refused) as refusal:
        services.end_held(budi.duties.get(), last_day=TODAY(), by=bambang)
    assert refusal.value.code == "not_allowed"


def test_nobody_gives_themselves_a_right(adi, region):
    for act in (given_duty, appointed):
        with pytest.raises(Refused) as refusal:
            act(adi, region.diskominfo, adi)
        assert refusal.value.code == "own_duty"


def test_closed_account_gets_no_duty(ani, endah, region):
    ani.is_active = False
    ani.save()
    with pytest.raises(Refused) as refusal:
        given_duty(ani, region.diskominfo, endah)
    assert (refusal.value.code, refusal.value.field) == ("inactive", "employee")


def test_same_duty_twice_in_the_same_time_is_refused(budi, endah, region):
    with pytest.raises(Refused) as refusal:
        given_duty(budi, region.diskominfo, endah)
    assert refusal.value.code == "duty_twice"


def test_office_already_taken_names_its_holder(ani, bambang, endah, region):
    with pytest.raises(Refused) as refusal:
        appointed(ani, region.diskominfo, endah, kind="D")
    assert bambang.full_name in refusal.value.message


def test_office_can_pass_on_the_day_after(ani, bambang, endah, region):
    services.end_held(bambang.appointments.get(), last_day=TODAY(), by=endah)
    tomorrow = TODAY() + datetime.timedelta(days=1)
    assert appointed(ani, region.diskominfo, endah, kind="D", starts=tomorrow)


def test_end_can_only_come_nearer(ani, endah, region):
    held = appoint(ani, region.diskominfo, "PLH", TODAY(), TODAY())
    with pytest.raises(Refused) as refusal:
        services.end_held(held, last_day=TODAY() + datetime.timedelta(days=9), by=endah)
    assert refusal.value.code == "ends_later"


def test_the_operator_gives_the_first_duty(region, ani):
    region.service.is_superuser = True
    region.service.save()
    assert given_duty(ani, region.root, region.service, kind="administrator")
    assert may(ani, "manage_people", region.dinkes)
