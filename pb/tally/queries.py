"""Reading sources, runs and adopted outcomes; nobody is shown a project's votes before publication."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from pb.accounts.models import Staff
from pb.cycles.models import Contest, Cycle
from pb.cycles.queries import announced_cycles
from pb.cycles.rules import Action, why_not
from pb.projects.models import Project
from pb.projects.rules import FUNDED, STOOD_FOR_VOTE, Status
from pb.tally.models import Adoption, Draw, Run, Source, SourceName
from pb.tally.options import options_of
from pb.tally.rules.contest import Ties


@dataclass(frozen=True, slots=True)
class Recorded:
    """A run without its outcome: what staff may see before publication."""

    code: str
    run_at: datetime
    run_by: str
    name: str
    digest: str
    seconds: float
    corrects: int | None
    correction: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the count of one contest has come."""

    contest: Contest
    source: Source | None
    runs: tuple[Recorded, ...]
    adoption: Adoption | None

    @property
    def newest(self) -> list[Recorded]:
        """The newest run of each person, of those that correct the adopted one once there is one."""
        corrected = self.adoption.first_run_id if self.adoption else None
        return list({run.run_by: run for run in self.runs if run.corrects == corrected}.values())

    @property
    def asks_for_lots(self) -> bool:
        """Whether a tie stops the count until somebody has drawn a lot."""
        return options_of(self.contest.counting).ties == Ties.REFUSE.value

    @property
    def differs(self) -> bool:
        """Whether people found different outcomes."""
        return len({run.digest for run in self.newest}) > 1

    @property
    def is_ready(self) -> bool:
        """Whether two people have counted and found the same, and something new."""
        return len(self.newest) > 1 and not self.differs and self.is_new

    @property
    def is_new(self) -> bool:
        """Whether somebody has found what is not adopted."""
        known = self.adoption.digest if self.adoption else None
        return any(run.digest != known for run in self.newest)


def source_of(session: Session, contest_id: int) -> Source | None:
    """Where the ballots of a contest come from, or None."""
    return session.scalar(select(Source).where(Source.contest_id == contest_id))


def source_names(session: Session, source_id: int) -> dict[str, str]:
    """What the file calls our projects: name → public code."""
    query = select(SourceName.name, Project.code).join(Project, Project.id == SourceName.project_id)
    return {row.name: row.code for row in session.execute(query.where(SourceName.source_id == source_id))}


def ballot_projects(session: Session, contest_id: int) -> list[Project]:
    """Everything that stood on a contest's ballot, in the order of the lot."""
    stood = Project.status.in_(STOOD_FOR_VOTE | {Status.WITHDRAWN})
    query = select(Project).where(Project.contest_id == contest_id, stood, Project.ballot_position.is_not(None))
    return list(session.scalars(query.options(joinedload(Project.district)).order_by(Project.ballot_position)))


def draws(session: Session, contest_id: int) -> list[Draw]:
    """The lots drawn for a contest because its count asked for them, oldest first."""
    return list(session.scalars(select(Draw).where(Draw.contest_id == contest_id).order_by(Draw.id)))


def funded_lately(session: Session, contest: Contest, years: int) -> dict[str, str]:
    """Addresses at which something was funded in cycles that voted at most `years` before: address → «2024 № 7»."""
    cycle = session.get_one(Cycle, contest.cycle_id)
    since = cycle.voting_closes_at - timedelta(days=round(years * 365.25))
    query = select(Project.address, Cycle.code, Project.number).join(Cycle, Cycle.id == Project.cycle_id)
    query = query.where(Project.status.in_(FUNDED), Project.address != "", Cycle.id != cycle.id)
    query = query.where(Cycle.voting_closes_at >= since, Cycle.voting_closes_at < cycle.voting_closes_at)
    rows = session.execute(query.order_by(Cycle.voting_closes_at, Project.id))
    return {row.address: f"{row.code} № {row.number}" for row in rows}


