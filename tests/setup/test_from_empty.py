"""The whole way from an empty, migrated database to the first request, through the pages."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.files.corpus import picture
from tests.people.test_import_pages import upload
from tests.setup.helpers import PASSWORD, states
from tests.workflows import cases
from wfa.demo.accounts import staff
from wfa.demo.region import BKPSDM, DISKOMINFO, opd
from wfa.people.models import Duty, Employee, ImportRun, Unit
from wfa.people.selectors import head_of, root_unit
from wfa.policies.models import Policy

pytestmark = pytest.mark.django_db
AGENCY = "Pemerintah Kabupaten Arjamukti"
BASIS = {"basis_number": "800/12/2026", "basis_date": "2026-01-05"}


def today():
    return timezone.localdate().isoformat()


def send(client, name, data=None, *args):
    """A form that must be taken: the answer leads on."""
    answer = client.post(reverse(name, args=args), data or {})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer


def enter(code):
    """Somebody's first sign-in by their code, in a browser of their own."""
    client = Client()
    send(client, "masuk-pertama-kode", {"password": PASSWORD, "again": PASSWORD}, code)
    return client


def code_for(client, person):
    page = client.post(reverse("pegawai-kode", args=[person.pk])).content.decode()
    return re.search(r"(?:[A-Z2-9]{5}-){3}[A-Z2-9]{5}", page).group()


@pytest.fixture
def admin(capsys):
    call_command("first_administrator", login="adi", name="Adi Nugroho", agency=AGENCY)
    return enter(re.search(r"/masuk-pertama/([^/]+)/", capsys.readouterr().out).group(1))


def region(client, **more):
    emblem = SimpleUploadedFile("lambang.png", picture("PNG"), "image/png")
    facts = {"kind": "kabupaten", "name": "Arjamukti", "seat": "Arjamukti", "emblem": emblem}
    send(client, "pengaturan", {**facts, **more})


def import_sample(client):
    upload(client)
    send(client, "impor-simpan", {}, ImportRun.objects.get().pk)


def officials(client):
    bkd = opd(BKPSDM)
    region(client, bkd=bkd.pk)
    verifier = staff(bkd)[0]
    duty = {"employee": verifier.pk, "kind": "verifikator", "unit": bkd.pk, "starts": today()}
    send(client, "tugas-beri", {**duty, **BASIS})
    about = {"office": bkd.pk, "on_behalf_of": "BUPATI ARJAMUKTI", "title": "Keputusan Bupati"}
    send(client, "kewenangan", {**about, "starts": today(), **BASIS})
    nips = {f"nip_{u.pk}": staff(u)[0].nip for u in Unit.objects.filter(kind="opd") if staff(u)}
    send(client, "penyiapan-penilai", {"starts": today(), **BASIS, **nips})
    for unit in Unit.objects.filter(kind="opd"):
        send(client, "unit-lihat", {"letter_code": f"A{unit.pk}"}, unit.pk)
    for unit in [u for u in Unit.objects.filter(kind="opd") if head_of(u) is None]:
        someone = Employee.objects.filter(unit__opd=unit, is_active=True).order_by("-grade")[0]
        acting = {"employee": someone.pk, "kind": "PLT", "unit": unit.pk, "starts": today()}
        send(client, "jabatan-beri", {**acting, **BASIS})


def enforced(admin, head):
    send(admin, "penyiapan-kebijakan", {"sample": "peraturan", "unit": root_unit().pk})
    document = {"title": "Peraturan Bupati", "number": "4 Tahun 2026", "dated": "2026-01-05"}
    policy = Policy.objects.get()
    send(head, "kebijakan-berlakukan", {**document, "effective_from": today()}, policy.pk)


def test_an_empty_server_comes_to_its_first_request_through_the_pages(admin):
    assert states(admin) == {
        "akun": "Selesai",
        "daerah": "Belum",
        "pegawai": "Belum",
        "pejabat": "Menunggu",
        "kalender": "Belum",
        "kebijakan": "Menunggu",
        "pemeriksaan": "Belum",
    }
    top = root_unit()
    region(admin)
    assert states(admin)["daerah"] == "Selesai"

    import_sample(admin)
    assert root_unit() == top
    assert Unit.objects.filter(parent__isnull=True).count() == 1
    assert states(admin) | {"pegawai": "", "pejabat": ""} == states(admin) | {
        "pegawai": "",
        "pejabat": "",
    }
    assert (states(admin)["pegawai"], states(admin)["pejabat"]) == ("Sebagian", "Belum")

    officials(admin)
    page = admin.get(reverse("penyiapan")).content.decode()
    assert "belum pernah masuk" in page
    head = enter(code_for(admin, head_of(opd(BKPSDM)).employee))
    assert states(admin)["pejabat"] == "Selesai"

    send(admin, "penyiapan-kalender")
    assert states(admin)["kalender"] == "Sebagian"  # Ramadan is left
    send(admin, "kalender-ramadan", {"starts": "2027-02-08", "ends": "2027-03-09"})

    enforced(admin, head)
    assert states(admin)["kebijakan"] == "Selesai"
    assert "Siap: buat pengajuan pertama" in admin.get(reverse("penyiapan")).content.decode()

    ani = staff(opd(DISKOMINFO))[1]
    enter(code_for(admin, ani))
    assert cases.submitted(ani).state == "submitted"
    assert "1 pengajuan sudah masuk" in head.get(reverse("penyiapan")).content.decode()


def test_heads_named_in_the_file_hold_their_office_after_the_import(admin):
    region(admin)
    import_sample(admin)
    page = admin.get(reverse("penyiapan-pejabat"), {"kurang": "kepala"}).content.decode()
    assert "Dinas Kesehatan" in page
    assert "Dinas Komunikasi dan Informatika" not in page


def test_the_first_account_holds_one_duty_and_no_password_of_the_server(admin):
    adi = Employee.objects.get(login="adi")
    assert [duty.kind for duty in adi.duties.all()] == [Duty.Kind.ADMINISTRATOR]
    assert not adi.is_superuser
    assert not adi.is_staff
