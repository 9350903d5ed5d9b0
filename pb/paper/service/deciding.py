"""What becomes of a batch in quarantine: one person proposes with a reason, another confirms."""

from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.cycles.models import Cycle
from pb.errors import Refused
from pb.paper import queries
from pb.paper.models import Decision
from pb.paper.queries import Ledger
from pb.paper.rules import QUARANTINE, Difference, Refusal, Verdict
from pb.values.actor import Actor


def propose_decision(
    session: Session, actor: Actor, cycle: Cycle, ledger: Ledger, verdict: Verdict, reason: str
) -> Decision:
    """Propose to count a batch in quarantine nevertheless, or not to; an unconfirmed proposal may be replaced.

    Never released: more ballots than people on the roll, or ballots that nobody has read a third time.
    """
    _refuse_settled(session, cycle, ledger)
    if verdict is Verdict.RELEASE:
        if {Difference.FOUND_MORE, Difference.VOTES_OVER} & ledger.differences.keys():
            raise Refused(Refusal.MORE_THAN_PEOPLE)
        if ledger.contested and len(ledger.entries) < 3:
            raise Refused(Refusal.NOT_SETTLED)
    decision = session.get(Decision, ledger.batch.id) or Decision(batch_id=ledger.batch.id)
    decision.verdict, decision.reason = verdict, reason[:1000]
    decision.proposed_by, decision.proposed_on = actor.code, clock.today()
    session.add(decision)
    details = {"verdict": verdict.value, "reason": decision.reason}
    audit.record(session, actor, "paper.propose_decision", f"batch:{ledger.batch.code}", details)
    return decision


def confirm_decision(session: Session, actor: Actor, cycle: Cycle, ledger: Ledger) -> Decision:
    """The second person's word; after it the batch is settled for good."""
    _refuse_settled(session, cycle, ledger)
    decision = ledger.decision
    if decision is None:
        raise Refused(Refusal.NOT_PROPOSED)
    if decision.proposed_by == actor.code:
        raise Refused(Refusal.SAME_PERSON)
    decision.confirmed_by, decision.confirmed_on = actor.code, clock.today()
    details = {"verdict": decision.verdict.value}
    audit.record(session, actor, "paper.confirm_decision", f"batch:{ledger.batch.code}", details)
    return decision


def _refuse_settled(session: Session, cycle: Cycle, ledger: Ledger) -> None:
    if queries.closing_of(session, cycle.id):
        raise Refused(Refusal.PUBLISHED)
    if ledger.standing not in QUARANTINE:
        raise Refused(Refusal.NOT_QUARANTINED)
