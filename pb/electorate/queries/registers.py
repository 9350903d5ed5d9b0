"""How many people the city's registers hold; who they are nobody can read."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.cycles.models import Cycle
from pb.electorate.models import Excluded, Resident


@dataclass(frozen=True, slots=True)
class Registers:
    """A cycle and how many people are on each of its lists."""

    cycle: Cycle
    residents: int
    excluded: int


def registers_of(session: Session, cycles: list[Cycle]) -> list[Registers]:
    """Two statements, however many cycles."""
    residents, excluded = (
        dict(session.execute(select(table.cycle_id, func.count()).group_by(table.cycle_id)).all())
        for table in (Resident, Excluded)
    )
    return [Registers(one, residents.get(one.id, 0), excluded.get(one.id, 0)) for one in cycles]


def is_excluded(session: Session, cycle_id: int, register_key: bytes) -> bool:
    """Whether a person is on the list of those without a vote."""
    return session.get(Excluded, (cycle_id, register_key)) is not None
