"""Cycles beside each other: ten years in one table, this year beside the last; every amount in its own currency."""

from collections.abc import Sequence
from dataclasses import dataclass

from pb.results.record import Record


@dataclass(frozen=True, slots=True)
class Year:
    """One published cycle in figures; `people`: who voted, None where only ballots are known. Money is in kopecks."""

    cycle: str
    title: str
    title_en: str
    year: int
    people: int | None
    ballots: int
    projects: int
    winners: int
    fund: int
    spent: int
    currency: str


def year_of(record: Record) -> Year:
    """The figures of one record."""
    return Year(
        cycle=record.cycle,
        title=record.title,
        title_en=record.title_en,
        year=record.voting_closes_on.year,
        people=record.turnout.people if record.turnout else None,
        ballots=record.ballots,
        projects=len(record.rows),
        winners=len(record.winners),
        fund=record.fund,
        spent=record.spent,
        currency=record.currency,
    )


def ten_years(records: Sequence[Record]) -> list[Year]:
    """The newest first, no older than ten years before the newest."""
    years = sorted((year_of(record) for record in records), key=lambda year: (-year.year, year.title))
    return [year for year in years if year.year > years[0].year - 10]


def before(record: Record, others: Sequence[Record]) -> Year | None:
    """The cycle voted on just before, in the same currency and of the same host: others are no comparison."""
    earlier = [
        other
        for other in others
        if other.voting_closes_on < record.voting_opens_on
        and other.currency == record.currency
        and other.contests
        and {contest.code for contest in other.contests} & {contest.code for contest in record.contests}
    ]
    return year_of(max(earlier, key=lambda other: other.voting_closes_on)) if earlier else None
