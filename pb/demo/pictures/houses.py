"""Buildings in front view: schools, nurseries, blocks of flats, old-town fronts, village houses.

Each stands on `base`, its left edge or centre at `x` as the function says.
"""

from pb.demo.pictures.canvas import Canvas, Colour, Point, around, darker, lighter, mix, see_through
from pb.demo.pictures.palette import CORAL, LILAC, PURPLE, ROOFS, TEAL, WALLS, WHITE, WOOD, YELLOW, Palette

GLASS: Colour = (170, 206, 226)


def window(c: Canvas, x: float, y: float, w: float, h: float, *, frame: Colour = WHITE, lit: bool = False) -> None:
    glass = (252, 226, 150) if lit else GLASS
    c.rect((x - 3, y - 3, w + 6, h + 6), frame, 2)
    c.rect((x, y, w, h), glass)
    c.poly([(x, y + h * 0.75), (x + w * 0.75, y), (x + w, y), (x, y + h)], see_through(WHITE, 0.28))
    c.rect((x + w / 2 - 1.5, y, 3, h), frame)
    c.rect((x - 5, y + h + 2, w + 10, 4), darker(frame, 0.12))


def snow_on(c: Canvas, p: Palette, x: float, y: float, w: float) -> None:
    if p.bare:
        c.rect((x, y - 7, w, 10), WHITE, 5)


def school(c: Canvas, p: Palette, x: float, base: float, width: float = 460, *, worn: bool = False) -> None:
    """Two storeys of windows and an entrance in the middle; `x` is the left edge."""
    wall = (206, 200, 188) if worn else c.rng.choice(WALLS[:4])
    band = (168, 164, 160) if worn else c.rng.choice((PURPLE, TEAL, CORAL, LILAC))
    h = 190.0
    c.rect((x, base - h, width, h), wall)
    c.rect((x, base - 30, width, 30), darker(wall, 0.14))
    if worn:
        _peeling(c, x, base, width)
    c.rect((x - 8, base - h - 13, width + 16, 15), band)
    snow_on(c, p, x - 8, base - h - 12, width + 16)
    step = width / 7
    for row in (0, 1):
        for column in range(7):
            if column == 3:
                continue
            wx = x + column * step + step * 0.22
            window(c, wx, base - h + 26 + row * 74, step * 0.56, 44, lit=p.night or c.rng.random() < 0.08)
    middle = x + width / 2
    c.rect((middle - step * 0.62, base - h - 26, step * 1.24, h + 26), lighter(wall, 0.35))
    c.poly(
        [
            (middle - step * 0.72, base - h - 26),
            (middle, base - h - 62),
            (middle + step * 0.72, base - h - 26),
        ],
        band,
    )
    c.disc((middle, base - h + 4), 15, WHITE)
    c.line([(middle, base - h + 4), (middle, base - h - 6)], 2.4, darker(band, 0.3))
    c.line([(middle, base - h + 4), (middle + 7, base - h + 7)], 2.4, darker(band, 0.3))
    window(c, middle - step * 0.34, base - h + 36, step * 0.68, 44)
    c.rect((middle - 27, base - 74, 54, 74), darker(band, 0.12), 4)
    c.rect((middle - 22, base - 68, 20, 60), GLASS)
    c.rect((middle + 2, base - 68, 20, 60), GLASS)
    c.rect((middle - 42, base - 84, 84, 9), band, 3)
    c.rect((middle - 46, base - 7, 92, 9), (206, 204, 212))


def _peeling(c: Canvas, x: float, base: float, width: float) -> None:
    """Patches where plaster has fallen off the brick."""
    for _ in range(12):
        centre = (x + c.rng.uniform(20, width - 20), base - c.rng.uniform(14, 176))
        r = c.rng.uniform(8, 20)
        c.blob(around(centre, r, 7, 0.3, c.rng), (172, 150, 138))
        c.blob(around((centre[0] + 2, centre[1] + 1), r * 0.6, 7, 0.3, c.rng), (158, 128, 116))


