"""Parks, waters, gardens and the night sky."""

from pb.demo.pictures.backdrop import ground, hills, scenery, sky, tufts, village
from pb.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, darker, lighter, mix, see_through
from pb.demo.pictures.palette import CORAL, INK, PURPLE, STEEL, TEAL, WHITE, WOOD, Palette
from pb.demo.pictures.people import person, sitting
from pb.demo.pictures.plants import bush, corner_leaves, flowerbed, potted, reeds, spruce, tree, young_tree
from pb.demo.pictures.scenes.play import meadow_path
from pb.demo.pictures.scenes.setting import Setting
from pb.demo.pictures.street_furniture import bench, lamp, litter_bin, puddle


def park(s: Setting) -> None:
    """An avenue of trees with lamps, benches, a small fountain and people walking."""
    c, p = s.c, s.p
    scenery(c, p)
    meadow_path(c, (176, 164, 146) if s.worn else p.path)
    for x, y, size in (
        (250, 466, 0.8),
        (700, 466, 0.8),
        (120, 500, 1.2),
        (838, 500, 1.2),
        (380, 452, 0.6),
        (610, 452, 0.6),
    ):
        (spruce if s.layout.random() < 0.25 else tree)(c, p, x + s.shift(16), y, size)
    tufts(c, p, 54, 470)
    if s.worn:
        bench(c, 250, 572, 1.05, worn=True)
        puddle(c, p, 520, 596, 96)
        return
    lamp(c, p, 360, 536, 160)
    lamp(c, p, 690, 552, 176)
    bench(c, 226, 582, 1.15)
    sitting(c, 200, 552, 126, 1)
    if s.layout.random() < 0.5:
        sitting(c, 262, 552, 122, -1)
    _fountain(c, 800, 590) if s.layout.random() < 0.5 else flowerbed(c, p, 806, 600, 100)
    person(c, 486 + s.shift(20), 590, 138, "walk")
    person(c, 556 + s.shift(14), 596, 92, "walk", child=True)
    litter_bin(c, 324, 588, 0.9)
    corner_leaves(c, p)


def _fountain(c: Canvas, x: float, y: float) -> None:
    c.shadow((x, y + 8), 96, 16)
    c.oval((x, y), 92, 24, (188, 182, 196))
    c.oval((x, y - 5), 82, 19, (128, 190, 214))
    c.rect((x - 9, y - 70, 18, 66), (206, 200, 212))
    c.oval((x, y - 72), 40, 11, (206, 200, 212))
    c.oval((x, y - 75), 33, 8, (150, 204, 224))
    for lean in (-1, -0.5, 0.5, 1):
        c.curve(
            [(x, y - 76), (x + lean * 14, y - 122), (x + lean * 34, y - 104), (x + lean * 46, y - 14)],
            3,
            (226, 244, 250, 200),
        )


def river_bank(s: Setting) -> None:
    """A river or a lake with reeds, a jetty or a footbridge, boats and a lit path."""
    c, p = s.c, s.p
    _water(s)
    if s.worn:
        tufts(c, p, 90, 560)
        reeds(c, p, 260, 586, 22, size=1.2)
        reeds(c, p, 720, 600, 24, size=1.3)
        _litter(c)
        return
    kind = s.layout.random()
    if kind < 0.4:
        _footbridge(c, 500 + s.shift(40))
    elif kind < 0.75:
        _jetty(c, 560 + s.shift(50))
        _boat(c, 330 + s.shift(40), 512, CORAL)
        _boat(c, 800, 500, TEAL)
    else:
        _boat(c, 420 + s.shift(60), 506, PURPLE)
    c.poly(
        [(0, 590), (300, 574), (640, 578), (WIDTH, 562), (WIDTH, 616), (620, 626), (300, 620), (0, HEIGHT)],
        p.path,
    )
    reeds(c, p, 60, 584, 14)
    reeds(c, p, 884, 578, 14, size=1.1)
    lamp(c, p, 226, 590, 170)
    lamp(c, p, 700, 588, 170)
    bench(c, 346 + s.shift(16), 612, 1.05)
    sitting(c, 330, 584, 118, 1)
    person(c, 790 + s.shift(40), 612, 136, "walk", facing=-1)
    corner_leaves(c, p)


