"""The vote: lot, box, residents online, at a desk and on paper, the close and the verified publication."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from pb.ballots.verifier import verify_election
from pb.booth.box import published_folder
from pb.cycles.queries import cycle_by_code, every_desk
from pb.demo.bank.people import customers
from pb.demo.loading.city import LOGINS
from pb.demo.walk import paper, school
from pb.demo.walk.account import Account
from pb.demo.walk.ballot import on_ballot, published
from pb.demo.walk.browser import Browser
from pb.demo.walk.founding import CYCLE, Budget
from pb.demo.walk.people import Voter, staff
from pb.demo.walk.town import Town
from pb.electorate import queries
from pb.electorate.rules import Channel
from pb.jobs import run_due
from pb.values.code import normal_code
from pb.values.permission import Role

MANAGER = next(login.email for login in LOGINS if login.role is Role.MANAGER)
OPERATORS = [login.email for login in LOGINS if login.role is Role.OPERATOR]
CHANNELS = {"online": Channel.ONLINE, "desk": Channel.DESK, "paper": Channel.PAPER, "school": Channel.CODE}
FEWEST, ONE_OF = 2, 25  # at a desk or on paper: one voter of so many, but never fewer than two


@dataclass
class Chosen:
    """What the walk's voters chose: the walk knows, because it is all of them; the city does not."""

    votes: Counter[tuple[str, str]] = field(default_factory=Counter)
    leaves: list[str] = field(default_factory=list)
    by_channel: Counter[Channel] = field(default_factory=Counter)
    on_paper: paper.Stack = field(default_factory=paper.Stack)
    by_pupils: school.Votes = field(default_factory=school.Votes)

    def keep(self, channel: Channel, picks: dict[str, str], leaves: list[str]) -> None:
        self.votes.update(picks.items())
        self.leaves.extend(leaves)
        self.by_channel[channel] += len(picks)


def draw(town: Town, budgets: Iterable[Budget]) -> None:
    """The manager announces each list and draws; the box gets the frozen manifests."""
    manager = staff(town, MANAGER)
    for budget in budgets:
        manager.open(f"/review/lots/{budget.code}")
        manager.send("form:has([value=announce])", act="announce")
        manager.send("form:has([name=seed])", seed="лотерея 07 14 21 33 40 52", act="draw")
        manager.must_say("Порядок визначено")
    run_due(town.settings, town.database)


