"""The board of today: windows as tabs, numbers per unit, whom nobody reaches; the people of a unit."""

import datetime
import io

import openpyxl
import pytest
from django.db.models import Q
from django.urls import reverse

from tests.actors import add_employee, open_policy, sign_in, text_of
from tests.attendance.duty import MONDAY, away, called, came, expected, part_of, take_back, whole
from wfa.attendance.models import Expectation, PhotoViewing, Window, WindowExtension
from wfa.attendance.rules import board as rules
from wfa.attendance.rules.board import State
from wfa.attendance.selectors import board, marks
from wfa.attendance.selectors.days import days_of
from wfa.attendance.services import keep_in_step
from wfa.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
UTC = datetime.UTC


@pytest.fixture(autouse=True)
def early(clock):
    clock("2026-12-07 06:00")


@pytest.fixture
def page(client):
    def get(user, name, *args, query="", status=200):
        answer = sign_in(client, user).get(reverse(name, args=args) + query)
        assert answer.status_code == status, text_of(answer)[:2000]
        return text_of(answer)

    return get


def numbers(paths, name, now):
    """{unit: (expected, present, absent, called, answered, to do)} of the window `name`"""
    span = next(s for s in board.spans_on(paths, MONDAY) if s.name == name)
    return {
        str(t.unit): (
            t.expected,
            t.present,
            t.absent,
            t.called,
            t.answered,
            [words for words, _, _ in t.to_do],
        )
        for t in board.tallies(paths, MONDAY, span, now)
    }


# --- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "state"),
    [
        (-1, State.AHEAD),
        (0, State.OPEN),
        (29, State.OPEN),
        (30, State.GRACE),
        (44, State.GRACE),
        (45, State.MISSED),
    ],
)
def test_the_opening_belongs_to_the_window_its_end_does_not(minutes, state):
    opens = datetime.datetime(2026, 12, 7, 0, 15, tzinfo=UTC)
    ends, late = opens + datetime.timedelta(minutes=30), opens + datetime.timedelta(minutes=45)
    now = opens + datetime.timedelta(minutes=minutes)
    assert rules.state_of("", opens, ends, late, now) is state
    assert rules.state_of("late", opens, ends, late, now) is State.LATE


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ([], None),
        (["running"], "Sedang dipanggil"),
        (["unanswered"], "Tidak menjawab"),
        (["unanswered", "unanswered"], "2 panggilan tidak dijawab"),
        (["unanswered", "called_back"], "Menghubungi kembali"),
        (["answered", "unanswered"], "1 panggilan tidak dijawab"),
    ],
)
def test_calls_are_told_by_the_last_one(outcomes, words):
    look = rules.calls_look(outcomes)
    assert (look and look[0]) == words


# --- numbers -----------------------------------------------------------------------------------


def test_who_is_expected_present_missing_and_called(clock, region, ani, dewi, budi, dodi, bambang):
    days = [expected(person) for person in (ani, dewi, budi, dodi)]
    came(days[0], "Pagi")
    now = clock("2026-12-07 08:05")
    called(days[1], bambang, at=now)
    paths = [region.root.path]
    assert numbers(paths, "Pagi", now) == {
        "Diskominfo": (3, 1, 2, 1, 0, ["1 tidak menjawab", "1 belum dipanggil"]),
        "Dinkes": (1, 0, 1, 0, 0, ["1 belum dipanggil"]),
    }
    assert numbers(paths, "Siang", now)["Dinkes"] == (1, 0, 1, 0, 0, [])


def test_within_one_opd_the_units_stand_one_by_one(clock, region, ani, budi):
    for person in (ani, budi):
        expected(person)
    now = clock("2026-12-07 07:20")
    assert list(numbers([region.diskominfo.path], "Pagi", now)) == ["Diskominfo", "Bidang Aplikasi"]


def test_an_answer_after_an_unanswered_call_ends_the_alarm(clock, region, ani, bambang):
    day = expected(ani)
    now = clock("2026-12-07 08:05")
    called(day, bambang, at=now)
    later = clock("2026-12-07 08:20")
    called(day, bambang, "called_back", at=later)
    assert numbers([region.root.path], "Pagi", later)["Bidang Aplikasi"] == (1, 0, 1, 1, 1, [])
    assert board.silent([region.root.path], MONDAY, later) == ([], 0)


