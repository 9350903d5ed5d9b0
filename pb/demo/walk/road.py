"""The road of one budget: the stages in their order, each done by the people whose stage it is."""

import random

import click

from pb import clock
from pb.demo.walk import results, review, school, vote, works
from pb.demo.walk.account import Account
from pb.demo.walk.browser import Disagreement
from pb.demo.walk.founding import CITY, DAY, PUPILS, calendar_from, found
from pb.demo.walk.town import Town, temporary_town
from pb.electorate.rules import Channel

HOUR = DAY / 24
SEED = 20260421  # the same walk every time: what disagrees once disagrees again


def walk_the_road(*, voters: int, channels: tuple[Channel, ...]) -> int:
    """Walk once; the exit code: 0 when everything agrees, 1 otherwise."""
    account, chance = Account(), random.Random(SEED)  # noqa: S311 - choices of invented voters, not secrets
    start = clock.city_moment(clock.today())
    residents = sum(vote.shares(voters, channels).values())
    names = ", ".join(name for name, channel in vote.CHANNELS.items() if channel in channels)
    click.echo(f"One budget, {residents} voters ({names}):\n")
    try:
        with temporary_town(residents=max(residents, 40) + 20, start=start) as town:
            _stages(town, account, chance, voters, channels)
    except Disagreement as found_out:
        account.disagreements.append(str(found_out))
    return account.print()


def _stages(town: Town, account: Account, chance: random.Random, voters: int, channels: tuple[Channel, ...]) -> None:
    calendar, with_school = calendar_from(clock.now()), Channel.CODE in channels
    budgets = [CITY, PUPILS] if with_school else [CITY]
    with account.stage("city founded"):
        found(town, calendar, with_school=with_school)
    with account.stage("projects submitted"):
        town.set_clock(calendar.submission.opens + DAY)
        review.submit(town, account)
        if with_school:
            school.propose(town, account)
    with account.stage("checked, analysed, decided"):
        town.set_clock(calendar.submission.closes + DAY)
        review.decide(town, account)
        if with_school:
            town.set_clock(calendar.submission.closes + DAY * 2)  # a code of the second factor is good once
            review.judge(town, PUPILS.code)
    with account.stage("ballot drawn, box opened"):
        town.set_clock(calendar.appeals_until + DAY)
        vote.draw(town, budgets)
    with account.stage("votes cast"):
        town.set_clock(calendar.voting.opens + DAY)
        chosen = vote.cast_all(town, account, chance, voters, channels)
    with account.stage("closed, published, verified"):
        town.set_clock(calendar.voting.closes + calendar.grace + DAY)
        vote.close(town, account, chosen)
    with account.stage("counted, decided, published"):
        for place, budget in enumerate(budgets):
            town.set_clock(calendar.results_at + DAY + HOUR * place)
            results.count(town, account, budget)
    with account.stage("read, recounted, audited"):
        votes = {CITY.code: chosen.votes.total(), PUPILS.code: chosen.by_pupils.total()}
        for budget in budgets:
            results.read(town, account, budget, votes[budget.code])
        results.audit(town, account)
    with account.stage("certificates printed and checked"):
        town.set_clock(calendar.results_at + DAY * 2)
        works.certify(town, account)
    with account.stage("one winner built"):
        works.build(town, account)
