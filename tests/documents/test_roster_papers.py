"""The letter of a roster and its Surat Tugas: who prepares, signs, reads; what they say."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from documents import selectors, services
from documents.kinds import fingerprint
from documents.models import ArchiveEntry, Document, DocumentPerson
from documents.services import issuing
from tests.actors import add_employee, appoint, sign_in, text_of
from tests.documents import roster_cases as made
from tests.documents.cases import fresh, issue
from tests.workflows import rosters as life
from wfa.people.models import Employee
from wfa.people.permissions import authority
from wfa.refusals import Refused
from wfa.schedules.models import WorkDay
from wfa.schedules.services import start_extra, start_order
from workflows.services import perform_roster


@pytest.fixture
def office(region, bambang, ani, dewi, pandu, citra, endah):
    return region.diskominfo


@pytest.fixture
def submitted(office, ani, dewi, pandu):
    away = dict.fromkeys(life.a_weekday(4), "R")
    return life.do("submit", life.draft(office, pandu, None, {ani: away, dewi: away}), pandu)


@pytest.fixture
def reported(submitted, bambang):
    return made.with_letter(submitted, bambang)


@pytest.fixture
def approved(reported, citra):
    return life.do("approve", reported, citra)


@pytest.fixture
def running(reported, bambang, citra):
    return made.in_force(reported, head=bambang, bkd=citra)


# --- the letter of proposal ----------------------------------------------------------------------


def test_a_submitted_roster_waits_for_its_letter_and_enters_the_desk_when_it_is_issued(
    submitted, bambang
):
    waiting = selectors.rosters_to_sign(authority(bambang))
    assert [(kind, roster.pk) for kind, roster in waiting] == [
        ("Surat usulan jadwal", submitted.pk)
    ]
    roster = made.with_letter(submitted, bambang)
    letter = made.paper_of(roster, "roster_letter")
    assert (roster.state, roster.letter_number) == ("reported", letter.number)
    assert roster.letter_date == letter.dated
    assert not selectors.rosters_to_sign(authority(bambang))


def test_preparing_the_letter_again_gives_the_same_one(submitted, bambang, pandu):
    first = services.ensure_roster_letter(submitted, by=pandu)
    assert services.ensure_roster_letter(submitted, by=bambang) == first
    assert Document.objects.count() == 1


def test_the_letter_lists_people_days_and_the_composition_of_each_day(submitted, bambang):
    letter = services.ensure_roster_letter(submitted, by=bambang)
    content = services.preview(letter, bambang)
    assert [row["name"] for row in content["annex"]["people"]] == ["Ani Lestari", "Dewi Anggraini"]
    fridays = life.a_weekday(4)
    assert content["annex"]["people"][0]["count"] == len(fridays)
    [row] = content["composition"]
    assert (row["away"], row["present"], row["share"]) == (2, 2, "50 : 50")
    assert str(fridays[0].day) in row["days"]
    assert "sedikitnya 2 pegawai" in content["closing"][0]


def test_only_the_head_of_the_opd_signs(submitted, pandu, endah, citra, bambang):
    letter = services.ensure_roster_letter(submitted, by=pandu)
    for stranger in (pandu, endah, citra):
        with pytest.raises(Refused, match="kepala OPD"):
            services.sign(letter, by=stranger)
    assert services.sign(letter, by=bambang).number


def test_an_acting_head_signs_as_such(submitted, office, bambang, pandu):
    bambang.appointments.update(ends=timezone.localdate() - datetime.timedelta(days=1))
    acting = add_employee(office, "Sari Utami", echelon="31")
    appoint(acting, office, "PLH")
    letter = services.sign(services.ensure_roster_letter(submitted, by=pandu), by=acting)
    assert letter.snapshot["signature"]["lines"][0].startswith("Plh. KEPALA DINAS")


def test_who_stands_in_it_does_not_sign(office, ani, pandu, bambang):
    away = dict.fromkeys(life.a_weekday(3), "R")
    roster = life.do("submit", life.draft(office, pandu, None, {ani: away}), pandu)
    appoint(ani, office, "PLH")
    letter = services.ensure_roster_letter(roster, by=pandu)
    with pytest.raises(Refused) as refusal:
        services.sign(letter, by=ani)
    assert refusal.value.code == "own_case"


def test_a_stranger_prepares_nothing(submitted, ani, plh_tri):
    for stranger in (ani, plh_tri):
        with pytest.raises(Refused) as refusal:
            services.ensure_roster_letter(submitted, by=stranger)
        assert refusal.value.code == "no_right"


def test_a_returned_roster_gets_a_new_letter_and_keeps_the_old_one(reported, bambang, pandu, citra):
    old = made.paper_of(reported, "roster_letter")
    roster = life.do("send_back", reported, citra, note="Jumat terlalu penuh.")
    roster = life.do("submit", roster, pandu)
    new = services.ensure_roster_letter(roster, by=bambang)
    assert new != old
    assert new.options["round"] == 2
    issue(services.sign(new, by=bambang))
    assert life.fresh(roster).letter_number == fresh(new).number != old.number
    assert fresh(old).state == "issued"


def test_a_roster_withdrawn_after_the_signature_keeps_its_letter_from_going_out(
    submitted, bambang, pandu
):
    letter = services.sign(services.ensure_roster_letter(submitted, by=bambang), by=bambang)
    life.do("withdraw", submitted, pandu)
    assert not services.issue(letter.pk)
    letter = fresh(letter)
    assert letter.state == "numbered"
    assert "Sudah dibatalkan oleh Pandu" in letter.last_error
    services.void(letter, by=bambang, reason="Jadwal dibatalkan sebelum terbit.")
    assert fresh(letter).state == "void"


def test_a_withdrawn_roster_is_not_signed(submitted, bambang, pandu):
    letter = services.ensure_roster_letter(submitted, by=bambang)
    life.do("withdraw", submitted, pandu)
    with pytest.raises(Refused) as refusal:
        services.sign(letter, by=bambang)
    assert refusal.value.code == "moved"
    services.discard(letter, by=bambang)


# --- the Surat Tugas -----------------------------------------------------------------------------


def test_the_surat_tugas_makes_the_days_facts_and_its_people_readers(running, ani, dewi, dodi):
    roster, paper = running
    assert (roster.state, roster.assignment_number) == ("in_force", paper.number)
    assert set(paper.persons.values_list("employee", flat=True)) == {ani.pk, dewi.pk}
    day = life.a_weekday(4)[0]
    row = WorkDay.objects.get(employee=ani, date=day)
    assert (row.place, paper.number in row.basis_text) == ("home", True)
    assert selectors.visible_to(ani, authority(ani)).filter(pk=paper.pk).exists()
    assert not selectors.visible_to(dodi, authority(dodi)).filter(pk=paper.pk).exists()


def test_the_wording_follows_the_form_in_use(running, region):
    content = running[1].snapshot
    assert (content["heading"], content["verb"]) == ("SURAT TUGAS", "MEMBERI TUGAS:")
    assert content["to"].startswith("2 (dua) pegawai Dinas Komunikasi dan Informatika")
    bases = " ".join(content["bases"])
    assert "Peraturan Bupati tentang Fleksibilitas Kerja Nomor 12 Tahun 2026" in bases
    assert f"Nomor {running[0].letter_number} tanggal" in bases
    assert "Persetujuan Badan Kepegawaian" in bases
    duties = content["duties"]
    assert "presensi sedikitnya dua kali" in duties[0]
    assert [d for d in duties if d.startswith("melaporkan")] == [
        "melaporkan hasil kerja kepada atasan langsung pada hari yang sama; dan"
    ]
    assert duties[-2].endswith("; dan")
    assert duties[-1].endswith(".")


def test_the_content_is_values_only_and_frozen(running, ani):
    paper = running[1]
    assert fingerprint(paper.snapshot) == paper.snapshot_sha256
    Employee.objects.filter(pk=ani.pk).update(name="Nama Lain")
    assert next(row["name"] for row in fresh(paper).snapshot["annex"]["people"]) == "Ani Lestari"
    assert fingerprint(fresh(paper).snapshot) == paper.snapshot_sha256


def test_a_drafted_surat_tugas_holds_the_approval_until_it_is_discarded(approved, citra, bambang):
    draft = services.ensure_assignment(approved, by=bambang)
    [receipt] = perform_roster("reopen", [approved], by=citra)
    assert not receipt.ok
    services.discard(draft, by=bambang)
    assert life.do("reopen", approved, citra).state == "reported"


def test_a_voided_surat_tugas_can_be_made_again(approved, bambang):
    first = services.sign(services.ensure_assignment(approved, by=bambang), by=bambang)
    services.void(first, by=bambang, reason="Salah kertas, dicetak ulang.")
    second = services.ensure_assignment(approved, by=bambang, paper="F4")
    assert second != first
    assert second.options["paper"] == "F4"


def test_two_live_surat_tugas_of_one_roster_are_impossible(approved, bambang):
    paper = services.ensure_assignment(approved, by=bambang)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(
            kind="assignment_letter",
            subject_kind="roster",
            subject_id=str(approved.pk),
            unit=paper.unit,
            title="Kedua",
            drafted_by=bambang,
            drafted_at=timezone.now(),
        )


def test_before_the_approval_there_is_no_surat_tugas(reported, bambang):
    with pytest.raises(Refused) as refusal:
        services.ensure_assignment(reported, by=bambang)
    assert refusal.value.code == "not_approved"


def test_it_is_archived_until_its_last_day_and_those_named_are_told_once(running, ani, pandu):
    roster, paper = running
    entry = ArchiveEntry.objects.get(document=paper)
    assert (entry.classification, entry.fate) == ("800.1.11.1", "berkas_perseorangan")
    assert paper.valid_until == roster.last_day
    subjects = [m.subject for m in ani.messages.all()]
    assert subjects == ["Jadwal kerja fleksibel Anda"]


# --- changes, extra days, orders -----------------------------------------------------------------


@pytest.fixture
def changed(running, ani, bambang, pandu, citra):
    """One of Ani's Fridays becomes a Thursday."""
    friday, thursday = life.a_weekday(4)[0], life.a_weekday(3)[1]
    roster = life.amendment(running[0], pandu, {ani: {friday: "K", thursday: "R"}})
    roster = made.with_letter(life.do("submit", roster, pandu), bambang)
    return made.in_force(roster, head=bambang, bkd=citra)


