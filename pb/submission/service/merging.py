"""Merging two similar projects: proposed by an author or the secretary, done by the consent of all authors of both."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.accounts.models import Author
from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.cycles.rules import Action, why_not
from pb.errors import NotFound, Refused
from pb.mail.rules import Letter
from pb.projects.models import Project
from pb.projects.rules import Move, applicant_line
from pb.projects.service import move_project
from pb.submission.letters import AuthorPost
from pb.submission.models import CoAuthor, Merger, MergerConsent
from pb.submission.queries import (
    asked_about,
    authors_of,
    cycle_of,
    is_author_of,
    lock_projects,
    open_mergers,
    side_of,
)
from pb.submission.rules import MergerOutcome, Refusal, why_not_merged
from pb.values.code import new_code


def propose_merger(
    session: Session,
    actor: Actor,
    goes_on: Project,
    joins: Project,
    *,
    proposer: Author | None,
    reason: str,
    now: datetime,
    post: AuthorPost | None = None,
) -> Merger:
    """Ask every author of both; `proposer` agrees by asking, None is the secretary."""
    _check(session, goes_on, joins, now)
    first, second = sorted((goes_on, joins), key=lambda project: project.id)
    row = Merger(
        code=new_code(),
        first=first,
        second=second,
        joins_id=joins.id,
        proposed_by=proposer.id if proposer else None,
        proposed_at=now,
        reason=reason.strip(),
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as twice:
        raise Refused(Refusal.ALREADY_PROPOSED) from twice
    audit.record(session, actor, "submission.propose_merger", f"project:{joins.code}", {"goes_on": goes_on.code})
    _write(session, row, Letter.MERGER_PROPOSED, {"reason": row.reason}, post, now)
    if proposer is not None:
        _agree(session, actor, row, proposer, now, post)
    return row


def answer_merger(
    session: Session,
    actor: Actor,
    row: Merger,
    project: Project,
    author: Author,
    *,
    agrees: bool,
    now: datetime,
    post: AuthorPost,
) -> None:
    """The yes or no of one author of one of the two; the last yes merges, the first no ends it."""
    _hold(session, row)
    if author not in asked_about(session, row):
        raise NotFound(row.code)
    audit.record(session, actor, "submission.answer_merger", f"project:{project.code}", {"agrees": agrees})
    if not agrees:
        _end(session, row, MergerOutcome.DECLINED, now, post)
        return
    _check(session, row.goes_on, row.joins, now)
    _agree(session, actor, row, author, now, post)


def withdraw_merger(
    session: Session, actor: Actor, row: Merger, author: Author | None, now: datetime, post: AuthorPost
) -> None:
    """Take a proposal back: its proposer, or the secretary (None)."""
    _hold(session, row)
    if author is not None and row.proposed_by != author.id:
        raise Refused(Refusal.PROPOSAL_OVER)
    audit.record(session, actor, "submission.withdraw_merger", f"project:{row.joins.code}")
    _end(session, row, MergerOutcome.WITHDRAWN, now, post)


def _check(session: Session, goes_on: Project, joins: Project, now: datetime) -> None:
    """The days of merging are those of withdrawing: a project leaves the road before the ballot is frozen."""
    lock_projects(session, goes_on, joins)
    if refusal := why_not(Action.WITHDRAW_PROJECT, cycle_of(session, joins).phase(now)):
        raise Refused(refusal)
    if refused := why_not_merged(side_of(session, goes_on), side_of(session, joins)):
        raise Refused(refused)


def _hold(session: Session, row: Merger) -> None:
    """Two last answers at one moment take turns; the second sees what the first did."""
    lock_projects(session, row.first, row.second)
    session.refresh(row, ["ended_at", "outcome"])
    if row.ended_at is not None:
        raise Refused(Refusal.PROPOSAL_OVER)


def _agree(session: Session, actor: Actor, row: Merger, author: Author, now: datetime, post: AuthorPost | None) -> None:
    if session.get(MergerConsent, (row.id, author.id)) is None:
        session.add(MergerConsent(merger_id=row.id, author_id=author.id, agreed_at=now))
    if all(asked_about(session, row).values()):
        doomed = [one for one in _doomed(session, row) if one is not row]
        _merge(session, actor, row.goes_on, row.joins, now)
        _end(session, row, MergerOutcome.MERGED, now, post)
        for one in doomed:
            _end(session, one, MergerOutcome.WITHDRAWN, now, post)


def _doomed(session: Session, row: Merger) -> list[Merger]:
    """Open proposals that cannot come true any more once this one has."""
    about_the_other = [one for one in open_mergers(session, row.goes_on.id) if one.joins_id == row.goes_on.id]
    return [*open_mergers(session, row.joins_id), *about_the_other]


def _merge(session: Session, actor: Actor, goes_on: Project, joins: Project, now: datetime) -> None:
    joins.merged_into_id = goes_on.id
    move_project(session, actor, joins, Move.MERGE)
    for author in authors_of(session, joins):
        if not is_author_of(session, goes_on, author.id):
            session.add(
                CoAuthor(
                    code=new_code(16), project_id=goes_on.id, author_id=author.id, invited_as=author.name,
                    invited_at=now, accepted_at=now,
                )
            )  # fmt: skip
            session.flush()
    people = [author.name for author in authors_of(session, goes_on)]
    goes_on.author_name = applicant_line(goes_on.body_name, goes_on.body_code, people)


def _end(session: Session, row: Merger, outcome: MergerOutcome, now: datetime, post: AuthorPost | None) -> None:
    row.ended_at, row.outcome = now, outcome
    _write(session, row, Letter.MERGER_ENDED, {"outcome": outcome.value}, post, now)


def _write(
    session: Session, row: Merger, letter: Letter, more: dict[str, object], post: AuthorPost | None, now: datetime
) -> None:
    if post is None:
        return
    for project, other in ((row.first, row.second), (row.second, row.first)):
        facts = {"other": other.title, "other_number": other.number, "goes_on": row.goes_on.number, **more}
        post.write(session, project, letter, facts, now)
