"""Turns a drawn picture into the two WebP files that pages serve: the photo and its thumbnail.

Where they are kept is the caller's business.
"""

from io import BytesIO

from PIL import Image

from pb.demo.pictures.drawing import draw

PHOTO_WIDTH, THUMBNAIL_WIDTH = 960, 360
PHOTO_BYTES, THUMBNAIL_BYTES = 60_000, 12_000


def photo_and_thumbnail(scene: str, seed: int) -> tuple[bytes, bytes]:
    """WebP of 960 × 640 within 60 kB and of 360 × 240 within 12 kB."""
    picture = draw(scene, seed, (PHOTO_WIDTH, PHOTO_WIDTH * 2 // 3))
    small = picture.resize((THUMBNAIL_WIDTH, THUMBNAIL_WIDTH * 2 // 3), Image.Resampling.BOX)
    return webp(picture, PHOTO_BYTES), webp(small, THUMBNAIL_BYTES)


def webp(picture: Image.Image, limit: int) -> bytes:
    """The picture in the best of a few qualities that stays within the limit of bytes."""
    for quality in (84, 72, 58, 44):
        buffer = BytesIO()
        picture.save(buffer, "WEBP", quality=quality, method=2)
        if buffer.tell() <= limit:
            break
    return buffer.getvalue()
