"""Real threads and row locks."""

import threading

import pytest
from django.db import connection, transaction

from documents import selectors, services
from documents.models import Document, Register
from documents.services import issuing
from documents.services.signing import locked_register, take_number
from tests.documents import cases
from wfa.refusals import Refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def together(*jobs):
    """Run the jobs at the same moment; what each returned or raised."""
    barrier = threading.Barrier(len(jobs))
    results = [None] * len(jobs)

    def run(place, job):
        barrier.wait()
        try:
            results[place] = job()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_twenty_threads_take_gapless_numbers(region):
    def take():
        with transaction.atomic():
            return take_number(locked_register(region.bkpsdm, "agenda", 2026))

    assert sorted(together(*[take] * 20)) == list(range(1, 21))
    assert Register.objects.get().last == 20


def test_two_signatures_at_once_take_one_number(draft, endah):
    results = together(*[lambda: services.sign(draft, by=endah)] * 2)
    assert sorted(type(r) for r in results if isinstance(r, Refused)) == [Refused]
    assert Register.objects.get().last == 1


def test_two_drafts_at_once_make_one_decree(approved, citra):
    results = together(*[lambda: services.draft_decree(approved, by=citra)] * 2)
    assert [r.code for r in results if isinstance(r, Refused)] == ["in_other_decree"]
    assert Document.objects.filter(kind="decree").count() == 1


def test_two_workers_issue_once(numbered):
    results = together(*[lambda: services.issue(numbered.pk)] * 3)
    assert sorted(results) == [False, False, True]
    assert selectors.g1()[0]


def test_issue_against_void_ends_in_one_of_them(numbered, endah):
    document = issuing.claim(numbered.pk)
    rendered = issuing.render(document)
    went, _ = together(
        lambda: issuing.finish(document, rendered),
        lambda: services.void(numbered, by=endah, reason="Salah lampiran, ulang."),
    )
    assert cases.fresh(numbered).state == ("issued" if went is True else "void")
    assert selectors.g2()[0]
