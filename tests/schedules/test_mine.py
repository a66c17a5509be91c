"""One's own calendar: what holds, what is planned, what is asked, and what was changed."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.actors import far_working_days, sign_in, text_of
from tests.schedules.days import place, roster, take_back
from tests.workflows import cases
from wfa.calendars.models import Holiday
from wfa.home.mine import contents, month_of
from wfa.schedules.models import RosterState

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 12, 2)
FRIDAY = datetime.date(2026, 12, 4)
MONDAY = datetime.date(2026, 12, 7)


def page(client, user, query="?bulan=2026-12"):
    answer = sign_in(client, user).get(f"/jadwal/saya/{query}")
    assert answer.status_code == 200
    return answer


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(answer)))


def day(answer, date):
    return next(d for week in answer.context["weeks"] for d in week.days if d.date == date)


def test_a_day_in_force_shows_place_source_and_paper(client, ani):
    place(ani, [FRIDAY], "home", basis="Surat Tugas 800.1.11.1/12/2026")
    answer = page(client, ani)
    [entry] = day(answer, FRIDAY).entries
    assert (entry.letter.letter, entry.icon, entry.status) == ("R", "home", "")
    assert "Jadwal unit · Surat Tugas 800.1.11.1/12/2026" in words(answer)


def test_a_day_of_which_nothing_is_said_is_at_the_office(client, ani):
    [entry] = day(page(client, ani), MONDAY).entries
    assert (entry.letter.letter, entry.source) == ("K", "")


def test_two_halves_stand_beside_each_other(client, ani):
    place(ani, [FRIDAY], "home", slot="am")
    place(ani, [FRIDAY], "leave", source="absence", slot="pm", basis="Surat cuti 9")
    assert [e.letter.label for e in day(page(client, ani), FRIDAY).entries] == [
        "WFH pagi, siang di kantor",
        "Cuti",
    ]


def test_holidays_are_called_by_their_names(client, ani):
    Holiday.objects.create(
        date=datetime.date(2026, 12, 25), name="Hari Raya Natal", kind="national"
    )
    answer = page(client, ani)
    assert day(answer, datetime.date(2026, 12, 25)).entries == []
    assert "Libur: Hari Raya Natal" in words(answer)


@pytest.mark.parametrize(
    ("state", "kind", "says"),
    [
        (RosterState.SUBMITTED, "month", "rencana, belum disetujui"),
        (RosterState.REPORTED, "month", "rencana, belum disetujui"),
        (RosterState.RETURNED, "extra", "rencana, belum disetujui"),
        (RosterState.APPROVED, "month", "disetujui BKD, menunggu Surat Tugas"),
    ],
)
def test_a_plan_is_marked_as_one(client, ani, bambang, region, state, kind, says):
    first, last = datetime.date(2026, 12, 1), datetime.date(2026, 12, 31)
    roster(
        region.diskominfo,
        {ani: {FRIDAY: "R"}},
        by=bambang,
        first=first,
        last=last,
        state=state,
        kind=kind,
        reason="Banjir.",
    )
    answer = page(client, ani)
    assert [e.status for e in day(answer, FRIDAY).entries] == [says]
    assert says in words(answer)
    assert [e.letter.letter for e in day(answer, MONDAY).entries] == ["K"]


@pytest.mark.parametrize("state", [RosterState.DRAFT, RosterState.IN_FORCE, RosterState.WITHDRAWN])
def test_a_draft_and_a_finished_roster_plan_nothing(client, ani, bambang, region, state):
    first, last = datetime.date(2026, 12, 1), datetime.date(2026, 12, 31)
    lines = {ani: {FRIDAY: "R"}}
    roster(region.diskominfo, lines, by=bambang, first=first, last=last, state=state)
    assert [e.letter.letter for e in day(page(client, ani), FRIDAY).entries] == ["K"]


def test_an_amendment_shows_only_what_it_changes_beside_what_holds(client, ani, bambang, region):
    first, last = datetime.date(2026, 12, 1), datetime.date(2026, 12, 31)
    month = roster(
        region.diskominfo, {}, by=bambang, first=first, last=last, state=RosterState.IN_FORCE
    )
    change = roster(
        region.diskominfo,
        {ani: {FRIDAY: "K", MONDAY: "R"}},
        by=bambang,
        first=first,
        last=last,
        kind="amendment",
        amends=month,
        reason="Rapat.",
    )
    line = change.lines.get()
    line.base = "".join("R" if c in "KR" else c for c in line.cells)
    line.save()
    place(ani, [FRIDAY, MONDAY], "home")
    answer = page(client, ani)
    assert [(e.letter.letter, e.status) for e in day(answer, FRIDAY).entries] == [
        ("R", ""),
        ("K", "rencana perubahan, belum disetujui"),
    ]
    assert [e.letter.letter for e in day(answer, MONDAY).entries] == ["R"]


def test_a_requested_day_says_so_and_leads_to_its_case(client, ani):
    [date] = far_working_days(1)
    request = cases.submitted(ani, [date])
    answer = page(client, ani, f"?bulan={date:%Y-%m}")
    [entry] = day(answer, date).entries
    assert (entry.letter.letter, entry.status) == ("R", "diajukan")
    assert entry.url == f"/pengajuan/{request.pk}/"


def test_a_day_taken_back_stands_in_the_history_with_its_reason(client, ani):
    case = place(ani, [FRIDAY], "home", basis="Surat Tugas 12")
    take_back(case, [FRIDAY], "Dipanggil kembali ke kantor.")
    answer = page(client, ani)
    assert [e.letter.letter for e in day(answer, FRIDAY).entries] == ["K"]
    assert "Jumat, 4 Desember 2026: WFH, rumah dicabut" in words(answer)
    assert "Sebab: Dipanggil kembali ke kantor." in words(answer)


def test_absences_are_counted_with_the_rest(client, ani):
    place(ani, [MONDAY], "leave", source="absence", basis="Surat cuti 4")
    place(ani, [FRIDAY], "home")
    sums = {e.letter.letter: n for e, n in page(client, ani).context["sums"]}
    assert (sums["C"], sums["R"]) == (1, 1)


def test_nobody_else_s_days_are_shown(client, ani, dewi):
    place(dewi, [FRIDAY], "home", basis="Surat Tugas milik Dewi")
    assert "milik Dewi" not in text_of(page(client, ani))


def test_any_past_date_is_answered_as_it_is_known_and_as_it_was_known(client, ani, monkeypatch):
    date = datetime.date(2026, 5, 4)
    monday = datetime.datetime(2026, 5, 1, 1, tzinfo=datetime.UTC)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: monday)
        case = place(ani, [date], "home", basis="Surat Tugas 5")
        patch.setattr(timezone, "now", lambda: monday + datetime.timedelta(days=2))
        take_back(case, [date], "Dipanggil ke kantor.")
    now = page(client, ani, "?tanggal=2026-05-04").context["past"]
    assert now.stood == []
    assert [row.withdrawn_why for row, _ in now.rows] == ["Dipanggil ke kantor."]
    then = page(client, ani, "?tanggal=2026-05-04&saat=2026-05-02T08:00").context["past"]
    assert [e.letter.letter for e in then.stood] == ["R"]
    before = page(client, ani, "?tanggal=2026-05-04&saat=2026-04-02T08:00").context["past"]
    assert before.stood == []


def test_a_date_that_cannot_be_read_is_said(client, ani):
    assert "Tanggal tidak dikenali." in words(page(client, ani, "?tanggal=kemarin"))


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "1999-01", "9999-12", "x", "2026-1\x00"])
def test_a_month_that_cannot_be_read_is_this_month(text):
    assert month_of(text, TODAY) == datetime.date(2026, 12, 1)


@pytest.mark.parametrize("month", ["2028-02", "2026-12", "2027-01", "2000-01", "2100-12"])
def test_weeks_are_whole_and_cover_the_month(ani, month):
    from django.http import QueryDict

    shown = contents(ani, QueryDict(f"bulan={month}"))
    days = [d for week in shown["weeks"] for d in week.days]
    assert len(days) % 7 == 0
    assert days[0].date.weekday() == 0
    own = [d.date for d in days if d.in_month]
    assert own[0] == shown["month"]
    assert (own[-1] + datetime.timedelta(days=1)).day == 1


def test_an_account_without_days_is_told_so(client, ines):
    answer = page(client, ines)
    assert "Jadwal kerja hanya dimiliki pegawai ASN." in words(answer)


def test_the_calendar_asks_five_questions_however_much_is_in_it(ani, region, bambang):
    from django.http import QueryDict

    first, last = datetime.date(2026, 12, 1), datetime.date(2026, 12, 31)

    def asked():
        with CaptureQueriesContext(connection) as found:
            contents(ani, QueryDict("bulan=2026-12&tanggal=2026-12-04"))
        return len(found)

    assert asked() == 5
    place(ani, [FRIDAY, MONDAY], "home")
    roster(region.diskominfo, {ani: {MONDAY: "R"}}, by=bambang, first=first, last=last)
    assert asked() == 5
