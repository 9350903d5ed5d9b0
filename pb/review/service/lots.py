"""The public lot that orders the ballot: first the list's hash, then the seed, so that neither can be chosen to fit."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.cycles.models import Cycle
from pb.cycles.rules import Action, why_not
from pb.errors import Refused
from pb.projects.models import Project
from pb.projects.rules import Move, Status
from pb.projects.service import move_project
from pb.review.models import Lot
from pb.review.queries import lot_of
from pb.review.rules import SHORTEST_SEED, Refusal, ballot_order, list_digest


def announce_list(session: Session, actor: Actor, cycle: Cycle, now: datetime) -> Lot:
    """Publish the hash of the list of admitted projects; the seed must come from outside and later."""
    if refusal := why_not(Action.DRAW_BALLOT, cycle.phase(now)):
        raise Refused(refusal)
    lot = lot_of(session, cycle.id)
    if lot is not None and lot.drawn_at is not None:
        raise Refused(Refusal.LOT_DRAWN)
    codes = [project.code for project in _admitted(session, cycle)]
    if not codes:
        raise Refused(Refusal.NOTHING_ADMITTED)
    if lot is None:
        lot = Lot(cycle_id=cycle.id, list_digest="", announced_at=now)
        session.add(lot)
    lot.list_digest, lot.announced_at = list_digest(codes), now
    audit.record(session, actor, "review.announce_list", f"cycle:{cycle.code}", {"list": lot.list_digest})
    return lot


def draw_ballot(session: Session, actor: Actor, cycle: Cycle, seed: str, now: datetime) -> Lot:
    """Order every contest's ballot by the seed and freeze it; Refused when the list changed since its hash."""
    if refusal := why_not(Action.DRAW_BALLOT, cycle.phase(now)):
        raise Refused(refusal)
    lot = lot_of(session, cycle.id)
    if lot is None:
        raise Refused(Refusal.LIST_NOT_ANNOUNCED)
    if lot.drawn_at is not None:
        raise Refused(Refusal.LOT_DRAWN)
    if len(seed.strip()) < SHORTEST_SEED:
        raise Refused(Refusal.SEED_TOO_SHORT)
    admitted = _admitted(session, cycle)
    if list_digest([project.code for project in admitted]) != lot.list_digest:
        raise Refused(Refusal.LIST_NOT_ANNOUNCED)
    lot.seed, lot.drawn_at = seed.strip(), now
    _order(session, actor, admitted, lot.seed)
    audit.record(session, actor, "review.draw_ballot", f"cycle:{cycle.code}", {"seed": lot.seed})
    return lot


def _order(session: Session, actor: Actor, admitted: list[Project], seed: str) -> None:
    by_contest: dict[int | None, dict[str, Project]] = defaultdict(dict)
    for project in admitted:
        by_contest[project.contest_id][project.code] = project
    for projects in by_contest.values():
        for position, code in enumerate(ballot_order(list(projects), seed), start=1):
            projects[code].ballot_position = position
            move_project(session, actor, projects[code], Move.LIST)


def _admitted(session: Session, cycle: Cycle) -> list[Project]:
    query = select(Project).where(Project.cycle_id == cycle.id, Project.status == Status.ADMITTED)
    return list(session.scalars(query.order_by(Project.code)))
