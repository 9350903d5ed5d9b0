"""A drawing surface in logical units of 960 × 640, supersampled twice, with soft shapes Pillow lacks.

Knows shapes and colours only; what they depict is the business of the other modules.
"""

import math
from collections.abc import Iterable, Sequence
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 640
OVERSAMPLING = 2

Colour = tuple[int, ...]
Point = tuple[float, float]
Box = tuple[float, float, float, float]


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The colour that lies `share` (0 to 1) of the way from the first to the second."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first[:3], second[:3], strict=True))


def lighter(colour: Colour, share: float = 0.18) -> Colour:
    return mix(colour, (255, 255, 255), share)


def darker(colour: Colour, share: float = 0.18) -> Colour:
    return mix(colour, (30, 24, 48), share)


def see_through(colour: Colour, opacity: float) -> Colour:
    """The colour with an opacity of 0 to 1."""
    return (*colour[:3], round(255 * opacity))


class Canvas:
    """Shapes at logical coordinates, of which the part inside `frame` becomes an image of `size` pixels."""

    def __init__(self, size: tuple[int, int], frame: Box, rng: Random) -> None:
        self.scale = size[0] * OVERSAMPLING / frame[2]
        self.rng = rng
        self.image = Image.new("RGB", (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING))
        self._left, self._top = frame[0] * self.scale, frame[1] * self.scale
        self._solid = ImageDraw.Draw(self.image)
        self._veil = ImageDraw.Draw(self.image, "RGBA")

    def finished(self) -> Image.Image:
        return self.image.reduce(OVERSAMPLING)

    def pixel(self, x: float, y: float) -> Point:
        """Where a point lies on the oversampled image."""
        return x * self.scale - self._left, y * self.scale - self._top

    def _pen(self, fill: Colour) -> ImageDraw.ImageDraw:
        """Blending costs three times as much as covering, so only see-through colours pay for it."""
        return self._veil if len(fill) == 4 else self._solid

    def _points(self, points: Iterable[Point]) -> list[Point]:
        s, left, top = self.scale, self._left, self._top
        return [(x * s - left, y * s - top) for x, y in points]

    def poly(self, points: Iterable[Point], fill: Colour) -> None:
        self._pen(fill).polygon(self._points(points), fill=fill)

    def rect(self, box: Box, fill: Colour, radius: float = 0) -> None:
        """A rectangle of left, top, width and height; nothing is drawn when it has no area."""
        x, y, w, h = box
        left, top = self.pixel(x, y)
        right, bottom = left + w * self.scale - 1, top + h * self.scale - 1
        if right < left or bottom < top:
            return
        corners = (left, top, right, bottom)
        if radius:
            self._pen(fill).rounded_rectangle(corners, min(radius, w / 2, h / 2) * self.scale, fill=fill)
        else:
            self._pen(fill).rectangle(corners, fill=fill)

    def oval(self, centre: Point, rx: float, ry: float, fill: Colour) -> None:
        self._pen(fill).ellipse(self._around(centre, rx, ry), fill=fill)

    def disc(self, centre: Point, r: float, fill: Colour) -> None:
        self.oval(centre, r, r, fill)

    def ring(self, centre: Point, r: float, width: float, fill: Colour) -> None:
        self._pen(fill).ellipse(self._around(centre, r, r), outline=fill, width=max(1, round(width * self.scale)))

    def slice(self, centre: Point, r: float, angles: tuple[float, float], fill: Colour) -> None:
        """A pie slice between two angles in degrees, clockwise from the east."""
        self._pen(fill).pieslice(self._around(centre, r, r), *angles, fill=fill)

    def _around(self, centre: Point, rx: float, ry: float) -> tuple[float, float, float, float]:
        (x, y), wide, high = self.pixel(*centre), rx * self.scale, ry * self.scale
        return x - wide, y - high, x + wide, y + high

    def line(self, points: Sequence[Point], width: float, fill: Colour, caps: bool = True) -> None:
        """A polyline with round joints, and round ends unless `caps` is off."""
        pixels = max(1, round(width * self.scale))
        self._pen(fill).line(self._points(points), fill=fill, width=pixels, joint="curve")
        if caps and pixels > 2:
            for x, y in (points[0], points[-1]):
                self.disc((x, y), width / 2, fill)

    def curve(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        self.line(smooth(points, closed=False), width, fill)

    def blob(self, points: Sequence[Point], fill: Colour) -> None:
        """A closed soft shape through the points."""
        self.poly(smooth(points, closed=True), fill)

    def shadow(self, centre: Point, rx: float, ry: float | None = None, depth: float = 0.16) -> None:
        """The soft dark patch under a thing that stands there."""
        self.oval(centre, rx, rx * 0.22 if ry is None else ry, (38, 28, 66, round(255 * depth)))

    def fade(self, top: float, bottom: float, first: Colour, second: Colour) -> None:
        """Fills the full width between two heights with a vertical gradient."""
        (_, start), (_, end) = self.pixel(0, top), self.pixel(0, bottom)
        strip = Image.new("RGB", (1, 64))
        strip.putdata([mix(first, second, step / 63)[:3] for step in range(64)])
        column = strip.resize((1, round(end - start)), Image.Resampling.BILINEAR)
        band = column.resize((self.image.width, column.height), Image.Resampling.NEAREST)
        self.image.paste(band, (0, round(start)))

    def glow(self, centre: Point, r: float, fill: Colour, strength: float = 0.6) -> None:
        """A round light that fades out towards its edge."""
        size = max(2, round(2 * r * self.scale))
        faint = _FALLOFF.point([round(value * strength) for value in range(256)])
        mask = faint.resize((size, size), Image.Resampling.NEAREST)
        left, top = self.pixel(centre[0] - r, centre[1] - r)
        self.image.paste(Image.new("RGB", (size, size), fill[:3]), (round(left), round(top)), mask)


_FALLOFF = Image.radial_gradient("L").point(lambda v: round(255 * max(0.0, 1 - v / 180) ** 2))


def smooth(points: Sequence[Point], closed: bool) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    spans = len(points) if closed else len(points) - 1
    result = []
    for index in range(spans):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (_at(points, index + shift, closed) for shift in (-1, 0, 1, 2))
        for a, b, c, d in _WEIGHTS:
            result.append((a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy))
    return result if closed else [*result, points[-1]]


def _at(points: Sequence[Point], index: int, closed: bool) -> Point:
    return points[index % len(points)] if closed else points[min(max(index, 0), len(points) - 1)]


def _weights(t: float) -> tuple[float, float, float, float]:
    """How much each of the four nearest points pulls a Catmull-Rom curve at `t`."""
    return (
        0.5 * (-t + 2 * t**2 - t**3),
        0.5 * (2 - 5 * t**2 + 3 * t**3),
        0.5 * (t + 4 * t**2 - 3 * t**3),
        0.5 * (t**3 - t**2),
    )


_STEPS = 5
_WEIGHTS = [_weights(step / _STEPS) for step in range(_STEPS)]


def around(centre: Point, r: float, count: int, wobble: float, rng: Random) -> list[Point]:
    """Points on a circle, each moved in or out by up to that share of the radius: the outline of a blob."""
    result = []
    for index in range(count):
        angle = 2 * math.pi * index / count
        reach = r * (1 + rng.uniform(-wobble, wobble))
        result.append((centre[0] + math.cos(angle) * reach, centre[1] + math.sin(angle) * reach))
    return result
