"""Reading the page of a case as its reader does."""

import re

from django.urls import reverse

from tests.actors import sign_in, text_of
from wfa.requests.models import WorkRequest


def fresh(case):
    return WorkRequest.objects.get(pk=case.pk)


def url(case):
    return reverse("pengajuan", args=[case.pk])


def look(client, user, case):
    return sign_in(client, user).get(url(case))


def drawn(answer):
    """[(state, label)] of the way, as it stands on the page."""
    text = text_of(answer)
    start = text.index('<ol class="route"')
    way = text[start : text.index("</ol>", start)]
    return re.findall(r'class="is-(\w+)".*?<p class="t">(.*?)<span', way, re.S)


def labels(answer, *states):
    return [label for state, label in drawn(answer) if state in states]
