"""Simple figures without faces: grown-ups, children, people on wheels, dogs.

Each stands with its feet at the given point; `height` is in canvas units.
"""

from dataclasses import dataclass
from typing import Literal

from pb.demo.pictures.canvas import Canvas, Colour, Point, darker, lighter
from pb.demo.pictures.palette import CLOTHES, HAIR, INK, SKIN, STEEL, WOOD, YELLOW

Pose = Literal["stand", "walk", "wave", "hold"]
TROUSERS: tuple[Colour, ...] = ((72, 74, 110), (92, 84, 104), (58, 86, 120), (120, 96, 86))


@dataclass(frozen=True, slots=True)
class _Look:
    """The colours of one figure and the way it faces: 1 to the right, -1 to the left."""

    skin: Colour
    hair: Colour
    shirt: Colour
    trousers: Colour
    facing: int


def _look(c: Canvas, facing: int, *, child: bool, top: Colour | None = None) -> _Look:
    hair = c.rng.choice(HAIR[:4] if child else HAIR)
    return _Look(c.rng.choice(SKIN), hair, top or c.rng.choice(CLOTHES), c.rng.choice(TROUSERS), facing)


def person(
    c: Canvas,
    x: float,
    y: float,
    height: float = 120,
    pose: Pose = "stand",
    *,
    child: bool = False,
    facing: int = 1,
    top: Colour | None = None,
    bag: bool = False,
) -> None:
    """A standing figure; a child's head is larger. `bag` adds a school bag on the back."""
    h, look = height, _look(c, facing, child=child, top=top)
    head, half = h * (0.135 if child else 0.098), h * (0.135 if child else 0.12)
    neck, hip = y - h + 2 * head, y - h * (0.4 if child else 0.46)
    c.shadow((x, y), h * 0.2)
    _legs(c, (x, hip), y, pose, look)
    if bag:
        left = x - facing * h * 0.19 - h * 0.085
        c.rect((left, neck + h * 0.05, h * 0.17, h * 0.26), darker(c.rng.choice(CLOTHES), 0.06), h * 0.05)
    c.rect((x - half, neck + h * 0.01, 2 * half, hip - neck + h * 0.04), look.shirt, h * 0.085)
    if c.rng.random() < 0.4:
        hem = hip + h * 0.15
        c.poly(
            [
                (x - half * 0.9, hip - h * 0.08),
                (x + half * 0.9, hip - h * 0.08),
                (x + half * 1.45, hem),
                (x - half * 1.45, hem),
            ],
            look.shirt,
        )
    _arms(c, (x, neck), h, pose, look)
    c.rect((x - h * 0.03, neck - h * 0.03, h * 0.06, h * 0.06), darker(look.skin, 0.12))
    _head(c, (x, neck - head * 0.92), head, look)


def _legs(c: Canvas, hip: Point, ground: float, pose: Pose, look: _Look) -> None:
    x, length = hip[0], (ground - hip[1]) / 0.43
    spread = length * (0.13 if pose == "walk" else 0.055)
    for side, tone in ((-1, darker(look.trousers, 0.2)), (1, look.trousers)):
        foot = x + side * spread
        knee = (x + side * spread * 0.55 + look.facing * length * 0.015, (hip[1] + ground) / 2)
        c.line([(x + side * length * 0.045, hip[1]), knee, (foot, ground - length * 0.03)], length * 0.085, tone)
        c.oval(
            (foot + look.facing * length * 0.025, ground - length * 0.018),
            length * 0.058,
            length * 0.028,
            INK,
        )


def _arms(c: Canvas, neck: Point, h: float, pose: Pose, look: _Look) -> None:
    sleeve = darker(look.shirt, 0.12)
    reach = {"stand": (0.03, 0.3), "walk": (0.1, 0.27), "hold": (0.2, 0.15), "wave": (0.17, -0.17)}[pose]
    for side in (-1, 1):
        dx, dy = reach if side == look.facing or pose == "walk" else (0.03, 0.3)
        shoulder = (neck[0] + side * h * 0.1, neck[1] + h * 0.065)
        hand = (shoulder[0] + side * dx * h, neck[1] + dy * h)
        elbow = ((shoulder[0] + hand[0]) / 2 + side * h * 0.025, (shoulder[1] + hand[1]) / 2 + h * 0.02)
        c.line([shoulder, elbow, hand], h * 0.068, sleeve)
        c.disc(hand, h * 0.036, look.skin)


