"""Things that stand outdoors: benches, lamps, fences, bins, vehicles, signals, tools of a building site.

Each stands on `y` with its centre at `x`, unless it spans from left to right of a `span`.
"""

from pb.demo.pictures.canvas import Canvas, Colour, darker, lighter, mix, see_through
from pb.demo.pictures.palette import CORAL, INK, PURPLE, STEEL, TEAL, WHITE, WOOD, YELLOW, Palette


def bench(c: Canvas, x: float, y: float, size: float = 1.0, *, worn: bool = False) -> None:
    s, wood = size, (142, 128, 116) if worn else WOOD
    c.shadow((x, y), 66 * s, 8 * s)
    for dx in (-44, 44):
        c.line([(x + dx * s, y), (x + dx * s, y - 56 * s)], 5 * s, INK)
        c.line([(x + (dx - 8) * s, y), (x + (dx + 8) * s, y)], 4 * s, INK)
    for row in range(3):
        if not (worn and row == 1):
            tone = wood if row % 2 else lighter(wood, 0.1)
            c.rect((x - 60 * s, y - 60 * s + row * 10 * s, 120 * s, 7 * s), tone, 3 * s)
    c.rect((x - 62 * s, y - 28 * s, 124 * s, 9 * s), lighter(wood, 0.14), 3 * s)


def lamp(c: Canvas, p: Palette, x: float, y: float, height: float = 190) -> None:
    """A park lamp; it shines in low light."""
    c.shadow((x, y), 14, 4)
    c.rect((x - 6, y - 14, 12, 14), INK, 3)
    c.rect((x - 2.5, y - height, 5, height), INK)
    lit = p.lamps_on
    if lit:
        c.glow((x, y - height - 10), 74, (255, 226, 150), 0.6)
    c.poly(
        [(x - 12, y - height - 22), (x + 12, y - height - 22), (x + 8, y - height), (x - 8, y - height)],
        (255, 236, 170) if lit else (244, 242, 232),
    )
    c.poly([(x - 16, y - height - 22), (x, y - height - 36), (x + 16, y - height - 22)], INK)


def street_lamp(c: Canvas, p: Palette, x: float, y: float, facing: int = 1) -> None:
    c.line(
        [(x, y), (x, y - 250), (x + facing * 12, y - 268), (x + facing * 54, y - 272)],
        5,
        mix(INK, STEEL, 0.5),
    )
    c.rect((x + facing * 54 - 20, y - 276, 40, 8), STEEL, 4)
    if p.lamps_on:
        c.glow((x + facing * 54, y - 262), 90, (255, 230, 160), 0.5)


def litter_bin(c: Canvas, x: float, y: float, size: float = 1.0, tone: Colour = PURPLE) -> None:
    s = size
    c.shadow((x, y), 18 * s, 5 * s)
    c.poly([(x - 16 * s, y - 38 * s), (x + 16 * s, y - 38 * s), (x + 12 * s, y), (x - 12 * s, y)], tone)
    c.rect((x - 18 * s, y - 43 * s, 36 * s, 7 * s), darker(tone, 0.2), 3 * s)
    for dx in (-6, 0, 6):
        c.line(
            [(x + dx * s, y - 34 * s), (x + dx * 0.8 * s, y - 5 * s)],
            1.6 * s,
            lighter(tone, 0.25),
            caps=False,
        )


def picket_fence(c: Canvas, span: tuple[float, float], y: float, tone: Colour = WHITE, height: float = 44) -> None:
    left, right = span
    c.rect((left, y - height * 0.75, right - left, 4), darker(tone, 0.1))
    c.rect((left, y - height * 0.32, right - left, 4), darker(tone, 0.1))
    x = left
    while x < right:
        c.poly([(x, y), (x, y - height + 7), (x + 5, y - height), (x + 10, y - height + 7), (x + 10, y)], tone)
        x += 19


def rail_fence(c: Canvas, span: tuple[float, float], y: float, tone: Colour = STEEL, height: float = 52) -> None:
    left, right = span
    for level in (1.0, 0.52):
        c.rect((left, y - height * level, right - left, 4), tone, 2)
    x = left
    while x <= right:
        c.rect((x - 2.5, y - height, 5, height), tone, 2)
        x += 44
    x = left + 11
    while x < right:
        c.rect((x - 0.8, y - height, 1.6, height), tone)
        x += 11


