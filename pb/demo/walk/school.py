"""A school's vote beside the city's: projects loaded as in the demo, slips handed out, pupils voting."""

import random
from dataclasses import replace

from sqlalchemy import select

from pb import clock
from pb.audit.rules import SYSTEM
from pb.booth.box import published_folder
from pb.cycles.queries import cycle_by_code
from pb.cycles.rules import Calendar, CycleKind
from pb.cycles.service import add_contest, create_cycle
from pb.demo.content.cycles import SCHOOL
from pb.demo.loading.cycles import SCHOOL_RULES, contest_columns
from pb.demo.loading.projects import load_authors, load_projects
from pb.demo.loading.review import load_lot, load_review
from pb.demo.walk.account import Account
from pb.demo.walk.founding import DAY
from pb.demo.walk.people import Voter
from pb.demo.walk.town import Town
from pb.electorate import queries
from pb.electorate.keys import CycleKeys
from pb.electorate.service import make_codes
from pb.observer.verifying import verify_at
from pb.projects.models import Project
from pb.projects.rules import Status

CLASS = "7-А"


def found(town: Town, calendar: Calendar) -> None:
    """A school's cycle with its projects on the ballot; the road to it is the city's, so it is loaded, not walked."""
    earlier = replace(calendar, appeals_until=calendar.appeals_until - DAY * 3)  # the demo's lot is drawn early
    with town.database.transaction() as session:
        cycle = create_cycle(
            session, SYSTEM, code=SCHOOL.code, kind=CycleKind.SCHOOL, title=SCHOOL.name, title_en=SCHOOL.name_en,
            calendar=earlier, rule_set=SCHOOL_RULES, host_name="Ліцей №99 «Приклад»",
        )  # fmt: skip
        for position, contest in enumerate(SCHOOL.contests, start=1):
            add_contest(session, SYSTEM, cycle, contest_columns(session, contest, position))
        authors = load_authors(session, clock.now())
        load_projects(session, cycle, authors, town.settings.folder("media"))
        load_review(session, cycle)
        load_lot(session, cycle)
    clock.use(clock.from_file(town.settings.data_dir.parent / "clock"))


def vote(town: Town, chance: random.Random, pupils: int) -> int:
    """Each pupil types the code of a slip and votes in every contest; how many votes."""
    with town.database.transaction() as session:
        cycle = cycle_by_code(session, SCHOOL.code)
        keys = CycleKeys(town.settings.folder("keys"), cycle.code)
        slips = make_codes(session, SYSTEM, cycle, {CLASS: pupils}, keys=keys)[CLASS]
        contests = {contest.id: contest.code for contest in cycle.contests}
        ballot: dict[str, list[str]] = {}
        listed = select(Project).where(Project.cycle_id == cycle.id, Project.status == Status.ON_BALLOT)
        for project in session.scalars(listed.order_by(Project.ballot_position)):
            ballot.setdefault(contests[project.contest_id or 0], []).append(project.code)
    votes = 0
    for slip in slips:
        picks = {contest: chance.choice(codes) for contest, codes in ballot.items()}
        pupil = Voter(town, chance, SCHOOL.code)
        pupil.enter_with_slip(slip)
        pupil.choose(picks)
        pupil.review()
        votes += len(pupil.cast())
    used = Voter(town, chance, SCHOOL.code)
    used.enter_with_slip(slips[0])
    used.browser.open(f"/vote?cycle={SCHOOL.code}")
    used.browser.must_say("Ви вже проголосували тут")
    return votes


def close(town: Town, account: Account, votes: int) -> None:
    """What the school's box publishes agrees with the slips used and verifies."""
    with town.database.reading() as session:
        cycle = cycle_by_code(session, SCHOOL.code)
        election = queries.election_of(session, cycle.id)
        account.need(election, "the school's election is gone")
        if election is None:
            return
        published = published_folder(town.settings)
        counts = queries.reconciliation(session, cycle, election, published)
    account.agree("envelopes issued for slips", sum(one.total for one in counts), votes)
    account.agree("pupils' ballots published", sum(one.cast or 0 for one in counts), votes)
    told: list[str] = []
    wrong = verify_at(str(published / election.hash), election.hash, count_only=False, say=told.append)
    account.agree("pb verify on the school's box", "holds" if wrong == 0 else "\n".join(told), "holds")
