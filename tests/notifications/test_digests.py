"""Reminders by e-mail as their reader wants them; decisions about oneself always at once."""

import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.actors import sign_in
from wfa.notifications import selectors, services
from wfa.notifications.models import Message, Preference
from wfa.notifications.rules import When, when_sent
from wfa.people.models import Employee

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 3)


@pytest.fixture
def ani(region):
    return Employee.objects.create_user("ani", name="Ani", kind="official", email="ani@contoh.id")


@pytest.fixture
def dodi(region):
    return Employee.objects.create_user("dodi", name="Dodi", kind="official")


def remind(*people, subject="2 pengajuan menunggu Anda", topic="reminder"):
    services.notify_many(
        services.Notice(person, subject, "Isi", "/kotak-masuk/", topic) for person in people
    )


@pytest.mark.parametrize(
    ("topic", "digest", "at_once", "none"),
    [
        ("news", When.NOW, When.NOW, When.NOW),
        ("work", When.NOW, When.NOW, When.NEVER),
        ("nudge", When.DIGEST, When.NOW, When.NEVER),
        ("reminder", When.DIGEST, When.NOW, When.NEVER),
    ],
)
def test_when_a_message_is_e_mailed(topic, digest, at_once, none):
    found = [when_sent(topic, mode) for mode in ("digest", "at_once", "none")]
    assert found == [digest, at_once, none]


def test_a_reminder_is_shown_at_once_and_e_mailed_with_the_digest(ani):
    remind(ani)
    assert selectors.unread_count(ani) == 1
    assert services.deliver_due() == 0
    assert services.gather_digests(TODAY) == 1
    assert services.deliver_due() == 1
    assert [letter.to for letter in mail.outbox] == [["ani@contoh.id"]]


def test_the_digest_sums_up_and_leads_to_each(ani, settings):
    settings.BASE_URL = "https://luwes.contoh.id"
    remind(ani)
    remind(ani, subject="Pemohon mengingatkan", topic="nudge")
    services.gather_digests(TODAY)
    services.deliver_due()
    [letter] = mail.outbox
    assert letter.subject == "Ringkasan Luwes: 2 pengingat menunggu Anda"
    assert letter.body.index("2 pengajuan") < letter.body.index("Pemohon mengingatkan")
    assert letter.body.count("https://luwes.contoh.id/kotak-masuk/") == 2
    assert "https://luwes.contoh.id/akun/" in letter.body


def test_a_digest_is_an_e_mail_only(ani):
    remind(ani)
    services.gather_digests(TODAY)
    assert selectors.unread_count(ani) == 1
    assert [m.subject for m in selectors.inbox(ani)] == ["2 pengajuan menunggu Anda"]


def test_one_a_morning_and_the_rest_waits_for_the_next(ani):
    remind(ani)
    assert services.gather_digests(TODAY) == 1
    remind(ani, subject="3 pengajuan menunggu Anda")
    assert services.gather_digests(TODAY) == 0
    assert services.gather_digests(TODAY + datetime.timedelta(days=1)) == 1
    first, second = Message.objects.filter(digest_on__isnull=False).order_by("digest_on")
    assert (first.parts.count(), second.parts.count()) == (1, 1)


def test_two_digests_of_one_morning_are_impossible(ani):
    remind(ani)
    services.gather_digests(TODAY)
    again = Message(recipient=ani, subject="x", digest_on=TODAY, created_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_what_was_read_meanwhile_is_left_out(ani):
    remind(ani)
    services.mark_all_read(ani)
    assert services.gather_digests(TODAY) == 0
    assert not Message.objects.filter(waits_digest=True).exists()


def test_a_crash_while_sending_sends_the_same_digest_again(ani, settings):
    remind(ani)
    services.gather_digests(TODAY)
    settings.EMAIL_BACKEND = "tests.notifications.test_outbox.KilledServer"
    with pytest.raises(KeyboardInterrupt):
        services.deliver_due()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Message.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
    assert services.deliver_due() == 1
    digest = Message.objects.get(digest_on=TODAY)
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{digest.pk}@luwes>"


def test_nobody_without_an_address_waits_for_a_digest(dodi):
    remind(dodi)
    assert not Message.objects.filter(waits_digest=True).exists()
    assert services.gather_digests(TODAY) == 0


def test_at_once_means_one_letter_each(ani):
    services.choose_mode(ani, "at_once")
    remind(ani)
    assert services.deliver_due() == 1
    assert mail.outbox[0].subject == "2 pengajuan menunggu Anda"
    assert services.gather_digests(TODAY) == 0


def test_without_e_mail_decisions_about_oneself_still_come(ani):
    services.choose_mode(ani, "none")
    remind(ani)
    remind(ani, subject="Pengajuan baru menunggu penilaian", topic="work")
    services.notify([ani], subject="Pengajuan Anda disetujui", body="Isi")
    assert services.deliver_due() == 1
    assert mail.outbox[0].subject == "Pengajuan Anda disetujui"
    assert selectors.unread_count(ani) == 3


def test_changing_one_s_mind_takes_what_waits_out_of_the_digest(ani):
    remind(ani)
    services.choose_mode(ani, "none")
    assert services.gather_digests(TODAY) == 0


def test_many_digests_cost_the_same_queries(region, django_assert_max_num_queries):
    people = [
        Employee.objects.create_user(f"p{n}", name="P", kind="official", email=f"p{n}@contoh.id")
        for n in range(30)
    ]
    remind(*people, *people)
    with django_assert_max_num_queries(12):
        assert services.gather_digests(TODAY) == 30
    assert Message.objects.filter(digest__isnull=False).count() == 60


def test_a_batch_of_people_ends_at_its_limit(ani, region):
    other = Employee.objects.create_user("lia", name="Lia", kind="official", email="l@contoh.id")
    remind(ani, other)
    assert [services.gather_digests(TODAY, people=1) for _ in range(3)] == [1, 1, 0]


# --- the choice ------------------------------------------------------------------------------


def test_the_account_page_shows_and_keeps_the_choice(client, ani):
    page = sign_in(client, ani).get(reverse("akun")).content.decode()
    assert "Dikirim lewat pos-el" in page
    answer = client.post(reverse("pemberitahuan-cara"), {"cara": "at_once"}, follow=True)
    assert "Tersimpan: langsung, satu surat per pengingat." in answer.content.decode()
    assert selectors.mode_of(ani) == Preference.Mode.AT_ONCE
    client.post(reverse("pemberitahuan-cara"), {"cara": "none"})
    assert Preference.objects.get().mode == "none"


@pytest.mark.parametrize("data", [{}, {"cara": "tiap jam"}])
def test_an_unknown_choice_changes_nothing(client, ani, data):
    answer = sign_in(client, ani).post(reverse("pemberitahuan-cara"), data, follow=True)
    assert "Pilih salah satu cara" in answer.content.decode()
    assert not Preference.objects.exists()
