"""Use cases of the count: take in ballots, count, adopt what two people counted alike."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.audit import service as audit
from pb.ballots.paper import sheets_file
from pb.ballots.published import ROLL_FILE, ballots_file
from pb.ballots.terms import ContestTerms
from pb.cycles.models import Contest, Cycle
from pb.cycles.rules import Action, Phase, Unaffordable, why_not
from pb.electorate.queries import election_of
from pb.errors import Refused
from pb.paper.service import publish_totals
from pb.projects.models import Project
from pb.tally import queries
from pb.tally.counting import Refusal, SourceKind, rule_called
from pb.tally.models import Adoption, Draw, Run, Source
from pb.tally.options import CountOptions, Facts, options_of, settings_with
from pb.tally.recording import adopted, record_file, record_run, stored
from pb.tally.sources import Published, election_folder, sha256_of, verified_election
from pb.values.actor import Actor


def register_election(session: Session, actor: Actor, cycle: Cycle, root: Path, now: datetime) -> list[Source]:
    """Take in what the box published below `root`, with every check of the verifier made.

    The folder is named by the hash of the manifest that was frozen before the vote, or by the cycle where the
    election was opened elsewhere. Refused when a check fails, when it is another cycle's election, or when its
    purses, projects or costs are not those of the cycle.
    """
    _refuse_early(cycle, now)
    contests = {row.code: row for row in queries.contested(session, cycle.contests)}
    if any(queries.source_of(session, row.id) for row in contests.values()):
        raise Refused(Refusal.SOURCE_KNOWN)
    election = _election(session, actor, cycle, root)
    promised = {entry.terms.code: entry.terms for entry in election.manifest.contests}
    if election.manifest.cycle != cycle.code or promised.keys() != contests.keys():
        raise Refused(Refusal.ELECTION_DIFFERS)
    sources = []
    for code, terms in promised.items():
        projects = queries.ballot_projects(session, contests[code].id)
        _refuse_other_terms(contests[code], projects, terms)
        path, sheets = election.folder / ballots_file(code), election.folder / sheets_file(code)
        total = election.report.contests[code]
        source = Source(
            contest_id=contests[code].id,
            kind=SourceKind.BOX,
            file=path.relative_to(root).as_posix(),
            sha256=sha256_of(path),
            manifest_hash=election.manifest.hash,
            paper_file=sheets.relative_to(root).as_posix() if sheets.exists() else None,
            paper_sha256=sha256_of(sheets) if sheets.exists() else None,
            ballots=total.cast + total.paper,
            registered_at=now,
            registered_by=str(actor),
        )
        sources.append(stored(session, source, {project.code: project for project in projects}))
    audit.record(session, actor, "tally.register_election", f"cycle:{cycle.code}", {"manifest": election.manifest.hash})
    return sources


def _election(session: Session, actor: Actor, cycle: Cycle, root: Path) -> Published:
    opened = election_of(session, cycle.id)
    if opened is None:
        return verified_election(root / cycle.code)
    folder = election_folder(root / opened.hash)
    if not (folder / ROLL_FILE).exists():  # the box does not know the roll's totals: its keeper adds them
        publish_totals(session, actor, cycle, opened, root)
    return verified_election(folder, opened.hash)


def _refuse_early(cycle: Cycle, now: datetime) -> None:
    if refusal := why_not(Action.COUNT, cycle.phase(now)):
        raise Refused(refusal)


def _refuse_other_terms(contest: Contest, projects: list[Project], terms: ContestTerms) -> None:
    costs = {project.code: project.total_kopecks for project in projects}
    if terms.costs != costs or terms.purse != contest.purse_kopecks:
        raise Refused(Refusal.ELECTION_DIFFERS)


def register_ballot_file(
    session: Session, actor: Actor, contest: Contest, root: Path, file: str, now: datetime
) -> Source:
    """Take in `root/file`, a Pabulib .pb file whose project ids are public codes or public numbers.

    Only the ballots are read from it; costs and purse are the contest's own.
    """
    source = record_file(session, actor, contest, root, file, _names(session, contest), now)
    audit.record(session, actor, "tally.register_ballot_file", f"contest:{contest.code}", {"sha256": source.sha256})
    return source


def _names(session: Session, contest: Contest) -> dict[str, Project]:
    projects = queries.ballot_projects(session, contest.id)
    return {name: project for project in projects for name in (project.code, str(project.number))}


def set_count(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    contest: Contest,
    *,
    rule: str,
    unaffordable: Unaffordable,
    threshold: int,
    options: CountOptions,
    now: datetime,
) -> None:
    """What the count of a contest is told; Refused once submission has opened, but for conflicts: once voting has.

    Which projects exclude each other is known only when they are known.
    """
    phase, old = cycle.phase(now), options_of(contest.counting)
    if phase in _VOTED_ON:
        raise Refused(Refusal.COUNT_FROZEN)
    told = (contest.counting_rule, contest.unaffordable, contest.threshold, replace(old, conflicts=()))
    refusal = why_not(Action.CHANGE_RULES, phase)
    if refusal and told != (rule, unaffordable, threshold, replace(options, conflicts=())):
        raise Refused(refusal)
    named = rule_called(rule)
    if named is None:
        raise Refused(Refusal.RULE_UNKNOWN, rule=rule)
    try:
        settings_with(named, options, Facts(), threshold=threshold, unaffordable=unaffordable.value)
    except ValueError as fault:
        raise Refused(Refusal.COUNT_SET_WRONG, fault=str(fault)) from fault
    contest.counting_rule, contest.unaffordable, contest.threshold = rule, unaffordable, threshold
    contest.counting = options.text()
    details = {"contest": contest.code, "rule": rule, "threshold": threshold, "options": contest.counting}
    audit.record(session, actor, "tally.set_count", f"cycle:{cycle.code}", details)


_VOTED_ON = frozenset(Phase) - {
    *(Phase.DRAFT, Phase.ANNOUNCED, Phase.SUBMISSION, Phase.REVIEW, Phase.APPEALS, Phase.BALLOT),
}


def enter_draw(
    session: Session, actor: Actor, cycle: Cycle, contest: Contest, numbers: Sequence[int], place: str, now: datetime
) -> Draw:
    """Record the lot that the count of a contest asked for: numbers of projects in the order drawn."""
    _refuse_early(cycle, now)
    if session.scalar(select(Adoption.id).where(Adoption.contest_id == contest.id)):
        raise Refused(Refusal.ALREADY_ADOPTED)
    codes = {row.number: row.code for row in queries.ballot_projects(session, contest.id)}
    if len(numbers) < 2 or len(set(numbers)) < len(numbers) or not codes.keys() >= set(numbers):
        raise Refused(Refusal.LOT_INCOMPLETE)
    order = ",".join(codes[number] for number in numbers)
    draw = Draw(contest_id=contest.id, order=order, place=place.strip(), drawn_at=now, drawn_by=str(actor))
    session.add(draw)
    session.flush()
    details = {"contest": contest.code, "order": order, "place": draw.place}
    audit.record(session, actor, "tally.enter_draw", f"cycle:{cycle.code}", details)
    return draw


def run_tally(session: Session, actor: Actor, cycle: Cycle, contest: Contest, root: Path, now: datetime) -> Run:
    """Count one contest and keep the run for ever; Refused when its ballots are missing or have changed."""
    _refuse_early(cycle, now)
    run = record_run(session, actor, contest, root, now)
    details = {"contest": contest.code, "run": run.code, "digest": run.digest}
    audit.record(session, actor, "tally.run_tally", f"cycle:{cycle.code}", details)
    return run


def correct_run(
    session: Session, actor: Actor, cycle: Cycle, contest: Contest, root: Path, reason: str, now: datetime
) -> Run:
    """Count an adopted contest anew; the new run names the old one and why. Two people must find the same again."""
    _refuse_early(cycle, now)
    standing = queries.adoptions(session, [contest.id]).get(contest.id)
    if standing is None:
        raise Refused(Refusal.NOTHING_TO_CORRECT)
    if queries.is_decided(session, contest.id):
        raise Refused(Refusal.DECIDED)
    if not reason.strip():
        raise Refused(Refusal.CORRECTION_UNEXPLAINED)
    run = record_run(session, actor, contest, root, now, corrects=standing.first_run_id, correction=reason.strip())
    details = {"contest": contest.code, "run": run.code, "digest": run.digest, "reason": run.correction}
    audit.record(session, actor, "tally.correct_run", f"cycle:{cycle.code}", details)
    return run


def adopt_run(session: Session, actor: Actor, cycle: Cycle, contest: Contest, now: datetime) -> Adoption:
    """Make the outcome of a contest final: the newest runs of two people must have equal digests.

    Of an adopted contest only runs that correct the adopted one count, and they must have found something else.
    """
    _refuse_early(cycle, now)
    standing = queries.adoptions(session, [contest.id]).get(contest.id)
    corrected = standing.first_run_id if standing else None
    query = select(Run).where(Run.contest_id == contest.id, Run.corrects_id.is_not_distinct_from(corrected))
    newest = list({run.run_by: run for run in session.scalars(query.order_by(Run.id))}.values())
    if standing and (not newest or {run.digest for run in newest} == {standing.digest}):
        raise Refused(Refusal.ALREADY_ADOPTED)
    if standing and queries.is_decided(session, contest.id):
        raise Refused(Refusal.DECIDED)
    if len(newest) < 2:
        raise Refused(Refusal.NO_SECOND_PERSON)
    if len({run.digest for run in newest}) > 1:
        raise Refused(Refusal.DIGESTS_DIFFER)
    adoption = adopted(newest[0], newest[1], actor, now, replaces=standing)
    session.add(adoption)
    details = {"contest": contest.code, "digest": adoption.digest}
    audit.record(session, actor, "tally.adopt_run", f"cycle:{cycle.code}", details)
    return adoption
