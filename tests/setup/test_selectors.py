"""What the examination reads agrees with what single pages ask."""

import pytest

from wfa.people.models import Unit
from wfa.people.permissions import holders, reach
from wfa.setup import selectors

pytestmark = pytest.mark.django_db
ACTIONS = ("assess_request", "propose_request", "examine_request", "manage_region", "sign_decree")


@pytest.mark.parametrize("action", ACTIONS)
def test_all_at_once_are_the_same_people_as_unit_by_unit(
    region, action, ani, budi, bambang, citra, endah, plh_tri, adi, bupati, ines
):
    found = reach(action)
    for unit in Unit.objects.all():
        at_once = {person for path, person in found if unit.path.startswith(path)}
        assert at_once == {person.pk for person in holders(action, unit)}


def test_each_opd_has_the_head_and_assessors_of_the_day(region, bambang, budi, plh_tri):
    found = {o.unit: (o.head and o.head.employee, o.assessors) for o in selectors.facts().offices}
    assert found[region.diskominfo] == (bambang, (budi,))
    assert found[region.dinkes] == (plh_tri, ())
    assert found[region.setda] == (None, ())
