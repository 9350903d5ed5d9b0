"""A three-part shingled church, as carpenters of the Carpathians build them."""

from dataclasses import dataclass

from pb.demo.pictures.canvas import Canvas, Colour, darker, lighter, see_through
from pb.demo.pictures.palette import WHITE, Palette

_GILT: Colour = (214, 174, 84)
_LIT: Colour = (250, 222, 146)


def wooden_church(c: Canvas, p: Palette, x: float, base: float, *, worn: bool = False) -> None:
    """A church whose middle tower is the tallest; `x` is the centre."""
    tones: tuple[Colour, Colour] = ((150, 128, 112), (122, 116, 112)) if worn else ((156, 108, 74), (112, 84, 84))
    work = _Work(c, p, base, *tones)
    c.shadow((x, base), 258, 22)
    for side in (-132, 132):
        work.logs(x + side, 54, (0, 103))
        work.shingles(x + side, (76, 38), (98, 65))
        work.cupola(x + side, 163, 0.7)
    work.logs(x, 84, (0, 134))
    work.shingles(x, (116, 63), (125, 63))
    work.logs(x, 49, (184, 56))
    work.shingles(x, (72, 38), (235, 49))
    work.cupola(x, 282, 1.12)
    work.shingles(x, (220, 197), (63, 22))
    dark = darker(work.timber, 0.42)
    c.rect((x - 22, base - 49, 44, 49), dark, 3)
    c.slice((x, base - 47), 22, (180, 360), dark)
    for side in (-132, 132):
        c.rect((x + side - 11, base - 45, 22, 25), _LIT)
        c.rect((x + side - 1, base - 45, 2, 25), dark)
    c.rect((x - 15, base - 219, 30, 22), _LIT, 4)


@dataclass(frozen=True, slots=True)
class _Work:
    """The carpenter's parts; heights are counted up from the ground."""

    c: Canvas
    p: Palette
    base: float
    timber: Colour
    shingle: Colour

    def logs(self, x: float, half: float, rise: tuple[float, float]) -> None:
        foot, height = self.base - rise[0], rise[1]
        self.c.rect((x - half, foot - height, 2 * half, height), self.timber)
        for row in range(round(height / 12)):
            self.c.rect((x - half, foot - height + row * 12, 2 * half, 2), darker(self.timber, 0.22))

    def shingles(self, x: float, halves: tuple[float, float], rise: tuple[float, float]) -> None:
        """A roof that narrows from the lower to the upper half-width; `rise` is its foot and height."""
        (low, high), foot, height = halves, self.base - rise[0], rise[1]
        self.c.poly(
            [(x - low, foot), (x - high, foot - height), (x + high, foot - height), (x + low, foot)],
            self.shingle,
        )
        rows = max(2, round(height / 10))
        for row in range(1, rows):
            half, y = low + (high - low) * row / rows, foot - height * row / rows
            self.c.line([(x - half, y), (x + half, y)], 1.4, darker(self.shingle, 0.2), caps=False)
        self.c.poly(
            [(x, foot), (x, foot - height), (x + high, foot - height), (x + low, foot)],
            see_through((30, 24, 48), 0.1),
        )
        if self.p.bare:
            snow = [
                (x - low * 0.8, foot - height * 0.4),
                (x - high, foot - height - 3),
                (x + high, foot - height - 3),
                (x + low * 0.66, foot - height * 0.52),
            ]
            self.c.poly(snow, see_through(WHITE, 0.9))

    def cupola(self, x: float, rise: float, s: float) -> None:
        base = self.base - rise
        self.c.rect((x - 22 * s, base - 32 * s, 44 * s, 34 * s), self.timber)
        left = [(-30, 32), (-34, 52), (-16, 76)]
        bulb = [*left, (0, 96), *((-dx, dy) for dx, dy in reversed(left))]
        self.c.blob([(x + dx * s, base - dy * s) for dx, dy in bulb], lighter(self.shingle, 0.04))
        if self.p.bare:
            cap = [(-24, 60), (-12, 82), (0, 97), (14, 76), (2, 66)]
            self.c.blob([(x + dx * s, base - dy * s) for dx, dy in cap], WHITE)
        self.c.line([(x, base - 132 * s), (x, base - 92 * s)], 3.4 * s, _GILT)
        self.c.line([(x - 9 * s, base - 120 * s), (x + 9 * s, base - 120 * s)], 3.4 * s, _GILT)