def car(c: Canvas, x: float, y: float, size: float = 1.0, facing: int = 1) -> None:
    s, paint = size, c.rng.choice((CORAL, TEAL, (88, 124, 186), (240, 236, 226), (214, 172, 84)))
    c.shadow((x, y), 96 * s, 9 * s)
    c.rect((x - 88 * s, y - 46 * s, 176 * s, 34 * s), paint, 13 * s)
    roof = [(-58, -44), (-38, -76), (26, -76), (54, -44)]
    c.poly([(x + facing * dx * s, y + dy * s) for dx, dy in roof], paint)
    glass = [(-48, -46), (-33, -70), (-6, -70), (-6, -46)]
    c.poly([(x + facing * dx * s, y + dy * s) for dx, dy in glass], (200, 224, 236))
    glass = [(2, -46), (2, -70), (22, -70), (42, -46)]
    c.poly([(x + facing * dx * s, y + dy * s) for dx, dy in glass], (200, 224, 236))
    c.rect((x - 88 * s, y - 24 * s, 176 * s, 7 * s), darker(paint, 0.16))
    c.oval((x + facing * 84 * s, y - 36 * s), 6 * s, 6 * s, (255, 240, 180))
    c.oval((x - facing * 85 * s, y - 36 * s), 4 * s, 6 * s, (206, 70, 70))
    for dx in (-52, 54):
        c.disc((x + dx * s, y - 14 * s), 18 * s, INK)
        c.disc((x + dx * s, y - 14 * s), 8 * s, (204, 206, 214))


def bus(c: Canvas, x: float, y: float, size: float = 1.0, facing: int = 1) -> None:
    s = size
    c.shadow((x, y), 190 * s, 11 * s)
    c.rect((x - 180 * s, y - 136 * s, 360 * s, 122 * s), PURPLE, 18 * s)
    c.rect((x - 180 * s, y - 62 * s, 360 * s, 12 * s), YELLOW)
    c.rect((x - 168 * s, y - 144 * s, 336 * s, 12 * s), lighter(PURPLE, 0.2), 5 * s)
    for index in range(5):
        left = x + (-164 + index * 58) * s
        c.rect((left, y - 122 * s, 50 * s, 48 * s), (198, 224, 238), 5 * s)
        c.disc((left + 25 * s, y - 88 * s), 9 * s, (110, 92, 110))
        c.rect((left + 13 * s, y - 82 * s, 24 * s, 8 * s), c.rng.choice((CORAL, TEAL, (90, 96, 130))), 4 * s)
    c.rect((x + facing * 153 * s - 22 * s, y - 122 * s, 44 * s, 62 * s), (214, 234, 242), 6 * s)
    c.rect((x + 26 * s, y - 116 * s, 44 * s, 98 * s), (214, 234, 242), 4 * s)
    c.rect((x + 46 * s, y - 116 * s, 4 * s, 98 * s), PURPLE)
    for dx in (-116, 112):
        c.disc((x + dx * s, y - 18 * s), 25 * s, INK)
        c.disc((x + dx * s, y - 18 * s), 11 * s, (204, 206, 214))
    c.oval((x + facing * 176 * s, y - 40 * s), 5 * s, 8 * s, (255, 240, 180))


def truck(c: Canvas, x: float, y: float, size: float = 1.0, facing: int = 1) -> None:
    """An olive van with a cross on its side."""
    s, tone = size, (104, 120, 84)
    c.shadow((x, y), 200 * s, 12 * s)
    c.rect((x - 190 * s + (0 if facing > 0 else 110 * s), y - 168 * s, 270 * s, 140 * s), tone, 10 * s)
    cab = [(84, -118), (140, -118), (184, -72), (190, -28), (84, -28)]
    c.poly([(x + facing * dx * s, y + dy * s) for dx, dy in cab], darker(tone, 0.1))
    c.poly(
        [(x + facing * dx * s, y + dy * s) for dx, dy in ((100, -108), (136, -108), (166, -72), (100, -72))],
        (196, 218, 226),
    )
    middle = x - facing * 55 * s
    c.disc((middle, y - 98 * s), 36 * s, WHITE)
    c.rect((middle - 8 * s, y - 122 * s, 16 * s, 48 * s), (206, 70, 70))
    c.rect((middle - 24 * s, y - 106 * s, 48 * s, 16 * s), (206, 70, 70))
    c.rect((x - 190 * s, y - 40 * s, 380 * s, 14 * s), darker(tone, 0.3), 4 * s)
    for dx in (-122, 122):
        c.disc((x + dx * s, y - 26 * s), 30 * s, INK)
        c.disc((x + dx * s, y - 26 * s), 13 * s, (176, 180, 184))


def traffic_light(c: Canvas, x: float, y: float, height: float = 210, *, green: bool = True) -> None:
    c.shadow((x, y), 14, 4)
    c.rect((x - 4, y - height, 8, height), mix(INK, STEEL, 0.4))
    c.rect((x - 19, y - height - 92, 38, 98), INK, 10)
    for index, tone in enumerate(((226, 84, 78), (246, 200, 72), (92, 196, 120))):
        on = (index == 2) if green else (index == 0)
        centre = (x, y - height - 76 + index * 29)
        c.disc(centre, 11, tone if on else mix(tone, INK, 0.72))
        if on:
            c.glow(centre, 38, tone, 0.55)


