"""The pages that axe and the eye go to: of the demo region, each in its fullest role.

A URL is visited by one of the functions below, or stands in `NO_PAGE` with the reason.
"""

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from documents.models import Document
from tests.access.world import roster
from tests.actors import far_working_days, open_policy
from tests.browser.duty import account_of, add_days_of_duty, explained_day, flagged_day
from tests.browser.guidance import add_guidance, step
from tests.performance.access_world import a_day, done
from wfa.attendance.models import Expectation, ExpectedCheckIn, Window
from wfa.attendance.selectors.verifiers import verifiers_of
from wfa.attendance.services.notice import read_notice
from wfa.calendars.models import Holiday
from wfa.people import import_service
from wfa.people.models import Employee, ImportRun, Region, Unit
from wfa.people.services import issue_first_sign_in
from wfa.performance.models import DailyReport
from wfa.performance.services import Chosen, review
from wfa.policies.models import Policy
from wfa.requests.models import WorkRequest
from wfa.schedules.models import Absence, Roster, Swap
from wfa.schedules.services import start_roster
from workflows.models import Cancellation, Objection, Proposal, ReasonTemplate, SavedView
from workflows.selectors import superiors_of


@dataclass(frozen=True)
class Visit:
    name: str
    path: str
    picture: str = ""
    """Name of the picture for the guides, taken with SHOTS=1."""
    sent: dict | None = None
    """What is posted, where the page answers to that."""
    status: int = 200


def at(name, *args, query="", picture=""):
    return Visit(name, reverse(name, args=args) + query, picture)


def posting(name, *args, status=200, **sent):
    return Visit(name, reverse(name, args=args), sent=sent, status=status)


def accounts():
    """{role: employee} of the table that the demo leaves behind."""
    rows = Path(settings.DATA_DIR("akun-demo.txt")).read_text().splitlines()[1:]
    found = [re.split(r"\s{2,}", row) for row in rows]
    return {row[0]: Employee.objects.get(login=row[1]) for row in found}


CLOSED = {"Setda": 0, "Bappeda": 5}
"""OPDs in which flexible work is switched off, and in how many days."""


def case(state, opd=None):
    """The first case in the state; without `opd` rather one of an OPD that stays open."""
    found = WorkRequest.objects.filter(state=state).order_by("number", "created_at")
    if opd is not None:
        return found.filter(opd=opd)[0]
    return found.exclude(opd__short_name__in=CLOSED).first() or found[0]


def paper(kind, state="issued"):
    return Document.objects.filter(kind=kind, state=state)[0]


def add_what_demo_lacks(people):
    """Rules being drafted and to come, a closed unit, sentences and a view of one's own, a run of
    the import, a code of a slip, and an approval that came too late. Gives back the code."""
    adi, root = people["Administrator"], Region.objects.get().bkd.parent
    first = Policy.objects.get(version=1)
    first.parameters = {**first.parameters, "superior_step": True}
    Policy.objects.filter(pk=first.pk).update(parameters=first.parameters)
    Policy.objects.create(
        version=2, unit=root, state="draft", parameters={"open": True}, drafted_by=adi
    )
    for name, days in CLOSED.items():
        made = open_policy(_opd(name), by=adi, open=False, held_when_closed=True)
        day = timezone.localdate() + datetime.timedelta(days=days)
        Policy.objects.filter(pk=made.pk).update(effective_from=day)
    assessor, head = people["Penilai OPD"], people["Kepala OPD"]
    SavedView.objects.create(owner=assessor, place="kotak-masuk", name="Lewat batas")
    ReasonTemplate.objects.create(unit=head.unit.opd, step="refuse", text="Layanan terganggu.")
    import_service.start(None, roster(), by=adi)
    add_days_of_duty(head, people["Pengelola kepegawaian"], people["Pegawai (ASN)"])
    add_guidance(head, people["Pegawai (ASN)"])
    late = WorkRequest.objects.filter(pk=case("approved").pk)
    late.update(last_day=timezone.localdate() - datetime.timedelta(days=1))
    return issue_first_sign_in(people["Arsiparis"], by=None)


def _opd(name):
    return Unit.objects.get(short_name=name)


# --- who visits what -------------------------------------------------------------------------