def _head(c: Canvas, centre: Point, r: float, look: _Look) -> None:
    (x, y), facing, style = centre, look.facing, c.rng.randint(0, 4)
    if style == 1:
        c.oval((x - facing * r * 0.62, y + r * 0.5), r * 0.62, r * 1.02, look.hair)
    if style == 2:
        c.disc((x - facing * r * 0.95, y + r * 0.35), r * 0.42, look.hair)
    c.disc(centre, r, look.skin)
    c.slice((x, y - r * 0.08), r * 1.08, (182, 358), look.hair)
    c.oval((x - facing * r * 0.72, y - r * 0.12), r * 0.36, r * 0.52, look.hair)
    if style == 3:
        cap = c.rng.choice(CLOTHES)
        c.slice((x, y - r * 0.18), r * 1.14, (180, 360), cap)
        c.line([(x, y - r * 0.22), (x + facing * r * 1.5, y - r * 0.2)], r * 0.26, darker(cap, 0.15))
    c.oval((x + facing * r * 0.45, y + r * 0.32), r * 0.2, r * 0.13, (236, 150, 130, 120))


def sitting(c: Canvas, x: float, seat: float, height: float = 110, facing: int = 1, *, child: bool = False) -> None:
    """A figure on a seat whose upper edge is at `seat`; `height` is that of the figure standing."""
    h, look = height, _look(c, facing, child=child)
    knee = (x + facing * h * 0.26, seat - h * 0.03)
    c.line([(x, seat - h * 0.05), knee, (knee[0] + facing * h * 0.02, seat + h * 0.27)], h * 0.095, look.trousers)
    c.oval((knee[0] + facing * h * 0.055, seat + h * 0.3), h * 0.06, h * 0.03, INK)
    c.rect((x - h * 0.12, seat - h * 0.42, h * 0.24, h * 0.42), look.shirt, h * 0.09)
    arm = [
        (x, seat - h * 0.34),
        (x + facing * h * 0.1, seat - h * 0.18),
        (x + facing * h * 0.22, seat - h * 0.12),
    ]
    c.line(arm, h * 0.066, darker(look.shirt, 0.12))
    c.disc((x + facing * h * 0.23, seat - h * 0.12), h * 0.036, look.skin)
    head = h * (0.13 if child else 0.105)
    c.rect((x - h * 0.03, seat - h * 0.46, h * 0.06, h * 0.07), darker(look.skin, 0.12))
    _head(c, (x, seat - h * 0.42 - head), head, look)


def wheelchair(c: Canvas, x: float, y: float, height: float = 110, facing: int = 1) -> None:
    """A person in a wheelchair; `height` is that of a standing one."""
    h = height
    c.shadow((x, y), h * 0.3)
    c.line(
        [
            (x - facing * h * 0.18, y - h * 0.72),
            (x - facing * h * 0.16, y - h * 0.3),
            (x + facing * h * 0.22, y - h * 0.3),
        ],
        h * 0.04,
        STEEL,
    )
    sitting(c, x - facing * h * 0.02, y - h * 0.33, h, facing)
    c.line(
        [
            (x + facing * h * 0.22, y - h * 0.3),
            (x + facing * h * 0.34, y - h * 0.06),
            (x + facing * h * 0.42, y - h * 0.06),
        ],
        h * 0.03,
        STEEL,
    )
    c.ring((x - facing * h * 0.04, y - h * 0.2), h * 0.2, h * 0.035, INK)
    c.disc((x - facing * h * 0.04, y - h * 0.2), h * 0.04, STEEL)
    c.ring((x + facing * h * 0.28, y - h * 0.07), h * 0.07, h * 0.03, INK)