def sign(c: Canvas, x: float, y: float, height: float = 150, tone: Colour = (62, 110, 190)) -> None:
    """A square sign with a walking figure instead of words."""
    c.rect((x - 3, y - height, 6, height), STEEL)
    c.rect((x - 27, y - height - 54, 54, 54), tone, 6)
    c.poly([(x, y - height - 48), (x - 20, y - height - 12), (x + 20, y - height - 12)], WHITE)
    c.disc((x + 2, y - height - 36), 3.6, INK)
    c.line([(x + 1, y - height - 31), (x, y - height - 24), (x - 6, y - height - 15)], 3, INK)
    c.line([(x, y - height - 24), (x + 6, y - height - 15)], 3, INK)


def cone(c: Canvas, x: float, y: float, size: float = 1.0) -> None:
    s = size
    c.rect((x - 17 * s, y - 6 * s, 34 * s, 7 * s), (214, 92, 60), 3 * s)
    c.poly(
        [(x - 12 * s, y - 5 * s), (x - 3 * s, y - 48 * s), (x + 3 * s, y - 48 * s), (x + 12 * s, y - 5 * s)],
        (238, 120, 70),
    )
    c.poly(
        [
            (x - 8.6 * s, y - 20 * s),
            (x - 5.8 * s, y - 33 * s),
            (x + 5.8 * s, y - 33 * s),
            (x + 8.6 * s, y - 20 * s),
        ],
        WHITE,
    )


def barrier(c: Canvas, x: float, y: float, half: float = 80) -> None:
    for dx in (-half * 0.75, half * 0.75):
        c.line([(x + dx - 12, y), (x + dx, y - 62)], 5, STEEL)
        c.line([(x + dx + 12, y), (x + dx, y - 62)], 5, STEEL)
    c.rect((x - half, y - 66, 2 * half, 22), WHITE, 4)
    step = -half + 6
    while step < half - 16:
        c.poly(
            [(x + step, y - 44), (x + step + 12, y - 66), (x + step + 26, y - 66), (x + step + 14, y - 44)],
            (226, 96, 72),
        )
        step += 34


def paving_stack(c: Canvas, x: float, y: float) -> None:
    c.shadow((x, y), 70, 8)
    c.rect((x - 62, y - 10, 124, 10), WOOD)
    for row in range(4):
        for column in range(6):
            tone = c.rng.choice(((186, 182, 190), (200, 192, 190), (174, 172, 186)))
            c.rect((x - 58 + column * 19.5, y - 26 - row * 15, 18, 13.5), tone, 2)


def digger(c: Canvas, x: float, y: float, size: float = 1.0) -> None:
    """A small yellow excavator."""
    s, paint = size, (240, 186, 62)
    c.shadow((x, y), 120 * s, 12 * s)
    c.rect((x - 84 * s, y - 34 * s, 150 * s, 34 * s), INK, 17 * s)
    for dx in (-62, -32, -2, 28, 46):
        c.disc((x + dx * s, y - 17 * s), 10 * s, STEEL)
    c.rect((x - 80 * s, y - 84 * s, 130 * s, 48 * s), paint, 9 * s)
    c.rect((x - 20 * s, y - 140 * s, 66 * s, 66 * s), paint, 9 * s)
    c.rect((x - 12 * s, y - 132 * s, 50 * s, 44 * s), (200, 224, 234), 5 * s)
    arm = [(x + 44 * s, y - 70 * s), (x + 104 * s, y - 158 * s), (x + 172 * s, y - 92 * s)]
    c.line(arm, 17 * s, darker(paint, 0.08))
    c.line([arm[2], (x + 166 * s, y - 34 * s)], 12 * s, darker(paint, 0.22))
    c.poly(
        [
            (x + 140 * s, y - 40 * s),
            (x + 188 * s, y - 34 * s),
            (x + 180 * s, y - 2 * s),
            (x + 148 * s, y - 8 * s),
        ],
        (150, 122, 72),
    )


def puddle(c: Canvas, p: Palette, x: float, y: float, half: float = 70) -> None:
    c.oval((x, y), half * 1.1, half * 0.24, darker(p.path, 0.28))
    c.oval((x, y + 1), half, half * 0.2, mix(p.water, p.sky_low, 0.35))
    c.oval((x - half * 0.2, y - half * 0.03), half * 0.4, half * 0.05, see_through(WHITE, 0.35))


def crack(c: Canvas, x: float, y: float, length: float = 120) -> None:
    points = [(x, y)]
    while points[-1][0] < x + length:
        points.append((points[-1][0] + c.rng.uniform(12, 26), points[-1][1] + c.rng.uniform(-9, 9)))
    c.line(points, 2.4, (92, 90, 96), caps=False)
    middle = points[len(points) // 2]
    c.line([middle, (middle[0] + 16, middle[1] + 14)], 1.8, (92, 90, 96), caps=False)


def building_site(c: Canvas) -> None:
    """What shows that work is going on, over the foreground of any outdoor scene."""
    left = c.rng.random() < 0.5
    digger(c, 210 if left else 690, 596, 0.92)
    barrier(c, 640 if left else 300, 606, 110)
    paving_stack(c, 840 if left else 118, 612)
    for index in range(4):
        cone(c, (400 + index * 74) if left else (420 + index * 66), 620 - (index % 2) * 12, 0.95)
