"""Factories of the count and the results: a cycle with votes, files of ballots, a whole published cycle."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.models import Staff
from pb.ballots.blind import SigningKey
from pb.ballots.checkpoint import Checkpoint, join_notes
from pb.ballots.encoding import Ballot as SealedBallot
from pb.ballots.encoding import Choices, Record
from pb.ballots.log import Tree
from pb.ballots.manifest import Contest as PromisedContest
from pb.ballots.manifest import Manifest, raw_public_key
from pb.ballots.published import ballots_file, write_ballots, write_leaves, write_roll
from pb.ballots.terms import ContestTerms, Form
from pb.cycles.models import Contest, Cycle
from pb.cycles.queries import cycle_by_code
from pb.cycles.rules import Phase
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.results import service as results
from pb.results.drafting import draft_results
from pb.results.models import Publication
from pb.results.rules import Turnout
from pb.tally import service
from pb.values.actor import Actor, ActorKind
from pb.values.money import hryvnias
from pb.values.permission import Role
from tests import make
from tests.ballots.make import BOX_KEY, SIGNING_KEY, sealed

# Votes that can be mistaken for nothing else on a page.
VOTES = (7433, 6217, 5119, 4337, 3221)
COSTS = (300_000, 450_000, 200_000, 150_000, 90_000)


def counted_by(staff: Staff) -> Actor:
    return Actor(ActorKind.STAFF, staff.code)


def two_people(session: Session) -> tuple[Actor, Actor]:
    return counted_by(make.staff(session, Role.MANAGER)), counted_by(make.staff(session, Role.MANAGER))


def cycle_to_count(session: Session, **changes: object) -> tuple[Cycle, Contest, list[Project]]:
    """A cycle in its tally phase: one contest of a million, five projects; the third does not fit."""
    row = make.cycle(session, Phase.TALLY, **changes)
    projects = [make.project(session, row, Status.ON_BALLOT, cost=hryvnias(cost)) for cost in COSTS]
    found = cycle_by_code(session, row.code)
    session.refresh(found, ["contests"])
    found.contests[0].purse_kopecks = hryvnias(900_000)
    session.flush()
    return found, found.contests[0], projects


def ballot_file(folder: Path, name: str, projects: list[Project], votes: tuple[int, ...] = VOTES) -> str:
    """A .pb file of one-choice ballots that names projects by their numbers."""
    chosen = [str(project.number) for project, many in zip(projects, votes, strict=True) for _ in range(many)]
    lines = ["META", "key;value", "description;Test", "country;Ukraine", "unit;Zrazkove", "instance;2026"]
    lines += [f"num_projects;{len(projects)}", f"num_votes;{len(chosen)}", "budget;900000", "vote_type;choose-1"]
    lines += ["rule;greedy-no-skip", "date_begin;16.04.2026", "date_end;30.04.2026"]
    lines += ["PROJECTS", "project_id;cost"]
    lines += [f"{project.number};{project.total_kopecks // 100}" for project in projects]
    lines += ["VOTES", "voter_id;vote", *(f"{place};{choice}" for place, choice in enumerate(chosen, 1))]
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return name


def manifest_of(cycle: Cycle, contest: Contest, projects: list[Project], key: SigningKey = SIGNING_KEY) -> Manifest:
    """The manifest a cycle of one contest would have been frozen with."""
    costs = tuple(sorted((project.code, project.total_kopecks) for project in projects))
    terms = ContestTerms(contest.code, Form.APPROVE, 1, contest.max_choices, contest.purse_kopecks, costs)
    voting = cycle.calendar.voting
    return Manifest(
        cycle=cycle.code,
        opens_at=_whole(voting.opens),
        closes_at=_whole(voting.closes),
        grace_until=_whole(voting.closes + cycle.calendar.grace),
        rule_set="5e" * 32,
        box_key=raw_public_key(BOX_KEY.public_key()),
        contests=(PromisedContest(terms, key.public),),
    )


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def election(folder: Path, manifest: Manifest, votes: dict[str, int]) -> list[Record]:
    """The files of a closed election in `folder`, `votes` by project code."""
    contest = manifest.contests[0].terms.code
    records = [
        sealed(SealedBallot.fresh(manifest.hash, contest, Choices.approve([code])))
        for code, many in votes.items()
        for _ in range(many)
    ]
    tree = Tree(record.leaf for record in records)
    note = Checkpoint(manifest.cycle, manifest.hash, len(tree), tree.root(), final=True).sign(BOX_KEY)
    target = folder / manifest.hash
    target.mkdir(parents=True)
    files = {
        "manifest.json": manifest.as_bytes(),
        "checkpoints.txt": join_notes([note]).encode(),
        "leaves.txt": write_leaves(tree.leaves),
        "roll.json": write_roll(manifest.hash, {contest: (len(records), 0)}),
        ballots_file(contest): write_ballots(records),
    }
    for name, content in files.items():
        (target / name).write_bytes(content)
    return records


def counted(session: Session, root: Path, **changes: object) -> tuple[Cycle, Contest, list[Project]]:
    """`cycle_to_count` whose outcome two people found and adopted."""
    cycle, contest, projects = cycle_to_count(session, **changes)
    first, second = two_people(session)
    file = ballot_file(root, f"{cycle.code}/{contest.code}.pb", projects)
    service.register_ballot_file(session, first, contest, root, file, clock.now())
    for person in (first, second):
        service.run_tally(session, person, cycle, contest, root, clock.now())
    service.adopt_run(session, second, cycle, contest, clock.now())
    return cycle, contest, projects


def publish(
    session: Session, person: Actor, cycle: Cycle, elections: Path, published: Path, turnout: Turnout | None = None
) -> Publication:
    """Draft and show the results of a decided cycle."""
    now = clock.now()
    draft = draft_results(
        session, cycle, elections=elections, published=published, unit="Зразкове", now=now, turnout=turnout
    )
    return results.publish_results(session, person, cycle, draft, published, now)
