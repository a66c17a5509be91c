"""Pictures and coordinates go when their time is over, and the rest stays (G11)."""

import datetime
import uuid
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.actors import sign_in
from tests.attendance.duty import MONDAY, called, expected
from wfa.attendance.invariants import g11
from wfa.attendance.models import (
    CheckIn,
    Expectation,
    NoticeRead,
    Purge,
    Reprimand,
    ResponseCall,
)
from wfa.attendance.selectors.privacy import VERSION
from wfa.attendance.services import purge_due, purging
from wfa.attendance.services.purging import unpurged_photos
from wfa.audit.models import AuditEvent
from wfa.files import services as files
from wfa.files.models import StoredFile
from wfa.people.authority import GRANTS, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def picture():
    out = BytesIO()
    Image.new("RGB", (40, 40), "navy").save(out, "JPEG")
    return SimpleUploadedFile("foto.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture
def came(clock, ani):
    """Ani checked in with a picture on the morning of Monday, 7 December."""
    clock("2026-12-07 06:00")
    part = expected(ani).check_ins.order_by("window__opens_at").first()
    at = clock("2026-12-07 07:20")
    stored = files.accept(picture(), by=ani, purpose=StoredFile.Purpose.EVIDENCE)
    return CheckIn.objects.create(
        expected=part,
        employee=ani,
        key=uuid.uuid4(),
        at=at,
        source="camera",
        arrival="on_time",
        challenge="three",
        latitude="-7.100000",
        longitude="112.400000",
        accuracy_m=12,
        distance_m=40,
        photo_state="kept",
        photo_due_at=at,
        photo_at=at,
        photo=stored,
        photo_hash=77,
    )


def test_a_picture_goes_after_ninety_days_and_the_hour_stays(clock, came):
    clock("2027-03-07 02:00")
    assert purge_due() == 0
    clock("2027-03-08 02:00")
    assert purge_due() == 1
    came.refresh_from_db()
    assert (came.photo_state, came.photo_hash, came.band_1) == ("purged", None, None)
    assert came.photo.removed_at is not None
    assert (str(came.latitude), came.arrival) == ("-7.100000", "on_time")
    assert unpurged_photos().count() == 0
    [row] = Purge.objects.filter(count__gt=0)
    assert (row.what, row.kept_days, row.until) == ("photos", 90, MONDAY + datetime.timedelta(1))
    event = AuditEvent.objects.get(action="photos_purged")
    assert (event.actor_nip, event.data["count"]) == ("", 1)


def test_coordinates_go_after_a_year_with_the_approved_point(clock, came):
    day = came.expected.expectation
    type(day).objects.filter(pk=day.pk).update(latitude="-7.1", longitude="112.4")
    clock("2027-12-09 02:00")
    assert purge_due() == 2
    came.refresh_from_db()
    day.refresh_from_db()
    assert (came.latitude, came.longitude, came.accuracy_m) == (None, None, None)
    assert (day.latitude, came.distance_m) == (None, 40)


def test_once_a_day(clock, came):
    clock("2027-03-08 02:00")
    assert (purge_due(), purge_due()) == (1, 0)
    assert set(Purge.objects.values_list("what", flat=True)) == {"photos", "coordinates", "numbers"}
    assert Purge.objects.count() == 3


@pytest.mark.parametrize(
    ("state", "count"),
    [("proposed", 0), ("confirmed", 0), ("objected", 0), ("dropped", 1), ("lifted", 1)],
)
def test_what_somebody_argues_about_stays(clock, came, ani, bambang, state, count):
    now = timezone.now()
    Reprimand.objects.create(
        employee=ani,
        unit=ani.unit,
        level="note",
        state=state,
        ground="calls",
        about="calls:2026-12-07",
        proposed_at=now,
        decided_at=None if state == "proposed" else now,
        decided_by=None if state == "proposed" else bambang,
        reason="" if state == "proposed" else "Tidak menjawab dua panggilan.",
        issued_at=now if state in {"objected", "lifted"} else None,
        lifted_at=now if state == "lifted" else None,
        lifted_why="Keberatan diterima." if state == "lifted" else "",
    )
    clock("2027-03-08 02:00")
    assert purge_due() == count


def step(person, by, **fields):
    """A step of guidance that is in force, with the time to object to it over."""
    now = timezone.now()
    return Reprimand.objects.create(
        **{
            "employee": person,
            "unit": person.unit,
            "level": "note",
            "state": "issued",
            "ground": "calls",
            "about": "calls:2026-12-07",
            "proposed_at": now,
            "decided_at": now,
            "decided_by": by,
            "reason": "Tidak menjawab dua panggilan.",
            "issued_at": now,
            "object_until": datetime.date(2026, 12, 11),
            "expires_on": datetime.date(2027, 6, 8),
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"level": "examination"}, 0),
        ({"level": "examination", "expires_on": datetime.date(2027, 3, 8)}, 0),
        ({"level": "examination", "expires_on": datetime.date(2027, 3, 7)}, 1),
        ({"level": "note"}, 1),
        ({"level": "warning_1", "number": "800.1.6.2/1"}, 1),
        ({"level": "note", "object_until": datetime.date(2027, 3, 8)}, 0),
    ],
)
def test_a_step_in_force_holds_as_long_as_its_evidence_is_asked_for(
    clock, came, ani, bambang, fields, count
):
    """An examination reads it elsewhere; of the others nothing can be argued any more."""
    step(ani, bambang, **fields)
    clock("2027-03-08 02:00")
    assert purge_due() == count


def test_of_somebody_else_nothing_waits(clock, came, dewi, bambang):
    step(dewi, bambang, level="examination")
    clock("2027-03-08 02:00")
    assert purge_due() == 1


