"""The doors around the pages: a URL without a rule, Django's admin, forged forms, and their cost."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from tests.access.expected import ALL, EVERYBODY, EXPECTED
from tests.access.knocking import NOT_THERE, SIGN_IN, WRONG_METHOD, address, get
from tests.access.test_headers import Markup, faults
from tests.actors import sign_in
from wfa.access import ACCESS, OPERATOR, rule_for
from wfa.checks import every_rule_names_known_actions, every_url_has_a_rule, url_names
from wfa.middleware import AccessMiddleware
from wfa.people.models import Employee
from wfa.people.permissions import authority

pytestmark = pytest.mark.django_db
WITHOUT_A_RULE = pytest.mark.urls("tests.access.urls")


# --- a URL without a rule --------------------------------------------------------------------


def test_every_url_of_the_product_has_a_rule():
    assert every_url_has_a_rule() == []


def test_no_rule_is_left_over():
    assert set(ACCESS) == set(url_names())


def test_no_two_urls_share_a_name():
    names = list(url_names())
    assert len(names) == len(set(names))


@WITHOUT_A_RULE
def test_check_fails_for_a_url_without_a_rule():
    problems = [error.msg for error in every_url_has_a_rule() if error.id == "luwes.E001"]
    assert problems == [
        "URL 'lupa-aturan' has no rule in wfa/access.py.",
        "URL 'tanpa-nama/' has no rule in wfa/access.py.",
    ]


def test_check_fails_for_a_misspelt_action(monkeypatch):
    assert every_rule_names_known_actions() == []
    monkeypatch.setitem(ACCESS, "arsip", ("manage_archives",))
    assert [error.id for error in every_rule_names_known_actions()] == ["luwes.E002"]


@WITHOUT_A_RULE
@pytest.mark.parametrize("url", ["/lupa/", "/tanpa-nama/"])
def test_url_without_a_rule_is_closed_to_everybody(world, url):
    answers = {letter: get(world, letter, url) for letter in EVERYBODY}
    assert {answers[letter].kind for letter in ALL} == {NOT_THERE}
    assert {answers[letter].kind for letter in "n-"} == {SIGN_IN}
    assert not any("rahasia" in answer.text for answer in answers.values())


# --- Django's admin --------------------------------------------------------------------------

ADMIN = ["/admin/", "/admin/login/", "/admin/people/employee/", "/admin/tidak-ada/"]


@pytest.fixture
def operator(world):
    return Employee.objects.create_superuser("operator", "kata-sandi-panjang", name="Operator")


@pytest.mark.parametrize("url", ADMIN)
def test_admin_is_not_there_for_anybody_but_the_operator(world, url):
    assert {get(world, letter, url).kind for letter in ALL} == {NOT_THERE}
    assert {get(world, letter, url).kind for letter in "n-"} == {SIGN_IN}


def test_admin_is_not_there_for_staff_without_all_rights(world, client):
    staff = Employee.objects.create_user("staf", name="Staf", kind="service", is_staff=True)
    assert sign_in(client, staff).get("/admin/").status_code == 404


def test_admin_is_no_second_way_to_sign_in(operator, client):
    data = {"username": "operator", "password": "kata-sandi-panjang", "next": "/admin/"}
    answer = client.post("/admin/login/", data)
    assert answer.url.startswith(reverse("masuk"))
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_rule_of_the_admin_is_the_operators():
    assert rule_for("index", "admin") == OPERATOR


def _admin_pages():
    names = ["index", "password_change"]
    for model in admin.site._registry:
        names.append(f"{model._meta.app_label}_{model._meta.model_name}_changelist")
    return [f"admin:{name}" for name in names] + ["admin:people_duty_add"]


def test_admin_pages_work_under_the_policy(operator, client):
    sign_in(client, operator)
    problems = []
    for name in _admin_pages():
        answer = client.get(reverse(name))
        assert answer.status_code == 200, name
        problems += [f"{name}: {p}" for p in Markup(answer.text).problems]
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "no-store" in answer.headers["Cache-Control"]
    assert not problems, "\n".join(problems)


def test_admin_leaves_engine_and_groups_alone():
    closed = {"Group", "Process", "Task"}
    assert not closed & {model.__name__ for model in admin.site._registry}


# --- forged forms, methods -------------------------------------------------------------------


@pytest.mark.parametrize("name", [n for n, row in EXPECTED.items() if "POST" in row.methods])
def test_post_without_the_forms_token_is_refused(world, name):
    row = EXPECTED[name]
    letter = next((x for x in "Esacb" if x in row.own + row.same + row.other + row.told), "E")
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = world.sessions[letter]
    answer = client.post(address(name, None if row.picked else _thing(world, row, letter)))
    assert answer.status_code == 403
    assert faults(letter, answer) == []


def _thing(world, row, letter):
    found = (world.find(row.on, letter, whose) for whose in ("own", "same", "other"))
    return next((thing for thing in found if thing is not None), None)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_page_knows_another_method(world, method):
    client = Client()
    client.cookies["sessionid"] = world.sessions["E"]
    answered = set()
    for name, row in EXPECTED.items():
        url = address(name, None if row.picked else _thing(world, row, "E"))
        if name != "masuk":  # sends home whoever is signed in already
            answered.add(getattr(client, method)(url).status_code)
    assert answered <= {404, int(WRONG_METHOD)}


def test_a_right_ends_with_its_date_while_one_is_signed_in(world, client):
    budi = world.user("b")
    sign_in(client, budi)
    assert authority(budi).may_somewhere("assess_request")
    budi.duties.update(starts="2020-01-01", ends="2020-12-31")
    assert client.get(reverse("kotak-masuk")).status_code == 404


# --- cost ------------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", "bBtcEsi")
def test_access_costs_an_official_at_most_four_queries(
    world, letter, django_assert_max_num_queries
):
    request = RequestFactory().get(reverse("arsip"))
    request.resolver_match = _match("arsip")
    request.user = SimpleLazyObject(lambda: world.user(letter))
    middleware = AccessMiddleware(lambda _: None)
    middleware(request)
    with django_assert_max_num_queries(4):
        _ask(middleware, request)
        request.authority.may_somewhere("view_case")


def test_a_public_page_asks_nothing_about_the_visitor(world, django_assert_num_queries):
    request = RequestFactory().get(reverse("privasi"))
    request.resolver_match = _match("privasi")
    request.user = SimpleLazyObject(lambda: pytest.fail("the visitor was looked up"))
    middleware = AccessMiddleware(lambda _: None)
    with django_assert_num_queries(0):
        middleware(request)
        _ask(middleware, request)
    assert connection.in_atomic_block


def _match(name):
    from django.urls import resolve

    return resolve(reverse(name))


def _ask(middleware, request):
    from django.http import Http404

    try:
        middleware.process_view(request, None, (), {})
    except Http404:
        return "404"
    return None
