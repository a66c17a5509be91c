"""A call has a clock, a person closes it, and whoever answers in time has called back."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_employee, give, open_policy, sign_in, text_of
from tests.attendance.duty import MONDAY, expected, take_back
from wfa.attendance.models import Expectation, ResponseCall, ServiceMinute
from wfa.attendance.rules import phones
from wfa.attendance.rules.calling import GONE, NO_NUMBER
from wfa.attendance.selectors.calls import open_calls_for
from wfa.attendance.selectors.outages import down_minutes
from wfa.attendance.services.calling import answer_back, close_call, start_call
from wfa.audit.models import AuditEvent
from wfa.notifications.models import Message
from wfa.people.models import Employee
from wfa.refusals import Refused

pytestmark = pytest.mark.django_db
PHONE, WHATSAPP = ResponseCall.Channel.PHONE, ResponseCall.Channel.WHATSAPP


@pytest.fixture
def day(clock, ani):
    """Ani's Monday at home, at nine in the morning."""
    clock("2026-12-07 06:00")
    found = expected(ani)
    clock("2026-12-07 09:00")
    return found


@pytest.fixture
def call(day, pandu):
    return start_call(day, by=pandu, channel=PHONE)


def why(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value


# --- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("081234567890", "+6281234567890"),
        ("0812-3456-7890", "+6281234567890"),
        ("62 812 3456 7890", "+6281234567890"),
        ("+62 (812) 3456.7890", "+6281234567890"),
        ("81234567890", "+6281234567890"),
        ("006281234567890", "+6281234567890"),
        ("0354-771234", "+62354771234"),
        ("+60123456789", "+60123456789"),
        ("", ""),
        ("tidak ada", ""),
        ("0812", ""),
        ("0812345678901234567", ""),
        ("08123456789; drop", ""),
        ("javascript:1", ""),
    ],
)
def test_numbers_become_international(written, normal):
    assert phones.normal(written) == normal


def test_links_of_a_number():
    mobile, office = "+6281234567890", "+62354771234"
    assert (phones.dial(mobile), phones.dial("")) == ("tel:+6281234567890", "")
    assert phones.whatsapp(mobile) == "https://wa.me/6281234567890"
    assert (phones.whatsapp(office), phones.whatsapp("+60123456789")) == ("", "")
    assert phones.spaced(mobile) == "+62 812-3456-7890"


# --- begin ---------------------------------------------------------------------------------------


def test_a_call_runs_by_the_servers_clock_for_the_minutes_of_the_policy(day, pandu, ani):
    call = start_call(day, by=pandu, channel=WHATSAPP)
    assert call.due_at - call.started_at == datetime.timedelta(minutes=5)
    assert (call.started_at, call.outcome) == (timezone.now(), "running")
    assert call.number == phones.normal(ani.phone)
    assert (call.caller_name, call.capacity) == (
        pandu.full_name,
        "Pengelola kepegawaian Diskominfo",
    )
    [event] = AuditEvent.objects.filter(action="call_started")
    assert event.actor_nip == pandu.nip
    [told] = Message.objects.filter(recipient=ani)
    assert "09.05 WIB" in told.body


def test_the_policy_gives_other_minutes(day, region, pandu):
    open_policy(region.aplikasi, by=region.service, call_minutes=30)
    call = start_call(day, by=pandu, channel=PHONE)
    assert call.due_at - call.started_at == datetime.timedelta(minutes=30)


@pytest.mark.parametrize("actor", ["pandu", "bambang", "bupati"])
def test_who_may_call(request, day, actor):
    caller = request.getfixturevalue(actor)
    assert start_call(day, by=caller, channel=PHONE).started_by == caller


def test_the_picket_officer_of_the_day_calls(day, region):
    officer = give(add_employee(region.diskominfo, "Wawan"), "piket", region.diskominfo).employee
    assert start_call(day, by=officer, channel=PHONE).capacity == "Petugas piket Diskominfo"


@pytest.mark.parametrize("actor", ["dewi", "budi", "citra", "endah", "plh_tri", "ines", "adi"])
def test_who_may_not_call(request, day, actor):
    refusal = why(start_call, day, by=request.getfixturevalue(actor), channel=PHONE)
    assert refusal.code == "no_right"


