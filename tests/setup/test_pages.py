"""The pages of the set-up: who sees what, what they cost, and what failing leaves standing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_employee, add_unit, appoint, give, sign_in
from tests.setup.helpers import states
from tests.workflows import cases
from wfa.calendars.selectors import is_filled
from wfa.people.models import Duty
from wfa.policies.models import Policy
from wfa.setup import doctor

pytestmark = pytest.mark.django_db
BASIS = {"basis_number": "800/7/2026", "basis_date": "2026-01-05", "starts": "2026-02-02"}
PAGES = ("penyiapan", "penyiapan-pejabat", "penyiapan-penilai", "penyiapan-kebijakan")


def text_of(client, name, **query):
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return answer.content.decode()


# --- the task list ---------------------------------------------------------------------------


def test_each_task_says_its_state_in_a_word(client, region, adi, endah, bambang):
    assert states(sign_in(client, adi)) == {
        "akun": "Selesai",
        "daerah": "Sebagian",
        "pegawai": "Selesai",
        "pejabat": "Sebagian",
        "kalender": "Belum",
        "kebijakan": "Selesai",
        "pemeriksaan": "Belum",
    }


def test_what_is_missing_names_it_and_leads_to_the_page(client, region, adi, bambang):
    page = text_of(sign_in(client, adi), "penyiapan")
    assert "BKPSDM belum punya kepala" in page
    assert f'href="/jabatan/beri/?unit={region.bkpsdm.pk}"' in page
    assert "3 OPD belum punya kepala: BKPSDM, Dinkes, dan Setda." in page
    assert 'href="/penyiapan/pejabat/?kurang=kepala"' in page


def test_it_is_not_ready_while_something_is_wrong(client, region, adi, dodi):
    page = text_of(sign_in(client, adi), "penyiapan")
    assert "Berikutnya: langkah 4, BKD dan pejabat" in page
    assert "buat pengajuan pertama" not in page


@pytest.mark.parametrize("name", [*PAGES, "penyiapan-pemeriksaan"])
def test_who_runs_no_region_is_told_nothing(client, region, name, bambang, citra, ines, ani):
    for person in (bambang, citra, ines, ani):
        assert sign_in(client, person).get(reverse(name)).status_code == 404


def test_the_head_of_the_bkd_may_as_well(client, endah):
    assert "Penyiapan" in text_of(sign_in(client, endah), "penyiapan")


# --- the way back ----------------------------------------------------------------------------


def test_other_pages_lead_back_once_the_list_was_open(client, region, adi):
    sign_in(client, adi)
    assert "Kembali ke penyiapan" not in text_of(client, "pengaturan")
    assert "Kembali ke penyiapan" not in text_of(client, "penyiapan")
    for name in ("pengaturan", "impor", "kalender", "kebijakan", "tugas", "unit", "kewenangan"):
        assert "Kembali ke penyiapan" in text_of(client, name)


def test_the_way_back_is_shown_to_nobody_else_at_this_browser(client, region, adi, ani):
    text_of(sign_in(client, adi), "penyiapan")
    assert "Kembali ke penyiapan" not in text_of(sign_in(client, ani), "akun")


# --- the examination -------------------------------------------------------------------------


def test_the_server_is_shown_to_the_administrator_alone(client, region, adi, endah):
    mine = text_of(sign_in(client, adi), "penyiapan-pemeriksaan")
    assert "SECRET_KEY" in mine
    theirs = text_of(sign_in(client, endah), "penyiapan-pemeriksaan")
    assert "SECRET_KEY" not in theirs
    assert "diperiksa administrator sistem" in theirs
    assert "OPD belum punya kepala" in theirs


# --- officials -------------------------------------------------------------------------------


def test_the_list_of_officials_shows_only_what_lacks(client, region, adi, bambang):
    sign_in(client, adi)
    everybody = text_of(client, "penyiapan-pejabat")
    assert "Bambang Hartono" in everybody
    assert "Dinas Kesehatan" in everybody
    vacant = text_of(client, "penyiapan-pejabat", kurang="kepala")
    assert "Bambang Hartono" not in vacant
    assert text_of(client, "penyiapan-pejabat", kurang="apa-saja") == everybody


def nip_of(unit):
    return f"nip_{unit.pk}"


def test_assessors_of_many_opd_are_given_by_one_basis(client, region, adi):
    people = {u: add_employee(u, f"Penilai {u}") for u in (region.dinkes, region.setda)}
    spaced = {nip_of(u): f"{p.nip[:8]} {p.nip[8:]}" for u, p in people.items()}
    answer = sign_in(client, adi).post(reverse("penyiapan-penilai"), {**BASIS, **spaced})
    assert answer.url == reverse("penyiapan-pejabat")
    given = Duty.objects.filter(kind="penilai").values_list("unit", "employee", "basis_number")
    assert set(given) == {(u.pk, p.pk, "800/7/2026") for u, p in people.items()}


def test_a_nip_of_another_opd_gives_nothing_and_stays_with_its_reason(client, region, adi, dodi):
    sent = {**BASIS, nip_of(region.setda): dodi.nip}
    page = sign_in(client, adi).post(reverse("penyiapan-penilai"), sent).content.decode()
    assert "Dodi Firmansyah bekerja di Dinkes." in page
    assert f'value="{dodi.nip}"' in page
    assert not Duty.objects.filter(kind="penilai").exists()


def test_one_that_cannot_act_does_not_hold_up_the_others(client, region, adi, dodi):
    gone = add_employee(region.setda, "Sudah Pensiun", is_active=False)
    sent = {**BASIS, nip_of(region.setda): gone.nip, nip_of(region.dinkes): dodi.nip}
    page = sign_in(client, adi).post(reverse("penyiapan-penilai"), sent).content.decode()
    assert "Sudah Pensiun tidak aktif." in page
    assert "1 penilai tercatat." in page
    assert [d.employee for d in Duty.objects.filter(kind="penilai")] == [dodi]


@pytest.mark.parametrize("nip", ["", "123"])
def test_without_a_known_nip_nothing_is_given(client, region, adi, nip):
    sent = {**BASIS, nip_of(region.setda): nip}
    page = sign_in(client, adi).post(reverse("penyiapan-penilai"), sent).content.decode()
    assert 'role="alert"' in page
    assert not Duty.objects.filter(kind="penilai").exists()


# --- calendar and policy ---------------------------------------------------------------------


def test_one_click_fills_this_year_and_the_next(client, region, adi):
    sign_in(client, adi).post(reverse("penyiapan-kalender"))
    year = timezone.localdate().year
    assert (is_filled(year), is_filled(year + 1)) == (True, True)


@pytest.mark.parametrize("sample", ["peraturan", "jumat", "khusus"])
def test_every_sample_makes_a_draft_that_is_not_in_force(client, region, adi, sample):
    sent = {"sample": sample, "unit": region.dinkes.pk}
    answer = sign_in(client, adi).post(reverse("penyiapan-kebijakan"), sent)
    policy = Policy.objects.get(state="draft")
    assert answer.url == reverse("kebijakan-lihat", args=[policy.pk])
    assert policy.unit == region.dinkes
    assert policy.parameters["open"] is True
    assert policy.drafted_by == adi


def test_a_draft_that_is_there_already_is_shown_first(client, region, adi):
    Policy.objects.create(version=9, unit=region.root, parameters={}, drafted_by=adi)
    assert "Sudah ada rancangan" in text_of(sign_in(client, adi), "penyiapan-kebijakan")


def test_giving_a_duty_from_the_list_knows_the_unit_and_the_duty(client, region, adi, dodi):
    query = {"jenis": "penilai", "unit": region.dinkes.pk, "cari": "Dodi"}
    page = text_of(sign_in(client, adi), "tugas-beri", **query)
    assert '<option value="penilai" selected>' in page
    assert f'<option value="{region.dinkes.pk}" selected>' in page
    assert '<input type="hidden" name="jenis" value="penilai">' in page


# --- cost ------------------------------------------------------------------------------------


def queries(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def grow(region, opds):
    """More OPDs, each with sections, a head, an assessor, and a case that waits."""
    for number in range(opds):
        opd = add_unit(region.root, f"DINAS {number}", "opd", f"Dinas {number}")
        section = add_unit(opd, f"BIDANG {number}")
        appoint(add_employee(opd, f"Kepala {number}"), opd)
        give(add_employee(section, f"Penilai {number}"), "penilai", opd)
        cases.submitted(add_employee(section, f"Pegawai {number}"))


def test_the_examination_asks_as_much_of_few_as_of_many(client, region, adi, endah, bambang, budi):
    sign_in(client, adi)
    grow(region, 1)
    before = queries(doctor.installation)
    pages = {name: queries(lambda name=name: text_of(client, name)) for name in PAGES}
    grow(region, 6)
    assert queries(doctor.installation) == before
    assert {n: queries(lambda n=n: text_of(client, n)) for n in PAGES} == pages
    assert before <= 45


def test_the_home_page_leads_to_the_set_up_until_a_policy_was_in_force(client, region, adi):
    assert "Lanjutkan penyiapan" not in text_of(sign_in(client, adi), "beranda")
    Policy.objects.all().delete()
    assert "Lanjutkan penyiapan" in text_of(client, "beranda")
