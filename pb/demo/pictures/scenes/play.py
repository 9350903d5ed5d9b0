"""Where people play and rest: playground, courtyard, sport field, dog meadow."""

from pb.demo.pictures.backdrop import scenery, tufts
from pb.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, darker, lighter, mix, see_through
from pb.demo.pictures.houses import block
from pb.demo.pictures.palette import CORAL, LILAC, PURPLE, TEAL, WHITE, WOOD, YELLOW
from pb.demo.pictures.people import dog, person, sitting, wheelchair
from pb.demo.pictures.plants import bush, corner_leaves, flowerbed, spruce, tree
from pb.demo.pictures.play_equipment import ball, climbing_bars, goal, hoop, sandpit, slide_tower, swings
from pb.demo.pictures.scenes.setting import Setting
from pb.demo.pictures.street_furniture import bench, crack, lamp, litter_bin, puddle, rail_fence


def playground(s: Setting) -> None:
    """A slide, swings and a sandpit on soft ground among trees."""
    c, p = s.c, s.p
    scenery(c, p)
    for x in (60, 300, 884):
        tree(c, p, x + s.shift(34), 470, s.layout.uniform(0.8, 1.1))
    bush(c, p, 420 + s.shift(60), 474, 0.8)
    if s.worn:
        c.oval((480, 560), 430, 74, (172, 154, 124))
        swings(c, 236 + s.shift(30), 560, 1.05, worn=True)
        slide_tower(c, 560 + s.shift(30), 574, 0.95, worn=True)
        puddle(c, p, 400, 610, 88)
        sandpit(c, 820, 600, 0.8, worn=True)
        tufts(c, p, 60, 520)
        return
    tone = s.layout.choice((lighter(CORAL, 0.36), lighter(TEAL, 0.5), lighter(PURPLE, 0.55)))
    c.oval((480, 566), 450, 78, darker(tone, 0.1))
    c.oval((480, 562), 450, 76, tone)
    c.oval((330, 574), 120, 24, see_through(WHITE, 0.3))
    c.oval((650, 552), 150, 28, see_through(WHITE, 0.22))
    swings(c, 226 + s.shift(24), 556, 1.06)
    slide_tower(c, 548 + s.shift(24), 572, 0.98)
    sandpit(c, 352 + s.shift(20), 612, 0.82)
    person(c, 454, 612, 94, "hold", child=True, facing=-1)
    if s.layout.random() < 0.3:
        wheelchair(c, 840, 604, 128, -1)
    else:
        person(c, 828 + s.shift(20), 606, 106, "wave", child=True, facing=-1)
    person(c, 130 + s.shift(20), 604, 98, "walk", child=True)
    corner_leaves(c, p)


def courtyard(s: Setting) -> None:
    """Blocks of flats around a green yard with a lime tree, benches and neighbours."""
    c, p = s.c, s.p
    scenery(c, p, rural=False)
    block(c, p, (-40 + s.shift(20), 462), 250, s.layout.randint(7, 8))
    block(c, p, (736 + s.shift(24), 462), 270, s.layout.randint(6, 8))
    block(c, p, (300 + s.shift(40), 446), 170, 4)
    c.rect((0, 458, WIDTH, HEIGHT), p.grass)
    c.oval((480, 470), 520, 22, see_through(p.grass_deep, 0.5))
    if s.worn:
        c.poly([(260, 470), (700, 470), (WIDTH, 620), (WIDTH, HEIGHT), (0, HEIGHT), (0, 610)], (174, 166, 154))
        tree(c, p, 480 + s.shift(60), 500, 1.2)
        bench(c, 300, 566, 1.0, worn=True)
        puddle(c, p, 600, 590, 120)
        for x, y in ((160, 600), (420, 620), (720, 556)):
            crack(c, x, y, 130)
        return
    c.poly([(390, 462), (470, 462), (620, HEIGHT), (300, HEIGHT)], p.path)
    c.poly([(0, 566), (WIDTH, 546), (WIDTH, 590), (0, 614)], p.path)
    tree(c, p, 640 + s.shift(40), 528, 1.5)
    tree(c, p, 236 + s.shift(30), 490, 0.9)
    bench(c, 218 + s.shift(20), 556, 1.05)
    sitting(c, 196, 528, 116, 1)
    bench(c, 760, 566, 1.05)
    sitting(c, 736, 538, 118, 1)
    sitting(c, 790, 538, 84, -1, child=True)
    lamp(c, p, 352, 556, 170)
    flowerbed(c, p, 120, 622, 92, box=s.layout.random() < 0.5)
    flowerbed(c, p, 880, 622, 80)
    person(c, 462 + s.shift(30), 606, 150, s.layout.choice(("walk", "hold")), facing=1)
    person(c, 540 + s.shift(20), 612, 98, "walk", child=True, facing=-1)
    if s.layout.random() < 0.5:
        dog(c, 610, 622, 0.6, -1, running=False)
    litter_bin(c, 300, 560, 0.9)