def test_an_amendment_says_what_was_and_what_becomes_of_it(changed, running):
    content = changed[1].snapshot
    base = running[1]
    assert changed[1].title == f"Perubahan atas Surat Tugas Nomor {base.number}"
    assert f"perubahan atas Surat Tugas Nomor {base.number} tanggal" in content["tasks"][0]
    [row] = content["annex"]["changes"]
    assert row["name"] == "Ani Lestari"
    assert {text.split(":")[0] for text in row["before"]} == {"WFH", "Kantor"}
    assert {text.split(":")[0] for text in row["days"]} == {"WFH", "Kantor"}
    letter = made.paper_of(changed[0], "roster_letter").snapshot
    assert "perubahan jadwal" in letter["about"]
    assert "karena ada rapat kerja." in letter["paragraphs"][0]


def test_the_check_of_the_first_paper_names_the_one_that_changed_it(changed, running):
    answer = selectors.status(running[1].token, running[0].first_day)
    facts = dict(answer.facts)
    assert answer.word == "BERLAKU"
    assert changed[1].number in facts["Diubah dengan"]
    assert facts["Catatan"].startswith("1 dari")


def test_a_paper_none_of_whose_days_is_left_is_replaced_or_revoked(running, changed, ani):
    first, second = running[1], changed[1]
    days = WorkDay.objects.filter(source_id=str(running[0].pk), withdrawn_at=None)
    days.update(withdrawn_at=timezone.now(), withdrawn_why="Dipanggil kembali")
    assert selectors.status(first.token, running[0].first_day).word == "DIGANTI"
    days = WorkDay.objects.filter(source_id=str(changed[0].pk), withdrawn_at=None)
    days.update(withdrawn_at=timezone.now(), withdrawn_why="Dipanggil kembali")
    assert selectors.status(second.token, changed[0].first_day).word == "DICABUT"


