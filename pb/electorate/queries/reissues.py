"""Requests for a second envelope, as those who decide see them: never whose."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.accounts.models import Staff
from pb.cycles.models import Contest, Cycle
from pb.electorate.models import Reissue


@dataclass(frozen=True, slots=True)
class Request:
    """One request, of several contests perhaps; `rows` are alike but for their contests."""

    cycle: str
    contests: tuple[str, ...]
    asked_by: str
    row: Reissue

    @property
    def is_waiting(self) -> bool:
        return self.row.granted_by is None


def reissue_requests(session: Session) -> list[Request]:
    """Every request, the undecided first, then the newest."""
    query = (
        select(Reissue, Contest.title, Cycle.title, Staff.name)
        .join(Contest, Contest.id == Reissue.contest_id)
        .join(Cycle, Cycle.id == Contest.cycle_id)
        .outerjoin(Staff, Staff.code == Reissue.asked_by)
        .order_by(Contest.position)
    )
    found: dict[str, list[tuple[Reissue, str, str, str]]] = {}
    for row, contest, cycle, name in session.execute(query):
        found.setdefault(row.code, []).append((row, contest, cycle, name or row.asked_by))
    requests = [Request(rows[0][2], tuple(row[1] for row in rows), rows[0][3], rows[0][0]) for rows in found.values()]
    return sorted(requests, key=lambda one: (one.is_waiting, one.row.asked_on, one.row.code), reverse=True)
