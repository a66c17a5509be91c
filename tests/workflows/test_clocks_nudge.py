"""The employee reminds whoever has their case: after half of the stage, once a period."""

import pytest
from django.urls import reverse

from tests.actors import open_policy, sign_in
from tests.workflows import cases
from tests.workflows.clockwork import DAYS
from wfa.notifications.models import Message
from wfa.refusals import Refused
from workflows.models import Reminder
from workflows.services.nudging import may_nudge, nudge

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(clock, ani, budi, bambang, citra, endah):
    case = cases.submitted(ani, DAYS)
    Message.objects.all().delete()
    return case


def press(client, person, case):
    return sign_in(client, person).post(reverse("ingatkan", args=[case.pk]), follow=True)


def test_before_half_of_the_stage_it_says_from_when(case, ani):
    assert may_nudge(case).sentence == "Anda dapat mengingatkan mulai Selasa, 3 November."
    with pytest.raises(Refused):
        nudge(case, by=ani)


def test_it_reaches_who_has_the_case_and_says_until_when_to_wait(client, case, clock, ani, budi):
    clock("2026-11-03 10:00")
    page = press(client, ani, case).content.decode()
    assert "Sudah diingatkan Selasa, 3 November; bisa lagi Rabu, 4 November." in page
    [message] = Message.objects.all()
    assert (message.recipient, message.topic, message.waits_digest) == (budi, "nudge", True)
    assert message.link == reverse("kotak-masuk-kasus", args=[case.pk])
    assert "Sisa 1 hari kerja" in message.body
    assert Reminder.objects.get().level == Reminder.Level.EMPLOYEE


def test_once_a_period(client, case, clock, ani):
    clock("2026-11-03 10:00")
    press(client, ani, case)
    press(client, ani, case)
    assert Message.objects.count() == 1
    clock("2026-11-04 00:01")
    press(client, ani, case)
    assert Reminder.objects.count() == Message.objects.count() == 2


def test_the_period_is_that_of_the_policy(case, clock, ani, region):
    region.policy.parameters |= {"remind_cooldown_days": 3}
    region.policy.save(update_fields=["parameters"])
    clock("2026-11-05 10:00")
    assert nudge(case, by=ani) == (
        "Sudah diingatkan Kamis, 5 November; bisa lagi Selasa, 10 November."
    )


def test_a_new_stage_may_be_reminded_of_anew(case, clock, ani, budi, bambang, citra):
    clock("2026-11-03 10:00")
    nudge(case, by=ani)
    cases.do("recommend", case, budi)
    cases.proposal_of([case], bambang)
    Message.objects.all().delete()
    clock("2026-11-05 10:00")
    case.refresh_from_db()
    nudge(case, by=ani)
    assert [m.recipient for m in Message.objects.all()] == [citra]


@pytest.mark.parametrize("who", ["dewi", "dodi", "budi", "citra", "ines"])
def test_somebody_else_s_request_is_not_found(client, case, clock, who, request):
    clock("2026-11-03 10:00")
    assert press(client, request.getfixturevalue(who), case).status_code == 404
    assert not Reminder.objects.exists()


def test_it_needs_a_post(client, case, ani):
    assert sign_in(client, ani).get(reverse("ingatkan", args=[case.pk])).status_code == 405


@pytest.mark.parametrize("state", ["draft", "returned", "refused", "in_force"])
def test_a_case_nobody_has_needs_no_reminder(
    client, clock, ani, budi, bambang, citra, endah, state
):
    case = cases.in_state(state, applicant=ani, assessor=budi, head=bambang, bkd=citra)
    clock("2026-11-10 10:00")
    assert "Tidak ada yang perlu diingatkan" in press(client, ani, case).content.decode()
    assert may_nudge(case).sentence == ""


def test_while_cases_are_held_it_says_so(case, clock, region, ani):
    open_policy(region.root, by=region.service, open=False)
    clock("2026-11-05 10:00")
    assert may_nudge(case).sentence.startswith("Ditahan: kerja fleksibel ditutup")


def test_without_an_official_it_says_where_to_turn(clock, ani):
    case = cases.submitted(ani, DAYS)
    clock("2026-11-03 10:00")
    with pytest.raises(Refused, match="Belum ada pejabat"):
        nudge(case, by=ani)
    assert not Reminder.objects.exists()


def test_it_is_not_counted_as_a_reminder_of_the_clock(case, clock, ani, budi):
    from workflows.services.clocks import remind_due

    clock("2026-11-03 06:00")
    nudge(case, by=ani)
    clock("2026-11-03 07:00")
    assert remind_due() == 1
    assert Message.objects.filter(recipient=budi).count() == 2