def nursery(c: Canvas, p: Palette, x: float, base: float) -> None:
    """A low gaily painted house with a gable; `x` is the centre."""
    wall, roof = c.rng.choice((WALLS[0], WALLS[3], (250, 226, 214))), c.rng.choice((CORAL, PURPLE, TEAL))
    c.rect((x - 190, base - 120, 380, 120), wall)
    c.poly([(x - 214, base - 116), (x - 150, base - 178), (x + 150, base - 178), (x + 214, base - 116)], roof)
    if p.bare:
        c.poly(
            [(x - 186, base - 146), (x - 150, base - 182), (x + 150, base - 182), (x + 186, base - 146)],
            WHITE,
        )
    c.poly([(x - 72, base - 118), (x, base - 206), (x + 72, base - 118)], lighter(roof, 0.16))
    c.rect((x - 58, base - 120, 116, 120), lighter(wall, 0.4))
    c.disc((x, base - 146), 15, WHITE)
    c.disc((x, base - 146), 10, YELLOW)
    for wx, tone in ((-168, TEAL), (-112, CORAL), (76, YELLOW), (132, LILAC)):
        window(c, x + wx, base - 92, 38, 42, frame=tone)
    c.rect((x - 22, base - 76, 44, 76), roof, 22)
    c.disc((x + 13, base - 36), 3, YELLOW)
    c.rect((x - 190, base - 12, 380, 12), mix(roof, wall, 0.5))


def block(c: Canvas, p: Palette, corner: Point, width: float, floors: int) -> None:
    """A panel block of flats with balconies, from its lower left corner."""
    x, base = corner
    wall = c.rng.choice(((226, 222, 216), (234, 216, 196), (212, 220, 230), (236, 228, 206)))
    stripe = c.rng.choice((LILAC, (238, 176, 128), (140, 190, 190)))
    h = floors * 42 + 18.0
    c.rect((x, base - h, width, h), wall)
    c.rect((x, base - h, width * 0.3, h), stripe)
    c.rect((x - 4, base - h - 7, width + 8, 9), darker(wall, 0.22))
    snow_on(c, p, x - 4, base - h - 5, width + 8)
    columns = max(2, round(width / 46))
    for floor in range(floors):
        y = base - h + 18 + floor * 42
        for column in range(columns):
            wx = x + (column + 0.5) * width / columns
            lit = c.rng.random() < (0.5 if p.lamps_on else 0.06)
            c.rect((wx - 10, y, 20, 22), (252, 226, 150) if lit else mix(GLASS, p.sky_high, 0.25))
            c.rect((wx - 1, y, 2, 22), WHITE)
            if column % 2 == floor % 2:
                c.rect((wx - 15, y + 15, 30, 12), lighter(stripe, 0.3), 2)
    c.rect((x + width - 9, base - h, 9, h), see_through((60, 50, 80), 0.08))


def old_front(c: Canvas, p: Palette, corner: Point, size: tuple[float, float], *, worn: bool = False) -> None:
    """One front of an old street, from its lower left corner: plinth, arches, framed windows, cornice."""
    (x, base), (width, height) = corner, size
    wall = mix(
        c.rng.choice(((240, 206, 160), (224, 186, 170), (206, 214, 196), (234, 218, 190), (208, 204, 226))),
        (168, 160, 152),
        0.55 if worn else 0,
    )
    trim, roof = lighter(wall, 0.5), c.rng.choice(ROOFS)
    c.poly(
        [
            (x, base - height),
            (x + 16, base - height - 42),
            (x + width - 16, base - height - 42),
            (x + width, base - height),
        ],
        roof,
    )
    if p.bare:
        c.poly(
            [
                (x + 6, base - height - 14),
                (x + 16, base - height - 46),
                (x + width - 16, base - height - 46),
                (x + width - 6, base - height - 14),
            ],
            WHITE,
        )
    c.rect((x, base - height, width, height), wall)
    if worn:
        _peeling(c, x, base, width)
    c.rect((x - 4, base - height - 4, width + 8, 12), trim)
    c.rect((x, base - 108, width, 7), trim)
    _front_windows(c, p, (x, base), (width, height), wall)
    c.rect((x, base - 12, width, 12), darker(wall, 0.3))


