"""The demo's cycles with contests and rules, their calendars moved so that today is in the middle of a vote."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.models import Department
from pb.audit.rules import SYSTEM
from pb.ballots.terms import Form
from pb.cycles.models import Cycle
from pb.cycles.rules import Calendar, Category, CycleKind, RuleSet, Unaffordable, VoterProof
from pb.cycles.service import add_contest, create_cycle
from pb.demo.content import records
from pb.values.period import Period

# The day on which the written calendars show all stages at once: the fifth day of the vote of 2026.
WRITTEN_FOR = date(2026, 4, 20)
CITY_RULES = RuleSet()
SCHOOL_RULES = RuleSet(
    author_age=10,
    voter_age=10,
    residence_needed=False,
    voter_proof=VoterProof.CODE,
    projects_per_author=1,
    supporters_needed=5,
    reserve_percent=0,
    quorum=3,
)


def days_moved(today: date) -> int:
    """By how many days the written calendars are moved for a demo that runs on `today`."""
    return (today - WRITTEN_FOR).days


def load_cycle(session: Session, cycle: records.Cycle, moved: int) -> Cycle:
    """One cycle with its rule set and contests."""
    is_school = cycle.electorate == "school"
    row = create_cycle(
        session,
        SYSTEM,
        code=cycle.code,
        kind=CycleKind.SCHOOL if is_school else CycleKind.CITY,
        title=cycle.name,
        title_en=cycle.name_en,
        calendar=calendar_of(cycle.calendar, moved),
        rule_set=SCHOOL_RULES if is_school else CITY_RULES,
        host_name="Ліцей №99 «Приклад»" if is_school else "",
    )
    voted = [contest for contest in cycle.contests if not contest.outside_vote]
    for position, contest in enumerate(voted, start=1):
        add_contest(session, SYSTEM, row, contest_columns(session, contest, position))
    return row


def contest_columns(session: Session, contest: records.Contest, position: int) -> dict[str, object]:
    """The columns of a written contest."""
    departments = {found.code: found.id for found in session.scalars(select(Department))}
    return {
        "code": contest.code,
        "position": position,
        "title": contest.name,
        "title_en": contest.name_en,
        "description": contest.description,
        "category": Category(contest.category),
        "department_id": departments.get(contest.department),
        "purse_kopecks": contest.purse_kopecks,
        "ceiling_kopecks": contest.ceiling_kopecks,
        "form": Form.APPROVE,
        "min_choices": 1,
        "max_choices": 1,
        "unaffordable": Unaffordable.STOP,
    }


def calendar_of(written: records.Calendar, moved: int) -> Calendar:
    """Inclusive days of the written calendar as moments of the platform's."""

    def start(day: date) -> datetime:
        return clock.city_moment(day + timedelta(days=moved))

    def end(day: date) -> datetime:
        return start(day + timedelta(days=1))

    return Calendar(
        announced_at=start(written.announced_on),
        submission=Period(start(written.submission[0]), end(written.submission[1])),
        review_until=end(written.review[1]),
        appeals_until=end(written.appeals[1]),
        voting=Period(start(written.voting[0]), end(written.voting[1])),
        grace=timedelta(minutes=15),
        results_at=start(written.results_on),
        implementation_until=end(written.implementation[1]),
    )
