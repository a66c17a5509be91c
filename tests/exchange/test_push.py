"""Sending: until it arrives, from where it last arrived, and never where it mustn't."""

import datetime
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actors import sign_in, text_of
from tests.exchange.cases import clock, place, system, take_back
from wfa.exchange.models import Acknowledgement, AttendanceSystem, Delivery
from wfa.exchange.rules.pushing import MAX_ATTEMPTS, check_address, check_target, wait_after
from wfa.exchange.rules.signing import Message, flaw, given
from wfa.exchange.services import deliver_due, pushing
from wfa.exchange.services import systems as services
from wfa.notifications.models import Message as Notice
from wfa.refusals import Refused

pytestmark = pytest.mark.django_db


class Receiver:
    """An attendance application on this machine that answers as it is told to."""

    def __init__(self):
        self.answers, self.got = [], []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((self.path, dict(self.headers.items()), body))
                status, text, headers = receiver.next()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/jadwal?versi=1"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def next(self):
        told = self.answers.pop(0) if self.answers else (200,)
        status, text, headers = (*told, b"", {})[:3] if len(told) == 1 else (*told, {})[:3]
        return status, text, headers

    def rows(self):
        return [json.loads(line) for _, _, body in self.got for line in body.splitlines()]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def receiver():
    found = Receiver()
    yield found
    found.close()


@pytest.fixture
def pushed(endah, receiver):
    return system(endah, mode="push", push_url=receiver.url)


def ahead(days=1):
    return timezone.localdate() + datetime.timedelta(days=days)


def later(minutes):
    return clock(timezone.now() + datetime.timedelta(minutes=minutes))


def the_delivery():
    return Delivery.objects.latest("created_at")


def test_what_is_new_is_sent_signed_and_acknowledged(pushed, receiver, ani):
    _, key = pushed
    place(ani, ahead())
    assert deliver_due() == 1
    [(path, headers, body)] = receiver.got
    signature, stamp, nonce = given(headers)
    assert flaw(key, Message("POST", "/jadwal", "versi=1", stamp, nonce, body), signature) == ""
    assert path == "/jadwal?versi=1"
    assert [row["nip"] for row in receiver.rows()] == [ani.nip]
    sent = the_delivery()
    assert (sent.state, sent.rows, sent.attempts, sent.since) == ("acknowledged", 1, 1, None)
    assert len(sent.body_hash) == 64
    assert headers["Idempotency-Key"].startswith(f"{sent.pk}-1-")
    assert headers["X-Luwes-Terakhir"] == "ya"


def test_without_news_nothing_is_sent(pushed, receiver):
    assert deliver_due() == 0
    assert (receiver.got, Delivery.objects.count()) == ([], 0)


def test_the_next_one_begins_where_the_last_acknowledged_one_ended(pushed, receiver, ani, dewi):
    place(ani, ahead())
    deliver_due()
    first = the_delivery()
    place(dewi, ahead(), at=timezone.now() + datetime.timedelta(minutes=20))
    with later(10):
        assert deliver_due() == 0  # not yet time
    with later(31):
        assert deliver_due() == 1
    second = the_delivery()
    assert second.since == first.until
    assert [row["nip"] for row in receiver.rows()][1:] == [ani.nip, dewi.nip][-second.rows :]
    with later(90):
        assert deliver_due() in (0, 1)  # what lies within the overlap may come once more
    with later(180):
        assert deliver_due() == 0


def test_a_revocation_is_sent(pushed, receiver, ani):
    place(ani, ahead())
    deliver_due()
    take_back(ani, ahead())
    with later(16):
        deliver_due()
    assert [row["status"] for row in receiver.rows()] == ["AKTIF", "BATAL"]


