"""Ordering ballots to be printed; how they are drawn is in `pb.paper.drawing`."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.cycles.models import Cycle, Desk
from pb.cycles.rules import Phase
from pb.electorate.queries import election_of, frozen_manifest
from pb.errors import Refused
from pb.paper.models import Batch
from pb.paper.rules import MOST_PRINTED, Refusal
from pb.values.actor import Actor
from pb.values.code import new_code

PRINTED_IN = frozenset({Phase.BALLOT, Phase.VOTING})


def order_ballots(session: Session, actor: Actor, cycle: Cycle, desk: Desk, amount: int, now: datetime) -> list[Batch]:
    """`amount` ballots of every contest of the frozen list for a desk; again: so many more, numbered on.

    Refused before the list is frozen, after the vote, and for a batch whose account is closed.
    """
    election = election_of(session, cycle.id)
    if election is None:
        raise Refused(Refusal.ELECTION_NOT_FROZEN)
    if cycle.phase(now) not in PRINTED_IN:
        raise Refused(Refusal.TOO_LATE_TO_PRINT)
    if not 0 < amount <= MOST_PRINTED:
        raise Refused(Refusal.BAD_AMOUNT, most=MOST_PRINTED)
    frozen = {one.terms.code for one in frozen_manifest(election).contests}
    known = {one.contest_id: one for one in session.scalars(select(Batch).where(Batch.desk_id == desk.id))}
    if any(one.returned is not None for one in known.values() if one.cycle_id == cycle.id):
        raise Refused(Refusal.ALREADY_ACCOUNTED)
    ordered = []
    for contest in cycle.contests:
        if contest.code not in frozen:
            continue
        batch = known.get(contest.id)
        if batch is None:
            batch = Batch(code=new_code(), cycle_id=cycle.id, contest_id=contest.id, desk_id=desk.id, printed=0,
                          ordered_by=actor.code, ordered_on=clock.today())  # fmt: skip
            session.add(batch)
        batch.printed += amount
        ordered.append(batch)
    session.flush()
    audit.record(session, actor, "paper.order_ballots", f"desk:{desk.code}", {"cycle": cycle.code, "each": amount})
    return ordered