def test_before_its_month_it_is_not_yet_in_force_and_after_it_over(running):
    token, roster = running[1].token, running[0]
    day = datetime.timedelta(days=1)
    assert selectors.status(token, roster.first_day - day).word == "BELUM BERLAKU"
    assert selectors.status(token, roster.first_day).word == "BERLAKU"
    assert selectors.status(token, roster.last_day + day).word == "BERAKHIR"


def test_an_extra_day_names_its_days_and_reason(office, ani, pandu, bambang, citra):
    day = life.working_days()[5]
    roster = start_extra(office, [day], by=pandu, reason="Pesta rakyat menutup jalan.")
    roster = life.do("submit", life.fill(roster, pandu, {ani: {day: "R"}}), pandu)
    roster = made.with_letter(roster, bambang)
    letter = made.paper_of(roster, "roster_letter").snapshot
    assert "hari tambahan" in letter["about"]
    assert "1 (satu) hari, karena pesta rakyat menutup jalan." in letter["paragraphs"][0]
    paper = made.in_force(roster, head=bambang, bkd=citra)[1]
    assert paper.title.startswith("Hari tambahan pelaksanaan tugas kedinasan")


def test_an_order_of_the_bkd_is_a_surat_perintah_of_the_head_of_the_opd(
    office, bambang, ani, dewi, citra, endah
):
    day = life.working_days()[3]
    [roster] = start_order(
        [office],
        [day],
        by=citra,
        reason="Banjir menutup jalan kantor.",
        basis="Instruksi Bupati Nomor 3 Tahun 2026 tanggal 5 Januari 2026",
    )
    roster = life.do("submit", life.fresh(roster), citra)
    assert roster.state == "reported"
    roster = life.do("approve", roster, endah)
    paper = made.in_force_of(roster, bambang)
    content = paper.snapshot
    assert (content["heading"], content["verb"]) == ("SURAT PERINTAH", "MEMERINTAHKAN:")
    assert content["considering"][0] == "bahwa banjir menutup jalan kantor;"
    assert any("Instruksi Bupati Nomor 3 Tahun 2026" in line for line in content["bases"])
    assert paper.signer == bambang


