"""Where people are on their way: street, crossing, cycle path, bus stop, ramp."""

from pb.demo.pictures.backdrop import scenery
from pb.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, darker, lighter, mix, see_through
from pb.demo.pictures.houses import block, old_front, village_house, window
from pb.demo.pictures.palette import CORAL, INK, LILAC, PURPLE, STEEL, TEAL, WHITE, WOOD, YELLOW
from pb.demo.pictures.people import cyclist, person, wheelchair
from pb.demo.pictures.plants import bush, corner_leaves, flowerbed, hedge, tree
from pb.demo.pictures.scenes.setting import Setting
from pb.demo.pictures.street_furniture import bench, bus, car, crack, puddle, sign, street_lamp, traffic_light

ASPHALT: Colour = (112, 112, 128)


def street(s: Setting) -> None:
    """A street that runs to the hills between houses and trees; smooth, or full of holes before the work."""
    c, p = s.c, s.p
    rural = s.layout.random() < 0.5
    scenery(c, p, rural=rural)
    if rural:
        village_house(c, p, 170 + s.shift(20), 486, 1.05)
        village_house(c, p, 800 + s.shift(20), 486, 1.05)
    else:
        old_front(c, p, (-30, 486), (150, 300), worn=s.worn)
        old_front(c, p, (122, 478), (130, 236), worn=s.worn)
        old_front(c, p, (846, 486), (150, 310), worn=s.worn)
        old_front(c, p, (714, 478), (130, 250), worn=s.worn)
    _roadway(s)
    for x, y, size in ((330, 470, 0.7), (640, 470, 0.7), (252, 520, 1.0), (722, 520, 1.0)):
        tree(c, p, x + s.shift(8), y, size)
    if s.worn:
        _holes(s)
        return
    street_lamp(c, p, 214, 562, 1)
    for x in (96, 872):
        flowerbed(c, p, x, 606, 66)
    person(c, 160 + s.shift(20), 598, 148, "walk")
    person(c, 232 + s.shift(10), 584, 92, "walk", child=True)
    if s.layout.random() < 0.6:
        cyclist(c, 540 + s.shift(30), 606, 0.95, s.layout.choice((-1, 1)))
    else:
        car(c, 560 + s.shift(20), 590, 0.9)
    person(c, 812 + s.shift(20), 574, 134, "walk", facing=-1)


def _roadway(s: Setting) -> None:
    c, p = s.c, s.p
    road = mix(ASPHALT, (160, 148, 132), 0.65) if s.worn else ASPHALT
    walk = mix(p.path, (150, 146, 140), 0.5) if s.worn else lighter(p.path, 0.18)
    c.poly([(404, 432), (556, 432), (1010, HEIGHT), (-50, HEIGHT)], walk)
    c.poly([(434, 432), (526, 432), (810, HEIGHT), (150, HEIGHT)], road)
    if s.worn:
        return
    for start, low in ((434, 150), (526, 810)):
        lean = 4 if start < 480 else -4
        c.poly([(start, 432), (start + lean, 432), (low + lean * 4, HEIGHT), (low, HEIGHT)], (232, 230, 236))
    y, length = 442.0, 7.0
    while y < HEIGHT:
        w = 2 + (y - 432) / 26
        c.poly(
            [
                (480 - w * 0.5, y),
                (480 + w * 0.5, y),
                (480 + w * 0.62, y + length),
                (480 - w * 0.62, y + length),
            ],
            WHITE,
        )
        y += length * 1.9
        length *= 1.32


def _holes(s: Setting) -> None:
    c, p = s.c, s.p
    puddle(c, p, 420 + s.shift(40), 596, 104)
    puddle(c, p, 590 + s.shift(20), 536, 66)
    puddle(c, p, 470, 488, 36)
    for _ in range(7):
        x, y = c.rng.uniform(260, 700), c.rng.uniform(500, 630)
        half = (y - 430) / 6
        c.blob(
            [
                (x - half, y),
                (x - half * 0.3, y - half * 0.26),
                (x + half, y),
                (x + half * 0.2, y + half * 0.3),
            ],
            (96, 90, 88),
        )
    for x, y in ((300, 560), (520, 616), (430, 520)):
        crack(c, x, y, 110)


