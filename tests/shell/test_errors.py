"""Pages for what goes wrong: a plain sentence, what to do, the way home, and nothing of the inside."""

import re

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.template.loader import get_template
from django.test import Client

from tests.actors import sign_in

PAGES = ["400", "403", "403_csrf", "404", "405", "500", "503"]


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def broken():
    """A function: from now on every question to the database ends in this error."""

    def fail(error):
        def refuse(*_args):
            raise error

        return connection.execute_wrapper(refuse)

    return fail


@pytest.mark.parametrize("name", PAGES)
def test_each_says_what_happened_what_to_do_and_the_way_home(name):
    html = get_template(f"{name}.html").render()
    main = html[html.index("<main") : html.index("</main>")]
    sentences = re.findall(r"<p[^>]*>(.*?)</p>", main)
    assert len(sentences) == 2
    assert all(len(s.split()) <= 20 for p in sentences for s in re.split(r"(?<=\.) ", p))
    assert 'href="/"' in main
    assert "{#" not in html


@pytest.mark.django_db
def test_database_that_doesnt_answer_is_told_as_such(broken, ani):
    client = sign_in(Client(raise_request_exception=False), ani)
    with broken(OperationalError("could not connect to server at 10.0.0.7")):
        answer = client.get("/pengajuan-saya/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "Luwes sedang tidak dapat dihubungi." in text(answer)
    assert "10.0.0.7" not in answer.content.decode()


@pytest.mark.django_db
def test_error_of_ours_shows_nothing_of_the_inside(broken, ani):
    client = sign_in(Client(raise_request_exception=False), ani)
    with broken(DatabaseError("relation people_employee")):
        answer = client.get("/pengajuan-saya/")
    assert answer.status_code == 500
    assert "Ada gangguan di server kami." in text(answer)
    assert "people_employee" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


@pytest.mark.django_db
def test_address_of_a_button_opened_by_hand_is_a_page_with_a_way_home(client, ani):
    answer = sign_in(client, ani).get("/keluar/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "Halaman ini tidak dapat dibuka langsung." in text(answer)


@pytest.mark.django_db
def test_old_form_says_that_nothing_was_kept(ani):
    client = sign_in(Client(enforce_csrf_checks=True), ani)
    answer = client.post("/akun/", {"email": "a@b.example"})
    assert answer.status_code == 403
    assert "Belum ada yang tersimpan dari kiriman tadi." in text(answer)


@pytest.mark.django_db
def test_ended_session_leads_back_to_the_form_after_the_sign_in(client, ani):
    answer = client.post(
        "/akun/", {"phone": "0812"}, headers={"referer": "http://testserver/akun/"}
    )
    assert answer.headers["Location"] == "/masuk/?next=/akun/"
