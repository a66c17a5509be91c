"""The pages of one's own day and month: nothing typed is lost, everything works without a script."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.actors import sign_in, text_of
from tests.attendance.duty import MONDAY, expected, take_back
from tests.files.corpus import picture
from tests.performance.cases import OTHER, PLANNED, plan_line, planned, rate, reported, typed
from tests.schedules.day_cases import rota
from tests.workflows import cases
from wfa.attendance.models import Expectation
from wfa.attendance.services import keep_in_step
from wfa.performance.models import DailyPlan, DailyReport, PlanRow, ReportEvidence, ReportRow

pytestmark = pytest.mark.django_db
EMPTY = {"activity": "", "target": "", "measure": "", "output": ""}
SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def of_ani(client, ani):
    return sign_in(client, ani)


def plan_url(day_of):
    return reverse("rencana", args=[day_of.pk])


def report_url(day_of):
    return reverse("laporan-harian", args=[day_of.pk])


# --- the plan ------------------------------------------------------------------------------------


def test_a_plan_is_sent_and_shown(of_ani, ani):
    day_of = expected(ani)
    page = text_of(of_ani.get(plan_url(day_of)))
    assert page.count("Kegiatan 3") == 2  # folded: in the summary and in the legend
    assert "sampai 08.30 WIB" in " ".join(page.split())
    answer = of_ani.post(plan_url(day_of), typed("baris", PLANNED, EMPTY, EMPTY), follow=True)
    shown = text_of(answer)
    assert "Rencana terkirim pukul 07.00 WIB." in shown
    assert "24 layar" in shown
    assert PlanRow.objects.get().activity == "Uji 24 layar"


def test_a_double_click_sends_one_plan(of_ani, ani):
    day_of = expected(ani)
    for _ in range(2):
        answer = of_ani.post(plan_url(day_of), typed("baris", PLANNED), follow=True)
    assert "Rencana yang sama sudah terkirim. Tidak ada yang berubah." in text_of(answer)
    assert DailyPlan.objects.get().version == 1


def test_what_was_typed_stays_with_its_sentence(of_ani, ani):
    wrong = {**PLANNED, "target": "dua lusin", "output": ""}
    answer = of_ani.post(plan_url(expected(ani)), typed("baris", wrong))
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'value="dua lusin"' in page
    assert "Target bukan angka yang dapat dibaca. Tulis seperti 24 atau 2,5." in page
    assert "Keluaran pada baris 1 belum diisi. Tulis hasilnya, contoh laporan." in page
    assert DailyPlan.objects.count() == 0


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"target": "0"}, "Target pada baris 1 harus lebih dari 0."),
        ({"starts": "10:00", "ends": "09:00"}, "Jam selesai pada baris 1 harus sesudah jam mulai."),
        ({"starts": "10:00"}, "Isi kedua jam pada baris 1, atau kosongkan keduanya."),
        ({"ends": "pagi"}, "Jam selesai tidak dikenali. Tulis seperti 08.30."),
        ({"activity": "x" * 301}, "Kegiatan terlalu panjang: 301 huruf."),
    ],
)
def test_a_wrong_row_is_told_in_a_sentence(of_ani, ani, row, sentence):
    answer = of_ani.post(plan_url(expected(ani)), typed("baris", {**PLANNED, **row}))
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)


def test_an_empty_plan_is_told(of_ani, ani):
    answer = of_ani.post(plan_url(expected(ani)), typed("baris", EMPTY, EMPTY))
    assert "Rencana masih kosong. Isi sedikitnya satu kegiatan." in text_of(answer)


def test_rows_are_added_without_losing_what_was_typed(of_ani, ani):
    rows = [{**PLANNED, "target": "dua lusin"}, EMPTY]
    page = text_of(of_ani.post(plan_url(expected(ani)), typed("baris", *rows, tambah="1")))
    assert 'value="dua lusin"' in page
    assert "Kegiatan 5" in page
    assert "bukan angka" not in page


def test_yesterdays_plan_is_copied_below_what_was_typed(clock, of_ani, ani):
    clock("2026-12-04 07:00")
    planned(
        ani, datetime.date(2026, 12, 4), lines=[plan_line("Rapat Jumat", "1,5".replace(",", "."))]
    )
    clock("2026-12-07 07:00")
    page = text_of(of_ani.post(plan_url(expected(ani)), typed("baris", PLANNED, salin="1")))
    assert page.index("Uji 24 layar") < page.index("Rapat Jumat")
    assert 'value="1,5"' in page


def test_a_plan_begins_with_that_of_the_request(of_ani, ani):
    case = cases.draft(ani)
    case.number = "P-2026-000001"
    case.save()
    rota(ani, [MONDAY], source_kind="request", source_id=str(case.pk))
    keep_in_step(MONDAY)
    day_of = Expectation.objects.get()
    page = text_of(of_ani.get(plan_url(day_of)))
    assert "Baris di bawah diambil dari rencana pada pengajuan Anda." in page
    item = case.plan.get().pk
    of_ani.post(plan_url(day_of), typed("baris", {**PLANNED, "request_item": item}))
    row = PlanRow.objects.get()
    assert (row.request_item, row.request_number) == (item, "P-2026-000001")


def test_a_row_of_another_request_is_not_linked(of_ani, ani):
    of_ani.post(plan_url(expected(ani)), typed("baris", {**PLANNED, "request_item": 999}))
    row = PlanRow.objects.get()
    assert (row.request_item, row.request_number) == (None, "")


def test_a_closed_plan_says_why(clock, client, ani):
    day_of = expected(ani)
    clock("2026-12-10 08:00")
    of_ani = sign_in(client, ani)
    page = text_of(of_ani.get(plan_url(day_of)))
    assert "Ditutup sejak batas penjelasan lewat, Rabu, 9 Desember 2026." in page
    assert "Kirim rencana" not in page
    answer = of_ani.post(plan_url(day_of), typed("baris", PLANNED))
    assert (answer.status_code, 'value="Uji 24 layar"' in text_of(answer)) == (422, True)


def test_rows_that_were_cut_off_on_the_way_are_told(of_ani, ani):
    data = {name: value for name, value in typed("baris", PLANNED).items() if "FORMS" not in name}
    answer = of_ani.post(plan_url(expected(ani)), data)
    assert answer.status_code == 422
    assert "Sebagian isian tidak sampai. Periksa barisnya, lalu kirim lagi." in text_of(answer)


def test_somebody_elses_day_is_not_there(of_ani, dewi):
    day_of = expected(dewi)
    for url in (plan_url(day_of), report_url(day_of)):
        assert of_ani.get(url).status_code == 404
        assert of_ani.post(url, {}).status_code == 404


# --- the report ----------------------------------------------------------------------------------


def results(day_of, *others, result="Laporan uji selesai.", **more):
    """The report's form as a browser posts it: one row for each planned activity, then others."""
    rows = [
        {"plan_row": row.pk, "realised": "20", "result": result, "minutes": "90"}
        for row in day_of.plan.rows.order_by("order")
    ]
    return {
        **typed("rencana", *rows, initial=len(rows)),
        **typed("lain", *(others or ({"activity": ""},))),
        "summary": "Lancar.",
        **more,
    }


