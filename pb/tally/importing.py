"""Imports an election from a Pabulib file: a closed cycle with its contest, projects, ballots and outcome.

All of it or nothing: one transaction, and the file is copied into the folder of elections under a name of its own.
"""

import math
import re
import shutil
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from statistics import fmean

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.ballots.terms import MOST_CHOICES, Form
from pb.cycles.models import Contest, Cycle, CycleRules, District
from pb.cycles.rules import Category, CycleKind, DistrictKind, RuleSet, Unaffordable
from pb.errors import Refused
from pb.projects.models import Project, StatusChange
from pb.projects.rules import Move, Status, searchable
from pb.projects.service import next_number
from pb.tally.counting import Refusal
from pb.tally.pabulib import Election, PabulibError, read
from pb.tally.queries import winners_of
from pb.tally.recording import adopt_imported, record_file, record_run
from pb.tally.rules.amounts import Amount
from pb.tally.rules.contest import VoteType
from pb.values.actor import SYSTEM, Actor
from pb.values.code import new_code
from pb.values.money import KOPECKS_IN_HRYVNIA, LARGEST
from pb.values.progress import Progress, silent

FORMS = {
    VoteType.APPROVAL: Form.APPROVE,
    VoteType.CHOOSE_1: Form.APPROVE,
    VoteType.ORDINAL: Form.RANK,
    VoteType.CUMULATIVE: Form.POINTS,
    VoteType.SCORING: Form.POINTS,
}
DAY = timedelta(days=1)


def import_pabulib(
    session: Session,
    actor: Actor,
    path: Path,
    *,
    root: Path,
    code: str = "",
    cycle: Cycle | None = None,
    progress: Progress = silent,
) -> Cycle:
    """A closed cycle from the file, or one more contest of `cycle`; `root`: the folder of elections.

    The file's own rule is counted again, its winners won; amounts stay in the file's currency. Refused with
    the line and the reason when the file is broken; then nothing is left behind.
    """
    election = _read(path, progress)
    row = cycle or _cycle(session, election, code)
    contest = _contest(session, row, election)
    projects = _projects(session, row, contest, election, progress)
    file = f"{row.code}/{contest.code}{'.pb.gz' if path.name.endswith('.gz') else '.pb'}"
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, root / file)
    try:
        record_file(session, actor, contest, root, file, projects, clock.now(), election)
        progress("count", 0, 1)
        run = record_run(session, SYSTEM, contest, root, clock.now())
        adopt_imported(session, run, clock.now())
        _decide(session, projects.values(), set(winners_of(run)), row)
        progress("count", 1, 1)
        details = {"contest": contest.code, "digest": run.digest}
        audit.record(session, actor, "tally.import_pabulib", f"cycle:{row.code}", details)
    except BaseException:
        (root / file).unlink(missing_ok=True)
        raise
    session.refresh(row, ["contests"])
    return row


def _read(path: Path, progress: Progress) -> Election:
    def told(done: int, whole: int) -> None:
        progress("read", done, whole)

    try:
        return read(path, told)
    except PabulibError as broken:
        raise Refused(Refusal.FILE_BROKEN, line=broken.line, fault=broken.reason) from broken
    except OSError as missing:
        raise Refused(Refusal.ELECTION_MISSING) from missing


def slug(text: str, longest: int = 16) -> str:
    """«Łódź 2022» → `lodz-2022`: letters an address may hold."""
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")[:longest].strip("-")


def _cycle(session: Session, election: Election, code: str) -> Cycle:
    meta = election.meta
    code = slug(code or f"{meta.get('unit', '')[:8]}-{meta.get('instance', '')}") or new_code().lower()
    if session.scalar(select(Cycle.id).where(Cycle.code == code)):
        raise Refused(Refusal.CYCLE_EXISTS, code=code)
    opens, closes = _voting(meta)
    before = opens - 100 * DAY
    title = f"{meta.get('unit') or meta.get('description') or code} {meta.get('instance', '')}".strip()[:200]
    row = Cycle(
        code=code, kind=CycleKind.CITY, title=title, title_en=title, announced_at=before,
        submission_opens_at=before + DAY, submission_closes_at=before + 40 * DAY, review_until=before + 70 * DAY,
        appeals_until=before + 80 * DAY, voting_opens_at=opens, voting_closes_at=closes, grace_minutes=0,
        results_at=closes + DAY, implementation_until=closes + DAY, currency=_currency(meta),
    )  # fmt: skip
    session.add(row)
    session.flush()
    rules = RuleSet()
    columns = {name: getattr(rules, name) for name in RuleSet.__dataclass_fields__}
    session.add(CycleRules(cycle_id=row.id, version=1, digest=rules.digest(), **columns))
    return row


def _currency(meta: Mapping[str, str]) -> str:
    """ISO 4217; the hryvnia where the file names none."""
    found = meta.get("currency", "").strip().upper()
    return found if re.fullmatch(r"[A-Z]{3}", found) else "UAH"


def _voting(meta: Mapping[str, str]) -> tuple[datetime, datetime]:
    first, last = _day(meta.get("date_begin", ""), first=True), _day(meta.get("date_end", ""), first=False)
    begins = first or last
    if begins is None:
        begins = last = _day(meta.get("instance", ""), first=True)
    if begins is None or (last or begins) < begins or clock.today() < (last or begins):
        raise Refused(Refusal.WRONG_DATES)
    return clock.city_moment(begins), clock.city_moment((last or begins) + DAY)


