"""Hostile pictures and bombs are refused at once or by the worker, in little memory, and leave nothing."""

import os
import subprocess
import sys
import time
import tracemalloc
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.attendance.coming import (
    after,
    raised,
    selfie,
    send_photo,
)
from tests.files import corpus
from tests.files.test_services import files_below
from wfa.files import gate
from wfa.files.models import StoredFile
from wfa.files.rules import RULES
from wfa.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
RULE = RULES[StoredFile.Purpose.CHECK_IN]


# --- hostile pictures -------------------------------------------------------------------------

PICTURES = {
    "0 byte": (b"", "empty"),
    "HTML": (b"<!doctype html><script>alert(1)</script>", "wrong_kind"),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_kind"),
    "GIF": (corpus.picture("GIF"), "wrong_kind"),
    "HEIC": (b"\0\0\0\x18ftypheic" + b"\0" * 99, "wrong_kind"),
    "PDF": (corpus.pdf(), "wrong_kind"),
    "workbook": (corpus.workbook(), "wrong_kind"),
    "program": (b"MZ" + b"\0" * 99, "wrong_kind"),
    "9 MB": (b"\xff\xd8\xff" + b"x" * (8 << 20), "too_large"),
    "PNG of 5 MB": (b"\x89PNG\r\n\x1a\n" + b"x" * (5 << 20), "too_large"),
    "PNG declares 900 megapixels": (corpus.png_declaring(30_000, 30_000), "too_many_pixels"),
    "PNG declares 2^31 a side": (corpus.png_declaring(2**31 - 1, 2**31 - 1), "too_many_pixels"),
    "PNG of 3 megapixels": (corpus.png_declaring(2_000, 1_500), "too_many_pixels"),
    "JPEG declares 4,225 megapixels": (corpus.jpeg_declaring(65_000, 65_000), "too_many_pixels"),
    "WebP declares 268 megapixels": (corpus.webp_declaring(16_383, 16_383), "too_many_pixels"),
    "only the first bytes of a JPEG": (b"\xff\xd8\xff" + b"<script>", "broken_picture"),
    "only the first bytes of a WebP": (b"RIFF\0\0\0\0WEBP", "broken_picture"),
    "only the first bytes of a PNG": (b"\x89PNG\r\n\x1a\n", "broken_picture"),
}
"""Turned away in the request, by their first bytes alone."""


def progressive(width, height):
    return corpus.picture("JPEG", (width, height), progressive=True)


def two_frames():
    """A small frame in front of a huge one: one reader takes the first, another the last."""
    small, huge = corpus.picture("JPEG"), corpus.jpeg_declaring(65_000, 65_000)
    at, other = small.index(b"\xff\xc0"), huge.index(b"\xff\xc0")
    return small[: at + 19] + huge[other:]


def text_bomb():
    """60 MB of text in a PNG of a few kilobytes."""
    text = corpus.zlib.compress(b"x" * 1_000_000, 9)
    chunks = b"".join(corpus.png_chunk(b"zTXt", b"k%d\0\0" % n + text) for n in range(60))
    plain = corpus.picture("PNG")
    return plain[:33] + chunks + plain[33:]


LATER = {
    "JPEG cut off": (selfie()[:5_000], "broken_picture"),
    "PNG with too few rows": (corpus.png_declaring(50, 50, b"\0"), "broken_picture"),
    "JPEG with 200 scans": (corpus.jpeg_with_scans(200), "too_many_scans"),
    "moving PNG": (corpus.moving("PNG"), "animated_picture"),
    "moving WebP": (corpus.moving("WEBP"), "animated_picture"),
    "PNG with 60 MB of text": (text_bomb(), "broken_picture"),
}
"""Found by the worker."""


@pytest.mark.parametrize("case", PICTURES)
def test_what_the_first_bytes_give_away_is_refused_at_once(case, row, media, django_assert_num_queries):  # fmt: skip
    data, code = PICTURES[case]
    with django_assert_num_queries(0), pytest.raises(Refused) as refused:
        send_photo(row, data)
    assert refused.value.code == code
    assert files_below(media) == []
    assert after(row).photo_state == "awaited"


def test_progressive_pictures_of_more_than_two_megapixels_and_forked_ones_are_refused():
    for data, code in [
        (progressive(2_000, 1_300), "too_many_pixels"),
        (two_frames(), "broken_picture"),
    ]:
        with pytest.raises(Refused) as refused:
            gate.glance(data, "foto.jpg", RULE)
        assert refused.value.code == code
    gate.glance(progressive(1_600, 1_200), "foto.jpg", RULE)


