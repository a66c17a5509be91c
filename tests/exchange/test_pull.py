"""The signed door: who may fetch, once each, in pages that add up to the whole."""

import csv
import io
import json
import time
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from tests.actors import add_employee
from tests.exchange.cases import day, moment, place, signed, system, take_back
from wfa.audit.models import AuditEvent
from wfa.exchange.models import AttendanceSystem, UsedNonce
from wfa.exchange.services import systems as services
from wfa.people.models import Employee

pytestmark = pytest.mark.django_db
D = [day(f"2026-11-{n:02}") for n in range(1, 31)]
ALL = "dari=2026-11-01&sampai=2026-11-30"


def fetch(made, key, query=ALL, *, sent=None, **how):
    """The answer; `sent` = the query that is really sent, where it isn't the signed one."""
    path = reverse("presensi-tarik", args=[made.pk])
    headers = signed(key, path, query, **how)
    return Client().get(f"{path}?{query if sent is None else sent}", headers=headers)


def lines(answer):
    return [json.loads(line) for line in answer.content.decode().splitlines()]


def refused(answer, status):
    told = answer.json()
    assert (answer.status_code, told["status"]) == (status, status)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"].endswith("private")
    return told["detail"]


@pytest.fixture
def pulled(endah):
    return system(endah)


def test_a_signed_request_is_answered_with_json_lines(pulled, ani, dodi):
    place(ani, D[1])
    place(dodi, D[1])
    take_back(dodi, D[1])
    answer = fetch(*pulled)
    assert answer["Content-Type"] == "application/x-ndjson; charset=utf-8"
    assert [(row["nip"], row["status"], row["lat"]) for row in lines(answer)] == [
        (ani.nip, "AKTIF", None),
        (dodi.nip, "BATAL", None),
    ]
    assert (answer["X-Luwes-Baris"], answer["X-Luwes-Kursor"]) == ("2", "")
    assert AuditEvent.objects.get(action="schedule_pulled").capacity == "K-Mob"


def test_csv_comes_on_request_and_holds_no_formula(pulled, ani):
    Employee.objects.filter(pk=ani.pk).update(front_title="=1+1")
    place(ani, D[1])
    answer = fetch(*pulled, f"{ALL}&bentuk=csv")
    [row] = csv.DictReader(io.StringIO(answer.content.decode()))
    assert row["nama"] == "'=1+1 Ani Lestari"


def test_html_in_a_name_is_no_page(pulled, ani):
    Employee.objects.filter(pk=ani.pk).update(front_title="<script>")
    place(ani, D[1])
    answer = fetch(*pulled)
    assert lines(answer)[0]["nama"] == "<script> Ani Lestari"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_another_key_is_told_no_more_than_an_unknown_connection(pulled, ani):
    made, key = pulled
    assert "tidak cocok" in refused(fetch(made, key[::-1]), 401)
    unknown = AttendanceSystem(pk=uuid.uuid4())
    assert "tidak dikenal" in refused(fetch(unknown, key), 401)
    path = reverse("presensi-tarik", args=[made.pk])
    assert "tidak dikenal" in refused(Client().get(path), 401)
    assert not UsedNonce.objects.exists()


@pytest.mark.parametrize("part", ["method", "path", "query", "timestamp", "nonce", "body"])
def test_every_part_of_a_request_is_under_the_signature(pulled, part):
    from wfa.exchange.rules.signing import Message, flaw, sign

    _, key = pulled
    now = str(int(time.time()))
    parts = ("GET", "/presensi/tarik/x/", "a=1", now, "nonce-nonce-nonce", b"")
    names = ("method", "path", "query", "timestamp", "nonce", "body")
    message = dict(zip(names, parts, strict=True))
    signature = sign(key, Message(**message))
    assert flaw(key, Message(**message), signature) == ""
    other = {"timestamp": str(int(now) + 1), "body": b"x"}.get(part, "DIUBAH-DIUBAH-DIUBAH")
    assert "tidak cocok" in flaw(key, Message(**{**message, part: other}), signature)


def test_a_changed_query_isnt_answered(pulled):
    refused(fetch(*pulled, ALL, sent="dari=2020-01-01&sampai=2026-11-30"), 401)


def test_a_replay_isnt_answered(pulled, ani):
    place(ani, D[1])
    nonce = "nonce-yang-dipakai-dua-kali"
    assert fetch(*pulled, nonce=nonce).status_code == 200
    assert "sudah pernah dijawab" in refused(fetch(*pulled, nonce=nonce), 401)


@pytest.mark.parametrize(("seconds", "status"), [(-299, 200), (290, 200), (-310, 401), (310, 401)])
def test_clocks_may_differ_by_five_minutes(pulled, seconds, status):
    assert fetch(*pulled, at=time.time() + seconds).status_code == status


