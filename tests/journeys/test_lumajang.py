"""Case 1 of the schemes: Kabupaten Lumajang, June 2025, with every refusal and every loop.

An employee files with the OPD; the OPD assesses and proposes; the BKD decides. Nobody works
elsewhere without a permit, and nobody goes to the BKD directly. Each scene ends with all promises.
"""

import datetime
from io import BytesIO, StringIO

import pikepdf
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from documents import services as desk
from documents.models import ArchiveEntry
from documents.selectors import closed_cases, status
from documents.storage import read
from documents.verification import Word
from tests.actors import add_employee, appoint, far_working_days, sign_in
from tests.documents.cases import fresh, issue
from tests.workflows import cases
from wfa.decisions.models import Decision
from wfa.notifications.models import Message
from wfa.refusals import Refused
from wfa.requests import services as filing
from wfa.requests.models import WorkRequest
from wfa.requests.selectors import differences
from wfa.schedules.models import QuotaCounter, WorkDay
from workflows.services import (
    answer_objection,
    ask_cancellation,
    close_examination,
    decide_cancellation,
    file_objection,
    give_view,
    may_object,
    perform,
    propose,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari(region):
    """Ani's direct superior, whom the policy wants to be heard first."""
    head = add_employee(region.aplikasi, "Sari Wulandari", sex="F", echelon="31")
    appoint(head, region.aplikasi)
    region.policy.parameters = {"open": True, "quota_percent": 100, "superior_step": True}
    region.policy.save(update_fields=["parameters"])
    return head


@pytest.fixture(autouse=True)
def _promises(db):
    yield
    call_command("check_invariants", stdout=StringIO())


def now(case):
    return WorkRequest.objects.get(pk=case.pk)


def told(person):
    return list(Message.objects.filter(recipient=person).values_list("subject", flat=True))


def refuses(step, case, by, **data):
    [receipt] = perform(step, [case], by=by, **{"note": "Alasan yang cukup.", **data})
    assert receipt.outcome == "refused", receipt
    return receipt.sentence


def test_from_the_first_draft_to_the_archive(
    client, region, sari, ani, budi, bambang, citra, endah, rani
):
    days = far_working_days(4)

    # Ani's first try is refused by the rules, with what to do; nothing is lost.
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    case = cases.draft(ani, [tomorrow])
    [receipt] = perform("submit", [case], by=ani)
    assert receipt.outcome == "refused"
    assert "Pilih mulai" in receipt.sentence or "Hapus hari itu" in receipt.sentence
    assert now(case).reason == "Menyelesaikan pengujian aplikasi pelayanan."
    filing.save_part(case, by=ani, dates=[d.isoformat() for d in days])

    # She files. Nobody at the BKD can touch it: there is no way past the OPD.
    case = cases.do("submit", now(case), ani)
    assert "tidak berwenang" not in refuses("approve", case, citra)
    assert sign_in(client, citra).get(reverse("kotak-masuk-bkd")).context["rows"] == []
    assert (
        sign_in(client, citra).get(reverse("kotak-masuk-kasus", args=[case.pk])).status_code == 404
    )

    # The direct superior is heard first.
    assert told(sari) == ["Pengajuan menunggu pertimbangan Anda"]
    assert "Atasan langsung belum" in refuses("recommend", case, budi)
    give_view(case, by=sari, agrees=True, note="Pekerjaan dapat dipantau.")

    # The OPD sends it back, with a reason; without one it can't.
    with pytest.raises(Refused, match="Alasan wajib diisi"):
        perform("send_back", [case], by=budi)
    case = cases.do("send_back", case, budi, note="Sebutkan keluaran setiap hari.")
    assert "Pengajuan Anda perlu diperbaiki" in told(ani)
    filing.save_part(case, by=ani, reason="Menguji 24 layar, hasilnya dilaporkan tiap sore.")
    case = cases.do("submit", now(case), ani)
    [changed] = differences(case)
    assert (changed.label, case.round) == ("Alasan", 2)
    assert "Atasan langsung belum" in refuses("recommend", case, budi)  # heard per round
    give_view(case, by=sari, agrees=True, note="Keluarannya jelas.")

    # Assessed, taken back after a wrong click, assessed again, proposed with a signed letter.
    case = cases.do("recommend", case, budi)
    assert "Hanya penilainya" in refuses("take_back", case, bambang)
    case = cases.do("recommend", cases.do("take_back", case, budi), budi)
    proposal, _ = propose([case], by=bambang)
    assert "belum ditandatangani" in refuses("approve", case, citra)
    letter = issue(desk.sign(desk.ensure_letter(proposal, by=bambang), by=bambang))
    proposal.refresh_from_db()
    assert proposal.letter_number == letter.number
    assert now(case).due_on == now(case).due_bkd

    # The BKD returns it to the OPD; the round goes up, the OPD proposes again.
    case = cases.do("return_to_opd", now(case), citra, note="Lengkapi penilaian dampak layanan.")
    assert case.round == 3
    give_view(case, by=sari, agrees=True, note="Sudah dilengkapi.")
    case = cases.do("recommend", case, budi)
    second, _ = propose([case], by=bambang)
    issue(desk.sign(desk.ensure_letter(second, by=bambang), by=bambang))

    # Approved for three of four days, under a condition; undone and done again in the sitting.
    terms = ["Hadir di kantor bila ada pemeriksaan lapangan."]
    chosen = {case.pk: days[:3]}
    case = cases.do("approve", now(case), citra, days=chosen, conditions={case.pk: terms})
    assert "Hanya pemutusnya" in refuses("reopen", case, endah)
    case = cases.do("reopen", case, citra)
    assert case.conditions == []
    case = cases.do("approve", case, citra, days=chosen, conditions={case.pk: terms})
    close_examination(second, by=citra)
    assert "sudah selesai" in refuses("reopen", case, citra)
    assert dict(QuotaCounter.objects.values_list("date", "taken"))[days[3]] == 0

    # The decree: numbered, with the condition on paper, valid for a stranger.
    [paper] = desk.draft_decree([case], by=citra)
    paper = issue(desk.sign(paper, by=endah))
    assert paper.snapshot["annex"]["rows"][0]["conditions"] == terms
    with pikepdf.open(BytesIO(read(paper.file_name))) as pdf:
        assert len(pdf.pages) == paper.pages
    assert status(paper.token, timezone.localdate()).word is Word.VALID
    client.logout()
    page = client.get(reverse("verifikasi", args=[paper.token]))
    assert "BERLAKU" in page.content.decode()
    assert "Ani Lestari" not in page.content.decode()
    assert now(case).state == "in_force"
    assert WorkDay.objects.filter(employee=ani, withdrawn_at=None).count() == 3

    # One day given back on her asking, the others called back by the head: the case is over.
    asked = ask_cancellation(now(case), by=ani, dates=days[:1], reason="Ada rapat di kantor.")
    with pytest.raises(Refused, match="Hubungi penilai"):
        decide_cancellation(asked, by=ani, granted=True)
    decide_cancellation(asked, by=budi, granted=True)
    assert now(case).state == "in_force"
    case = cases.do("recall", now(case), bambang, note="Ada kunjungan kerja Menteri.")
    assert case.state == "cancelled"
    assert "Anda dipanggil kembali ke kantor" in told(ani)
    assert WorkDay.objects.filter(employee=ani, withdrawn_at=None).count() == 0
    assert set(QuotaCounter.objects.values_list("taken", flat=True)) == {0}
    assert status(paper.token, timezone.localdate()).word is Word.OVER

    # Everything is archived, and the whole way can be read from the decisions.
    desk.file_cases(closed_cases(), by=rani)
    assert ArchiveEntry.objects.filter(request=case).exists()
    way = list(Decision.objects.filter(subject_kind="request").values_list("step", flat=True))
    assert way == [
        "submit", "send_back", "submit", "recommend", "take_back", "recommend", "propose",
        "return_to_opd", "recommend", "propose", "approve", "reopen", "approve", "enact",
        "cancel", "recall",
    ]  # fmt: skip


def test_refused_by_the_opd_objected_and_won(region, ani, budi, bambang, citra, endah, bupati):
    case = cases.submitted(ani, far_working_days(2))
    assert "tidak berwenang" in refuses("refuse", case, budi)  # only the head refuses
    case = cases.do("refuse", case, bambang, note="Layanan loket belum terjamin.")
    objection = file_objection(case, by=ani, reason="Loket dijaga dua rekan, jadwal terlampir.")
    with pytest.raises(Refused, match=r"sudah pernah diajukan|hanya atas pengajuan"):
        file_objection(now(case), by=ani, reason="Sekali lagi.")
    with pytest.raises(Refused, match=r"Anda yang menolak|tidak berwenang"):
        answer_objection(objection, by=bambang, upheld=False, note="Dikabulkan.")
    answer_objection(objection, by=endah, upheld=False, note="Jadwal loket cukup.")
    case = now(case)
    assert (case.state, case.decided_by) == ("proposed", None)
    case = cases.do("approve", case, citra)
    close_examination(case.items.get(is_open=True).proposal, by=citra)
    [paper] = desk.draft_decree([case], by=citra)
    issue(desk.sign(paper, by=endah))
    assert now(case).state == "in_force"


def test_refused_by_the_bkd_objected_and_lost(region, ani, budi, bambang, citra, endah, bupati):
    case = cases.proposed(ani, budi, bambang)
    cases.do("refuse", case, endah, note="Kuota hari itu untuk layanan.")
    assert "belum menutup pemeriksaan" in may_object(now(case), ani)
    close_examination(case.items.get().proposal, by=citra)
    objection = file_objection(now(case), by=ani, reason="Hari itu tidak ada layanan.")
    with pytest.raises(Refused, match="Anda yang menolak"):
        answer_objection(objection, by=endah, upheld=True, note="Tetap.")
    answer_objection(objection, by=bupati, upheld=True, note="Penolakan sudah tepat.")
    assert now(case).state == "refused"
    assert "Keberatan Anda dijawab: penolakan tetap" in told(ani)
    assert "sudah pernah diajukan" in may_object(now(case), ani)


def test_revoked_for_one_and_withdrawn_by_another(region, ani, dewi, budi, bambang, citra, endah):
    dates = far_working_days(2)
    asked = [cases.recommended(person, budi, dates) for person in (ani, dewi)]
    proposal = cases.proposal_of(asked, bambang)
    first = cases.do("approve", now(asked[0]), citra)
    cases.do("withdraw", now(asked[1]), dewi)
    close_examination(proposal, by=citra)
    [paper] = desk.draft_decree([first], by=citra)
    paper = issue(desk.sign(paper, by=endah))
    revoking = desk.revoke(paper, [now(first)], by=citra, reason="Kewajiban lapor tidak dipenuhi.")
    issue(desk.sign(revoking, by=endah))
    assert now(first).state == "revoked"
    assert status(fresh(paper).token, timezone.localdate()).word is Word.REVOKED
    assert set(QuotaCounter.objects.values_list("taken", flat=True)) == {0}
    assert WorkDay.objects.filter(withdrawn_at=None).count() == 0
