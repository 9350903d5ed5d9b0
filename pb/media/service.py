"""Taking a picture in: decode, turn upright, re-encode without EXIF and place, keep under a new code."""

import hashlib
import io
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy.orm import Session

from pb import clock
from pb.errors import Refused
from pb.media.models import Picture
from pb.media.rules import FORMATS, LARGEST_PIXELS, LARGEST_UPLOAD, SHAPES, Refusal, Size
from pb.values.code import new_code


def store_picture(session: Session, folder: Path, data: bytes, *, alt: str) -> Picture:
    """The kept picture of `data` (JPEG, PNG or WebP); Refused with the reason when it cannot be one.

    Files are written before the row: a lost transaction leaves an unused file, never a row without one.
    """
    image = opened(data)
    code = new_code(12)
    sizes = {size: encoded(image, size) for size in Size}
    for size, content in sizes.items():
        path_of(folder, code, size).write_bytes(content)
    with Image.open(io.BytesIO(sizes[Size.PAGE])) as kept:
        width, height = kept.size
    digest = hashlib.sha256(sizes[Size.PAGE]).digest()
    picture = Picture(
        code=code, sha256=digest, width=width, height=height, alt=alt.strip()[:200], stored_at=clock.now()
    )
    session.add(picture)
    session.flush()
    return picture


def opened(data: bytes) -> Image.Image:
    """The decoded, upright picture; Refused when `data` is too large, a bomb or no picture."""
    if len(data) > LARGEST_UPLOAD:
        raise Refused(Refusal.TOO_LARGE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            if image.width * image.height > LARGEST_PIXELS:
                raise Refused(Refusal.TOO_MANY_PIXELS)
            return ImageOps.exif_transpose(image).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Refused(Refusal.TOO_MANY_PIXELS) from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as unreadable:
        raise Refused(Refusal.NOT_A_PICTURE) from unreadable


def encoded(image: Image.Image, size: Size) -> bytes:
    """WebP bytes of `image` in one of the kept sizes: fresh pixels, so no metadata survives."""
    longest, quality = SHAPES[size]
    small = image.copy()
    small.thumbnail((longest, longest))
    out = io.BytesIO()
    small.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()


def path_of(folder: Path, code: str, size: Size) -> Path:
    """Where a picture's bytes lie."""
    return folder / f"{code}-{size.value}.webp"
