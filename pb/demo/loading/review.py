"""The road of the demo's projects through check, dossier, commission and lot, on the days of the calendar."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.models import Author, Staff
from pb.accounts.queries import staff_with_role
from pb.audit.rules import Actor, ActorKind
from pb.cycles.models import Cycle
from pb.demo.content import reader, records
from pb.demo.content.cycles import IN_VOTING
from pb.demo.loading.moment import standing_at
from pb.projects.models import Project
from pb.projects.queries import for_cards
from pb.projects.rules import Move
from pb.projects.service import move_project
from pb.review import queries, service
from pb.review.rules import CheckOutcome, Conclusion, Decision, Vote
from pb.review.service.analysis import Answers
from pb.review.service.sittings import Proposal
from pb.submission.service import answer_remarks, close_revision
from pb.values.permission import Role

AGENDA = 25  # items of one sitting
REMARKS = "Додайте, будь ласка, точну адресу та ціни з двох пропозицій."
REVISED = {
    "Уточніть адресу: потрібен номер будинку.": "Додали номер будинку.",
    "Підтвердьте ціни двома пропозиціями.": "Отримали дві пропозиції. У кошторисі – дешевша.",
}
ENTERED = {"admitted", "won", "took_part"}
FEASIBLE = "Місце належить громаді, роботи посильні за один рік, ціни відповідають ринку."
DECISIONS = {
    "admitted": Decision.ADMIT,
    "won": Decision.ADMIT,
    "took_part": Decision.ADMIT,
    "returned": Decision.RETURN,
    "refused": Decision.REFUSE,
    "refused_finally": Decision.REFUSE_FINALLY,
}


def load_review(session: Session, cycle: Cycle) -> None:
    """Take every sent project as far as its writer says, if its stage has begun by now."""
    written = {project.title: project for project in reader.projects(cycle.code)}
    query = for_cards(select(Project).where(Project.cycle_id == cycle.id, Project.number.is_not(None)))
    rows = [(row, written[row.title]) for row in session.scalars(query.order_by(Project.number))]
    _checks(session, cycle, [row for row in rows if row[1].status != "submitted"])
    judged = [row for row in rows if row[1].status in {*DECISIONS, "withdrawn"}]
    _dossiers(session, cycle, judged)
    if cycle.code == IN_VOTING.code:
        _revision(session, cycle, next(row for row in judged if row[1].status in ENTERED and ", " in row[0].address))
    for start in range(0, len(judged), AGENDA):
        _sitting(session, cycle, judged[start : start + AGENDA], start // AGENDA + 1)
    _withdrawals(session, cycle, [row for row in rows if row[1].status == "withdrawn"])


def actor_of(person: Staff | Author) -> Actor:
    """A person as the audit log writes them."""
    return Actor(ActorKind.STAFF if isinstance(person, Staff) else ActorKind.AUTHOR, person.code)


def _checks(session: Session, cycle: Cycle, rows: list[tuple[Project, records.Project]]) -> None:
    secretary = staff_with_role(session, Role.SECRETARY)[0]
    for place, (row, project) in enumerate(rows):
        sent_at = row.submitted_at or cycle.submission_opens_at
        is_complete = project.status != "incomplete"
        with standing_at(_before(sent_at + timedelta(days=2, minutes=7 * place), cycle.review_until)):
            service.check_completeness(
                session,
                actor_of(secretary),
                row,
                outcome=CheckOutcome.COMPLETE if is_complete else CheckOutcome.INCOMPLETE,
                remarks="" if is_complete else REMARKS,
                staff_id=secretary.id,
                department=None,
                now=clock.now(),
            )


def _dossiers(session: Session, cycle: Cycle, rows: list[tuple[Project, records.Project]]) -> None:
    experts = {expert.department_id: expert for expert in staff_with_role(session, Role.EXPERT)}
    middle = cycle.submission_closes_at + (cycle.review_until - cycle.submission_closes_at) / 2
    for place, (row, project) in enumerate(rows):
        dossier = queries.dossier_of(session, row.id)
        if dossier is None:
            continue
        expert = experts[dossier.department_id]
        with standing_at(_before(middle - timedelta(days=5, minutes=-41 * place), cycle.review_until)):
            service.save_dossier(session, actor_of(expert), dossier, _answers(project), expert)
            service.sign_dossier(session, actor_of(expert), dossier, expert, clock.now())


def _answers(project: records.Project) -> Answers:
    refusal = project.refusal
    can = refusal is None or project.status == "returned"
    return Answers(
        competent=True,
        on_public_land=can,
        feasible=True,
        lawful=True,
        corrected=None,
        correction_reason="",
        upkeep=None,
        overlap="",
        conditions="",
        conclusion=Conclusion.CAN if can else Conclusion.CANNOT,
        reason=refusal.fact
        if refusal
        else "Місце належить громаді, роботи посильні за один рік, ціни відповідають ринку.",
        legal_act=refusal.article if refusal else "",
    )


def _revision(session: Session, cycle: Cycle, row: tuple[Project, records.Project]) -> None:
    """One project that came back with two remarks, was answered, and went on with everybody else's."""
    project = row[0]
    author, address = session.get_one(Author, project.author_id), project.address
    project.address = address.split(", ")[0]
    _sitting(session, cycle, [row], 0, lambda _project: Proposal(Decision.RETURN, reason="\n".join(REVISED)))
    with standing_at(_before(cycle.review_until - timedelta(days=7, hours=7), cycle.review_until)):
        project.address = address
        answer_remarks(session, actor_of(author), project, list(REVISED.values()), clock.now())
        close_revision(session, project, clock.now())
        move_project(session, actor_of(author), project, Move.ANSWER)


