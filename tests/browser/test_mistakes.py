"""Wrong input at each step gets a sentence, and nothing that was typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.actors import far_working_days
from tests.browser import steps
from tests.workflows import cases
from wfa.requests.models import WorkRequest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def problems(page):
    """The summary above the form; the focus is on it and the title says so."""
    summary = page.locator(".errors")
    summary.wait_for()
    assert page.title().startswith("Salah:")
    assert summary.evaluate("node => node === document.activeElement")
    return summary.inner_text()


def test_each_step_of_filing_says_what_is_wrong_and_keeps_what_was_typed(
    page, sign_in, ani, tmp_path
):
    sign_in(page, ani)
    page.goto("/")
    steps.begin(page)
    page.get_by_label("Karakteristik tugas").check()
    page.get_by_label("Alasan", exact=True).fill("x" * 2001)
    steps.go_on(page)
    assert "Ringkas menjadi paling banyak 2.000 huruf." in problems(page)
    assert page.get_by_label("Alasan", exact=True).input_value() == "x" * 2001

    page.get_by_label("Alasan", exact=True).fill(steps.REASON)
    fake = tmp_path / "surat.pdf"
    fake.write_bytes(b"MZ not a paper")
    page.get_by_label("Pilih berkas").set_input_files(fake)
    page.get_by_role("button", name="Unggah berkas").click()
    assert "Program tidak dapat diunggah." in problems(page)
    assert page.get_by_label("Alasan", exact=True).input_value() == steps.REASON

    steps.fill_reason(page)
    steps.go_on(page)
    page.get_by_label("Alamat lengkap tempat kerja").fill("Jalan Melati 14")
    steps.go_on(page)
    assert "Pilih paling sedikit satu." in problems(page)
    assert page.get_by_label("Alamat lengkap tempat kerja").input_value() == "Jalan Melati 14"

    steps.fill_days(page, far_working_days(1))
    steps.go_on(page)
    page.get_by_label("Pekerjaan", exact=True).first.fill("Menguji layar")
    page.get_by_label("Nomor HP aktif").fill("")
    steps.go_on(page)
    told = problems(page)
    assert "Keluaran pada baris 1 belum diisi." in told
    assert page.get_by_label("Pekerjaan", exact=True).first.input_value() == "Menguji layar"

    steps.fill_work(page)
    steps.go_on(page)
    page.get_by_role("button", name="Ajukan", exact=True).click()
    page.get_by_text("Centang pernyataan lebih dulu.").wait_for()
    steps.send(page)
    assert WorkRequest.objects.get(applicant=ani).state == "submitted"


def test_a_rule_that_is_broken_speaks_before_the_submission(page, sign_in, ani):
    cases.submitted(ani, far_working_days(1))
    twice = cases.draft(ani, far_working_days(1))
    sign_in(page, ani)
    page.goto(f"/pengajuan/{twice.pk}/periksa/")
    button = page.get_by_role("button", name="Ajukan", exact=True)
    assert button.get_attribute("aria-disabled") == "true"
    expect(page.get_by_text("sudah ada pada pengajuan lain. Hapus hari itu.")).to_be_visible()


def test_wrong_password_says_so_and_keeps_the_name(page, ani):
    steps.with_password(ani)
    page.goto("/masuk/")
    page.get_by_label("NIP atau nama masuk").fill(ani.nip)
    page.get_by_label("Kata sandi", exact=True).fill("bukan-itu")
    page.get_by_role("button", name="Masuk", exact=True).click()
    assert "NIP atau sandi salah." in problems(page)
    assert page.get_by_label("NIP atau nama masuk").input_value() == ani.nip


def test_signing_without_reading_or_password_signs_nothing(
    page, watch, sign_in, ani, budi, bambang
):
    watch.allow("status of 422")
    request = cases.recommended(ani, budi)
    proposal = cases.proposal_of([request], bambang, signed=False)
    steps.with_password(bambang)
    sign_in(page, bambang)
    page.goto(f"/naskah/usulan/{proposal.pk}/")
    page.get_by_label("Sandi akun Anda").fill("bukan-itu")
    page.get_by_role("button", name="Tanda tangani").click()
    told = problems(page)
    assert "Centang bahwa Anda telah membaca seluruh dokumen." in told
    assert "Sandi tidak cocok." in told
    proposal.refresh_from_db()
    assert proposal.received_at is None
