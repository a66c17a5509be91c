"""Pictures are never kept as they came: decoded, turned upright, scaled, written anew.

What isn't a pixel (EXIF with the place, XMP, comments, profiles, bytes behind the end) is gone.
"""

import struct
from io import BytesIO

from PIL import Image, ImageFile, ImageOps

from wfa.files.rules import JPEG, PNG, WEBP, Kind, Rule
from wfa.refusals import Refused

JPEG_QUALITY = 85
MAX_JPEG_SCANS = 100
"""A progressive JPEG with thousands of scans is small and takes minutes to decode."""


def clean(data: bytes, kind: Kind, rule: Rule) -> tuple[bytes, Kind]:
    """New bytes of the same picture and the kind they are in; `Refused` when it isn't one."""
    _check_before_opening(data, kind, rule)
    try:
        with Image.open(BytesIO(data), formats=[kind.label.upper()]) as image:
            _check_pixels(*image.size, rule)
            _check_single(image)
            pixels = _pixels(image, rule.longest_side)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(rule) from error
    except Exception as error:
        # A hostile or broken picture can make a decoder fail in any way it likes.
        raise Refused(
            "Gambar rusak atau tidak lengkap. Buka dan simpan ulang, lalu unggah lagi.",
            code="broken_picture",
        ) from error
    return _encode(pixels, kind, rule)


def _check_before_opening(data: bytes, kind: Kind, rule: Rule) -> None:
    """What must be known before Pillow sees the file."""
    if kind is WEBP and (size := _webp_size(data)):
        # Opening a WebP already reserves its whole canvas.
        _check_pixels(*size, rule)
    if kind is JPEG and data.count(b"\xff\xda") > MAX_JPEG_SCANS:
        raise Refused(
            "Susunan gambar tidak wajar. Buka dan simpan ulang sebagai JPEG biasa.",
            code="too_many_scans",
        )


def _webp_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the first chunk, of all three kinds of WebP."""
    chunk, body = data[12:16], data[20:30]
    if len(body) < 10:
        return None
    if chunk == b"VP8X":
        wide, high = body[4:7] + b"\x00", body[7:10] + b"\x00"
        return struct.unpack("<I", wide)[0] + 1, struct.unpack("<I", high)[0] + 1
    if chunk == b"VP8L":
        bits = struct.unpack("<I", body[1:5])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", body[6:10])
    return width & 0x3FFF, height & 0x3FFF


def _check_pixels(width: int, height: int, rule: Rule) -> None:
    if width * height > rule.max_pixels:
        raise _too_many_pixels(rule)


def _too_many_pixels(rule: Rule) -> Refused:
    return Refused(
        f"Gambar lebih dari {rule.max_pixels // 1_000_000} megapiksel. "
        "Perkecil gambarnya, lalu unggah lagi.",
        code="too_many_pixels",
    )


def _check_single(image: Image.Image) -> None:
    """Moving pictures hide all but one frame. Phones add a preview to a JPEG ("MPO"): taken."""
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise Refused(
            "Gambar bergerak tidak diterima. Unggah satu gambar diam.", code="animated_picture"
        )


def _pixels(image: Image.Image, longest_side: int) -> Image.Image:
    """Upright pixels of at most `longest_side`, in a picture that has nothing else."""
    image.draft(None, (longest_side, longest_side))
    _load_whole(image)
    plain = _plain_mode(image)
    plain.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = _upright(plain)
    return Image.frombytes(upright.mode, upright.size, upright.tobytes())


def _load_whole(image: Image.Image) -> None:
    """A picture that is cut off is refused, also where WeasyPrint told Pillow to take such."""
    taken = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        image.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = taken


def _plain_mode(image: Image.Image) -> Image.Image:
    """Grey, RGB or RGBA with eight bits a channel."""
    if image.mode in ("L", "RGB", "RGBA") and "transparency" not in image.info:
        return image
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:
        # Damaged EXIF says nothing about which side is up: the picture stays as it is.
        return image


def _encode(pixels: Image.Image, kind: Kind, rule: Rule) -> tuple[bytes, Kind]:
    """PNG where edges or transparency matter, JPEG for photographs and for what grew too large."""
    if rule.always_png:
        return _png(pixels), PNG
    if kind is PNG or pixels.mode == "RGBA":
        data = _png(pixels)
        if len(data) <= rule.max_bytes[PNG]:
            return data, PNG
    return _jpeg(pixels), JPEG


def _png(pixels: Image.Image) -> bytes:
    out = BytesIO()
    pixels.save(out, format="PNG")
    return out.getvalue()


def _jpeg(pixels: Image.Image) -> bytes:
    out = BytesIO()
    if pixels.mode == "RGBA":
        paper = Image.new("RGB", pixels.size, "white")
        paper.paste(pixels, mask=pixels.getchannel("A"))
        pixels = paper
    pixels.save(out, format="JPEG", quality=JPEG_QUALITY)
    return out.getvalue()