def _proposal(project: records.Project) -> Proposal:
    decision = DECISIONS.get(project.status, Decision.ADMIT)
    refusal = project.refusal
    if decision is Decision.ADMIT or refusal is None:
        return Proposal(decision, reason="" if decision is Decision.ADMIT else REMARKS)
    return Proposal(decision, refusal.article[:200], refusal.fact, refusal.way_out)


def _sitting(
    session: Session,
    cycle: Cycle,
    rows: list[tuple[Project, records.Project]],
    number: int,
    proposed: Callable[[records.Project], Proposal] = _proposal,
) -> None:
    secretary = staff_with_role(session, Role.SECRETARY)[0]
    members = staff_with_role(session, Role.COMMISSION_MEMBER)
    held_at = _before(cycle.review_until - timedelta(days=8 - number, hours=6), cycle.review_until)
    with standing_at(held_at):
        held_on = held_at.astimezone(clock.CITY_ZONE).date()
        sitting = service.open_sitting(
            session, actor_of(secretary), cycle, number=f"{number}/{cycle.code}"[:20], held_on=held_on
        )
        session.flush()
        for row, project in rows:
            item = service.propose_decision(session, actor_of(secretary), sitting, row, proposed(project))
            session.flush()
            for member in members:
                service.cast_vote(session, actor_of(member), item.id, staff_id=member.id, vote=Vote.FOR)
            service.close_item(session, actor_of(secretary), item.id, clock.now())
    with standing_at(_before(held_at + timedelta(hours=2), cycle.review_until)):
        session.expire(sitting)
        service.publish_sitting(
            session, actor_of(secretary), queries.sitting_by_code(session, sitting.code), clock.now()
        )


def _withdrawals(session: Session, cycle: Cycle, rows: list[tuple[Project, records.Project]]) -> None:
    for row, project in rows:
        with standing_at(cycle.review_until + timedelta(days=1)):
            author = session.get_one(Author, row.author_id)
            reason = project.refusal.fact if project.refusal else "Автор передумав."
            move_project(session, actor_of(author), row, Move.WITHDRAW, reason=reason)


def load_lot(session: Session, cycle: Cycle) -> None:
    """The lot of a cycle's ballot, two days before the vote."""
    manager = staff_with_role(session, Role.MANAGER)[0]
    with standing_at(cycle.voting_opens_at - timedelta(days=9)):
        service.announce_list(session, actor_of(manager), cycle, clock.now())
    with standing_at(cycle.voting_opens_at - timedelta(days=8)):
        seed = f"розіграш-{cycle.code}-07-14-21-33-40-52"
        service.draw_ballot(session, actor_of(manager), cycle, seed, clock.now())


def _before(moment: datetime, end: datetime) -> datetime:
    return min(moment, end - timedelta(hours=1), clock.now())
