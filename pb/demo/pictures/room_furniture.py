"""Rooms and what stands in them: windows with hills, desks, shelves, boards, instruments, glassware.

Each thing stands on `y`; a room has its floor from `floor` down.
"""

import math

from pb.demo.pictures.backdrop import hills, sky
from pb.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, darker, lighter, mix, see_through
from pb.demo.pictures.palette import CORAL, INK, LILAC, PURPLE, STEEL, TEAL, WHITE, WOOD, YELLOW, Palette

SPINES: tuple[Colour, ...] = (
    PURPLE,
    CORAL,
    TEAL,
    YELLOW,
    LILAC,
    (96, 132, 186),
    (212, 132, 96),
    (238, 232, 216),
)


def room(c: Canvas, wall: Colour, floor_tone: Colour, floor: float = 470, *, boards: bool = True) -> None:
    """A wall with a skirting and a floor of boards that run towards the viewer."""
    c.fade(0, floor, lighter(wall, 0.12), wall)
    c.rect((0, floor, WIDTH, HEIGHT - floor), floor_tone)
    if boards:
        for step in range(-9, 10):
            top, low = WIDTH / 2 + step * 74, WIDTH / 2 + step * 150
            c.line([(top, floor), (low, HEIGHT)], 1.6, darker(floor_tone, 0.12), caps=False)
    c.rect((0, floor - 9, WIDTH, 9), mix(wall, WHITE, 0.6))


def view(c: Canvas, p: Palette, boxes: list[tuple[float, float, float, float]], wall: Colour) -> None:
    """Windows onto the hills: the landscape is drawn first and the wall laid around the glass."""
    kept = c.image.copy()
    sky(c, p)
    hills(c, p, 330)
    landscape = c.image.copy()
    c.image.paste(kept)
    for x, y, w, h in boxes:
        (left, top), (right, bottom) = c.pixel(x, y), c.pixel(x + w, y + h)
        pixels = (round(left), round(top), round(right), round(bottom))
        c.rect((x - 10, y - 10, w + 20, h + 20), WHITE, 4)
        c.image.paste(landscape.crop(pixels), pixels[:2])
        c.poly(
            [(x, y + h * 0.7), (x + w * 0.6, y), (x + w * 0.82, y), (x, y + h * 0.95)],
            see_through(WHITE, 0.16),
        )
        c.rect((x + w / 2 - 4, y, 8, h), WHITE)
        c.rect((x, y + h * 0.36, w, 6), WHITE)
        c.rect((x - 18, y + h + 10, w + 36, 12), mix(wall, WHITE, 0.75), 4)
        c.rect((x - 18, y + h + 20, w + 36, 4), darker(wall, 0.12))


def light_shaft(c: Canvas, x: float, floor: float = 470) -> None:
    c.poly([(x, floor), (x + 210, floor), (x + 90, HEIGHT), (x - 190, HEIGHT)], see_through((255, 246, 206), 0.2))


def pendant(c: Canvas, x: float, drop: float = 96, tone: Colour = PURPLE) -> None:
    c.line([(x, 0), (x, drop)], 2, INK, caps=False)
    c.glow((x, drop + 40), 96, (255, 238, 190), 0.4)
    c.slice((x, drop + 30), 32, (180, 360), tone)
    c.slice((x, drop + 29), 12, (0, 180), (255, 238, 180))


def desk(c: Canvas, x: float, y: float, size: float = 1.0, tone: Colour = WOOD) -> None:
    s = size
    c.shadow((x, y), 86 * s, 9 * s)
    for dx in (-66, 66):
        c.line([(x + dx * s, y), (x + dx * 0.9 * s, y - 72 * s)], 6 * s, STEEL)
    c.rect((x - 82 * s, y - 84 * s, 164 * s, 15 * s), lighter(tone, 0.14), 4 * s)
    c.rect((x - 82 * s, y - 72 * s, 164 * s, 5 * s), darker(tone, 0.16), 2 * s)


