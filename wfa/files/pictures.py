"""Pictures are never kept as they came: decoded, turned upright, scaled, written anew.

What isn't a pixel (EXIF with the place, XMP, comments, profiles, bytes behind the end) is gone.
"""

from io import BytesIO

from PIL import Image, ImageFile, ImageOps, PngImagePlugin

from wfa.files.headers import Header, header_of
from wfa.files.rules import JPEG, PNG, Kind, Rule
from wfa.refusals import Refused

JPEG_QUALITY = 85
# Texts in a PNG are unpacked when it is opened, up to 64 MB of them; a picture needs none.
PngImagePlugin.MAX_TEXT_MEMORY = 2 * 1024 * 1024


def clean(data: bytes, kind: Kind, rule: Rule) -> tuple[bytes, Kind]:
    """New bytes of the same picture and the kind they are in; `Refused` when it isn't one."""
    is_whole = _check_before_opening(data, kind, rule)
    try:
        with Image.open(BytesIO(data), formats=[kind.label.upper()]) as image:
            _check_pixels(Header(*image.size, is_whole), rule)
            _check_single(image)
            pixels = _pixels(image, rule.longest_side)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(rule.max_pixels) from error
    except Exception as error:
        # A hostile or broken picture can make a decoder fail in any way it likes.
        raise _broken() from error
    return _encode(pixels, kind, rule)


def glance(data: bytes, kind: Kind, rule: Rule) -> None:
    """Refuse what the first bytes already give away; nothing is decoded, so it takes no time."""
    header = header_of(data, kind)
    if header is None:
        raise _broken()
    _check_pixels(header, rule)


def _check_before_opening(data: bytes, kind: Kind, rule: Rule) -> bool:
    """What must be known before Pillow sees the file; whether it is decoded as a whole."""
    header = header_of(data, kind)
    if header is None and rule.max_whole < rule.max_pixels:
        raise _broken()
    if header:
        # Opening a WebP already reserves its whole canvas.
        _check_pixels(header, rule)
    if kind is JPEG and data.count(b"\xff\xda") > rule.max_scans:
        raise Refused(
            "Susunan gambar tidak wajar. Buka dan simpan ulang sebagai JPEG biasa.",
            code="too_many_scans",
        )
    return header is None or header.is_whole


def _check_pixels(header: Header, rule: Rule) -> None:
    limit = min(rule.max_whole, rule.max_pixels) if header.is_whole else rule.max_pixels
    if header.pixels > limit:
        raise _too_many_pixels(limit)


def _too_many_pixels(limit: int) -> Refused:
    return Refused(
        f"Gambar lebih dari {f'{limit / 1_000_000:g}'.replace('.', ',')} megapiksel. "
        "Perkecil gambarnya, lalu unggah lagi.",
        code="too_many_pixels",
    )


def _broken() -> Refused:
    return Refused(
        "Gambar rusak atau tidak lengkap. Buka dan simpan ulang, lalu unggah lagi.",
        code="broken_picture",
    )


def _check_single(image: Image.Image) -> None:
    """Moving pictures hide all but one frame. Phones add a preview to a JPEG ("MPO"): taken."""
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise Refused(
            "Gambar bergerak tidak diterima. Unggah satu gambar diam.", code="animated_picture"
        )


def _pixels(image: Image.Image, longest_side: int) -> Image.Image:
    """Upright pixels of at most `longest_side`, in a picture that has nothing else."""
    image.draft(None, _scaled(*image.size, longest_side))
    _load_whole(image)
    plain = _plain_mode(image)
    plain.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = _upright(plain)
    return Image.frombytes(upright.mode, upright.size, upright.tobytes())


def _scaled(width: int, height: int, longest_side: int) -> tuple[int, int]:
    """The size that is kept, so that a JPEG is decoded hardly larger, however long and thin."""
    part = min(longest_side / max(width, height, 1), 1)
    return max(round(width * part), 1), max(round(height * part), 1)


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
    if (kind is PNG or pixels.mode == "RGBA") and not rule.always_jpeg:
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


def grey(data: bytes, width: int, height: int) -> bytes:
    """A picture of ours as so many grey dots, row by row: for comparing pictures."""
    with Image.open(BytesIO(data), formats=["JPEG", "PNG"]) as image:
        image.draft("L", (width * 8, height * 8))
        small = image.convert("L").resize((width, height), Image.Resampling.BOX)
        return small.tobytes()
