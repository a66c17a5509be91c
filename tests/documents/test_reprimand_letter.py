"""The letter of a step of guidance: due by itself, signed by a person, read by few."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from documents import handoff, selectors, services
from documents.kinds import KINDS, fingerprint
from documents.models import ArchiveEntry, Document, DocumentPerson
from tests.actors import add_employee, appoint, far_working_days, sign_in, text_of
from tests.attendance.breaching import WHY, in_force, proposed, refused
from tests.attendance.duty import MONDAY
from tests.documents import cases as paper_cases
from tests.documents.cases import fresh, issue
from tests.schedules.day_cases import place_on, rota
from wfa.attendance.models import Reprimand
from wfa.attendance.services import propose_due
from wfa.attendance.services.reprimands import answer_objection, decide, lift, object_to
from wfa.attendance.services.verifying import verify
from wfa.home.desks import waiting
from wfa.notifications.models import Message
from wfa.people.permissions import authority
from wfa.refusals import Refused
from wfa.requests.models import WorkRequest
from wfa.schedules.models import WorkDay

TUESDAY = MONDAY + datetime.timedelta(days=1)
NOTE = "Bukti kerusakan ponsel diterima setelah diperiksa."


@pytest.fixture
def confirmed(clock, ani, pandu, bambang, endah):
    """Peringatan pertama, decided by the head of the OPD: a note stands before it."""
    in_force(proposed(clock, ani, pandu), bambang)
    return decide(proposed(clock, ani, pandu, date=TUESDAY), "confirm", by=bambang, note=WHY)


@pytest.fixture
def draft(confirmed, bambang):
    return services.ensure_reprimand_letter(confirmed, by=bambang)


@pytest.fixture
def issued(draft, bambang):
    return issue(services.sign(draft, by=bambang))


def step_of(document):
    return Reprimand.objects.get(pk=document.subject_id)


def desk(user):
    held = authority(user)
    found = waiting(user, held, timezone.localdate(), asks_views=False)
    return {each.desk.key: each.count for each in found}


# --- due, drafted, signed ------------------------------------------------------------------------


def test_a_decided_warning_is_due_and_its_signer_finds_it(confirmed, bambang, pandu):
    assert list(KINDS["reprimand"].due()) == [confirmed]
    assert selectors.guidance_to_sign(bambang, authority(bambang)) == [confirmed]
    assert selectors.guidance_to_sign(pandu, authority(pandu)) == []
    assert desk(bambang)["sign_reprimand"] == 1


def test_a_note_and_a_proposal_are_not_due(clock, ani, pandu, bambang):
    in_force(proposed(clock, ani, pandu), bambang)
    proposed(clock, ani, pandu, date=TUESDAY)
    assert not KINDS["reprimand"].due().exists()


def test_preparing_twice_gives_the_same_letter_and_only_its_signer_prepares(
    confirmed, bambang, pandu, endah, ani
):
    for stranger in (pandu, endah, ani):
        with pytest.raises(Refused) as refusal:
            services.ensure_reprimand_letter(confirmed, by=stranger)
        assert refusal.value.code == "no_right"
    first = services.ensure_reprimand_letter(confirmed, by=bambang)
    assert services.ensure_reprimand_letter(confirmed, by=bambang) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(
            kind="reprimand",
            subject_kind="reprimand",
            subject_id=str(confirmed.pk),
            unit=first.unit,
            title="Lain",
            drafted_by=bambang,
            drafted_at=timezone.now(),
        )


def test_the_letter_says_what_happened_and_that_it_is_no_punishment(draft, bambang, ani, pandu):
    content = services.preview(draft, bambang)
    assert content["about"] == draft.title == "Peringatan pertama"
    assert content["addressee"][0] == f"Yth. Saudara {ani.full_name}"
    assert len(content["lines"]) == 2
    assert f"Oleh {pandu.full_name}" in content["lines"][0]
    assert content["reason"] == WHY
    closing = " ".join(content["closing"])
    assert "3 (tiga) hari kerja sejak surat ini terbit dan diberitahukan di Luwes" in closing
    assert "bukan hukuman disiplin" in closing
    assert "8 Juni 2027" in " ".join(content["orders"])
    assert content["people"] == []


def test_the_issue_brings_the_step_into_force_with_number_archive_and_notice(issued, ani):
    row = step_of(issued)
    assert (row.state, row.number, row.letter_date) == ("issued", issued.number, TUESDAY)
    assert issued.number.startswith("800.1.6.2/0001/")
    assert (row.expires_on, issued.valid_until) == (datetime.date(2027, 6, 8),) * 2
    assert row.object_until == datetime.date(2026, 12, 11)
    entry = ArchiveEntry.objects.get(document=issued)
    assert (entry.classification, entry.security) == ("800.1.6.2", "terbatas")
    assert (entry.fate, entry.active_until) == ("berkas_perseorangan", datetime.date(2029, 6, 8))
    assert ani.name not in entry.description
    assert Message.objects.filter(recipient=ani, subject__contains="untuk Anda terbit").exists()
    assert fingerprint(issued.snapshot) == issued.snapshot_sha256
    assert not KINDS["reprimand"].due().exists()


def test_nobody_signs_a_letter_to_themself(confirmed, region, ani, bambang):
    bambang.appointments.update(ends=MONDAY)
    appoint(ani, region.diskominfo, "PLH")
    other = add_employee(region.diskominfo, "Sekretaris")
    with pytest.raises(Refused):
        services.ensure_reprimand_letter(confirmed, by=ani)
    appoint(other, region.diskominfo, "PLT")
    draft = services.ensure_reprimand_letter(confirmed, by=other)
    with pytest.raises(Refused) as refusal:
        services.sign(draft, by=ani)
    assert refusal.value.code == "own_case"
    assert services.sign(draft, by=other).snapshot["signature"]["lines"][0].startswith("Plt. ")


def test_a_step_that_is_dropped_meanwhile_keeps_its_letter_from_going_out(draft, bambang):
    signed = services.sign(draft, by=bambang)
    row = step_of(signed)
    decide(row, "drop", by=bambang, note="Penjelasannya diterima.")
    assert not services.issue(signed.pk)
    assert "tidak dilanjutkan" in fresh(signed).last_error
    services.void(fresh(signed), by=bambang, reason="Langkah tidak dilanjutkan.")
    assert step_of(signed).state == "dropped"


def test_a_letter_isn_t_signed_once_its_days_are_sah(clock, client, ani, pandu, bambang):
    in_force(proposed(clock, ani, pandu), bambang)
    day = refused(clock, ani, bambang, TUESDAY)
    assert propose_due() == 1
    row = Reprimand.objects.get(ground="checkins")
    row = decide(row, "confirm", by=bambang, note=WHY)
    draft = services.ensure_reprimand_letter(row, by=bambang)
    verify("verify_day", [day], by=bambang, note="Listrik padam.", opened=True)
    with pytest.raises(Refused, match="Hari itu kini dinyatakan sah") as refusal:
        services.sign(draft, by=bambang)
    assert refusal.value.code == "too_little"
    page = text_of(sign_in(client, bambang).get(reverse("naskah", args=[draft.pk])))
    assert "Pilih Tidak dilanjutkan. Lalu buang rancangan ini." in page
    decide(row, "drop", by=bambang, note="Harinya ternyata sah.")
    assert fresh(draft).state == "draft"


def test_a_discarded_draft_leaves_the_step_due(draft, confirmed, bambang):
    services.discard(draft, by=bambang)
    assert list(KINDS["reprimand"].due()) == [confirmed]
    assert services.ensure_reprimand_letter(confirmed, by=bambang) != draft


# --- who reads it --------------------------------------------------------------------------------


READERS = {"ani", "bambang", "bupati", "endah", "rani", "ines"}
OTHERS = {"dewi", "pandu", "budi", "citra", "plh_tri", "adi", "fitri"}


def test_few_read_the_letter_and_the_draft_fewer(request, draft, bambang):
    everybody = {name: request.getfixturevalue(name) for name in READERS | OTHERS}

    def reading():
        return {
            name
            for name, user in everybody.items()
            if selectors.visible_to(user, authority(user)).filter(pk=draft.pk).exists()
        }

    assert reading() == {"bambang", "bupati"}
    issue(services.sign(draft, by=bambang))
    assert reading() == READERS
    assert DocumentPerson.objects.count() == 1


def test_the_public_check_names_nobody_and_knows_when_it_is_over(clock, issued, ani, bambang):
    today = timezone.localdate()
    answer = selectors.status(issued.token, today)
    said = " ".join(value for _, value in answer.facts)
    assert answer.word == "BERLAKU"
    assert ani.name.split()[0] not in said
    assert "A.L." not in said
    over = selectors.status(issued.token, datetime.date(2027, 6, 9))
    assert over.word == "BERAKHIR"
    lift(step_of(issued), by=bambang, note=NOTE)
    answer = selectors.status(issued.token, today)
    assert (answer.word, ("Dicabut sejak", "Selasa, 8 Desember 2026") in answer.facts) == (
        "DICABUT",
        True,
    )


def test_a_granted_objection_revokes_the_letter(issued, ani, endah):
    row = object_to(step_of(issued), by=ani, reason=NOTE)
    answer_objection(row, by=endah, lifts=True, note=NOTE)
    assert selectors.status(issued.token, timezone.localdate()).word == "DICABUT"


# --- the withdrawal of flexible work -------------------------------------------------------------


def at_rung(clock, person, caller, head, level, dates):
    """One breach after the other up to the rung; the last is decided and waits."""
    for n, date in enumerate(dates[:-1]):
        in_force(proposed(clock, person, caller, date=date), head, number=f"800.1.6.2/00{n}/X")
    row = decide(proposed(clock, person, caller, date=dates[-1]), "confirm", by=head, note=WHY)
    assert row.level == level
    return row


WEEK = [MONDAY + datetime.timedelta(days=n) for n in range(5)]


def test_a_withdrawal_calls_back_from_every_day_after_the_letter(clock, ani, pandu, bambang):
    row = at_rung(clock, ani, pandu, bambang, "revoke", WEEK[:4])
    ahead = [datetime.date(2026, 12, day) for day in (11, 14, 15)]
    rota(ani, ahead)
    letter = services.ensure_reprimand_letter(row, by=bambang)
    content = services.preview(letter, bambang)
    assert "dicabut mulai 11 Desember 2026" in content["orders"][0]
    letter = issue(services.sign(letter, by=bambang))
    assert [place_on(ani, day) for day in ahead] == ["office"] * 3
    assert place_on(ani, WEEK[3]) == "home"  # the day itself stays what it was
    taken = WorkDay.objects.filter(employee=ani, date=ahead[0], withdrawn_at__isnull=False)
    assert letter.number in taken.get().withdrawn_why
    assert Reprimand.objects.get(pk=row.pk).state == "issued"


def test_a_withdrawal_takes_the_days_of_requests_too(
    clock, ani, dewi, budi, bambang, citra, endah, pandu
):
    [case, other] = paper_cases.approved([ani, dewi], assessor=budi, head=bambang, bkd=citra)
    [decree] = services.draft_decree([case, other], by=citra)
    issue(services.sign(decree, by=endah))
    days = far_working_days(2)
    assert [place_on(ani, day) for day in days] == ["home"] * 2
    row = Reprimand.objects.create(
        employee=ani,
        unit=ani.unit,
        level="revoke",
        ground="by_hand",
        evidence={
            "date": str(timezone.localdate()),
            "text": "Di luar domisili.",
            "recorded_by": bambang.full_name,
            "capacity": "Kepala Diskominfo",
        },
        about="hand:1",
        proposed_at=timezone.now(),
    )
    Reprimand.objects.filter(pk=row.pk).update(
        state="confirmed", decided_by=bambang, decided_at=timezone.now(), reason=WHY
    )
    row.refresh_from_db()
    issue(services.sign(services.ensure_reprimand_letter(row, by=bambang), by=bambang))
    assert [place_on(ani, day) for day in days] == [None] * 2
    assert [place_on(dewi, day) for day in days] == ["home"] * 2
    states = dict(WorkRequest.objects.values_list("applicant__name", "state"))
    assert states == {ani.name: "cancelled", dewi.name: "in_force"}


# --- the hand-off --------------------------------------------------------------------------------

PUNISHMENTS = ("hukuman", "teguran", "potong", "pemberhentian", "penurunan", "sanksi")


@pytest.fixture
def examination(clock, ani, pandu, bambang, endah):
    return at_rung(clock, ani, pandu, bambang, "examination", WEEK)


def test_the_hand_off_holds_the_evidence_and_no_consequence(examination, ani):
    assert examination.state == "issued"
    with zipfile.ZipFile(io.BytesIO(handoff.archive(examination))) as packed:
        names = packed.namelist()
        books = {n: openpyxl.load_workbook(packed.open(n)) for n in names if n.endswith("xlsx")}
        summary = packed.read("ringkasan.pdf")
        sums = packed.read("sha256.txt").decode()
    assert names == ["ringkasan.pdf", "bukti.xlsx", "riwayat.xlsx", "sha256.txt"]
    assert summary.startswith(b"%PDF-")
    assert len(sums.splitlines()) == 3
    evidence = list(books["bukti.xlsx"].active.values)
    assert len(evidence) == 1 + 5 * 2  # two calls of each of five breaches
    way = list(books["riwayat.xlsx"].active.values)
    assert len(way) == 1 + 5
    said = " ".join(str(cell) for row in [*evidence, *way] for cell in row).lower()
    values = str(handoff._values(examination, [])).lower()
    assert [word for word in PUNISHMENTS if word in said + values] == []


def test_who_takes_the_hand_off_is_written_down(client, examination, bambang, endah, ani, pandu):
    from wfa.audit.models import AuditEvent

    url = reverse("pembinaan-berkas", args=[examination.pk])
    for reader in (bambang, endah):
        answer = sign_in(client, reader).get(url)
        assert answer["Content-Type"] == "application/zip"
    for stranger in (ani, pandu):
        assert sign_in(client, stranger).get(url).status_code == 404
    taken = AuditEvent.objects.filter(action="reprimand_handed_over")
    assert set(taken.values_list("actor_nip", flat=True)) == {bambang.nip, endah.nip}


def test_other_steps_have_no_hand_off(client, issued, bambang):
    url = reverse("pembinaan-berkas", args=[issued.subject_id])
    assert sign_in(client, bambang).get(url).status_code == 404


# --- pages ---------------------------------------------------------------------------------------


def test_from_the_step_to_the_letter_and_back(client, confirmed, bambang, ani, dewi):
    sign_in(client, bambang)
    page = text_of(client.get(reverse("pembinaan-lihat", args=[confirmed.pk])))
    url = reverse("naskah-pembinaan", args=[confirmed.pk])
    assert url in page
    assert url in text_of(client.get(reverse("surat-keputusan")))
    paper = client.get(url, follow=True)
    assert "Surat peringatan" in text_of(paper)
    assert "Tanda tangani" in text_of(paper)
    for stranger in (ani, dewi):
        assert sign_in(client, stranger).get(url).status_code == 404


def test_the_employee_opens_the_issued_letter(client, issued, ani, dewi):
    url = reverse("naskah-pembinaan", args=[issued.subject_id])
    assert url in text_of(sign_in(client, ani).get(reverse("pembinaan-saya")))
    assert issued.number in text_of(client.get(url, follow=True))
    assert client.get(reverse("naskah-unduh", args=[issued.pk])).status_code == 200
    assert sign_in(client, dewi).get(url).status_code == 404


def test_search_does_not_find_it(client, issued, bambang, citra):
    for reader in (bambang, citra):
        page = text_of(sign_in(client, reader).get(reverse("cari"), {"q": issued.number}))
        assert reverse("naskah", args=[issued.pk]) not in page


def test_a_discarded_draft_leads_back_to_the_step(client, draft, bambang):
    answer = sign_in(client, bambang).post(reverse("naskah-buang", args=[draft.pk]))
    assert answer.url == reverse("pembinaan-lihat", args=[draft.subject_id])


def test_the_first_page_says_what_waits_for_whom(clock, region, ani, pandu, bambang, endah, bupati):
    row = proposed(clock, ani, pandu)
    assert (desk(bambang)["decide_reprimand"], desk(bupati)["decide_reprimand"]) == (1, 0)
    object_to(decide(row, "confirm", by=bambang, note=WHY), by=ani, reason=NOTE)
    assert (desk(endah)["answer_reprimand"], desk(bupati)["answer_reprimand"]) == (1, 0)
    own = add_employee(region.bkpsdm, "Staf BKD")
    row = decide(proposed(clock, own, endah), "confirm", by=endah, note=WHY)
    object_to(row, by=own, reason=NOTE)
    assert desk(bupati)["answer_reprimand"] == 1
