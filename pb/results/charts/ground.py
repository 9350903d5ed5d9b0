"""The ground of the map: a disc for each place of the community, by its number of residents, and its name."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from pb.cycles.models import District
from pb.results.charts.canvas import INK, LETTER, MARK, SURFACE, Sheet
from pb.results.record import Pinned
from pb.results.rules import Frame, Spot
from pb.values.latin import place_name

DISC = "#D9D2EC"
SIZE = 13
PIN = (17, 14)
"""Half of what a pin of the page covers, across and down, in pixels."""
DOT = (7, 7)
"""The same for what no name may hide of a disc."""
SHIFTS = sorted(product((0, 0.5, -0.5, 1, -1), range(-46, 55, 4)), key=lambda at: abs(at[0]) * 40 + abs(at[1] - 4))
"""Where the baseline of a name may stand, the nearest first: widths of the name across and pixels down its disc."""

Box = tuple[float, float, float, float]


def ground(
    frame: Frame, districts: Sequence[District], pins: Iterable[tuple[int, int]], width: int, language: str
) -> Sheet:
    """The picture below the pins, which stand at whole percents; no name lies under a pin or another name."""
    sheet = Sheet(width, height_of(frame, width))
    sheet.boxes([(0, 0, width, sheet.height)], SURFACE)
    middles = [_on(sheet, frame, Spot(each.latitude, each.longitude)) for each in districts]
    most = max((each.residents for each in districts), default=0) or 1
    for middle, district in zip(middles, districts, strict=True):
        sheet.dots([middle], 8 + width * 0.1 * math.sqrt(district.residents / most), DISC)
    names = [place_name(district.name, language) for district in districts]
    taken = [_around(sheet.width * x / 100, sheet.height * y / 100, PIN) for x, y in pins]
    taken += [_around(*middle, DOT) for middle in middles]
    for name, (x, y) in zip(names, named_at(sheet, middles, names, taken), strict=True):
        sheet.write(x, y, name, size=SIZE, colour=INK, align="center")
    return sheet


def pinned(sheet: Sheet, pins: Sequence[Pinned]) -> None:
    """Draw the pins as the page shows them, for the picture that leaves it."""
    for pin in pins:
        x, y = sheet.width * pin.place[0] / 100, sheet.height * pin.place[1] / 100
        for size, colour in ((30, INK), (27, MARK)):
            sheet.dots([(x, y)], size, colour)
        sheet.write(x, y + 4.5, pin.sign, size=SIZE, align="center", bold=True)


def height_of(frame: Frame, width: int) -> int:
    """Pixels of the map drawn `width` wide: a degree of longitude is shorter than one of latitude."""
    middle = math.radians((frame.north + frame.south) / 2)
    across = (frame.east - frame.west) * math.cos(middle)
    return round(width * min(max((frame.north - frame.south) / across, 0.5), 1.4))


def named_at(
    sheet: Sheet, middles: Sequence[tuple[float, float]], names: Sequence[str], taken: Sequence[Box]
) -> Iterator[tuple[float, float]]:
    """Middle and baseline of each name: on the sheet, and free of what is taken where there is room."""
    edges: list[Box] = [(0, -sheet.height, sheet.width, 0), (0, sheet.height, sheet.width, 2 * sheet.height)]
    taken = [*taken, *edges]
    for (x, y), name in zip(middles, names, strict=True):
        half = len(name) * SIZE * LETTER / 2
        spots = [
            (min(max(x + across * (half + 8), half + 4), sheet.width - half - 4), y + down) for across, down in SHIFTS
        ]
        boxes = {spot: (spot[0] - half, spot[1] - 10, spot[0] + half, spot[1] + 3) for spot in spots}
        free = (spot for spot in spots if not any(_meet(boxes[spot], other) for other in taken))
        spot = next(free, spots[0])
        taken.append(boxes[spot])
        yield spot


def _around(x: float, y: float, half: tuple[int, int]) -> Box:
    return x - half[0], y - half[1], x + half[0], y + half[1]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _on(sheet: Sheet, frame: Frame, spot: Spot) -> tuple[float, float]:
    x = (spot.longitude - frame.west) / (frame.east - frame.west) * sheet.width
    y = (frame.north - spot.latitude) / (frame.north - frame.south) * sheet.height
    return x, y
