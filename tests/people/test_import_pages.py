"""The pages of the import: read first, look, then save or throw away."""

import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

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


def left(folder):
    return [place for place in Path(folder, "uploads").rglob("*") if place.is_file()]


@pytest.mark.parametrize("ending", ["impor-simpan", "impor-buang"])
def test_uploaded_files_are_gone_when_a_run_is_closed(
    client, adi, ending, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = str(tmp_path)
    upload(sign_in(client, adi))
    run = ImportRun.objects.get()
    assert len(left(tmp_path)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse(ending, args=[run.pk]))
    assert left(tmp_path) == []
    page = client.get(reverse("impor-lihat", args=[run.pk])).content.decode()
    assert "Berkas aslinya sudah dihapus" in page


def test_file_without_people_fails_and_is_not_kept(
    client, adi, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = str(tmp_path)
    swapped = SimpleUploadedFile("UNOR.csv", (SAMPLE / "UNOR.csv").read_bytes())
    sign_in(client, adi)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(reverse("impor"), {"people": swapped}, follow=True).content.decode()
    run = ImportRun.objects.get()
    assert (run.state, run.report["people"]["missing"], left(tmp_path)) == ("failed", 0, [])
    assert "Tidak ada pegawai yang terbaca di UNOR.csv" in page
    assert "Kolom NIP BARU" in page
    assert reverse("impor-simpan", args=[run.pk]) not in page


def test_a_newer_run_throws_away_what_was_not_saved(
    client, adi, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = str(tmp_path)
    sign_in(client, adi)
    with django_capture_on_commit_callbacks(execute=True):
        upload(client)
        upload(client)
    new, old = ImportRun.objects.order_by("-pk")
    assert (new.state, old.state) == ("read", "discarded")
    assert set(old.report) == {"units", "people"}
    assert len(left(tmp_path)) == 2


@pytest.mark.parametrize(("minutes", "state"), [(14, "applying"), (16, "read")])
def test_run_of_a_killed_process_can_be_saved_again(client, adi, minutes, state):
    upload(sign_in(client, adi))
    run = ImportRun.objects.get()
    run.state, run.applied_by = "applying", adi
    run.applied_at = timezone.now() - datetime.timedelta(minutes=minutes)
    run.save()
    assert client.get(reverse("impor-lihat", args=[run.pk])).status_code == 200
    run.refresh_from_db()
    assert (run.state, run.applied_at is None) == (state, state == "read")


def test_reading_of_a_killed_process_has_failed(client, adi):
    upload(sign_in(client, adi))
    old = timezone.now() - datetime.timedelta(hours=1)
    ImportRun.objects.update(state="reading", created_at=old)
    page = client.get(reverse("impor"))
    assert page.status_code == 200
    run = ImportRun.objects.get()
    assert run.state == "failed"
    assert run.people_file.removed_at


def test_run_without_its_file_is_refused_with_a_sentence(client, adi):
    run = ImportRun.objects.create(state="read", created_at=timezone.now(), created_by=adi)
    sign_in(client, adi)
    page = client.post(reverse("impor-simpan", args=[run.pk]), follow=True)
    assert "Berkas pegawainya tidak ada" in page.content.decode()
    run.refresh_from_db()
    assert (run.state, run.applied_by) == ("read", None)


def test_employees_find_no_import(client, ani):
    assert sign_in(client, ani).get(reverse("impor")).status_code == 404
