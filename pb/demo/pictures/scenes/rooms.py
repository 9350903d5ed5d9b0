"""Rooms to learn in: classroom, laboratory, library, workshop, music room."""

from pb.demo.pictures import room_furniture as room
from pb.demo.pictures.canvas import Canvas, Colour, darker, lighter, mix
from pb.demo.pictures.palette import CORAL, INK, LILAC, PURPLE, STEEL, TEAL, WHITE, WOOD, YELLOW
from pb.demo.pictures.people import person, sitting
from pb.demo.pictures.plants import potted
from pb.demo.pictures.scenes.room_shell import shell
from pb.demo.pictures.scenes.setting import Setting


def classroom(s: Setting) -> None:
    """Desks with laptops before a board, a window onto the hills, pupils and a teacher."""
    c = s.c
    shell(s, [(60, 110, 200, 200)])
    room.board(c, 336, 116, 380, 186)
    if s.worn:
        for index in range(3):
            room.desk(c, 190 + index * 290, 590, 1.15, (150, 134, 116))
        return
    room.bookcase(c, 776, 470, (150, 232))
    room.globe(c, 850, 232, 0.8)
    for hook in (250, 500, 750):
        room.pendant(c, hook, 26, s.layout.choice((PURPLE, TEAL, CORAL)))
    person(c, 690 + s.shift(30), 520, 196, "wave", facing=-1)
    for index in range(3):
        x = 180 + index * 270 + s.shift(12)
        sitting(c, x, 540, 140, (1, -1)[index % 2], child=True)
        room.desk(c, x + (26, -26)[index % 2], 606, 1.12)
        room.laptop(c, x + (58, -58)[index % 2], 512, 1.15)
    potted(c, 66, 470, 1.15)


def laboratory(s: Setting) -> None:
    """A long bench with flasks, tubes and a microscope, and a pupil in a white coat."""
    c = s.c
    wall = shell(s, [(560, 90, 300, 180)])
    for row in range(2):
        y = 150 + row * 94
        c.rect((64, y, 380, 10), WOOD, 3)
        for index in range(9):
            x, tone = 92 + index * 41, s.layout.choice((CORAL, TEAL, YELLOW, PURPLE, (150, 196, 120), LILAC))
            h = s.layout.uniform(30, 56)
            c.rect((x - 12, y - h, 24, h), mix(tone, wall, 0.35), 5)
            c.rect((x - 7, y - h - 9, 14, 11), darker(mix(tone, wall, 0.35), 0.25), 3)
    coat = (248, 248, 252)
    if s.lively:
        person(c, 350 + s.shift(50), 596, 258, "hold", facing=1, top=coat)
        person(c, 690 + s.shift(40), 590, 220, "hold", child=True, facing=-1, top=coat)
    c.rect((40, 470, 880, 24), (240, 240, 246), 6)
    c.rect((40, 490, 880, 7), (190, 190, 204))
    c.rect((64, 497, 832, 143), lighter(PURPLE, 0.72))
    for index in range(4):
        c.rect((82 + index * 208, 512, 184, 112), lighter(PURPLE, 0.56), 6)
        c.rect((158 + index * 208, 524, 32, 6), PURPLE, 3)
    room.flask(c, 150, 470, 1.3, CORAL)
    room.flask(c, 236, 470, 0.95, TEAL)
    room.tube_rack(c, 510, 470, 1.1)
    room.microscope(c, 806, 470, 1.2)
    room.flask(c, 610, 470, 1.0, YELLOW)


def library(s: Setting) -> None:
    """Tall shelves, a window in between, cushions and readers."""
    c = s.c
    shell(s, [(380, 100, 210, 220)])
    room.bookcase(c, 40, 470, (292, 372), WOOD)
    room.bookcase(c, 640, 470, (290, 372), WOOD)
    if s.worn:
        return
    c.oval((480, 570), 320, 58, lighter(PURPLE, 0.6))
    c.oval((480, 570), 270, 46, lighter(PURPLE, 0.74))
    potted(c, 604, 470, 0.9)
    for x in (400, 560):
        room.pendant(c, x, 44, YELLOW if s.layout.random() < 0.5 else CORAL)
    for x, tone in ((330, CORAL), (640, TEAL)):
        c.blob([(x - 78, 590), (x - 62, 540), (x, 524), (x + 62, 540), (x + 78, 590), (x, 606)], tone)
        c.blob([(x - 50, 556), (x, 536), (x + 50, 556), (x, 572)], lighter(tone, 0.16))
    sitting(c, 326, 560, 150, 1, child=True)
    _open_book(c, 372, 532)
    sitting(c, 644, 560, 156, -1)
    _open_book(c, 598, 530)
    person(c, 486 + s.shift(16), 556, 128, "hold", child=True)


def _open_book(c: Canvas, x: float, y: float) -> None:
    c.poly([(x, y), (x - 30, y - 10), (x - 28, y + 16), (x, y + 24)], WHITE)
    c.poly([(x, y), (x + 30, y - 10), (x + 28, y + 16), (x, y + 24)], (236, 236, 244))
    c.line([(x - 30, y - 11), (x, y - 1), (x + 30, y - 11)], 3, CORAL)


