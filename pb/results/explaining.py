"""What every loser lacked, found by recounting; a rule that only sees scores is recounted on scores alone."""

from collections.abc import Sequence
from dataclasses import replace

from pb.tally.counting import Prepared
from pb.tally.lacking import Lack, what_it_lacked
from pb.tally.rules.contest import Ballot, Contest, Settings
from pb.tally.rules.standing import scores

SEES_ONLY_SCORES = frozenset({"greedy", "votes-per-cost"})
MOST_WORK = 20_000
"""Groups of equal ballots times losers up to which a rule that reads every ballot is recounted for each loser."""


def lacking(prepared: Prepared, losers: Sequence[str]) -> dict[str, Lack]:
    """For each loser the least that would have made it win; empty where finding out would take minutes."""
    contest, rule, settings = prepared.contest, prepared.rule, prepared.settings
    if rule.name in SEES_ONLY_SCORES:
        contest = condensed(contest, settings)
    elif len(contest.ballots) * len(losers) > MOST_WORK:
        return {}
    able = {project.id for project in contest.projects if not project.withdrawn}
    return {loser: what_it_lacked(contest, rule, settings, prepared.lot, loser) for loser in losers if loser in able}


def condensed(contest: Contest, settings: Settings) -> Contest:
    """A contest with the same scores and one ballot for each project."""
    if contest.form.carries_points:
        ballots = [Ballot((code,), (points,)) for code, points in scores(contest, settings.repeats).items()]
    else:
        given = scores(contest, settings.repeats)
        ballots = [Ballot((code,), count=int(score)) for code, score in given.items() if score]
    return replace(contest, ballots=tuple(ballots))
