"""Writing the rows of a source, a run and an adoption; which of them may be written is decided in `service`.

Each function is a part of a use case, not one itself: no audit entry here.
"""

import json
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from pb.cycles.models import Contest
from pb.errors import Refused
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.tally import queries
from pb.tally.counting import Listed, Prepared, Refusal, SourceKind, contest_of, lot_name, rule_called
from pb.tally.digest import digest, plain
from pb.tally.models import Adoption, Run, Source, SourceName
from pb.tally.options import CountOptions, Facts, Standing, options_of, settings_with
from pb.tally.pabulib import Election
from pb.tally.rules.contest import Lot, Outcome, Ties, UndecidedError
from pb.tally.sources import ballots_in, paper_ballots, read_election, rules_version, sha256_of
from pb.values.actor import SYSTEM, Actor
from pb.values.code import new_code


def record_file(
    session: Session,
    actor: Actor,
    contest: Contest,
    root: Path,
    file: str,
    names: dict[str, Project],
    now: datetime,
    election: Election | None = None,
) -> Source:
    """The row of a .pb file; `names`: what it may call our projects, `election`: the same file, read before."""
    if queries.source_of(session, contest.id):
        raise Refused(Refusal.SOURCE_KNOWN)
    election = election or read_election(root / file)
    for name in election.rows:
        if name not in names:
            raise Refused(Refusal.PROJECT_UNKNOWN, project=name)
    source = Source(
        contest_id=contest.id,
        kind=SourceKind.FILE,
        file=file,
        sha256=sha256_of(root / file),
        ballots=election.contest.voters,
        registered_at=now,
        registered_by=str(actor),
    )
    return stored(session, source, {name: names[name] for name in election.rows})


def stored(session: Session, source: Source, names: dict[str, Project]) -> Source:
    """The row of a source and what its file calls our projects."""
    session.add(source)
    session.flush()
    session.add_all(
        SourceName(source_id=source.id, name=name, project_id=project.id) for name, project in names.items()
    )
    return source


def record_run(
    session: Session,
    actor: Actor,
    contest: Contest,
    root: Path,
    now: datetime,
    corrects: int | None = None,
    correction: str = "",
) -> Run:
    """The row of one count; `corrects`: the id of the run that it corrects, `correction`: why."""
    source = queries.source_of(session, contest.id)
    if source is None:
        raise Refused(Refusal.NO_SOURCE)
    started = time.perf_counter()
    prepared = prepare(session, contest, source, root)
    outcome = count(prepared)
    run = Run(
        code=new_code(),
        contest_id=contest.id,
        run_at=now,
        run_by=str(actor),
        source_sha256=source.sha256,
        rule=prepared.rule.name,
        rule_version=rules_version(),
        settings=_text(plain(prepared.settings)),
        lot=_text(plain(prepared.lot)),
        outcome=_text(plain(outcome)),
        digest=digest(prepared.contest, prepared.rule, prepared.settings, prepared.lot, outcome),
        seconds=round(time.perf_counter() - started, 3),
        corrects_id=corrects,
        correction=correction,
    )
    session.add(run)
    session.flush()
    return run


def prepare(session: Session, contest: Contest, source: Source, root: Path) -> Prepared:
    """Everything the count of a contest depends on, read anew."""
    rule = rule_called(contest.counting_rule)
    if rule is None:
        raise Refused(Refusal.RULE_UNKNOWN, rule=contest.counting_rule)
    projects = queries.ballot_projects(session, contest.id)
    if not projects:
        raise Refused(Refusal.NO_PROJECTS)
    names = queries.source_names(session, source.id)
    ballots, form = ballots_in(root / source.file, source.kind, source.sha256, names, contest.form, contest.max_choices)
    if source.paper_file and source.paper_sha256:
        path = root / source.paper_file
        ballots += paper_ballots(path, source.paper_sha256, source.manifest_hash or "", contest.max_choices)
    listed = [Listed(row.code, row.total_kopecks, row.status is Status.WITHDRAWN) for row in projects]
    options = options_of(contest.counting)
    return Prepared(
        contest=contest_of(listed, ballots, contest.purse_kopecks, form),
        rule=rule,
        settings=settings_with(
            rule,
            options,
            _facts(session, contest, projects, options),
            threshold=contest.threshold,
            unaffordable=contest.unaffordable.value,
        ),
        lot=Lot(_lot(session, contest, projects, options), name=lot_name(contest.code)),
    )


def _facts(session: Session, contest: Contest, projects: Sequence[Project], options: CountOptions) -> Facts:
    standing = [Standing(row.code, row.district.code if row.district else "", row.address) for row in projects]
    years = options.rest_years
    return Facts(standing, queries.funded_lately(session, contest, years) if years else None)


def _lot(session: Session, contest: Contest, projects: Sequence[Project], options: CountOptions) -> tuple[str, ...]:
    """What was drawn when a count asked for it; else the regulation's order.

    Regulation: a tie goes to who registered earlier, then to the public lot of the ballot.
    """
    if options.ties == Ties.REFUSE.value:
        drawn = (code for draw in queries.draws(session, contest.id) for code in draw.order.split(","))
        return tuple(dict.fromkeys(drawn))
    return tuple(row.code for row in sorted(projects, key=lambda row: (row.submitted_at, row.ballot_position)))


def count(prepared: Prepared) -> Outcome:
    """The outcome; the same for the same input, whoever counts; Refused with `groups` of codes to draw between."""
    try:
        return prepared.rule.count(prepared.contest, prepared.settings, prepared.lot)
    except UndecidedError as tied:
        groups = [list(tie.projects) for tie in tied.ties]
        raise Refused(Refusal.TIE_UNDECIDED, groups=groups) from tied


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def adopt_imported(session: Session, run: Run, now: datetime) -> Adoption:
    """Adopt the system's own run of an imported election."""
    adoption = adopted(run, None, SYSTEM, now)
    session.add(adoption)
    session.flush()
    return adoption


def adopted(first: Run, second: Run | None, actor: Actor, now: datetime, replaces: Adoption | None = None) -> Adoption:
    """The row that makes the outcome of one run, or of two equal ones, final."""
    return Adoption(
        contest_id=first.contest_id,
        digest=first.digest,
        first_run_id=first.id,
        first_by=first.run_by,
        second_run_id=second.id if second else None,
        second_by=second.run_by if second else None,
        adopted_at=now,
        adopted_by=str(actor),
        replaces_id=replaces.id if replaces else None,
    )
