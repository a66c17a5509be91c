"""Checking in through the real services and pages, for the tests of the day of duty."""

import datetime
import random
import uuid
from io import BytesIO

from django.urls import reverse
from PIL import Image, ImageDraw

from wfa.attendance.models import CheckIn, NoticeRead
from wfa.attendance.rules.places import position_of
from wfa.attendance.selectors.privacy import VERSION
from wfa.attendance.services.checking_in import check_in, gesture_of
from wfa.attendance.services.photos import take_photo

HOME = ("-7.816895", "112.011398", "12")
MORNING, NOON, EVENING = 0, 1, 2


def window_of(expectation, number=MORNING):
    """One of the expected check-ins of a day, by its place in the day."""
    known = expectation.check_ins.select_related("window", "expectation__employee")
    return known.order_by("window__opens_at")[number]


def come(part, **over):
    """The receipt of a check-in for one expected window, as a phone at home would send it."""
    person = part.expectation.employee
    sent = {
        "key": uuid.uuid4(),
        "claimed_at": None,
        "position": position_of(*HOME),
        "challenge": gesture_of(part),
        "queued": False,
        "hints": [],
        "source": CheckIn.Source.CAMERA,
    }
    return check_in(person, part.pk, **{**sent, **over})


def selfie(seed=1, size=(640, 480), quality=80, kind="JPEG"):
    """Something with light and shade like a photograph; each seed another one."""
    chance = random.Random(seed)
    small = Image.new("RGB", (12, 9))
    small.putdata([tuple(chance.randrange(256) for _ in range(3)) for _ in range(108)])
    image = small.resize(size, Image.Resampling.BICUBIC)
    ImageDraw.Draw(image).ellipse((200, 100, 440, 420), outline=(240, 200, 180), width=9)
    out = BytesIO()
    image.save(out, kind, quality=quality)
    return out.getvalue()


def send_photo(row, data=None, name="foto.jpg", by=None):
    data = selfie() if data is None else data
    return take_photo(row, lambda: [data], size=len(data), name=name, by=by or row.employee)


def has_read_notice(person):
    now = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)
    NoticeRead.objects.get_or_create(employee=person, version=VERSION, defaults={"read_at": now})
    return person


def present(client, part, **over):
    """POST of the small first step."""
    body = {
        "kunci": str(uuid.uuid4()),
        "pukul": "2026-12-07T00:20:00.000Z",
        "lintang": HOME[0],
        "bujur": HOME[1],
        "ketelitian": HOME[2],
        "gerakan": gesture_of(part),
        "luring": "",
        "tanda": "",
    }
    return client.post(reverse("presensi-hadir", args=[part.pk]), {**body, **over})


def photo(client, row, data=None, **headers):
    """POST of the picture as the bare body."""
    url = reverse("presensi-foto", args=[getattr(row, "pk", row)])
    data = selfie() if data is None else data
    return client.post(url, data, content_type="image/jpeg", headers=headers)


def raised(row):
    """{kind: detail} of what was flagged about a check-in, an upload apart."""
    return dict(row.flags.exclude(kind="uploaded").values_list("kind", "detail"))


def after(row):
    row.refresh_from_db()
    return row
