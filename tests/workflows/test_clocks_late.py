"""The list of late cases: who sees which, what it says, as a page and as a spreadsheet."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.actors import add_employee, open_policy, sign_in
from tests.workflows import cases
from tests.workflows.clockwork import DAYS, date
from wfa.requests.models import WorkRequest

pytestmark = pytest.mark.django_db
PAGE = "/lewat-batas/"


@pytest.fixture
def late(clock, ani, budi, bambang, citra, endah, bupati):
    """Ani's case was due on Wednesday; it is Friday."""
    case = cases.submitted(ani, DAYS)
    clock("2026-11-06 10:00")
    return case


def page(client, person, query=""):
    return sign_in(client, person).get(PAGE + query).content.decode()


def test_it_says_how_late_who_has_it_and_under_which_article(client, late, endah):
    html = page(client, endah)
    for words in [
        "Ani Lestari",
        late.number,
        "Diskominfo",
        "Penilaian OPD",
        "Budi Santoso",
        "sejak 2 November 2026",
        "Lewat batas 2 hari kerja",
        "putuskan tertulis",
        "UU 30/2014 Pasal 53",
    ]:
        assert words in html


@pytest.mark.parametrize("who", ["endah", "bupati", "ines", "bambang", "budi"])
def test_the_ppk_the_inspector_the_bkd_and_one_s_own_opd_see_it(client, late, who, request):
    assert late.number in page(client, request.getfixturevalue(who))


def test_another_opd_does_not(client, late, plh_tri):
    html = page(client, plh_tri)
    assert late.number not in html
    assert "Tidak ada yang lewat batas" in html


@pytest.mark.parametrize("who", ["ani", "dodi", "citra", "rani", "pandu", "adi"])
def test_nobody_else_opens_it(client, late, who, request):
    assert sign_in(client, request.getfixturevalue(who)).get(PAGE).status_code == 404


def test_what_is_in_time_is_not_listed(client, clock, late, endah):
    clock("2026-11-04 23:59")
    assert late.number not in page(client, endah)
    clock("2026-11-05 00:00")
    assert late.number in page(client, endah)


def test_a_case_whose_days_have_all_passed_says_so(client, clock, late, endah):
    clock("2026-11-30 10:00")
    assert "Semua harinya sudah lewat" in page(client, endah)


def test_approved_without_a_decree_waits_for_its_drafter_and_signer(
    client, clock, ani, budi, bambang, citra, endah, bupati
):
    case = cases.in_state("approved", applicant=ani, assessor=budi, head=bambang, bkd=citra)
    clock("2026-11-10 10:00")
    WorkRequest.objects.filter(pk=case.pk).update(due_on=date("11-09"))
    html = page(client, endah, "?tahap=sk")
    assert "Penyusunan SK" in html
    assert "Citra Maharani, Endah Sulistyowati" in html


def test_stages_and_opds_are_filtered(client, late, dodi, plh_tri, clock, endah):
    clock("2026-11-02 09:00")
    other = cases.submitted(dodi, DAYS)
    clock("2026-11-06 10:00")
    assert other.number in page(client, endah)
    assert other.number not in page(client, endah, f"?tahap=opd&opd={late.opd_id}")
    assert late.number in page(client, endah, f"?tahap=opd&opd={late.opd_id}")
    assert "Tidak ada yang cocok" in page(client, endah, "?tahap=keberatan")
    for junk in ["?tahap=x", "?opd=x", "?opd=99999999999", "?halaman=0", "?halaman=99"]:
        assert sign_in(client, endah).get(PAGE + junk).status_code == 200


def test_held_cases_are_marked_and_the_page_says_that_reminders_rest(client, late, region, endah):
    open_policy(region.root, by=region.service, open=False)
    html = page(client, endah)
    assert "Ditahan" in html
    assert "Pengingat untuk pengajuan yang ditahan berhenti" in html


def test_a_vacant_chair_is_named_as_such(client, clock, ani, endah):
    cases.submitted(ani, DAYS)
    clock("2026-11-06 10:00")
    assert "Belum ada pejabat" in page(client, endah)


def test_the_spreadsheet_holds_the_same_and_no_formula(client, late, ani, endah):
    ani.name = "=HYPERLINK(0) Ani"
    ani.save()
    answer = sign_in(client, endah).get(f"{PAGE}?bentuk=xlsx&tahap=opd")
    assert "lewat-batas-2026-11-06.xlsx" in answer["Content-Disposition"]
    head, row = load_workbook(io.BytesIO(answer.content)).active.values
    found = dict(zip(head, row, strict=True))
    assert found["Nomor"] == late.number
    assert found["Pegawai"].startswith("'=HYPERLINK")
    assert (found["Lewat (hari kerja)"], found["Tenggat"].date()) == (2, date("11-04"))
    assert (found["Ada pada"], found["Dasar"]) == ("Budi Santoso", "UU 30/2014 Pasal 53")


@pytest.mark.parametrize("number", [1, 30, 300])
def test_the_page_costs_the_same_however_many(
    client, clock, region, budi, bambang, endah, number, django_assert_max_num_queries
):
    first = cases.submitted(add_employee(region.aplikasi, "Contoh"), DAYS)
    rows = list(WorkRequest.objects.filter(pk=first.pk)) * (number - 1)
    WorkRequest.objects.bulk_create(
        WorkRequest(
            number=f"P-2026-9{n:05}",
            state="submitted",
            **{f: getattr(row, f) for f in COPIED},
        )
        for n, row in enumerate(rows)
    )
    clock("2026-11-06 10:00")
    sign_in(client, endah)
    with django_assert_max_num_queries(22):
        html = client.get(PAGE).content.decode()
    assert f"dari {number}," in html
    assert len(html) < 60 * 1024


COPIED = [
    "applicant_id",
    "filed_by_id",
    "unit_id",
    "opd_id",
    "policy_id",
    "place",
    "submitted_at",
    "complete_at",
    "complete_by",
    "since",
    "stage_at",
    "due_on",
    "due_opd",
    "due_bkd",
    "decide_by",
    "first_day",
    "last_day",
]


def test_the_address_is_what_others_link_to():
    assert reverse("lewat-batas") == PAGE
