"""Money moves between contests: nothing is lost, nothing is spent twice, and each move does what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.tally.pots import RESERVE, Remainder, Stage, count_stages
from pb.tally.rules import greedy
from pb.tally.rules.contest import Ballot, Contest, Exclusion, Lot, MalformedError, Project, VoteType
from pb.tally.rules.greedy import GreedySettings


def stage(name, purse, *, settings=None, form=VoteType.APPROVAL, **projects):
    """`a=(cost, votes)` for each project."""
    points = (1,) if form.carries_points else ()
    ballots = tuple(Ballot((each,), points, votes) for each, (_, votes) in projects.items() if votes)
    contest = Contest(tuple(Project(each, cost) for each, (cost, _) in projects.items()), ballots, purse, form)
    return Stage(name=name, contest=contest, rule=greedy.RULE, settings=settings or GreedySettings())


NORTH = stage("north", 10, a=(7, 9), b=(6, 8))
SOUTH = stage("south", 10, c=(8, 5), d=(3, 4), e=(2, 3))
CITY = stage("city", 5, f=(9, 7))


def winners(remainder, *stages, lot=None):
    return {each.stage.name: each.outcome.winners for each in count_stages(stages, remainder, lot)}


def test_money_that_stays():
    assert winners(Remainder.STAYS, NORTH, SOUTH, CITY) == {"north": ("a",), "south": ("c",), "city": ()}


def test_money_that_goes_to_the_next():
    assert winners(Remainder.NEXT, NORTH, SOUTH, CITY) == {
        "north": ("a",),
        "south": ("c", "d", "e"),
        "city": (),
    }


def test_money_that_goes_to_the_last():
    counted = count_stages([NORTH, SOUTH, CITY], Remainder.LAST)
    assert [each.outcome.winners for each in counted] == [("a",), ("c",), ("f",)]
    assert [(each.received, each.gave) for each in counted] == [(0, 3), (0, 2), (5, 0)]


def test_a_reserve_is_spent_by_votes_across_contests():
    counted = count_stages([NORTH, SOUTH, CITY], Remainder.RESERVE)
    assert counted[-1].stage.name == RESERVE
    assert counted[-1].received == 10
    assert counted[-1].outcome.winners == ("b", "d")


def test_a_reserve_is_not_for_those_who_may_not_win():
    settings = GreedySettings(exclusions=(Exclusion("b"),))
    north = stage("north", 10, settings=settings, a=(7, 9), b=(6, 8))
    assert winners(Remainder.RESERVE, north, SOUTH)[RESERVE] == ("d", "e")


def test_rivals_stay_rivals_in_the_reserve():
    settings = GreedySettings(conflicts=(("d", "e"),))
    south = stage("south", 10, settings=settings, c=(8, 5), d=(3, 4), e=(2, 3))
    assert winners(Remainder.RESERVE, stage("rich", 9, z=(1, 1)), south)[RESERVE] == ("d",)


def test_the_reserve_has_its_own_lot():
    west, east = stage("west", 5, a=(6, 2)), stage("east", 1, b=(6, 2))
    assert winners(Remainder.RESERVE, west, east)[RESERVE] == ("a",)
    assert winners(Remainder.RESERVE, west, east, lot=Lot(("b",)))[RESERVE] == ("b",)


@pytest.mark.parametrize("other", [stage("x", 1, b=(6, 8)), stage("x", 1, form=VoteType.CUMULATIVE, q=(6, 8))])
def test_contests_that_cannot_share_a_reserve(other):
    with pytest.raises(MalformedError, match="share a reserve"):
        count_stages([NORTH, other], Remainder.RESERVE)


@given(remainder=st.sampled_from(Remainder), purses=st.lists(st.integers(0, 15), min_size=1, max_size=4))
def test_no_money_appears_or_vanishes(remainder, purses):
    stages = [stage(str(n), purse, **{f"a{n}": (7, 3), f"b{n}": (4, 2)}) for n, purse in enumerate(purses)]
    counted = count_stages(stages, remainder)
    spent = sum(each.outcome.cost for each in counted)
    kept = sum(each.outcome.left - each.gave for each in counted)
    assert spent + kept == sum(purses)
    assert sum(each.received for each in counted) == sum(each.gave for each in counted)
    assert count_stages([], remainder) == []
