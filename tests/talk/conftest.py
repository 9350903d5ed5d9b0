"""A public project with its department, and who writes, moderates and answers."""

from collections.abc import Callable

import pytest
from flask import Flask

from pb.clock import today
from pb.cycles.rules import Comments, Phase
from pb.projects.rules import Status
from pb.review.models import DossierRow
from pb.values.permission import Role
from tests import make
from tests.visitor import Visitor


@pytest.fixture
def project(app: Flask) -> Callable[..., tuple[str, int]]:
    """Makes a project of a cycle with these rules for comments: (code, department id)."""

    def made(comments: Comments = Comments.RELEASED) -> tuple[str, int]:
        with app.extensions["pb"].database.transaction() as session:
            cycle = make.cycle(session, Phase.REVIEW, rules={"comments": comments})
            row = make.project(session, cycle, status=Status.IN_REVIEW)
            department = make.department(session)
            session.add(DossierRow(project_id=row.id, department_id=department.id, due_on=today()))
            return row.code, department.id

    return made


@pytest.fixture
def people(app: Flask) -> Callable[..., Visitor]:
    """Signs in a resident (`name`) or a member of staff (`role`) in a browser of their own."""

    def made(
        role: Role | None = None, *, name: str = "Канарко Таємна Прізвищівна", department: int | None = None
    ) -> Visitor:
        visitor = Visitor(app)
        with app.extensions["pb"].database.transaction() as session:
            person = make.author(session, name) if role is None else make.staff(session, role, department_id=department)
            make.signed_in(visitor, session, person)
        return visitor

    return made
