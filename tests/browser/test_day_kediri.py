"""Case 2, Kabupaten Kediri 2026: a Friday at home with four selfies, one of them missing, a call
that nobody answers, and the warning that a person issues and another answers for."""

import datetime

import pytest

from tests.browser import duty_journey as duty
from tests.browser import rota_journey as rota
from tests.files.corpus import picture
from wfa.attendance.models import CheckIn, Expectation, Purge, Reprimand
from wfa.attendance.services import purge_due

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SPANS = "07.15–07.45\n10.00–10.30\n13.15–13.45\n16.30–17.00"
EVIDENCE = {"name": "hasil.png", "mimeType": "image/png", "buffer": picture("PNG")}
WHY = "Tidak dapat dihubungi selama lima menit tanpa penjelasan."
OBJECTION = "Listrik padam dan ponsel mati dari pukul 10.00 sampai 11.00."


@pytest.fixture
def office(clock, region, bambang, ani, dewi, budi, pandu, fitri, citra, endah):
    people = (bambang, ani, pandu, citra, endah)
    return duty.office_on(clock, "2026-12-01 08:00", region.diskominfo, people)


def _rules_of_kediri(page, region):
    """Fridays at home, four selfies, one call of five minutes, then a warning at once."""
    duty.begin_rules(page, region, "Jumat")
    rota.set_rule(page, "Jendela presensi Jumat", SPANS)
    rota.set_rule(page, "Panggilan tak dijawab sebelum peringatan diusulkan", "1")
    rota.set_rule(page, "Tangga pembinaan", ["Peringatan pertama", "Peringatan kedua"])
    rota.save_policy(page)
    rota.put_in_force(page, "Keputusan Bupati tentang Bekerja dari Rumah", "188/41/2026")


def test_a_friday_from_its_policy_to_the_purge(
    new_page, clock, region, office, ani, budi, bambang, pandu, citra, endah
):
    bkd = rota.desk_of(new_page, endah)
    _rules_of_kediri(bkd, region)
    first = rota.month_ahead()
    people = {"officer": pandu, "head": bambang, "verifier": citra}
    letter = duty.month_in_force(new_page, office, first, **people)
    friday = rota.working_days(first, rota.FRIDAY)[1]

    # seven o'clock: what is expected, the plan, the first selfie
    clock(f"{friday} 06:00")
    assert duty.dawn() > 0
    clock(f"{friday} 07:20")
    phone = duty.phone_of(new_page, ani)
    told = duty.check_in(phone, "pagi", first=True)
    assert "Pukul 07.20.00 WIB, waktu server." in told
    clock(f"{friday} 07:40")
    duty.write_plan(phone, ("Menguji 24 layar", "24", "layar", "Laporan uji"))
    duty.reads(phone, "Rencana terkirim pukul 07.40 WIB.")

    # ten o'clock: no selfie, and nobody answers for five minutes
    clock(f"{friday} 10:50")
    page = rota.desk_of(new_page, pandu)
    duty.open_day(page, ani.unit, ani)
    duty.reads(page, "Tidak ada presensi sampai 10.45")
    assert page.locator("img[src*='/pengawasan/foto/']").count() == 0  # not for this officer
    duty.call(page)
    duty.reads(page, "Dijawab paling lambat 10.55")
    clock(f"{friday} 10:56")
    page.reload()
    duty.close_call(page, "Tidak menjawab", "Ponsel tidak aktif.")

    # the rest of the day as it should be
    clock(f"{friday} 13:20")
    duty.check_in(phone, "siang")
    clock(f"{friday} 16:35")
    duty.check_in(phone, "sore")
    clock(f"{friday} 16:45")
    duty.write_report(
        phone, ("Menguji 24 layar", "22", "Dua layar menunggu perbaikan."), evidence=EVIDENCE
    )
    day = Expectation.objects.get(employee=ani, date=friday)
    assert CheckIn.objects.filter(employee=ani, photo_state="kept").count() == 3
    assert day.basis_text == f"Surat Tugas Nomor {letter}"

    # a warning is drafted by the machine, and given by a person
    step = Reprimand.objects.get(employee=ani)
    assert (step.state, step.number) == ("proposed", "")
    clock(f"{friday} 17:30")
    head = rota.desk_of(new_page, bambang)
    duty.decide_step(head, ani, WHY)
    number = duty.sign_letter(head)
    phone.goto("/pembinaan-saya/")
    duty.reads(phone, "Peringatan pertama")
    duty.reads(phone, WHY)
    phone.get_by_role("link", name=f"Buka surat nomor {number}").click()
    assert duty.download(phone, phone.get_by_role("link", name="Unduh")).startswith(b"%PDF-")
    stranger = new_page()
    assert "BERLAKU" in rota.verify(stranger, rota.verification_link(head))
    assert ani.full_name not in stranger.content()

    # the employee objects, and somebody else answers
    monday = friday + datetime.timedelta(days=3)
    clock(f"{monday} 09:00")
    phone = duty.phone_of(new_page, ani)
    duty.object_to_step(phone, OBJECTION)
    verifier = rota.desk_of(new_page, endah)
    duty.answer_objection(
        verifier, ani, "Keberatan dikabulkan: langkahnya dicabut", "PLN mengumumkan pemadaman itu."
    )
    step.refresh_from_db()
    assert (step.state, step.answer) == ("lifted", "PLN mengumumkan pemadaman itu.")

    # the day itself: asked, explained, called sah, reported to the BKD
    head = rota.desk_of(new_page, bambang)
    head.goto(f"/pengawasan/hari/{day.pk}/")
    assert head.locator("img[src*='/pengawasan/foto/']").count() == 3
    duty.judge_day(head, "Perlu klarifikasi", "Jelaskan presensi pukul 10.")
    duty.own_day(phone, friday)
    duty.reads(phone, "Bambang Hartono")
    phone.get_by_label("Penjelasan Anda").fill(OBJECTION)
    phone.get_by_role("button", name="Kirim penjelasan").tap()
    duty.reads(phone, "Penjelasan tersimpan.")
    head.goto(f"/pengawasan/hari/{day.pk}/")
    duty.reads(head, OBJECTION)
    duty.judge_day(head, "Sah", "Pemadaman listrik dibenarkan.")
    duty.send_account(rota.desk_of(new_page, pandu), friday)
    verifier.goto(f"/pengawasan/rekap/?tanggal={friday}")
    duty.reads(verifier, office.title_name)
    duty.reads(verifier, "Terkirim")

    # output counts: the report is rated, and the month is told
    duty.rate(head, ani, "Baik", "Teruskan yang dua layar.")
    rota.go(phone, "Kinerja")
    phone.goto(f"{phone.url.split('?')[0]}?bulan={friday:%Y-%m}")
    duty.reads(phone, "Teruskan yang dua layar.")
    paper = duty.download(phone, phone.get_by_role("link", name="PDF").first)
    assert paper.startswith(b"%PDF-")

    # after ninety days the pictures are gone, and it is written who took them
    clock(f"{friday + datetime.timedelta(days=92)} 06:00")
    assert purge_due() >= 3
    assert Purge.objects.get(what="photos").count >= 3
    phone = duty.phone_of(new_page, ani)
    phone.goto(f"/presensi-saya/hari/{day.pk}/")
    duty.reads(phone, "dihapus")
    assert phone.locator("img[src*='/pengawasan/foto/']").count() == 0
    phone.goto("/presensi-saya/pemberitahuan/")
    duty.reads(phone, "Yang sudah dihapus")
