"""What the tests against others' mistakes share: cases, desks, and pages."""

import pytest
from django.urls import reverse

from tests.actors import sign_in


def post_decision(client, proposal, rows):
    """BKD's examination as the page sends it: {request: (step, note)}."""
    data = {}
    for request, (step, note) in rows.items():
        data[f"keputusan-{request.pk}"] = step
        data[f"alasan-{request.pk}"] = note
    return client.post(reverse("usulan-putuskan", args=[proposal.pk]), data, follow=True)


@pytest.fixture
def as_(client):
    """`as_(person)`: the browser of that person."""

    def take(person):
        return sign_in(client, person)

    return take
