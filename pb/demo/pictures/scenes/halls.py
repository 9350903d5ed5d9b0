"""Halls and wet rooms: canteen, gym, swimming pool, washroom."""

from pb.demo.pictures import room_furniture as room
from pb.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, darker, lighter, mix, see_through
from pb.demo.pictures.palette import CORAL, INK, LILAC, PURPLE, STEEL, TEAL, WHITE, WOOD, YELLOW
from pb.demo.pictures.people import person, sitting
from pb.demo.pictures.plants import potted
from pb.demo.pictures.scenes.room_shell import shell, stains
from pb.demo.pictures.scenes.setting import Setting


def canteen(s: Setting) -> None:
    """Round tables, bright chairs, hanging sound panels and a serving hatch."""
    c = s.c
    wall = shell(s, [(70, 130, 230, 170)])
    _hatch(s, wall)
    if s.lively:
        for index, tone in enumerate((PURPLE, CORAL, TEAL, YELLOW)):
            left = 60 + index * 232
            c.rect((left, 30 + (index % 2) * 20, 190, 26), lighter(tone, 0.25), 8)
            for rope in (left + 30, left + 160):
                c.line([(rope, 0), (rope, 32)], 1.6, STEEL, caps=False)
    for x, tone in ((230, CORAL), (690, TEAL)):
        for side in (-1, 1):
            room.chair(c, x + side * 124, 606, 1.05, PURPLE if side < 0 else tone)
            if s.lively:
                sitting(c, x + side * 116, 552, 132, -side, child=True)
        room.round_table(c, x, 618, 104)
        for dx in (-44, 40):
            c.oval((x + dx, 540), 24, 7, WHITE)
            c.oval((x + dx, 538), 15, 4, (236, 150, 84))
        c.rect((x - 8, 516, 15, 24), see_through(CORAL, 0.85), 4)


def _hatch(s: Setting, wall: Colour) -> None:
    c = s.c
    c.rect((420, 150, 470, 190), darker(wall, 0.2), 8)
    c.rect((436, 166, 438, 158), (250, 244, 230))
    if s.lively:
        person(c, 580 + s.shift(60), 420, 222, "hold", top=WHITE)
    c.rect((420, 350, 470, 111), lighter(PURPLE, 0.66))
    for index in range(3):
        x = 510 + index * 140
        c.slice((x, 330), 38, (180, 360), (200, 202, 214))
        c.rect((x - 42, 324, 84, 8), STEEL, 3)
        c.disc((x, 290), 5, STEEL)
        for drift in (-12, 6):
            c.curve(
                [(x + drift, 278), (x + drift + 8, 262), (x + drift - 4, 246), (x + drift + 6, 230)],
                4,
                (255, 255, 255, 150),
            )
    c.rect((410, 330, 490, 26), WOOD, 5)


def gym(s: Setting) -> None:
    """A hall with a climbing wall of coloured holds, wall bars, mats and a wooden floor."""
    c = s.c
    shell(s, [(60, 66, 170, 130), (270, 66, 170, 130)])
    c.poly([(560, 40), (880, 40), (900, 470), (540, 470)], (206, 200, 224))
    c.poly([(690, 40), (790, 40), (830, 470), (680, 470)], (222, 216, 238))
    for index in range(46):
        y = 60 + (index * 53) % 390
        x = 566 + (index * 97) % 306
        tone = (CORAL, TEAL, YELLOW, PURPLE, (110, 176, 110))[index % 5]
        if not s.worn or index % 3 == 0:
            c.blob([(x - 9, y), (x - 2, y - 8), (x + 9, y - 3), (x + 5, y + 8), (x - 5, y + 7)], tone)
    for side in range(3):
        left = 66 + side * 130
        for dx in (0, 108):
            c.rect((left + dx, 236, 9, 234), WOOD)
        for row in range(9):
            c.rect((left, 246 + row * 25, 117, 7), lighter(WOOD, 0.16), 3)
    c.poly([(510, 520), (920, 520), (WIDTH, 590), (480, 590)], mix(PURPLE, WHITE, 0.2 if s.lively else 0.5))
    c.poly([(480, 590), (WIDTH, 590), (WIDTH, 612), (480, 612)], darker(PURPLE, 0.1))
    if s.lively:
        c.ring((250, 570), 70, 3, (255, 255, 255, 140))
        _climber(c, 700 + s.shift(50), 260)
        person(c, 590 + s.shift(20), 560, 150, "wave", facing=1)
        person(c, 210 + s.shift(40), 596, 150, "wave", child=True)
        person(c, 360 + s.shift(30), 606, 142, "walk", child=True, facing=-1)


def _climber(c: Canvas, x: float, y: float) -> None:
    c.line([(x + 4, 40), (x + 4, y)], 2, INK, caps=False)
    for hand in ((-40, -58), (34, -72)):
        c.line([(x, y - 10), (x + hand[0], y + hand[1])], 12, CORAL)
        c.disc((x + hand[0], y + hand[1]), 7, (246, 207, 177))
    for foot in ((-34, 66), (28, 92)):
        c.line(
            [(x, y + 30), (x + foot[0] * 1.1, y + foot[1] * 0.66), (x + foot[0] * 0.7, y + foot[1])],
            14,
            (72, 74, 110),
        )
    c.rect((x - 19, y - 22, 38, 62), CORAL, 15)
    c.disc((x, y - 42), 19, (246, 207, 177))
    c.slice((x, y - 44), 21, (170, 370), YELLOW)


