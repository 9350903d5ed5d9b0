"""Heritage and gatherings: wooden church, old town, stage."""

from pb.demo.pictures.backdrop import scenery, tufts
from pb.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, darker, lighter, mix, see_through
from pb.demo.pictures.houses import carved_gate, old_front
from pb.demo.pictures.palette import (
    CLOTHES,
    CORAL,
    HAIR,
    INK,
    LILAC,
    PURPLE,
    TEAL,
    WHITE,
    WOOD,
    YELLOW,
    Palette,
)
from pb.demo.pictures.people import person
from pb.demo.pictures.plants import bush, flowerbed, spruce, tree
from pb.demo.pictures.room_furniture import microphone
from pb.demo.pictures.scenes.setting import Setting
from pb.demo.pictures.street_furniture import lamp, picket_fence
from pb.demo.pictures.wooden_architecture import wooden_church as shingled_church


def wooden_church(s: Setting) -> None:
    """A shingled wooden church on a green hill among spruces."""
    c, p = s.c, s.p
    scenery(c, p, rural=True)
    x = 480 + s.shift(70)
    c.blob(
        [(-80, 660), (60, 540), (x - 160, 486), (x + 160, 486), (900, 530), (1040, 660)],
        lighter(p.grass, 0.05),
    )
    for dx, size in ((-350, 1.35), (-276, 1.0), (300, 1.1), (376, 1.45)):
        spruce(c, p, x + dx, 520, size)
    shingled_church(c, p, x, 524, worn=s.worn)
    c.poly([(x - 18, 524), (x + 18, 524), (x + 110, HEIGHT), (x - 40, HEIGHT)], p.path)
    tufts(c, p, 60, 530)
    if s.worn:
        return
    picket_fence(c, (-6, x - 120), 612, mix(WOOD, WHITE, 0.25), 42)
    picket_fence(c, (x + 150, WIDTH + 8), 612, mix(WOOD, WHITE, 0.25), 42)
    person(c, x + 6, 606, 118, "walk", facing=-1)
    person(c, x + 66, 614, 84, "walk", child=True, facing=-1)
    bush(c, p, x - 300, 590, 0.9)


def old_town(s: Setting) -> None:
    """Old fronts on a cobbled street, one with a carved gate, a lamp and passers-by."""
    c, p = s.c, s.p
    scenery(c, p, rural=False)
    left = -40.0
    gate = s.layout.randint(1, 2)
    for index in range(4):
        width = (236, 260, 270, 250)[index]
        height = s.layout.uniform(300, 350) if index != gate else 376
        old_front(c, p, (left, 520), (width, height), worn=s.worn)
        if index == gate:
            carved_gate(c, left + width / 2, 520, 130)
        left += width
    c.rect((0, 520, WIDTH, 120), (172, 166, 168) if s.worn else (206, 196, 194))
    _cobbles(c)
    if s.worn:
        return
    lamp(c, p, 120 + s.shift(40), 556, 210)
    flowerbed(c, p, 840 + s.shift(30), 590, 80, box=True)
    person(c, 300 + s.shift(60), 600, 154, "walk")
    person(c, 560 + s.shift(50), 606, 150, "wave", facing=-1)
    person(c, 640, 612, 100, "walk", child=True, facing=-1)


def _cobbles(c: Canvas) -> None:
    for row in range(6):
        y, w = 526 + row * row * 2.6 + row * 6, 18 + row * 6
        x = -20.0 + (row % 2) * w / 2
        while x < WIDTH:
            c.rect((x, y, w - 3, 5 + row * 2.6), see_through((150, 140, 148), c.rng.uniform(0.12, 0.34)), 3)
            x += w


def stage(s: Setting) -> None:
    """An open-air stage with lanterns, singers and an audience seen from behind."""
    c, p = s.c, s.p
    scenery(c, p)
    for x in (40, 920):
        tree(c, p, x, 500, 1.2)
    if s.worn:
        c.rect((230, 430, 500, 90), (150, 132, 116))
        for index in range(9):
            c.rect((240 + index * 56, 434, 40, 10), (110, 98, 92))
        for x in (250, 704):
            c.rect((x, 240, 10, 200), (128, 118, 112))
        tufts(c, p, 90, 500)
        return
    drape = s.layout.choice((PURPLE, TEAL, (176, 76, 86)))
    c.slice((480, 330), 280, (180, 360), darker(drape, 0.2))
    c.slice((480, 330), 250, (180, 360), lighter(drape, 0.7))
    c.rect((200, 328, 560, 130), lighter(drape, 0.7))
    for index in range(5):
        for side in (-1, 1):
            c.rect(
                (480 + side * (280 - index * 18) - 10, 328 - index * 4, 20, 134 + index * 4),
                mix(drape, INK, 0.1 * (index % 2)),
            )
    _lanterns(c)
    c.rect((176, 452, 608, 20), WOOD, 3)
    c.rect((190, 470, 580, 54), darker(WOOD, 0.25))
    _singers(s)
    _audience(c, p)


def _lanterns(c: Canvas) -> None:
    for index in range(11):
        x = 30 + index * 90
        y = 130 + 46 * ((index - 5) / 5) ** 2 * -1 + 60
        c.disc((x, y + 16), 9, (YELLOW, CORAL, LILAC, TEAL)[index % 4])
        c.glow((x, y + 16), 30, (255, 232, 160), 0.45)
        c.line([(x, y), (x, y + 8)], 1.6, INK, caps=False)
    c.curve([(30 + k * 90, 190 - 46 * ((k - 5) / 5) ** 2) for k in range(11)], 2, INK)


def _singers(s: Setting) -> None:
    c = s.c
    for index in range(s.layout.randint(2, 4)):
        x = 410 + index * 76
        person(c, x, 456, 150 - (index % 2) * 14, ("hold", "wave")[index % 2], top=WHITE)
        c.line([(x - 5, 348 + (index % 2) * 12), (x - 5, 374)], 3, CORAL, caps=False)
        c.line([(x + 5, 348 + (index % 2) * 12), (x + 5, 374)], 3, CORAL, caps=False)
    microphone(c, 300, 456, 124)


def _audience(c: Canvas, p: Palette) -> None:
    for row in range(2):
        y = 590 + row * 52
        for index in range(12):
            x = index * 84 + row * 40 + c.rng.uniform(-8, 8)
            shirt, hair = c.rng.choice(CLOTHES), c.rng.choice(HAIR)
            shade = 0.3 - row * 0.1
            c.rect((x - 30, y - 22, 60, 70), mix(shirt, p.near, shade), 26)
            c.disc((x, y - 40), 20, mix(hair, p.near, shade))
