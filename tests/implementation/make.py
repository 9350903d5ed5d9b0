"""Factories of the works."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from pb import clock
from pb.audit.rules import SYSTEM
from pb.cycles.rules import Phase
from pb.implementation import queries, service
from pb.implementation.models import Works
from pb.implementation.rules import ROAD, Progress, Stage
from pb.projects.queries import project_by_code
from pb.projects.rules import Status
from pb.values.money import hryvnias
from tests import make


def plan(first: date, step: int = 10) -> dict[Stage, date]:
    """A day for each stage after the first, `step` days apart."""
    return {stage: first + timedelta(days=step * position) for position, stage in enumerate(ROAD[1:], start=1)}


def works(session: Session, **changes: Any) -> Works:
    """Works of a new winner, just started, planned ten days a stage."""
    cycle = changes.pop("cycle", None) or make.cycle(session, Phase.IMPLEMENTATION)
    project = make.project(session, cycle, Status.WON, **changes.pop("project", {}))
    values = {
        "department_id": changes.pop("department_id", None) or make.department(session).id,
        "allocated": hryvnias(100_000),
        "planned": plan(clock.today()),
        "contact": "тел. 0",
        "now": clock.now(),
    } | changes
    service.start_works(session, SYSTEM, project_by_code(session, project.code), **values)
    session.expire_all()
    return queries.works_of(session, project.code)


def post(session: Session, row: Works, folder: Path, stage: Stage, **changes: Any) -> Works:
    """One more post; returns the works as they stand after it."""
    photos = changes.pop("photos", ())
    progress = Progress(stage, changes.pop("text", "Зроблено."), **changes)
    service.post_progress(session, SYSTEM, row, progress, photos=photos, folder=folder, now=clock.now())
    code = row.project.code
    session.expire_all()
    return queries.works_of(session, code)
