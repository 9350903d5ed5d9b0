"""Classes of the youngest pupils that vote together: registered before the vote, their hands typed like any batch."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.cycles.models import Cycle
from pb.cycles.queries import rule_set
from pb.cycles.rules import VoterProof
from pb.electorate.models import SchoolClass
from pb.electorate.queries import election_of, frozen_manifest
from pb.electorate.rules import Refusal as NotCodes
from pb.errors import Refused
from pb.paper.models import Batch
from pb.paper.rules import Refusal, is_youngest, may_raise_hands
from pb.paper.service.printing import PRINTED_IN
from pb.values.actor import Actor
from pb.values.code import new_code


def register_classes(session: Session, actor: Actor, cycle: Cycle, pupils: Mapping[str, int], now: datetime) -> None:
    """Let these classes (label → pupils) vote together in every contest of the frozen list.

    Refused for older classes, before the list is frozen, after the vote, and for a class that has slips or is known.
    """
    election = election_of(session, cycle.id)
    if election is None:
        raise Refused(Refusal.ELECTION_NOT_FROZEN)
    if cycle.phase(now) not in PRINTED_IN:
        raise Refused(Refusal.TOO_LATE_TO_PRINT)
    if rule_set(session, cycle.id).voter_proof is not VoterProof.CODE:
        raise Refused(NotCodes.NOT_A_CODE_CYCLE)
    if older := [label for label in pupils if not is_youngest(label)]:
        raise Refused(Refusal.NOT_YOUNGEST, classes=", ".join(older))
    frozen = {one.terms.code: one.terms for one in frozen_manifest(election).contests}
    contests = [contest for contest in cycle.contests if contest.code in frozen]
    if other := [one.title for one in contests if not may_raise_hands(frozen[one.code])]:
        raise Refused(Refusal.NOT_BY_HANDS, contest=other[0])
    session.add_all(
        SchoolClass(cycle_id=cycle.id, label=label, by_hands=True, pupils=amount) for label, amount in pupils.items()
    )
    try:
        session.flush()
    except IntegrityError as known:
        raise Refused(Refusal.CLASS_KNOWN, classes=", ".join(pupils)) from known
    made = {"cycle_id": cycle.id, "ordered_by": actor.code, "ordered_on": clock.today()}
    closed = {"returned": 0, "spoilt": 0, "accounted_by": actor.code, "accounted_on": clock.today()}
    session.add_all(
        Batch(code=new_code(), contest_id=one.id, class_label=label, by_hands=True, printed=amount, **made, **closed)
        for label, amount in pupils.items()
        for one in contests
    )
    audit.record(session, actor, "paper.register_classes", f"cycle:{cycle.code}", dict(pupils))
