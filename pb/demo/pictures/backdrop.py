"""What stands behind every outdoor scene: sky, sun, clouds, Carpathian ridges, a far town or village, ground.

The things in front are drawn by the scenes.
"""

import math

from pb.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, darker, lighter, mix, see_through
from pb.demo.pictures.palette import ROOFS, WALLS, WHITE, Palette


def sky(c: Canvas, p: Palette) -> None:
    c.fade(0, 430, p.sky_high, p.sky_low)
    x, y = c.rng.choice(((c.rng.uniform(120, 300), 120.0), (c.rng.uniform(660, 860), 110.0)))
    c.glow((x, y), 190, p.sun, 0.75)
    c.disc((x, y), 34, p.sun)
    if p.night:
        for dx, dy, r in ((-9, -8, 7), (10, 4, 5), (-4, 13, 4)):
            c.disc((x + dx, y + dy), r, darker(p.sun, 0.1))
        _stars(c)
        return
    for _ in range(c.rng.randint(2, 4)):
        _cloud(c, p.cloud, c.rng.uniform(40, 920), c.rng.uniform(50, 190), c.rng.uniform(0.6, 1.2))
    if not p.bare and c.rng.random() < 0.6:
        _birds(c, c.rng.uniform(300, 640), c.rng.uniform(90, 150), mix(p.far, (40, 40, 70), 0.45))


def _stars(c: Canvas) -> None:
    for _ in range(120):
        c.disc((c.rng.uniform(0, WIDTH), c.rng.uniform(0, 330)), c.rng.uniform(0.6, 2.1), (255, 250, 228, 220))
    for step in range(140):
        x = step * 7 + c.rng.uniform(-8, 8)
        c.disc((x, 250 - x * 0.2 + c.rng.gauss(0, 26)), c.rng.uniform(0.8, 1.8), (232, 220, 255, 190))


def _cloud(c: Canvas, fill: Colour, x: float, y: float, size: float) -> None:
    puffs = ((-52, 8, 26), (-18, -8, 36), (24, -4, 30), (56, 10, 20))
    for tone, lift, share in ((darker(fill, 0.07), 4, 1.0), (fill, 0, 0.92)):
        for dx, dy, r in puffs:
            c.disc((x + dx * size, y + (dy + lift) * size), r * size * share, tone)
        c.rect((x - 74 * size, y + (8 + lift) * size, 148 * size, 22 * size * share), tone, 11 * size)


def _birds(c: Canvas, x: float, y: float, fill: Colour) -> None:
    for index in range(3):
        bx, by, r = x + index * 26, y + (index % 2) * 12, 8 - index
        c.curve(
            [
                (bx - r, by - r * 0.5),
                (bx - r * 0.4, by - r * 0.7),
                (bx, by),
                (bx + r * 0.4, by - r * 0.7),
                (bx + r, by - r * 0.5),
            ],
            1.6,
            fill,
        )


def ridge(c: Canvas, base: float, height: float, fill: Colour, roughness: float = 1.0) -> list[Point]:
    """A mountain line with its foot at `base`; returns the crest, to stand trees on."""
    waves = [(c.rng.uniform(0, 6.3), k, 1 / k**0.9) for k in (1, 2, 3, 5, 8)]
    crest = []
    for step in range(49):
        x = step * WIDTH / 48
        lift = sum(a * math.sin(ph + k * x / WIDTH * 4.2 * roughness) for ph, k, a in waves)
        crest.append((x, base - height * (0.55 + 0.28 * lift)))
    c.poly([*crest, (WIDTH, base + 60), (0, base + 60)], fill)
    return crest


def hills(c: Canvas, p: Palette, ground: float = 420) -> None:
    """Three ridges, each lighter the farther it lies, with mist between and spruces on the nearest."""
    ridge(c, ground - 60, 150, p.far, 0.9)
    if not p.night:
        ridge(c, ground - 34, 120, mix(p.far, p.middle, 0.5), 1.1)
    crest = ridge(c, ground - 8, 88, p.middle, 1.0)
    tint = mix(p.middle, p.spruce, 0.5)
    for x, y in crest:
        for _ in range(2):
            tx, size = x + c.rng.uniform(-10, 10), c.rng.uniform(7, 15)
            c.poly([(tx - size * 0.38, y + 6), (tx, y - size), (tx + size * 0.38, y + 6)], tint)
    crest = ridge(c, ground + 18, 56, p.near, 0.8)


def town(c: Canvas, p: Palette, base: float = 408) -> None:
    """A far row of roofs with the town hall's tower and a domed church."""
    haze = p.middle
    x = -10.0
    while x < WIDTH:
        w, h = c.rng.uniform(26, 54), c.rng.uniform(22, 58)
        wall = mix(c.rng.choice(WALLS), haze, 0.42)
        c.rect((x, base - h, w, h + 30), wall)
        roof = mix(c.rng.choice(ROOFS), haze, 0.4)
        c.poly([(x - 3, base - h), (x + w / 2, base - h - w * 0.34), (x + w + 3, base - h)], roof)
        for wx in range(int(x) + 6, int(x + w) - 8, 12):
            for wy in range(int(base - h) + 7, int(base) - 8, 16):
                c.rect((wx, wy, 5, 8), mix(wall, (250, 226, 150), 0.6) if p.night else darker(wall, 0.2))
        x += w + c.rng.uniform(-4, 16)
    town_hall(c, c.rng.uniform(160, 800), base, mix(WHITE, haze, 0.3), mix((92, 120, 116), haze, 0.3))
    onion(c, c.rng.uniform(80, 880), base, mix(WALLS[0], haze, 0.3), mix((70, 128, 128), haze, 0.3))


