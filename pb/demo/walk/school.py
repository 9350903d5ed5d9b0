"""A school's vote beside the city's: coordinators enter projects and print slips, pupils vote by them or by hands."""

import io
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pypdf
from sqlalchemy import select

from pb.accounts.queries import staff_by_email
from pb.booth.box import published_folder
from pb.cycles.queries import cycle_by_code
from pb.demo.content import reader
from pb.demo.loading.city import LOGINS
from pb.demo.walk import paper
from pb.demo.walk.account import Account
from pb.demo.walk.ballot import on_ballot, published
from pb.demo.walk.browser import Browser
from pb.demo.walk.founding import PUPILS
from pb.demo.walk.people import Voter, estimate_fields, staff
from pb.demo.walk.town import Town
from pb.electorate import queries
from pb.projects.models import Project
from pb.school.forms import hands_field
from pb.values.permission import Role

CLASS, TOGETHER, PROJECTS = "7-А", "1-Б", 4
PRINTED = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
MANAGER = next(login.email for login in LOGINS if login.role is Role.MANAGER)
COORDINATORS = [login.email for login in LOGINS if login.role is Role.SCHOOL_COORDINATOR]
DESK = f"/school/desk/{PUPILS.code}"


@dataclass
class Votes:
    """Contest and project → what pupils chose by slips, and what the class that votes together did by raised hands."""

    by_slips: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_hands: Counter[tuple[str, str]] = field(default_factory=Counter)

    def total(self) -> int:
        return self.by_slips.total() + self.by_hands.total()


def propose(town: Town, account: Account) -> None:
    """The manager names the coordinators, one of whom enters what classes propose."""
    with town.database.reading() as session:
        people = [person for email in COORDINATORS if (person := staff_by_email(session, email))]
    account.need(len(people) == 2, "a school needs two coordinators")
    manager, coordinator = staff(town, MANAGER), staff(town, COORDINATORS[0])
    manager.open("/school/coordinators")
    manager.send(f"form:has([value='{PUPILS.code}'])", staff=[person.code for person in people])
    written = reader.projects(PUPILS.code)[:PROJECTS]
    for project in written:
        coordinator.open(f"{DESK}/project")
        words: dict[str, Any] = {name: getattr(project, name) for name in ("title", "summary", "problem", "idea")}
        coordinator.send(
            author=CLASS, contest=project.contest, district=project.place, address=project.address,
            email="school@example.org", **words, **estimate_fields(project.estimate),
        )  # fmt: skip
        coordinator.must_say("Проєкт внесено")
    account.note("projects of pupils", len(written))


def vote(town: Town, chance: random.Random, pupils: int) -> Votes:
    """Each pupil types the code of a printed slip and votes; a class of the youngest raises hands in its room."""
    coordinator, ballot, votes = staff(town, COORDINATORS[0]), on_ballot(town, PUPILS.code), Votes()
    slips = _slips(coordinator, pupils)
    coordinator.open(f"{DESK}/classes")
    coordinator.send(classes=f"{TOGETHER}; {pupils}")
    coordinator.must_say("Класи записано")
    for contest, codes in ballot.items():
        votes.by_hands.update((contest, chance.choice(codes)) for _ in range(pupils))
    for slip in slips:
        picks = {contest: chance.choice(codes) for contest, codes in ballot.items()}
        pupil = Voter(town, chance, PUPILS.code)
        pupil.enter_with_slip(slip)
        pupil.choose(picks)
        pupil.review()
        pupil.cast()
        votes.by_slips.update(picks.items())
    used = Voter(town, chance, PUPILS.code)
    used.enter_with_slip(slips[0])
    used.browser.open(f"/vote?cycle={PUPILS.code}")
    used.browser.must_say("Ви вже проголосували тут")
    return votes


def _slips(coordinator: Browser, pupils: int) -> list[str]:
    """The codes on the sheets that the coordinator prints."""
    coordinator.open(DESK)
    sheets = pypdf.PdfReader(io.BytesIO(coordinator.download(classes=f"{CLASS}; {pupils}"))).pages
    return PRINTED.findall("\n".join(sheet.extract_text() for sheet in sheets))


def type_hands(town: Town, votes: Votes) -> None:
    """After the close two coordinators type how many hands each project had."""
    with town.database.reading() as session:
        cycle = cycle_by_code(session, PUPILS.code)
        listed = session.execute(select(Project.number, Project.code).where(Project.cycle_id == cycle.id)).all()
    hands = Counter[str]()
    for (_contest, code), amount in votes.by_hands.items():
        hands[code] += amount
    typed: dict[str, Any] = {hands_field(number or 0): str(hands[code]) for number, code in listed}
    for email in COORDINATORS:
        coordinator = staff(town, email)
        coordinator.open(f"{DESK}/classes")
        for link in coordinator.page.select("main ul a"):
            coordinator.open(str(link["href"]))
            asked = {str(one["name"]) for one in coordinator.page.select("main input[name^=project_]")}
            coordinator.send(**{name: value for name, value in typed.items() if name in asked})
            coordinator.must_say("Голоси класу записано")


def close(town: Town, account: Account, votes: Votes) -> None:
    """What the school's box publishes agrees with the slips used and with what pupils chose."""
    with town.database.reading() as session:
        cycle = cycle_by_code(session, PUPILS.code)
        election = queries.election_of(session, cycle.id)
        account.need(election, "the school's election is gone")
        if election is None:
            return
        root = published_folder(town.settings)
        counts = queries.reconciliation(session, cycle, election, root)
        turnout = sum(one.total for one in counts)
        raised = paper.published(town, session, PUPILS.code)
    account.agree("envelopes issued for slips", turnout, votes.by_slips.total())
    sealed, _leaves = published(root / election.hash, on_ballot(town, PUPILS.code))
    account.agree("pupils' votes for each project", sealed == votes.by_slips, True)
    account.agree("raised hands for each project", raised == votes.by_hands, True)
    account.note("raised hands", raised.total())
