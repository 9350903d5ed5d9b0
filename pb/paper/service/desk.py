"""The desk's part: marking the roll, handing out, closing a batch's account."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.cycles.models import Cycle, Desk
from pb.electorate.keys import CycleKeys
from pb.electorate.models import Shift
from pb.electorate.service import hand_on_paper
from pb.errors import Refused
from pb.paper import queries
from pb.paper.queries import Ledger
from pb.paper.rules import MARKED_UNTIL, Refusal
from pb.values.actor import Actor


def hand_ballots(
    session: Session,
    shift: Shift,
    cycle: Cycle,
    desk: Desk,
    typed: str,
    contests: Collection[str],
    *,
    keys: CycleKeys,
    region: str,
    now: datetime,
) -> list[str]:
    """Mark the person behind the booth code `typed` as having voted on paper in `contests`; their titles.

    Refused when nothing is chosen, nothing is printed here, or the person has voted there already. No audit
    entry: the roll is the record, and a list of moments could be laid beside it.
    """
    if cycle.phase(now) not in MARKED_UNTIL:
        raise Refused(Refusal.HANDING_OVER)
    if not contests:
        raise Refused(Refusal.NOTHING_CHOSEN)
    printed = queries.printed_contests(session, cycle.id, desk.id)
    wanted = [contest for contest in cycle.contests if contest.code in contests]
    if any(contest.id not in printed for contest in wanted):
        raise Refused(Refusal.NOTHING_PRINTED)
    hand_on_paper(session, shift, cycle, desk, typed, contests, keys=keys, region=region, now=now)
    return [contest.title for contest in wanted]


def close_account(session: Session, actor: Actor, ledger: Ledger, returned: int, spoilt: int, note: str) -> None:
    """The numbers of blanks brought back and of spoilt ballots; after this no ballot of the batch is handed out."""
    batch = ledger.batch
    if batch.returned is not None:
        raise Refused(Refusal.ALREADY_ACCOUNTED)
    if waiting := queries.open_lists(session, batch.cycle_id, batch.desk_id):
        raise Refused(Refusal.LIST_OPEN, lists=", ".join(one.code for one in waiting))
    if returned + spoilt > batch.printed:
        raise Refused(Refusal.BAD_AMOUNT, most=batch.printed)
    batch.returned, batch.spoilt, batch.note = returned, spoilt, note[:500]
    batch.accounted_by, batch.accounted_on = actor.code, clock.today()
    details = {"returned": returned, "spoilt": spoilt, "handed": ledger.account.handed, "note": note[:500]}
    audit.record(session, actor, "paper.close_account", f"batch:{batch.code}", details)
