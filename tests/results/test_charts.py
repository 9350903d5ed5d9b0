"""What is drawn is there in the picture for print too, not only in the drawing of the page."""

import io

import pytest
from PIL import Image

from pb.results.charts.canvas import BRAND, PAPER, PNG_WIDTH, Sheet


def colour(text: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(text[1:]))


@pytest.mark.parametrize("width", [100, 360, 720])
def test_dots_are_in_the_picture_for_print(width: int) -> None:
    sheet = Sheet(width, 100)
    sheet.dots([(20, 50), (width - 20, 50)], 9, BRAND)
    picture = Image.open(io.BytesIO(sheet.png())).convert("RGB")
    scale = PNG_WIDTH / width
    for x, seen in ((20, BRAND), (width - 20, BRAND), (width / 2, PAPER)):
        assert picture.getpixel((round(x * scale), round(50 * scale))) == colour(seen)


def test_the_drawing_of_the_page_stays_as_small() -> None:
    sheet = Sheet(720, 420)
    sheet.dots([(place, 50) for place in range(20, 620)], 9, BRAND)
    assert len(sheet.svg()) < 15_000
