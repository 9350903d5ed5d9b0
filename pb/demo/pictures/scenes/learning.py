"""Schools and nurseries from outside, and a nursery's playroom."""

from pb.demo.pictures.backdrop import scenery, tufts
from pb.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, darker, lighter, see_through
from pb.demo.pictures.houses import nursery, school
from pb.demo.pictures.palette import CORAL, LILAC, PURPLE, ROSE, TEAL, WHITE, YELLOW, Palette
from pb.demo.pictures.people import person, sitting
from pb.demo.pictures.plants import bush, flowerbed, hedge, potted, spruce, tree
from pb.demo.pictures.play_equipment import ball, sandpit, seesaw, slide_tower
from pb.demo.pictures.scenes.room_shell import shell
from pb.demo.pictures.scenes.setting import Setting
from pb.demo.pictures.street_furniture import bench, crack, picket_fence, puddle


def school_yard(s: Setting) -> None:
    """A school front with a yard, hopscotch, trees and children with bags."""
    c, p = s.c, s.p
    scenery(c, p, rural=False)
    left = 210 + s.shift(70)
    school(c, p, left, 470, 500, worn=s.worn)
    _yard(c, p, left + 250, worn=s.worn)
    for x in (left - 110, left + 606):
        tree(c, p, x, 486, s.layout.uniform(1.0, 1.25))
    spruce(c, p, left - 186, 500, 0.95)
    if not s.lively:
        puddle(c, p, 330 + s.shift(80), 566, 86)
        puddle(c, p, 690, 606, 60)
        for x, y in ((420, 536), (220, 606), (560, 588)):
            crack(c, x, y, 150)
        bench(c, 800, 560, 0.95, worn=True)
        return
    _hopscotch(c, left + 330, 560)
    bench(c, 146, 562, 0.95)
    bush(c, p, 60, 560, 1.0)
    flowerbed(c, p, 832, 566, 76, box=True)
    for index in range(s.layout.randint(3, 5)):
        x = 270 + index * 108 + s.shift(16)
        person(
            c,
            x,
            566 + (index % 2) * 36,
            104 + (index % 3) * 10,
            ("walk", "stand", "wave")[index % 3],
            child=True,
            facing=(-1) ** index,
            bag=index % 2 == 0,
        )
    ball(c, 636 + s.shift(40), 618, 15, CORAL)


def _yard(c: Canvas, p: Palette, middle: float, *, worn: bool) -> None:
    tone = (178, 174, 172) if worn else p.path
    c.poly(
        [
            (middle - 70, 468),
            (middle + 70, 468),
            (WIDTH + 60, 560),
            (WIDTH + 60, HEIGHT),
            (-60, HEIGHT),
            (-60, 560),
        ],
        tone,
    )
    if not worn:
        c.poly(
            [(middle - 60, 470), (middle + 60, 470), (middle + 190, HEIGHT), (middle - 190, HEIGHT)],
            see_through(WHITE, 0.22),
        )


def _hopscotch(c: Canvas, x: float, y: float) -> None:
    for row, tone in enumerate((CORAL, YELLOW, TEAL, LILAC, CORAL)):
        w, top = 30 + row * 5, y + row * 15
        for side in (-1, 0) if row % 2 else (-0.5,):
            c.poly(
                [
                    (x + side * w, top),
                    (x + (side + 1) * w, top),
                    (x + (side + 1) * (w + 5), top + 14),
                    (x + side * (w + 5), top + 14),
                ],
                see_through(tone, 0.85),
            )