def of_strangers(code):
    return [
        at("masuk-pertama-kode", code),
        at("masuk", picture="masuk"),
        at("masuk-pertama"),
        at("bantuan"),
        at("privasi"),
        at("presensi-luring"),
        at("verifikasi-cari"),
        at("verifikasi", paper("decree").token, picture="verifikasi"),
        at("verifikasi", paper("revocation").token),
    ]


def window_of(person):
    """A window of some days ago, on a date that is free: a check-in for it is still taken."""
    known = set(Expectation.objects.filter(employee=person).values_list("date", flat=True))
    ago = [timezone.now() - datetime.timedelta(days=back) for back in range(2, 7)]
    now = next(each for each in ago if timezone.localdate(each) not in known)
    unit, day = person.unit, timezone.localdate(now)
    hours = {"reach_from": now, "reach_until": now}
    open_until = timezone.localdate() + datetime.timedelta(days=5)
    row = Expectation.objects.create(
        employee=person, unit=unit, date=day, slot="full", place="home", work_day=-person.pk,
        basis_text="SK", explain_until=open_until, written_at=now, **hours,
    )  # fmt: skip
    ends = now + datetime.timedelta(minutes=30)
    window = Window.objects.create(date=day, number=1, name="Pagi", opens_at=now, closes_at=ends)
    read_notice(person)
    return ExpectedCheckIn.objects.create(expectation=row, window=window)


def days_of_work(person):
    """A day to plan, one whose report waits, and one whose report was rated."""
    first, second, third = _free_days_back(person)[:3]
    superior = verifiers_of([waiting := done(person, back=second)])[waiting.pk][0]
    rated = done(person, back=third)
    chosen = [Chosen(rated.report.pk, 1)]
    review(chosen, by=superior, rating="needs_work", feedback="Lampirkan hasil ujinya.")
    return a_day(person, back=first), waiting, rated


def _free_days_back(person):
    """How many days ago nothing was expected of them: the demo's own days move with the week."""
    today = timezone.localdate()
    taken = set(Expectation.objects.filter(employee=person).values_list("date", flat=True))
    return [n for n in range(4, 60) if today - datetime.timedelta(days=n) not in taken]


def of_work(person):
    """Plan, report and month of oneself."""
    empty, waiting, rated = days_of_work(person)
    return [
        at("rencana", empty.pk, picture="rencana"),
        posting("rencana", empty.pk, status=422),
        at("rencana", waiting.pk),
        at("laporan-harian", empty.pk),
        at("laporan-harian", waiting.pk),
        at("laporan-harian", rated.pk, query="?ubah=ya", picture="laporan-harian"),
        posting("laporan-harian", rated.pk, status=422),
        at("kinerja", query=f"?bulan={waiting.date:%Y-%m}", picture="kinerja"),
    ]


def of_team(person):
    """Reports to rate, and the months of the unit; `of_work` has been there before."""
    waiting = DailyReport.objects.filter(reviewed_at=None).latest("submitted_at").expectation
    month = f"?bulan={waiting.date:%Y-%m}"
    return [
        at("kinerja-tim", query="?tampilan=semua", picture="kinerja-tim"),
        at("kinerja-tim", query="?tampilan=dinilai"),
        posting("kinerja-tim-nilai", status=422),
        at("kinerja-nilai", waiting.pk, picture="kinerja-nilai"),
        at("kinerja-rekap", query=month, picture="kinerja-rekap"),
        at("kinerja-orang", waiting.employee_id, query=month),
    ]


def of_employee(person):
    own = WorkRequest.objects.filter(applicant=person)
    draft, running = own.get(state="draft"), own.get(state="in_force")
    steps = [at("pengajuan-isi", draft.pk, n, picture="ajukan" * (n == 2)) for n in (1, 2, 3)]
    return [
        at("beranda", picture="beranda"),
        at("menu"),
        at("akun"),
        at("akun-sandi"),
        at("lokasi-saya"),
        at("presensi-saya", picture="presensi-hari-ini"),
        at("presensi-pemberitahuan"),
        at("presensi-isi", window_of(person).pk, picture="presensi-isi"),
        at("jadwal-saya", picture="jadwal-saya"),
        at("jadwal-saya", query="?tanggal=2026-05-03"),
        at("tukar"),
        at("tukar-minta"),
        posting("kalender-langganan"),
        at("bantuan"),
        at("komponen"),
        at("pemberitahuan"),
        at("pengajuan-saya", picture="pengajuan-saya"),
        *steps,
        at("pengajuan-periksa", draft.pk, picture="periksa"),
        at("pengajuan", running.pk, picture="posisi"),
        at("pengajuan", own.get(state="returned").pk),
        at("pengajuan", own.get(state="ended").pk),
        at("pembatalan-minta", running.pk),
        at("surat-keputusan"),
        at("naskah", running.papers.get().document.pk, picture="sk-terbit"),
        *of_work(person),
        at("pembinaan-saya", picture="pembinaan-saya"),
        posting("pembinaan-keberatan", person.reprimands.get().pk, status=422),
    ]


