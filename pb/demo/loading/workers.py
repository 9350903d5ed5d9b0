"""What takes long and touches no open transaction, done on both cores while the demo is written."""

import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pb.demo.pictures.files import photo_and_thumbnail
from pb.electorate.keys import CycleKeys
from pb.media.rules import Size
from pb.media.service import path_of

VARIANTS = 3  # of every scene


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture to draw: where its files go, what is on it."""

    folder: Path
    code: str
    scene: str
    seed: int


class Workers:
    """Two processes; what they were asked is done at the latest when `finish` returns."""

    def __init__(self) -> None:
        # Spawned, not forked: the database's connections must not be inherited.
        self._pool = ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn"))
        self._orders: list[Future[Any]] = []
        self._first: dict[tuple[str, int], Drawing] = {}
        self._copies: list[tuple[Drawing, Drawing]] = []

    def ask(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Do this when there is time."""
        order = self._pool.submit(work, *arguments)
        self._orders.append(order)
        return order

    def draw(self, drawings: Iterable[Drawing]) -> None:
        """Draw these pictures; the same scene in the same variant is drawn once and copied at the end."""
        for drawing in drawings:
            first = self._first.setdefault((drawing.scene, drawing.seed % VARIANTS), drawing)
            if first is drawing:
                self.ask(draw, drawing)
            else:
                self._copies.append((first, drawing))

    def finish(self) -> None:
        """Wait for everything; the first failure is raised."""
        for order in self._orders:
            order.result()
        for first, drawing in self._copies:
            for size in Size:
                shutil.copyfile(path_of(first.folder, first.code, size), path_of(drawing.folder, drawing.code, size))
        self._pool.shutdown()


def draw(drawing: Drawing) -> None:
    """One picture in both sizes."""
    page, card = photo_and_thumbnail(drawing.scene, drawing.seed % VARIANTS)
    path_of(drawing.folder, drawing.code, Size.PAGE).write_bytes(page)
    path_of(drawing.folder, drawing.code, Size.CARD).write_bytes(card)


def make_key(folder: Path, cycle: str, contest: str) -> None:
    """The signing key of a contest, so that opening the election finds it made."""
    CycleKeys(folder, cycle).make(contest)
