"""Counting the work that waits for a member of staff, across the stages; doing it is each stage's own."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from pb.overview.rules import DUTIES, Duty
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.review.models import Appeal, DossierRow, Item, MemberVote, Sitting
from pb.talk.queries import open_questions, waiting_remarks
from pb.web.reader import Reader


def duties_of(session: Session, person: Reader, today: date) -> dict[Duty, int]:
    """How many pieces of each kind of work wait for `person`; one statement a kind, kinds of nothing are left out."""
    mine = (duty for duty, (permission, _endpoint) in DUTIES.items() if person.may(permission))
    counted = {duty: COUNTS[duty](session, person, today) for duty in mine}
    return {duty: amount for duty, amount in counted.items() if amount}


def _unchecked(session: Session, _person: Reader, _today: date) -> int:
    return _amount(session, select(Project.id).where(Project.status == Status.SUBMITTED))


def _dossiers(session: Session, person: Reader, _today: date) -> int:
    return _amount(session, _unsigned(person))


def _late_dossiers(session: Session, person: Reader, today: date) -> int:
    return _amount(session, _unsigned(person).where(DossierRow.due_on < today))


def _unsigned(person: Reader) -> Select[int]:
    query = select(DossierRow.id).where(DossierRow.signed_at.is_(None))
    return query.where(DossierRow.department_id == person.department_id)


def _ready(session: Session, _person: Reader, _today: date) -> int:
    on_agenda = select(Item.project_id).join(Sitting).where(Sitting.published_at.is_(None))
    signed = select(DossierRow.project_id).where(DossierRow.signed_at.is_not(None))
    query = select(Project.id).where(Project.status == Status.IN_REVIEW)
    return _amount(session, query.where(Project.id.in_(signed), Project.id.not_in(on_agenda)))


def _votes(session: Session, person: Reader, _today: date) -> int:
    voted = select(MemberVote.item_id).where(MemberVote.staff_id == person.id)
    query = select(Item.id).join(Sitting).where(Item.decided_at.is_(None), Sitting.published_at.is_(None))
    return _amount(session, query.where(Item.id.not_in(voted)))


def _appeals(session: Session, _person: Reader, _today: date) -> int:
    return _amount(session, select(Appeal.id).where(Appeal.outcome.is_(None)))


def _questions(session: Session, person: Reader, _today: date) -> int:
    return _amount(session, open_questions(person.department_id))


def _moderation(session: Session, _person: Reader, _today: date) -> int:
    return _amount(session, waiting_remarks())


def _amount(session: Session, query: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


COUNTS: dict[Duty, Callable[[Session, Reader, date], int]] = {
    Duty.CHECK: _unchecked,
    Duty.LATE_DOSSIERS: _late_dossiers,
    Duty.DOSSIERS: _dossiers,
    Duty.AGENDA: _ready,
    Duty.VOTES: _votes,
    Duty.APPEALS: _appeals,
    Duty.QUESTIONS: _questions,
    Duty.MODERATION: _moderation,
}