@pytest.mark.parametrize("nonce", ["pendek", "a" * 65, "spasi di dalam nonce", "é" * 20])
def test_a_nonce_has_its_form(pulled, nonce):
    made, key = pulled
    path = reverse("presensi-tarik", args=[made.pk])
    headers = signed(key, path, ALL, nonce=nonce)
    refused(Client().get(f"{path}?{ALL}", headers=headers), 401)


def test_a_connection_that_doesnt_pull_is_closed_to_pulling(pulled, endah):
    made, key = pulled
    AttendanceSystem.objects.filter(pk=made.pk).update(mode="off")
    assert "tidak dibuka" in refused(fetch(made, key), 403)


def test_a_closed_connection_is_gone(pulled, endah):
    made, key = pulled
    services.close_system(made, by=endah)
    assert "sudah ditutup" in refused(fetch(made, key), 410)


def test_a_renewed_key_ends_the_old_one(pulled, endah):
    made, key = pulled
    fresh = services.renew_key(made, by=endah)
    refused(fetch(made, key), 401)
    assert fetch(made, fresh).status_code == 200


def test_the_database_holds_no_key(pulled):
    made, key = pulled
    made.refresh_from_db()
    assert key not in (made.key_salt, made.key_print)
    assert services.key_of(made) == key


def test_another_secret_key_of_the_server_ends_all_keys(pulled, settings):
    made, key = pulled
    settings.SECRET_KEY = "kunci lain yang panjang sekali, lebih dari lima puluh huruf"
    assert services.key_of(made) == ""
    refused(fetch(made, key), 401)


def test_more_than_sixty_requests_a_minute_wait(pulled, monkeypatch):
    from wfa.exchange.services import pulling

    monkeypatch.setattr(pulling, "A_MINUTE", 2)
    codes = [fetch(*pulled).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


@pytest.mark.parametrize(
    "query",
    [
        "dari=kemarin",
        "sampai=2026-13-01",
        "sejak=tadi",
        "batas=0",
        "batas=6000",
        "batas=x",
        "kursor=x",
        "kursor=e30=",
        "kursor=W10=",
        "dari=2026-11-02&sampai=2026-11-01",
        "dari=2026-02-30",
    ],
)
def test_what_cant_be_read_is_told(pulled, query):
    assert refused(fetch(*pulled, query), 400)


def test_pages_add_up_to_the_whole_and_part_no_days(pulled, region):
    for number in range(3):
        person = add_employee(region.aplikasi, f"Orang {number}")
        place(person, D[1], slot="am")
        place(person, D[1], slot="pm", place="office")
        place(person, D[2])
    whole = lines(fetch(*pulled))
    assert len(whole) == 9
    got, query, pages = [], f"{ALL}&batas=3", 0
    while True:
        answer = fetch(*pulled, query)
        got += lines(answer)
        pages += 1
        assert answer["X-Luwes-Sejak-Berikut"]
        if not answer["X-Luwes-Kursor"]:
            break
        query = f"{ALL}&batas=3&kursor={answer['X-Luwes-Kursor']}"
    assert got == whole
    assert pages == 3  # 4 + 3 + 2: the halves of a day stay together
    assert AuditEvent.objects.filter(action="schedule_pulled").count() == 2  # whole, and once


def test_all_pages_name_the_moment_at_which_the_first_was_begun(pulled, ani):
    place(ani, D[1], D[2])
    first = fetch(*pulled, f"{ALL}&batas=1")
    second = fetch(*pulled, f"{ALL}&batas=1&kursor={first['X-Luwes-Kursor']}")
    assert first["X-Luwes-Sejak-Berikut"] == second["X-Luwes-Sejak-Berikut"]


def test_only_changes_since_a_moment(pulled, ani):
    place(ani, D[1], at=moment("2026-10-01T08:00"))
    place(ani, D[2], at=moment("2026-10-09T08:00"))
    answer = fetch(*pulled, f"{ALL}&sejak=2026-10-09T08:00:00%2B07:00")
    assert [row["tanggal"] for row in lines(answer)] == ["2026-11-03"]
    answer = fetch(*pulled, f"{ALL}&sejak=2026-10-09T08:00:01+07:00")
    assert lines(answer) == []


def test_queries_of_a_page_are_few(pulled, region, django_assert_max_num_queries):
    for number in range(4):
        place(add_employee(region.aplikasi, f"Orang {number}"), *D[1:6])
    made, key = pulled
    path = reverse("presensi-tarik", args=[made.pk])
    headers = signed(key, path, ALL)
    with django_assert_max_num_queries(22):
        assert len(lines(Client().get(f"{path}?{ALL}", headers=headers))) == 20


def test_only_get_is_answered(pulled):
    assert Client().post(reverse("presensi-tarik", args=[pulled[0].pk])).status_code == 405
