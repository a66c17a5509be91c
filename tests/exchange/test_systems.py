"""Connections as those set them up who look after them."""

import pytest
from django.urls import reverse

from tests.actors import sign_in, text_of
from tests.exchange.cases import system
from wfa.audit.models import AuditEvent
from wfa.exchange.models import AttendanceSystem
from wfa.exchange.services.systems import close_system, key_of
from wfa.refusals import Refused

pytestmark = pytest.mark.django_db
NEW = {"name": "K-Mob", "layout": "baris", "mode": "pull", "push_url": ""}


def test_administrator_adds_a_connection_and_sees_its_key_once(client, adi):
    sign_in(client, adi)
    client.post(reverse("presensi-sambungan-baru"), NEW)
    made = AttendanceSystem.objects.get()
    shown = client.post(reverse("presensi-sambungan-kunci", args=[made.pk]))
    made.refresh_from_db()
    key = key_of(made)
    assert key in text_of(shown)
    assert shown["Cache-Control"].endswith("private")
    for name in ("presensi-sambungan", "presensi-sambungan-lihat"):
        args = [made.pk] if name.endswith("lihat") else []
        assert key not in text_of(client.get(reverse(name, args=args)))
    logged = "".join(str(event.data) for event in AuditEvent.objects.all())
    assert key not in logged
    assert made.key_salt not in logged


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"mode": "push"}, "Alamat kirim belum diisi"),
        ({"mode": "push", "push_url": "ftp://x"}, "harus diawali https://"),
        ({"name": ""}, "belum diisi"),
        ({"layout": "lain"}, "Pilihan ini tidak ada"),
    ],
)
def test_what_cant_stand_is_told_and_kept(client, adi, change, sentence):
    answer = sign_in(client, adi).post(reverse("presensi-sambungan-baru"), {**NEW, **change})
    assert sentence in text_of(answer)
    assert not AttendanceSystem.objects.exists()


def test_names_are_text(client, adi):
    sign_in(client, adi)
    client.post(reverse("presensi-sambungan-baru"), {**NEW, "name": "<script>x</script>"})
    assert "<script>x" not in text_of(client.get(reverse("presensi-sambungan")))


def test_a_closed_connection_stays_closed(client, adi, endah):
    made, _ = system(endah)
    sign_in(client, adi)
    client.post(reverse("presensi-sambungan-tutup", args=[made.pk]))
    made.refresh_from_db()
    assert (made.mode, made.closed_by) == ("off", adi)
    client.post(reverse("presensi-sambungan-lihat", args=[made.pk]), NEW)
    client.post(reverse("presensi-sambungan-kunci", args=[made.pk]))
    made.refresh_from_db()
    assert made.mode == "off"
    with pytest.raises(Refused, match="sudah ditutup"):
        close_system(made, by=adi)


def test_the_list_asks_the_same_for_one_and_three(client, adi, endah, django_assert_num_queries):
    system(endah)
    sign_in(client, adi)
    url = reverse("presensi-sambungan")
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)
    system(endah)
    system(endah)
    with django_assert_num_queries(7):
        client.get(url)


def test_a_key_that_the_server_lost_is_told(client, adi, endah, settings):
    made, _ = system(endah)
    AttendanceSystem.objects.filter(pk=made.pk).update(key_print="0" * 64)
    page = text_of(sign_in(client, adi).get(reverse("presensi-sambungan-lihat", args=[made.pk])))
    assert "Kuncinya tidak berlaku lagi" in page


def test_officers_have_no_business_with_connections(client, pandu, citra):
    for who in (pandu, citra):
        assert sign_in(client, who).get(reverse("presensi-sambungan")).status_code == 404
