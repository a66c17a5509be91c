"""The same trial sent twice at once, with real threads on PostgreSQL."""

import datetime

import pytest
from django.utils import timezone

from tests.workflows.test_races import at_once
from wfa.policies import services
from wfa.policies.models import Policy
from wfa.policies.trial import PlannedPhase
from wfa.refusals import Refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_clicks_at_once_set_one_trial_up(region, endah):
    day = timezone.localdate() + datetime.timedelta(days=10)
    phases = [
        PlannedPhase("Fase I", day, day, {"quota_percent": 10}),
        PlannedPhase("Fase II", day + datetime.timedelta(days=1), None, {"quota_percent": 20}),
    ]
    basis = {"title": "Surat Edaran", "number": "1/2026", "dated": timezone.localdate()}

    def click():
        try:
            return len(services.set_up_phases(region.root, phases, by=endah, **basis))
        except Refused as refusal:
            return refusal.code

    assert sorted(map(str, at_once(*[click] * 4))) == ["2", "already", "already", "already"]
    assert Policy.objects.filter(phase_name__startswith="Fase").count() == 2
