"""Imports a table of results: each contest becomes a .pb file, and that goes the way of every .pb file.

A table knows totals, not ballots: each vote stands in the file as a ballot of its own, and META says so.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.cycles.models import Cycle
from pb.cycles.rules import Unaffordable
from pb.errors import Refused
from pb.projects.models import Project as ProjectRow
from pb.projects.rules import FUNDED
from pb.tally.counting import Refusal
from pb.tally.importing import import_pabulib
from pb.tally.pabulib import Voter, write
from pb.tally.past.columns import Table, Told, by_contest
from pb.tally.rules.contest import Ballot, Contest, Project, VoteType
from pb.values.actor import Actor
from pb.values.money import KOPECKS_IN_HRYVNIA, Kopecks
from pb.values.progress import Progress, silent

_TOTALS_ONLY = "#1: the source told totals only; each vote stands here as a ballot of its own"


@dataclass(frozen=True, slots=True)
class About:
    """What a table does not say of its year; a `purse` of None: what the winners cost together."""

    code: str
    unit: str
    first_day: date
    last_day: date
    unaffordable: Unaffordable
    purse: Kopecks | None = None
    currency: str = "UAH"


def import_table(
    session: Session, actor: Actor, table: Table, about: About, *, root: Path, progress: Progress = silent
) -> Cycle:
    """A closed cycle from a table without faults; Refused when the count elects others than the table says."""
    if table.faults or not table.projects:
        raise Refused(Refusal.TABLE_FAULTY, count=len(table.faults))
    cycle: Cycle | None = None
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "contest.pb"
            for title, projects in by_contest(table.projects).items():
                _write(path, title, projects, about, _purse(table, projects, about))
                cycle = import_pabulib(session, actor, path, root=root, code=about.code, cycle=cycle, progress=progress)
        assert cycle is not None
        _refuse_other_winners(session, cycle, table)
    except BaseException:
        if cycle is not None:
            shutil.rmtree(root / cycle.code, ignore_errors=True)
        raise
    return cycle


def _purse(table: Table, projects: Sequence[Told], about: About) -> int:
    if about.purse is not None:
        if len(by_contest(table.projects)) > 1:
            raise Refused(Refusal.PURSE_OF_MANY)
        return about.purse
    if any(project.won is None for project in projects):
        raise Refused(Refusal.PURSE_UNKNOWN)
    return sum(project.kopecks for project in projects if project.won)


def _write(path: Path, title: str, projects: Sequence[Told], about: About, purse: int) -> None:
    rows = tuple(Project(project.number, project.kopecks) for project in projects)
    ballots = tuple(Ballot((project.number,), (), project.votes) for project in projects if project.votes)
    single = [Ballot(ballot.choices) for ballot in ballots for _ in range(ballot.count)]
    voters = [Voter(str(place), ballot, {}) for place, ballot in enumerate(single, start=1)]
    stops = about.unaffordable is Unaffordable.STOP
    meta = {
        "description": about.unit, "country": "Ukraine", "unit": about.unit, "subunit": title or about.unit,
        "instance": str(about.last_day.year), "rule": "greedy-no-skip" if stops else "greedy",
        "date_begin": about.first_day.strftime("%d.%m.%Y"), "date_end": about.last_day.strftime("%d.%m.%Y"),
        "currency": about.currency, "comment": _TOTALS_ONLY,
    }  # fmt: skip
    columns = {project.number: _columns(project) for project in projects}
    with path.open("w", encoding="utf-8", newline="") as file:
        contest = Contest(rows, ballots, purse, VoteType.CHOOSE_1)
        write(file, contest, voters, meta=meta, columns=columns, minor_units=KOPECKS_IN_HRYVNIA)


def _columns(project: Told) -> dict[str, str]:
    found = {"name": project.title}
    if project.won is not None:
        found["selected"] = str(int(project.won))
    if project.spot:
        found |= {"latitude": str(project.spot[0]), "longitude": str(project.spot[1])}
    return found


def _refuse_other_winners(session: Session, cycle: Cycle, table: Table) -> None:
    """A year is not rewritten: what the city decided then must come out of its rule and purse."""
    query = select(ProjectRow.status).where(ProjectRow.cycle_id == cycle.id).order_by(ProjectRow.number)
    told = [project for projects in by_contest(table.projects).values() for project in projects]
    differ = [
        project.title
        for project, status in zip(told, session.scalars(query), strict=True)
        if project.won is not None and project.won != (status in FUNDED)
    ]
    if differ:
        raise Refused(Refusal.OTHER_WINNERS, titles=", ".join(f"«{title}»" for title in differ[:5]), count=len(differ))
