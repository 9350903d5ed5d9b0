"""Trees, bushes, flowers and reeds in every season.

Each function takes the foot of the plant and a size of 1 for the middle distance.
"""

import math

from pb.demo.pictures.canvas import Canvas, Colour, around, darker, lighter, mix, see_through
from pb.demo.pictures.palette import CORAL, LILAC, WHITE, YELLOW, Palette


def tree(c: Canvas, p: Palette, x: float, y: float, size: float = 1.0) -> None:
    """A broad-leaved tree; bare with snow on its branches in winter."""
    c.shadow((x + 12 * size, y), 58 * size)
    if p.bare:
        _bare_tree(c, p, x, y, size)
        return
    leaf = c.rng.choice(p.leaves)
    _trunk(c, p, x, y, size)
    crown = y - 128 * size
    dark, light = darker(leaf, 0.16), lighter(leaf, 0.16)
    spots = ((-34, 14, 36), (32, 18, 34), (0, -20, 44), (-16, 30, 34), (20, 36, 30))
    for dx, dy, r in spots:
        c.blob(around((x + (dx + 4) * size, crown + (dy + 7) * size), r * size, 9, 0.07, c.rng), dark)
    for dx, dy, r in spots:
        c.blob(around((x + dx * size, crown + dy * size), r * size * 0.93, 9, 0.06, c.rng), leaf)
    for dx, dy, r in spots[:3]:
        c.blob(around((x + (dx - 8) * size, crown + (dy - 9) * size), r * size * 0.5, 8, 0.08, c.rng), light)
    for _ in range(round(9 * size)):
        angle, reach = c.rng.uniform(0, 6.3), c.rng.uniform(8, 46) * size
        dot = (x + math.cos(angle) * reach, crown + 8 * size + math.sin(angle) * reach * 0.8)
        c.disc(dot, 3.2 * size, lighter(leaf, 0.34) if p.season != "spring" else WHITE)


def _trunk(c: Canvas, p: Palette, x: float, y: float, size: float) -> None:
    s = size
    c.poly([(x - 9 * s, y + 2), (x - 5 * s, y - 90 * s), (x + 5 * s, y - 90 * s), (x + 9 * s, y + 2)], p.trunk)
    c.line([(x, y - 66 * s), (x - 22 * s, y - 104 * s)], 5 * s, p.trunk)
    c.line([(x, y - 58 * s), (x + 22 * s, y - 98 * s)], 5 * s, p.trunk)
    c.poly(
        [(x + 2 * s, y + 2), (x + 1 * s, y - 90 * s), (x + 5 * s, y - 90 * s), (x + 9 * s, y + 2)],
        darker(p.trunk, 0.22),
    )


def _bare_tree(c: Canvas, p: Palette, x: float, y: float, size: float) -> None:
    _trunk(c, p, x, y, size)
    for angle in (-62, -36, -12, 14, 38, 60):
        lean = math.radians(angle + c.rng.uniform(-6, 6))
        start = (x + math.sin(lean) * 8 * size, y - 86 * size)
        end = (x + math.sin(lean) * 56 * size, y - (92 + 66 * math.cos(lean)) * size)
        c.line([start, end], 3.4 * size, p.trunk)
        for side in (-0.5, 0.5):
            mid = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
            tip = (mid[0] + math.sin(lean + side) * 24 * size, mid[1] - math.cos(lean + side) * 24 * size)
            c.line([mid, tip], 2.2 * size, p.trunk)
            c.oval((tip[0], tip[1] - 1.5 * size), 7 * size, 3.6 * size, WHITE)
        c.oval((end[0], end[1] - 2 * size), 9 * size, 4.6 * size, WHITE)


def spruce(c: Canvas, p: Palette, x: float, y: float, size: float = 1.0) -> None:
    c.shadow((x + 8 * size, y), 40 * size)
    c.rect((x - 5 * size, y - 22 * size, 10 * size, 24 * size), darker(p.trunk, 0.2))
    tone = (
        mix(p.spruce, c.rng.choice(((40, 90, 90), (84, 140, 96))), c.rng.uniform(0, 0.35)) if not p.night else p.spruce
    )
    for tier in range(4):
        top, half = y - (58 + tier * 36) * size, (48 - tier * 10.5) * size
        foot = top + 46 * size
        c.poly(
            [
                (x, top - 8 * size),
                (x + half, foot),
                (x + half * 0.5, foot - 5 * size),
                (x, foot + 4 * size),
                (x - half * 0.5, foot - 5 * size),
                (x - half, foot),
            ],
            darker(tone, 0.05 + 0.04 * (3 - tier)),
        )
        c.poly(
            [(x, top - 8 * size), (x, foot), (x - half * 0.5, foot - 5 * size), (x - half, foot)],
            lighter(tone, 0.09),
        )
        if p.bare:
            c.poly(
                [
                    (x, top - 10 * size),
                    (x + half * 0.55, foot - 20 * size),
                    (x + 4 * size, foot - 26 * size),
                    (x - half * 0.5, foot - 16 * size),
                ],
                see_through(WHITE, 0.9),
            )