def crosswalk(s: Setting) -> None:
    """A zebra crossing with a signal, children crossing with a grown-up."""
    c, p = s.c, s.p
    scenery(c, p, rural=False)
    block(c, p, (-20 + s.shift(20), 452), 230, 6)
    block(c, p, (760 + s.shift(20), 452), 240, 5)
    for x in (270, 690):
        tree(c, p, x + s.shift(24), 462, 0.95)
    c.rect((0, 452, WIDTH, 24), lighter(p.path, 0.2))
    c.rect((0, 474, WIDTH, 166), mix(ASPHALT, (150, 146, 142), 0.5) if s.worn else ASPHALT)
    c.rect((0, 472, WIDTH, 5), (226, 226, 232))
    paint = see_through(WHITE, 0.25 if s.worn else 0.96)
    for index in range(6):
        x = 300 + index * 68
        c.poly(
            [(x, 480), (x + 36, 480), (x + 26 + (index - 2.5) * 16, 626), (x - 22 + (index - 2.5) * 16, 626)],
            paint,
        )
    if s.worn:
        puddle(c, p, 500, 600, 110)
        for x, y in ((160, 540), (640, 560), (360, 610)):
            crack(c, x, y, 130)
        return
    traffic_light(c, 238, 486, 170)
    sign(c, 742, 480, 160)
    person(c, 390 + s.shift(14), 572, 152, "hold", facing=1)
    person(c, 462, 578, 100, "walk", child=True, bag=True)
    person(c, 556 + s.shift(20), 560, 108, "walk", child=True, facing=-1, bag=True)
    car(c, 860, 580, 0.95, -1)
    if s.layout.random() < 0.5:
        cyclist(c, 120, 606, 0.85)
    else:
        person(c, 96, 470, 120, "stand")


def bicycle_path(s: Setting) -> None:
    """A cycle path between trees with riders and the hills ahead."""
    c, p = s.c, s.p
    scenery(c, p)
    lane = s.layout.choice(((214, 132, 110), (150, 128, 196), (120, 170, 168)))
    c.poly(
        [(520, 430), (560, 430), (1000, 590), (1000, HEIGHT), (110, HEIGHT)],
        (168, 164, 160) if s.worn else lighter(lane, 0.12),
    )
    for x, y, size in ((90, 480, 1.05), (260, 462, 0.8), (390, 448, 0.6), (700, 456, 0.75), (900, 500, 1.15)):
        tree(c, p, x + s.shift(14), y, size)
    if s.worn:
        puddle(c, p, 560, 590, 100)
        crack(c, 420, 560, 160)
        return
    for y, w in ((448, 3), (470, 5), (500, 7), (540, 10), (590, 14)):
        middle = 552 + (y - 430) * 0.05
        dash = [(-0.4, 0.0), (0.4, 0.0), (0.6, 1.7), (-0.6, 1.7)]
        c.poly([(middle + w * dx, y + w * dy) for dx, dy in dash], see_through(WHITE, 0.9))
    hedge(c, p, (-10, 190), 520, 26)
    cyclist(c, 690 + s.shift(40), 606, 1.12, -1)
    cyclist(c, 400 + s.shift(30), 590, 1.0, 1)
    cyclist(c, 560, 486, 0.42, 1)
    flowerbed(c, p, 84, 602, 84)
    corner_leaves(c, p)


def bus_stop(s: Setting) -> None:
    """A shelter with a bench, waiting people and an arriving bus."""
    c, p = s.c, s.p
    scenery(c, p)
    for foot in (40, 820, 930):
        tree(c, p, foot + s.shift(24), 470, s.layout.uniform(0.8, 1.1))
    c.rect((0, 500, WIDTH, 60), lighter(p.path, 0.1) if s.lively else (176, 168, 156))
    c.rect((0, 560, WIDTH, 80), ASPHALT)
    c.rect((0, 556, WIDTH, 6), (228, 228, 234))
    x = 330 + s.shift(60)
    if s.worn:
        c.rect((x - 60, 330, 8, 196), STEEL)
        c.rect((x - 76, 312, 40, 40), (170, 140, 120), 4)
        puddle(c, p, x + 120, 534, 90)
        puddle(c, p, 700, 604, 120)
        return
    _shelter(c, x)
    person(c, x + 92, 536, 132, "stand", facing=-1)
    person(c, x - 186, 540, 138, "stand", facing=1)
    person(c, x - 236, 544, 90, "wave", child=True)
    if s.layout.random() < 0.75:
        bus(c, 724, 622, 0.98, -1)
    else:
        car(c, 740, 606, 0.9, -1)


