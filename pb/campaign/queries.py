"""Reading what the catalogue of a ballot holds."""

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from pb.cycles.models import Contest, District
from pb.projects.models import Project
from pb.projects.rules import STOOD_FOR_VOTE


def ballot_projects(session: Session, cycle_id: int, district: str = "") -> list[Project]:
    """Projects that stand or stood for the vote, district by district, each in the order of the lot."""
    query = select(Project).join(Project.district).join(Project.contest)
    query = query.where(Project.cycle_id == cycle_id, Project.status.in_(STOOD_FOR_VOTE))
    if district:
        query = query.where(District.code == district)
    query = query.order_by(District.position, District.id, Contest.position, Project.ballot_position)
    return list(session.scalars(query.options(contains_eager(Project.district), contains_eager(Project.contest))))
