"""What children and athletes use: slides, swings, sandpits, bars, goals, balls.

Each stands on `y` with its centre at `x`; a worn one has lost paint and parts.
"""

from pb.demo.pictures.canvas import Canvas, Colour, darker, lighter, see_through
from pb.demo.pictures.palette import CORAL, INK, LILAC, PURPLE, STEEL, TEAL, WHITE, WOOD, YELLOW

RUST: Colour = (150, 108, 88)
FADED: Colour = (150, 150, 142)


def slide_tower(c: Canvas, x: float, y: float, size: float = 1.0, *, worn: bool = False) -> None:
    """A tower with a roof, a ladder on the left and a slide to the right."""
    s = size
    post, chute, roof = (
        (RUST, FADED, (128, 120, 116))
        if worn
        else (WOOD, *c.rng.choice(((CORAL, PURPLE), (TEAL, CORAL), (LILAC, TEAL))))
    )
    c.shadow((x + 50 * s, y), 190 * s, 14 * s)
    for dx in (-46, 46):
        c.rect((x + dx * s - 5 * s, y - 226 * s, 10 * s, 226 * s), post)
    c.rect((x - 54 * s, y - 122 * s, 108 * s, 11 * s), darker(post, 0.15), 3 * s)
    for dx in range(-40, 41, 16):
        c.rect(
            (x + dx * s - 3 * s, y - 160 * s, 6 * s, 40 * s),
            lighter(post, 0.2) if not worn or dx % 3 else post,
        )
    c.rect((x - 50 * s, y - 164 * s, 100 * s, 7 * s), post, 3 * s)
    c.poly([(x - 68 * s, y - 218 * s), (x, y - 282 * s), (x + 68 * s, y - 218 * s)], roof)
    c.poly([(x, y - 282 * s), (x + 68 * s, y - 218 * s), (x + 14 * s, y - 218 * s)], darker(roof, 0.12))
    if not worn:
        c.poly([(x, y - 314 * s), (x, y - 294 * s), (x + 26 * s, y - 304 * s)], YELLOW)
        c.rect((x - 1.5 * s, y - 316 * s, 3 * s, 36 * s), INK)
    curve = [
        (x + 50 * s, y - 118 * s),
        (x + 90 * s, y - 96 * s),
        (x + 140 * s, y - 40 * s),
        (x + 182 * s, y - 12 * s),
        (x + 212 * s, y - 11 * s),
    ]
    c.curve(curve, 21 * s, darker(chute, 0.18))
    c.curve([(px, py - 6 * s) for px, py in curve], 11 * s, lighter(chute, 0.12))
    for side in (-86, -58):
        c.line([(x + side * s, y), (x + (side + 28) * s, y - 122 * s)], 5 * s, post)
    for rung in range(5):
        if not (worn and rung == 2):
            left = x + (-82 + rung * 5.6) * s
            c.line([(left, y - (18 + rung * 24) * s), (left + 27 * s, y - (18 + rung * 24) * s)], 4 * s, STEEL)


def swings(c: Canvas, x: float, y: float, size: float = 1.0, *, worn: bool = False) -> None:
    s, frame = size, RUST if worn else c.rng.choice((PURPLE, TEAL, (74, 110, 170)))
    c.shadow((x, y), 130 * s, 10 * s)
    for side in (-1, 1):
        for lean in (-26, 26):
            c.line([(x + (side * 106 + lean) * s, y), (x + side * 96 * s, y - 188 * s)], 7 * s, frame)
    c.line([(x - 102 * s, y - 188 * s), (x + 102 * s, y - 188 * s)], 9 * s, frame)
    for index, dx in enumerate((-46, 44)):
        sway = (-14, 20)[index] if not worn else 0
        seat = (x + (dx + sway) * s, y - (52 + abs(sway) * 0.3) * s)
        tilt = 14 * s if worn and index else 0
        for side in (-15, 15):
            c.line(
                [
                    (x + (dx + side) * s, y - 186 * s),
                    (seat[0] + side * s, seat[1] + (tilt if side > 0 else 0)),
                ],
                2 * s,
                STEEL,
                caps=False,
            )
        c.line(
            [(seat[0] - 18 * s, seat[1]), (seat[0] + 18 * s, seat[1] + tilt)],
            7 * s,
            FADED if worn else YELLOW,
        )


def sandpit(c: Canvas, x: float, y: float, size: float = 1.0, *, worn: bool = False) -> None:
    s, plank = size, (140, 124, 110) if worn else WOOD
    c.oval((x, y), 104 * s, 25 * s, darker(plank, 0.16))
    c.oval((x, y - 5 * s), 104 * s, 25 * s, plank)
    c.oval((x, y - 6 * s), 92 * s, 20 * s, (190, 178, 142) if worn else (244, 222, 166))
    if worn:
        return
    c.poly([(x - 30 * s, y - 6 * s), (x - 6 * s, y - 36 * s), (x + 20 * s, y - 6 * s)], (234, 206, 146))
    c.poly(
        [
            (x + 38 * s, y - 26 * s),
            (x + 64 * s, y - 26 * s),
            (x + 59 * s, y - 2 * s),
            (x + 43 * s, y - 2 * s),
        ],
        CORAL,
    )
    c.line([(x - 62 * s, y - 4 * s), (x - 44 * s, y - 28 * s)], 4 * s, TEAL)