def test_failures_are_tried_again_with_growing_patience_and_the_same_key(pushed, receiver, ani):
    place(ani, ahead())
    receiver.answers = [(500,), (503, b"<html>rahasia</html>")]
    assert deliver_due() == 0
    failed = the_delivery()
    assert (failed.state, failed.attempts) == ("waiting", 1)
    assert failed.last_error == "Aplikasi presensi menjawab 500"
    assert deliver_due() == 0  # not yet due
    with later(1.1):
        assert deliver_due() == 0
    with later(3.5):
        assert deliver_due() == 1
    keys = {headers["Idempotency-Key"] for _, headers, _ in receiver.got}
    nonces = {given(headers)[2] for _, headers, _ in receiver.got}
    assert (len(receiver.got), len(keys), len(nonces)) == (3, 1, 3)
    assert the_delivery().state == "acknowledged"
    assert the_delivery().last_error == ""


def test_waits_double():
    waits = [wait_after(n).total_seconds() for n in range(1, MAX_ATTEMPTS)]
    assert waits == [60 * 2**n for n in range(MAX_ATTEMPTS - 1)]


def test_after_the_last_try_it_is_given_up_told_and_can_be_retried(
    client, pushed, receiver, ani, endah
):
    made, _ = pushed
    place(ani, ahead())
    receiver.answers = [(500,)] * MAX_ATTEMPTS
    for round_ in range(MAX_ATTEMPTS):
        with later(round_ * 70):
            deliver_due()
    dead = the_delivery()
    assert (dead.state, dead.due_at, dead.attempts) == ("failed", None, MAX_ATTEMPTS)
    assert Notice.objects.get(recipient=endah).subject == "Kiriman ke K-Mob dihentikan"
    with later(6000):
        assert deliver_due() == 0  # nothing goes by itself
    sign_in(client, endah)
    page = text_of(client.get(reverse("presensi-sambungan-lihat", args=[made.pk])))
    assert "Aplikasi presensi menjawab 500" in page
    client.post(reverse("presensi-kiriman-ulangi", args=[dead.pk]))
    client.post(reverse("presensi-kiriman-ulangi", args=[dead.pk]))
    assert deliver_due() == 1
    assert the_delivery().state == "acknowledged"


def test_a_server_that_is_away_is_a_failure_in_words(pushed, receiver, ani):
    made, _ = pushed
    place(ani, ahead())
    AttendanceSystem.objects.filter(pk=made.pk).update(push_url="http://127.0.0.1:9/")
    deliver_due()
    assert the_delivery().last_error.startswith("Server aplikasi presensi tidak dapat dihubungi")


def test_a_redirect_isnt_followed(pushed, receiver, ani):
    place(ani, ahead())
    receiver.answers = [(307, b"", {"Location": receiver.url})]
    deliver_due()
    assert len(receiver.got) == 1
    assert the_delivery().last_error == "Aplikasi presensi menjawab 307"


def test_received_only_is_told_again_until_it_is_acknowledged(pushed, receiver, ani):
    place(ani, ahead())
    receiver.answers = [(202,)]
    deliver_due()
    assert the_delivery().state == "sent"
    with later(16):
        deliver_due()
    assert the_delivery().since is None
    assert [row["nip"] for row in receiver.rows()] == [ani.nip, ani.nip]


def test_many_rows_go_in_parts(pushed, receiver, ani, dewi, monkeypatch):
    monkeypatch.setattr(pushing, "PART", 2)
    place(ani, ahead(1), slot="am")
    place(ani, ahead(1), slot="pm", place="office")
    place(dewi, ahead(1), ahead(2))
    deliver_due()
    told = [
        (h["X-Luwes-Bagian"], h["X-Luwes-Terakhir"], len(b.splitlines()))
        for _, h, b in receiver.got
    ]
    assert told == [("1", "tidak", 2), ("2", "ya", 2)]
    assert the_delivery().rows == 4


def test_a_crash_while_sending_leaves_it_due(pushed, receiver, ani, monkeypatch):
    place(ani, ahead())
    pushing.begin_due()
    assert pushing._claim() is not None  # and the worker is killed
    assert deliver_due() == 0
    with later(16):
        assert deliver_due() == 1


def test_two_workers_dont_take_the_same(pushed, ani):
    place(ani, ahead())
    assert (pushing.begin_due(), pushing.begin_due()) == (1, 0)
    assert pushing._claim() is not None
    assert pushing._claim() is None


