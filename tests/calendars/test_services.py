"""The seed never touches what a person changed; every change is in the log."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from wfa.audit.models import AuditEvent
from wfa.calendars import services
from wfa.calendars.models import Holiday, RamadanPeriod
from wfa.refusals import Refused


def rows():
    return list(Holiday.objects.values("date", "name", "kind", "is_estimate", "is_cancelled"))


def test_seed_marks_estimates_and_takes_the_word_out_of_the_name(db):
    counts = services.seed(2027)
    assert counts.new == Holiday.objects.count() > 20
    eid = Holiday.objects.get(date=date(2027, 3, 10))
    assert eid.is_estimate
    assert eid.name == "Hari Raya Idul Fitri"
    assert not Holiday.objects.get(date=date(2027, 8, 17)).is_estimate


def test_second_seed_changes_nothing(db):
    first = services.seed(2026)
    before, events = rows(), AuditEvent.objects.count()
    assert services.seed(2026) == services.Seeded(unchanged=first.new)
    assert rows() == before
    assert AuditEvent.objects.count() == events


def test_seed_keeps_what_a_person_changed_moved_or_cancelled(citra):
    services.seed(2027)
    eid = Holiday.objects.get(date=date(2027, 5, 17))
    services.change_holiday(
        eid, date=date(2027, 5, 16), name="Idul Adha 1448 H", kind="national", by=citra
    )
    services.remove_holiday(Holiday.objects.get(date=date(2027, 2, 5)), by=citra)
    local = services.add_holiday(date=date(2027, 7, 1), name="Hari Jadi", kind="local", by=citra)
    before = rows()
    counts = services.seed(2027)
    assert (counts.new, counts.changed, counts.removed, counts.kept) == (0, 0, 0, 2)
    assert rows() == before
    assert services.is_working_day(date(2027, 2, 5))
    assert services.is_working_day(date(2027, 5, 17))
    local.refresh_from_db()


def test_day_that_a_person_added_first_is_not_doubled(citra):
    services.add_holiday(date=date(2026, 8, 17), name="Kemerdekaan", kind="local", by=citra)
    counts = services.seed(2026)
    assert counts.kept == 1
    assert Holiday.objects.get(date=date(2026, 8, 17)).name == "Kemerdekaan"


def test_newer_list_corrects_estimates_and_takes_away_what_it_lost(db):
    services.seed(2027)
    Holiday.objects.filter(date=date(2027, 8, 17)).update(name="Nama lama", is_estimate=True)
    stale = date(2027, 9, 9)
    Holiday.objects.create(date=stale, seeded_date=stale, name="Hilang", kind="national")
    counts = services.seed(2027)
    assert (counts.changed, counts.removed, counts.new) == (1, 1, 0)
    assert not Holiday.objects.filter(date=stale).exists()


@pytest.mark.parametrize("year", [1999, 2101])
def test_year_outside_the_calendar_is_refused(db, year):
    with pytest.raises(Refused, match="di luar kalender"):
        services.seed(year)


def test_command_fills_years_and_says_what_it_did(db):
    out = StringIO()
    call_command("seed_calendar", years=[2026, 2027], stdout=out)
    assert [line.split(":")[0] for line in out.getvalue().splitlines()] == ["2026", "2027"]
    with pytest.raises(CommandError):
        call_command("seed_calendar", years=[1], stdout=out)


def test_one_day_holds_one_holiday(citra):
    services.add_holiday(date=date(2026, 7, 1), name="Hari Jadi", kind="local", by=citra)
    with pytest.raises(Refused) as refusal:
        services.add_holiday(date=date(2026, 7, 1), name="Lain", kind="local", by=citra)
    assert refusal.value.field == "date"
    assert "Rabu, 1 Juli 2026 sudah tercatat: Hari Jadi" in refusal.value.message


def test_changes_are_audited_with_before_and_after(citra):
    day = services.add_holiday(date=date(2026, 7, 1), name="Hari Jadi", kind="local", by=citra)
    services.change_holiday(day, date=date(2026, 7, 2), name="Hari Jadi", kind="local", by=citra)
    services.change_holiday(day, date=date(2026, 7, 2), name="Hari Jadi", kind="local", by=citra)
    services.remove_holiday(day, by=citra)
    events = AuditEvent.objects.filter(target_kind="holiday").order_by("sequence")
    assert [e.action for e in events] == ["holiday_added", "holiday_changed", "holiday_removed"]
    assert events[1].data["before"]["date"] == "2026-07-01"
    assert events[1].data["after"]["date"] == "2026-07-02"
    assert {e.actor_nip for e in events} == {citra.identity}
    assert not Holiday.objects.exists()


def test_holiday_that_somebody_else_deleted_is_refused_in_words(citra):
    day = services.add_holiday(date=date(2026, 7, 1), name="Hari Jadi", kind="local", by=citra)
    services.remove_holiday(day, by=citra)
    with pytest.raises(Refused, match="sudah dihapus petugas lain"):
        services.remove_holiday(Holiday(pk=day.pk or 1), by=citra)


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        (date(2026, 3, 20), date(2026, 2, 19), "bad_dates"),
        (date(2026, 2, 19), date(2026, 2, 25), "bad_length"),
        (date(2026, 3, 1), date(2026, 3, 30), "overlap"),
    ],
)
def test_impossible_ramadan_is_refused(citra, starts, ends, code):
    services.save_ramadan(None, starts=date(2026, 2, 19), ends=date(2026, 3, 20), by=citra)
    with pytest.raises(Refused) as refusal:
        services.save_ramadan(None, starts=starts, ends=ends, by=citra)
    assert refusal.value.code == code


def test_ramadan_can_be_corrected(citra):
    period = services.save_ramadan(None, starts=date(2026, 2, 18), ends=date(2026, 3, 19), by=citra)
    services.save_ramadan(period, starts=date(2026, 2, 19), ends=date(2026, 3, 20), by=citra)
    assert RamadanPeriod.objects.get().starts == date(2026, 2, 19)