def test_nobody_calls_themself(clock, pandu):
    clock("2026-12-07 06:00")
    own = expected(pandu)
    clock("2026-12-07 09:00")
    assert "Petugas lain" in why(start_call, own, by=pandu, channel=PHONE).message


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("07:29:59", "mulai pukul 07.30 WIB"),
        ("07:30:00", ""),
        ("15:59:59", ""),
        ("16:00:00", "berakhir pukul 16.00 WIB"),
    ],
)
def test_only_in_the_hours_in_which_somebody_must_be_reachable(clock, day, pandu, at, sentence):
    clock(f"2026-12-07 {at}")
    if sentence:
        assert sentence in why(start_call, day, by=pandu, channel=PHONE).message
    else:
        assert start_call(day, by=pandu, channel=PHONE).pk


def test_a_day_that_was_taken_back_is_not_called_about(day, ani, pandu):
    take_back(ani, MONDAY)
    assert why(start_call, day, by=pandu, channel=PHONE).message == GONE


def test_without_a_number_there_is_no_call(day, ani, pandu):
    Employee.objects.filter(pk=ani.pk).update(phone="")
    assert why(start_call, day, by=pandu, channel=PHONE).message == NO_NUMBER


def test_pressing_twice_gives_the_same_call_and_others_are_told(call, day, pandu, bambang):
    assert start_call(day, by=pandu, channel=WHATSAPP) == call
    refusal = why(start_call, day, by=bambang, channel=PHONE)
    assert (refusal.code, pandu.full_name in refusal.message) == ("moved", True)
    assert ResponseCall.objects.count() == 1


# --- close ---------------------------------------------------------------------------------------


def test_an_open_call_past_its_time_stays_open_until_a_person_closes_it(clock, call, pandu):
    clock("2026-12-07 11:00")
    call.refresh_from_db()
    assert (call.outcome, call.closed_at) == ("running", None)
    closed = close_call(call, by=pandu, answered=False, note="Dua kali nada sambung.")
    assert (closed.outcome, closed.closed_at) == ("unanswered", timezone.now())
    assert closed.note == "Dua kali nada sambung."


@pytest.mark.parametrize(("at", "early"), [("09:04:59", True), ("09:05:00", False)])
def test_unanswered_only_once_the_time_is_over(clock, call, pandu, at, early):
    clock(f"2026-12-07 {at}")
    if early:
        assert why(close_call, call, by=pandu, answered=False).code == "too_early"
    else:
        assert close_call(call, by=pandu, answered=False).outcome == "unanswered"


def test_answered_at_any_time_and_by_any_caller(call, bambang):
    assert close_call(call, by=bambang, answered=True).outcome == "answered"


def test_a_closed_call_stays_as_it_is(clock, call, pandu, bambang):
    close_call(call, by=pandu, answered=True)
    clock("2026-12-07 09:30")
    assert why(close_call, call, by=bambang, answered=False).code == "moved"


def test_the_called_one_and_strangers_do_not_close(call, ani, dodi):
    for person in (ani, dodi):
        assert why(close_call, call, by=person, answered=True).code in {"no_right", "own"}


def test_who_called_whom_and_when_is_never_changed(call):
    with pytest.raises(IntegrityError), transaction.atomic():
        ResponseCall.objects.filter(pk=call.pk).update(started_at=timezone.now(), caller_name="X")
    with pytest.raises(IntegrityError), transaction.atomic():
        call.delete()


# --- answer back ---------------------------------------------------------------------------------

TEXT = "Saya sudah menghubungi lewat WhatsApp pukul 09.03."


def test_answering_inside_the_time_counts_as_called_back(clock, call, ani, pandu):
    clock("2026-12-07 09:05")
    answered = answer_back(call, by=ani, text=TEXT)
    assert (answered.outcome, answered.answer_text) == ("called_back", TEXT)
    assert Message.objects.filter(recipient=pandu, body__contains="09.03").count() == 1
    assert open_calls_for(ani) == []


def test_answering_afterwards_is_kept_and_changes_nothing(clock, call, ani, pandu):
    clock("2026-12-07 09:06")
    late = answer_back(call, by=ani, text=TEXT)
    assert (late.outcome, late.answer_at) == ("running", timezone.now())
    assert close_call(call, by=pandu, answered=False).answer_text == TEXT


