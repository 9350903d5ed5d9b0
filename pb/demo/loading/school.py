"""The demo school's budget: the review of pupils' projects, the lot, slips for every class."""

from datetime import timedelta

from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.queries import staff_with_role
from pb.cycles.models import Cycle
from pb.cycles.rules import Phase
from pb.demo.loading.moment import standing_at
from pb.demo.loading.review import actor_of, load_lot, load_review
from pb.electorate.keys import CycleKeys
from pb.electorate.service import make_codes
from pb.school.service import name_coordinators
from pb.settings import Settings
from pb.values.actor import SYSTEM
from pb.values.code import grouped
from pb.values.permission import Role

CODES_FILE = "school-codes.txt"
PRINTED = 3
# From the fifth year on they vote with slips; the youngest raise coloured cards.
CLASSES = {
    f"{year}-{letter}": 24 + (year * 3 + place) % 7 for year in range(5, 12) for place, letter in enumerate("АБ")
}


def load_school(session: Session, cycle: Cycle, settings: Settings) -> None:
    """Take the pupils' projects as far as the calendar has come; leaves a few codes in `school-codes.txt`."""
    people = staff_with_role(session, Role.SCHOOL_COORDINATOR)
    name_coordinators(session, SYSTEM, cycle, [one.code for one in people])
    load_review(session, cycle)
    if cycle.phase(clock.now()) not in {Phase.ANNOUNCED, Phase.SUBMISSION, Phase.REVIEW, Phase.APPEALS}:
        load_lot(session, cycle)
    _slips(session, cycle, settings)


def _slips(session: Session, cycle: Cycle, settings: Settings) -> None:
    """The coordinator's slips, made a few days before the vote; the file exists in a demo only."""
    coordinator = staff_with_role(session, Role.SCHOOL_COORDINATOR)[0]
    keys = CycleKeys(settings.folder("keys"), cycle.code)
    with standing_at(min(cycle.voting_opens_at - timedelta(days=4), clock.now())):
        made = make_codes(session, actor_of(coordinator), cycle, CLASSES, keys=keys)
    first = [grouped(codes[0]) for codes in made.values()][:PRINTED]
    (settings.data_dir / CODES_FILE).write_text("\n".join(first) + "\n", "ascii")