def contested(session: Session, contests: Sequence[Contest]) -> list[Contest]:
    """Those contests that had projects on the ballot: only they are voted on, counted and decided."""
    query = select(Project.contest_id).where(
        Project.contest_id.in_([contest.id for contest in contests]), Project.ballot_position.is_not(None)
    )
    stood = set(session.scalars(query.distinct()))
    return [contest for contest in contests if contest.id in stood]


def standings(session: Session, contests: Sequence[Contest]) -> list[Standing]:
    """How far each contest with projects is, in four statements however many contests there are."""
    contests = contested(session, contests)
    ids = [contest.id for contest in contests]
    sources = {row.contest_id: row for row in session.scalars(select(Source).where(Source.contest_id.in_(ids)))}
    adopted = adoptions(session, ids)
    columns = (
        *(Run.contest_id, Run.code, Run.run_at, Run.run_by, Staff.name, Run.digest, Run.seconds),
        *(Run.corrects_id, Run.correction),
    )
    query = select(*columns).outerjoin(Staff, Run.run_by == "staff:" + Staff.code)
    runs: dict[int, list[Recorded]] = {}
    for contest_id, code, run_at, run_by, name, digest, seconds, corrects, why in session.execute(
        query.where(Run.contest_id.in_(ids)).order_by(Run.id)
    ):
        run = Recorded(code, run_at, run_by, name or run_by, digest, seconds, corrects, why)
        runs.setdefault(contest_id, []).append(run)
    return [Standing(row, sources.get(row.id), tuple(runs.get(row.id, ())), adopted.get(row.id)) for row in contests]


def adopted_runs(session: Session, contest_ids: Sequence[int]) -> dict[int, Run]:
    """The adopted run of each contest that has one, the last where it was corrected."""
    query = select(Run).join(Adoption, Adoption.first_run_id == Run.id).where(Adoption.contest_id.in_(contest_ids))
    return {run.contest_id: run for run in session.scalars(query.order_by(Adoption.id))}


def adoptions(session: Session, contest_ids: Sequence[int]) -> dict[int, Adoption]:
    """Which run was adopted for each contest, and on whose word; the last where it was corrected."""
    query = select(Adoption).where(Adoption.contest_id.in_(contest_ids)).order_by(Adoption.id)
    return {row.contest_id: row for row in session.scalars(query)}


def corrected_by(session: Session, runs: Sequence[Run]) -> dict[int, str]:
    """The digest of the run that each of these corrects, by the id of the correcting one."""
    old = select(Run.id, Run.digest).where(Run.id.in_([run.corrects_id for run in runs if run.corrects_id]))
    digests = {row.id: row.digest for row in session.execute(old)}
    return {run.id: digests[run.corrects_id] for run in runs if run.corrects_id}


def is_decided(session: Session, contest_id: int) -> bool:
    """Whether the council's decision has already made winners of a contest's projects."""
    query = select(Project.id).where(Project.contest_id == contest_id, Project.status.in_(FUNDED | {Status.TOOK_PART}))
    return session.scalar(query.limit(1)) is not None


def winners_of(run: Run) -> list[str]:
    """Public codes of the projects a run funded, in the order funded."""
    return list(json.loads(run.outcome)["winners"])


def cycles_to_count(session: Session, now: datetime) -> list[Cycle]:
    """Cycles whose votes may be counted now, newest first."""
    return [cycle for cycle in announced_cycles(session, now) if why_not(Action.COUNT, cycle.phase(now)) is None]


def winning_projects(session: Session, contests: Sequence[Contest]) -> list[tuple[Contest, list[Project]]]:
    """Who won the adopted counts, by contest, without votes: those are shown only when published."""
    runs = adopted_runs(session, [contest.id for contest in contests])
    codes = {contest_id: winners_of(run) for contest_id, run in runs.items()}
    wanted = [code for won in codes.values() for code in won]
    query = select(Project).where(Project.code.in_(wanted)).order_by(Project.number)
    projects = list(session.scalars(query))
    return [(row, [each for each in projects if each.contest_id == row.id]) for row in contests]
