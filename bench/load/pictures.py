"""Pictures as phones send them: about 100 KB of JPEG, no two alike."""

from __future__ import annotations

import random
from io import BytesIO

from PIL import Image, ImageFilter

WIDE, HIGH = 720, 960
BYTES = 100_000


def pictures(count: int, *, seed: int = 11) -> list[bytes]:
    """`count` of them, the same on every machine."""
    dice = random.Random(seed)  # noqa: S311 - noise, no secret
    return [_one(dice) for _ in range(count)]


def _one(dice: random.Random) -> bytes:
    """Large soft shapes, which tell pictures apart, under fine noise, which makes them heavy."""
    coarse = Image.frombytes("RGB", (9, 12), dice.randbytes(9 * 12 * 3))
    soft = coarse.resize((WIDE, HIGH), Image.Resampling.BICUBIC)
    noise = Image.frombytes("L", (WIDE // 2, HIGH // 2), dice.randbytes(WIDE * HIGH // 4))
    grain = noise.resize((WIDE, HIGH)).filter(ImageFilter.BoxBlur(1)).convert("RGB")
    return _sized(Image.blend(soft, grain, 0.35))


def _sized(picture: Image.Image) -> bytes:
    for quality in range(85, 20, -5):
        out = BytesIO()
        picture.save(out, "JPEG", quality=quality)
        if out.tell() <= BYTES:
            break
    return out.getvalue()
