"""Greedy by votes: its switches on small worked examples, and its ties against brute force."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.tally.rules.contest import Ballot, Contest, Exclusion, Lot, MalformedError, Project, Reason, TieBreak
from pb.tally.rules.greedy import RULE, GreedySettings, Unaffordable, count
from tests.tally.contests import contests, settings_for

SKIP, STOP = Unaffordable.SKIP, Unaffordable.STOP


def contest(purse, **projects):
    """`a=(cost, votes)` for each project."""
    ballots = tuple(Ballot((name,), count=votes) for name, (_, votes) in projects.items() if votes)
    return Contest(tuple(Project(name, cost) for name, (cost, _) in projects.items()), ballots, purse)


def reasons(outcome):
    return {step.project: step.reason for step in outcome.steps}


THREE = contest(10, a=(6, 30), b=(5, 20), c=(4, 10))


def test_stop_ends_the_list_at_the_first_that_does_not_fit():
    outcome = count(THREE, GreedySettings(unaffordable=STOP))
    assert outcome.winners == ("a",)
    assert outcome.left == 4
    assert reasons(outcome) == {"a": Reason.FITS, "b": Reason.DOES_NOT_FIT, "c": Reason.LIST_ENDED}


def test_skip_goes_on():
    outcome = count(THREE, GreedySettings(unaffordable=SKIP))
    assert outcome.winners == ("a", "c")
    assert outcome.left == 0


def test_threshold_is_inclusive_and_comes_before_the_stop():
    assert count(THREE, GreedySettings(unaffordable=SKIP, threshold=11)).winners == ("a",)
    assert count(THREE, GreedySettings(unaffordable=SKIP, threshold=10)).winners == ("a", "c")
    dear = contest(10, a=(4, 30), b=(9, 5), c=(6, 4))
    assert reasons(count(dear, GreedySettings(threshold=6)))["c"] is Reason.BELOW_THRESHOLD
    excluded = GreedySettings(exclusions=(Exclusion("b"),))
    assert count(dear, excluded).winners == ("a", "c")


def test_a_withdrawn_project_neither_wins_nor_stops():
    gone = Contest((Project("a", 99, withdrawn=True), Project("b", 5)), (Ballot(("a",)),), 10)
    outcome = count(gone, GreedySettings())
    assert outcome.winners == ("b",)
    assert reasons(outcome)["a"] is Reason.WITHDRAWN


@pytest.mark.parametrize(("cost", "winners", "reserve"), [(5, ("a", "b"), 1), (6, ("a",), 0)])
def test_tail_funds_the_first_misfit_from_the_reserve_and_ends_the_list(cost, winners, reserve):
    race = contest(10, a=(6, 30), b=(cost, 20), c=(4, 10))
    outcome = count(race, GreedySettings(tail=Fraction(4, 5)))
    assert outcome.winners == winners
    assert outcome.from_reserve == reserve
    assert reasons(outcome)["c"] is Reason.LIST_ENDED


def test_tail_looks_at_the_first_misfit_only():
    race = contest(10, a=(6, 30), b=(9, 20), c=(5, 10), d=(4, 5))
    assert count(race, GreedySettings(tail=Fraction(4, 5), unaffordable=SKIP)).winners == ("a", "d")


@pytest.mark.parametrize("tail", [Fraction(0), Fraction(-1), Fraction(3, 2)])
def test_a_tail_is_a_part(tail):
    with pytest.raises(MalformedError):
        GreedySettings(tail=tail)


def test_of_projects_in_conflict_the_first_in_rank_wins():
    outcome = count(contest(20, a=(6, 30), b=(5, 20), c=(4, 10)), GreedySettings(conflicts=(("c", "a"), ("b",))))
    assert outcome.winners == ("a", "b")
    lost = outcome.steps[2]
    assert (lost.reason, lost.others) == (Reason.LOST_CONFLICT, ("a",))


def test_a_rival_that_was_not_funded_blocks_nobody():
    assert count(THREE, GreedySettings(unaffordable=SKIP, conflicts=(("b", "c"),))).winners == ("a", "c")


def test_the_lot_decides_a_tie_and_the_loser_is_told_so():
    race = contest(10, a=(6, 20), b=(5, 20), c=(7, 20), d=(1, 1))
    outcome = count(race, GreedySettings(), Lot(("b", "c", "a")))
    assert outcome.winners == ("b",)
    steps = {step.project: step for step in outcome.steps}
    assert (steps["c"].reason, steps["c"].others) == (Reason.LOST_TIE, ("b",))
    assert (steps["a"].reason, steps["a"].others) == (Reason.LOST_TIE, ("b", "c"))
    assert steps["d"].reason is Reason.LIST_ENDED
    (tie,) = outcome.ties
    assert (tie.projects, tie.by, tie.decisive) == (("b", "c", "a"), TieBreak.LOT, True)


def test_without_a_lot_the_row_order_is_named_as_the_one_that_decided():
    outcome = count(contest(10, a=(6, 20), b=(5, 20)), GreedySettings())
    assert outcome.ties[0].by is TieBreak.ROWS


@given(data=st.data())
def test_a_tie_is_called_decisive_exactly_when_another_order_changes_the_winners(data):
    race = data.draw(contests())
    settings = data.draw(settings_for(RULE, race))
    outcome = count(race, settings)
    rows = [step.project for step in outcome.steps]
    for tie in (tie for tie in outcome.ties if len(tie.projects) < 5):
        start = rows.index(tie.projects[0])
        others = (Lot((*rows[:start], *order)) for order in permutations(tie.projects))
        found = {frozenset(count(race, settings, lot).winners) & set(tie.projects) for lot in others}
        assert tie.decisive == (len(found) > 1)


@given(data=st.data())
def test_who_lost_a_tie_would_have_won_if_drawn_first(data):
    race = data.draw(contests())
    settings = data.draw(settings_for(RULE, race))
    rows = [step.project for step in count(race, settings).steps]
    for step in count(race, settings).steps:
        if step.reason is Reason.LOST_TIE:
            tied = next(tie for tie in count(race, settings).ties if step.project in tie.projects)
            order = [step.project, *(row for row in rows if row != step.project)]
            start = rows.index(tied.projects[0])
            drawn = (*rows[:start], *(row for row in order if row not in rows[:start]))
            assert step.project in count(race, settings, Lot(drawn)).winners
