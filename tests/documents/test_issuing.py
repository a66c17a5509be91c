import datetime

import pytest
from django.utils import timezone

from documents import rendering, selectors, services, storage
from documents.kinds import fingerprint
from documents.models import ArchiveEntry, Document, Register
from documents.services import issuing
from tests.documents import cases
from wfa.audit.models import AuditEvent
from wfa.decisions.models import Decision
from wfa.notifications.models import Message
from wfa.people.models import Mandate
from wfa.refusals import Refused
from wfa.requests.models import RequestDay, WorkRequest


def states(requests):
    return {WorkRequest.objects.get(pk=r.pk).state for r in requests}


def test_signing_takes_a_number_and_freezes_the_content(numbered, approved, region):
    assert numbered.number == f"800.1.11.1/0001/U{region.bkpsdm.pk}/{timezone.localdate().year}"
    assert numbered.snapshot_sha256 == fingerprint(numbered.snapshot)
    assert len(numbered.token) == 32
    assert states(approved) == {"approved"}


def test_frozen_content_outlives_a_change_of_name(numbered, ani):
    ani.name = "Ani Baru"
    ani.save()
    paper = cases.issue(numbered)
    assert paper.snapshot["annex"]["rows"][0]["name"] == "Ani Lestari"


def test_issue_puts_the_requests_in_force_and_files_the_paper(issued, approved, ani, bambang):
    assert states(approved) == {"in_force"}
    entry = ArchiveEntry.objects.get(document=issued)
    assert entry.sha256 == issued.file_sha256
    assert entry.active_until.year == issued.valid_until.year + 2
    assert (
        Message.objects.filter(recipient=ani, subject="Surat keputusan Anda sudah terbit").count()
        == 1
    )
    assert Message.objects.filter(
        recipient=bambang, subject="Surat keputusan pegawai Anda terbit"
    ).exists()
    assert {d.data.get("document_number") for d in Decision.objects.filter(step="enact")} <= {
        issued.number,
        None,
    }
    for request in approved:
        assert (
            not request.items.get().proposal.process.task_set.filter(finished__isnull=True).exists()
        )


def test_issue_twice_is_one_issue(issued, numbered):
    assert not services.issue(numbered.pk)
    assert services.issue_due() == 0
    assert ArchiveEntry.objects.filter(document=issued).count() == 1
    assert Decision.objects.filter(step="enact").count() == 2
    assert AuditEvent.objects.filter(action="document.issued").count() == 1


def test_a_crash_between_number_and_issue_is_taken_up_again(numbered, approved):
    """The worker dies after its claim: later the sweep finds the paper due by its row."""
    document = issuing.claim(numbered.pk)
    storage.put(issuing.render(document).content)
    assert states(approved) == {"approved"}
    assert services.issue_due() == 0
    Document.objects.update(due_at=timezone.now())
    assert services.issue_due() == 1
    assert states(approved) == {"in_force"}
    assert cases.fresh(numbered).attempts == 2


def test_two_workers_finish_the_same_paper_once(numbered):
    document = issuing.claim(numbered.pk)
    rendered = issuing.render(document)
    assert issuing.finish(document, rendered)
    assert not issuing.finish(document, rendered)
    assert cases.fresh(numbered).state == "issued"


def test_a_failure_leaves_it_numbered_and_due(numbered, approved, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "file")
    (tmp_path / "file").write_text("not a folder")
    assert not services.issue(numbered.pk)
    paper = cases.fresh(numbered)
    assert (paper.state, paper.attempts) == ("numbered", 1)
    assert paper.due_at > timezone.now()
    assert paper.last_error == "NotADirectoryError"
    assert states(approved) == {"approved"}


def test_altered_content_is_not_printed(numbered):
    Document.objects.update(snapshot={**numbered.snapshot, "number": "800.1.11.1/9999/X/2026"})
    assert not services.issue(numbered.pk)
    assert cases.fresh(numbered).last_error == "isi beku tidak cocok dengan sidiknya"


