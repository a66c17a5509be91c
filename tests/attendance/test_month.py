"""The month of duty, per person and per OPD."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_employee, sign_in, text_of
from tests.attendance.duty import MONDAY, away, came, expected, take_back, whole
from wfa.attendance.models import CheckIn, ExpectedCheckIn
from wfa.attendance.selectors import month
from wfa.attendance.services import keep_in_step
from wfa.attendance.services.verifying import verify

pytestmark = pytest.mark.django_db
DAYS = [MONDAY + datetime.timedelta(days=n) for n in range(4)]


@pytest.fixture(autouse=True)
def early(clock):
    clock("2026-12-07 06:00")


@pytest.fixture
def page(client):
    def get(user, query=""):
        answer = sign_in(client, user).get(reverse("pengawasan-bulan") + query)
        assert answer.status_code == 200
        return text_of(answer)

    return get


def lines(paths):
    """{name: sums} of December"""
    now = timezone.now()
    scope = month.Scope(MONDAY, timezone.localdate(), paths)
    found = month.lines_of(scope, list(month.by_person(scope)), now)
    return {line.person.get_short_name(): line.sums for line in found}


def test_days_and_check_ins_of_a_person(clock, region, ani, bambang):
    days = [expected(ani, date) for date in DAYS]
    whole(days[0])
    came(days[1], "Pagi", "late")
    came(days[1], "Siang", "afterwards")
    clock("2026-12-09 13:10")
    verify("verify_day", [days[0]], by=bambang)
    verify("invalidate_day", [days[1]], by=bambang, note="Sore tidak ada.")
    assert lines([region.root.path]) == {
        "Ani Lestari": month.Sums(
            days=3, valid=1, waiting=1, clarify=0, invalid=1, missed=2, late=1, afterwards=1
        )
    }


def test_what_was_taken_back_does_not_count(clock, region, ani):
    expected(ani)
    expected(ani, DAYS[1])
    take_back(ani, MONDAY)
    clock("2026-12-08 18:00")
    assert lines([region.root.path])["Ani Lestari"] == month.Sums(days=1, waiting=1, missed=3)


def test_opds_stand_with_their_sums(clock, region, ani, dewi, dodi):
    for person in (ani, dewi, dodi):
        expected(person)
    now = clock("2026-12-08 06:00")
    found = month.by_opd(month.Scope(MONDAY, timezone.localdate(), ["1/"]), now)
    assert [(str(line.unit), line.sums.days, line.sums.missed) for line in found] == [
        ("Dinkes", 1, 3),
        ("Diskominfo", 2, 6),
    ]
    assert month.total(found).days == 3


def test_whoever_moved_stands_in_both_units(clock, region, ani):
    expected(ani)
    ani.unit = region.diskominfo
    ani.save()
    expected(ani, DAYS[1])
    clock("2026-12-09 06:00")
    scope = month.Scope(MONDAY, timezone.localdate(), ["1/"])
    found = month.lines_of(scope, list(month.by_person(scope)), timezone.now())
    assert [(str(line.unit), line.sums.days, line.sums.missed) for line in found] == [
        ("Diskominfo", 1, 3),
        ("Bidang Aplikasi", 1, 3),
    ]


def test_the_page_of_the_region_leads_to_an_opd_and_its_people(
    clock, page, region, ani, dodi, citra
):
    for person in (ani, dodi):
        expected(person)
    clock("2026-12-08 06:00")
    text = page(citra)
    assert f"?bulan=2026-12&amp;unit={region.dinkes.pk}" in text
    assert "Dodi Firmansyah" not in text
    assert "Dodi Firmansyah" in page(citra, f"?bulan=2026-12&unit={region.dinkes.pk}")


def test_another_opds_month_is_not_there(client, region, bambang):
    url = f"{reverse('pengawasan-bulan')}?unit={region.dinkes.pk}"
    assert sign_in(client, bambang).get(url).status_code == 404


@pytest.mark.parametrize("query", ["", "?bulan=x", "?bulan=2026-13", "?bulan=2020-01"])
def test_a_month_without_days_says_so(page, bambang, query):
    assert "Belum ada hari kerja fleksibel" in page(bambang, query)


def test_the_month_as_a_spreadsheet(clock, client, region, ani, bambang):
    expected(ani)
    clock("2026-12-08 06:00")
    url = f"{reverse('pengawasan-xlsx')}?isi=bulan&bulan=2026-12"
    answer = sign_in(client, bambang).get(url)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[2]][:5] == [
        ani.nip,
        "Ani Lestari",
        "Bidang Aplikasi Informatika",
        1,
        0,
    ]
    assert 'filename="bulan-2026-12.xlsx"' in answer["Content-Disposition"]


@pytest.mark.parametrize("people", [1, 3, 300])
def test_the_month_asks_the_same_and_comes_in_pages(
    people, clock, client, region, bambang, django_assert_max_num_queries
):
    for n in range(people):
        away(add_employee(region.aplikasi, f"Pegawai {n:03}"), MONDAY)
    keep_in_step(MONDAY)
    CheckIn.objects.bulk_create(
        CheckIn(
            expected=part,
            employee=part.expectation.employee,
            key=part.pk,
            at=part.window.opens_at,
            source="camera",
            arrival="late",
            challenge="tiga_jari",
            photo_due_at=part.window.closes_at,
        )
        for part in ExpectedCheckIn.objects.filter(window__name="Pagi").select_related(
            "window", "expectation__employee"
        )
    )
    clock("2026-12-08 08:00")
    sign_in(client, bambang)
    with django_assert_max_num_queries(20):
        text = text_of(client.get(reverse("pengawasan-bulan")))
    assert text.count("Pegawai 0") + text.count("Pegawai 1") <= 2 * 50
    assert f"{people} pegawai" in text