def of_refused(person):
    mine = WorkRequest.objects.get(applicant=person, state="refused")
    return [at("pengajuan", mine.pk), at("keberatan-ajukan", mine.pk)]


def of_assessor(person):
    waiting = case("submitted", person.unit.opd)
    return [
        at("beranda"),
        at("kotak-masuk", query=f"?kasus={waiting.pk}", picture="kotak-masuk"),
        at("kotak-masuk", query="?tampilan=semua"),
        at("kotak-masuk-kasus", waiting.pk, picture="kasus"),
        at("pengajuan", case("recommended", person.unit.opd).pk),
        at("lewat-batas"),
        at("cari"),
        at("cari", query="?q=an"),
        at("cari", query="?q=tidakada"),
        at("pembatalan-daftar"),
    ]


def of_superior(waiting):
    return [at("beranda"), at("pertimbangan-daftar"), at("pertimbangan", waiting.pk)]


def of_head(person):
    called = case("in_force", person.unit.opd).applicant_id
    return [
        at("beranda"),
        at("siapa-di-mana", picture="siapa-di-mana"),
        at("siapa-di-mana-orang", called),
        at("tukar"),
        at("jadwal-matriks", _month("in_force", unit=person.unit.opd).pk),
        at("kotak-masuk"),
        at("alasan"),
        at("panggil-kembali"),
        posting("panggil-kembali", pilih=called),
        *of_team(person),
        *of_supervision(person),
        *of_guidance(),
    ]


def of_guidance():
    """Calls, and steps of guidance, as the head of an OPD sees them."""
    proposed = step("proposed")
    return [
        at("panggilan", picture="panggilan"),
        at("pembinaan", picture="pembinaan"),
        at("pembinaan", query="?bagian=berlaku"),
        at("pembinaan-lihat", proposed.pk, picture="pembinaan-lihat"),
        posting("pembinaan-putuskan", proposed.pk, status=422),
        at("pembinaan-lihat", step("confirmed").pk),
        at("naskah-pembinaan", step("confirmed").pk, picture="surat-peringatan"),
        at("pembinaan-catat", query="?cari=a"),
        at("pembinaan-catat", query=f"?pegawai={proposed.employee_id}"),
        posting("pembinaan-catat", pegawai=proposed.employee_id, status=422),
    ]


def of_supervision(head):
    """The day of duty, as the head of an OPD sees it."""
    opd, waiting, account = head.unit.opd, flagged_day(head), account_of(head)
    yesterday = f"?opd={opd.pk}&tanggal={waiting.date}"
    return [
        at("pengawasan", picture="pengawasan"),
        at("pengawasan-unit", opd.pk, picture="pengawasan-unit"),
        at("pengawasan-hari", waiting.pk, picture="pengawasan-hari"),
        at("pengawasan-hari", explained_day(head).pk),
        at("verifikasi-hari", picture="verifikasi-hari"),
        at("verifikasi-hari", query="?tampilan=diputus"),
        posting("verifikasi-putuskan", langkah="invalidate_day", pilih=str(waiting.pk)),
        at("rekap-hari", picture="rekap-hari"),
        at("rekap-hari", query=yesterday),
        at("rekap-lihat", account.pk),
        at("pengawasan-bulan", picture="pengawasan-bulan"),
    ]


def of_personnel(person):
    printed = posting("slip-cetak", person.unit.opd.pk)
    return [
        at("beranda"),
        at("pengajuan-untuk"),
        at("slip"),
        printed,
        at("presensi", picture="presensi"),
        posting("presensi-pengakuan"),
        at("lokasi-pegawai"),
        at("lokasi-catat", person.pk),
        posting("lokasi-impor"),
        *of_month(person),
        *of_absences(person),
    ]


