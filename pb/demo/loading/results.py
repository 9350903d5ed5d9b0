"""The finished cycle after its vote: ballots as an older platform left them, two counts, council, publication."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.models import Staff
from pb.accounts.queries import staff_with_role
from pb.certificates.paper import Press
from pb.certificates.queries import council_decision
from pb.certificates.service import issue_certificates
from pb.cycles.models import Contest, Cycle
from pb.demo.content import reader
from pb.demo.loading.moment import standing_at
from pb.demo.loading.review import actor_of
from pb.demo.loading.roll import load_roll
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.results.publishing import Draft
from pb.results.service import enter_decision, publish_results
from pb.settings import Settings
from pb.tally.service import adopt_run, register_ballot_file, run_tally
from pb.values.permission import Role
from pb.web.city import read_city

VOTERS_PER_WEIGHT = 4  # a weight of 300 stands for 1,200 voters
DECISION = "59-21"


def load_results(session: Session, cycle: Cycle, settings: Settings) -> None:
    """Count and decide a cycle whose vote is over."""
    manager, secretary = staff_with_role(session, Role.MANAGER)[0], staff_with_role(session, Role.SECRETARY)[0]
    with standing_at(cycle.results_at + timedelta(hours=9)):
        _count(session, cycle, settings, manager, secretary)
        load_roll(session, cycle)
    with standing_at(cycle.results_at + timedelta(days=14, hours=9)):
        enter_decision(session, actor_of(manager), cycle, number=DECISION, decided_on=clock.today(), now=clock.now())


def published_at(cycle: Cycle) -> datetime:
    """When a finished cycle's results became public."""
    return cycle.results_at + timedelta(days=14, hours=12)


def _count(session: Session, cycle: Cycle, settings: Settings, manager: Staff, secretary: Staff) -> None:
    root = settings.folder("elections")
    for contest in cycle.contests:
        file = f"{cycle.code}/{contest.code}.pb"
        write_ballots(session, cycle, contest, root / file)
        register_ballot_file(session, actor_of(manager), contest, root, file, clock.now())
        for person in (manager, secretary):
            run_tally(session, actor_of(person), cycle, contest, root, clock.now())
        adopt_run(session, actor_of(manager), cycle, contest, clock.now())


def write_ballots(session: Session, cycle: Cycle, contest: Contest, path: Path) -> None:
    """A Pabulib file of one-choice ballots whose numbers follow the written weights, in a shuffled order."""
    weights = {project.title: project.weight for project in reader.projects(cycle.code)}
    query = select(Project).where(Project.contest_id == contest.id, Project.status == Status.ON_BALLOT)
    projects = list(session.scalars(query.order_by(Project.number)))
    votes = [project.code for project in projects for _ in range(weights[project.title] * VOTERS_PER_WEIGHT)]
    Random(contest.code).shuffle(votes)  # noqa: S311 - invented ballots
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\n")
        out.writerows([["META"], ["key", "value"], *_meta(cycle, contest, len(projects), len(votes))])
        out.writerows([["PROJECTS"], ["project_id", "cost"]])
        out.writerows([project.code, project.total_kopecks // 100] for project in projects)
        out.writerows([["VOTES"], ["voter_id", "vote"]])
        out.writerows([number, code] for number, code in enumerate(votes, start=1))


def _meta(cycle: Cycle, contest: Contest, projects: int, votes: int) -> list[list[object]]:
    return [
        ["description", f"{cycle.title}. {contest.title}"],
        ["country", "Ukraine"],
        ["unit", "Demo"],
        ["instance", cycle.code],
        ["num_projects", projects],
        ["num_votes", votes],
        ["budget", contest.purse_kopecks // 100],
        ["vote_type", "choose-1"],
        ["rule", "greedy-no-skip"],
        ["date_begin", f"{cycle.voting_opens_at:%d.%m.%Y}"],
        ["date_end", f"{cycle.voting_closes_at:%d.%m.%Y}"],
    ]


def load_publication(session: Session, cycle: Cycle, settings: Settings, draft: Draft) -> None:
    """Publish what was written and print the certificates."""
    city, manager = read_city(settings.city_file), actor_of(staff_with_role(session, Role.MANAGER)[0])
    with standing_at(published_at(cycle)):
        publish_results(session, manager, cycle, draft, settings.folder("published"), clock.now())
        issue_certificates(
            session,
            manager,
            cycle,
            decision=council_decision(session, cycle.id),
            press=Press(city=city.name, programme=city.programme, council=city.council, public_url=settings.public_url),
            folder=settings.folder("certificates"),
            now=clock.now(),
        )