def test_an_unanswered_call_can_still_be_answered_on_that_day_once(clock, call, ani, pandu):
    clock("2026-12-07 09:10")
    close_call(call, by=pandu, answered=False)
    assert open_calls_for(ani) == [call]
    assert answer_back(call, by=ani, text=TEXT).outcome == "unanswered"
    assert why(answer_back, call, by=ani, text=TEXT).code == "moved"
    assert open_calls_for(ani) == []


def test_only_the_called_one_answers_and_says_something(call, ani, dewi):
    assert why(answer_back, call, by=dewi, text=TEXT).code == "not_yours"
    assert why(answer_back, call, by=ani, text=" ").field == "text"


# --- our own outages -----------------------------------------------------------------------------


def minutes(first, count, **row):
    start = datetime.datetime.fromisoformat(f"2026-12-07T{first}+07:00")
    ServiceMinute.objects.bulk_create(
        ServiceMinute(minute=start + datetime.timedelta(minutes=n), **row) for n in range(count)
    )


def test_minutes_in_which_nobody_could_reach_us_are_counted(call):
    assert down_minutes(call.started_at, call.due_at) is None  # nobody watched
    minutes("08:50", 11, probes=4)
    minutes("09:01", 2, probes_failed=4)
    minutes("09:03", 4, probes=4)
    assert down_minutes(call.started_at, call.due_at) == 2


# --- pages ---------------------------------------------------------------------------------------


def test_the_page_shows_number_and_clock_to_the_caller_only(client, day, pandu, ani):
    url = reverse("panggilan-mulai", args=[day.pk])
    answer = sign_in(client, pandu).post(url, {"lewat": "phone"}, follow=True)
    page = text_of(answer)
    number = phones.normal(ani.phone)
    assert f'href="tel:{number}"' in page
    assert f'href="https://wa.me/{number[1:]}"' in page
    assert "Tidak menjawab" in page
    assert "sampai pukul 09.05 WIB" in page
    assert number not in text_of(sign_in(client, ani).get(reverse("presensi-saya")))


def test_a_whole_call_without_scripts(clock, client, day, pandu, ani):
    url = reverse("panggilan-mulai", args=[day.pk])
    back = {"kembali": reverse("panggilan")}
    assert sign_in(client, pandu).post(url, {"lewat": "whatsapp", **back}).url == back["kembali"]
    call = ResponseCall.objects.get()
    close = reverse("panggilan-tutup", args=[call.pk])
    early = client.post(close, {"hasil": "tidak"}, follow=True)
    assert "masih dapat menjawab sampai pukul 09.05 WIB" in text_of(early)
    answer = reverse("panggilan-jawab", args=[call.pk])
    said = sign_in(client, ani).post(answer, {"text": TEXT}, follow=True)
    assert said.redirect_chain == [(reverse("presensi-saya"), 302)]
    call.refresh_from_db()
    assert call.outcome == "called_back"


def test_no_other_site_is_led_to(client, day, pandu):
    url = reverse("panggilan-mulai", args=[day.pk])
    away = {"lewat": "phone", "kembali": "https://contoh.example/"}
    assert sign_in(client, pandu).post(url, away).url == reverse("panggilan")


def test_others_calls_are_not_there(client, call, day, dewi, plh_tri):
    for stranger in (dewi, plh_tri):
        sign_in(client, stranger)
        for name, key in (("panggilan-mulai", day.pk), ("panggilan-tutup", call.pk)):
            assert client.post(reverse(name, args=[key]), {"lewat": "phone"}).status_code == 404
        assert client.post(reverse("panggilan-jawab", args=[call.pk])).status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(
    clock, client, region, bambang, django_assert_max_num_queries, people
):
    clock("2026-12-07 06:00")
    days = [expected(add_employee(region.aplikasi, f"Staf {n}")) for n in range(people)]
    clock("2026-12-07 09:00")
    for day in days:
        start_call(day, by=bambang, channel=PHONE)
    sign_in(client, bambang)
    with django_assert_max_num_queries(17):
        page = text_of(client.get(reverse("panggilan")))
    assert page.count("Sedang dipanggil") == people
    assert Expectation.objects.count() == people
