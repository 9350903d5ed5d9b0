"""What a voter does before casting: picks, kept as a draft. Envelopes are the electorate's, ballots the box's."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from pb.booth import drafts
from pb.booth.queries import Ballot
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
) -> None:
    """Apply one act to the draft; Refused when the form's limits say no or voting is not on. No audit entry."""
    if refusal := why_not(Action.FINISH_BALLOT, ballot.cycle.phase(now)):
        raise Refused(refusal)
    if ballot.manifest.contest(contest) is None:
        raise NotFound(contest)
    if contest in ballot.voted:
        raise Refused(AlreadyVoted.ALREADY_VOTED)
    if act is not Act.REMOVE and (over := why_not_in_group(ballot.groups, ballot.picks, contest)):
        raise over
    picked = picked_after(act, ballot.terms(contest), ballot.picked(contest), project, points)
    stored = drafts.load(session, draft)
    stored.setdefault(ballot.cycle.code, {})[contest] = list(picked.items())
    drafts.save(session, draft, stored, today)


def forget_cycle(session: Session, draft: str, cycle: str, today: date) -> None:
    """Drop what was picked in a cycle, because it is cast now."""
    stored = drafts.load(session, draft)
    stored.pop(cycle, None)
    if stored:
        drafts.save(session, draft, stored, today)
    else:
        drafts.forget(session, draft)