def _water(s: Setting) -> None:
    c, p = s.c, s.p
    sky(c, p)
    hills(c, p, 400)
    village(c, p, 392)
    ground(c, p, 396)
    north = [(-60, 470), (180, 436), (520, 430), (820, 440), (1020, 470)]
    south = [(1020, 580), (760, 560), (420, 572), (120, 548), (-60, 566)]
    c.blob([*north, *south], p.water)
    for _ in range(26):
        x, y = c.rng.uniform(20, 940), c.rng.uniform(448, 548)
        c.line([(x, y), (x + c.rng.uniform(20, 70), y)], 2.2, see_through(WHITE, 0.3), caps=False)
    middle = s.layout.uniform(250, 700)
    for row in range(6):
        c.oval((middle + s.shift(12), 446 + row * 15), 64 - row * 6, 3.4, see_through(p.sun, 0.5))
    for x in (70, 880):
        tree(c, p, x + s.shift(26), 448, s.layout.uniform(0.8, 1.05))


def _boat(c: Canvas, x: float, y: float, tone: Colour) -> None:
    c.oval((x, y + 12), 84, 9, see_through(INK, 0.18))
    c.line([(x - 70, y - 34), (x + 60, y + 20)], 4, WOOD)
    sitting(c, x, y - 4, 92, 1)
    c.poly([(x - 90, y - 18), (x + 90, y - 18), (x + 60, y + 14), (x - 60, y + 14)], tone)
    c.poly([(x - 90, y - 18), (x + 90, y - 18), (x + 84, y - 10), (x - 84, y - 10)], lighter(tone, 0.3))


def _jetty(c: Canvas, x: float) -> None:
    for dx in (-50, 0, 50):
        c.rect((x + dx - 4, 486, 8, 66), darker(WOOD, 0.3))
    c.poly([(x - 70, 488), (x + 70, 488), (x + 110, 584), (x - 110, 584)], WOOD)
    for row in range(8):
        y = 494 + row * 12
        c.line([(x - 72 - row * 5, y), (x + 72 + row * 5, y)], 1.6, darker(WOOD, 0.2), caps=False)


def _footbridge(c: Canvas, x: float) -> None:
    arch = [(x - 210, 566), (x - 120, 508), (x, 488), (x + 120, 508), (x + 210, 566)]
    c.curve(arch, 24, darker(WOOD, 0.2))
    c.curve([(px, py - 8) for px, py in arch], 12, lighter(WOOD, 0.08))
    c.curve([(px, py - 60) for px, py in arch], 7, WOOD)
    for px, py in (
        (-196, 556),
        (-150, 528),
        (-100, 502),
        (-50, 491),
        (0, 488),
        (50, 491),
        (100, 502),
        (150, 528),
        (196, 556),
    ):
        c.line([(x + px, py), (x + px, py - 58)], 5, WOOD)
    person(c, x - 30, 484, 106, "walk")


def _litter(c: Canvas) -> None:
    for _ in range(12):
        x, y = c.rng.uniform(60, 900), c.rng.uniform(572, 630)
        c.rect(
            (x, y, c.rng.uniform(8, 20), c.rng.uniform(6, 12)),
            c.rng.choice(((206, 206, 200), (150, 160, 176), (180, 150, 130))),
            2,
        )