def climbing_bars(c: Canvas, x: float, y: float, size: float = 1.0, *, worn: bool = False) -> None:
    """Horizontal bars of three heights and a ladder."""
    s, post = size, RUST if worn else PURPLE
    c.shadow((x, y), 210 * s, 12 * s)
    xs, heights = (-190, -100, -10, 80, 190), (126, 170, 210, 210, 150)
    for dx, h in zip(xs, heights, strict=True):
        c.rect((x + dx * s - 6 * s, y - h * s, 12 * s, h * s), post, 5 * s)
        c.disc((x + dx * s, y - h * s), 8 * s, FADED if worn else YELLOW)
    for index in range(2):
        height = heights[index] - 12
        c.rect((x + xs[index] * s, y - height * s, 90 * s, 6 * s), STEEL, 3 * s)
    c.rect((x - 10 * s, y - 200 * s, 90 * s, 7 * s), STEEL, 3 * s)
    for row in range(6):
        c.rect((x - 10 * s, y - (168 - row * 28) * s, 90 * s, 5 * s), STEEL, 2 * s)
    c.rect((x + 80 * s, y - 142 * s, 110 * s, 7 * s), STEEL, 3 * s)
    for dx in (112, 150):
        c.line([(x + dx * s, y - 140 * s), (x + dx * s, y - 96 * s)], 3 * s, INK, caps=False)
        c.ring((x + dx * s, y - 86 * s), 11 * s, 4 * s, FADED if worn else YELLOW)


def goal(c: Canvas, x: float, y: float, size: float = 1.0, *, worn: bool = False) -> None:
    s, post = size, RUST if worn else WHITE
    for step in range(9):
        net = see_through(WHITE, 0.55)
        c.line(
            [(x + (-90 + step * 22.5) * s, y - 112 * s), (x + (-78 + step * 19.5) * s, y - 10 * s)],
            1.2,
            net,
            caps=False,
        )
        if step < 6:
            c.line(
                [(x - 90 * s, y - (108 - step * 19) * s), (x + 90 * s, y - (108 - step * 19) * s)],
                1.2,
                net,
                caps=False,
            )
    c.line([(x - 94 * s, y), (x - 94 * s, y - 114 * s), (x + 94 * s, y - 114 * s), (x + 94 * s, y)], 8 * s, post)


def hoop(c: Canvas, x: float, y: float, size: float = 1.0) -> None:
    s = size
    c.rect((x - 5 * s, y - 230 * s, 10 * s, 230 * s), STEEL)
    c.rect((x - 46 * s, y - 284 * s, 92 * s, 66 * s), WHITE, 5 * s)
    c.rect((x - 20 * s, y - 252 * s, 40 * s, 26 * s), CORAL)
    c.rect((x - 16 * s, y - 248 * s, 32 * s, 18 * s), WHITE)
    c.oval((x, y - 222 * s), 23 * s, 6 * s, CORAL)
    for dx in (-20, -7, 7, 20):
        c.line(
            [(x + dx * s, y - 220 * s), (x + dx * 0.55 * s, y - 186 * s)],
            1.8 * s,
            (236, 236, 240),
            caps=False,
        )


def ball(c: Canvas, x: float, y: float, r: float = 15, tone: Colour = WHITE) -> None:
    c.shadow((x, y), r * 1.1, r * 0.3)
    c.disc((x, y - r), r, tone)
    c.slice((x, y - r), r, (20, 130), darker(tone, 0.1))
    dark = INK if tone == WHITE else lighter(tone, 0.4)
    c.disc((x - r * 0.15, y - r * 1.15), r * 0.3, dark)
    for dx, dy in ((-0.8, -1.3), (0.62, -1.5), (0.7, -0.55), (-0.35, -0.3)):
        c.disc((x + dx * r, y + dy * r), r * 0.15, dark)


def seesaw(c: Canvas, x: float, y: float, size: float = 1.0) -> None:
    s = size
    c.shadow((x, y), 110 * s, 9 * s)
    c.poly([(x - 20 * s, y), (x, y - 40 * s), (x + 20 * s, y)], PURPLE)
    c.line([(x - 110 * s, y - 14 * s), (x + 110 * s, y - 68 * s)], 10 * s, CORAL)
    for dx, dy in ((-92, -18), (92, -64)):
        c.line([(x + dx * s, y + dy * s), (x + dx * s, y + (dy - 24) * s)], 5 * s, STEEL)
        c.disc((x + dx * s, y + (dy - 25) * s), 5 * s, YELLOW)
