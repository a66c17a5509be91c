"""What the attendance application has, against what is so; nothing is changed by itself."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.actors import sign_in, text_of
from tests.exchange.cases import day, place, system, take_back
from wfa.exchange.models import Acknowledgement, Delivery
from wfa.exchange.rules.comparing import differences
from wfa.people.models import Employee
from wfa.schedules.models import WorkDay

pytestmark = pytest.mark.django_db
D = [day(f"2026-11-{n:02}") for n in range(1, 31)]


@pytest.fixture
def made(endah):
    return system(endah)[0]


def upload(client, made, unit, *rows, head="nip,tanggal,jenis", name="balik.csv"):
    text = "\n".join([head, *(",".join(map(str, row)) for row in rows)])
    data = {
        "system": made.pk,
        "unit": unit.pk,
        "berkas": SimpleUploadedFile(name, text.encode(), "text/csv"),
    }
    return client.post(reverse("presensi-pengakuan"), data)


def listed(nip):
    """A list with one row."""
    text = f"nip,tanggal,jenis\n{nip},2026-11-02,WFH"
    return SimpleUploadedFile("balik.csv", text.encode(), "text/csv")


def latest():
    return Acknowledgement.objects.latest("pk")


def told():
    return [(why, nip[-3:], date[-2:], a, b) for why, nip, date, a, b in latest().differences]


def test_differences_are_told_both_ways(client, citra, made, region, ani, dewi):
    place(ani, D[1], D[2], D[3])
    place(dewi, D[1], place="leave")
    place(dewi, D[4])
    take_back(dewi, D[4])
    sign_in(client, citra)
    answer = upload(
        client,
        made,
        region.root,
        (ani.nip, "2026-11-02", "WFH"),
        (ani.nip, "03-11-2026", "DL"),
        (dewi.nip, "2026-11-05", "wfh"),
        (dewi.nip, "2026-11-03", "WFO"),
    )
    a, d = ani.nip[-3:], dewi.nip[-3:]
    assert told() == [
        ("differs", a, "03", "WFH", "DL"),
        ("missing", a, "04", "WFH", ""),
        ("missing", d, "02", "CUTI", ""),
        ("extra", d, "05", "WFO", "WFH"),
    ]
    page = text_of(client.get(answer["Location"]))
    assert "Tidak ada di sana" in page
    assert "Ani Lestari" in page
    assert latest().counts == {"differs": 1, "missing": 2, "extra": 1, "same": 2, "unreadable": 0}


def test_nothing_is_changed_by_it(client, citra, made, region, ani):
    place(ani, D[1])
    before = list(WorkDay.objects.values())
    sign_in(client, citra)
    upload(client, made, region.root, (ani.nip, "2026-11-02", "WFO"))
    assert list(WorkDay.objects.values()) == before


def test_a_product_that_knows_only_two_kinds_is_compared_by_two(client, citra, made, region, ani):
    place(ani, D[1], place="other_place")
    place(ani, D[2], place="leave")
    sign_in(client, citra)
    rows = [(ani.nip, "2026-11-02", 1), (ani.nip, "2026-11-03", 0), (ani.nip, "2026-11-04", 1)]
    upload(client, made, region.root, *rows, head="nip,tanggal,status_aktif")
    assert told() == [("extra", ani.nip[-3:], "04", "", "WFH")]


def test_half_a_day_elsewhere_is_a_day_elsewhere(client, citra, made, region, ani):
    place(ani, D[1], slot="am", place="office")
    place(ani, D[1], slot="pm")
    sign_in(client, citra)
    upload(client, made, region.root, (ani.nip, "2026-11-02", "WFH"))
    assert told() == []


def test_rows_that_cant_be_read_say_why(client, citra, made, region, ani):
    sign_in(client, citra)
    answer = upload(
        client,
        made,
        region.root,
        (ani.nip, "2026-11-02", "WFO"),
        ("12", "2026-11-02", "WFH"),
        (ani.nip, "kemarin", "WFH"),
        (ani.nip, "2026-11-03", "LIBUR"),
    )
    assert [number for number, _ in latest().problems] == [3, 4, 5]
    assert "Jenis harus salah satu dari WFO, WFH" in text_of(client.get(answer["Location"]))


@pytest.mark.parametrize(
    ("head", "rows", "sentence"),
    [
        ("nip,tanggal", [("1", "2")], "Baris pertama harus berisi nip, tanggal, dan jenis"),
        ("nip,tanggal,jenis", [("1", "2", "3")], "Tidak ada baris yang terbaca"),
        ("nip,tanggal,jenis", [], "Tidak ada baris yang terbaca"),
    ],
)
def test_a_list_that_cant_be_used_is_refused(client, citra, made, region, head, rows, sentence):
    sign_in(client, citra)
    answer = upload(client, made, region.root, *rows, head=head)
    assert sentence in text_of(answer)
    assert not Acknowledgement.objects.exists()


def test_a_list_over_more_than_a_year_is_refused(client, citra, made, region, ani):
    sign_in(client, citra)
    rows = [(ani.nip, "2020-01-01", "WFH"), (ani.nip, "2026-11-02", "WFH")]
    assert "Paling banyak 366 hari" in text_of(upload(client, made, region.root, *rows))


def test_officer_compares_the_own_opd_only(client, pandu, citra, made, region, ani, dodi):
    place(ani, D[1])
    place(dodi, D[1])
    sign_in(client, pandu)
    upload(client, made, region.diskominfo, (ani.nip, "2026-11-02", "WFH"))
    assert told() == []
    answer = upload(client, made, region.root, (ani.nip, "2026-11-02", "WFH"))
    assert "Pilihan ini tidak ada" in text_of(answer)
    sign_in(client, citra)
    upload(client, made, region.root, (ani.nip, "2026-11-02", "WFH"))
    whole = latest()
    assert told() == [("missing", dodi.nip[-3:], "02", "WFH", "")]
    sign_in(client, pandu)
    for name in ("presensi-pengakuan-lihat", "presensi-pengakuan-xlsx"):
        assert client.get(reverse(name, args=[whole.pk])).status_code == 404


def test_differences_come_as_a_workbook_without_formulas(client, citra, made, region, ani):
    Employee.objects.filter(pk=ani.pk).update(front_title="=1+1")
    place(ani, D[1])
    sign_in(client, citra)
    upload(client, made, region.root, (ani.nip, "2026-11-02", "DL"))
    answer = client.get(reverse("presensi-pengakuan-xlsx", args=[latest().pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    [head, line] = sheet.iter_rows(values_only=True)
    assert head == ("Selisih", "NIP", "Nama", "Tanggal", "Di Luwes", "Di aplikasi presensi")
    assert line == ("Berbeda", ani.nip, "'=1+1 Ani Lestari", "2026-11-02", "WFH", "DL")
    assert "f" not in {cell.data_type for row in sheet for cell in row}


@pytest.mark.parametrize(("theirs", "state"), [("WFH", "acknowledged"), ("DL", "sent")])
def test_a_list_without_a_difference_acknowledges_what_was_sent(
    client, citra, made, region, ani, theirs, state
):
    place(ani, D[1])
    now = timezone.now()
    sent = Delivery.objects.create(
        system=made, state="sent", created_at=now, sent_at=now, until=now
    )
    sign_in(client, citra)
    upload(client, made, region.root, (ani.nip, "2026-11-02", theirs))
    sent.refresh_from_db()
    assert sent.state == state


def test_order_of_rows_is_of_no_account():
    ours = {("1", D[1]): "WFH", ("2", D[1]): "DL"}
    theirs = {("2", D[1]): "DL", ("1", D[2]): "WFH"}
    turned = dict(reversed(theirs.items()))
    assert list(differences(ours, theirs)) == list(differences(ours, turned))


def test_without_an_application_the_page_says_whom_to_ask(client, citra, region):
    sign_in(client, citra)
    page = text_of(client.get(reverse("presensi-pengakuan")))
    assert "Belum ada aplikasi presensi" in page
    assert 'name="berkas"' not in page