def _front_windows(c: Canvas, p: Palette, corner: Point, size: tuple[float, float], wall: Colour) -> None:
    """Framed windows above arched ones; the middle of the ground floor stays free for a gate."""
    (x, base), (width, height), trim = corner, size, lighter(wall, 0.5)
    columns = max(2, round(width / 62))
    for column in range(columns):
        wx = x + (column + 0.5) * width / columns
        y = base - height + 30
        while y < base - 160:
            c.rect((wx - 18, y - 7, 36, 66), trim, 2)
            c.poly([(wx - 21, y - 7), (wx, y - 20), (wx + 21, y - 7)], trim)
            window(c, wx - 12, y, 24, 50, frame=trim, lit=p.lamps_on and c.rng.random() < 0.35)
            y += 84
        if column != columns // 2:
            for r, tone, foot in ((21, darker(wall, 0.3), 50), (16, GLASS, 44)):
                c.slice((wx, base - 62), r, (180, 360), tone)
                c.rect((wx - r, base - 62, 2 * r, foot), tone)


def carved_gate(c: Canvas, x: float, base: float, height: float = 150) -> None:
    """A double oak gate under an arch, with panels, a fan light and two lamps; `x` is the centre."""
    half = height * 0.38
    c.rect((x - half - 14, base - height, 2 * half + 28, height), WALLS[3])
    c.slice((x, base - height), half + 14, (180, 360), WALLS[3])
    c.slice((x, base - height), half, (180, 360), (244, 214, 140))
    for turn in range(5):
        c.slice(
            (x, base - height),
            half - 4,
            (180 + turn * 36 + 3, 180 + (turn + 1) * 36 - 3),
            (PURPLE, TEAL, CORAL, TEAL, PURPLE)[turn],
        )
    c.slice((x, base - height), half * 0.36, (180, 360), YELLOW)
    c.rect((x - half, base - height, 2 * half, height), (122, 78, 52))
    for side in (-1, 1):
        cx = x + side * half / 2
        for row in range(3):
            y = base - height + 10 + row * (height - 16) / 3
            c.rect((cx - half * 0.36, y, half * 0.72, (height - 34) / 3), (160, 108, 72), 5)
            c.disc((cx, y + (height - 34) / 6), half * 0.19, (190, 138, 92))
            c.disc((cx, y + (height - 34) / 6), half * 0.09, (122, 78, 52))
        c.disc((x + side * 7, base - height * 0.48), 4.4, YELLOW)
        lamp = x + side * (half + 30)
        c.line([(lamp, base - height * 0.86), (lamp - side * 14, base - height * 0.92)], 3.4, (60, 56, 70))
        c.glow((lamp, base - height * 0.8), 34, (255, 226, 140), 0.5)
        c.rect((lamp - 8, base - height * 0.86, 16, 24), (250, 226, 150), 4)
    c.rect((x - 1.5, base - height, 3, height), (84, 52, 38))
    c.rect((x - half - 24, base - 8, 2 * half + 48, 10), (198, 192, 196), 2)


def village_house(c: Canvas, p: Palette, x: float, base: float, size: float = 1.0) -> None:
    """A low white house with a steep roof and a porch; `x` is the centre."""
    s, roof = size, c.rng.choice(ROOFS)
    wall = c.rng.choice((WHITE, WALLS[0], (214, 226, 236)))
    c.rect((x - 92 * s, base - 78 * s, 184 * s, 78 * s), wall)
    c.rect((x - 92 * s, base - 14 * s, 184 * s, 14 * s), mix(wall, TEAL, 0.4))
    c.poly(
        [
            (x - 110 * s, base - 74 * s),
            (x - 66 * s, base - 146 * s),
            (x + 66 * s, base - 146 * s),
            (x + 110 * s, base - 74 * s),
        ],
        roof,
    )
    if p.bare:
        c.poly(
            [
                (x - 92 * s, base - 104 * s),
                (x - 66 * s, base - 150 * s),
                (x + 66 * s, base - 150 * s),
                (x + 92 * s, base - 104 * s),
            ],
            WHITE,
        )
    c.rect((x + 30 * s, base - 172 * s, 18 * s, 34 * s), darker(roof, 0.2))
    for wx in (-66, 32):
        window(c, x + wx * s, base - 58 * s, 32 * s, 30 * s, frame=(90, 140, 150))
    c.rect((x - 16 * s, base - 58 * s, 30 * s, 58 * s), WOOD, 3)
    c.disc((x + 8 * s, base - 28 * s), 2.4 * s, YELLOW)