def test_a_report_is_prefilled_from_the_plan_and_sent(clock, of_ani, ani):
    day_of = planned(ani, lines=[plan_line(starts=datetime.time(8), ends=datetime.time(10))])
    clock("2026-12-07 16:00")
    page = text_of(of_ani.get(report_url(day_of)))
    assert "Target 24 layar, keluaran Laporan uji." in page
    assert 'value="08:00"' in page
    answer = of_ani.post(report_url(day_of), results(day_of, OTHER), follow=True)
    shown = text_of(answer)
    assert "Laporan terkirim pukul 16.00 WIB." in shown
    assert "20 dari 24 layar" in shown
    assert "di luar rencana" in shown
    assert ReportRow.objects.count() == 2


def test_the_hours_give_the_minutes_where_none_were_typed(of_ani, ani):
    day_of = planned(ani)
    data = results(day_of)
    data |= {"rencana-0-minutes": "", "rencana-0-starts": "08:00", "rencana-0-ends": "09.45"}
    of_ani.post(report_url(day_of), data)
    assert ReportRow.objects.get().minutes == 105


def test_a_planned_activity_left_empty_is_asked_for(of_ani, ani):
    day_of = planned(ani)
    data = results(day_of, result="") | {"rencana-0-realised": "", "rencana-0-minutes": "banyak"}
    answer = of_ani.post(report_url(day_of), data)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Capaian pada kegiatan 1 belum diisi. Tulis jumlahnya; 0 bila tidak jadi." in page
    assert "Lama bukan angka. Tulis menitnya, contoh 90." in page
    assert 'value="banyak"' in page
    assert DailyReport.objects.count() == 0


