import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actors import give, sign_in
from wfa.audit import labels
from wfa.audit.models import AuditEvent
from wfa.audit.selectors import Filters, latest
from wfa.audit.services import Entry, record, record_many
from wfa.people.models import Duty, Employee

URL = "/jejak-audit/"


@pytest.fixture
def ani(db):
    return Employee.objects.create_user("ani", name="Ani <b>Lestari</b>", kind="service")


@pytest.fixture
def inspector(region, client):
    user = Employee.objects.create_user("irban", name="Irban", kind="official")
    give(user, Duty.Kind.INSPECTOR, region.root)
    return sign_in(client, user)


def found(**filters):
    return [event.action for event in latest(Filters(**filters)).events]


def test_the_newest_stand_first_and_pages_go_by_key(db):
    record_many([Entry(f"act_{number}") for number in range(1, 121)])
    first = latest(Filters())
    second = latest(Filters(), before=first.older)
    third = latest(Filters(), before=second.older)
    pages = [[event.sequence for event in page.events] for page in (first, second, third)]
    assert pages == [list(range(120, 70, -1)), list(range(70, 20, -1)), list(range(20, 0, -1))]
    assert third.older is None


def test_filters_find_by_event_person_object_and_day(db, ani, monkeypatch):
    monkeypatch.setattr(labels, "_LABELS", {"signed_in": "Masuk"})
    record("signed_in", by=ani)
    record("decided", by=None, target=("request", "77"))
    assert found(action="masuk") == found(action="signed") == ["signed_in"]
    assert found(actor="lestari") == found(actor="ani") == ["signed_in"]
    assert found(target="77") == found(target="request") == ["decided"]
    assert found(action="masuk", target="77") == []
    today = timezone.localdate()
    assert len(found(day=today)) == 2
    assert found(day=today - datetime.timedelta(days=1)) == []


def test_a_day_is_the_day_of_the_region(db, monkeypatch):
    late = datetime.datetime(2026, 6, 4, 17, 30, tzinfo=datetime.UTC)  # 00.30 WIB on the 5th
    monkeypatch.setattr(timezone, "now", lambda: late)
    record("late", by=None)
    assert found(day=datetime.date(2026, 6, 5)) == ["late"]
    assert found(day=datetime.date(2026, 6, 4)) == []


def test_the_page_shows_what_happened_and_escapes_it(inspector, ani):
    record("rule_changed", by=ani, capacity="Plh. Kepala", target=("policy", 7), reason="<i>x</i>")
    html = inspector.get(URL).content.decode()
    for text in (
        "rule changed",
        "Ani &lt;b&gt;",
        "Plh. Kepala",
        "Kebijakan 7",
        "&lt;i&gt;x&lt;/i&gt;",
    ):
        assert text in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_at_any_length(inspector, ani, rows, django_assert_max_num_queries):
    record_many([Entry("one", ani, target=("request", 1))] * rows)
    with django_assert_max_num_queries(9):
        assert inspector.get(URL).status_code == 200


@pytest.mark.parametrize(
    "query", ["tanggal=32/13", "sebelum=x", "sebelum=99999999999999999999", "kejadian=%00", "x=1"]
)
def test_a_wrong_filter_gets_a_page(inspector, query):
    assert inspector.get(f"{URL}?{query}").status_code == 200


def test_a_wrong_date_gets_a_sentence_and_keeps_the_rest(inspector):
    html = inspector.get(f"{URL}?tanggal=kemarin&pelaku=Ani").content.decode()
    assert "Tanggal tidak dikenali" in html
    assert 'value="Ani"' in html


def test_older_events_are_one_link_away_with_the_same_filter(inspector):
    record_many([Entry("one")] * 60 + [Entry("other")])
    html = inspector.get(f"{URL}?kejadian=one").content.decode()
    assert "?kejadian=one&amp;sebelum=11" in html
    html = inspector.get(f"{URL}?kejadian=one&sebelum=11").content.decode()
    assert "Ke yang terbaru" in html
    assert "No. 10<" in html
    assert "No. 11<" not in html


def test_the_page_has_no_other_verbs(inspector):
    assert reverse("jejak-audit") == URL
    assert inspector.post(URL).status_code == 405
    assert AuditEvent.objects.filter(action="changed").count() == 0


def test_details_are_read_in_words_not_in_codes(inspector):
    record("request.submit", by=None, days=2, **{"from": "draft", "to": "submitted"})
    page = inspector.get(URL).content.decode()
    for words in ("dari:</span> draf", "menjadi:</span> menunggu penilaian OPD", "hari:</span> 2"):
        assert words in page