def town_hall(c: Canvas, x: float, base: float, wall: Colour, roof: Colour) -> None:
    c.rect((x - 34, base - 50, 68, 80), wall)
    c.rect((x - 15, base - 122, 30, 90), lighter(wall, 0.2))
    c.rect((x - 18, base - 76, 36, 5), darker(wall, 0.15))
    c.rect((x - 12, base - 138, 24, 20), wall)
    c.disc((x, base - 104), 6, darker(wall, 0.28))
    c.slice((x, base - 137), 13, (180, 360), roof)
    c.rect((x - 4, base - 158, 8, 12), wall)
    c.poly([(x - 5, base - 157), (x, base - 184), (x + 5, base - 157)], roof)


def onion(c: Canvas, x: float, base: float, wall: Colour, dome: Colour) -> None:
    c.rect((x - 22, base - 58, 44, 88), wall)
    c.slice((x, base - 58), 22, (180, 360), dome)
    c.rect((x - 5, base - 96, 10, 20), wall)
    c.disc((x, base - 100), 8, dome)
    c.line([(x, base - 124), (x, base - 106)], 2, darker(dome, 0.3))
    c.line([(x - 4, base - 119), (x + 4, base - 119)], 2, darker(dome, 0.3))


def village(c: Canvas, p: Palette, base: float = 412) -> None:
    """Scattered far houses with steep roofs and a belfry between trees."""
    for _ in range(9):
        x, size = c.rng.uniform(0, WIDTH), c.rng.uniform(0.6, 1.1)
        y = base + c.rng.uniform(-14, 8)
        wall, roof = mix(WHITE, p.near, 0.25), mix(c.rng.choice(ROOFS), p.near, 0.3)
        c.rect((x - 18 * size, y - 18 * size, 36 * size, 24 * size), wall)
        c.poly(
            [
                (x - 24 * size, y - 16 * size),
                (x - 10 * size, y - 42 * size),
                (x + 10 * size, y - 42 * size),
                (x + 24 * size, y - 16 * size),
            ],
            roof,
        )
        c.rect((x - 4 * size, y - 10 * size, 8 * size, 10 * size), darker(wall, 0.3))
    for _ in range(16):
        x, r = c.rng.uniform(0, WIDTH), c.rng.uniform(9, 18)
        c.disc((x, base + c.rng.uniform(-12, 10)), r, mix(c.rng.choice(p.leaves), p.near, 0.4))
    onion(
        c,
        c.rng.uniform(120, 840),
        base + 4,
        mix((150, 112, 82), p.near, 0.2),
        mix((70, 128, 128), p.near, 0.2),
    )


def ground(c: Canvas, p: Palette, top: float = 420) -> None:
    """Grass from a gently waving horizon down to the edge, with lighter and deeper swathes."""
    crest = [(x, top + 7 * math.sin(x / 190 + c.rng.uniform(0, 0.6))) for x in range(0, WIDTH + 40, 40)]
    c.poly([*crest, (WIDTH, HEIGHT), (0, HEIGHT)], p.grass)
    for _ in range(5):
        x, y = c.rng.uniform(0, WIDTH), c.rng.uniform(top + 40, HEIGHT)
        c.oval((x, y), c.rng.uniform(120, 260), c.rng.uniform(12, 26), see_through(p.grass_deep, 0.35))
    c.poly(
        [(0, 590), (240, 604), (520, 592), (760, 606), (WIDTH, 594), (WIDTH, HEIGHT), (0, HEIGHT)],
        see_through(p.grass_deep, 0.55),
    )


def tufts(c: Canvas, p: Palette, count: int = 46, top: float = 440) -> None:
    """Blades of grass, flowers in spring and summer, fallen leaves in autumn."""
    for _ in range(count):
        x, y = c.rng.uniform(0, WIDTH), c.rng.uniform(top, HEIGHT)
        size = 3 + (y - top) / 32
        if p.season == "autumn":
            c.oval((x, y), size, size * 0.55, c.rng.choice(p.leaves))
        elif p.bare:
            c.oval((x, y), size * 2.4, size * 0.6, see_through(p.grass_deep, 0.7))
        else:
            blade = darker(p.grass_deep, 0.12)
            for lean in (-0.5, 0.1, 0.6):
                c.line([(x, y), (x + lean * size, y - size * 1.6)], 1.3, blade, caps=False)
            if c.rng.random() < 0.35:
                c.disc(
                    (x, y - size * 1.7),
                    size * 0.42,
                    c.rng.choice(((255, 255, 250), (250, 219, 68), (200, 168, 230))),
                )


def scenery(c: Canvas, p: Palette, *, rural: bool | None = None, top: float = 420) -> None:
    """Everything behind an outdoor scene at once; town or village by chance unless told."""
    sky(c, p)
    hills(c, p, top)
    far = village if (c.rng.random() < 0.4 if rural is None else rural) else town
    far(c, p, top - 8)
    ground(c, p, top)