def chair(c: Canvas, x: float, y: float, size: float = 1.0, tone: Colour = PURPLE) -> None:
    s = size
    c.shadow((x, y), 30 * s, 6 * s)
    for dx in (-22, 22):
        c.line([(x + dx * s, y), (x + dx * 0.85 * s, y - 44 * s)], 4.4 * s, STEEL)
    c.rect((x - 27 * s, y - 54 * s, 54 * s, 11 * s), tone, 5 * s)
    c.rect((x - 25 * s, y - 104 * s, 50 * s, 34 * s), lighter(tone, 0.1), 8 * s)
    for dx in (-18, 18):
        c.line([(x + dx * s, y - 72 * s), (x + dx * s, y - 50 * s)], 4.4 * s, STEEL)


def round_table(c: Canvas, x: float, y: float, half: float = 96, tone: Colour = (250, 240, 222)) -> None:
    c.shadow((x, y), half * 0.8, half * 0.13)
    c.line([(x, y - 4), (x, y - 72)], 10, STEEL)
    c.oval((x, y - 3), half * 0.36, half * 0.08, STEEL)
    c.oval((x, y - 70), half, half * 0.21, darker(tone, 0.2))
    c.oval((x, y - 76), half, half * 0.21, tone)


def bookcase(c: Canvas, x: float, y: float, size: tuple[float, float], tone: Colour = WOOD) -> None:
    """Shelves of books, `size` being width and height; `x` is the left edge."""
    width, height = size
    c.rect((x, y - height, width, height), darker(tone, 0.3), 4)
    shelves = max(2, round(height / 72))
    gap = (height - 8) / shelves
    for row in range(shelves):
        foot = y - 8 - row * gap
        cursor = x + 9
        while cursor < x + width - 20:
            w, h = c.rng.uniform(8, 17), gap * c.rng.uniform(0.55, 0.82)
            if c.rng.random() < 0.09:
                cursor += 24
                continue
            book = c.rng.choice(SPINES)
            c.rect((cursor, foot - h, w, h), book, 1.5)
            c.rect((cursor, foot - h * 0.82, w, 4), lighter(book, 0.45))
            cursor += w + 1.4
        c.rect((x, foot, width, 8), tone)
    for edge in (x, x + width - 8):
        c.rect((edge, y - height, 8, height), tone)
    c.rect((x - 4, y - height - 6, width + 8, 11), lighter(tone, 0.1), 3)


