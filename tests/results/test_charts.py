"""What is drawn is there in the picture for print too, not only in the drawing of the page."""

import io
import re
from itertools import pairwise

import pytest
from PIL import Image

from pb.cycles.models import District
from pb.results.charts.canvas import BRAND, LETTER, PAPER, PNG_WIDTH, Sheet
from pb.results.charts.ground import ground
from pb.results.charts.people import place_by_age
from pb.results.people import OTHERS, Grid
from pb.results.rules import Spot, frame_of

BANDS = ("from_18", "from_25", "from_35", "from_45", "from_55", "from_65")


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


CROWDED = [
    District(name=name, latitude=48.9 + down / 100, longitude=24.7 + across / 100, residents=many)
    for name, down, across, many in (
        ("Івано-Франківськ", 0, 0, 200_000),
        ("Угорники", 1, 1, 3_000),
        ("Драгомирчани", -1, -9, 900),
        ("Підпечери", 2, 9, 900),
        ("Узин", 9, 10, 0),
    )
]


@pytest.mark.parametrize("width", [360, 720])
def test_names_on_the_map_lie_on_it_and_under_nothing(width: int) -> None:
    frame = frame_of([Spot(place.latitude, place.longitude) for place in CROWDED])
    pins = [frame.place(Spot(place.latitude, place.longitude)) for place in CROWDED]
    sheet = ground(frame, CROWDED, pins, width, "en")
    taken = [(width * x / 100 - 13, sheet.height * y / 100 - 13, 26, 26) for x, y in pins]
    found = re.findall(r'font-size="13"[^>]*>([^<]+)<', sheet.svg().decode())
    assert found == ["Ivano-Frankivsk", "Uhornyky", "Drahomyrchany", "Pidpechery", "Uzyn"]
    places = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"', sheet.svg().decode())
    boxes = list(taken)
    for name, (x, y) in zip(found, places, strict=True):
        half = len(name) * 13 * LETTER / 2
        box = (float(x) - half, float(y) - 10, 2 * half, 12)
        assert 0 <= box[0] <= width - 2 * half
        assert not any(overlap(box, other) for other in boxes), name
        boxes.append(box)


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(one[side] < other[side] + other[side + 2] and other[side] < one[side] + one[side + 2] for side in (0, 1))


@pytest.mark.parametrize("ages", [(("from_18",), ("from_25",)), tuple((band,) for band in BANDS)])
def test_a_phone_shows_whole_names_beside_few_ages(ages: tuple[tuple[str, ...], ...]) -> None:
    found = Grid(("Івано-Франківськ", OTHERS), ages, ((1_448,) * len(ages), (7,) * len(ages)))
    drawn = place_by_age(found, 360, "uk").svg().decode()
    assert ("Івано-Франківськ" in drawn) == (len(ages) < 4)
    places = [float(x) for x in re.findall(r'x="([\d.]+)"[^>]*>1\u00a0448<', drawn)]
    assert len(places) == len(ages)
    assert max(places) < 360 - 12
    assert all(later - earlier > 32 for earlier, later in pairwise(places))
