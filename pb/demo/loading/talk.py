"""What residents of the demo ask and say under one project: an answered question, a comment, one that waits."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.rules import SYSTEM
from pb.cycles.models import Cycle
from pb.projects.models import Project
from pb.projects.rules import STOOD_FOR_VOTE
from pb.review.models import DossierRow
from pb.talk.rules import Kind, Verdict
from pb.talk.service.remarks import answer_question, settle_remarks, write_remark

QUESTION = ("Пані з другого під’їзду", "Чи залишать дерева, які там ростуть зараз?")
ANSWER = "Так. Усі здорові дерева залишаються, роботи плануємо навколо них."
COMMENT = ("Сусід", "Давно бракувало саме цього. Підтримую.")
WAITING = ("Читачка", "Хто прибиратиме там узимку?")


def load_talk(session: Session, cycle: Cycle) -> None:
    """Three remarks under the first project of the cycle's ballot."""
    query = select(Project).where(Project.cycle_id == cycle.id, Project.status.in_(STOOD_FOR_VOTE))
    project = session.scalars(query.order_by(Project.number).limit(1)).one()
    others = select(Project.author_id).where(Project.author_id.is_not(None), Project.author_id != project.author_id)
    author_id = session.scalars(others.order_by(Project.author_id).limit(1)).one()
    assert author_id is not None
    department_id = session.scalar(select(DossierRow.department_id).where(DossierRow.project_id == project.id))
    when = clock.now() - timedelta(days=2)
    remarks = [
        write_remark(session, SYSTEM, project, author_id=author_id, kind=kind, signature=signature, text=text, now=when)
        for kind, (signature, text) in (
            (Kind.QUESTION, QUESTION),
            (Kind.COMMENT, COMMENT),
            (Kind.QUESTION, WAITING),
        )
    ]
    settle_remarks(session, SYSTEM, remarks[:2], Verdict.SHOW, reason="", now=when)
    answer_question(session, SYSTEM, remarks[0], department_id=department_id, answer=ANSWER, now=when)