def of_absences(person):
    colleague = Employee.objects.filter(unit=person.unit).exclude(pk=person.pk)[0]
    absence = Absence.objects.filter(employee__unit__opd=person.unit.opd, withdrawn_at=None)[0]
    return [
        at("ketidakhadiran", picture="ketidakhadiran"),
        at("ketidakhadiran-catat", query="?q=a"),
        at("ketidakhadiran-isi", colleague.pk),
        posting("ketidakhadiran-isi", colleague.pk, status=422),
        at("ketidakhadiran-cabut", absence.pk),
        at("ketidakhadiran-impor"),
    ]


def _month(state, **where):
    """A month of an OPD that the demo has brought so far."""
    return Roster.objects.filter(kind="month", state=state, **where).order_by("-first_day")[0]


def of_month(person):
    """The month of the OPD, which the demo leaves to be planned."""
    month = Roster.objects.filter(unit=person.unit.opd, state="draft").first()
    month = month or start_roster(person.unit.opd, far_working_days(9)[8], by=person)
    return [
        at("jadwal", picture="jadwal-daftar"),
        at("jadwal-matriks", month.pk, picture="jadwal"),
        at("jadwal-baris", month.pk, person.pk),
        at("jadwal-unggah", month.pk),
        at("jadwal-buang", month.pk),
        at("jadwal-tambahan"),
    ]


def of_acting_head(person):
    proposal = Proposal.objects.get(opd=person.unit.opd)
    return [
        at("beranda", picture="beranda-plh"),
        at("usulan", picture="usulan"),
        at("usulan-baru", picture="usulan-baru"),
        at("usulan-lihat", proposal.pk),
        at("naskah-usulan", proposal.pk, picture="surat-usulan"),
        at("slip"),
    ]


def of_verifier(_person):
    half = Proposal.objects.filter(closed_at=None, items__request__state="approved")[0]
    return [
        at("beranda"),
        at("kotak-masuk-bkd", picture="kotak-masuk-bkd"),
        at("usulan-lihat", half.pk, picture="usulan-bkd"),
        at(
            "jadwal-bkd", query=f"?bulan={_month('reported').first_day:%Y-%m}", picture="jadwal-bkd"
        ),
        at("jadwal-bkd-periksa", _month("reported").pk, picture="jadwal-periksa"),
        at("jadwal-bkd-periksa", _month("returned").pk),
        at("perintah"),
        at("perintah-buat"),
        posting("perintah-buat", status=422),
        at("surat-keputusan", picture="sk"),
        at("surat-keputusan", query="?bagian=terbit"),
        at("naskah-cabut", paper("decree").pk),
        *[at("pengajuan", case(state).pk) for state in ("objected", "cancelled", "revoked")],
        at("sk-panggil", Policy.objects.get(version=4).pk),
        *[at(name) for name in ("pengawasan", "rekap-hari", "pengawasan-bulan")],
    ]


def of_bkd_head(person):
    asked = Cancellation.objects.filter(state="asked")[0]
    late = case("approved")
    return [
        at("beranda", picture="beranda-bkd"),
        at("naskah", paper("decree", "draft").pk, picture="sk-tanda-tangan"),
        at("pembatalan-daftar"),
        at("pembatalan", asked.pk),
        at("pembatalan-lewat", late.pk),
        at("keberatan-daftar"),
        at("keberatan", Objection.objects.filter(decided_at=None)[0].request_id),
        at("lewat-batas"),
        at("panggil-kembali"),
        at("pegawai-lihat", person.pk),
        at("pembinaan"),
        at("pembinaan-lihat", step("objected").pk),
        posting("pembinaan-jawab", step("objected").pk, status=422),
        *of_policies(),
    ]


def of_policies():
    draft = Policy.objects.get(state="draft").pk
    return [
        at("kebijakan", picture="kebijakan"),
        at("kebijakan-baru"),
        at("kebijakan-tahap"),
        posting("kebijakan-tahap", status=422),
        at("kebijakan-unit", _opd("Diskominfo").pk),
        at("kebijakan-lihat", Policy.objects.get(version=1).pk),
        at("kebijakan-ubah", draft),
        at("kebijakan-berlakukan", draft),
        at("kebijakan-banding"),
        at("kebijakan-dampak", draft),
        at("sakelar"),
        at("sakelar-tutup"),
        posting("sakelar-tutup", status=422),
        at("sakelar-buka", _opd("Setda").pk),
    ]


