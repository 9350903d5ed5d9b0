"""Founding the temporary city: its places, staff, one cycle with three contests and a school's, by the services."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from pb import clock
from pb.audit.rules import SYSTEM
from pb.ballots.terms import Form
from pb.cycles.models import Cycle
from pb.cycles.rules import Calendar, CycleKind, RuleSet, Unaffordable
from pb.cycles.service import add_contest, create_cycle
from pb.db.migrations import migrate
from pb.demo.content.contests import CONTESTS_SCHOOL, GREEN, IMPROVEMENT, SCHOOL_GREAT
from pb.demo.content.cycles import SCHOOL
from pb.demo.content.records import Contest
from pb.demo.loading.city import load_city
from pb.demo.loading.cycles import SCHOOL_RULES, contest_columns
from pb.demo.walk.town import Town
from pb.values.money import hryvnias
from pb.values.period import Period
from pb.web.paths import beside_or_inside

CYCLE = "walk"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Budget:
    """A cycle of the walk; of each contest the purse in hryvnias, so small that the line falls among the projects."""

    code: str
    contests: tuple[tuple[Contest, int], ...]


CITY = Budget(CYCLE, ((SCHOOL_GREAT, 900_000), (IMPROVEMENT, 700_000), (GREEN, 500_000)))
PUPILS = Budget(SCHOOL.code, ((CONTESTS_SCHOOL[0], 100_000),))


def calendar_from(start: datetime) -> Calendar:
    """A year in three months: submission from `start`, voting from its fiftieth day."""
    return Calendar(
        announced_at=start - DAY,
        submission=Period(start, start + DAY * 10),
        review_until=start + DAY * 35,
        appeals_until=start + DAY * 42,
        voting=Period(start + DAY * 50, start + DAY * 64),
        grace=timedelta(minutes=15),
        results_at=start + DAY * 70,
        implementation_until=start + DAY * 300,
    )


def found(town: Town, calendar: Calendar, *, with_school: bool) -> None:
    """Fill the town's empty database."""
    migrate(town.database, str(beside_or_inside("migrations")))
    with town.database.transaction() as session:
        load_city(session, clock.now())
        _city(session, calendar)
        if with_school:
            _school(session, calendar)


def _city(session: Session, calendar: Calendar) -> None:
    cycle = create_cycle(
        session,
        SYSTEM,
        code=CYCLE,
        kind=CycleKind.CITY,
        title="Бюджет участі: репетиція",
        title_en="Participatory budget: rehearsal",
        calendar=calendar,
        rule_set=RuleSet(),
    )
    _add_contests(session, cycle, CITY)


def _school(session: Session, calendar: Calendar) -> None:
    cycle = create_cycle(
        session,
        SYSTEM,
        code=SCHOOL.code,
        kind=CycleKind.SCHOOL,
        title=SCHOOL.name,
        title_en=SCHOOL.name_en,
        calendar=calendar,
        rule_set=replace(SCHOOL_RULES, supporters_needed=0),
        host_name="Ліцей №99 «Приклад»",
    )
    _add_contests(session, cycle, PUPILS)


def _add_contests(session: Session, cycle: Cycle, budget: Budget) -> None:
    for position, (contest, purse) in enumerate(budget.contests, start=1):
        columns = contest_columns(session, contest, position)
        add_contest(session, SYSTEM, cycle, {**columns, "purse_kopecks": hryvnias(purse), "form": Form.APPROVE,
                                             "unaffordable": Unaffordable.SKIP})  # fmt: skip


def start_of_walk() -> datetime:
    """The moment at which the walk's submission opens: midnight in the city, whole seconds."""
    return clock.city_moment(clock.today())