def pavilion(s: Setting) -> None:
    """A wooden roof over a long table, with neighbours at it, baskets of apples and a lantern."""
    c, p = s.c, s.p
    scenery(c, p)
    for foot in (60, 240, 880):
        tree(c, p, foot + s.shift(30), 474, s.layout.uniform(0.9, 1.2))
    c.oval((500, 572), 430, 62, (168, 156, 140) if s.worn else p.path)
    if s.worn:
        puddle(c, p, 480, 590, 120)
        bench(c, 300, 566, 1.0, worn=True)
        return
    x = 510 + s.shift(40)
    tone = s.layout.choice((PURPLE, TEAL, CORAL))
    for post in (-250, -120, 120, 250):
        c.rect((x + post - 8, 330, 16, 236), darker(WOOD, 0.08))
        c.line([(x + post, 368), (x + post + (34 if post < 0 else -34), 332)], 8, WOOD)
    _table(c, x, 574)
    c.poly([(x - 310, 336), (x - 230, 246), (x + 230, 246), (x + 310, 336)], tone)
    c.poly([(x - 310, 336), (x - 296, 320), (x + 296, 320), (x + 310, 336)], darker(tone, 0.2))
    if p.bare:
        c.poly([(x - 270, 290), (x - 230, 240), (x + 230, 240), (x + 262, 282)], WHITE)
    c.line([(x, 336), (x, 372)], 2, (60, 56, 70))
    c.glow((x, 384), 70, (255, 230, 160), 0.5)
    c.disc((x, 384), 12, YELLOW)
    person(c, x + 300, 606, 146, "wave", facing=-1)
    person(c, x - 316, 610, 100, "walk", child=True, facing=1)


def _table(c: Canvas, x: float, y: float) -> None:
    for index in range(4):
        sitting(c, x - 150 + index * 100, y - 36, 128, (1, -1)[index % 2])
    c.rect((x - 200, y - 74, 400, 15), lighter(WOOD, 0.14), 4)
    for leg in (-170, 160):
        c.rect((x + leg, y - 62, 12, 62), darker(WOOD, 0.14))
    c.rect((x - 210, y - 36, 420, 11), lighter(WOOD, 0.05), 4)
    for basket in (-100, 100):
        for apple in (-14, 0, 14):
            c.disc((x + basket + apple, y - 92), 9, ((206, 84, 84), (240, 190, 80), (150, 190, 90))[apple % 3])
        c.poly(
            [
                (x + basket - 28, y - 92),
                (x + basket + 28, y - 92),
                (x + basket + 20, y - 74),
                (x + basket - 20, y - 74),
            ],
            (168, 116, 76),
        )


