"""What a scene is told: its surface, its colours and whether it is before, during or after the work."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from pb.demo.pictures.canvas import Canvas
from pb.demo.pictures.palette import Palette

State = Literal["fresh", "worn", "works"]


@dataclass(frozen=True, slots=True)
class Setting:
    """`layout` is drawn on for places and counts only, so that before and after share them."""

    c: Canvas
    p: Palette
    layout: Random
    state: State

    @property
    def worn(self) -> bool:
        return self.state != "fresh"

    @property
    def lively(self) -> bool:
        """Whether people and flowers belong into the picture."""
        return self.state == "fresh"

    def shift(self, reach: float) -> float:
        """A small move to either side, for variety."""
        return self.layout.uniform(-reach, reach)


Painter = Callable[[Setting], None]
