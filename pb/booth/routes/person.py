"""The person in the booth, as the cookie knows them: the visit, the draft's key, the keys of the cycle."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import session as cookie
from sqlalchemy.orm import Session

from pb import clock
from pb.booth.drafts import new_key
from pb.booth.queries import Ballot, ballot_of
from pb.cycles.models import Cycle
from pb.cycles.rules import Group
from pb.electorate.keys import CycleKeys
from pb.electorate.queries import VotedContest, groups_for, standing_of, voted_contests
from pb.electorate.rules import Reason
from pb.identity.models import Visit
from pb.identity.routes import CARRIED
from pb.identity.routes.visitor import current_visit
from pb.web.current import house

LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Person:
    """A confirmed person in a cycle. `owner` tells the envelopes of several people in one browser apart."""

    visit: Visit
    reasons: list[Reason]
    voted: dict[str, VotedContest]
    groups: list[Group]
    owner: str


def keys_of(cycle: Cycle) -> CycleKeys:
    """The city's secret files of a cycle."""
    return CycleKeys(house().settings.folder("keys"), cycle.code)


def draft_key(*, make: bool = False) -> str:
    """The key of this browser's draft; empty when nothing was picked yet, unless one is to be made."""
    key = str(cookie.get(CARRIED) or "")[:LONGEST_KEY]
    if not key and make:
        cookie[CARRIED] = key = new_key()
        cookie.permanent = True  # picks survive the night
    return key


def person_in(session: Session, cycle: Cycle) -> Person | None:
    """Who is in the booth, may they vote here, and what did they vote on already; None without a visit."""
    visit = current_visit(session)
    if visit is None:
        return None
    keys = keys_of(cycle)
    person_key = keys.person_key(visit.stretch)
    standing = standing_of(session, cycle, visit, keys=keys, region=house().city.region, day=clock.today())
    owner = hashlib.sha256(b"pb.owner\x1f" + person_key).hexdigest()[:24]
    voted, groups = voted_contests(session, cycle, person_key), groups_for(session, cycle, person_key)
    return Person(visit, standing.reasons, voted, groups, owner)


def ballot_for(session: Session, cycle: Cycle, person: Person | None, now: datetime) -> Ballot | None:
    """The ballot with this browser's picks, as the person in the booth may use it."""
    if person is None:
        return ballot_of(session, cycle, draft_key(), now)
    return ballot_of(session, cycle, draft_key(), now, person.voted, person.groups)


def script_config(ballot: Ballot, person: Person | None) -> dict[str, Any]:
    """What the booth's script must know; nothing of it is secret."""
    return {
        "manifest": ballot.manifest.hash,
        "box": house().settings.box_url,
        "owner": person.owner if person else "",
        "cycle": ballot.cycle.code,
    }
