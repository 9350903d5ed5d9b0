"""Opening an election: the ballot is frozen into a manifest and handed to the box; and the roll's totals after it."""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.ballots.manifest import Contest as FrozenContest
from pb.ballots.manifest import Manifest
from pb.ballots.published import ROLL_FILE, write_roll
from pb.ballots.terms import ContestTerms, Form
from pb.cycles.models import Contest, Cycle
from pb.cycles.queries import groups_of, rule_set
from pb.cycles.rules import Phase
from pb.electorate import queries
from pb.electorate.keys import CycleKeys
from pb.electorate.models import Election
from pb.electorate.rules import Refusal, counting_digest
from pb.errors import Refused
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.values.actor import Actor


class BoxClerk(Protocol):
    """The box as its opener sees it; in production the box is another process's, so nothing else is asked of it."""

    def new_key(self) -> bytes:
        """Make the election's key inside the box and return its 32 public bytes."""

    def open(self, manifest: Manifest) -> None:
        """Take the manifest in; the same again: nothing."""


def open_election(
    session: Session, actor: Actor, cycle: Cycle, clerk: BoxClerk, keys: CycleKeys, now: datetime
) -> Election:
    """Freeze the cycle's ballot (`cycle.contests` loaded) and hand it to the box; again: the same election.

    Contests without projects are left out. Refused before the ballot is drawn, and when a contest has too few
    projects for its form.
    """
    election = session.get(Election, cycle.id)
    if election is None:
        if cycle.phase(now) not in {Phase.BALLOT, Phase.VOTING}:
            raise Refused(Refusal.BALLOT_NOT_DRAWN)
        frozen = _frozen_contests(session, cycle, keys)
        manifest = _manifest(session, cycle, clerk.new_key(), frozen)
        election = Election(
            cycle_id=cycle.id, hash=manifest.hash, manifest=manifest.as_bytes(), opened_on=clock.today()
        )
        session.add(election)
        audit.record(session, actor, "electorate.open_election", f"cycle:{cycle.code}", {"manifest": manifest.hash})
    clerk.open(Manifest.parse(election.manifest))
    return election


def _frozen_contests(session: Session, cycle: Cycle, keys: CycleKeys) -> list[FrozenContest]:
    query = select(Project).where(Project.cycle_id == cycle.id, Project.status == Status.ON_BALLOT)
    projects: dict[int | None, list[tuple[str, int]]] = {}
    for project in session.scalars(query):
        projects.setdefault(project.contest_id, []).append((project.code, project.total_kopecks))
    terms = [_terms(contest, projects[contest.id]) for contest in cycle.contests if contest.id in projects]
    if not terms:
        raise Refused(Refusal.BALLOT_NOT_DRAWN)
    return [FrozenContest(one, keys.make(one.code).public) for one in sorted(terms, key=lambda one: one.code)]


def _terms(contest: Contest, projects: list[tuple[str, int]]) -> ContestTerms:
    if len(projects) < contest.min_choices:
        raise Refused(Refusal.TOO_FEW_PROJECTS, contest=contest.title)
    is_points = contest.form is Form.POINTS
    return ContestTerms(
        code=contest.code,
        form=contest.form,
        min_choices=contest.min_choices,
        max_choices=contest.max_choices,
        purse=contest.purse_kopecks,
        projects=tuple(sorted(projects)),
        scale=tuple(int(part) for part in contest.scale.split(",") if part.strip()) if is_points else (),
        points_total=contest.points_total if is_points else None,
    )


def _manifest(session: Session, cycle: Cycle, box_key: bytes, contests: list[FrozenContest]) -> Manifest:
    period, grace = cycle.calendar.voting, cycle.calendar.grace
    deciding = [
        (one.code, one.counting_rule, one.unaffordable.value, one.threshold, one.counting) for one in cycle.contests
    ]
    groups = [(group.most, sorted(group.contests)) for group in groups_of(cycle)]
    return Manifest(
        cycle=cycle.code,
        opens_at=_whole(period.opens),
        closes_at=_whole(period.closes),
        grace_until=_whole(period.closes + grace),
        rule_set=counting_digest(rule_set(session, cycle.id).digest(), deciding, groups),
        box_key=box_key,
        contests=tuple(contests),
    )


def _whole(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def publish_roll(session: Session, actor: Actor, cycle: Cycle, election: Election, published: Path) -> Path:
    """Put `roll.json`, the envelopes issued per contest, beside the files the box published; returns their folder.

    Call it after the grace, when the box has published.
    """
    folder = published / election.hash
    issued = queries.issued_by_contest(session, election)
    on_paper = queries.on_paper_by_contest(session, election)
    again = queries.reissued_by_contest(session, election)
    content = write_roll(election.hash, {code: (amount, again[code]) for code, amount in issued.items()}, on_paper)
    put_file(folder / ROLL_FILE, content)
    audit.record(session, actor, "electorate.publish_roll", f"cycle:{cycle.code}", issued)
    return folder


def put_file(path: Path, content: bytes) -> None:
    """Write a published file whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    draft = Path(name)
    draft.chmod(0o644)
    draft.replace(path)
