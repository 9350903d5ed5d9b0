"""Sittings of the commission: agenda, votes by name, decisions that become public together."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.cycles.models import Cycle
from pb.cycles.queries import rule_set
from pb.cycles.rules import Action, why_not
from pb.errors import NotFound, Refused
from pb.projects.models import Project
from pb.projects.queries import project_by_code
from pb.projects.rules import Status
from pb.projects.service import move_project
from pb.review.letters import DecisionPost
from pb.review.models import DossierRow, Item, MemberVote, Sitting
from pb.review.rules import MOVES, Decision, Refusal, Vote, why_not_carried
from pb.submission.service import open_revision
from pb.values.code import new_code


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the secretary puts to the vote; a refusal names article, fact and way out."""

    decision: Decision
    article: str = ""
    reason: str = ""
    way_out: str = ""


def open_sitting(session: Session, actor: Actor, cycle: Cycle, *, number: str, held_on: date) -> Sitting:
    """A sitting with an empty agenda."""
    sitting = Sitting(code=new_code(), cycle_id=cycle.id, number=number, held_on=held_on)
    session.add(sitting)
    audit.record(session, actor, "review.open_sitting", f"sitting:{sitting.code}", {"cycle": cycle.code})
    return sitting


def propose_decision(session: Session, actor: Actor, sitting: Sitting, project: Project, proposal: Proposal) -> Item:
    """Put a project on the agenda with a proposed decision; Refused without a signed dossier or reason."""
    if sitting.published_at is not None:
        raise Refused(Refusal.ALREADY_PUBLISHED)
    if project.status is not Status.IN_REVIEW or project.cycle_id != sitting.cycle_id:
        raise Refused(Refusal.NOT_IN_REVIEW)
    dossier = session.scalar(select(DossierRow).where(DossierRow.project_id == project.id))
    if dossier is None or dossier.signed_at is None:
        raise Refused(Refusal.DOSSIER_MISSING)
    if proposal.decision is not Decision.ADMIT and not proposal.reason:
        raise Refused(Refusal.REASON_NEEDED)
    if proposal.decision in {Decision.REFUSE, Decision.REFUSE_FINALLY} and not proposal.article:
        raise Refused(Refusal.ACT_NEEDED)
    last = session.scalar(select(func.max(Item.position)).where(Item.sitting_id == sitting.id)) or 0
    item = Item(
        sitting_id=sitting.id,
        project_id=project.id,
        position=last + 1,
        proposal=proposal.decision,
        article=proposal.article,
        reason=proposal.reason,
        way_out=proposal.way_out,
    )
    session.add(item)
    details = {"decision": proposal.decision.value, "sitting": sitting.code}
    audit.record(session, actor, "review.propose", f"project:{project.code}", details)
    return item


def cast_vote(session: Session, actor: Actor, item_id: int, *, staff_id: int, vote: Vote) -> None:
    """A member's vote on an open item; it may be changed until the item is closed."""
    item = session.get(Item, item_id)
    if item is None:
        raise NotFound(str(item_id))
    if item.decided_at is not None:
        raise Refused(Refusal.ITEM_DECIDED)
    session.merge(MemberVote(item_id=item.id, staff_id=staff_id, vote=vote))
    audit.record(session, actor, "review.vote", f"item:{item.id}", {"vote": vote.value})


def close_item(session: Session, actor: Actor, item_id: int, now: datetime) -> None:
    """Decide an item by the votes cast; Refused without quorum or majority, so that it stays open."""
    item = session.get(Item, item_id)
    if item is None:
        raise NotFound(str(item_id))
    if item.decided_at is not None:
        raise Refused(Refusal.ITEM_DECIDED)
    sitting = session.get_one(Sitting, item.sitting_id)
    cycle = session.get_one(Cycle, sitting.cycle_id)
    if refusal := why_not(Action.DECIDE_PROJECT, cycle.phase(now)):
        raise Refused(refusal)
    votes = list(session.scalars(select(MemberVote.vote).where(MemberVote.item_id == item.id)))
    if refused := why_not_carried(votes, rule_set(session, cycle.id).quorum):
        raise Refused(refused)
    item.decided_at = now
    audit.record(session, actor, "review.decide", f"item:{item.id}", {"decision": item.proposal.value})


def publish_sitting(
    session: Session, actor: Actor, sitting: Sitting, now: datetime, *, post: DecisionPost | None = None
) -> None:
    """Publish the protocol: from this moment every decision of the sitting holds, is public and is told to authors."""
    if sitting.published_at is not None:
        raise Refused(Refusal.ALREADY_PUBLISHED)
    if any(item.decided_at is None for item in sitting.items) or not sitting.items:
        raise Refused(Refusal.ITEMS_OPEN)
    for item in sitting.items:
        _apply(session, actor, item, now)
        if post is not None:
            post.decided(session, item.project, item.full_reason, now)
    sitting.published_at = now
    details = {"decisions": len(sitting.items)}
    audit.record(session, actor, "review.publish_sitting", f"sitting:{sitting.code}", details)


def _apply(session: Session, actor: Actor, item: Item, now: datetime) -> None:
    project = item.project
    if item.proposal is Decision.ADMIT:
        query = select(DossierRow.corrected_kopecks).where(DossierRow.project_id == project.id)
        corrected = session.scalar(query)
        if corrected is not None:
            project.total_kopecks = corrected
    move_project(session, actor, project, MOVES[item.proposal], reason=item.full_reason)
    if item.proposal is Decision.RETURN:
        open_revision(session, project_by_code(session, project.code), item.reason, now)
