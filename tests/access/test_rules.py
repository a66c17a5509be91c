import pytest
pytestmark = pytest.mark.django_db

def test_world(world):
    print({k: len(v) for k, v in world.things.items()})