@pytest.mark.parametrize("case", LATER)
def test_what_only_decoding_shows_is_refused_by_the_worker(case, row, work, media):
    data, code = LATER[case]
    with pytest.raises(Refused) as refused:
        gate.examine(data, "foto.jpg", RULE)
    assert refused.value.code == code
    send_photo(row, data)
    work()
    assert after(row).photo_state == "refused"
    assert raised(row) == {"unreadable": refused.value.message}
    assert files_below(media) == []


def test_hostile_pictures_take_no_time_and_little_memory():
    """Python's own memory here; what decoders take is measured from outside, below."""
    for data, _ in [*PICTURES.values(), *LATER.values()]:
        begun = time.monotonic()
        tracemalloc.start()
        with suppress(Refused):
            gate.examine(data, "foto.jpg", RULE)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 50 << 20
        assert time.monotonic() - begun < 5  # a second is promised; this machine may be busy


HEAVY = {
    "JPEG of 50 megapixels": lambda: corpus.picture("JPEG", (8_192, 6_100)),
    "JPEG of 12 megapixels, noisy": lambda: _noise((4_000, 3_000), "JPEG", quality=70),
    "JPEG long and thin": lambda: corpus.picture("JPEG", (60_000, 400)),
    "JPEG in four inks": lambda: corpus.picture("JPEG", (8_000, 6_000), mode="CMYK"),
    "progressive, no subsampling": lambda: _noise(
        (1_700, 1_400), "JPEG", progressive=True, subsampling=0
    ),
    "PNG, transparent": lambda: corpus.picture("PNG", (1_700, 1_400), mode="RGBA", color=(1, 2, 3, 4)),
    "PNG, 16 bits": lambda: corpus.picture("PNG", (1_700, 1_400), mode="I;16", color=40_000),
    "PNG with one colour clear": lambda: corpus.picture("PNG", (1_700, 1_400), transparency=(1, 2, 3)),
    "WebP": lambda: _noise((1_700, 1_400), "WEBP", quality=60),
    "WebP, transparent": lambda: corpus.picture("WEBP", (1_700, 1_400), mode="RGBA", color=(1, 2, 3, 4), lossless=True),
    "PNG with 60 MB of text": text_bomb,
    "JPEG with 200 scans": lambda: corpus.jpeg_with_scans(200),
    "two frames": two_frames,
    "PNG declares 900 megapixels": lambda: corpus.png_declaring(30_000, 30_000),
    "WebP declares 268 megapixels": lambda: corpus.webp_declaring(16_383, 16_383),
}  # fmt: skip
"""The heaviest that come in, and bombs."""

_MEASURE = """
import sys
from pathlib import Path
import django
django.setup()
from wfa.files import gate
from wfa.files.models import StoredFile
from wfa.files.rules import RULES
from wfa.refusals import Refused

def look(name):
    data = Path(name).read_bytes()
    try:
        gate.examine(data, "foto.jpg", RULES[sys.argv[1]])
    except Refused:
        pass
    # not ru_maxrss: that begins with what the process was that started this one
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1])

before = look(sys.argv[2])
print(*[look(name) - before for name in sys.argv[3:]])
"""


def _noise(size, kind, **options):
    out = BytesIO()
    Image.effect_noise(size, 30).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def test_no_picture_takes_fifty_megabytes_of_memory(tmp_path):
    """The most that a process ever took, over all of them one after another; in kilobytes."""
    grown = _grown(tmp_path, StoredFile.Purpose.CHECK_IN, HEAVY.values())
    assert max(grown) < 50 * 1024


@pytest.mark.parametrize("purpose", [StoredFile.Purpose.REPORT, StoredFile.Purpose.EVIDENCE])
def test_what_is_refused_as_a_file_of_evidence_takes_little_memory(tmp_path, purpose):
    """Large pictures may be evidence, and are decoded; bombs must not be."""
    refused = [make for make in HEAVY.values() if _is_refused(make(), RULES[purpose])]
    assert len(refused) >= 6
    assert max(_grown(tmp_path, purpose, refused)) < 50 * 1024


def _is_refused(data, rule):
    try:
        gate.examine(data, "foto.jpg", rule)
    except Refused:
        return True
    return False


def _grown(folder, purpose, makers):
    """Kilobytes above what a small picture takes, after each of these files."""
    names = []
    for number, make in enumerate([selfie, *makers]):
        place = folder / f"{number}.bin"
        place.write_bytes(make())
        names.append(str(place))
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, purpose, *names],
        capture_output=True,
        text=True,
        check=False,
        env=_environment(folder),
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    return [int(each) for each in done.stdout.split()]


def _environment(folder):
    kept = {"PATH": os.environ["PATH"], "TMPDIR": str(folder)}
    return {**kept, "DJANGO_SETTINGS_MODULE": "tests.settings"}
