"""Files that showed the work go when their retention is over; the report and its ratings stay (G11)."""

import datetime

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.actors import sign_in, text_of
from tests.attendance.duty import MONDAY
from tests.files.corpus import picture
from tests.performance.cases import of_plan, planned, rate
from wfa.attendance.models import Expectation, Purge, Reprimand
from wfa.attendance.selectors.privacy import purges
from wfa.attendance.services import purge_due as purge_check_ins
from wfa.audit.models import AuditEvent
from wfa.files import storage
from wfa.performance.invariants import g11
from wfa.performance.models import DailyReport, ReportEvidence
from wfa.performance.services import add_file, add_link, purge_due, remove_evidence, submit_report
from wfa.performance.services.purging import due, purge
from wfa.policies.parameters import PARAMETERS, Group

pytestmark = pytest.mark.django_db
GONE = "dihapus sesuai masa simpan"
LAST = MONDAY + datetime.timedelta(days=730)
"""The last day on which the files of that Monday are kept."""


def on(clock, day):
    clock(f"{day} 02:00")


@pytest.fixture
def shown(clock, ani):
    """Ani's report of Monday, 7 December, with one file and one address."""
    day_of = planned(ani)
    evidence = add_file(day_of, SimpleUploadedFile("hasil.png", picture("PNG")), by=ani)
    add_link(day_of, "https://luwes.example.go.id/hasil", by=ani)
    submit_report(day_of, by=ani, lines=of_plan(day_of))
    return evidence


def bytes_of(evidence):
    return storage.path_of(evidence.file.stored_name)


def test_the_file_goes_after_its_days_and_the_report_stays(
    clock, shown, ani, bambang, django_capture_on_commit_callbacks
):
    report = DailyReport.objects.get()
    rate(report, bambang)
    on(clock, LAST)
    assert purge_due() == 0
    assert bytes_of(shown).exists()
    on(clock, LAST + datetime.timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_due() == 1
    shown.refresh_from_db()
    assert shown.purged_at == timezone.now()
    assert shown.file.removed_at is not None
    assert not bytes_of(shown).exists()
    [kept] = [each for each in report.versions.get().content["evidence"] if "file" in each]
    assert kept == {"file": "hasil.png", "sha256": shown.file.sha256}
    assert DailyReport.objects.get().rating == "good"
    assert ReportEvidence.objects.get(file=None).link == "https://luwes.example.go.id/hasil"
    assert g11()[0]


def test_what_went_is_written_down_and_shown_to_everybody(clock, shown):
    on(clock, LAST + datetime.timedelta(days=1))
    purge_due()
    [row] = purges()
    assert (row.what, row.count, row.kept_days) == ("evidence", 1, 730)
    assert row.until == MONDAY + datetime.timedelta(days=1)
    event = AuditEvent.objects.get(action="evidence_purged")
    assert (event.actor_nip, event.data["count"]) == ("", 1)


def test_once_a_day_and_beside_the_purge_of_pictures(clock, shown):
    on(clock, LAST + datetime.timedelta(days=1))
    assert (purge_check_ins(), purge_due(), purge_due()) == (0, 1, 0)
    assert Purge.objects.count() == 4
    assert "wfa.performance.services.purge_due" in settings.SWEEPS


def test_pictures_go_on_a_day_on_which_the_files_went_first(clock, shown):
    on(clock, LAST + datetime.timedelta(days=1))
    assert purge_due() == 1
    purge_check_ins()
    assert set(Purge.objects.values_list("what", flat=True)) == {
        "evidence",
        "photos",
        "coordinates",
        "numbers",
    }


def test_one_that_was_taken_off_goes_too(clock, shown, ani):
    remove_evidence(shown, by=ani)
    on(clock, LAST + datetime.timedelta(days=1))
    assert purge_due() == 1


def test_what_somebody_argues_about_stays(clock, shown, ani, dewi):
    Expectation.objects.update(verdict="clarify", verdict_at=timezone.now())
    on(clock, LAST + datetime.timedelta(days=1))
    assert purge_due() == 0
    now = timezone.now()
    Expectation.objects.update(
        verdict="invalid", verdict_at=now, explain_until=timezone.localdate()
    )
    assert purge(due(timezone.localdate())) == 0
    Expectation.objects.update(verdict="waiting", verdict_at=None)
    step = {"unit": ani.unit, "level": "note", "ground": "by_hand", "proposed_at": timezone.now()}
    Reprimand.objects.create(employee=dewi, about="hand:1", **step)
    Reprimand.objects.create(employee=ani, about="hand:1", **step)
    on(clock, LAST + datetime.timedelta(days=2))
    assert purge_due() == 0
    assert g11()[0]


def test_the_policy_of_the_region_says_how_long(clock, shown, region):
    region.policy.parameters = {**region.policy.parameters, "keep_evidence_days": 90}
    region.policy.save(update_fields=["parameters"])
    on(clock, MONDAY + datetime.timedelta(days=91))
    assert purge_due() == 1
    found = PARAMETERS["keep_evidence_days"]
    assert (found.group, found.default) == (Group.PRIVACY, 730)


def test_page_and_link_say_that_it_went(clock, client, shown, ani, dewi, bambang):
    on(clock, LAST + datetime.timedelta(days=1))
    purge_due()
    day_of = shown.expectation_id
    link = reverse("laporan-bukti", args=[shown.pk])
    for who, page in ((ani, "laporan-harian"), (bambang, "kinerja-nilai")):
        told = text_of(sign_in(client, who).get(reverse(page, args=[day_of])))
        assert "hasil.png" in told
        assert GONE in told
        assert link not in told
        answer = client.get(link)
        assert answer.status_code == 409
        assert f"Berkas ini sudah {GONE}." in text_of(answer)
    assert sign_in(client, dewi).get(link).status_code == 404
    assert not AuditEvent.objects.filter(action="file_read").exists()


def test_before_there_is_a_region_nothing_is_due():
    assert purge_due() == 0


def test_bytes_that_stayed_or_went_too_early_break_the_promise(clock, shown):
    shown.file.removed_at = timezone.now()
    shown.file.save(update_fields=["removed_at"])
    assert "hilang sebelum masa simpannya" in g11()[2]
    shown.file.removed_at = None
    shown.file.save(update_fields=["removed_at"])
    assert g11()[0]
    on(clock, LAST + datetime.timedelta(days=5))
    assert "sudah harus dihapus" in g11()[2]
    ReportEvidence.objects.filter(pk=shown.pk).update(purged_at=timezone.now())
    assert "masih ada" in g11()[2]
