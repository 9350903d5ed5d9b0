"""What a voter does before casting: picks, kept as a draft. Envelopes are the electorate's, ballots the box's."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from pb.booth import drafts
from pb.booth.queries import Ballot, picks_in
from pb.booth.rules import Act, picked_after, why_not_in_group
from pb.cycles.rules import Action, why_not
from pb.electorate.rules import Refusal as AlreadyVoted
from pb.errors import NotFound, Refused


def change_pick(
    session: Session,
    ballot: Ballot,
    draft: str,
    contest: str,
    project: str,
    act: Act,
    *,
    points: int = 0,
    now: datetime,
    today: date,
) -> Ballot:
    """Apply one act to the draft; Refused when the form's limits say no or voting is not on. No audit entry.

    The draft as it is stored now counts, not the ballot's picks: another tab may have picked meanwhile.
    """
    if refusal := why_not(Action.FINISH_BALLOT, ballot.cycle.phase(now)):
        raise Refused(refusal)
    if ballot.manifest.contest(contest) is None:
        raise NotFound(contest)
    if contest in ballot.voted:
        raise Refused(AlreadyVoted.ALREADY_VOTED)
    stored = drafts.load(session, draft)
    of_cycle = stored.setdefault(ballot.cycle.code, {})
    now_picked = picks_in(ballot.manifest, of_cycle)
    if act is not Act.REMOVE and (over := why_not_in_group(ballot.groups, now_picked, contest)):
        raise over
    picked = picked_after(act, ballot.terms(contest), now_picked[contest], project, points)
    of_cycle[contest] = list(picked.items())
    drafts.save(session, draft, stored, today)
    return replace(ballot, picks=picks_in(ballot.manifest, of_cycle))


def forget_cycle(session: Session, draft: str, cycle: str, today: date) -> None:
    """Drop what was picked in a cycle, because it is cast now."""
    stored = drafts.load(session, draft)
    stored.pop(cycle, None)
    if stored:
        drafts.save(session, draft, stored, today)
    else:
        drafts.forget(session, draft)
