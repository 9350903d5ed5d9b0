"""Figures about how many people voted, by day at the finest; never what anybody chose."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from pb.ballots.paper import PAPER_FILE, BatchKind, BatchState, read_paper
from pb.ballots.published import ROLL_FILE, ballots_file
from pb.cycles.models import Contest, Cycle, Desk, District
from pb.cycles.queries import rule_set
from pb.electorate.models import Election, Reissue, RollEntry, SchoolClass, SchoolCode
from pb.electorate.queries.voters import frozen_manifest
from pb.electorate.rules import AgeBand, Channel, merged_cells


@dataclass(frozen=True, slots=True)
class DayCount:
    """People who took their first envelope of the cycle on a day, by channel."""

    day: date
    people: dict[Channel, int]

    @property
    def total(self) -> int:
        return sum(self.people.values())


@dataclass(frozen=True, slots=True)
class Turnout:
    """People, not votes. Cells smaller than the rule set's are merged into the last number of each table."""

    smallest: int
    people: int
    by_channel: dict[Channel, int]
    by_day: list[DayCount]
    by_district: dict[str, int]
    other_districts: int
    by_age: dict[AgeBand, int]
    other_ages: int
    by_desk: dict[str, int]
    other_desks: int


@dataclass(frozen=True, slots=True)
class ContestCount:
    """Of one contest: the roll by channel, envelopes reissued, ballots in the box and on paper.

    `cast`, `counted_on_paper` and `by_hands`, the votes of classes that vote together, are None until published.
    """

    code: str
    title: str
    title_en: str
    issued: dict[Channel, int]
    cast: int | None
    counted_on_paper: int | None = None
    reissued: int = 0
    by_hands: int | None = None

    @property
    def missing(self) -> int | None:
        """Envelopes that were issued and have no ballot in the box; None until the box publishes."""
        return None if self.cast is None else max(self.total - self.cast, 0)

    @property
    def on_paper(self) -> int:
        """People who were handed a paper ballot."""
        return self.issued.get(Channel.PAPER, 0)

    @property
    def total(self) -> int:
        """Envelopes, without those who were handed paper."""
        return sum(self.issued.values()) - self.on_paper


def turnout(session: Session, cycle: Cycle) -> Turnout:
    """Everybody on the roll of the cycle; a person counts once, on their first day."""
    smallest = rule_set(session, cycle.id).smallest_cell
    people = _people(session, cycle.id)
    days: dict[date, Counter[Channel]] = {}
    for _key, day, channel, *_ in people:
        days.setdefault(day, Counter())[channel] += 1
    districts, other_districts = merged_cells(Counter(row[3] or "" for row in people), smallest)
    ages, other_ages = merged_cells(Counter(row[4] for row in people), smallest)
    desks, other_desks = merged_cells(Counter(row[5] for row in people if row[5]), smallest)
    return Turnout(
        smallest=smallest,
        people=len(people),
        by_channel=dict(Counter(row[2] for row in people)),
        by_day=[DayCount(day, dict(days[day])) for day in sorted(days)],
        by_district=districts,
        other_districts=other_districts,
        by_age={band: ages[band] for band in AgeBand if band in ages},
        other_ages=other_ages,
        by_desk=desks,
        other_desks=other_desks,
    )


def place_and_age(session: Session, cycle: Cycle) -> Counter[tuple[str, str]]:
    """People by name of district and age band, exact: merge small cells before anybody sees them."""
    return Counter((row[3] or "", row[4].value) for row in _people(session, cycle.id))


Person = tuple[bytes, date, Channel, str | None, AgeBand, str | None]


def _people(session: Session, cycle_id: int) -> list[Person]:
    """One row per person: of those of the first day the one whose contest has the smallest id."""
    ranked = (
        select(
            RollEntry.person_key,
            RollEntry.day,
            RollEntry.channel,
            RollEntry.district_id,
            RollEntry.age_band,
            RollEntry.desk_id,
            func.row_number()
            .over(partition_by=RollEntry.person_key, order_by=(RollEntry.day, RollEntry.contest_id))
            .label("place"),
        )
        .join(Contest, Contest.id == RollEntry.contest_id)
        .where(Contest.cycle_id == cycle_id)
        .subquery()
    )
    query = (
        select(ranked.c.person_key, ranked.c.day, ranked.c.channel, District.name, ranked.c.age_band, Desk.name)
        .join(District, District.id == ranked.c.district_id, isouter=True)
        .join(Desk, Desk.id == ranked.c.desk_id, isouter=True)
        .where(ranked.c.place == 1)
    )
    return list(session.execute(query))


def issued_by_contest(session: Session, election: Election) -> dict[str, int]:
    """Contest code → envelopes issued, for every contest of the manifest; paper ballots have no envelope."""
    return _on_roll(session, election, RollEntry.channel != Channel.PAPER)


def on_paper_by_contest(session: Session, election: Election) -> dict[str, int]:
    """Contest code → people who were handed a paper ballot, for every contest of the manifest."""
    return _on_roll(session, election, RollEntry.channel == Channel.PAPER)