def young_tree(c: Canvas, p: Palette, x: float, y: float, size: float = 1.0) -> None:
    """A planted sapling tied to two stakes."""
    c.shadow((x, y), 22 * size)
    c.oval((x, y), 20 * size, 6 * size, darker(p.path, 0.42))
    for dx in (-11, 11):
        c.rect((x + dx * size - 2 * size, y - 58 * size, 4 * size, 58 * size), (198, 158, 112))
    c.line([(x - 11 * size, y - 42 * size), (x + 11 * size, y - 42 * size)], 3 * size, (236, 226, 200))
    c.line([(x, y), (x, y - 78 * size)], 4.2 * size, p.trunk)
    leaf = c.rng.choice(p.leaves)
    for dx, dy, r in ((-12, -82, 15), (12, -84, 15), (0, -100, 18)):
        c.blob(around((x + dx * size, y + dy * size), r * size, 8, 0.08, c.rng), leaf)
    c.blob(around((x - 5 * size, y - 104 * size), 9 * size, 7, 0.1, c.rng), lighter(leaf, 0.2))


def bush(c: Canvas, p: Palette, x: float, y: float, size: float = 1.0) -> None:
    c.shadow((x, y), 38 * size)
    leaf = c.rng.choice(p.leaves)
    for dx, dy, r in ((-22, -14, 20), (20, -13, 19), (0, -24, 25)):
        c.disc((x + dx * size, y + dy * size), r * size, darker(leaf, 0.1))
        c.disc((x + (dx - 3) * size, y + (dy - 3) * size), r * size * 0.8, leaf)
    c.rect((x - 42 * size, y - 12 * size, 84 * size, 12 * size), darker(leaf, 0.1), 6 * size)
    for _ in range(5):
        spot = (x + c.rng.uniform(-26, 26) * size, y - c.rng.uniform(10, 36) * size)
        c.disc(spot, 2.6 * size, lighter(leaf, 0.35))


def hedge(c: Canvas, p: Palette, span: tuple[float, float], y: float, height: float = 34) -> None:
    left, right = span
    leaf = p.leaves[1]
    c.rect((left, y - height, right - left, height), darker(leaf, 0.1), 10)
    x = left + 10
    while x < right - 6:
        c.disc((x, y - height + 4), 14, leaf)
        x += 19


def flowerbed(c: Canvas, p: Palette, x: float, y: float, half: float = 70, *, box: bool = False) -> None:
    """An oval of flowers, or a wooden box of them."""
    if box:
        c.rect((x - half, y - 16, 2 * half, 26), (176, 126, 86), 4)
        c.rect((x - half, y - 16, 2 * half, 7), (202, 152, 108), 3)
    else:
        c.oval((x, y), half, half * 0.24, darker(p.path, 0.4))
    if p.bare:
        c.oval((x, y - (14 if box else 2)), half * 0.94, half * 0.2, WHITE)
        return
    tones: tuple[Colour, ...] = (CORAL, YELLOW, LILAC, (240, 140, 170), WHITE)
    for _ in range(round(half / 2.6)):
        fx, lift = x + c.rng.uniform(-0.88, 0.88) * half, c.rng.uniform(6, 22)
        foot = y + c.rng.uniform(-0.12, 0.12) * half - (10 if box else 0)
        c.line([(fx, foot), (fx, foot - lift)], 2, p.grass_deep, caps=False)
        tone = c.rng.choice(tones)
        c.disc((fx, foot - lift), 5.2, tone)
        c.disc((fx, foot - lift), 1.9, YELLOW if tone != YELLOW else (196, 120, 50))


def reeds(c: Canvas, p: Palette, x: float, y: float, count: int = 14, *, size: float = 1.0) -> None:
    stalk = (186, 164, 108) if p.season in {"autumn", "winter"} else darker(p.grass_deep, 0.16)
    for _ in range(count):
        foot, lean, height = (
            x + c.rng.uniform(-44, 44) * size,
            c.rng.uniform(-14, 14) * size,
            c.rng.uniform(46, 92) * size,
        )
        c.curve([(foot, y), (foot + lean * 0.3, y - height * 0.6), (foot + lean, y - height)], 2.8 * size, stalk)
        if c.rng.random() < 0.45:
            c.line(
                [(foot + lean, y - height), (foot + lean * 1.12, y - height - 16 * size)],
                6 * size,
                (128, 84, 60),
            )


def corner_leaves(c: Canvas, p: Palette) -> None:
    """A dark branch in an upper corner, to give the picture a near plane."""
    if p.bare or c.rng.random() < 0.4:
        return
    left = c.rng.random() < 0.5
    tone = darker(p.leaves[1], 0.32)
    for _ in range(15):
        x, y = c.rng.uniform(-20, 170), c.rng.uniform(-26, 64)
        if x / 170 + max(y, 0) / 64 > 1.15:
            continue
        px = x if left else 960 - x
        c.oval(
            (px, y),
            c.rng.uniform(16, 30),
            c.rng.uniform(9, 15),
            mix(tone, p.leaves[0], c.rng.uniform(0, 0.35)),
        )


def potted(c: Canvas, x: float, y: float, size: float = 1.0, leaf: Colour = (96, 156, 96)) -> None:
    """A house plant in a pot."""
    for angle in (-58, -30, 0, 28, 56):
        lean = math.radians(angle)
        tip = (x + math.sin(lean) * 42 * size, y - (34 + 42 * math.cos(lean)) * size)
        c.curve(
            [(x, y - 26 * size), (x + math.sin(lean) * 15 * size, y - 56 * size), tip],
            3.4 * size,
            darker(leaf, 0.16),
        )
        c.oval((tip[0], tip[1]), 10 * size, 14 * size, mix(leaf, (190, 214, 120), abs(angle) / 160))
    c.poly(
        [
            (x - 20 * size, y - 32 * size),
            (x + 20 * size, y - 32 * size),
            (x + 14 * size, y),
            (x - 14 * size, y),
        ],
        (204, 120, 88),
    )
    c.rect((x - 22 * size, y - 36 * size, 44 * size, 9 * size), (220, 140, 104), 3 * size)