def shares(voters: int, channels: tuple[Channel, ...]) -> dict[Channel, int]:
    """How many people come through each channel: the first one has most of them."""
    others = dict.fromkeys(channels[1:], max(FEWEST, voters // ONE_OF))
    return {channels[0]: voters, **others}


def cast_all(town: Town, account: Account, chance: random.Random, voters: int, channels: tuple[Channel, ...]) -> Chosen:
    """Residents vote through every channel asked for; the first of each comes again online."""
    ballot, chosen, people = on_ballot(town, CYCLE), Chosen(), shares(voters, channels)
    residents = [name for name in customers(sum(people.values()) + 20) if name.startswith("resident-")]
    waiting, first = iter(residents), []
    operator = _at_work(town)
    if Channel.PAPER in people:
        chosen.on_paper = paper.order(town, staff(town, MANAGER), people[Channel.PAPER], account)
    for channel, amount in people.items():
        if channel is Channel.CODE:
            chosen.by_pupils = school.vote(town, chance, amount)
            continue
        coming = list(islice(waiting, amount))
        first.append(coming[0])
        for person in coming:
            picks = _picks(ballot, chance)
            chosen.keep(channel, picks, _cast(town, operator, chance, channel, picks, person, chosen.on_paper))
    for person in first:
        _once_more(town, account, chance, ballot, person)
    account.note("people by channel", _by_channel(people))
    return chosen


def _at_work(town: Town) -> Browser:
    operator = staff(town, OPERATORS[0])
    with town.database.reading() as session:
        desk = every_desk(session)[0].code
    operator.open("/desk")
    operator.send(cycle=CYCLE, desk=desk)
    return operator


def _cast(
    town: Town, operator: Browser, chance: random.Random, channel: Channel, picks: dict[str, str], person: str,
    stack: paper.Stack,
) -> list[str]:  # fmt: skip
    """One person's vote; the control codes, of which paper has none."""
    if channel is Channel.ONLINE:
        voter = Voter(town, chance)
        voter.choose(picks)
        voter.log_in(person)
        return voter.cast()
    code = _identified(operator, person)
    if channel is Channel.PAPER:
        paper.hand(town, operator, stack, picks)
        return []
    return _at_desk(town, chance, picks, code)


def _by_channel(amounts: Mapping[Channel, int]) -> str:
    return ", ".join(f"{name} {amounts[channel]}" for name, channel in CHANNELS.items() if channel in amounts)


def _picks(ballot: dict[str, list[str]], chance: random.Random) -> dict[str, str]:
    """One project in one, two or all contests; the first ones of the ballot are liked more."""
    contests = chance.sample(sorted(ballot), chance.randint(1, len(ballot)))
    return {contest: chance.choices(ballot[contest], [5, 3, 2, 1][: len(ballot[contest])])[0] for contest in contests}


def _identified(operator: Browser, person: str) -> str:
    """The operator reads the documents; the code for the voter's own screen."""
    claims = customers(int(person.split("-")[1]))[person].claims
    operator.open("/desk/identify")
    born = str(claims["birthdate"]).split("-")
    page = operator.send(
        "main form", kind="tax", number=claims["number"], birth_date=[born[2], born[1], born[0]],
        place=claims["address"]["locality"], proof="registration",
    )  # fmt: skip
    shown = page.select_one(".pb-desk-code")
    return normal_code(shown.get_text()) if shown else ""


def _at_desk(town: Town, chance: random.Random, picks: dict[str, str], code: str) -> list[str]:
    """The voter chooses on their own screen."""
    voter = Voter(town, chance)
    voter.enter_desk_booth(code)
    voter.choose(picks)
    voter.review()
    return voter.cast()


def _once_more(town: Town, account: Account, chance: random.Random, ballot: dict[str, list[str]], person: str) -> None:
    """Somebody who has voted comes again and must find nothing to cast in those contests."""
    voter = Voter(town, chance)
    voter.choose({contest: codes[0] for contest, codes in ballot.items()})
    voter.log_in(person)
    account.need("вже проголосували" in voter.browser.text.lower(), f"a second vote: {voter.browser.text[:400]}")


def close(town: Town, account: Account, chosen: Chosen) -> None:
    """The box latches, paper is typed, all is published; the election is verified and compared with what people did."""
    run_due(town.settings, town.database)
    if chosen.on_paper.batches:
        paper.type_in([staff(town, email) for email in OPERATORS], chosen.on_paper)
    if chosen.by_pupils.total():
        school.type_hands(town, chosen.by_pupils)
    run_due(town.settings, town.database)
    with town.database.reading() as session:
        cycle = cycle_by_code(session, CYCLE)
        election = queries.election_of(session, cycle.id)
        account.need(election, "the election is gone")
        if election is None:
            return
        folder = published_folder(town.settings) / election.hash
        counts = queries.reconciliation(session, cycle, election, published_folder(town.settings))
        on_paper = paper.published(town, session)
    report = verify_election({path.name: path.read_bytes() for path in folder.iterdir()})
    account.need(report.passed, f"the published election does not verify: {report}")
    sealed, leaves = published(folder, on_ballot(town, CYCLE))
    issued = sum((Counter(one.issued) for one in counts), Counter[Channel]())
    handed = issued[Channel.PAPER]
    account.agree("votes by channel", _by_channel(issued), _by_channel(chosen.by_channel))
    account.agree("ballots cast and published", sum(chosen.votes.values()), (sealed + on_paper).total())
    account.agree("envelopes issued", issued.total() - handed, sealed.total())
    if chosen.on_paper.batches:
        account.agree("paper ballots handed out and counted", handed, on_paper.total())
    account.agree("votes for each project as chosen", chosen.votes == sealed + on_paper, True)
    account.agree("control codes in the publication", len(leaves & set(chosen.leaves)), len(chosen.leaves))
    if chosen.by_pupils.total():
        school.close(town, account, chosen.by_pupils)