def test_a_plan_that_changed_meanwhile_is_told_and_nothing_is_lost(of_ani, ani):
    day_of = planned(ani)
    data = results(day_of, result="Sudah kuketik panjang.")
    of_ani.post(plan_url(day_of), typed("baris", {**PLANNED, "target": "30"}))
    answer = of_ani.post(report_url(day_of), data)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Rencana berubah sejak halaman dibuka." in page
    assert "Sudah kuketik panjang." in page


def test_rows_are_added_and_evidence_is_kept_while_the_form_stays(of_ani, ani):
    day_of = planned(ani)
    upload = SimpleUploadedFile("hasil.png", picture("PNG"), "image/png")
    data = results(day_of, result="Setengah jadi", unggah="1", berkas=upload)
    page = text_of(of_ani.post(report_url(day_of), data))
    assert "Bukti tersimpan." in page
    assert "hasil.png" in page
    assert "Setengah jadi" in page
    assert ReportEvidence.objects.get().file.purpose == "report"
    more = text_of(of_ani.post(report_url(day_of), results(day_of, OTHER, tambah="1")))
    assert "Kegiatan tambahan 5" in more
    assert "Menjawab surat" in more


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("tautan", "javascript:alert(1)", "Tautan harus diawali https://"),
        ("berkas", SimpleUploadedFile("a.html", b"<html>"), "Isinya halaman web"),
    ],
)
def test_evidence_that_cant_be_taken_is_told_at_its_field(of_ani, ani, field, value, sentence):
    day_of = planned(ani)
    answer = of_ani.post(report_url(day_of), results(day_of, **{field: value}))
    page = text_of(answer)
    assert (answer.status_code, sentence in page) == (422, True)
    assert f'id="{field}_error"' in page
    assert DailyReport.objects.count() == 0


def test_evidence_is_taken_off_again(of_ani, ani):
    day_of = planned(ani)
    link = "https://berkas.example/hasil"
    of_ani.post(report_url(day_of), results(day_of, unggah="1", tautan=link))
    key = ReportEvidence.objects.get().pk
    page = text_of(of_ani.post(report_url(day_of), results(day_of, hapus=str(key))))
    assert "Bukti dihapus dari laporan." in page
    assert link not in page
    for wrong in (str(day_of.pk), "bukan-uuid"):
        assert of_ani.post(report_url(day_of), results(day_of, hapus=wrong)).status_code == 404


def test_an_empty_save_of_evidence_is_told(of_ani, ani):
    day_of = planned(ani)
    page = text_of(of_ani.post(report_url(day_of), results(day_of, unggah="1")))
    assert "Belum ada berkas atau tautan. Pilih berkas, atau tempel tautannya." in page


def test_before_the_day_a_report_is_not_open(clock, of_ani, ani):
    clock("2026-12-04 09:00")
    page = text_of(of_ani.get(report_url(planned(ani))))
    assert "Laporan dibuka pada hari itu, Senin, 7 Desember 2026." in page
    assert "Kirim laporan" not in page


def test_a_rated_report_shows_its_rating_and_no_form(of_ani, ani, bambang):
    report = reported(ani)
    rate(report, bambang, "poor", f"Kurang lengkap {SCRIPT}")
    page = text_of(of_ani.get(report_url(report.expectation)))
    assert "Kurang lengkap" in page
    assert bambang.full_name in page
    assert "Perbaiki laporan" not in page
    assert SCRIPT not in page