# --- pages ---------------------------------------------------------------------------------------


def test_the_roster_leads_to_the_paper_it_waits_for(client, submitted, bambang, citra):
    response = sign_in(client, bambang).get(reverse("naskah-jadwal", args=[submitted.pk]))
    letter = made.paper_of(submitted, "roster_letter")
    assert response.url == reverse("naskah", args=[letter.pk])
    page = text_of(client.get(response.url))
    assert "Usulan jadwal pelaksanaan" in page
    assert "50 : 50" in page


def test_an_employee_finds_the_surat_tugas_under_surat_keputusan(client, running, ani, dodi):
    paper = running[1]
    assert paper.number in text_of(sign_in(client, ani).get(reverse("surat-keputusan")))
    assert client.get(reverse("naskah-unduh", args=[paper.pk])).status_code == 200
    assert paper.number not in text_of(sign_in(client, dodi).get(reverse("surat-keputusan")))
    assert client.get(reverse("naskah", args=[paper.pk])).status_code == 404


def test_nobody_reads_a_draft_of_it_by_being_named(client, approved, bambang, ani):
    draft = services.ensure_assignment(approved, by=bambang)
    assert not DocumentPerson.objects.exists()
    assert sign_in(client, ani).get(reverse("naskah", args=[draft.pk])).status_code == 404


def test_a_stranger_finds_no_roster(client, submitted, ani, plh_tri):
    for stranger in (ani, plh_tri):
        address = reverse("naskah-jadwal", args=[submitted.pk])
        assert sign_in(client, stranger).get(address).status_code == 404


def test_the_desk_of_the_head_lists_what_waits_for_the_signature(client, approved, bambang):
    page = text_of(sign_in(client, bambang).get(reverse("surat-keputusan")))
    assert "Surat jadwal menunggu tanda tangan Anda" in page
    assert reverse("naskah-jadwal", args=[approved.pk]) in page


def test_every_page_of_a_paper_is_shown(client, running, bambang, citra, ani):
    for user in (bambang, citra, ani):
        page = text_of(sign_in(client, user).get(reverse("naskah", args=[running[1].pk])))
        assert "SURAT TUGAS" in page
        assert "Ani Lestari" in page


# --- printing ------------------------------------------------------------------------------------


def test_it_prints_on_both_papers(approved, bambang):
    for paper in ("A4", "F4"):
        draft = services.ensure_assignment(approved, by=bambang, paper=paper)
        content = services.preview(draft, bambang)
        rendered = issuing.rendering.render("documents/paper/assignment_letter.html", content)
        assert rendered.content.startswith(b"%PDF")
        assert rendered.pages >= 2
        services.discard(draft, by=bambang)