def of_administrator(_person):
    somebody = case("draft").applicant_id
    return [
        at("beranda"),
        at("pegawai", picture="pegawai"),
        at("akun-baru"),
        at("unit"),
        at("unit-lihat", _opd("Diskominfo").pk),
        at("tugas"),
        at("tugas-beri"),
        posting("tugas-beri", ditanya="1"),
        posting("pegawai-kode", somebody),
        at("jabatan-beri"),
        at("impor", picture="impor"),
        at("impor-lihat", ImportRun.objects.latest("pk").pk),
        at("kalender", picture="kalender"),
        at("kalender-ubah", Holiday.objects.latest("date").pk),
        at("kalender-ramadan"),
        at("pengaturan", picture="pengaturan"),
        at("kewenangan"),
        at("surat-mati"),
        at("presensi-sambungan"),
        posting("presensi-sambungan-baru"),
        *[at(name) for name in SET_UP],
    ]


SET_UP = (
    "penyiapan",
    "penyiapan-pejabat",
    "penyiapan-penilai",
    "penyiapan-kebijakan",
    "penyiapan-pemeriksaan",
)


def of_region_head(_person):
    duty = [at("verifikasi-hari"), at("verifikasi-hari", query="?semua=1")]
    return [at("beranda"), at("pembatalan-daftar"), at("usulan"), *duty]


def of_inspector(_person):
    return [at("beranda"), at("jejak-audit", picture="jejak-audit")]


def visitors(people, code):
    """[(who, their visits)]; nobody is a stranger."""
    waiting = case("submitted", people["Penilai OPD"].unit.opd)
    superior = superiors_of(waiting)[0]
    found = [(None, of_strangers(code)), *[(people[role], of(people[role])) for role, of in ROLES]]
    explained = explained_day(people["Kepala OPD"])
    refused, swap = case("refused").applicant, Swap.objects.filter(state="agreed")[0]
    return [
        *found,
        (superior, of_superior(waiting)),
        (refused, of_refused(refused)),
        (explained.employee, [at("presensi-bulan"), at("presensi-hari", explained.pk)]),
        (swap.asker, [at("tukar-lihat", swap.pk)]),
    ]


ROLES = (
    ("Pegawai (ASN)", of_employee),
    ("Penilai OPD", of_assessor),
    ("Kepala OPD", of_head),
    ("Pengelola kepegawaian", of_personnel),
    ("Plh. kepala OPD", of_acting_head),
    ("Verifikator BKD", of_verifier),
    ("Kepala BKPSDM", of_bkd_head),
    ("Arsiparis", lambda _person: [at("arsip", picture="arsip")]),
    ("Inspektur", of_inspector),
    ("Administrator", of_administrator),
    ("Bupati", of_region_head),
)

