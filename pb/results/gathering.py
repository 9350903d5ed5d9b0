"""Puts the record of a cycle together from its adopted runs, its projects and the council's decision; reads only."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb import clock
from pb.ballots.paper import BatchKind
from pb.cycles.models import Contest, Cycle, District
from pb.electorate.queries import counted_on_paper, election_of, reconciliation
from pb.errors import Refused
from pb.projects.models import Project
from pb.projects.rules import FUNDED, STOOD_FOR_VOTE, Status
from pb.results.explaining import lacking
from pb.results.models import Decision
from pb.results.paying import outcome_of, paid_for
from pb.results.record import ContestRecord, Record, Row, Tie
from pb.results.rules import Frame, Refusal, Spot, Turnout, frame_of
from pb.tally.counting import Prepared, recount_command, to_kopecks
from pb.tally.lacking import Lack
from pb.tally.models import Adoption, Run, Source
from pb.tally.queries import adopted_runs, adoptions, ballot_projects, contested, corrected_by, source_of
from pb.tally.recording import prepare
from pb.tally.rules.contest import Repeats
from pb.tally.rules.standing import votes
from pb.values.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Gathered:
    """The record; by contest code the prepared count its ballots are exported from; places with projects."""

    record: Record
    counts: dict[str, Prepared]
    sources: dict[str, Source]
    districts: list[District]


def gather(
    session: Session,
    cycle: Cycle,
    root: Path,
    decision: Decision | None,
    turnout: Turnout | None,
    now: datetime,
    progress: Progress = silent,
) -> Gathered:
    """Everything to publish; Refused when a contest has no adopted run. `root`: the folder of elections."""
    voted = contested(session, cycle.contests)
    ids = [contest.id for contest in voted]
    runs, words = adopted_runs(session, ids), adoptions(session, ids)
    corrected = corrected_by(session, list(runs.values()))
    if len(runs) < len(ids):
        raise Refused(Refusal.NOT_ADOPTED)
    changes = _changes(decision)
    districts = _districts(session, cycle)
    places = {row.id: row.name for row in districts}
    counts, sources, contests = {}, {}, []
    for place, contest in enumerate(voted):
        progress("what losers lacked", place, len(voted))
        source = source_of(session, contest.id)
        assert source is not None  # its run was made from it, and sources are never deleted
        prepared = prepare(session, contest, source, root)
        counts[contest.code], sources[contest.code] = prepared, source
        projects = {row.code: row for row in ballot_projects(session, contest.id)}
        adoption, run = words[contest.id], runs[contest.id]
        row = _contest(contest, run, adoption, prepared, projects, changes, places, cycle.currency)
        contests.append(replace(row, corrects=corrected.get(run.id, ""), correction=run.correction))
    progress("what losers lacked", len(voted), len(voted))
    lost, hands = lost_envelopes(session, cycle, root), votes_by_hands(session, cycle, root)
    contests = [replace(one, lost=lost.get(one.code), by_hands=hands.get(one.code, 0)) for one in contests]
    record = _record(session, cycle, decision, sources.values(), contests, turnout, now)
    record = replace(record, frame=_map_frame(record, districts))
    return Gathered(record, counts, sources, districts)


def lost_envelopes(session: Session, cycle: Cycle, root: Path) -> dict[str, int]:
    """Contest code → envelopes issued, also anew, without a ballot in the box; empty where the vote was not sealed."""
    election = election_of(session, cycle.id)
    counts = reconciliation(session, cycle, election, root) if election else []
    return {one.code: one.missing + one.reissued for one in counts if one.missing is not None}


def votes_by_hands(session: Session, cycle: Cycle, root: Path) -> dict[str, int]:
    """Contest code → votes of classes that voted together, as published; empty where the vote was not sealed."""
    election = election_of(session, cycle.id)
    return (counted_on_paper(election, root, BatchKind.TOTALS) or {}) if election else {}


def _districts(session: Session, cycle: Cycle) -> list[District]:
    """Places of the community from which the cycle has projects."""
    used = select(Project.district_id).where(Project.cycle_id == cycle.id)
    return list(session.scalars(select(District).where(District.id.in_(used)).order_by(District.position)))


def _map_frame(record: Record, districts: list[District]) -> Frame | None:
    """The edges of the map; None when no winner has a point."""
    spots = [Spot(row.latitude, row.longitude) for _, row in record.winners if row.latitude and row.longitude]
    return frame_of([*spots, *(Spot(row.latitude, row.longitude) for row in districts)]) if spots else None


def _changes(decision: Decision | None) -> dict[int, tuple[str, str]]:
    if decision is None:
        return {}
    return {change.project_id: (change.change.value, change.reason) for change in decision.changes}


def _record(
    session: Session,
    cycle: Cycle,
    decision: Decision | None,
    sources: Any,
    contests: list[ContestRecord],
    turnout: Turnout | None,
    now: datetime,
) -> Record:
    voting = cycle.calendar.voting
    submitted, admitted = _ideas(session, cycle.id)
    hashes = {source.manifest_hash for source in sources if source.manifest_hash}
    return Record(
        cycle=cycle.code,
        title=cycle.title,
        title_en=cycle.title_en,
        voting_opens_on=_day(voting.opens),
        voting_closes_on=_last_day(voting.closes),
        published_on=_day(now),
        decision_number=decision.number if decision else "",
        decided_on=decision.decided_on if decision else None,
        decision_note=decision.note if decision else "",
        decision_file=decision.file if decision else "",
        manifest_hash=min(hashes, default=""),
        contests=contests,
        turnout=turnout,
        submitted=submitted,
        admitted=admitted,
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.CITY_ZONE).date()


def _last_day(closes: datetime) -> date:
    """Voting that ends at midnight ends with the day before."""
    return _day(closes - timedelta(microseconds=1))


def _ideas(session: Session, cycle_id: int) -> tuple[int, int]:
    query = select(Project.status, func.count().label("amount")).where(
        Project.cycle_id == cycle_id, Project.submitted_at.is_not(None)
    )
    counts = {row.status: row.amount for row in session.execute(query.group_by(Project.status))}
    stood = STOOD_FOR_VOTE | {Status.ADMITTED}
    return sum(counts.values()), sum(amount for status, amount in counts.items() if status in stood)


def _contest(
    contest: Contest,
    run: Run,
    adoption: Adoption,
    prepared: Prepared,
    projects: Mapping[str, Project],
    changes: Mapping[int, tuple[str, str]],
    places: Mapping[int, str],
    currency: str,
) -> ContestRecord:
    outcome, settings = json.loads(run.outcome), json.loads(run.settings)
    voters = votes(prepared.contest, Repeats.COUNT)
    numbers = {code: project.number or 0 for code, project in projects.items()}
    lacks = lacking(prepared, [step["project"] for step in outcome["steps"] if step["decision"] != "funded"])
    paying = paid_for(prepared, outcome_of(outcome), numbers)
    rows = []
    for step in outcome["steps"]:
        project = projects[step["project"]]
        own = _row(project, step, voters[project.code], numbers, places)
        fate = _fate(project, changes.get(project.id), lacks.get(project.code))
        rows.append(Row(**own, **fate, paying=paying.get(project.code)))
    return ContestRecord(
        code=contest.code,
        title=contest.title,
        title_en=contest.title_en,
        category=contest.category.value,
        purse=contest.purse_kopecks,
        ballots=prepared.contest.voters,
        form=prepared.contest.form.value,
        rule=run.rule,
        settings=settings,
        digest=run.digest,
        people=2 if adoption.second_by else 0,
        command=recount_command(f"{contest.code}.pb", prepared.rule, settings, prepared.lot.name),
        rows=rows,
        ties=[_tie(tie, numbers) for tie in outcome["ties"]],
        options=contest.counting,
        currency=currency,
        share=None if outcome["share"] is None else to_kopecks(outcome["share"]),
    )


def _fate(project: Project, changed: tuple[str, str] | None, lack: Lack | None) -> dict[str, Any]:
    """What became of a project in the end, and the least that would have made it win the count."""
    change, reason = changed or ("", "")
    return {
        "won": project.status in FUNDED,
        "change": change,
        "change_reason": reason,
        "lacks_votes": lack.votes if lack else None,
        "lacks_cost": to_kopecks(lack.cost) if lack and lack.cost is not None else None,
    }


def _row(
    project: Project,
    step: Mapping[str, Any],
    voters: int,
    numbers: Mapping[str, int],
    places: Mapping[int, str],
) -> dict[str, Any]:
    return {
        "code": project.code,
        "number": project.number or 0,
        "title": project.title,
        "title_en": project.title_en,
        "district": places.get(project.district_id or 0, ""),
        "author": project.author_name,
        "cost": project.total_kopecks,
        "votes": voters,
        "score": step["score"],
        "rank": step["rank"],
        "before": to_kopecks(step["before"]),
        "after": to_kopecks(step["after"]),
        "counted": step["decision"] == "funded",
        "reason": step["reason"],
        "others": sorted(numbers[code] for code in step["others"]),
        "latitude": project.latitude,
        "longitude": project.longitude,
    }


def _tie(tie: Mapping[str, Any], numbers: Mapping[str, int]) -> Tie:
    codes: Sequence[str] = tie["projects"]
    return Tie([numbers[code] for code in codes], tie["score"], tie["by"], tie["decisive"])
