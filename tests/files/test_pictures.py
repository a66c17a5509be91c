"""Pictures come out upright, small enough, and with nothing but pixels."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageFile

from tests.files import corpus
from wfa.files import pictures
from wfa.files.models import StoredFile
from wfa.files.rules import JPEG, PNG, RULES, WEBP
from wfa.refusals import Refused

EVIDENCE = RULES[StoredFile.Purpose.EVIDENCE]
EMBLEM = RULES[StoredFile.Purpose.EMBLEM]


def reopened(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


def tags(data):
    """Everything a scan could find besides pixels."""
    image = reopened(data)
    found = {
        key
        for key in image.info
        if key not in ("jfif", "jfif_version", "jfif_unit", "jfif_density")
    }
    return found | set(image.getexif())  # fmt: skip


def test_photograph_loses_place_and_all_metadata():
    before = corpus.photo_with_gps()
    assert reopened(before).getexif().get_ifd(0x8825)
    assert before.count(corpus.SECRET) == 3
    after, kind = pictures.clean(before, JPEG, EVIDENCE)
    assert kind is JPEG
    assert tags(after) == set()
    assert corpus.SECRET not in after
    assert b"Exif" not in after


def test_png_loses_text_profile_and_xmp():
    after, kind = pictures.clean(corpus.png_with_text(), PNG, EVIDENCE)
    assert kind is PNG
    assert tags(after) == set()
    assert corpus.SECRET not in after


def test_colour_profile_is_dropped():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    after, _ = pictures.clean(corpus.picture(icc_profile=profile), JPEG, EVIDENCE)
    assert tags(after) == set()


@pytest.mark.parametrize("kind", [JPEG, PNG, WEBP])
def test_bytes_behind_a_picture_are_lost(kind):
    tail = corpus.ZIP_TAIL + b"<script>alert(1)</script>"
    after, _ = pictures.clean(corpus.picture(kind.label.upper()) + tail, kind, EVIDENCE)
    assert b"script" not in after
    assert corpus.ZIP_TAIL not in after


def test_photograph_turned_by_exif_is_stored_upright():
    after, _ = pictures.clean(corpus.photo_with_gps(size=(60, 40), orientation=6), JPEG, EVIDENCE)
    assert reopened(after).size == (40, 60)


@pytest.mark.parametrize(("size", "expected"), [((5_000, 4_000), (2_400, 1_920)), ((60, 40), (60, 40))])  # fmt: skip
def test_longest_side_is_limited_and_small_ones_stay(size, expected):
    after, _ = pictures.clean(corpus.picture(size=size), JPEG, EVIDENCE)
    assert reopened(after).size == expected


def test_emblem_becomes_png_of_at_most_600_pixels():
    after, kind = pictures.clean(corpus.picture("WEBP", (900, 1_200)), WEBP, EMBLEM)
    assert kind is PNG
    assert reopened(after).size == (450, 600)
    assert reopened(after).format == "PNG"


def test_emblem_keeps_its_transparency():
    source = corpus.picture("PNG", mode="RGBA", color=(10, 20, 30, 0))
    after, _ = pictures.clean(source, PNG, EMBLEM)
    assert reopened(after).getpixel((0, 0)) == (10, 20, 30, 0)


@pytest.mark.parametrize(
    ("mode", "color", "kind", "expected"),
    [
        ("1", 1, PNG, "RGB"),
        ("L", 90, PNG, "L"),
        ("LA", (90, 10), PNG, "RGBA"),
        ("P", 3, PNG, "RGB"),
        ("I;16", 40_000, PNG, "L"),
        ("CMYK", (0, 90, 90, 0), JPEG, "RGB"),
        ("L", 90, JPEG, "L"),
    ],
)
def test_every_colour_mode_is_taken(mode, color, kind, expected):
    source = corpus.picture(kind.label, mode=mode, color=color)
    after, _ = pictures.clean(source, kind, EVIDENCE)
    assert reopened(after).mode == expected


def test_sixteen_bit_grey_keeps_its_brightness():
    source = corpus.picture("PNG", mode="I;16", color=40_000)
    after, _ = pictures.clean(source, PNG, EVIDENCE)
    assert reopened(after).getpixel((0, 0)) == 156


@pytest.mark.parametrize("lossless", [True, False])
def test_webp_is_stored_as_a_kind_that_every_reader_knows(lossless):
    _, plain = pictures.clean(corpus.picture("WEBP", lossless=lossless), WEBP, EVIDENCE)
    clear = corpus.picture("WEBP", mode="RGBA", color=(1, 2, 3, 9), lossless=lossless)
    _, transparent = pictures.clean(clear, WEBP, EVIDENCE)
    assert (plain, transparent) == (JPEG, PNG)


def test_png_that_would_grow_too_large_becomes_jpeg():
    noise = Image.effect_noise((100, 100), 200)
    out = BytesIO()
    Image.merge("RGBA", [noise] * 4).save(out, "WEBP", quality=1)
    tight = replace(EVIDENCE, max_bytes={PNG: 10_000})
    after, kind = pictures.clean(out.getvalue(), WEBP, tight)
    assert kind is JPEG
    assert reopened(after).mode == "RGB"


def test_phone_jpeg_with_a_preview_keeps_the_first_picture_only():
    after, kind = pictures.clean(corpus.phone_jpeg_with_preview(), JPEG, EVIDENCE)
    assert kind is JPEG
    assert reopened(after).size == (60, 40)
    assert after.count(b"\xff\xd8\xff") == 1


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_damaged_exif_does_not_stop_a_picture():
    broken = corpus.picture(exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff")
    _, kind = pictures.clean(broken, JPEG, EVIDENCE)
    assert kind is JPEG


def test_cut_picture_is_refused_also_where_pillow_was_told_to_take_it(monkeypatch):
    """WeasyPrint says so to the whole process as soon as it is imported."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(Refused) as refused:
        pictures.clean(corpus.png_declaring(50, 50, b"\0"), PNG, EVIDENCE)
    assert refused.value.code == "broken_picture"
    assert ImageFile.LOAD_TRUNCATED_IMAGES