@pytest.mark.parametrize(
    ("verdict", "until", "count"),
    [
        ("clarify", datetime.date(2026, 12, 11), 0),
        ("invalid", datetime.date(2027, 3, 8), 0),
        ("invalid", datetime.date(2027, 3, 7), 1),
        ("valid", datetime.date(2027, 3, 8), 1),
    ],
)
def test_a_day_that_may_still_be_explained_waits(clock, came, verdict, until, count):
    days = Expectation.objects.filter(pk=came.expected.expectation_id)
    days.update(verdict=verdict, verdict_at=timezone.now(), explain_until=until)
    clock("2027-03-08 02:00")
    assert purge_due() == count
    assert g11()[0]


def test_the_approved_point_of_a_day_that_is_argued_about_waits_too(clock, came, ani, bambang):
    """Also where nobody checked in: then it is all there is."""
    CheckIn.objects.filter(pk=came.pk).update(latitude=None, longitude=None)
    Expectation.objects.update(latitude="-7.1", longitude="112.4")
    argued = step(ani, bambang, state="objected")
    clock("2027-12-09 02:00")
    purge_due()
    assert Expectation.objects.get().latitude is not None
    Reprimand.objects.filter(pk=argued.pk).update(state="dropped")
    clock("2027-12-10 02:00")
    purge_due()
    assert Expectation.objects.get().latitude is None


def test_a_called_number_goes_with_the_coordinates_and_the_call_stays(clock, came, bambang):
    call = called(came.expected.expectation, bambang)
    assert call.number
    clock("2027-12-07 02:00")
    purge_due()
    call.refresh_from_db()
    assert call.number
    clock("2027-12-08 02:00")
    purge_due()
    call.refresh_from_db()
    assert (call.number, call.caller_name, call.outcome) == ("", bambang.full_name, "unanswered")
    row = Purge.objects.get(what="numbers", count__gt=0)
    assert (row.count, row.kept_days, row.until) == (1, 365, MONDAY + datetime.timedelta(1))
    assert AuditEvent.objects.get(action="numbers_purged").data["count"] == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        type(call).objects.filter(pk=call.pk).update(caller_name="Lain")


def test_a_number_of_somebody_who_objects_waits(clock, came, ani, bambang):
    call = called(came.expected.expectation, bambang)
    step(ani, bambang, state="objected")
    clock("2027-12-08 02:00")
    purge_due()
    call.refresh_from_db()
    assert call.number


def test_more_than_one_batch_goes(clock, came, ani, bambang, monkeypatch):
    monkeypatch.setattr(purging, "BATCH", 2)
    for _ in range(5):
        called(came.expected.expectation, bambang)
    clock("2027-12-09 02:00")
    assert purge_due() == 7  # with one picture and one point
    assert not ResponseCall.objects.exclude(number="").exists()


def test_the_policy_of_the_region_says_how_long(clock, came, region):
    region.policy.parameters["keep_photo_days"] = 7
    region.policy.save()
    clock("2026-12-15 02:00")
    assert purge_due() == 1


def test_the_command_only_tells_until_it_is_meant(clock, came):
    clock("2027-03-08 02:00")
    out = StringIO()
    call_command("purge_attendance", stdout=out)
    assert "Foto presensi: 1 akan dihapus" in out.getvalue()
    came.refresh_from_db()
    assert came.photo_state == "kept"
    call_command("purge_attendance", "--apply", stdout=out)
    came.refresh_from_db()
    assert came.photo_state == "purged"


@pytest.mark.parametrize("change", [{"at": "2026-01-01T00:00Z"}, {"source": "upload"}])
def test_when_somebody_came_is_never_rewritten(came, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.filter(pk=came.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.filter(pk=came.pk).delete()


def test_the_notice_is_read_once_and_written_down(client, ani):
    sign_in(client, ani)
    page = client.get("/presensi-saya/pemberitahuan/?lanjut=/jadwal-saya/")
    text = page.content.decode()
    assert "Foto 90 hari, titik lokasi 365 hari." in text
    assert "Nomor pada catatan panggilan 365 hari." in text
    for _ in range(2):
        answer = client.post("/presensi-saya/pemberitahuan/", {"lanjut": "/jadwal-saya/"})
        assert answer["Location"] == "/jadwal-saya/"
    assert NoticeRead.objects.count() == 1
    assert AuditEvent.objects.filter(action="privacy_notice_read").count() == 1
    assert (
        "Belum ada yang membuka foto Anda."
        in client.get("/presensi-saya/pemberitahuan/").content.decode()
    )


SEEN_AS = {
    Role.UNIT_HEAD: "Atasan langsung",
    Role.OPD_HEAD: "kepala OPD",
    Role.REGION_HEAD: "kepala daerah",
    Role.VERIFIER: "verifikator",
    Role.BKD_HEAD: "kepala BKD",
    Role.INSPECTOR: "inspektur",
}


@pytest.mark.parametrize("place", ["presensi-pemberitahuan", "privasi"])
def test_both_notices_name_everybody_who_may_open_a_picture(client, ani, place):
    assert {grant.role for grant in GRANTS if grant.action == "view_photo"} == set(SEEN_AS)
    text = sign_in(client, ani).get(reverse(place)).content.decode().lower()
    assert [words for words in SEEN_AS.values() if words.lower() not in text] == []


def test_the_notice_says_which_version_it_is(client, ani):
    page = sign_in(client, ani).get(reverse("presensi-pemberitahuan")).content.decode()
    assert f"Pasal 21, versi {VERSION}." in page


def test_the_way_on_never_leads_elsewhere(client, ani):
    sign_in(client, ani)
    answer = client.post("/presensi-saya/pemberitahuan/", {"lanjut": "https://jahat.example/"})
    assert answer["Location"] == "/"
