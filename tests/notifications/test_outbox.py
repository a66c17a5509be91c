import datetime
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from wfa.notifications import selectors, services
from wfa.notifications.models import Message
from wfa.people.models import Employee


class BrokenServer(EmailBackend):
    """A mail server that refuses and quotes the address."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})


class KilledServer(EmailBackend):
    """The worker dies while it sends."""

    def send_messages(self, messages):
        raise KeyboardInterrupt


BROKEN = f"{__name__}.BrokenServer"
WORKING = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def ani(db):
    return Employee.objects.create_user("ani", name="Ani", kind="service", email="ani@contoh.id")


@pytest.fixture
def dodi(db):
    return Employee.objects.create_user("dodi", name="Dodi", kind="service")


@pytest.fixture
def message(ani):
    services.notify([ani], subject="Pengajuan disetujui", body="Disetujui.", link="/permohonan/1/")
    return Message.objects.get()


def make_due():
    Message.objects.filter(due_at__isnull=False).update(due_at=timezone.now())


def test_everybody_gets_a_row_and_who_has_an_address_is_due(ani, dodi):
    services.notify([ani, dodi], subject="Halo\nsemua", body="Isi")
    with_mail, without = Message.objects.order_by("recipient__login")
    assert (with_mail.email, with_mail.due_at) == ("ani@contoh.id", with_mail.created_at)
    assert (without.email, without.due_at) == ("", None)
    assert with_mail.subject == "Halo semua"


def test_many_notices_cost_one_insert_and_one_job(
    ani, django_assert_num_queries, django_capture_on_commit_callbacks
):
    notices = [services.Notice(ani, f"Kabar {number}", "Isi") for number in range(50)]
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        with django_assert_num_queries(1):
            services.notify_many(notices)
        services.notify([ani], subject="Lagi", body="Isi")
    assert len(callbacks) == 1
    assert DBTaskResult.objects.count() == 1


def test_nobody_with_an_address_needs_no_job(dodi, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        services.notify([dodi], subject="Halo", body="Isi")
        services.notify([], subject="Halo", body="Isi")
    assert callbacks == []


@pytest.mark.parametrize("link", ["https://contoh.id/", "//contoh.id/", "permohonan/1/"])
def test_a_link_that_leads_away_is_a_mistake(ani, link):
    with pytest.raises(ValueError):
        services.notify([ani], subject="Halo", body="Isi", link=link)


def test_a_message_is_sent_once_with_its_own_id(message, settings):
    settings.BASE_URL = "https://luwes.contoh.id"
    assert services.deliver_due() == 1
    assert services.deliver_due() == 0
    (letter,) = mail.outbox
    assert letter.extra_headers["Message-ID"] == f"<{message.pk}@luwes>"
    assert letter.to == ["ani@contoh.id"]
    assert "https://luwes.contoh.id/permohonan/1/" in letter.body
    message.refresh_from_db()
    assert message.due_at is None
    assert message.sent_at is not None


def test_failures_wait_longer_each_time_until_the_letter_is_dead(message, settings):
    settings.EMAIL_BACKEND = BROKEN
    for minutes in (1, 5, 30, 120, 720):
        before = timezone.now()
        assert services.deliver_due() == 0
        message.refresh_from_db()
        wait = datetime.timedelta(minutes=minutes)
        assert before + wait <= message.due_at <= timezone.now() + wait
        make_due()
    services.deliver_due()
    message.refresh_from_db()
    assert (message.attempts, message.due_at) == (6, None)
    assert message.dead_at is not None
    assert list(selectors.dead_letters()) == [message]
    assert services.deliver_due() == 0


def test_the_stored_error_names_nobody(message, settings):
    settings.EMAIL_BACKEND = BROKEN
    services.deliver_due()
    message.refresh_from_db()
    assert message.last_error == ("Server surat menolak alamat penerima (SMTPRecipientsRefused)")


def test_one_bad_letter_does_not_hold_up_the_others(ani, dodi, settings):
    dodi.email = "tidak sah\n@contoh.id"
    services.notify([dodi, ani], subject="Halo", body="Isi")
    assert services.deliver_due() == 1
    assert [letter.to for letter in mail.outbox] == [["ani@contoh.id"]]


def test_a_crash_while_sending_sends_again_under_the_same_id(message, settings):
    settings.EMAIL_BACKEND = f"{__name__}.KilledServer"
    with pytest.raises(KeyboardInterrupt):
        services.deliver_due()
    message.refresh_from_db()
    assert (message.attempts, message.sent_at) == (1, None)
    assert message.due_at > timezone.now()
    settings.EMAIL_BACKEND = WORKING
    make_due()
    assert services.deliver_due() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{message.pk}@luwes>"


def test_a_crash_in_the_last_try_ends_as_a_dead_letter(message):
    Message.objects.update(attempts=6)
    assert services.deliver_due() == 0
    message.refresh_from_db()
    assert message.dead_at is not None
    assert mail.outbox == []


def test_a_dead_letter_gets_a_new_life_once(message, settings):
    Message.objects.update(attempts=6, due_at=None, dead_at=timezone.now(), last_error="x")
    assert services.retry(message.pk)
    assert not services.retry(message.pk)
    assert services.deliver_due() == 1
    assert list(selectors.dead_letters()) == []


def test_a_batch_ends_at_its_limit(ani):
    services.notify([ani] * 3, subject="Halo", body="Isi")
    assert services.deliver_due(limit=2) == 2
    assert services.deliver_due() == 1


def test_reading_counts_once_and_only_ones_own(ani, dodi):
    services.notify([ani, ani, dodi], subject="Halo", body="Isi")
    assert (selectors.unread_count(ani), selectors.unread_count(dodi)) == (2, 1)
    first = selectors.inbox(ani)[0]
    services.mark_read(first)
    read_at = Message.objects.get(pk=first.pk).read_at
    services.mark_read(first)
    assert Message.objects.get(pk=first.pk).read_at == read_at
    assert services.mark_all_read(ani) == 1
    assert (selectors.unread_count(ani), selectors.unread_count(dodi)) == (0, 1)
