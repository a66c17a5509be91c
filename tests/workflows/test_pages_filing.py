"""Submitting and withdrawing with the button: one's own only, told in sentences."""

import pytest
from django.urls import reverse

from tests.actors import sign_in
from tests.workflows import cases
from wfa.requests.models import WorkRequest


@pytest.fixture
def desk(client, ani, budi, bambang):
    return sign_in(client, ani)


def submit(page, request, **data):
    return page.post(reverse("pengajuan-ajukan", args=[request.pk]), data)


def withdraw(page, request, **data):
    return page.post(reverse("pengajuan-batal", args=[request.pk]), data)


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


def state(request):
    return WorkRequest.objects.get(pk=request.pk).state


def test_submitting_with_the_statement_tells_the_number(desk, ani):
    request = cases.draft(ani)
    response = submit(desk, request, pernyataan="1")
    kept = WorkRequest.objects.get(pk=request.pk)
    assert response.url == reverse("pengajuan", args=[request.pk])
    assert said(response) == [f"Pengajuan terkirim. Nomor {kept.number}."]
    assert kept.state == "submitted"
    assert kept.privacy_version == "1"
    assert kept.statement_at is not None


def test_without_the_statement_nothing_is_sent(desk, ani):
    request = cases.draft(ani)
    response = submit(desk, request)
    assert response.url == reverse("pengajuan-periksa", args=[request.pk])
    assert said(response) == ["Centang pernyataan lebih dulu. Pengajuan belum dikirim."]
    assert state(request) == "draft"


def test_rules_that_say_no_are_told_one_by_one(desk, ani):
    request = cases.draft(ani, phone="", reason="")
    response = submit(desk, request, pernyataan="1")
    assert response.url == reverse("pengajuan-periksa", args=[request.pk])
    assert said(response) == [
        "Alasan belum diisi. Tulis alasan Anda.",
        "Nomor HP aktif belum diisi. Tulis nomor yang bisa dihubungi.",
    ]
    assert state(request) == "draft"


def test_double_click_on_submit_is_information(desk, ani):
    request = cases.draft(ani)
    submit(desk, request, pernyataan="1")
    response = submit(desk, request, pernyataan="1")
    assert response.url == reverse("pengajuan", args=[request.pk])
    assert "Sudah diajukan oleh Ani Lestari" in said(response)[-1]


@pytest.mark.parametrize("name", ["dewi", "budi", "dodi", "citra"])
def test_nobody_submits_or_withdraws_for_another(name, client, ani, budi, bambang, request):
    draft, sent = cases.draft(ani), cases.submitted(ani)
    sign_in(client, request.getfixturevalue(name))
    assert submit(client, draft, pernyataan="1").status_code == 404
    assert withdraw(client, sent).status_code == 404
    assert (state(draft), state(sent)) == ("draft", "submitted")


def test_withdrawing_needs_no_reason(desk, ani):
    request = cases.submitted(ani)
    response = withdraw(desk, request)
    assert response.url == reverse("pengajuan", args=[request.pk])
    assert said(response) == ["Pengajuan dibatalkan."]
    assert state(request) == "withdrawn"


def test_withdrawing_twice_is_information(desk, ani):
    request = cases.submitted(ani)
    withdraw(desk, request)
    assert said(withdraw(desk, request))[-1].startswith("Sudah dibatalkan oleh Ani Lestari")


def test_verbs_are_post_only(desk, ani):
    request = cases.draft(ani)
    for name in ("pengajuan-ajukan", "pengajuan-batal"):
        assert desk.get(reverse(name, args=[request.pk])).status_code == 405
