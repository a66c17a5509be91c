"""Case 2, Kabupaten Kediri 2026: one fixed day, from an undecided draft to the attendance file."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from tests.browser import rota_journey as rota
from tests.browser import steps
from wfa.people.models import Unit
from wfa.policies.models import Policy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(region, bambang, ani, dewi, budi, pandu, fitri, citra, endah):
    for person in (bambang, ani, pandu, fitri, citra, endah):
        steps.with_password(person)
    return Unit.objects.get(pk=region.diskominfo.pk)


def _decide_the_day(page, region):
    """A draft without a day while the Bupati hasn't decided; then Friday, in force from today."""
    rota.draft_policy(page, region.root)
    rota.set_rule(page, "Pegawai yang hadir di setiap kantor", "1")
    rota.set_rule(page, "Pejabat struktural yang hadir di setiap kantor", "1")
    rota.save_policy(page)
    rota.reads(page, "Rancangan ini belum berlaku.")
    draft = page.url
    rota.go(page, "Kebijakan")
    expect(page.get_by_text("Rancangan", exact=True)).to_be_visible()
    assert Policy.objects.get(state="draft").effective_from is None
    page.goto(draft)
    page.get_by_role("link", name="Ubah rancangan").click()
    rota.set_rule(page, "Pola jadwal", "Hari tetap")
    rota.set_rule(page, "Hari dalam jadwal", ["Jumat"])
    rota.save_policy(page)
    rota.put_in_force(page, "Keputusan Bupati tentang Bekerja dari Rumah", "188/41/2026")
    rota.reads(page, "Hari dalam jadwal")
    rota.reads(page, "Jumat")


def test_the_fixed_friday_from_a_draft_policy_to_the_attendance_file(
    new_page, region, office, ani, dewi, budi, bambang, pandu, fitri, citra, endah
):
    first = rota.month_ahead()
    fridays = rota.working_days(first, rota.FRIDAY)
    bkd = rota.desk_of(new_page, endah)
    _decide_the_day(bkd, region)

    # the personnel officer paints the month and sees what doesn't fit
    page = rota.desk_of(new_page, pandu)
    rota.begin_month(page, first)
    rota.paint(page, "Hari tetap")
    assert rota.letters(page, ani, fridays) == ["R"] * len(fridays)
    away = {rota.letters(page, ani, [d])[0] == "R" for d in rota.working_days(first)}
    assert away == {True, False}
    rota.type_letter(page, bambang, fridays[0], "r")
    rota.save_cells(page)
    expect(
        page.get_by_text(re.compile("masalah harus selesai sebelum jadwal dilaporkan"))
    ).to_be_visible()
    button = page.get_by_role("button", name="Laporkan ke BKD")
    assert button.get_attribute("aria-disabled") == "true"
    rota.type_letter(page, bambang, fridays[0], "k")
    rota.save_cells(page)
    rota.report(page)
    rota.reads(page, "Menunggu tanda tangan pejabat yang berwenang.")

    # its head reports it by a letter; the BKD sees it among all OPDs and approves
    head = rota.desk_of(new_page, bambang)
    letter = rota.sign_paper(head, "Surat usulan", office)
    verifier = rota.desk_of(new_page, citra)
    rota.all_opds(verifier, first)
    assert "Dilaporkan ke BKD" in rota.row_of(verifier, office)
    assert "Belum disusun" in rota.row_of(verifier, region.dinkes)
    rota.examine(verifier, office, first)
    rota.reads(verifier, f"Surat usulan nomor {letter}")
    rota.reads(verifier, "Kuota, kehadiran, dan syarat pegawai terpenuhi pada semua hari.")
    rota.approve(verifier)
    number = rota.sign_paper(head, "Surat tugas", office)

    # a stranger, the employee, the front office
    stranger = new_page()
    told = rota.verify(stranger, rota.verification_link(head))
    assert "BERLAKU" in told
    assert number in told
    assert ani.nip not in stranger.content()
    phone = rota.desk_of(new_page, ani, **rota.PHONE)
    rota.own_month(phone, first)
    rota.reads(phone, f"WFH, rumah: {len(fridays)} hari")
    assert f"Surat Tugas Nomor {number}" in rota.own_day(phone, fridays[0])
    assert "WFH, rumah" in rota.own_day(phone, fridays[-1])
    assert "WFH" not in rota.own_day(phone, fridays[-1] - datetime.timedelta(days=1))
    steps.choose(phone, "Surat Keputusan")
    phone.get_by_role("link", name=number).click()
    rota.reads(phone, "Hari Anda")
    front = rota.desk_of(new_page, fitri)
    rota.who_is_where(front, fridays[0])
    assert "rumah" in rota.said_of(front, dewi).lower()
    assert "Di kantor" in rota.said_of(front, bambang)

    # the attendance application gets the same, row for row
    people = {person.nip for person in (ani, dewi, budi, pandu, fitri)}
    expected = {(nip, day.isoformat()) for nip in people for day in fridays}
    for kind in ("CSV", "XLSX"):
        rows = rota.export(verifier, first, rota.last_of(first), unit=office, kind=kind)
        assert rota.away_rows(rows) == expected
        assert {row["nomor_surat"] for row in rows if row["jenis"] == "WFH"} == {number}
