"""A school's vote beside the city's: a coordinator enters projects and prints slips, pupils vote by them."""

import io
import random
import re
from collections import Counter
from typing import Any

import pypdf

from pb.accounts.queries import staff_by_email
from pb.booth.box import published_folder
from pb.cycles.queries import cycle_by_code
from pb.demo.content import reader
from pb.demo.loading.city import LOGINS
from pb.demo.walk.account import Account
from pb.demo.walk.ballot import on_ballot, published
from pb.demo.walk.browser import Browser
from pb.demo.walk.founding import PUPILS
from pb.demo.walk.people import Voter, estimate_fields, staff
from pb.demo.walk.town import Town
from pb.electorate import queries
from pb.values.permission import Role

CLASS, PROJECTS = "7-А", 4
PRINTED = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
MANAGER, COORDINATOR = (
    next(login.email for login in LOGINS if login.role is role) for role in (Role.MANAGER, Role.SCHOOL_COORDINATOR)
)
DESK = f"/school/desk/{PUPILS.code}"


def propose(town: Town, account: Account) -> None:
    """The manager names the coordinator, who enters what classes propose."""
    with town.database.reading() as session:
        person = staff_by_email(session, COORDINATOR)
    account.need(person, f"nobody has the address {COORDINATOR}")
    manager, coordinator = staff(town, MANAGER), staff(town, COORDINATOR)
    manager.open("/school/coordinators")
    manager.send(f"form:has([value='{PUPILS.code}'])", staff=person.code if person else "")
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


def vote(town: Town, chance: random.Random, pupils: int) -> Counter[tuple[str, str]]:
    """Each pupil types the code of a printed slip and votes; contest and project → votes."""
    slips, ballot = _slips(staff(town, COORDINATOR), pupils), on_ballot(town, PUPILS.code)
    votes: Counter[tuple[str, str]] = Counter()
    for slip in slips:
        picks = {contest: chance.choice(codes) for contest, codes in ballot.items()}
        pupil = Voter(town, chance, PUPILS.code)
        pupil.enter_with_slip(slip)
        pupil.choose(picks)
        pupil.review()
        pupil.cast()
        votes.update(picks.items())
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


def close(town: Town, account: Account, votes: Counter[tuple[str, str]]) -> None:
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
    account.agree("envelopes issued for slips", turnout, votes.total())
    sealed, _leaves = published(root / election.hash, on_ballot(town, PUPILS.code))
    account.agree("pupils' votes for each project", sealed == votes, True)
