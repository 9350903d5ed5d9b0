"""What takes long and touches no open transaction, done on both cores while the demo is written."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pb import clock
from pb.cycles.queries import cycle_by_code
from pb.db.database import Database
from pb.demo.pictures.files import photo_and_thumbnail
from pb.electorate.keys import CycleKeys
from pb.media.rules import Size
from pb.media.service import path_of
from pb.results.drafting import draft_results
from pb.results.publishing import Draft
from pb.settings import Settings
from pb.web.city import read_city


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

    def ask(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Do this when there is time."""
        order = self._pool.submit(work, *arguments)
        self._orders.append(order)
        return order

    def draw(self, drawings: Iterable[Drawing]) -> None:
        """Draw and keep these pictures."""
        for drawing in drawings:
            self.ask(draw, drawing)

    def finish(self) -> None:
        """Wait for everything; the first failure is raised."""
        for order in self._orders:
            order.result()
        self._pool.shutdown()


def draw(drawing: Drawing) -> None:
    """One picture in both sizes."""
    page, card = photo_and_thumbnail(drawing.scene, drawing.seed)
    path_of(drawing.folder, drawing.code, Size.PAGE).write_bytes(page)
    path_of(drawing.folder, drawing.code, Size.CARD).write_bytes(card)


def make_key(folder: Path, cycle: str, contest: str) -> None:
    """The signing key of a contest, so that opening the election finds it made."""
    CycleKeys(folder, cycle).make(contest)


def write_results(settings: Settings, cycle: str, moment: datetime) -> Draft:
    """The results of a decided cycle as they will be published."""
    clock.use(lambda: moment)
    database = Database(settings.database_url)
    with database.reading() as session:
        draft = draft_results(
            session,
            cycle_by_code(session, cycle),
            elections=settings.folder("elections"),
            published=settings.folder("published"),
            unit=read_city(settings.city_file).name,
            now=moment,
        )
    database.dispose()
    return draft
