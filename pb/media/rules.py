"""What may be handed in as a picture, and the sizes in which it is kept; no file is touched here."""

from enum import StrEnum

LARGEST_UPLOAD = 10 * 1024 * 1024
LARGEST_PIXELS = 40_000_000  # a 40-megapixel photo; more is a decompression bomb
FORMATS = ("JPEG", "PNG", "WEBP")


class Size(StrEnum):
    """The two sizes of a kept picture."""

    PAGE = "page"
    CARD = "card"


# Longest side in pixels and WebP quality: a card's picture stays within 12 kB, a page's within 90 kB.
SHAPES: dict[Size, tuple[int, int]] = {Size.PAGE: (960, 72), Size.CARD: (360, 55)}


class Refusal(StrEnum):
    """Why a picture is not taken."""

    TOO_LARGE = "too_large"
    NOT_A_PICTURE = "not_a_picture"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY = "too_many"
