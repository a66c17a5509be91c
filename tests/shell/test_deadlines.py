"""The badge of a deadline on any page."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from tests.workflows.clockwork import Clock, date
from wfa.calendars.models import Holiday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wednesday(monkeypatch):
    Clock(monkeypatch)("2026-11-04 10:00")


def shown(source, **context):
    page = {"request": RequestFactory().get("/"), **context}
    return Template("{% load deadlines %}" + source).render(Context(page))


def test_it_says_so_in_words_with_a_picture():
    html = shown("{% deadline due %}", due=date("11-06"))
    assert "Sisa 2 hari kerja" in html
    assert "<svg" in html


def test_holidays_are_left_out():
    Holiday.objects.create(date=date("11-05"), name="Libur daerah", kind="local")
    assert "Sisa 1 hari kerja" in shown("{% deadline due %}", due=date("11-06"))


def test_nothing_where_nobody_has_the_case():
    assert shown("{% deadline due %}", due=None).strip() == ""


def test_who_only_waits_is_not_told_to_decide():
    html = shown("{% deadline due decides=False %}", due=date("11-02"))
    assert "Lewat batas 2 hari kerja" in html
    assert "putuskan" not in html


def test_a_page_asks_for_the_calendar_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        shown("{% for due in all %}{% deadline due %}{% endfor %}", all=[date("11-06")] * 30)
