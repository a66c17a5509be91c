"""One's own page of today: what it says on each kind of day, and that it follows the schedule."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actors import sign_in, text_of
from tests.attendance.duty import MONDAY, away, expected, take_back
from wfa.attendance.models import CheckIn, Expectation, Window
from wfa.attendance.selectors.mine import now_for
from wfa.calendars.models import Holiday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning(clock):
    clock("2026-12-07 06:00")


def page(client, person):
    return text_of(sign_in(client, person).get(reverse("presensi-saya")))


def check_in(expectation, number=0, **fields):
    """A check-in in one of the windows, past every door."""
    part = expectation.check_ins.order_by("window__opens_at")[number]
    facts = {"source": "camera", "arrival": "on_time", "challenge": "dua_jari"}
    now = timezone.now()
    key = part.pk
    return CheckIn.objects.create(
        expected=part,
        employee=expectation.employee,
        key=key,
        at=now,
        photo_due_at=now,
        **{**facts, **fields},
    )


def test_opening_the_page_expects_what_the_schedule_says_at_this_moment(client, clock, ani):
    away(ani, MONDAY)
    clock("2026-12-07 07:20")
    found = page(client, ani)
    assert "Presensi pagi sedang dibuka" in found
    assert "Anda WFH hari ini" in found
    assert "07.15–07.45" in found
    assert Expectation.objects.count() == 1


def test_the_card_of_a_day_with_a_check_in(client, clock, ani):
    row = expected(ani)
    clock("2026-12-07 07:31")
    check_in(row)
    clock("2026-12-07 12:50")
    found = page(client, ani)
    assert "Presensi siang sedang dibuka" in found
    assert "tercatat 07.31" in found
    assert now_for(ani).card.spot.key == str(row.check_ins.get(window__name="Siang").pk)


def test_plan_and_report_are_told_with_their_time(client, clock, ani):
    row = expected(ani)
    assert "Isi paling lambat pukul 08.30 WIB." in page(client, ani)
    Expectation.objects.filter(pk=row.pk).update(plan_at=timezone.now())
    clock("2026-12-07 17:30")
    found = page(client, ani)
    assert "Tersimpan pukul 06.00 WIB." in found
    assert "Batasnya pukul 17.00 WIB sudah lewat." in found


def test_a_day_in_the_office_says_so_and_names_the_next_day_away(client, ani):
    away(ani, MONDAY.replace(day=10))
    found = page(client, ani)
    assert "Hari ini Anda bekerja di kantor" in found
    assert "WFH, rumah: Kamis, 10 Desember 2026" in found


def test_a_day_that_was_recalled_says_why(client, ani):
    expected(ani)
    take_back(ani, MONDAY)
    found = page(client, ani)
    assert "Hari WFH, rumah hari ini dibatalkan" in found
    assert "Dipanggil kembali: rapat." in found


def test_a_day_that_ended_at_noon_keeps_its_morning(client, clock, ani):
    row = expected(ani)
    clock("2026-12-07 07:31")
    check_in(row)
    clock("2026-12-07 11:00")
    take_back(ani, MONDAY)
    found = page(client, ani)
    assert "Hari kerja fleksibel ini dihentikan" in found
    assert "Sejak pukul 11.00 WIB Anda kembali bekerja di kantor." in found
    assert "tercatat 07.31" in found


def test_a_holiday_says_which(client, ani):
    Holiday.objects.create(date=MONDAY, name="Libur daerah", kind="local")
    away(ani, MONDAY)
    found = page(client, ani)
    assert "Hari ini tidak ada kerja" in found
    assert "Libur daerah. Selamat libur." in found


@pytest.mark.parametrize(
    ("place", "words"),
    [("leave", "Hari ini Anda cuti"), ("duty_travel", "Hari ini Anda dinas luar")],
)
def test_an_absence_asks_for_nothing(client, ani, place, words):
    away(ani, MONDAY, place=place)
    assert words in page(client, ani)


def test_an_account_without_a_schedule_is_told_so(client, adi):
    assert "Presensi kerja fleksibel hanya untuk pegawai ASN." in page(client, adi)


def test_a_window_of_yesterday_that_an_outage_keeps_open_is_shown(clock, client, ani):
    day = expected(ani)
    window = Window.objects.latest("opens_at")
    window.extended_until = clock("2026-12-08 07:20")
    window.save()
    clock("2026-12-08 07:19")
    part = day.check_ins.get(window=window)
    answer = sign_in(client, ani).get(reverse("presensi-saya"))
    assert "Masih dibuka · Senin, 7 Desember 2026" in text_of(answer)
    assert "Presensi sore masih dibuka" in text_of(answer)
    assert "gangguan layanan sampai pukul 07.20 WIB." in text_of(answer)
    assert reverse("presensi-isi", args=[part.pk]) in answer.content.decode()
    clock("2026-12-08 07:20")
    assert "Masih dibuka" not in page(client, ani)
    clock("2026-12-08 07:19")
    check_in(day, 2)
    assert "Masih dibuka" not in page(client, ani)


def test_the_page_takes_as_many_queries_with_three_windows_as_with_one(
    client, region, ani, dodi, django_assert_max_num_queries
):
    from tests.actors import open_policy

    open_policy(region.dinkes, by=region.service, checkin_windows=["08.00–09.00"])
    for person in (ani, dodi):
        row = expected(person)
        check_in(row)
        sign_in(client, person)
        client.get(reverse("presensi-saya"))
        with django_assert_max_num_queries(13):
            client.get(reverse("presensi-saya"))


def test_the_card_alone_takes_two_queries(ani, django_assert_num_queries):
    check_in(expected(ani))
    with django_assert_num_queries(2):
        assert now_for(ani).where == "Anda WFH hari ini"