def tree_nursery(s: Setting) -> None:
    """Rows of saplings, a glasshouse, people planting and watering."""
    c, p = s.c, s.p
    scenery(c, p, rural=True)
    _glasshouse(c, p, 210 + s.shift(30), 486)
    for row, (y, size, count) in enumerate(((498, 0.7, 7), (540, 0.95, 6), (604, 1.25, 5))):
        c.oval((640, y + 4), 430, 9 + row * 4, see_through(darker(p.path, 0.45), 0.55))
        for index in range(count):
            spot = 430 + index * (92 + row * 24) - row * 60
            if s.worn:
                c.line([(spot, y), (spot + 6, y - 46 * size)], 3, p.trunk)
            elif not (row == 2 and index in {1, 2}):
                young_tree(c, p, spot + s.shift(6), y, size)
    if s.worn:
        tufts(c, p, 90, 480)
        return
    x = 440 + s.shift(16)
    young_tree(c, p, x + 86, 616, 1.3)
    person(c, x, 620, 160, "hold", facing=1)
    person(c, x + 170, 622, 108, "hold", child=True, facing=-1)
    _watering_can(c, x + 46, 566)
    c.poly([(150, 612), (250, 612), (236, 574), (164, 574)], (168, 116, 76))
    for index, tone in enumerate((CORAL, (240, 190, 80), (206, 84, 84), (150, 190, 90))):
        c.disc((174 + index * 17, 572 - (index % 2) * 8), 12, tone)
    bush(c, p, 60, 600, 1.1)


def _glasshouse(c: Canvas, p: Palette, x: float, base: float) -> None:
    glass = see_through((206, 234, 236), 0.75)
    c.poly([(x - 150, base), (x - 150, base - 90), (x, base - 156), (x + 150, base - 90), (x + 150, base)], glass)
    for index in range(5):
        potted(c, x - 112 + index * 56, base - 6, 0.62, mix((96, 156, 96), p.leaves[1], 0.4))
    for dx in (-150, -75, 0, 75, 150):
        c.line([(x + dx, base), (x + dx, base - 90 - (66 - abs(dx) * 0.44))], 4, WHITE, caps=False)
    c.line([(x - 154, base - 88), (x, base - 156), (x + 154, base - 88)], 6, TEAL)
    c.line([(x - 150, base - 88), (x + 150, base - 88)], 4, WHITE, caps=False)
    c.rect((x - 154, base - 10, 308, 12), TEAL, 2)


def _watering_can(c: Canvas, x: float, y: float) -> None:
    c.ring((x - 2, y - 2), 17, 4, STEEL)
    c.rect((x - 18, y, 36, 32), TEAL, 5)
    c.line([(x + 14, y + 24), (x + 40, y)], 6, TEAL)
    c.line([(x + 36, y - 6), (x + 46, y + 4)], 6, lighter(TEAL, 0.2))
    for drop in range(4):
        c.disc((x + 50 + drop * 5, y + 12 + drop * 9), 2.6, (150, 206, 230))


def starry_hill(s: Setting) -> None:
    """A night hill with a telescope, a small dome and children looking up."""
    c, p = s.c, s.p
    sky(c, p)
    hills(c, p, 430)
    ground(c, p, 440)
    c.blob([(420, 660), (520, 520), (690, 462), (860, 474), (1010, 540), (1010, 660)], lighter(p.grass, 0.06))
    x = 760 + s.shift(40)
    c.rect((x - 78, 420, 156, 64), (206, 200, 226))
    c.slice((x, 422), 84, (180, 360), (176, 166, 210))
    c.slice((x, 422), 84, (232, 262), (54, 48, 96))
    c.rect((x - 16, 440, 32, 44), (252, 226, 150), 4)
    c.glow((x, 462), 80, (255, 226, 150), 0.5)
    for tx in (60, 130, 930):
        spruce(c, p, tx, 500, 1.2)
    for foot in (-46, 0, 46):
        c.line([(360, 520), (360 + foot, 606)], 6, STEEL)
    c.line([(300, 560), (452, 440)], 26, (226, 220, 240))
    c.line([(432, 456), (458, 435)], 34, lighter(PURPLE, 0.2))
    c.line([(300, 560), (284, 572)], 15, INK)
    person(c, 250, 618, 128, "hold", child=True, facing=1)
    person(c, 482, 612, 114, "wave", child=True, facing=1)
    person(c, 560 + s.shift(16), 606, 160, "wave", facing=1)
