"""Aid to the armed forces: crates before a medical van, a drone over a field. No weapons are drawn."""

from pb.demo.pictures.backdrop import scenery, tufts
from pb.demo.pictures.canvas import Canvas, Colour, darker, lighter
from pb.demo.pictures.palette import INK, PURPLE, STEEL, WHITE, WOOD, YELLOW
from pb.demo.pictures.people import person
from pb.demo.pictures.plants import spruce, tree
from pb.demo.pictures.scenes.setting import Setting
from pb.demo.pictures.street_furniture import truck

OLIVE: Colour = (112, 124, 86)
BLUE: Colour = (66, 122, 196)


def aid_crates(s: Setting) -> None:
    """Packed crates, a medical van and volunteers who load it."""
    c, p = s.c, s.p
    scenery(c, p)
    for x in (40, 900):
        spruce(c, p, x + s.shift(20), 480, 1.25)
    tree(c, p, 820, 474, 0.9)
    c.oval((480, 590), 520, 66, p.path)
    truck(c, 330 + s.shift(30), 566, 1.12, s.layout.choice((-1, 1)))
    stack = s.layout.choice(
        (
            ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1)),
            ((0, 0), (1, 0), (2, 0), (1, 1)),
            ((0, 0), (1, 0), (0, 1), (1, 1), (0, 2)),
        )
    )
    for column, level in stack:
        _crate(
            c,
            640 + column * 92,
            612 - level * 72,
            s.layout.choice((OLIVE, WOOD, (146, 138, 96))),
            cross=(column + level) % 2 == 0,
        )
    person(c, 574 + s.shift(10), 618, 168, "hold", facing=1)
    person(c, 930, 612, 160, "hold", facing=-1)
    _flag(c, 72, 600)


def _crate(c: Canvas, x: float, y: float, tone: Colour, *, cross: bool) -> None:
    c.shadow((x, y), 46, 7)
    c.rect((x - 44, y - 70, 88, 70), tone, 3)
    for row in range(3):
        c.rect((x - 44, y - 70 + row * 23.5, 88, 3), darker(tone, 0.22))
    for dx in (-44, 34):
        c.rect((x + dx, y - 70, 10, 70), darker(tone, 0.14))
    if cross:
        c.rect((x - 18, y - 53, 36, 36), WHITE, 4)
        c.rect((x - 4, y - 48, 8, 26), (206, 70, 70))
        c.rect((x - 13, y - 39, 26, 8), (206, 70, 70))
    else:
        c.rect((x - 16, y - 48, 32, 14), BLUE)
        c.rect((x - 16, y - 34, 32, 14), YELLOW)


def _flag(c: Canvas, x: float, y: float) -> None:
    c.rect((x - 3, y - 250, 6, 250), (196, 196, 206))
    c.disc((x, y - 252), 6, YELLOW)
    top = [(x + 3, y - 246), (x + 50, y - 254), (x + 96, y - 240), (x + 140, y - 248)]
    middle = [(px, py + 38) for px, py in top]
    low = [(px, py + 76) for px, py in top]
    c.poly([*top, *reversed(middle)], BLUE)
    c.poly([*middle, *reversed(low)], YELLOW)


def drone(s: Setting) -> None:
    """A drone above a field at a village edge and its pilot with a remote control."""
    c, p = s.c, s.p
    scenery(c, p, rural=True)
    for foot in (50, 140, 880, 940):
        spruce(c, p, foot + s.shift(16), 470, s.layout.uniform(0.9, 1.3))
    for row in range(5):
        c.oval((480, 470 + row * 34), 560, 9 + row * 3, (*lighter(p.grass, 0.14)[:3], 110))
    tufts(c, p, 60, 500)
    x, y = 560 + s.shift(120), 200 + s.shift(40)
    c.shadow((x, 590), 110, 13, 0.12)
    _quadcopter(c, x, y, s.layout.uniform(1.1, 1.35))
    pilot = 250 + s.shift(50)
    person(c, pilot, 616, 196, "hold", facing=1, top=OLIVE)
    _remote(c, pilot + 58, 494)
    person(c, pilot - 104, 622, 180, "wave", facing=1)
    c.rect((700, 560, 130, 56), OLIVE, 6)
    c.rect((700, 554, 130, 16), darker(OLIVE, 0.16), 5)
    c.rect((750, 568, 30, 12), YELLOW, 3)
    c.line([(800, 556), (800, 486)], 4, INK)
    c.slice((800, 486), 26, (120, 240), STEEL)


def _quadcopter(c: Canvas, x: float, y: float, size: float) -> None:
    k = size
    for dx, dy in ((-92, -18), (92, -18), (-70, 26), (70, 26)):
        c.line([(x, y), (x + dx * k, y + dy * k)], 9 * k, INK)
        c.oval((x + dx * k, y + (dy - 12) * k), 50 * k, 7 * k, (210, 214, 226, 150))
        c.rect((x + dx * k - 5 * k, y + (dy - 14) * k, 10 * k, 18 * k), STEEL, 3 * k)
    c.rect((x - 46 * k, y - 22 * k, 92 * k, 40 * k), lighter(INK, 0.14), 17 * k)
    c.rect((x - 30 * k, y - 30 * k, 60 * k, 18 * k), PURPLE, 9 * k)
    c.disc((x, y + 24 * k), 15 * k, INK)
    c.disc((x, y + 24 * k), 8 * k, (130, 190, 220))
    c.disc((x - 3 * k, y + 21 * k), 2.6 * k, WHITE)
    for dx in (-38, 38):
        c.line([(x + dx * k, y + 14 * k), (x + dx * 1.35 * k, y + 44 * k)], 4 * k, INK)
    c.disc((x + 36 * k, y - 4 * k), 4 * k, (120, 220, 140))


def _remote(c: Canvas, x: float, y: float) -> None:
    c.rect((x - 22, y - 14, 44, 26), INK, 8)
    c.disc((x - 10, y - 2), 5, STEEL)
    c.disc((x + 10, y - 2), 5, STEEL)
    c.line([(x + 14, y - 14), (x + 24, y - 40)], 3, INK)
