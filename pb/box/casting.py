"""Ballots that wait at the same moment are stored by one commit; what storing one means is in `service`."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from pb.box.service import Receipt
from pb.db.database import Database
from pb.errors import Refused

MOST_TOGETHER = 64
Work = Callable[[Session], Receipt]


@dataclass(eq=False)
class _Waiting:
    leaf: bytes
    work: Work
    done: threading.Event = field(default_factory=threading.Event)
    receipt: Receipt | None = None
    failure: BaseException | None = None


class CastingQueue:
    """`cast(leaf, work)` from any thread: whoever finds nobody at the disk stores all that wait by then.

    A durable commit takes the disk milliseconds, whether it holds one ballot or thirty. Within a commit ballots
    stand in the order of their leaf hashes, so that not even the journal tells which came first.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[_Waiting] = []
        self._list = threading.Lock()
        self._disk = threading.Lock()

    def cast(self, leaf: bytes, work: Work) -> Receipt:
        """The receipt, after the commit; Refused, or whatever the database says, as if the ballot came alone."""
        mine = _Waiting(leaf, work)
        with self._list:
            self._waiting.append(mine)
        while not mine.done.is_set():
            with self._disk:
                if not mine.done.is_set():
                    self._store(self._taken())
        if mine.failure is not None:
            raise mine.failure
        assert mine.receipt is not None  # done, and not failed
        return mine.receipt

    def _taken(self) -> list[_Waiting]:
        with self._list:
            taken, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
        return sorted(taken, key=lambda one: one.leaf)

    def _store(self, group: list[_Waiting]) -> None:
        try:
            with self._database.transaction() as session:
                for one in group:
                    _try(one, session)
        except BaseException as failure:  # noqa: BLE001 - each caller raises it in its own thread
            if len(group) == 1:
                group[0].receipt, group[0].failure = None, failure
            else:
                for one in group:  # nobody is refused because of somebody else's ballot
                    self._store([one])
                return
        for one in group:
            one.done.set()


def _try(one: _Waiting, session: Session) -> None:
    one.receipt = one.failure = None
    try:
        one.receipt = one.work(session)
    except Refused as refused:  # raised before anything of this ballot is written
        one.failure = refused
