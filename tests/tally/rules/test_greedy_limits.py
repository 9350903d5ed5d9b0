"""Greedy's limits on small worked examples: caps of themes, numbers of winners, addresses that rest."""

import pytest

from pb.tally.rules.caps import Cap
from pb.tally.rules.contest import Ballot, Contest, Lot, MalformedError, Project, Reason, Rest, Ties, UndecidedError
from pb.tally.rules.greedy import RULE, GreedySettings, Unaffordable, count

SKIP = Unaffordable.SKIP


def contest(purse, **projects):
    """`a=(cost, votes)` for each project."""
    ballots = tuple(Ballot((name,), count=votes) for name, (_, votes) in projects.items() if votes)
    return Contest(tuple(Project(name, cost) for name, (cost, _) in projects.items()), ballots, purse)


def reasons(outcome):
    return {step.project: step.reason for step in outcome.steps}


FOUR = contest(20, a=(6, 40), b=(5, 30), c=(4, 20), d=(3, 10))


def test_a_cap_of_money_passes_over_its_theme_and_never_ends_the_list():
    capped = GreedySettings(caps=(Cap("парки", ("a", "b", "c"), money=10),))
    outcome = count(FOUR, capped)
    assert outcome.winners == ("a", "c", "d")
    assert reasons(outcome)["b"] is Reason.CAP_REACHED
    assert next(step for step in outcome.steps if step.project == "b").others == ("a",)


def test_a_cap_of_one_winner_names_who_took_the_place():
    outcome = count(FOUR, GreedySettings(caps=(Cap("парки", ("a", "b", "c"), most=1),)))
    assert outcome.winners == ("a", "d")
    assert next(step for step in outcome.steps if step.project == "c").others == ("a",)


def test_a_cap_that_names_a_stranger_is_refused():
    with pytest.raises(MalformedError, match="project x"):
        count(FOUR, GreedySettings(caps=(Cap("парки", ("x",), most=1),)))


def test_nobody_wins_after_the_greatest_number():
    outcome = count(FOUR, GreedySettings(most_winners=2))
    assert outcome.winners == ("a", "b")
    assert reasons(outcome)["c"] is Reason.ENOUGH_WINNERS


def test_the_list_does_not_stop_before_the_least_number():
    tight = contest(10, a=(6, 40), b=(5, 30), c=(3, 20), d=(2, 15), e=(1, 10))
    assert count(tight, GreedySettings()).winners == ("a",)
    outcome = count(tight, GreedySettings(least_winners=2))
    assert outcome.winners == ("a", "c")
    assert reasons(outcome) == {
        "a": Reason.FITS,
        "b": Reason.DOES_NOT_FIT,
        "c": Reason.FITS,
        "d": Reason.DOES_NOT_FIT,
        "e": Reason.LIST_ENDED,
    }


def test_least_above_greatest_is_refused():
    with pytest.raises(MalformedError):
        GreedySettings(most_winners=1, least_winners=2)


def test_an_address_that_rests_neither_wins_nor_stops():
    outcome = count(FOUR, GreedySettings(resting=(Rest("a", winner="2024/7"),)))
    assert outcome.winners == ("b", "c", "d")
    assert reasons(outcome)["a"] is Reason.ADDRESS_RESTS


def test_a_tie_for_the_last_place_is_asked_about():
    tied = contest(9, a=(5, 10), b=(5, 10))
    asking = GreedySettings(unaffordable=SKIP, ties=Ties.REFUSE)
    with pytest.raises(UndecidedError, match="a, b"):
        RULE.count(tied, asking, None)
    assert RULE.count(tied, asking, Lot(("b", "a"))).winners == ("b",)
