import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actors import sign_in
from wfa.notifications import services
from wfa.notifications.models import Message
from wfa.notifications.selectors import unread_count
from wfa.people.models import Employee


@pytest.fixture
def ani(region):
    return Employee.objects.create_user("ani", name="Ani", kind="official", email="ani@contoh.id")


@pytest.fixture
def dodi(region):
    return Employee.objects.create_user("dodi", name="Dodi", kind="official")


@pytest.fixture
def message(ani):
    services.notify([ani], subject="Kabar <b>baru</b>", body="Isi", link="/bantuan/")
    return Message.objects.get()


@pytest.fixture
def dead(message):
    message.attempts, message.due_at, message.dead_at = 6, None, timezone.now()
    message.last_error = "Server surat tidak dapat dihubungi (TimeoutError)"
    message.save()
    return message


@pytest.fixture
def administrator(region, client):
    from tests.actors import give

    user = Employee.objects.create_user("admin", name="Admin", kind="service")
    give(user, "administrator", region.root)
    return sign_in(client, user)


@pytest.mark.parametrize("rows", [1, 3])
def test_ones_own_messages_are_listed_at_a_fixed_cost(
    client, ani, dodi, rows, django_assert_max_num_queries
):
    services.notify([ani] * rows, subject="Kabar <b>baru</b>", body="Isi")
    services.notify([dodi], subject="Rahasia Dodi", body="Isi")
    sign_in(client, ani)
    with django_assert_max_num_queries(11):
        html = client.get(reverse("pemberitahuan")).content.decode()
    assert html.count("Kabar &lt;b&gt;baru") == 2 * rows
    assert "Rahasia Dodi" not in html
    assert f"{rows} belum dibaca" in html


def test_opening_marks_read_and_leads_to_the_page(client, ani, message):
    response = sign_in(client, ani).post(reverse("pemberitahuan-baca", args=[message.pk]))
    assert (response.status_code, response.url) == (302, "/bantuan/")
    assert unread_count(ani) == 0


def test_somebody_elses_message_is_not_found(client, ani, dodi, message):
    sign_in(client, dodi)
    assert client.post(reverse("pemberitahuan-baca", args=[message.pk])).status_code == 404
    assert unread_count(ani) == 1


def test_all_are_marked_read(client, ani, message):
    response = sign_in(client, ani).post(reverse("pemberitahuan-baca-semua"), follow=True)
    assert "1 pemberitahuan ditandai sudah dibaca." in response.content.decode()
    assert "Semua sudah dibaca" in response.content.decode()


@pytest.mark.parametrize("name", ["pemberitahuan-baca-semua", "pemberitahuan-baca"])
def test_reading_needs_a_post(client, ani, message, name):
    args = [message.pk] if name.endswith("-baca") else []
    assert sign_in(client, ani).get(reverse(name, args=args)).status_code == 405


def test_an_empty_list_says_so(client, ani):
    assert "Belum ada pemberitahuan" in sign_in(client, ani).get("/pemberitahuan/").content.decode()


def test_dead_letters_are_shown_and_sent_again(administrator, dead):
    html = administrator.get(reverse("surat-mati")).content.decode()
    assert "Server surat tidak dapat dihubungi" in html
    again = reverse("surat-mati-ulangi", args=[dead.pk])
    assert (
        "dikirim lagi dalam satu menit" in administrator.post(again, follow=True).content.decode()
    )
    dead.refresh_from_db()
    assert (dead.dead_at, dead.attempts) == (None, 0)
    assert "oleh orang lain" in administrator.post(again, follow=True).content.decode()


def test_a_letter_that_is_unknown_is_no_error(administrator):
    again = reverse("surat-mati-ulangi", args=[uuid.uuid4()])
    assert administrator.post(again).status_code == 302