def cyclist(c: Canvas, x: float, y: float, size: float = 1.0, facing: int = 1) -> None:
    """Somebody riding a bicycle; the wheels stand on `y`."""
    s, look = size, _look(c, facing, child=False)
    c.shadow((x, y), 74 * s, 9 * s)
    bicycle(c, x, y, size, facing=facing, frame=c.rng.choice(CLOTHES))
    hip, shoulder = (x - facing * 17 * s, y - 74 * s), (x + facing * 12 * s, y - 122 * s)
    c.line([hip, (x + facing * 17 * s, y - 58 * s), (x + facing * 3 * s, y - 24 * s)], 13 * s, look.trousers)
    c.line([hip, shoulder], 27 * s, look.shirt)
    hand = (x + facing * 46 * s, y - 82 * s)
    c.line([shoulder, (x + facing * 30 * s, y - 92 * s), hand], 9 * s, darker(look.shirt, 0.12))
    c.disc(hand, 5 * s, look.skin)
    _head(c, (x + facing * 20 * s, y - 149 * s), 14 * s, look)
    c.slice((x + facing * 20 * s, y - 152 * s), 16.5 * s, (180, 360), YELLOW)


def bicycle(c: Canvas, x: float, y: float, size: float, *, facing: int, frame: Colour) -> None:
    s = size
    back, front = (x - facing * 42 * s, y - 27 * s), (x + facing * 42 * s, y - 27 * s)
    for wheel in (back, front):
        c.ring(wheel, 27 * s, 4.2 * s, INK)
        c.disc(wheel, 4 * s, STEEL)
    pedal, seat, bar = (
        (x - facing * 2 * s, y - 25 * s),
        (x - facing * 16 * s, y - 66 * s),
        (x + facing * 30 * s, y - 68 * s),
    )
    c.line([back, seat, pedal, back], 4.4 * s, frame)
    c.line([seat, bar, pedal], 4.4 * s, frame)
    c.line([front, bar, (bar[0] + facing * 10 * s, bar[1] - 13 * s)], 4.4 * s, lighter(frame, 0.1))
    c.line([(seat[0] - 9 * s, seat[1] - 4 * s), (seat[0] + 9 * s, seat[1] - 4 * s)], 6 * s, INK)


def dog(
    c: Canvas,
    x: float,
    y: float,
    size: float = 1.0,
    facing: int = 1,
    *,
    coat: Colour = WOOD,
    running: bool = True,
) -> None:
    s, dark = size, darker(coat, 0.22)
    c.shadow((x, y), 42 * s, 7 * s)
    stride = 15 if running else 2
    for foot, way, tone in (
        (-24, -stride, dark),
        (-18, stride * 0.5, coat),
        (20, -stride * 0.4, dark),
        (25, stride, coat),
    ):
        c.line([(x + facing * foot * s, y - 26 * s), (x + facing * (foot + way) * s, y - 3 * s)], 8 * s, tone)
    c.rect((x - 34 * s, y - 46 * s, 66 * s, 27 * s), coat, 13 * s)
    c.curve(
        [
            (x - facing * 32 * s, y - 38 * s),
            (x - facing * 46 * s, y - 52 * s),
            (x - facing * 46 * s, y - 68 * s),
        ],
        7 * s,
        coat,
    )
    c.line([(x + facing * 26 * s, y - 40 * s), (x + facing * 38 * s, y - 58 * s)], 17 * s, coat)
    c.disc((x + facing * 42 * s, y - 63 * s), 15 * s, coat)
    c.rect((x + facing * 54 * s - 10 * s, y - 66 * s, 20 * s, 12 * s), lighter(coat, 0.22), 6 * s)
    c.disc((x + facing * 63 * s, y - 63 * s), 3.4 * s, INK)
    c.disc((x + facing * 46 * s, y - 67 * s), 2.2 * s, INK)
    c.oval((x + facing * 32 * s, y - 62 * s), 7 * s, 13 * s, dark)
    c.line([(x + facing * 28 * s, y - 46 * s), (x + facing * 39 * s, y - 46 * s)], 4 * s, YELLOW)
