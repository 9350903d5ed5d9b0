"""A second envelope for one that was lost before it came to the box: an operator asks, somebody else grants.

Nobody can see whether the first envelope has been cast: the box knows no person. So the number of reissues is public.
"""

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.cycles.models import Cycle
from pb.electorate.keys import CycleKeys
from pb.electorate.models import Reissue, RollEntry
from pb.electorate.rules import Channel, LostBy, Refusal
from pb.errors import NotFound, Refused
from pb.values.actor import Actor
from pb.values.code import new_code

WITH_ENVELOPE = frozenset({Channel.ONLINE, Channel.DESK})


def ask_reissue(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    stretch: bytes,
    contests: Collection[str],
    lost_by: LostBy,
    reason: str,
    *,
    keys: Path,
) -> str:
    """Ask for second envelopes of `contests` for the person of `stretch_of_documents`; the request's code.

    Refused where the person took no envelope (`contests`: which), and where one was asked for before. A school's
    slip or a paper ballot is not an envelope that can be lost.
    """
    person_key = CycleKeys(keys, cycle.code).person_key(stretch)
    wanted = {contest.id: contest for contest in cycle.contests if contest.code in contests}
    held = RollEntry.person_key == person_key, RollEntry.contest_id.in_(wanted), RollEntry.channel.in_(WITH_ENVELOPE)
    taken = set(session.scalars(select(RollEntry.contest_id).where(*held)))
    if not wanted or wanted.keys() - taken:
        titles = ", ".join(contest.title for key, contest in wanted.items() if key not in taken)
        raise Refused(Refusal.NO_ENVELOPE, contests=titles or "–")
    asked = select(Reissue.contest_id).where(Reissue.person_key == person_key, Reissue.contest_id.in_(wanted))
    if session.scalars(asked).first() is not None:
        raise Refused(Refusal.REISSUE_ASKED)
    code = new_code()
    session.add_all(
        Reissue(contest_id=key, person_key=person_key, code=code, lost_by=lost_by, reason=reason[:500],
                asked_by=actor.code, asked_on=clock.today())
        for key in wanted
    )  # fmt: skip
    audit.record(session, actor, "electorate.ask_reissue", f"reissue:{code}", {"contests": sorted(contests)})
    return code


def decide_reissue(session: Session, actor: Actor, code: str, *, grant: bool) -> None:
    """The second person's word about a request; Refused for whoever asked, and when it is decided."""
    rows = list(session.scalars(select(Reissue).where(Reissue.code == code).with_for_update()))
    if not rows:
        raise NotFound(code)
    if rows[0].granted_by is not None:
        raise Refused(Refusal.REISSUE_SETTLED)
    if rows[0].asked_by == actor.code:
        raise Refused(Refusal.SECOND_PERSON_NEEDED)
    for row in rows:
        row.granted_by, row.granted_on, row.is_granted = actor.code, clock.today(), grant
    audit.record(session, actor, "electorate.decide_reissue", f"reissue:{code}", {"granted": grant})