def _shelter(c: Canvas, x: float) -> None:
    glass = see_through((196, 224, 236), 0.6)
    c.shadow((x, 532), 170, 12)
    c.rect((x - 140, 336, 280, 186), glass)
    for dx in (-140, -48, 48, 132):
        c.rect((x + dx, 330, 8, 202), INK)
    c.poly([(x - 164, 336), (x - 150, 312), (x + 150, 312), (x + 164, 336)], PURPLE)
    c.rect((x - 164, 334, 328, 8), YELLOW)
    c.rect((x - 116, 362, 54, 84), WHITE, 3)
    for row in range(5):
        c.rect((x - 108, 374 + row * 14, (38, 28, 34, 22, 36)[row], 5), (LILAC, TEAL)[row % 2], 2)
    bench(c, x + 12, 530, 1.0)


def ramp(s: Setting) -> None:
    """A gentle ramp with handrails to a wide door, a person in a wheelchair going up."""
    c, p = s.c, s.p
    scenery(c, p, rural=False)
    paint: Colour = s.layout.choice(((244, 226, 196), (222, 224, 236), (236, 205, 178)))
    wall = mix(paint, (160, 156, 150), 0.5) if s.worn else paint
    c.rect((380, 150, WIDTH, 420), wall)
    c.rect((380, 138, WIDTH, 18), lighter(wall, 0.4))
    c.rect((380, 520, WIDTH, 60), darker(wall, 0.14))
    for wx in (420, 810):
        window(c, wx, 220, 96, 120)
    _doorway(c, worn=s.worn)
    c.rect((0, 566, WIDTH, 74), (184, 178, 176) if s.worn else lighter(p.path, 0.12))
    bush(c, p, 60, 560, 1.1)
    tree(c, p, 150 + s.shift(20), 556, 1.15)
    for step in range(4):
        c.rect(
            (560 - step * 16, 500 + step * 20, 220 + step * 32, 22),
            lighter((196, 190, 200), 0.3 - step * 0.08),
        )
    if s.worn:
        for x, y in ((580, 530), (650, 560), (300, 604)):
            crack(c, x, y, 90)
        puddle(c, p, 420, 606, 90)
        wheelchair(c, 300, 600, 170, 1)
        return
    _slope(c)
    wheelchair(c, 366 + s.shift(40), 548, 158, 1)
    person(c, 690 + s.shift(20), 596, 176, "wave", facing=-1)
    flowerbed(c, p, 868, 618, 70, box=True)


def _slope(c: Canvas) -> None:
    c.poly([(170, 604), (560, 500), (600, 500), (600, 604)], (206, 200, 214))
    c.poly([(170, 604), (560, 500), (600, 500), (600, 512), (210, 606)], (230, 226, 236))
    for side, tone in ((0, TEAL), (26, lighter(TEAL, 0.2))):
        c.line([(190, 532 - side), (560, 432 - side), (612, 432 - side)], 6, tone)
    for index in range(5):
        x = 200 + index * 92
        c.line([(x, 598 - index * 24), (x, 504 - index * 24)], 5, TEAL)


def _doorway(c: Canvas, *, worn: bool) -> None:
    frame = STEEL if worn else PURPLE
    c.rect((588, 276, 164, 228), frame, 8)
    for left in (600, 676):
        c.rect((left, 290, 64, 214), (200, 224, 236))
        c.poly([(left, 440), (left + 64, 330), (left + 64, 372), (left, 482)], see_through(WHITE, 0.35))
    c.rect((560, 256, 220, 18), darker(frame, 0.15), 5)
    c.rect((662, 390, 6, 44), YELLOW, 3)
    c.rect((744, 390, 6, 44), YELLOW, 3)
    if not worn:
        c.rect((786, 380, 40, 40), (62, 110, 190), 6)
        c.disc((804, 390), 4, WHITE)
        c.line([(804, 396), (805, 404), (815, 404), (818, 413)], 3, WHITE)
        c.ring((803, 406), 8.5, 2.6, WHITE)
    c.rect((600, 500, 140, 6), mix(WOOD, CORAL, 0.4))
