"""Groups of contests of which one person may use only some: a slot for each use, in the transaction of the roll."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.cycles.models import Contest, ContestGroup
from pb.electorate.models import Slot
from pb.electorate.rules import Refusal
from pb.errors import Refused

_SLOTS = Slot.metadata.tables[Slot.__tablename__]
_PERSON = bindparam("person", type_=Slot.person_key.type)
_USED = select(func.count()).where(Slot.group_id == ContestGroup.id, Slot.person_key == _PERSON).scalar_subquery()
_NEXT = _USED + func.row_number().over(partition_by=ContestGroup.id, order_by=Contest.id)
_TAKEN = (
    select(ContestGroup.id, ContestGroup.most, _PERSON, _NEXT)
    .join(Contest, Contest.group_id == ContestGroup.id)
    .where(Contest.id.in_(bindparam("contests", expanding=True)))
    .order_by(ContestGroup.id, Contest.id)
)
_TAKE: dict[str, Any] = {
    name: into(_SLOTS)
    .from_select(["group_id", "most", "person_key", "slot"], _TAKEN)
    .on_conflict_do_nothing()
    .returning(_SLOTS.c.group_id)
    for name, into in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def take_slots(session: Session, person_key: bytes, grouped: Mapping[int, int]) -> None:
    """A slot for each contest just entered on the roll (row id → its group's); Refused when one is too many.

    Whoever took the same slot in the same moment was first: then the next slot is tried, until the constraint of
    the table says that there is none. No audit entry: the roll is the record.
    """
    waiting = dict(grouped)
    while waiting:
        try:
            taken = session.scalars(
                _TAKE[session.get_bind().dialect.name], {"person": person_key, "contests": list(waiting)}
            ).all()
        except IntegrityError as over:
            raise Refused(Refusal.GROUP_USED) from over
        for group in taken:
            waiting.pop(next(contest for contest, of in waiting.items() if of == group))


def grouped_among(session: Session, contests: Collection[int]) -> dict[int, int]:
    """Row id of those of `contests` that belong to a group → the group's row id."""
    query = select(Contest.id, Contest.group_id).where(Contest.id.in_(contests), Contest.group_id.is_not(None))
    return {contest: group for contest, group in session.execute(query) if group is not None}