def test_rows_in_the_answer_are_compared(pushed, receiver, ani, dewi):
    place(ani, ahead())
    place(dewi, ahead(), place="leave")
    rows = [
        {"nip": ani.nip, "tanggal": ahead().isoformat(), "jenis": "WFH"},
        {"nip": dewi.nip, "tanggal": ahead().isoformat(), "jenis": "WFH"},
        {"nip": "<b>", "tanggal": "x"},
        "bukan baris",
    ]
    receiver.answers = [(200, json.dumps({"baris": rows}).encode())]
    deliver_due()
    answer = Acknowledgement.objects.get()
    assert answer.counts == {"differs": 1, "missing": 0, "extra": 0, "same": 1, "unreadable": 2}
    assert answer.differences == [["differs", dewi.nip, ahead().isoformat(), "CUTI", "WFH"]]
    assert answer.delivery == the_delivery()


@pytest.mark.parametrize("answer", [b"OK", b"[1]", b'{"baris": 3}', b"\xff\xfe", b"{"])
def test_any_other_answer_is_taken_for_a_plain_yes(pushed, receiver, ani, answer):
    place(ani, ahead())
    receiver.answers = [(200, answer)]
    assert deliver_due() == 1
    assert not Acknowledgement.objects.exists()


def test_an_endless_answer_is_refused(pushed, receiver, ani, monkeypatch):
    from wfa.exchange.services import sending

    monkeypatch.setattr(sending, "LONGEST_ANSWER", 10)
    place(ani, ahead())
    receiver.answers = [(200, b"x" * 11)]
    deliver_due()
    assert "terlalu panjang" in the_delivery().last_error


def test_a_changed_secret_key_is_told(pushed, receiver, ani, settings):
    place(ani, ahead())
    settings.SECRET_KEY = "kunci lain yang panjang sekali, lebih dari lima puluh huruf"
    deliver_due()
    assert "Buat kunci baru" in the_delivery().last_error
    assert receiver.got == []


def test_everything_can_be_sent_again(pushed, receiver, ani, endah):
    made, _ = pushed
    place(ani, ahead())
    deliver_due()
    pushing.start_delivery(made, by=endah, everything=True)
    with pytest.raises(Refused, match="Masih ada kiriman"):
        pushing.start_delivery(made, by=endah)
    assert deliver_due() == 1
    assert (the_delivery().since, len(receiver.rows())) == (None, 2)


def test_another_address_begins_with_everything(pushed, receiver, ani, endah):
    made, _ = pushed
    place(ani, ahead())
    deliver_due()
    facts = {"name": made.name, "layout": "matriks", "mode": "push", "push_url": receiver.url}
    services.change_system(made, **facts, by=endah)
    with later(16):
        deliver_due()
    assert receiver.rows()[-1] == {
        "nip": ani.nip,
        "tanggal": ahead().isoformat(),
        "keterangan": "WFH rumah: Surat Tugas Nomor 800/7/2026",
        "status_aktif": 1,
    }


@pytest.mark.parametrize(
    "url",
    [
        "ftp://presensi.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//presensi.example/",
        "https://",
        "https://nama:sandi@presensi.example/",
        "http://[::1",
        "http://presensi.example:99999/",
        "http://presensi.example/a b",
        "",
    ],
)
def test_only_plain_http_addresses_are_taken(url):
    with pytest.raises(Refused):
        check_address(url)


@pytest.mark.parametrize("host", ["169.254.169.254", "0.0.0.0", "[fe80::1]", "224.0.0.1"])
def test_surroundings_of_the_machine_are_never_reached(host):
    with pytest.raises(Refused):
        check_target(f"http://{host}/")


def test_inside_of_the_network_is_open_unless_closed(settings):
    check_target("http://127.0.0.1/")
    settings.EXCHANGE_PRIVATE = False
    for host in ("127.0.0.1", "10.0.0.5", "[::1]", "[::ffff:192.168.1.1]"):
        with pytest.raises(Refused, match="EXCHANGE_PRIVATE"):
            check_target(f"http://{host}/")


def test_the_worker_sweeps_it(settings):
    assert "wfa.exchange.services.deliver_due" in settings.SWEEPS