def board(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """A chalkboard with drawn shapes; `x`, `y` are its left upper corner."""
    c.rect((x - 9, y - 9, width + 18, height + 18), WOOD, 5)
    c.rect((x, y, width, height), (54, 98, 86), 2)
    chalk = see_through(WHITE, 0.85)
    middle = y + height * 0.5
    c.ring((x + width * 0.16, middle), height * 0.2, 2.6, chalk)
    c.ring((x + width * 0.16, middle), height * 0.09, 2.6, chalk)
    peak = [
        (x + width * 0.32, middle + height * 0.22),
        (x + width * 0.44, middle - height * 0.24),
        (x + width * 0.56, middle + height * 0.22),
    ]
    c.line([*peak, peak[0]], 2.6, chalk)
    wave = [(x + (0.64 + k * 0.028) * width, middle + math.sin(k * 1.2) * height * 0.15) for k in range(11)]
    c.curve(wave, 2.6, (250, 219, 68, 230))
    c.line([(wave[0][0], middle + height * 0.3), (wave[-1][0], middle + height * 0.3)], 2, chalk)
    c.rect((x + width * 0.36, y + height + 6, width * 0.28, 7), lighter(WOOD, 0.2), 3)


def globe(c: Canvas, x: float, y: float, size: float = 1.0) -> None:
    s = size
    c.oval((x, y - 3 * s), 22 * s, 6 * s, WOOD)
    c.line([(x, y - 4 * s), (x, y - 22 * s)], 5 * s, WOOD)
    c.disc((x, y - 48 * s), 28 * s, (108, 172, 208))
    c.blob(
        [
            (x - 20 * s, y - 60 * s),
            (x - 4 * s, y - 68 * s),
            (x + 2 * s, y - 52 * s),
            (x - 12 * s, y - 44 * s),
        ],
        (126, 178, 102),
    )
    c.blob(
        [
            (x + 4 * s, y - 42 * s),
            (x + 20 * s, y - 50 * s),
            (x + 18 * s, y - 32 * s),
            (x + 6 * s, y - 30 * s),
        ],
        (126, 178, 102),
    )
    c.ring((x, y - 48 * s), 32 * s, 3 * s, (214, 174, 84))


def laptop(c: Canvas, x: float, y: float, size: float = 1.0) -> None:
    s = size
    c.rect((x - 28 * s, y - 40 * s, 56 * s, 37 * s), INK, 4 * s)
    c.rect((x - 25 * s, y - 37 * s, 50 * s, 30 * s), (206, 224, 246), 2 * s)
    c.poly(
        [
            (x - 20 * s, y - 12 * s),
            (x - 6 * s, y - 26 * s),
            (x + 4 * s, y - 18 * s),
            (x + 18 * s, y - 32 * s),
            (x + 18 * s, y - 12 * s),
        ],
        LILAC,
    )
    c.rect((x - 35 * s, y - 5 * s, 70 * s, 6 * s), STEEL, 3 * s)


def flask(c: Canvas, x: float, y: float, size: float, fluid: Colour) -> None:
    """A conical flask with a coloured fluid and bubbles."""
    s = size
    glass = see_through((214, 236, 244), 0.75)
    c.poly(
        [
            (x - 8 * s, y - 74 * s),
            (x + 8 * s, y - 74 * s),
            (x + 8 * s, y - 46 * s),
            (x + 31 * s, y - 4 * s),
            (x - 31 * s, y - 4 * s),
            (x - 8 * s, y - 46 * s),
        ],
        glass,
    )
    c.rect((x - 31 * s, y - 8 * s, 62 * s, 8 * s), fluid, 4 * s)
    c.poly(
        [
            (x - 17 * s, y - 30 * s),
            (x + 17 * s, y - 30 * s),
            (x + 31 * s, y - 4 * s),
            (x - 31 * s, y - 4 * s),
        ],
        fluid,
    )
    c.rect((x - 11 * s, y - 79 * s, 22 * s, 7 * s), (190, 214, 226), 3 * s)
    for dx, dy, r in ((-9, 14, 3.4), (7, 20, 4.4), (-1, 38, 3), (4, 56, 2.4)):
        c.disc((x + dx * s, y - dy * s), r * s, see_through(WHITE, 0.7))


def tube_rack(c: Canvas, x: float, y: float, size: float = 1.0) -> None:
    s = size
    for index, tone in enumerate((CORAL, YELLOW, TEAL, PURPLE, (110, 180, 110))):
        tx = x + (index - 2) * 21 * s
        c.rect((tx - 7 * s, y - 70 * s, 14 * s, 64 * s), see_through((220, 238, 246), 0.85), 7 * s)
        c.rect((tx - 7 * s, y - (28 + index * 6) * s, 14 * s, (22 + index * 6) * s), tone, 7 * s)
    c.rect((x - 58 * s, y - 44 * s, 116 * s, 8 * s), WOOD, 2 * s)
    c.rect((x - 58 * s, y - 8 * s, 116 * s, 8 * s), darker(WOOD, 0.14), 2 * s)
    for dx in (-56, 50):
        c.rect((x + dx * s, y - 44 * s, 6 * s, 44 * s), WOOD)


def microscope(c: Canvas, x: float, y: float, size: float = 1.0) -> None:
    s, body = size, (236, 236, 244)
    c.rect((x - 34 * s, y - 10 * s, 68 * s, 10 * s), INK, 4 * s)
    c.curve(
        [(x + 16 * s, y - 8 * s), (x + 36 * s, y - 40 * s), (x + 24 * s, y - 76 * s), (x, y - 84 * s)],
        12 * s,
        body,
    )
    c.line([(x - 14 * s, y - 112 * s), (x + 3 * s, y - 56 * s)], 17 * s, PURPLE)
    c.line([(x + 3 * s, y - 54 * s), (x + 7 * s, y - 40 * s)], 9 * s, INK)
    c.line([(x - 17 * s, y - 120 * s), (x - 13 * s, y - 107 * s)], 11 * s, INK)
    c.rect((x - 18 * s, y - 34 * s, 46 * s, 6 * s), INK, 3 * s)
    c.disc((x + 33 * s, y - 44 * s), 7 * s, YELLOW)


def piano(c: Canvas, x: float, y: float, size: float = 1.0) -> None:
    s, case = size, (96, 62, 54)
    c.shadow((x, y), 130 * s, 10 * s)
    c.rect((x - 120 * s, y - 150 * s, 240 * s, 150 * s), case, 8 * s)
    c.rect((x - 126 * s, y - 158 * s, 252 * s, 12 * s), lighter(case, 0.16), 4 * s)
    c.rect((x - 106 * s, y - 134 * s, 212 * s, 44 * s), darker(case, 0.18), 5 * s)
    c.rect((x - 128 * s, y - 84 * s, 256 * s, 10 * s), lighter(case, 0.16), 3 * s)
    c.rect((x - 116 * s, y - 76 * s, 232 * s, 20 * s), WHITE)
    for key in range(22):
        c.rect((x + (-116 + key * 10.6) * s, y - 76 * s, 1.4 * s, 20 * s), (200, 200, 206))
        if key % 7 not in {2, 6}:
            c.rect((x + (-109 + key * 10.6) * s, y - 76 * s, 5.6 * s, 12 * s), INK)
    c.rect((x - 34 * s, y - 126 * s, 68 * s, 42 * s), WHITE, 2 * s)
    for row in range(4):
        c.line(
            [(x - 26 * s, y - (118 - row * 8) * s), (x + 26 * s, y - (118 - row * 8) * s)],
            1.4 * s,
            STEEL,
            caps=False,
        )


def microphone(c: Canvas, x: float, y: float, height: float = 190) -> None:
    c.oval((x, y), 26, 6, INK)
    c.line([(x, y), (x, y - height)], 4, INK)
    c.line([(x, y - height), (x + 26, y - height - 14)], 4, INK)
    c.line([(x + 26, y - height - 14), (x + 46, y - height - 26)], 16, STEEL)
    c.disc((x + 50, y - height - 29), 14, (176, 180, 196))
    c.line([(x + 40, y - height - 34), (x + 54, y - height - 18)], 2, INK, caps=False)


def renovation(c: Canvas) -> None:
    """What shows that a room is being repaired: a ladder, paint, a sheet on the floor, a bare lamp."""
    c.blob([(560, 560), (720, 536), (900, 556), (930, 606), (740, 630), (570, 610)], (232, 230, 236))
    for lean in (-46, 46):
        c.line([(742 + lean * 1.5, 596), (742 + lean * 0.2, 250)], 10, WOOD)
    for rung in range(6):
        half, y = 62 - rung * 9, 556 - rung * 54
        c.line([(742 - half, y), (742 + half, y)], 8, lighter(WOOD, 0.2))
    for x, tone in ((620, TEAL), (660, YELLOW)):
        c.rect((x - 20, 556, 40, 42), STEEL, 5)
        c.oval((x, 558), 20, 6, tone)
    c.line([(880, 590), (850, 470)], 6, WOOD)
    c.rect((822, 448, 56, 26), mix(PURPLE, WHITE, 0.3), 10)
