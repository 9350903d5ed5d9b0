"""The vote: lot, box, residents online, one at a desk, the close and the verified publication."""

import random
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select

from pb.ballots.encoding import Record
from pb.ballots.published import ballots_file
from pb.ballots.verifier import verify_election
from pb.booth.box import published_folder
from pb.cycles.queries import cycle_by_code
from pb.demo.bank.people import customers
from pb.demo.loading.city import LOGINS
from pb.demo.walk.account import Account
from pb.demo.walk.browser import Browser
from pb.demo.walk.founding import CYCLE
from pb.demo.walk.people import Voter, staff
from pb.demo.walk.town import Town
from pb.electorate import queries
from pb.jobs import run_due
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.values.code import normal_code
from pb.values.permission import Role

MANAGER = next(login.email for login in LOGINS if login.role is Role.MANAGER)
OPERATOR = next(login.email for login in LOGINS if login.role is Role.OPERATOR)
AT_DESK = 2


@dataclass
class Chosen:
    """What the walk's voters chose: the walk knows, because it is all of them; the city does not."""

    votes: Counter[tuple[str, str]] = field(default_factory=Counter)
    leaves: list[str] = field(default_factory=list)
    online: int = 0
    at_desk: int = 0


def draw(town: Town) -> None:
    """The manager announces the list and draws; the box gets the frozen manifest."""
    manager = staff(town, MANAGER)
    manager.open(f"/review/lots/{CYCLE}")
    manager.send("form:has([value=announce])", act="announce")
    manager.send("form:has([name=seed])", seed="лотерея 07 14 21 33 40 52", act="draw")
    manager.must_say("Порядок визначено")
    run_due(town.settings, town.database)


def cast_all(town: Town, account: Account, chance: random.Random, voters: int) -> Chosen:
    """Residents vote through the bank, some in two parts; two at a desk; one tries twice."""
    ballot = _ballot(town)
    chosen = Chosen()
    people = [person for person in customers(voters + 20) if person.startswith("resident-")][:voters]
    for person in people:
        voter = Voter(town, chance)
        picks = _picks(ballot, chance)
        voter.choose(picks)
        voter.log_in(person)
        _keep(chosen, picks, voter.cast())
        chosen.online += 1
    operator = staff(town, OPERATOR)
    operator.open("/desk")
    operator.send()
    for number in range(AT_DESK):
        picks = _picks(ballot, chance)
        _keep(chosen, picks, _at_desk(town, operator, chance, picks, f"resident-{voters + number + 1}"))
        chosen.at_desk += 1
    _once_more(town, account, chance, ballot, people[0])
    account.note("people by channel", f"online {chosen.online}, desk {chosen.at_desk}")
    return chosen


def _ballot(town: Town) -> dict[str, list[str]]:
    with town.database.reading() as session:
        cycle = cycle_by_code(session, CYCLE)
        codes = {contest.id: contest.code for contest in cycle.contests}
        query = select(Project).where(Project.status == Status.ON_BALLOT).order_by(Project.ballot_position)
        found: dict[str, list[str]] = {}
        for project in session.scalars(query):
            found.setdefault(codes[project.contest_id or 0], []).append(project.code)
    return found


def _picks(ballot: dict[str, list[str]], chance: random.Random) -> dict[str, str]:
    """One project in one, two or all contests; the first ones of the ballot are liked more."""
    contests = chance.sample(sorted(ballot), chance.randint(1, len(ballot)))
    return {contest: chance.choices(ballot[contest], [5, 3, 2, 1][: len(ballot[contest])])[0] for contest in contests}


def _keep(chosen: Chosen, picks: dict[str, str], leaves: list[str]) -> None:
    chosen.votes.update(picks.items())
    chosen.leaves.extend(leaves)


def _at_desk(town: Town, operator: Browser, chance: random.Random, picks: dict[str, str], person: str) -> list[str]:
    """The operator identifies, the voter chooses on their own screen."""
    claims = customers(int(person.split("-")[1]))[person].claims
    operator.open("/desk/identify")
    born = str(claims["birthdate"]).split("-")
    page = operator.send(
        "main form", kind="tax", number=claims["number"], birth_date=[born[2], born[1], born[0]],
        place=claims["address"]["locality"], proof="registration",
    )  # fmt: skip
    shown = page.select_one(".pb-desk-code")
    voter = Voter(town, chance)
    voter.enter_desk_booth(normal_code(shown.get_text()) if shown else "")
    voter.choose(picks)
    voter.browser.open("/vote/review")
    return voter.cast()


def _once_more(town: Town, account: Account, chance: random.Random, ballot: dict[str, list[str]], person: str) -> None:
    """Somebody who has voted comes again and must find nothing to cast in those contests."""
    voter = Voter(town, chance)
    voter.choose({contest: codes[0] for contest, codes in ballot.items()})
    voter.log_in(person)
    account.need("вже проголосували" in voter.browser.text.lower(), f"a second vote: {voter.browser.text[:400]}")


def close(town: Town, account: Account, chosen: Chosen) -> None:
    """The box latches and publishes; the published election is verified and compared with what people did."""
    run_due(town.settings, town.database)
    with town.database.reading() as session:
        cycle = cycle_by_code(session, CYCLE)
        election = queries.election_of(session, cycle.id)
        account.need(election, "the election is gone")
        if election is None:
            return
        folder = published_folder(town.settings) / election.hash
        issued = sum(queries.issued_by_contest(session, election).values())
    report = verify_election({path.name: path.read_bytes() for path in folder.iterdir()})
    account.need(report.passed, f"the published election does not verify: {report}")
    found: Counter[tuple[str, str]] = Counter()
    leaves = set()
    for contest in _ballot(town):
        for line in (folder / ballots_file(contest)).read_bytes().splitlines():
            record = Record.parse(line)
            leaves.add(record.leaf.hex())
            found.update((contest, code) for code in record.ballot.choices.codes)
    account.agree("ballots cast and published", sum(chosen.votes.values()), found.total())
    account.agree("envelopes issued", issued, found.total())
    account.agree("votes for each project as chosen", chosen.votes == found, True)
    account.agree("control codes in the publication", len(leaves & set(chosen.leaves)), len(chosen.leaves))