def test_a_call_past_its_time_asks_to_be_closed(clock, region, ani, bambang):
    day = expected(ani)
    called(day, bambang, "running", at=clock("2026-12-07 08:05"))
    assert numbers([region.root.path], "Pagi", clock("2026-12-07 08:08"))["Bidang Aplikasi"][5] == [
        "1 sedang dipanggil"
    ]
    late = clock("2026-12-07 08:11")
    assert numbers([region.root.path], "Pagi", late)["Bidang Aplikasi"][5] == [
        "1 panggilan habis waktu"
    ]
    [found], count = board.silent([region.root.path], MONDAY, late)
    assert (found.row.employee, found.unanswered, count) == (ani, [], 1)


def test_a_call_of_the_morning_says_nothing_about_the_afternoon(clock, region, ani, bambang):
    day = expected(ani)
    called(day, bambang, "answered", at=clock("2026-12-07 08:05"))
    noon = clock("2026-12-07 13:35")
    assert numbers([region.root.path], "Pagi", noon)["Bidang Aplikasi"][5] == []
    assert numbers([region.root.path], "Siang", noon)["Bidang Aplikasi"][5] == ["1 belum dipanggil"]


def test_whoever_was_recalled_is_not_expected_any_more(clock, region, ani, dewi):
    for person in (ani, dewi):
        expected(person)
    clock("2026-12-07 11:00")
    take_back(ani, MONDAY)
    now = clock("2026-12-07 13:00")
    assert numbers([region.root.path], "Pagi", now)["Bidang Aplikasi"][0] == 2
    assert numbers([region.root.path], "Siang", now)["Bidang Aplikasi"][0] == 1


def test_windows_of_several_policies_are_tabs_by_name_and_times(clock, region, ani, dodi):
    own = {"checkin_windows": ["08.00–09.00", "15.00–16.00"]}
    open_policy(region.dinkes, by=region.service, **own)
    for person in (ani, dodi):
        expected(person)
    now = clock("2026-12-07 08:10")
    spans = board.spans_on([region.root.path], MONDAY)
    assert [rules.tab_label(span, spans, now) for span in spans] == [
        "Pagi, 07.15–07.45",
        "Pagi, 08.00–09.00",
        "Siang, 12.45",
        "Sore, 15.00–16.00",
        "Sore, 16.00–16.30",
    ]
    assert rules.current(spans, now).closes_at.astimezone(UTC).hour == 2  # 09.00 WIB
    assert [s.name for s in board.spans_on([region.dinkes.path], MONDAY)] == ["Pagi", "Sore"]


def test_a_grace_of_another_length_is_the_same_tab(region, ani, dodi):
    open_policy(region.dinkes, by=region.service, checkin_grace=60)
    for person in (ani, dodi):
        expected(person)
    assert len(board.spans_on([region.root.path], MONDAY)) == 3
    assert Window.objects.count() == 6


# --- the same in SQL and in Python -------------------------------------------------------------


def test_conditions_of_the_database_say_what_the_rules_say(clock, region, ani, bambang):
    """Every kind of day: whole, missed, late, flagged, without picture, running, unasked."""
    open_policy(region.dinkes, by=region.service, valid_needs=["report"])
    people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(8)]
    others = [add_employee(region.dinkes, f"Perawat {n}") for n in range(2)]
    days = [expected(person) for person in [*people, *others]]
    whole(days[0])
    whole(days[1])
    days[2].plan_at = days[2].plan_due_at
    days[2].save()
    came(days[3], "Pagi", flags=["outside"])
    came(days[4], "Pagi", photo="missing", flags=["no_photo"])
    came(days[5], "Pagi", "late")
    came(days[6], "Pagi", photo="awaited")
    Expectation.objects.filter(pk=days[1].pk).update(report_at=None)
    Expectation.objects.filter(pk=days[8].pk).update(report_at=days[8].report_due_at)
    for time in ("2026-12-07 07:20", "2026-12-07 13:00", "2026-12-07 16:40", "2026-12-07 17:01"):
        now = clock(time)
        here = marks.marks_of(now, MONDAY, MONDAY)
        rows = Expectation.objects.annotate(needs_text=marks.needs_text())
        gapped = set(rows.filter(here.gapped()).values_list("pk", flat=True))
        running = set(rows.filter(here.running()).values_list("pk", flat=True))
        ended = set(rows.filter(~Q(here.running())).values_list("pk", flat=True))
        seen = days_of(Expectation.objects.all(), now)
        assert gapped == {d.row.pk for d in seen if d.found.missing}, time
        assert running == {d.row.pk for d in seen if d.found.waiting}, time
        assert ended == {d.row.pk for d in seen if not d.found.waiting}, time


