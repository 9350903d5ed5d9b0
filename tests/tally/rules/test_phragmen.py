"""Phragmén and votes per cost: worked examples, and Phragmén against the slow reference."""

from hypothesis import given
from hypothesis import strategies as st

from pb.tally.rules import votes_per_cost
from pb.tally.rules.contest import Ballot, Contest, Lot, Project, Reason
from pb.tally.rules.greedy import Unaffordable
from pb.tally.rules.phragmen import RULE, PhragmenSettings, count
from tests.tally.contests import contests, full_lots, settings_for
from tests.tally.rules import reference


def reasons(outcome):
    return {step.project: step.reason for step in outcome.steps}


# a is due when its 6 supporters have saved 2 each; c when its 3 have 4 each; b when the 6 have 4 more.
RACE = Contest(
    (Project("a", 12), Project("b", 12), Project("c", 12), Project("d", 1)),
    (Ballot(("a", "b"), count=6), Ballot(("c",), count=3)),
    24,
)


def test_who_can_pay_first_wins():
    outcome = count(RACE, PhragmenSettings(), Lot(("b",)))
    assert outcome.winners[0] == "b"
    assert reasons(outcome)["d"] is Reason.LIST_ENDED


def test_a_draw_at_one_moment_is_told():
    outcome = count(RACE, PhragmenSettings())
    first = outcome.ties[0]
    assert first.projects == ("a", "b")
    assert outcome.winners == ("a", "b")


def test_a_project_dearer_than_the_purse_does_not_end_the_list():
    race = Contest((Project("a", 6), Project("b", 11)), (Ballot(("a", "b")), Ballot(("b",))), 10)
    outcome = count(race, PhragmenSettings())
    assert outcome.winners == ("a",)
    assert reasons(outcome)["b"] is Reason.DOES_NOT_FIT


def test_the_list_ends_when_one_of_those_due_does_not_fit():
    race = Contest(
        (Project("a", 6), Project("b", 9), Project("c", 2)),
        (Ballot(("a",), count=2), Ballot(("b",), count=3), Ballot(("c",), count=1)),
        9,
    )
    stopped = count(race, PhragmenSettings())
    assert stopped.winners == ("c",)
    assert reasons(stopped) == {"c": Reason.SUPPORTERS_PAY, "b": Reason.DOES_NOT_FIT, "a": Reason.LIST_ENDED}
    skipped = count(race, PhragmenSettings(unaffordable=Unaffordable.SKIP))
    assert skipped.winners == ("c", "a")


@given(data=st.data())
def test_phragmen_agrees_with_the_slow_reference(data):
    contest = data.draw(contests())
    settings = data.draw(settings_for(RULE, contest))
    lot = data.draw(full_lots(contest))
    skip = settings.unaffordable is Unaffordable.SKIP
    nothing = [0] * contest.voters
    winners = reference.phragmen(contest, settings, lot, purse=contest.purse, money=nothing, winners=[], skip=skip)
    assert list(count(contest, settings, lot).winners) == winners


def test_votes_per_cost_takes_the_best_value_first_and_skips():
    race = Contest(
        (Project("a", 10), Project("b", 3), Project("c", 8)),
        (Ballot(("a",), count=10), Ballot(("b",), count=6), Ballot(("c",), count=4)),
        12,
    )
    outcome = votes_per_cost.count(race, votes_per_cost.VotesPerCostSettings())
    assert outcome.winners == ("b", "c")
    assert [step.project for step in outcome.steps] == ["b", "a", "c"]
    stopped = votes_per_cost.VotesPerCostSettings(unaffordable=Unaffordable.STOP)
    assert votes_per_cost.count(race, stopped).winners == ("b",)
