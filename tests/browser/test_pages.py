"""Every main page with the demo region: fits both widths, accessible, asks nobody else for anything.

With SHOTS=1 the pictures of the README and the guides are taken on the way.
"""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from PIL import Image

from documents.models import Document
from tests.browser.conftest import DESKTOP, PHONE
from wfa.people.models import Employee
from wfa.requests.models import WorkRequest
from workflows.models import Proposal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


LARGEST_PICTURE = 150 * 1024


def accounts():
    """{role: employee} of the table that the demo leaves behind."""
    rows = Path(settings.DATA_DIR("akun-demo.txt")).read_text().splitlines()[1:]
    found = [re.split(r"\s{2,}", row) for row in rows]
    return {row[0]: Employee.objects.get(login=row[1]) for row in found}


def case(state, opd=None):
    found = WorkRequest.objects.filter(state=state).order_by("number", "created_at")
    return (found.filter(opd=opd) if opd else found)[0]


def public_pages():
    decree, revoked = (Document.objects.filter(kind=k, state="issued")[0] for k in KINDS)
    return [
        ("/masuk/", "masuk"),
        ("/masuk-pertama/", ""),
        ("/bantuan/", ""),
        ("/pelindungan-data/", ""),
        ("/v/", ""),
        (f"/v/{decree.token}/", "verifikasi"),
        (f"/v/{revoked.token}/", ""),
    ]


KINDS = ("decree", "revocation")


def pages_of_employee(person):
    own = WorkRequest.objects.filter(applicant=person)
    draft, running = own.get(state="draft"), own.get(state="in_force")
    paper = running.papers.get().document
    return [
        ("/", "beranda"),
        ("/menu/", ""),
        ("/akun/", ""),
        ("/pemberitahuan/", ""),
        ("/pengajuan-saya/", "pengajuan-saya"),
        *[(f"/pengajuan/{draft.pk}/isi/{n}/", "ajukan" if n == 2 else "") for n in (1, 2, 3)],
        (f"/pengajuan/{draft.pk}/periksa/", "periksa"),
        (f"/pengajuan/{running.pk}/", "posisi"),
        (f"/pengajuan/{own.get(state='returned').pk}/", ""),
        ("/surat-keputusan/", ""),
        (f"/naskah/{paper.pk}/", "sk-terbit"),
    ]


def pages_of_assessor(person):
    waiting = case("submitted", person.unit.opd)
    return [
        ("/", ""),
        (f"/kotak-masuk/?kasus={waiting.pk}", "kotak-masuk"),
        ("/kotak-masuk/?tampilan=semua", ""),
        (f"/kotak-masuk/{waiting.pk}/", "kasus"),
    ]


def pages_of_acting_head(person):
    proposal = Proposal.objects.get(opd=person.unit.opd)
    return [
        ("/", "beranda-plh"),
        ("/usulan/", "usulan"),
        ("/usulan/baru/", "usulan-baru"),
        (f"/usulan/{proposal.pk}/", ""),
        (f"/naskah/usulan/{proposal.pk}/", "surat-usulan"),
        ("/slip/", ""),
    ]


def pages_of_verifier(_person):
    half = Proposal.objects.filter(closed_at=None, items__request__state="approved")[0]
    decree = Document.objects.filter(kind="decree", state="issued")[0]
    return [
        ("/", ""),
        ("/kotak-masuk-bkd/", "kotak-masuk-bkd"),
        (f"/usulan/{half.pk}/", "usulan-bkd"),
        ("/surat-keputusan/", "sk"),
        ("/surat-keputusan/?bagian=terbit", ""),
        (f"/naskah/{decree.pk}/cabut/", ""),
    ]


def pages_of_bkd_head(_person):
    return [
        ("/", "beranda-bkd"),
        (f"/naskah/{Document.objects.get(kind='decree', state='draft').pk}/", "sk-tanda-tangan"),
        ("/kebijakan/", "kebijakan"),
        ("/kebijakan/baru/", ""),
    ]


def pages_of_administrator(_person):
    return [
        ("/", ""),
        ("/pegawai/", "pegawai"),
        ("/unit/", ""),
        ("/tugas/", ""),
        ("/tugas/beri/", ""),
        ("/pegawai/akun-baru/", ""),
        ("/impor/", "impor"),
        ("/kalender/", "kalender"),
        ("/pengaturan/", "pengaturan"),
        ("/surat-mati/", ""),
    ]


VISITORS = {
    "Pegawai (ASN)": pages_of_employee,
    "Penilai OPD": pages_of_assessor,
    "Plh. kepala OPD": pages_of_acting_head,
    "Verifikator BKD": pages_of_verifier,
    "Kepala BKPSDM": pages_of_bkd_head,
    "Arsiparis": lambda _person: [("/arsip/", "arsip")],
    "Inspektur": lambda _person: [("/", ""), ("/jejak-audit/", "jejak-audit")],
    "Administrator": pages_of_administrator,
}


class Inspection:
    """Opens pages and notes what is wrong with each."""

    def __init__(self, page, shot):
        self.page, self.shot, self.axe = page, shot, Axe()
        self.wrong = []

    def look(self, path, picture):
        self.page.set_viewport_size(DESKTOP)
        answer = self.page.goto(path)
        if answer.status != 200:
            self.wrong.append(f"{path}: {answer.status}")
            return
        for violation in self.axe.run(self.page).response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:3]]
            self.wrong.append(f"{path}: {violation['id']}: {nodes}")
        for name, size in (("1280", DESKTOP), ("390", PHONE)):
            self.page.set_viewport_size(size)
            self._fits(path, size["width"])
            if picture:
                _small(self.shot(self.page, f"{picture}-{name}"))

    def _fits(self, path, width):
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            self.wrong.append(f"{path}: {wide} px wide at {width}")


def _small(picture):
    """A screen has few colours: a palette makes the file a third as large."""
    with Image.open(picture) as image:
        small = image.convert("RGB").quantize(
            256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        small.save(picture, optimize=True)
    assert picture.stat().st_size < LARGEST_PICTURE


@pytest.fixture
def demo(live_server):
    call_command("demo", verbosity=0)
    return accounts()


def test_every_page_fits_and_is_accessible(demo, page, sign_in, shot):
    inspection = Inspection(page, shot)
    for path, picture in public_pages():
        inspection.look(path, picture)
    for role, pages in VISITORS.items():
        sign_in(page, demo[role])
        for path, picture in pages(demo[role]):
            inspection.look(path, picture)
    assert not inspection.wrong, "\n".join(inspection.wrong)
