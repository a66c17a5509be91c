"""What lies in the region of the authorization matrix for the exchange."""

from django.db.models import Q
from django.utils import timezone

from tests.exchange.cases import day, place, system
from tests.exchange.test_answers import listed
from tests.exchange.test_locations import book
from wfa.exchange.models import AttendanceSystem, Delivery
from wfa.exchange.services.answers import read_answer
from wfa.exchange.services.feeds import make_feed
from wfa.exchange.services.locations import read_homes


def build(world):
    endah, pandu = world.user("E"), world.user("p")
    for letter in ("a", "o"):
        place(world.user(letter), day("2026-11-02"))
    pulled, _ = system(endah)
    world.put("system", "", "", pulled)
    pushing, _ = system(endah, mode="push", push_url="https://presensi.example/jadwal")
    world.put("pushing", "", "", pushing)
    failing, _ = system(endah, mode="push", push_url="https://presensi.example/lain")
    given_up = Delivery.objects.create(
        system=failing, state=Delivery.State.FAILED, created_at=timezone.now(), attempts=8
    )
    world.put("delivery", "", "", given_up)
    for opd, letter in (("diskominfo", "a"), ("dinkes", "o")):
        answer = read_answer(
            listed(world.user(letter).nip),
            system=AttendanceSystem.objects.get(pk=pulled.pk),
            unit=getattr(world.region, opd),
            by=endah,
            capacity="",
        )
        world.put("answer", opd, "", answer)
    upload = book([1, "Pegawai", world.user("a").nip, -7.8, 112.0, 150])
    homes = read_homes(upload, by=pandu, within=Q(unit__path__startswith=pandu.unit.path))
    world.put("homes", "diskominfo", "p", homes)
    world.put("calendar", "", "", make_feed(by=world.user("j")))
