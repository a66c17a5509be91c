"""The pages that axe and the eye go to: of the demo region, each in its fullest role.

A URL stands in one of three places: in `of_demo` (a page full of the demo's past), in `SMALL`
(a page whose thing only the region of the matrix has), or in `NO_PAGE` with the reason.
"""

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from documents.models import Document
from tests.actors import open_policy
from wfa.people.models import Appointment, Employee, Region, Unit
from wfa.policies.models import Policy
from wfa.requests.models import WorkRequest
from workflows.models import Cancellation, Objection, Proposal, ReasonTemplate, SavedView


@dataclass(frozen=True)
class Visit:
    name: str
    path: str
    picture: str = ""
    """Name of the picture for the guides, taken with SHOTS=1."""


def at(name, *args, query="", picture=""):
    return Visit(name, reverse(name, args=args) + query, picture)


def accounts():
    """{role: employee} of the table that the demo leaves behind."""
    rows = Path(settings.DATA_DIR("akun-demo.txt")).read_text().splitlines()[1:]
    found = [re.split(r"\s{2,}", row) for row in rows]
    return {row[0]: Employee.objects.get(login=row[1]) for row in found}


def case(state, opd=None):
    found = WorkRequest.objects.filter(state=state).order_by("number", "created_at")
    return (found.filter(opd=opd) if opd else found)[0]


def paper(kind, state="issued"):
    return Document.objects.filter(kind=kind, state=state)[0]


def add_what_demo_lacks(people):
    """A policy being drafted, one ahead, a closed unit, a kept view and sentences of one's own."""
    adi, root = people["Administrator"], Region.objects.get().bkd.parent
    Policy.objects.create(
        version=2, unit=root, state="draft", parameters={"open": True}, drafted_by=adi
    )
    for name, days in (("Setda", 0), ("Bappeda", 5)):
        unit = Unit.objects.get(short_name=name)
        made = open_policy(unit, by=adi, open=False, held_when_closed=True)
        day = datetime.date.today() + datetime.timedelta(days=days)
        Policy.objects.filter(pk=made.pk).update(effective_from=day)
    assessor, head = people["Penilai OPD"], people["Kepala OPD"]
    SavedView.objects.create(owner=assessor, place="kotak-masuk", name="Lewat batas")
    ReasonTemplate.objects.create(unit=head.unit.opd, step="refuse", text="Layanan terganggu.")


# --- who visits what -------------------------------------------------------------------------


def of_strangers(_person):
    return [
        at("masuk", picture="masuk"),
        at("masuk-pertama"),
        at("bantuan"),
        at("privasi"),
        at("verifikasi-cari"),
        at("verifikasi", paper("decree").token, picture="verifikasi"),
        at("verifikasi", paper("revocation").token),
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


def of_superior(person):
    mine = WorkRequest.objects.filter(state="submitted", unit=_headed_by(person))[0]
    return [at("beranda"), at("pertimbangan-daftar"), at("pertimbangan", mine.pk)]


def _headed_by(person):
    return Appointment.objects.filter(employee=person).latest("pk").unit


def of_head(_person):
    return [at("beranda"), at("panggil-kembali"), at("alasan"), at("kotak-masuk")]


def of_personnel(_person):
    return [at("beranda"), at("pengajuan-untuk"), at("slip")]


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
        at("surat-keputusan", picture="sk"),
        at("surat-keputusan", query="?bagian=terbit"),
        at("naskah-cabut", paper("decree").pk),
        *[at("pengajuan", case(state).pk) for state in ("objected", "cancelled", "revoked")],
        at("sk-panggil", Policy.objects.get(version=4).pk),
    ]


def of_bkd_head(person):
    asked = Cancellation.objects.filter(state="asked")[0]
    return [
        at("beranda", picture="beranda-bkd"),
        at("naskah", paper("decree", "draft").pk, picture="sk-tanda-tangan"),
        at("pembatalan-daftar"),
        at("pembatalan", asked.pk),
        at("keberatan-daftar"),
        at("keberatan", Objection.objects.filter(answered_at=None)[0].request_id),
        at("lewat-batas"),
        at("panggil-kembali"),
        at("pegawai-lihat", person.pk),
        *of_policies(),
    ]


def of_policies():
    draft = Policy.objects.get(state="draft").pk
    return [
        at("kebijakan", picture="kebijakan"),
        at("kebijakan-baru"),
        at("kebijakan-lihat", Policy.objects.get(version=1).pk),
        at("kebijakan-ubah", draft),
        at("kebijakan-berlakukan", draft),
        at("kebijakan-banding"),
        at("kebijakan-dampak", draft),
        at("sakelar"),
        at("sakelar-tutup"),
        at("sakelar-buka", Unit.objects.get(short_name="Setda").pk),
    ]


def of_administrator(_person):
    return [
        at("beranda"),
        at("pegawai", picture="pegawai"),
        at("akun-baru"),
        at("unit"),
        at("unit-lihat", Unit.objects.get(short_name="Diskominfo").pk),
        at("tugas"),
        at("tugas-beri"),
        at("jabatan-beri"),
        at("impor", picture="impor"),
        at("kalender", picture="kalender"),
        at("kalender-ramadan"),
        at("pengaturan", picture="pengaturan"),
        at("kewenangan"),
        at("surat-mati"),
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
    return [at("beranda"), at("pembatalan-daftar"), at("usulan")]


def visitors(people):
    """[(who, their visits)], in the order of the guides."""
    refused = case("refused").applicant
    unit = case("submitted", people["Penilai OPD"].unit.opd).unit
    heads = Appointment.objects.filter(unit__requests__state="submitted", unit__kind="bidang")
    return [
        (None, of_strangers),
        (people["Pegawai (ASN)"], of_employee),
        (refused, of_refused),
        (people["Penilai OPD"], of_assessor),
        (heads[0].employee if heads else unit, of_superior),
        (people["Kepala OPD"], of_head),
        (people["Pengelola kepegawaian"], of_personnel),
        (people["Plh. kepala OPD"], of_acting_head),
        (people["Verifikator BKD"], of_verifier),
        (people["Kepala BKPSDM"], of_bkd_head),
        (people["Arsiparis"], lambda _person: [at("arsip", picture="arsip")]),
        (people["Inspektur"], of_inspector),
        (people["Administrator"], of_administrator),
        (people["Bupati"], of_region_head),
    ]


def of_inspector(_person):
    return [at("beranda"), at("jejak-audit", picture="jejak-audit")]