def _day(text: str, *, first: bool) -> date | None:
    """«23.05.2022», «2022-05-23» or «2022» (then its first or last day)."""
    for pattern in ("%d.%m.%Y", "%Y-%m-%d", "%d-%m-%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    if re.fullmatch(r"[12]\d{3}", text.strip()):
        return date(int(text), 1, 1) if first else date(int(text), 12, 31)
    return None


@dataclass(frozen=True, slots=True)
class _Counting:
    rule: str
    unaffordable: Unaffordable


def _counting(election: Election) -> _Counting:
    """The platform's rule for the file's word; an unknown one is counted by votes, as nearly all are."""
    word = election.meta.get("rule", "").casefold()
    if word.startswith("equalshares"):
        return _Counting("equal-shares", Unaffordable.SKIP)
    stops = word.startswith("greedy-no-skip")
    return _Counting("greedy", Unaffordable.STOP if stops else Unaffordable.SKIP)


def _contest(session: Session, cycle: Cycle, election: Election) -> Contest:
    meta, how, form = election.meta, _counting(election), FORMS[election.vote_type]
    taken = select(func.count()).select_from(Contest).where(Contest.cycle_id == cycle.id)
    position = (session.scalar(taken) or 0) + 1
    title = (meta.get("subunit") or meta.get("district") or meta.get("unit") or cycle.title)[:200]
    longest = max((len(ballot.choices) for ballot in election.contest.ballots), default=1)
    try:
        threshold = math.ceil(election.threshold)
    except ValueError as error:
        raise Refused(Refusal.FILE_BROKEN, line=1, fault=str(error)) from error
    row = Contest(
        cycle_id=cycle.id,
        code=f"{slug(title, 36) or 'contest'}-{position}",
        position=position,
        title=title,
        title_en=title,
        description=meta.get("description", ""),
        category=Category.OTHER,
        purse_kopecks=_kopecks(election.contest.purse),
        ceiling_kopecks=max((_kopecks(row.cost) for row in election.contest.projects), default=1),
        form=form,
        min_choices=1,
        max_choices=min(max(longest, 1), MOST_CHOICES),
        points_total=_most_points(election) if form is Form.POINTS else None,
        counting_rule=how.rule,
        unaffordable=how.unaffordable,
        threshold=threshold,
    )
    session.add(row)
    session.flush()
    return row


def _most_points(election: Election) -> int:
    return max(1, math.ceil(max((sum(ballot.points) for ballot in election.contest.ballots), default=1)))


def _kopecks(amount: Amount) -> int:
    kopecks = Fraction(amount) * KOPECKS_IN_HRYVNIA
    if kopecks.denominator != 1 or kopecks > LARGEST:
        raise Refused(Refusal.WRONG_MONEY, amount=str(amount))
    return int(kopecks)


def _projects(
    session: Session, cycle: Cycle, contest: Contest, election: Election, progress: Progress
) -> dict[str, Project]:
    district = _district(session, election)
    number, count = next_number(session, cycle.id), len(election.contest.projects)
    made: dict[str, Project] = {}
    for place, project in enumerate(election.contest.projects):
        columns = election.rows[project.id]
        title = (columns.get("name") or f"Проєкт {project.id}").strip()[:120] or project.id
        spot = _spot(columns)
        made[project.id] = Project(
            code=new_code(), cycle_id=cycle.id, number=number + place, contest_id=contest.id,
            district_id=district.id, author_name="", title=title, summary=title[:300],
            status=Status.WITHDRAWN if project.withdrawn else Status.TOOK_PART,
            latitude=spot[0] if spot else None, longitude=spot[1] if spot else None,
            total_kopecks=_kopecks(project.cost), search_text=searchable(title),
            started_at=cycle.submission_opens_at, saved_at=cycle.submission_opens_at,
            submitted_at=cycle.submission_opens_at, ballot_position=place + 1,
        )  # fmt: skip
        progress("projects", place + 1, count)
    session.add_all(made.values())
    session.flush()
    return made


def _spot(columns: Mapping[str, str]) -> tuple[float, float] | None:
    try:
        spot = float(columns.get("latitude", "")), float(columns.get("longitude", ""))
    except ValueError:
        return None
    return spot if abs(spot[0]) <= 90 and abs(spot[1]) <= 180 else None


def _district(session: Session, election: Election) -> District:
    """Our own place of the name of the file's city, or one from elsewhere; its projects all belong to it."""
    name = (election.meta.get("unit") or election.meta.get("description") or "import")[:200]
    found = session.scalar(select(District).where(District.name == name).order_by(District.position).limit(1))
    if found is not None:
        return found
    spots = [spot for spot in map(_spot, election.rows.values()) if spot]
    last = session.scalar(select(func.max(District.position))) or 0
    row = District(
        code=f"import-{slug(name, 24) or 'place'}-{last + 1}",
        name=name,
        kind=DistrictKind.ELSEWHERE,
        latitude=fmean(spot[0] for spot in spots) if spots else 0.0,
        longitude=fmean(spot[1] for spot in spots) if spots else 0.0,
        residents=0,
        adults=0,
        position=last + 1,
    )
    session.add(row)
    session.flush()
    return row


def _decide(session: Session, projects: Iterable[Project], winners: set[str], cycle: Cycle) -> None:
    """Imported projects are born where their election left them; one line of history says so."""
    for project in projects:
        won = project.code in winners
        if won:
            project.status = Status.WON
        if project.status is not Status.WITHDRAWN:
            session.add(
                StatusChange(
                    project_id=project.id,
                    at=cycle.results_at,
                    move=Move.WIN if won else Move.TAKE_PART,
                    status=project.status,
                )
            )
