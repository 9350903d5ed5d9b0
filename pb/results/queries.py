"""Reading decisions and publications; what is published is read from files, never counted anew."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from pb.cycles.models import Cycle
from pb.cycles.queries import announced_cycles, every_district
from pb.cycles.rules import ALLOWED, Action, Phase
from pb.electorate.queries import place_and_age, turnout
from pb.electorate.rules import AgeBand, Channel
from pb.projects.models import Project
from pb.projects.rules import STOOD_FOR_VOTE
from pb.results.models import Decision, DecisionChange, Publication
from pb.results.people import PlaceTurnout, grid
from pb.results.rules import Day, Turnout

AFTER_VOTE = frozenset(phase for phase in Phase if Action.COUNT in ALLOWED[phase])


@dataclass(frozen=True, slots=True)
class Progress:
    """A cycle after its vote, and what has been done with its results."""

    cycle: Cycle
    decision: Decision | None
    publication: Publication | None


def decision_of(session: Session, cycle_id: int) -> Decision | None:
    """The council's decision on a cycle with what it changed, or None."""
    query = select(Decision).where(Decision.cycle_id == cycle_id)
    return session.scalar(query.options(selectinload(Decision.changes).joinedload(DecisionChange.project)))


def publication_of(session: Session, cycle_code: str) -> Publication | None:
    """The publication of a cycle with the cycle, or None: then nothing of its results may be shown."""
    query = select(Publication).join(Cycle, Cycle.id == Publication.cycle_id).where(Cycle.code == cycle_code)
    return session.scalar(query.options(joinedload(Publication.cycle)))


def publications(session: Session) -> list[Publication]:
    """Every publication with its cycle, the newest vote first."""
    query = select(Publication).join(Cycle, Cycle.id == Publication.cycle_id).options(joinedload(Publication.cycle))
    return list(session.scalars(query.order_by(Cycle.voting_closes_at.desc(), Cycle.id.desc())))


def cycles_after_vote(session: Session, now: datetime) -> list[Progress]:
    """Cycles whose results may still be entered or published."""
    cycles = [cycle for cycle in announced_cycles(session, now) if cycle.phase(now) in AFTER_VOTE]
    ids = [cycle.id for cycle in cycles]
    decisions = {row.cycle_id: row for row in session.scalars(select(Decision).where(Decision.cycle_id.in_(ids)))}
    published = {row.cycle_id: row for row in session.scalars(select(Publication).where(Publication.cycle_id.in_(ids)))}
    return [Progress(cycle, decisions.get(cycle.id), published.get(cycle.id)) for cycle in cycles]


def turnout_of(session: Session, cycle: Cycle) -> Turnout | None:
    """How many people voted, day by day, from the roll's own figures; None where nobody is on the roll."""
    counted = turnout(session, cycle)
    if not counted.people:
        return None
    days = [
        Day(each.day, **{channel.value: each.people.get(channel, 0) for channel in Channel}) for each in counted.by_day
    ]
    adults = {row.name: row.adults for row in every_district(session)}
    places = [
        PlaceTurnout(name, people, adults.get(name, 0)) for name, people in sorted(counted.by_district.items()) if name
    ]
    bands = [band.value for band in AgeBand]
    return Turnout(
        counted.people, tuple(days), tuple(places), grid(place_and_age(session, cycle), bands, counted.smallest)
    )


def projects_on_ballot(session: Session, cycle_id: int) -> list[Project]:
    """Every project of a cycle that stood for the vote, by number."""
    query = select(Project).where(Project.cycle_id == cycle_id, Project.status.in_(STOOD_FOR_VOTE))
    return list(session.scalars(query.options(joinedload(Project.contest)).order_by(Project.number)))
