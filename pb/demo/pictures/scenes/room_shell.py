"""The bare rooms that indoor scenes begin with: walls, a floor, windows onto the hills, stains when worn."""

from pb.demo.pictures import room_furniture as room
from pb.demo.pictures.canvas import WIDTH, Box, Canvas, Colour, around, mix
from pb.demo.pictures.scenes.setting import Setting

WALLS: tuple[Colour, ...] = ((236, 230, 246), (250, 236, 214), (222, 236, 234), (246, 226, 220))
FLOORS: tuple[Colour, ...] = ((214, 178, 142), (200, 168, 140), (222, 196, 160))


def shell(s: Setting, windows: list[Box]) -> Colour:
    """An empty room with windows; returns the colour of its walls."""
    c = s.c
    wall, floor = s.layout.choice(WALLS), s.layout.choice(FLOORS)
    if s.worn:
        wall, floor = mix(wall, (176, 168, 150), 0.6), mix(floor, (140, 130, 122), 0.6)
    room.room(c, wall, floor)
    if windows:
        room.view(c, s.p, windows, wall)
        if s.lively:
            room.light_shaft(c, windows[0][0])
    if s.worn:
        stains(c)
    return wall


def stains(c: Canvas) -> None:
    """Damp on the wall and scuffs on the floor."""
    for _ in range(8):
        spot = (c.rng.uniform(0, WIDTH), c.rng.choice((c.rng.uniform(0, 80), c.rng.uniform(360, 450))))
        c.blob(around(spot, c.rng.uniform(16, 40), 8, 0.35, c.rng), (150, 136, 118, 60))
    for _ in range(6):
        spot = (c.rng.uniform(0, WIDTH), c.rng.uniform(490, 630))
        c.oval(spot, c.rng.uniform(20, 60), c.rng.uniform(4, 10), (90, 84, 80, 60))