def test_retry_makes_it_due_now(numbered, endah):
    issuing.claim(numbered.pk)
    services.retry(numbered, by=endah)
    assert services.issue_due() == 1


def test_a_void_keeps_the_number_and_gives_the_requests_back(numbered, approved, endah, citra):
    with pytest.raises(Refused):
        services.void(numbered, by=endah, reason="salah")
    paper = services.void(numbered, by=endah, reason="Salah lampiran, disusun ulang.")
    assert paper.state == "void"
    assert not services.issue(numbered.pk)
    [again] = services.draft_decree(approved, by=citra)
    again = services.sign(again, by=endah)
    assert again.sequence == 2
    assert selectors.g2() == (True, 2, "")


def test_an_issued_paper_is_not_voided(issued, endah):
    with pytest.raises(Refused) as refusal:
        services.void(issued, by=endah, reason="Salah lampiran, disusun ulang.")
    assert refusal.value.code == "moved"


def test_signing_without_a_legal_basis_is_refused(draft, endah):
    Mandate.objects.all().delete()
    with pytest.raises(Refused) as refusal:
        services.sign(draft, by=endah)
    assert refusal.value.code == "no_basis"
    assert not Register.objects.filter(last__gt=0).exists()


def test_a_verifier_does_not_sign(draft, citra):
    with pytest.raises(Refused) as refusal:
        services.sign(draft, by=citra)
    assert refusal.value.code == "no_right"


def test_nobody_signs_a_decree_that_holds_their_own_case(draft, ani, region):
    from tests.actors import appoint

    appoint(ani, region.bkpsdm, "PLH")
    with pytest.raises(Refused) as refusal:
        services.sign(draft, by=ani)
    assert refusal.value.code == "own_case"


def test_signing_twice_takes_one_number(numbered, endah):
    with pytest.raises(Refused) as refusal:
        services.sign(numbered, by=endah)
    assert refusal.value.code == "moved"
    assert Register.objects.get().last == 1


def test_days_that_have_passed_are_not_printed(draft, endah, approved):
    """A decree is never retroactive (UU 30/2014 Ps 58 ayat (6))."""
    day = RequestDay.objects.filter(request=approved[0]).first()
    RequestDay.objects.filter(pk=day.pk).update(
        date=timezone.localdate() - datetime.timedelta(days=1)
    )
    found = {
        c.level
        for c in services.checks(draft, endah, None, timezone.localdate())
        if c.law.endswith("(6)")
    }
    assert found == {"warn"}
    RequestDay.objects.filter(request=approved[0]).update(
        state="cancelled", seat_unit=None, work_unit=None
    )
    with pytest.raises(Refused) as refusal:
        services.sign(draft, by=endah)
    assert refusal.value.code == "past"


def test_file_database_and_public_page_agree(issued, client):
    assert storage.digest_of(issued.file_name) == issued.file_sha256
    page = dict(selectors.status(issued.token, timezone.localdate()).facts)
    assert page["SHA-256 berkas"] == issued.file_sha256
    assert selectors.g7() == (True, 1, "")


def test_a_changed_file_is_found(issued):
    storage.path(issued.file_name).write_bytes(b"%PDF-1.7 other")
    ok, checked, detail = selectors.g7()
    assert (ok, checked) == (False, 1)
    assert issued.number in detail


def test_the_rendered_paper_can_be_made_again_byte_for_byte(issued):
    assert rendering.render("documents/paper/decree.html", issued.snapshot).content == storage.read(
        issued.file_name
    )


def test_a_gap_in_the_register_is_found(numbered):
    Register.objects.update(last=3)
    assert selectors.g2()[0] is False


def test_g1_finds_a_request_in_force_without_a_decree(issued):
    assert selectors.g1() == (True, 2, "")
    issued.items.update(is_live=False)
    assert selectors.g1()[0] is False