# --- pages -------------------------------------------------------------------------------------


def test_the_board_tells_numbers_and_the_way_to_people(clock, page, region, ani, dodi, endah):
    for person in (ani, dodi):
        came(expected(person), "Pagi")
    clock("2026-12-07 07:50")
    text = page(endah, "pengawasan")
    assert "Senin, 7 Desember 2026 · presensi pagi 07.15–07.45 WIB, toleransi terlambat" in text
    assert "data pukul 07.50 WIB" in text
    assert f'href="{reverse("pengawasan-unit", args=[region.dinkes.pk])}"' in text
    assert '<meta http-equiv="refresh"' not in text
    assert 'data-refresh="30"' in text
    assert ">Perbarui</a>" in text


def test_the_board_shows_only_ones_own_units(page, clock, region, ani, dodi, bambang):
    for person in (ani, dodi):
        expected(person)
    clock("2026-12-07 07:20")
    assert "Dinas Kesehatan" not in page(bambang, "pengawasan")


def test_an_extended_window_says_so_and_why(clock, page, ani, endah):
    expected(ani)
    row = Window.objects.get(name="Siang")
    start = clock("2026-12-07 12:51")
    row.extended_until = clock("2026-12-07 13:21")
    row.save()
    WindowExtension.objects.create(
        window=row,
        down_from=start,
        down_until=start + datetime.timedelta(minutes=6),
        until=row.extended_until,
        reason="galat",
        written_at=start,
    )
    clock("2026-12-07 13:22")
    assert (
        "Presensi siang diperpanjang 6 menit, sampai 13.21 WIB, untuk semua pegawai. "
        "Layanan terganggu pukul 12.51–12.57 WIB." in page(endah, "pengawasan")
    )


def test_an_outage_that_was_written_minute_by_minute_is_told_once(clock, page, ani, endah):
    expected(ani)
    row = Window.objects.get(name="Siang")
    row.extended_until = clock("2026-12-07 13:48")
    row.save()
    for first, count in ((50, 30), (84, 2), (87, 1)):
        start = clock("2026-12-07 12:00") + datetime.timedelta(minutes=first)
        for n in range(1, count + 1):
            until = start + datetime.timedelta(minutes=n)
            WindowExtension.objects.create(
                window=row,
                down_from=start,
                down_until=until,
                until=until + datetime.timedelta(hours=1),
                reason="galat",
                written_at=until,
            )
    clock("2026-12-07 13:50")
    told = "Layanan terganggu pukul 12.50–13.20 WIB, 13.24–13.26 WIB, dan 13.27–13.28 WIB."
    assert told in page(endah, "pengawasan")


def test_those_who_do_not_answer_are_listed_with_their_calls(clock, page, ani, bambang):
    day = expected(ani)
    came(day, "Pagi")
    for time in ("2026-12-07 13:02", "2026-12-07 13:08"):
        called(day, bambang, at=clock(time))
    clock("2026-12-07 13:22")
    text = page(bambang, "pengawasan")
    assert "Tidak menjawab panggilan" in text
    assert "Batas jawab 5 menit, 2 panggilan" in text
    assert "Foto terakhir 07.16 WIB" in text
    assert reverse("pengawasan-hari", args=[day.pk]) in text


def test_a_day_without_anybody_away_says_so(page, bambang):
    assert "Tidak ada yang bekerja fleksibel hari ini" in page(bambang, "pengawasan")


def test_where_no_check_in_is_asked_nobody_looks_present(page, region, ani, bambang):
    open_policy(region.diskominfo, by=region.service, checkin_asked=False)
    expected(ani)
    text = page(bambang, "pengawasan")
    assert "Presensi tidak diminta hari ini" in text
    assert "1 pegawai bekerja fleksibel" in text


def test_the_people_of_a_unit_stand_with_the_flagged_first(clock, page, region, ani, dewi, bambang):
    whole(expected(ani))
    came(expected(dewi), "Pagi", flags=["outside"])
    clock("2026-12-07 17:05")
    text = page(bambang, "pengawasan-unit", region.aplikasi.pk)
    assert text.index("Dewi Anggraini") < text.index("Ani Lestari")
    assert "1 tanda" in text