def pool(s: Setting) -> None:
    """A swimming pool with lanes, swimmers and a seat that lowers people into the water."""
    c = s.c
    shell(s, [(90, 70, 220, 150), (370, 70, 220, 150), (650, 70, 220, 150)])
    c.rect((0, 330, WIDTH, 140), lighter(TEAL, 0.7))
    for column in range(18):
        c.rect((column * 56, 330, 2, 140), WHITE)
    c.rect((0, 398, WIDTH, 2), WHITE)
    c.rect((0, 466, WIDTH, 30), (228, 222, 214))
    water = (150, 164, 160) if s.worn else (96, 186, 214)
    c.poly([(60, 496), (900, 496), (1040, HEIGHT), (-80, HEIGHT)], water)
    c.poly([(60, 496), (900, 496), (908, 506), (52, 506)], darker(water, 0.2))
    if s.worn:
        return
    for lane in range(1, 4):
        top, low = 60 + lane * 210, -80 + lane * 280
        for bead in range(13):
            share = bead / 12
            spot = (top + (low - top) * share, 508 + share * 126)
            c.oval(spot, 4 + share * 7, 2 + share * 3, CORAL if bead % 2 else WHITE)
    for x, y, cap in ((210, 560, YELLOW), (430, 600, PURPLE), (640, 548, CORAL)):
        _swimmer(c, x + s.shift(24), y, cap)
    _seat_lift(c, 800, 500)
    person(c, 890, 500, 170, "hold", facing=-1, top=PURPLE)


def _swimmer(c: Canvas, x: float, y: float, cap: Colour) -> None:
    c.oval((x, y + 6), 62, 9, see_through(WHITE, 0.45))
    c.line([(x + 8, y), (x + 34, y - 26), (x + 54, y - 2)], 10, (246, 207, 177))
    c.disc((x, y - 8), 17, (246, 207, 177))
    c.slice((x, y - 11), 18, (160, 380), cap)
    c.oval((x - 26, y + 2), 30, 8, mix(PURPLE, WHITE, 0.2))


def _seat_lift(c: Canvas, x: float, y: float) -> None:
    c.rect((x + 16, y - 120, 12, 120), STEEL, 4)
    c.line([(x + 22, y - 116), (x - 52, y - 132)], 10, STEEL)
    c.line([(x - 52, y - 132), (x - 52, y - 34)], 6, STEEL)
    sitting(c, x - 54, y - 6, 130, -1)
    c.rect((x - 92, y - 8, 62, 10), TEAL, 5)
    c.rect((x - 38, y - 62, 9, 56), TEAL, 4)


def washroom(s: Setting) -> None:
    """Basins at different heights under round mirrors, and cubicles with doors."""
    c = s.c
    tile: Colour = s.layout.choice(((206, 230, 230), (232, 222, 244), (246, 226, 214)))
    _tiles(c, mix(tile, (170, 164, 148), 0.65) if s.worn else tile)
    if s.worn:
        stains(c)
    for index, y in enumerate((392, 392, 430)):
        _basin(c, 110 + index * 150, y, worn=s.worn)
    for index, tone in enumerate((PURPLE, TEAL, LILAC)):
        left = 560 + index * 132
        c.rect((left, 110, 124, 390), lighter(tone, 0.12 if s.lively else 0.5), 6)
        missing = s.worn and index == 1
        c.rect((left + 12, 134, 100, 350), (92, 88, 90) if missing else lighter(tone, 0.3), 5)
        if not missing:
            c.disc((left + 98, 320), 6, WHITE)
    if s.lively:
        person(c, 190 + s.shift(20), 610, 176, "hold", child=True, facing=1)
        potted(c, 500, 500, 0.9)


def _tiles(c: Canvas, tile: Colour) -> None:
    c.rect((0, 0, WIDTH, HEIGHT), lighter(tile, 0.3))
    c.rect((0, 150, WIDTH, 330), tile)
    for row in range(6):
        c.rect((0, 150 + row * 55, WIDTH, 2), lighter(tile, 0.5))
    for column in range(18):
        c.rect((column * 56, 150, 2, 330), lighter(tile, 0.5))
    c.rect((0, 480, WIDTH, 160), darker(tile, 0.2))
    for column in range(-8, 9):
        c.line([(480 + column * 80, 480), (480 + column * 170, HEIGHT)], 1.6, darker(tile, 0.3), caps=False)


def _basin(c: Canvas, x: float, y: float, *, worn: bool) -> None:
    c.disc((x, y - 136), 54, WOOD if not worn else STEEL)
    c.disc((x, y - 136), 47, (216, 236, 246))
    c.poly([(x - 30, y - 116), (x + 8, y - 172), (x + 22, y - 164), (x - 14, y - 106)], see_through(WHITE, 0.5))
    c.line([(x, y - 26), (x, y - 50), (x + 24, y - 50), (x + 24, y - 38)], 7, STEEL)
    c.slice((x, y - 26), 60, (0, 180), WHITE if not worn else (220, 214, 200))
    c.rect((x - 64, y - 32, 128, 13), WHITE, 6)
    c.rect((x - 9, y + 30, 18, 50), lighter(STEEL, 0.4), 4)
