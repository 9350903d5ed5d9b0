"""Colours of the pictures: four seasons, an evening and a night around the brand's purple and yellow.

What is drawn with them is elsewhere.
"""

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from pb.demo.pictures.canvas import Colour

Season = Literal["spring", "summer", "autumn", "winter"]

PURPLE: Colour = (101, 78, 163)
LILAC: Colour = (156, 139, 204)
YELLOW: Colour = (250, 219, 68)
WHITE: Colour = (253, 253, 251)
INK: Colour = (46, 38, 66)
TEAL: Colour = (44, 138, 148)
CORAL: Colour = (232, 116, 97)
ROSE: Colour = (236, 160, 160)
WOOD: Colour = (190, 138, 92)
STEEL: Colour = (122, 126, 146)
SKIN: tuple[Colour, ...] = ((246, 207, 177), (236, 188, 152), (250, 217, 190))
HAIR: tuple[Colour, ...] = ((70, 48, 40), (122, 78, 48), (44, 36, 44), (196, 148, 84), (150, 150, 158))
CLOTHES: tuple[Colour, ...] = (
    PURPLE,
    CORAL,
    TEAL,
    (240, 178, 72),
    (74, 110, 170),
    (198, 96, 128),
    (92, 150, 100),
    LILAC,
)
WALLS: tuple[Colour, ...] = (
    (244, 226, 196),
    (236, 205, 178),
    (222, 224, 236),
    (240, 236, 222),
    (214, 222, 206),
)
ROOFS: tuple[Colour, ...] = ((178, 92, 76), (142, 84, 84), (110, 96, 130), (160, 108, 80))


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one picture's light and season."""

    season: Season
    sky_high: Colour
    sky_low: Colour
    sun: Colour
    cloud: Colour
    far: Colour
    middle: Colour
    near: Colour
    grass: Colour
    grass_deep: Colour
    leaves: tuple[Colour, ...]
    spruce: Colour
    trunk: Colour
    path: Colour
    water: Colour
    dusk: bool = False
    night: bool = False

    @property
    def lamps_on(self) -> bool:
        return self.dusk or self.night

    @property
    def bare(self) -> bool:
        return self.season == "winter"


_SUMMER = Palette(
    season="summer",
    sky_high=(126, 186, 226),
    sky_low=(236, 240, 226),
    sun=(255, 240, 178),
    cloud=(255, 255, 252),
    far=(170, 184, 214),
    middle=(132, 166, 176),
    near=(112, 160, 130),
    grass=(146, 188, 104),
    grass_deep=(110, 160, 90),
    leaves=((92, 152, 84), (120, 172, 86), (76, 134, 88)),
    spruce=(58, 112, 92),
    trunk=(122, 88, 68),
    path=(230, 212, 180),
    water=(112, 176, 204),
)
_SPRING = replace(
    _SUMMER,
    season="spring",
    sky_high=(150, 196, 232),
    sky_low=(250, 232, 226),
    far=(186, 186, 220),
    middle=(148, 178, 178),
    near=(140, 180, 134),
    grass=(168, 204, 118),
    grass_deep=(130, 180, 100),
    leaves=((244, 188, 196), (150, 196, 110), (250, 212, 212)),
    spruce=(76, 132, 104),
)
_AUTUMN = replace(
    _SUMMER,
    season="autumn",
    sky_high=(152, 180, 212),
    sky_low=(250, 224, 188),
    sun=(255, 226, 150),
    far=(176, 168, 196),
    middle=(178, 158, 146),
    near=(190, 160, 102),
    grass=(186, 178, 98),
    grass_deep=(160, 152, 84),
    leaves=((222, 140, 62), (236, 178, 74), (190, 96, 66)),
    path=(226, 202, 172),
)
_WINTER = replace(
    _SUMMER,
    season="winter",
    sky_high=(158, 182, 220),
    sky_low=(244, 232, 238),
    sun=(255, 240, 214),
    far=(190, 196, 224),
    middle=(206, 212, 232),
    near=(222, 226, 240),
    grass=(240, 243, 250),
    grass_deep=(216, 223, 240),
    leaves=((206, 214, 232), (226, 230, 244), (190, 200, 222)),
    spruce=(74, 118, 116),
    path=(222, 220, 230),
    water=(168, 198, 220),
)
_DULL = replace(
    _SUMMER,
    sky_high=(176, 186, 198),
    sky_low=(214, 216, 214),
    sun=(222, 222, 216),
    cloud=(196, 202, 208),
    far=(172, 178, 190),
    middle=(150, 162, 164),
    near=(146, 156, 134),
    grass=(166, 166, 118),
    grass_deep=(142, 142, 100),
    leaves=((118, 132, 88), (134, 144, 96), (106, 120, 84)),
    path=(190, 184, 172),
    water=(138, 154, 160),
)


def daytime(rng: Random, *, snow: bool = True) -> Palette:
    """A season by chance, winter being the rarest; some summer and autumn days end in a purple evening."""
    base = rng.choice((_SUMMER, _SUMMER, _SPRING, _SPRING, _AUTUMN, _AUTUMN, _WINTER if snow else _SUMMER))
    return evening(base) if base.season in {"summer", "autumn"} and rng.random() < 0.3 else base


def dull() -> Palette:
    """An overcast day, for the state before the work."""
    return _DULL


def bright(rng: Random) -> Palette:
    """A clear spring or summer day, for places with little ones."""
    return rng.choice((_SUMMER, _SPRING))


def evening(base: Palette) -> Palette:
    """The same season in low light."""
    return replace(
        base,
        sky_high=(126, 116, 186),
        sky_low=(252, 204, 168),
        sun=(255, 214, 150),
        cloud=(248, 206, 206),
        far=(146, 128, 184),
        middle=(122, 116, 164),
        near=(106, 118, 136),
        dusk=True,
    )


def night() -> Palette:
    """A summer night under stars."""
    return replace(
        _SUMMER,
        sky_high=(32, 28, 76),
        sky_low=(112, 88, 158),
        sun=(252, 244, 214),
        cloud=(92, 80, 140),
        far=(70, 62, 122),
        middle=(54, 52, 104),
        near=(42, 46, 86),
        grass=(52, 66, 92),
        grass_deep=(42, 54, 82),
        leaves=((46, 62, 88), (58, 74, 98), (40, 54, 80)),
        spruce=(36, 46, 78),
        trunk=(40, 36, 64),
        path=(96, 92, 130),
        water=(62, 74, 130),
        night=True,
    )
