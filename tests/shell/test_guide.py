"""The help page: short tasks by role, each with its page, and what the words mean."""

import re

import pytest
from django.urls import reverse

from tests.actors import sign_in
from wfa.guide import SECTIONS
from wfa.requests.models import State
from wfa.templatetags.meanings import STATES, TERMS, meaning

TASKS = [task for section in SECTIONS for task in section.tasks]
TEXTS = [
    *[task.text for task in TASKS],
    *[section.remark for section in SECTIONS if section.remark],
    *STATES.values(),
    *[text for _, text in TERMS.values()],
]


def test_every_state_has_a_meaning():
    assert set(STATES) == set(State.values)
    assert meaning("state", "approved")["label"] == "Disetujui, menunggu SK"


def test_sentences_are_short():
    sentences = [sentence for text in TEXTS for sentence in re.split(r"(?<=[.;:]) ", text)]
    assert [s for s in sentences if len(s.split()) > 20] == []


def test_every_task_has_a_page_that_exists():
    assert all(reverse(task.page) for task in TASKS)


@pytest.mark.django_db
def test_stranger_reads_all_and_gets_no_link_to_inner_pages(client, region):
    answer = client.get("/bantuan/")
    assert answer.status_code == 200
    assert [s.section.key for s in answer.context["sections"]] == [s.key for s in SECTIONS]
    assert 'href="/pengajuan-saya/"' not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "first"),
    [
        ("ani", ["pegawai"]),
        ("budi", ["pegawai", "layanan-depan", "opd"]),
        ("citra", ["pegawai", "jadwal", "layanan-depan", "bkd"]),
        ("rani", ["pegawai", "arsiparis"]),
        ("ines", ["layanan-depan", "inspektur"]),
        ("adi", ["administrator"]),
        ("bupati", ["kinerja", "jadwal", "layanan-depan", "opd"]),
    ],
)
def test_own_tasks_come_first(client, request, who, first):
    answer = sign_in(client, request.getfixturevalue(who)).get("/bantuan/")
    shown = answer.context["sections"]
    assert [each.section.key for each in shown if each.is_mine] == first
    assert [each.is_mine for each in shown] == sorted((e.is_mine for e in shown), reverse=True)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ani", "budi", "bambang", "citra", "endah", "rani", "ines", "adi"])
def test_every_link_of_a_task_opens_for_whom_it_is_shown(client, request, who):
    answer = sign_in(client, request.getfixturevalue(who)).get("/bantuan/")
    urls = {url for shown in answer.context["sections"] for _, url in shown.tasks if url}
    assert urls
    assert [url for url in urls if client.get(url).status_code not in {200, 302}] == []