def reissued_by_contest(session: Session, election: Election) -> dict[str, int]:
    """Contest code → envelopes issued anew for lost ones, for every contest of the manifest."""
    query = (
        select(Contest.code, func.count())
        .join(Reissue, Reissue.contest_id == Contest.id)
        .where(Contest.cycle_id == election.cycle_id, Reissue.is_used)
        .group_by(Contest.code)
    )
    found = dict(session.execute(query).all())
    return {one.terms.code: found.get(one.terms.code, 0) for one in frozen_manifest(election).contests}


def _on_roll(session: Session, election: Election, which: ColumnElement[bool]) -> dict[str, int]:
    query = (
        select(Contest.code, func.count())
        .join(RollEntry, RollEntry.contest_id == Contest.id)
        .where(Contest.cycle_id == election.cycle_id, which)
        .group_by(Contest.code)
    )
    found = dict(session.execute(query).all())
    return {one.terms.code: found.get(one.terms.code, 0) for one in frozen_manifest(election).contests}


def cast_by_contest(election: Election, published: Path) -> dict[str, int] | None:
    """Contest code → ballots in the published files, or None while the box has not published."""
    folder = published / election.hash
    if not folder.is_dir():
        return None
    return {one.terms.code: _lines(folder / ballots_file(one.terms.code)) for one in frozen_manifest(election).contests}


def on_paper_at_desks(session: Session, cycle_id: int) -> dict[tuple[int, int], int]:
    """(contest's, desk's row id) → people who were handed a paper ballot there."""
    query = (
        select(RollEntry.contest_id, RollEntry.desk_id, func.count())
        .join(Contest, Contest.id == RollEntry.contest_id)
        .where(Contest.cycle_id == cycle_id, RollEntry.channel == Channel.PAPER)
        .group_by(RollEntry.contest_id, RollEntry.desk_id)
    )
    return {(contest, desk): amount for contest, desk, amount in session.execute(query) if desk is not None}


def counted_on_paper(election: Election, published: Path, kind: BatchKind = BatchKind.BALLOTS) -> dict[str, int] | None:
    """Contest code → paper ballots (or votes of classes) that count, as published; None before they are."""
    folder = published / election.hash
    if not (folder / ROLL_FILE).exists():
        return None
    batches = read_paper((folder / PAPER_FILE).read_bytes(), election.hash) if (folder / PAPER_FILE).exists() else []
    counted = dict.fromkeys((one.terms.code for one in frozen_manifest(election).contests), 0)
    for batch in batches:
        if batch.state is not BatchState.LEFT_OUT and batch.kind is kind:
            counted[batch.contest] += batch.found - batch.invalid
    return counted


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def reconciliation(session: Session, cycle: Cycle, election: Election, published: Path) -> list[ContestCount]:
    """Issued against cast for each contest of the manifest, in the order of the cycle (`cycle.contests` loaded)."""
    query = (
        select(RollEntry.contest_id, RollEntry.channel, func.count())
        .where(RollEntry.contest_id.in_([contest.id for contest in cycle.contests]))
        .group_by(RollEntry.contest_id, RollEntry.channel)
    )
    issued: dict[int, dict[Channel, int]] = {}
    for contest_id, channel, amount in session.execute(query):
        issued.setdefault(contest_id, {})[channel] = amount
    cast, paper = cast_by_contest(election, published), counted_on_paper(election, published)
    hands = counted_on_paper(election, published, BatchKind.TOTALS)
    again = reissued_by_contest(session, election)
    frozen = {one.terms.code for one in frozen_manifest(election).contests}
    return [
        ContestCount(
            contest.code,
            contest.title,
            contest.title_en,
            issued.get(contest.id, {}),
            None if cast is None else cast[contest.code],
            None if paper is None else paper[contest.code],
            again[contest.code],
            None if hands is None else hands[contest.code],
        )
        for contest in cycle.contests
        if contest.code in frozen
    ]


def classes_by_hands(session: Session, cycle_id: int) -> dict[str, int]:
    """Label → pupils of each class that votes together by raised hands."""
    query = select(SchoolClass.label, SchoolClass.pupils).where(SchoolClass.cycle_id == cycle_id, SchoolClass.by_hands)
    return dict(session.execute(query).all())


@dataclass(frozen=True, slots=True)
class ClassCodes:
    """Codes of one class: how many may still be or were voted with, how many were replaced, how many are used."""

    issued: int
    replaced: int
    used: int


def codes_by_class(session: Session, cycle_id: int) -> dict[str, ClassCodes]:
    """Class label → its codes. `used` of a small class is for sums only: merge it before anybody sees it."""
    void, used = func.count().filter(SchoolCode.is_void), func.count().filter(SchoolCode.is_used)
    query = (
        select(SchoolCode.class_label, func.count() - void, void, used)
        .where(SchoolCode.cycle_id == cycle_id)
        .group_by(SchoolCode.class_label)
    )
    return {label: ClassCodes(*amounts) for label, *amounts in session.execute(query)}
