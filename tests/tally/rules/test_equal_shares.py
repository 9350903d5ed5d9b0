"""Equal shares: worked examples, every setting against the slow reference, and the strides of add1."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.tally.rules.contest import Ballot, Contest, Lot, MalformedError, Project, Reason, Repeats, VoteType
from pb.tally.rules.equal_shares import RULE, Completion, EqualSharesSettings, Start, StopWhen, Utility, count
from tests.tally.contests import contests, full_lots, settings_for
from tests.tally.rules import reference

NONE, _UTILITARIAN, ADD1, ADD1U, PHRAGMEN = Completion


def reasons(outcome):
    return {step.project: step.reason for step in outcome.steps}


# Nine voters, purse 90, share 10: six want a, five of them b, three want c and nothing else.
MINORITY = Contest(
    (Project("a", 40), Project("b", 30), Project("c", 30)),
    (Ballot(("a", "b"), count=5), Ballot(("a",)), Ballot(("c",), count=3)),
    90,
)


def test_a_minority_gets_what_its_own_share_can_buy():
    outcome = count(MINORITY, EqualSharesSettings())
    assert outcome.winners == ("a", "c")
    assert outcome.share == 10
    assert {step.project: step.price for step in outcome.steps} == {"a": Fraction(20, 3), "c": 10, "b": None}
    assert reasons(outcome)["b"] is Reason.SUPPORTERS_CANNOT_PAY


def test_cardinality_prefers_the_cheaper_of_equally_wanted_projects():
    assert count(MINORITY, EqualSharesSettings(utility=Utility.CARDINALITY)).winners == ("b", "c")


def test_add1_raises_the_share_until_the_purse_would_be_exceeded():
    outcome = count(replace(MINORITY, purse=99), EqualSharesSettings(completion=ADD1))
    assert outcome.winners == ("a", "c")
    assert outcome.share == 12
    outcome = count(replace(MINORITY, purse=100), EqualSharesSettings(completion=ADD1))
    assert outcome.winners == ("a", "b", "c")
    assert outcome.share == Fraction(100, 9) + 2


def test_exhaustive_stops_as_soon_as_nothing_more_fits():
    settings = EqualSharesSettings(completion=ADD1, step=Fraction(1, 10))
    race = replace(MINORITY, purse=99)
    assert count(race, settings).share > count(race, replace(settings, stop_when=StopWhen.EXHAUSTIVE)).share


def test_floor_starts_at_a_whole_share():
    race = replace(MINORITY, purse=95)
    assert count(race, EqualSharesSettings(start=Start.FLOOR)).share == 10
    assert count(race, EqualSharesSettings()).share == Fraction(95, 9)


def test_add1u_fills_by_votes():
    race = Contest(
        (Project("a", 50), Project("b", 45), Project("c", 11)),
        (Ballot(("a",), count=6), Ballot(("b",), count=3), Ballot(("c",), count=1)),
        100,
    )
    outcome = count(race, EqualSharesSettings(completion=ADD1U, stop_when=StopWhen.EXHAUSTIVE, step=20))
    assert outcome.winners == ("a", "b")
    assert reasons(outcome)["b"] is Reason.COMPLETION
    assert reasons(outcome)["c"] is Reason.DOES_NOT_FIT


def test_points_are_the_utility_when_asked():
    race = Contest(
        (Project("a", 10), Project("b", 10)),
        (Ballot(("a", "b"), (1, 3), 2), Ballot(("a",), (1,), 1)),
        15,
        VoteType.CUMULATIVE,
    )
    assert count(race, EqualSharesSettings(utility=Utility.POINTS)).winners[:1] == ("b",)
    assert count(race, EqualSharesSettings(utility=Utility.CARDINALITY)).winners[:1] == ("a",)


def test_ties_by_lower_cost_then_more_votes_then_lot():
    race = Contest(
        (Project("a", 6), Project("b", 5), Project("c", 5)),
        (Ballot(("a",), count=2), Ballot(("b",), count=2), Ballot(("c",), count=2)),
        18,
    )
    assert count(race, EqualSharesSettings()).winners == ("b", "c", "a")
    outcome = count(race, EqualSharesSettings(), Lot(("c", "b")))
    assert outcome.winners == ("c", "b", "a")
    (tie,) = outcome.ties
    assert (tie.projects, tie.decisive) == (("c", "b"), False)


def test_who_loses_the_draw_is_told_so():
    race = Contest((Project("a", 6), Project("b", 6)), (Ballot(("a", "b"), count=3),), 6)
    outcome = count(race, EqualSharesSettings(), Lot(("b", "a")))
    assert outcome.winners == ("b",)
    assert reasons(outcome)["a"] is Reason.LOST_TIE
    assert outcome.ties[0].decisive


def test_a_repeated_project_counts_once_unless_told_otherwise():
    race = Contest((Project("a", 4), Project("b", 4)), (Ballot(("a", "a"), count=2), Ballot(("b",), count=3)), 8)
    once = count(race, EqualSharesSettings(utility=Utility.CARDINALITY, completion=ADD1))
    assert once.winners[0] == "b"
    twice = count(race, EqualSharesSettings(utility=Utility.CARDINALITY, completion=ADD1, repeats=Repeats.COUNT))
    assert twice.winners[0] == "a"


@pytest.mark.parametrize("step", [0, -1])
def test_a_step_leads_upwards(step):
    with pytest.raises(MalformedError):
        EqualSharesSettings(step=step)


def winners_by_reference(contest, settings, lot):
    if settings.completion in (ADD1, ADD1U):
        return reference.add1(contest, settings, lot)
    share = Fraction(contest.purse) / max(contest.voters, 1)
    share = Fraction(share // 1) if settings.start is Start.FLOOR else share
    winners, money = reference.run(contest, settings, lot, share)
    if settings.completion is PHRAGMEN:
        costs = {project.id: project.cost for project in contest.projects}
        left = contest.purse - sum(costs[name] for name in winners)
        winners += reference.phragmen(contest, settings, lot, purse=left, money=money, winners=winners, skip=True)
    return winners, share


@given(data=st.data())
def test_every_setting_agrees_with_the_slow_reference(data):
    contest = data.draw(contests())
    settings = data.draw(settings_for(RULE, contest))
    lot = data.draw(full_lots(contest))
    outcome = count(contest, settings, lot)
    winners, share = winners_by_reference(contest, settings, lot)
    bought = [step.project for step in outcome.steps if step.reason is not Reason.COMPLETION]
    found = (
        list(outcome.winners)
        if settings.completion is PHRAGMEN
        else [each for each in outcome.winners if each in bought]
    )
    assert found == winners
    assert outcome.share == share


@given(data=st.data(), parts=st.sampled_from([7, 50, 1000]))
def test_strides_end_where_single_steps_end(data, parts):
    contest = data.draw(contests())
    contest = replace(contest, purse=max(contest.purse, 1))
    settings = data.draw(settings_for(RULE, contest))
    fine = replace(settings, completion=ADD1, step=Fraction(contest.purse, parts * max(contest.voters, 1)))
    winners, share = reference.add1(contest, fine, None) if parts < 1000 else (None, None)
    outcome = count(contest, fine)
    if parts < 1000:
        assert (list(outcome.winners), outcome.share) == (winners, share)
    assert outcome.cost <= contest.purse


@given(data=st.data())
def test_the_lot_is_decisive_only_if_another_draw_elects_others(data):
    contest = data.draw(contests(forms=(VoteType.APPROVAL, VoteType.CHOOSE_1)))
    settings = data.draw(settings_for(RULE, contest))
    outcome = count(contest, settings)
    lost = {step.project for step in outcome.steps if step.reason is Reason.LOST_TIE}
    tied = {name for tie in outcome.ties if tie.decisive for name in tie.projects}
    assert lost <= tied