def test_html_stays_text_wherever_it_was_typed(of_ani, ani, bambang, client):
    day_of = planned(ani, lines=[plan_line(SCRIPT, output=SCRIPT, measure="<b>lembar</b>")])
    other = {**OTHER, "activity": SCRIPT, "result": SCRIPT, "note": SCRIPT}
    of_ani.post(report_url(day_of), results(day_of, other, result=SCRIPT, summary=SCRIPT))
    pages = [
        plan_url(day_of),
        report_url(day_of),
        report_url(day_of) + "?ubah=ya",
        plan_url(day_of) + "?ubah=ya",
        reverse("kinerja"),
    ]
    for url in pages:
        page = text_of(of_ani.get(url))
        assert SCRIPT not in page, url
        assert "<b>lembar</b>" not in page, url
    sign_in(client, bambang)
    for url in (
        reverse("kinerja-nilai", args=[day_of.pk]),
        reverse("kinerja-tim"),
        reverse("kinerja-orang", args=[ani.pk]),
    ):
        assert SCRIPT not in text_of(client.get(url)), url


def test_the_file_is_opened_by_its_owner_and_the_superior_and_logged(client, ani, dewi, bambang):
    from wfa.audit.models import AuditEvent
    from wfa.performance.services import add_file

    upload = SimpleUploadedFile("hasil.png", picture("PNG"), "image/png")
    evidence = add_file(expected(ani), upload, by=ani)
    url = reverse("laporan-bukti", args=[evidence.pk])
    answers = {}
    for person in (ani, dewi, bambang):
        answer = sign_in(client, person).get(url)
        answers[person] = answer.status_code
        assert not answer.streaming or b"".join(answer.streaming_content)
    assert answers == {ani: 200, dewi: 404, bambang: 200}
    read = AuditEvent.objects.filter(action="file_read").order_by("sequence")
    assert list(read.values_list("actor_nip", "capacity")) == [
        (ani.nip, ""),
        (bambang.nip, "Kepala Diskominfo"),
    ]


# --- one's own month -----------------------------------------------------------------------------


def test_the_month_shows_each_day_as_it_stands(clock, client, ani, bambang):
    clock("2026-12-04 07:00")
    friday = reported(ani, datetime.date(2026, 12, 4))
    rate(friday, bambang, "very_good", "Rapi.")
    clock("2026-12-07 06:00")  # decided before its plan is due
    expected(ani)
    clock("2026-12-07 18:00")
    gone = expected(ani, datetime.date(2026, 12, 8))
    take_back(ani, gone.date)
    page = text_of(sign_in(client, ani).get(reverse("kinerja")))
    assert "Jumat, 4 Desember 2026" in page
    assert "Sangat Baik" in page
    assert "Rapi." in page
    assert "Rencana kerja belum diisi. Laporan hasil kerja belum diisi." in page
    assert "Selasa, 8 Desember 2026" not in page
    assert "1 dari 2" in page


def test_an_empty_month_says_so(of_ani):
    page = text_of(of_ani.get(reverse("kinerja") + "?bulan=2026-11"))
    assert "Tidak ada hari kerja fleksibel pada bulan ini" in page
    assert "November 2026" in page


def test_an_official_outside_siasn_goes_to_the_desk(client, bupati):
    answer = sign_in(client, bupati).get(reverse("kinerja"))
    assert (answer.status_code, answer.url) == (302, reverse("kinerja-tim"))


@pytest.mark.parametrize("number", [1, 3, 20])
def test_pages_of_oneself_take_a_fixed_number_of_queries(
    clock, client, ani, number, django_assert_max_num_queries
):
    day = datetime.date(2026, 12, 1)
    dates = [day + datetime.timedelta(days=n) for n in range(31)]
    for date in [date for date in dates if date.weekday() < 5][:number]:
        clock(f"{date} 07:00")
        reported(ani, date)
    of_ani = sign_in(client, ani)
    with django_assert_max_num_queries(20):
        of_ani.get(reverse("kinerja"))
    last = Expectation.objects.get(date=day)
    with django_assert_max_num_queries(16):
        of_ani.get(plan_url(last) + "?ubah=ya")
    with django_assert_max_num_queries(18):
        of_ani.get(report_url(last) + "?ubah=ya")