def kindergarten(s: Setting) -> None:
    """A gaily painted nursery behind a picket fence, with a sandpit and small children."""
    c, p = s.c, s.p
    scenery(c, p, rural=s.layout.random() < 0.5)
    x = 470 + s.shift(110)
    nursery(c, p, x, 474)
    for side in (-1, 1):
        tree(c, p, x + side * 296, 484, s.layout.uniform(0.85, 1.1))
    hedge(c, p, (x - 420, x - 226), 490, 26)
    hedge(c, p, (x + 226, x + 420), 490, 26)
    c.poly([(x - 24, 474), (x + 24, 474), (x + 96, HEIGHT), (x - 96, HEIGHT)], p.path)
    tufts(c, p, 40, 500)
    if s.worn:
        c.rect((x - 190, 440, 380, 34), (150, 138, 130, 90))
        sandpit(c, x + 250, 590, 1.0, worn=True)
        puddle(c, p, x - 20, 600, 84)
        return
    if s.layout.random() < 0.55:
        sandpit(c, x + 232, 588, 1.05)
        person(c, x + 156, 600, 88, "hold", child=True)
        seesaw(c, x - 250, 586, 0.95)
        person(c, x - 346, 600, 92, "wave", child=True, facing=1)
    else:
        slide_tower(c, x + 210, 600, 0.72)
        person(c, x + 120, 606, 88, "wave", child=True)
        _stepping_logs(c, x - 300, 590)
        person(c, x - 236, 566, 86, "walk", child=True)
    person(c, x - 46, 612, 92, "walk", child=True, facing=1, bag=True)
    person(c, x + 32, 606, 132, "hold", facing=-1)
    if s.layout.random() < 0.5:
        picket_fence(c, (-4, x - 130), 640, lighter(PURPLE, 0.72), 36)
        picket_fence(c, (x + 130, WIDTH + 10), 640, lighter(PURPLE, 0.72), 36)


def _stepping_logs(c: Canvas, x: float, y: float) -> None:
    for index in range(5):
        px, h = x + index * 40, (22, 34, 18, 40, 26)[index]
        c.shadow((px, y), 20, 5)
        c.rect((px - 16, y - h, 32, h), (156, 112, 78), 4)
        c.oval((px, y - h), 16, 6, (214, 176, 130))
        c.ring((px, y - h), 5, 1.4, darker((214, 176, 130), 0.2))


def nursery_room(s: Setting) -> None:
    """A nursery's playroom: a little house, small beds, blocks, children on a round rug."""
    c = s.c
    shell(s, [(90, 96, 210, 170)])
    for index in range(7):
        star = (400 + index * 78, 84 + (index % 3) * 34)
        c.disc(star, 13 - (index % 2) * 4, (YELLOW, LILAC, ROSE)[index % 3])
    _little_house(c, 750, 470)
    for index, tone in enumerate((TEAL, CORAL, PURPLE)):
        _small_bed(c, 330 + index * 128, 470, tone)
    if s.worn:
        return
    c.oval((430, 572), 300, 54, lighter(TEAL, 0.62))
    c.oval((430, 572), 240, 41, lighter(YELLOW, 0.6))
    potted(c, 62, 470, 1.0)
    _blocks(c, 430, 580)
    sitting(c, 300 + s.shift(20), 574, 118, 1, child=True)
    sitting(c, 566 + s.shift(20), 574, 118, -1, child=True)
    person(c, 690 + s.shift(30), 606, 108, "wave", child=True, facing=-1)
    person(c, 168 + s.shift(20), 606, 206, "hold", facing=1)


def _little_house(c: Canvas, x: float, base: float) -> None:
    c.rect((x - 80, base - 130, 160, 130), lighter(ROSE, 0.35))
    c.poly([(x - 100, base - 126), (x, base - 210), (x + 100, base - 126)], CORAL)
    c.rect((x - 58, base - 98, 44, 42), WHITE, 4)
    c.rect((x - 54, base - 94, 36, 34), (190, 222, 236), 3)
    c.slice((x + 34, base - 66), 27, (180, 360), PURPLE)
    c.rect((x + 7, base - 66, 54, 66), PURPLE)
    c.disc((x + 48, base - 34), 4, YELLOW)


def _small_bed(c: Canvas, x: float, base: float, tone: Colour) -> None:
    c.shadow((x, base), 60, 6)
    for side in (-54, 46):
        c.rect((x + side, base - 66 + (side > 0) * 18, 8, 66 - (side > 0) * 18), (190, 138, 92), 3)
    c.rect((x - 50, base - 30, 100, 16), (214, 166, 118), 3)
    c.rect((x - 48, base - 46, 96, 20), lighter(tone, 0.3), 8)
    c.rect((x - 46, base - 54, 30, 16), WHITE, 7)


def _blocks(c: Canvas, x: float, y: float) -> None:
    for index, tone in enumerate((CORAL, TEAL, YELLOW, PURPLE, LILAC)):
        left, foot = x - 70 + (index % 3) * 46, y - (index // 3) * 32
        c.rect((left + (index // 3) * 22, foot - 32, 34, 32), tone, 4)
    c.poly([(x - 16, y - 64), (x + 4, y - 94), (x + 24, y - 64)], CORAL)
