"""Use cases of the results: enter the council's decision, publish."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.cycles.models import Cycle
from pb.cycles.rules import Action, why_not
from pb.errors import Refused
from pb.projects.models import Project
from pb.projects.rules import Move, Status
from pb.projects.service import move_project
from pb.results import queries
from pb.results.drafting import refuse_published
from pb.results.gathering import gather
from pb.results.models import Decision, DecisionChange, Publication
from pb.results.publishing import Draft, write_draft
from pb.results.rules import Change, CouncilChange, Refusal
from pb.tally.models import Adoption
from pb.tally.queries import adopted_runs, contested, winners_of
from pb.values.actor import Actor
from pb.values.progress import Progress, silent

PDF = b"%PDF-"


def enter_decision(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    *,
    number: str,
    decided_on: date,
    now: datetime,
    note: str = "",
    changes: Sequence[CouncilChange] = (),
    document: bytes | None = None,
    folder: Path | None = None,
) -> Decision:
    """The council's word: winners of the adopted counts win, unless it changed some; `document` is a PDF."""
    if refusal := why_not(Action.ENTER_DECISION, cycle.phase(now)):
        raise Refused(refusal)
    if queries.decision_of(session, cycle.id):
        raise Refused(Refusal.DECISION_KNOWN)
    if not number.strip():
        raise Refused(Refusal.NUMBER_NEEDED)
    if not cycle.voting_closes_at.astimezone(clock.CITY_ZONE).date() <= decided_on <= clock.today():
        raise Refused(Refusal.DECIDED_TOO_EARLY)
    winners = _counted_winners(session, cycle)
    decision = Decision(
        cycle_id=cycle.id,
        number=number.strip(),
        decided_on=decided_on,
        note=note.strip(),
        file=_kept(cycle, document, folder),
        entered_at=now,
        entered_by=str(actor),
    )
    session.add(decision)
    session.flush()
    _decide(session, actor, cycle, decision, winners, {each.project: each.reason.strip() for each in changes})
    details = {"number": decision.number, "changes": len(changes)}
    audit.record(session, actor, "results.enter_decision", f"cycle:{cycle.code}", details)
    return decision


def _counted_winners(session: Session, cycle: Cycle) -> set[str]:
    voted = contested(session, cycle.contests)
    runs = adopted_runs(session, [contest.id for contest in voted])
    if not voted or len(runs) < len(voted):
        raise Refused(Refusal.NOT_ADOPTED)
    return {code for run in runs.values() for code in winners_of(run)}


def _kept(cycle: Cycle, document: bytes | None, folder: Path | None) -> str:
    if not document or folder is None:
        return ""
    if not document.startswith(PDF):
        raise Refused(Refusal.NOT_A_PDF)
    name = f"decision-{cycle.code}.pdf"
    (folder / name).write_bytes(document)
    return name


def _decide(
    session: Session, actor: Actor, cycle: Cycle, decision: Decision, winners: set[str], changed: dict[str, str]
) -> None:
    if not all(changed.values()):
        raise Refused(Refusal.REASON_NEEDED)
    query = select(Project).where(Project.cycle_id == cycle.id, Project.status == Status.ON_BALLOT)
    for project in session.scalars(query.order_by(Project.number)):
        won = project.code in winners
        reason = changed.get(project.code)
        if reason:
            change = Change.REMOVED if won else Change.ADDED
            session.add(DecisionChange(decision_id=decision.id, project_id=project.id, change=change, reason=reason))
            won = not won
        move = Move.WIN if won else Move.TAKE_PART
        move_project(session, actor, project, move, reason=reason or f"Рішення ради № {decision.number}")


def publish_results(
    session: Session, actor: Actor, cycle: Cycle, draft: Draft, published: Path, now: datetime
) -> Publication:
    """From now on show what `draft_results` wrote; decisions and counts never change, so it is still true."""
    if refusal := why_not(Action.PUBLISH_RESULTS, cycle.phase(now)):
        raise Refused(refusal)
    row = _published(session, actor, cycle, draft, published, now)
    audit.record(session, actor, "results.publish_results", f"cycle:{cycle.code}", {"files": row.files_sha256})
    return row


def invite_press(session: Session, actor: Actor, cycle: Cycle, draft: Draft, preview: Path, until: datetime) -> str:
    """Show a draft below `preview` to whoever holds a link; returns the hash that the link must carry.

    A new draft replaces the one before, and old links with it.
    """
    draft.show(preview)
    details = {"files": draft.files_sha256, "until": until.isoformat()}
    audit.record(session, actor, "results.invite_press", f"cycle:{cycle.code}", details)
    return draft.files_sha256


def publish_imported(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    *,
    elections: Path,
    published: Path,
    unit: str,
    now: datetime,
    progress: Progress = silent,
) -> Publication:
    """Publish a cycle that was imported with its ballots: its council decided elsewhere, long ago."""
    ids = [contest.id for contest in cycle.contests]
    query = select(Adoption.id).where(Adoption.contest_id.in_(ids), Adoption.second_run_id.is_not(None))
    if session.scalar(query.limit(1)):
        raise Refused(Refusal.NOT_IMPORTED)
    gathered = gather(session, cycle, elections, None, None, now, progress)
    draft = write_draft(gathered, elections, published, unit, progress=progress)
    row = _published(session, actor, cycle, draft, published, now)
    audit.record(session, actor, "results.publish_imported", f"cycle:{cycle.code}", {"files": row.files_sha256})
    return row


def _published(
    session: Session, actor: Actor, cycle: Cycle, draft: Draft, published: Path, now: datetime
) -> Publication:
    refuse_published(session, cycle)
    row = Publication(cycle_id=cycle.id, published_at=now, published_by=str(actor), files_sha256=draft.files_sha256)
    session.add(row)
    session.flush()
    draft.show(published)
    return row