def sport_field(s: Setting) -> None:
    """A pitch with a running track, a goal or bars, and young athletes."""
    c, p = s.c, s.p
    scenery(c, p)
    for x in (36, 130, 830, 920):
        spruce(c, p, x + s.shift(16), 462, s.layout.uniform(0.8, 1.15))
    if s.worn:
        c.oval((480, 566), 640, 96, (160, 146, 122))
        c.oval((480, 560), 480, 60, (156, 152, 112))
        goal(c, 300 + s.shift(40), 540, 1.1, worn=True)
        puddle(c, p, 640, 600, 110)
        tufts(c, p, 70, 520)
        return
    c.oval((480, 570), 700, 124, (196, 96, 76))
    for lane in range(1, 4):
        c.oval((480, 570), 700 - lane * 42, 124 - lane * 12, (255, 244, 238))
        c.oval((480, 570), 697 - lane * 42, 122 - lane * 12, (204, 104, 82))
    c.oval((480, 564), 520, 76, p.grass_deep)
    for strip in range(5):
        c.oval((120 + strip * 180, 560), 70, 40, see_through(p.grass, 0.6))
    kind = s.layout.random()
    if kind < 0.4:
        goal(c, 330 + s.shift(40), 548, 1.2)
        ball(c, 520, 590, 14)
        person(c, 470, 594, 128, "walk", child=True, facing=1)
    elif kind < 0.7:
        climbing_bars(c, 360 + s.shift(30), 556, 0.95)
        person(c, 560, 580, 128, "wave", facing=-1)
    else:
        hoop(c, 330 + s.shift(40), 560, 1.05)
        ball(c, 470, 586, 15, CORAL)
        person(c, 440, 592, 136, "wave", child=True, facing=-1)
    for index in range(3):
        person(c, 650 + index * 84 + s.shift(8), 616 - index * 12, 122 - index * 6, "walk", child=True, facing=-1)
    person(c, 120 + s.shift(30), 618, 142, "wave")


def dog_park(s: Setting) -> None:
    """A fenced meadow with running dogs, a hoop to jump through and owners on a bench."""
    c, p = s.c, s.p
    scenery(c, p)
    for foot in (80, 420, 800):
        tree(c, p, foot + s.shift(50), 476, s.layout.uniform(0.9, 1.25))
    rail_fence(c, (-10, WIDTH + 10), 500, darker(PURPLE, 0.1), 50)
    tufts(c, p, 60, 510)
    if s.worn:
        puddle(c, p, 500, 590, 110)
        return
    x = 590 + s.shift(30)
    for dx in (-58, 58):
        c.rect((x + dx - 5, 462, 10, 112), WOOD, 3)
    c.ring((x, 494), 50, 9, CORAL)
    c.ring((x, 494), 43, 3, YELLOW)
    bench(c, 210 + s.shift(20), 556, 1.1)
    sitting(c, 190, 528, 124, 1)
    litter_bin(c, 316, 560, 1.0, TEAL)
    dog(c, x - 116, 566, 1.05, 1, coat=s.layout.choice(((190, 138, 92), (236, 226, 210))))
    dog(c, x + 180, 616, 1.2, -1, coat=s.layout.choice(((92, 82, 88), (214, 152, 88))))
    dog(c, 360 + s.shift(20), 618, 0.85, 1, coat=(240, 234, 224))
    ball(c, x + 56, 620, 11, LILAC)
    person(c, 880, 600, 156, "wave", facing=-1)
    corner_leaves(c, p)


def meadow_path(c: Canvas, tone: Colour) -> None:
    """A path that winds from the lower edge towards the hills."""
    c.blob(
        [
            (330, 660),
            (420, 580),
            (520, 530),
            (470, 480),
            (500, 440),
            (530, 442),
            (520, 480),
            (610, 530),
            (640, 600),
            (650, 660),
        ],
        tone,
    )
    c.blob(
        [(380, 655), (460, 585), (540, 532), (500, 486), (512, 450), (530, 532), (520, 600), (480, 655)],
        mix(tone, WHITE, 0.25),
    )
