"""The working desk counts what waits for the one who looks at it, and for nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.models import Staff
from pb.cycles.rules import Phase
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.review.models import DossierRow
from pb.values.permission import Role
from tests import make
from tests.visitor import Visitor


def waiting(visitor: Visitor, session: Session, person: Staff) -> dict[str, str]:
    """What the desk of `person` lists: the work and how much of it."""
    make.signed_in(visitor, session, person).get("/staff")
    items = visitor.page.select(".govuk-task-list__item")
    return {item.a.get_text(strip=True): item.strong.get_text(strip=True) for item in items}


@pytest.fixture
def checked(session: Session) -> Project:
    """One project in review whose dossier is unsigned and late, and one nobody has checked."""
    cycle = make.cycle(session, Phase.REVIEW)
    make.project(session, cycle, Status.SUBMITTED)
    return make.project(session, cycle, Status.IN_REVIEW)


def dossier(session: Session, project: Project, department_id: int, days: int) -> None:
    due = clock.today() + timedelta(days=days)
    session.add(DossierRow(project_id=project.id, department_id=department_id, due_on=due))
    session.flush()


def test_a_secretary_is_told_of_unchecked_projects(visitor: Visitor, session: Session, checked: Project) -> None:
    assert waiting(visitor, session, make.staff(session, Role.SECRETARY)) == {"Перевірити повноту": "1"}


LATE = {"Підписати картки, строк яких минув": "1", "Заповнити й підписати картки аналізу": "1"}


@pytest.mark.parametrize(("is_own", "told"), [(True, LATE), (False, {})])
def test_an_expert_is_told_of_the_own_department_only(
    visitor: Visitor, session: Session, checked: Project, is_own: bool, told: dict[str, str]
) -> None:
    own, other = make.department(session), make.department(session)
    dossier(session, checked, own.id, days=-1)
    expert = make.staff(session, Role.EXPERT, department_id=own.id if is_own else other.id)
    assert waiting(visitor, session, expert) == told


def test_a_dossier_in_time_is_not_late(visitor: Visitor, session: Session, checked: Project) -> None:
    own = make.department(session)
    dossier(session, checked, own.id, days=0)
    expert = make.staff(session, Role.EXPERT, department_id=own.id)
    assert waiting(visitor, session, expert) == {"Заповнити й підписати картки аналізу": "1"}


def test_nothing_waits(visitor: Visitor, session: Session) -> None:
    make.signed_in(visitor, session, make.staff(session, Role.AUDITOR)).get("/staff")
    assert "Нічого невідкладного." in visitor.text