def test_a_unit_outside_is_not_there(page, region, bambang):
    page(bambang, "pengawasan-unit", region.dinkes.pk, status=404)


def test_a_past_date_is_shown_as_it_was(clock, page, region, ani, bambang):
    whole(expected(ani))
    clock("2026-12-09 08:00")
    text = page(bambang, "pengawasan-unit", region.aplikasi.pk, query="?tanggal=2026-12-07")
    assert "Senin, 7 Desember 2026" in text
    assert "Ani Lestari" in text


def test_the_day_tells_evidence_flags_and_calls(clock, page, ani, bambang):
    day = expected(ani)
    came(day, "Pagi", flags=["outside"], distance_m=840, accuracy_m=12)
    called(day, bambang, at=clock("2026-12-07 13:02"))
    clock("2026-12-07 17:05")
    text = page(bambang, "pengawasan-hari", day.pk)
    assert "Di luar jarak lokasi yang disetujui" in text
    assert "840 meter dari lokasi disetujui, ketelitian 12 meter" in text
    assert "Presensi siang tidak ada." in text
    assert "Tidak menjawab" in text
    assert reverse("pengawasan-foto", args=[part_of(day, "Pagi").check_in.pk]) in text


def test_a_picture_is_opened_only_with_a_row_that_says_so(client, ani, bambang):
    found = came(expected(ani), "Pagi")
    answer = sign_in(client, bambang).get(reverse("pengawasan-foto", args=[found.pk]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content)
    viewing = PhotoViewing.objects.get()
    assert (viewing.check_in, viewing.viewer_identity) == (found, bambang.nip)
    assert viewing.capacity == "Kepala Diskominfo"
    assert AuditEvent.objects.get().action == "photo_viewed"


def test_ones_own_picture_is_opened_without_one(client, ani):
    found = came(expected(ani), "Pagi")
    answer = sign_in(client, ani).get(reverse("pengawasan-foto", args=[found.pk]))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
    assert PhotoViewing.objects.count() == 0


@pytest.mark.parametrize("who", ["dewi", "budi", "pandu", "plh_tri"])
def test_nobody_else_opens_a_picture(client, request, ani, who):
    found = came(expected(ani), "Pagi")
    user = request.getfixturevalue(who)
    assert sign_in(client, user).get(reverse("pengawasan-foto", args=[found.pk])).status_code == 404
    assert PhotoViewing.objects.count() == 0


def test_a_picture_that_is_gone_says_why(client, ani, bambang):
    found = came(expected(ani), "Pagi", photo="purged")
    answer = sign_in(client, bambang).get(reverse("pengawasan-foto", args=[found.pk]))
    assert answer.status_code == 409
    assert "sudah dihapus sesuai masa simpan" in text_of(answer)


def test_the_spreadsheet_holds_the_board_and_no_formula(clock, client, region, ani, endah):
    region.aplikasi.name = "=SUM(1)"
    region.aplikasi.save()
    expected(ani)
    clock("2026-12-07 08:05")
    answer = sign_in(client, endah).get(reverse("pengawasan-xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:3] == ["Unit", "Ditunggu", "Hadir"]
    assert rows[1][0].lower() == "'=sum(1)"
    assert rows[1][1:] == [1, 0, 1, 0, 0, "1 belum dipanggil"]
    assert rows[-1][:3] == ["Jumlah", 1, 0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


# --- budgets -----------------------------------------------------------------------------------


@pytest.mark.parametrize("people", [1, 3, 60])
def test_the_pages_ask_the_same_however_many(
    people, clock, client, region, bambang, django_assert_max_num_queries
):
    staff = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(people)]
    for person in staff:
        away(person, MONDAY)
    keep_in_step(MONDAY)
    now = clock("2026-12-07 13:40")
    for day in Expectation.objects.select_related("employee"):
        came(day, "Pagi", flags=["outside"])
        called(day, bambang, at=now)
    sign_in(client, bambang)
    with django_assert_max_num_queries(22):
        client.get(reverse("pengawasan"))
    with django_assert_max_num_queries(18):
        client.get(reverse("pengawasan-unit", args=[region.aplikasi.pk]))
    with django_assert_max_num_queries(20):
        client.get(reverse("pengawasan-hari", args=[Expectation.objects.first().pk]))
