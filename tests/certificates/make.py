"""A published cycle with a winner and a participant."""

from datetime import date

from sqlalchemy.orm import Session

from pb import clock
from pb.certificates.paper import Press
from pb.cycles.models import Cycle
from pb.cycles.rules import Phase
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.results.models import Decision, Publication
from tests import make

PRESS = Press(city="Зразкове", programme="Бюджет участі", council="Зразківська рада", public_url="http://localhost")


def published_cycle(session: Session, *, decided: bool = True) -> Cycle:
    """A cycle whose results are public."""
    cycle = make.cycle(session, Phase.IMPLEMENTATION)
    session.add(Publication(cycle_id=cycle.id, published_at=clock.now(), published_by="system", files_sha256="0" * 64))
    if decided:
        session.add(
            Decision(
                cycle_id=cycle.id,
                number="123-45",
                decided_on=date(2026, 2, 1),
                entered_at=clock.now(),
                entered_by="system",
            )
        )
    session.flush()
    return cycle


def two_projects(session: Session, cycle: Cycle) -> tuple[Project, Project]:
    """A winner and one that took part."""
    won = make.project(session, cycle, Status.WON, title="Сквер на Уявній")
    return won, make.project(session, cycle, Status.TOOK_PART, title="Фонтан на Вигаданій")
