"""The pages of the import: read first, look, then save or throw away."""

from io import BytesIO
from pathlib import Path

import openpyxl
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.actors import sign_in
from wfa.people.models import Employee, ImportRun

SAMPLE = Path(settings.BASE_DIR) / "sample"


def upload(client):
    files = {
        "units": SimpleUploadedFile("UNOR.csv", (SAMPLE / "UNOR.csv").read_bytes()),
        "people": SimpleUploadedFile("SIASN.xlsx", (SAMPLE / "SIASN.xlsx").read_bytes()),
    }
    return client.post(reverse("impor"), files)


def test_reading_changes_nothing_until_it_is_saved(client, adi):
    before = Employee.objects.count()
    answer = upload(sign_in(client, adi))
    run = ImportRun.objects.get()
    assert answer.url == reverse("impor-lihat", args=[run.pk])
    assert run.state == "read"
    assert Employee.objects.count() == before
    client.post(reverse("impor-simpan", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "applied"
    assert run.applied_by == adi
    assert Employee.objects.count() > before + 280
    again = client.post(reverse("impor-simpan", args=[run.pk]), follow=True)
    assert "sudah disimpan" in again.content.decode()


def test_each_part_of_the_result_opens(client, adi):
    upload(sign_in(client, adi))
    address = reverse("impor-lihat", args=[ImportRun.objects.get().pk])
    for part in ("ditolak", "peringatan", "berubah", "baru", "hilang", "salah"):
        page = client.get(address, {"bagian": part})
        assert page.status_code == 200
        assert "style=" not in page.content.decode()
    assert "NIP harus 18 angka" in client.get(address).content.decode()


def test_refused_rows_come_as_a_workbook_without_formulas(client, adi):
    upload(sign_in(client, adi))
    run = ImportRun.objects.get()
    run.report["problems"][0]["name"] = "=CMD()"
    run.save()
    answer = client.get(reverse("impor-ditolak", args=[run.pk]))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert "'=CMD()" in [cell.value for cell in cells]


def test_a_discarded_reading_keeps_no_names(client, adi):
    upload(sign_in(client, adi))
    run = ImportRun.objects.get()
    client.post(reverse("impor-buang", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "discarded"
    assert set(run.report) == {"units", "people"}
    assert client.get(reverse("impor-lihat", args=[run.pk])).status_code == 200


def test_a_file_that_is_no_workbook_gets_a_sentence(client, adi):
    sign_in(client, adi)
    page = client.post(reverse("impor"), {"people": SimpleUploadedFile("SIASN.xlsx", b"halo")})
    assert page.status_code == 200
    assert not ImportRun.objects.exists()
    assert client.post(reverse("impor"), {}).status_code == 200


def test_employees_find_no_import(client, ani):
    assert sign_in(client, ani).get(reverse("impor")).status_code == 404