def workshop(s: Setting) -> None:
    """A workbench under a wall of tools, a small robot, somebody at work."""
    c = s.c
    shell(s, [])
    c.rect((250, 92, 470, 226), (206, 168, 124), 8)
    c.rect((262, 104, 446, 202), (222, 188, 146), 5)
    _tools(c)
    room.bookcase(c, 760, 470, (160, 330), (176, 140, 110))
    for x in (330, 610):
        room.pendant(c, x, 34, YELLOW)
    if s.lively:
        person(c, 300 + s.shift(40), 590, 250, "hold", facing=1)
        person(c, 560 + s.shift(40), 588, 206, "hold", child=True, facing=-1)
    c.rect((150, 470, 600, 26), WOOD, 5)
    c.rect((150, 492, 600, 9), darker(WOOD, 0.2))
    for x in (176, 690):
        c.rect((x, 500, 34, 130), darker(WOOD, 0.16), 4)
    c.rect((230, 590, 440, 14), darker(WOOD, 0.1), 3)
    _robot(c, 420, 470)
    for index, tone in enumerate((CORAL, TEAL, YELLOW)):
        c.rect((596 + index * 44, 440, 36, 30), tone, 4)
    c.poly([(190, 470), (206, 418), (236, 418), (252, 470)], (210, 206, 214))
    potted(c, 84, 600, 1.5)


def _tools(c: Canvas) -> None:
    c.line([(310, 130), (310, 230)], 11, (150, 100, 66))
    c.rect((284, 124, 52, 26), STEEL, 5)
    c.poly([(380, 140), (500, 176), (500, 196), (380, 178)], (206, 210, 220))
    c.rect((496, 166, 46, 42), CORAL, 12)
    c.line([(396, 236), (396, 290)], 7, STEEL)
    c.rect((388, 218, 16, 34), PURPLE, 6)
    c.ring((476, 262), 24, 8, STEEL)
    c.rect((472, 270, 9, 34), STEEL, 4)
    c.line([(580, 136), (580, 214)], 6, STEEL)
    c.rect((571, 126, 18, 42), YELLOW, 6)
    c.line([(620, 136), (648, 220)], 8, TEAL)
    c.line([(652, 136), (624, 220)], 8, TEAL)
    c.rect((556, 252, 120, 16), (240, 226, 150), 3)
    for tick in range(9):
        c.rect((564 + tick * 13, 252, 2, 7), INK)


def _robot(c: Canvas, x: float, y: float) -> None:
    c.rect((x - 34, y - 70, 68, 52), lighter(PURPLE, 0.2), 10)
    c.rect((x - 27, y - 116, 54, 42), lighter(PURPLE, 0.4), 12)
    for dx in (-12, 12):
        c.disc((x + dx, y - 96), 7.5, WHITE)
        c.disc((x + dx, y - 96), 3.6, INK)
    c.line([(x, y - 116), (x, y - 132)], 3, INK)
    c.disc((x, y - 136), 6, YELLOW)
    c.curve([(x - 32, y - 58), (x - 54, y - 66), (x - 62, y - 90)], 7, STEEL)
    c.curve([(x + 32, y - 58), (x + 52, y - 44), (x + 58, y - 26)], 7, STEEL)
    for dx in (-22, 22):
        c.disc((x + dx, y - 12), 12, INK)
        c.disc((x + dx, y - 12), 5, STEEL)
    c.rect((x - 16, y - 56, 32, 16), (206, 240, 230), 4)


def music_room(s: Setting) -> None:
    """A piano, instruments on the wall, a microphone, young musicians."""
    c = s.c
    shell(s, [(620, 100, 220, 180)])
    for index in range(6):
        c.poly(
            [(60 + index * 84, 70), (138 + index * 84, 70), (99 + index * 84, 122)],
            lighter((PURPLE, LILAC, TEAL)[index % 3], 0.45),
        )
    for index, tone in enumerate(((176, 102, 58), (150, 78, 48), (196, 128, 72))):
        _violin(c, 110 + index * 84, 264, tone)
    room.piano(c, 446, 506, 1.2)
    if s.worn:
        return
    sitting(c, 420, 530, 178, 1, child=True)
    c.rect((370, 530, 100, 12), PURPLE, 5)
    for dx in (382, 452):
        c.rect((dx, 540, 7, 50), INK)
    room.microphone(c, 660 + s.shift(14), 600, 200)
    person(c, 742 + s.shift(14), 606, 196, "wave", facing=-1, child=True)
    _drum(c, 166, 600)
    person(c, 92, 610, 176, "hold", child=True, facing=1)
    potted(c, 900, 500, 1.1)


def _violin(c: Canvas, x: float, y: float, tone: Colour) -> None:
    c.rect((x - 3, y - 92, 6, 62), darker(tone, 0.5))
    c.disc((x, y - 24), 18, tone)
    c.disc((x, y + 14), 24, tone)
    c.rect((x - 12, y - 20, 24, 34), tone)
    c.rect((x - 3, y - 60, 6, 66), darker(tone, 0.5), 2)
    c.rect((x - 8, y + 10, 16, 5), (240, 226, 190))


def _drum(c: Canvas, x: float, y: float) -> None:
    c.rect((x - 52, y - 78, 104, 66), CORAL)
    c.oval((x, y - 12), 52, 14, darker(CORAL, 0.1))
    for step in range(5):
        left = x - 50 + step * 20
        c.line([(left, y - 74), (left + 10, y - 8), (left + 20, y - 74)], 2, WHITE, caps=False)
    c.oval((x, y - 80), 52, 15, YELLOW)
    c.oval((x, y - 82), 47, 12, (252, 246, 232))