_ROSTER = "draws up or opens the paper of a roster; see tests/workflows/test_roster_pages.py"
_ABSENCES = "needs a file or a refusal, which the demo lacks; see tests/schedules/test_absence*.py"
_ANSWERS = "takes a POST and leads on to a page that is visited"
_FILE = "is a file"
_QUEUE = "is sent and read by the queue of a phone; see tests/browser/test_checkin*.py"
_EXCHANGE = "needs a connection or a file, which the demo lacks; see tests/exchange"
NO_PAGE = {
    # files, and what a machine reads
    "bukti": _FILE,
    "impor-ditolak": _FILE,
    "lambang": _FILE,
    "naskah-pratinjau": _FILE,
    "naskah-unduh": _FILE,
    "sehat": "is read by the operator's probe",
    "kinerja-pdf": _FILE,
    "kinerja-unduh": _FILE,
    "laporan-bukti": _FILE,
    # a GET leads on
    "pengajuan-baru": _ANSWERS,
    # verbs
    "alasan-hapus": _ANSWERS,
    "jadwal-batal": _ANSWERS,
    "jadwal-buat": _ANSWERS,
    "jadwal-buka-lagi": _ANSWERS,
    "jadwal-ingatkan": _ANSWERS,
    "jadwal-laporkan": _ANSWERS,
    "jadwal-putus": _ANSWERS,
    "jadwal-susun": _ANSWERS,
    "naskah-jadwal": _ROSTER,
    "ketidakhadiran-ganti": _ABSENCES,
    "ketidakhadiran-impor-buang": _ANSWERS,
    "ketidakhadiran-impor-ditolak": _FILE,
    "ketidakhadiran-impor-lihat": _ABSENCES,
    "ketidakhadiran-impor-simpan": _ANSWERS,
    "jadwal-isi": _ANSWERS,
    "jadwal-segarkan": _ANSWERS,
    "jadwal-simpan": _ANSWERS,
    "jadwal-ubah": "needs a month in force; see tests/schedules/test_matrix_states.py",
    "jadwal-xlsx": _FILE,
    "arsip-kasus": _ANSWERS,
    "bukti-hapus": _ANSWERS,
    "bukti-unggah": _ANSWERS,
    "impor-buang": _ANSWERS,
    "impor-simpan": _ANSWERS,
    "ingatkan": _ANSWERS,
    "kalender-ics": "is read by calendar programs",
    "kalender-langganan-cabut": _ANSWERS,
    "lokasi-impor-buang": _ANSWERS,
    "lokasi-impor-lihat": _EXCHANGE,
    "lokasi-impor-simpan": _ANSWERS,
    "presensi-kirim": _ANSWERS,
    "presensi-kiriman-ulangi": _ANSWERS,
    "presensi-pengakuan-lihat": _EXCHANGE,
    "presensi-pengakuan-xlsx": _FILE,
    "presensi-sambungan-kunci": _EXCHANGE,
    "presensi-sambungan-lihat": _EXCHANGE,
    "presensi-sambungan-tutup": _ANSWERS,
    "presensi-tarik": "is read by attendance applications",
    "panggilan-jawab": _ANSWERS,
    "panggilan-mulai": _ANSWERS,
    "panggilan-tutup": _ANSWERS,
    "panggilan-undi": _ANSWERS,
    "pembinaan-berkas": _FILE,
    "pembinaan-cabut": _ANSWERS,
    "pengawasan-foto": _FILE,
    "pengawasan-xlsx": _FILE,
    "presensi-jelaskan": _ANSWERS,
    "rekap-kirim": _ANSWERS,
    "presensi-hadir": _QUEUE,
    "presensi-foto": _QUEUE,
    "presensi-sinkron": _QUEUE,
    "presensi-unggah": _ANSWERS,
    "manifes": "is read by the phone",
    "pekerja-layanan": "is read by the phone",
    "presensi-unduh": _FILE,
    "jabatan-akhiri": _ANSWERS,
    "kalender-hapus": _ANSWERS,
    "kalender-isi": _ANSWERS,
    "kalender-tambah": _ANSWERS,
    "kebijakan-buang": _ANSWERS,
    "kebijakan-tarik": _ANSWERS,
    "keluar": _ANSWERS,
    "kotak-masuk-pintasan": _ANSWERS,
    "kotak-masuk-putuskan": _ANSWERS,
    "kotak-masuk-urungkan": _ANSWERS,
    "naskah-batal-terbit": _ANSWERS,
    "naskah-buang": _ANSWERS,
    "naskah-tanda-tangan": _ANSWERS,
    "naskah-ulangi": _ANSWERS,
    "pegawai-aktif": _ANSWERS,
    "pembatalan-tarik": _ANSWERS,
    "pemberitahuan-baca": _ANSWERS,
    "pemberitahuan-baca-semua": _ANSWERS,
    "pemberitahuan-cara": _ANSWERS,
    "pengajuan-ajukan": _ANSWERS,
    "pengajuan-batal": _ANSWERS,
    "pengajuan-buang": _ANSWERS,
    "pengajuan-ganti-hari": _ANSWERS,
    "pengajuan-perpanjang": _ANSWERS,
    "penyiapan-kalender": _ANSWERS,
    "sk-susun": _ANSWERS,
    "surat-mati-ulangi": _ANSWERS,
    "tampilan-hapus": _ANSWERS,
    "tampilan-simpan": _ANSWERS,
    "tugas-akhiri": _ANSWERS,
    "usulan-putuskan": _ANSWERS,
    "usulan-selesai": _ANSWERS,
    "usulan-urungkan": _ANSWERS,
}
