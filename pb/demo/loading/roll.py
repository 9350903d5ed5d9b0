"""Who took part in the finished cycle: an invented roll with as many entries as each contest has ballots."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from pb import clock
from pb.cycles.models import Cycle, Desk, District
from pb.electorate.models import RollEntry
from pb.electorate.rules import AgeBand, Channel
from pb.tally.queries import source_of

AGES = {
    AgeBand.FROM_18: 9, AgeBand.FROM_25: 22, AgeBand.FROM_35: 27, AgeBand.FROM_45: 18, AgeBand.FROM_55: 13,
    AgeBand.FROM_65: 11,
}  # fmt: skip
ONLINE = 0.84  # of the voters of the model city; the rest come to a desk
POOL = 1.6  # people for each ballot of the largest contest
EARLY = 0.88  # each day brings that part of the day before: two fifths come in the first days


def load_roll(session: Session, cycle: Cycle) -> None:
    """An entry for each ballot; a person is the same in every contest."""
    sources = {contest.id: source_of(session, contest.id) for contest in cycle.contests}
    ballots = {contest: source.ballots for contest, source in sources.items() if source}
    dice = Random(cycle.code)  # noqa: S311 - invented people
    people = list(_people(session, cycle, dice, round(max(ballots.values()) * POOL)))
    rows = [
        {**person, "contest_id": contest}
        for contest, count in ballots.items()
        for person in sorted(dice.sample(people, count), key=lambda person: person["person_key"])
    ]
    session.execute(insert(RollEntry), rows)


def _people(session: Session, cycle: Cycle, dice: Random, count: int) -> Iterator[dict[str, Any]]:
    places = list(session.scalars(select(District).where(District.adults > 0).order_by(District.position)))
    desks = list(session.scalars(select(Desk.id).order_by(Desk.id)))
    days = _days(cycle)
    homes = dice.choices([place.id for place in places], [place.adults for place in places], k=count)
    ages = dice.choices(list(AGES), list(AGES.values()), k=count)
    came = dice.choices(days, [EARLY**place for place in range(len(days))], k=count)
    for number in range(count):
        key = sha256(f"demo voter {cycle.code} {number}".encode()).digest()
        online = dice.random() < ONLINE
        yield {
            "person_key": key,
            "channel": Channel.ONLINE if online else Channel.DESK,
            "desk_id": None if online else dice.choice(desks),
            "day": came[number],
            "district_id": homes[number],
            "age_band": ages[number],
            "request_hash": key,
            "blind_signature": key,
        }


def _days(cycle: Cycle) -> Sequence[date]:
    first, last = (
        moment.astimezone(clock.CITY_ZONE).date() for moment in (cycle.voting_opens_at, cycle.voting_closes_at)
    )
    return [first + timedelta(days=place) for place in range((last - first).days)]
