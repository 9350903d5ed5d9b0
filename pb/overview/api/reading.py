"""What the interface reads, a page at a time; `after` is the code of the last thing a reader has."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from pb.cycles.models import Cycle
from pb.implementation.models import Works
from pb.projects.models import Project
from pb.projects.rules import PUBLIC


def projects_after(session: Session, now: datetime, after: str, limit: int, cycle: str = "") -> list[Project]:
    """Public projects of announced cycles, by code."""
    query = select(Project).join(Cycle, Cycle.id == Project.cycle_id)
    query = query.where(Project.status.in_(PUBLIC), Cycle.announced_at <= now, Project.code > after)
    if cycle:
        query = query.where(Cycle.code == cycle)
    loaded = query.options(joinedload(Project.cycle), joinedload(Project.contest), joinedload(Project.district))
    return list(session.scalars(loaded.order_by(Project.code).limit(limit)))


def works_after(session: Session, after: str, limit: int) -> list[Works]:
    """Works by the code of their project."""
    query = select(Works).join(Project, Project.id == Works.project_id).where(Project.code > after)
    loaded = query.options(joinedload(Works.project).joinedload(Project.cycle), joinedload(Works.department))
    return list(session.scalars(loaded.order_by(Project.code).limit(limit)))
