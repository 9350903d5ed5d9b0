"""The proof of an equal-shares result: made for every outcome, and any tampering is found."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.tally.certificate import Payments, payments, why_not_proven
from pb.tally.rules.contest import Ballot, Contest, Project
from pb.tally.rules.equal_shares import RULE, EqualSharesSettings, count
from tests.tally.contests import contests, settings_for

RACE = Contest(
    (Project("a", 40), Project("b", 30), Project("c", 30)),
    (Ballot(("a", "b"), count=5), Ballot(("a",)), Ballot(("c",), count=3)),
    90,
)
SETTINGS = EqualSharesSettings()


def proof():
    outcome = count(RACE, SETTINGS)
    return outcome, list(payments(RACE, SETTINGS, outcome))


def test_worked_example():
    outcome, rows = proof()
    assert [row.paid for row in rows] == [{"a": Fraction(20, 3)}, {"a": Fraction(20, 3)}, {"c": 10}]
    assert why_not_proven(RACE, SETTINGS, outcome, rows) is None


@pytest.mark.parametrize(
    ("row", "paid", "said"),
    [
        (2, {"c": 11}, "more than the share"),
        (2, {"c": -1}, "more than the share"),
        (2, {"a": 10}, "not chosen"),
        (2, {"c": 9}, "else than its cost"),
        (2, {}, "not bought"),
    ],
)
def test_false_payments_are_found(row, paid, said):
    outcome, rows = proof()
    rows[row] = replace(rows[row], paid=paid)
    assert said in why_not_proven(RACE, SETTINGS, outcome, rows)


def test_false_ballots_and_a_forgotten_winner_are_found():
    outcome, rows = proof()
    assert "not those of the contest" in why_not_proven(RACE, SETTINGS, outcome, [Payments(Ballot(("a",)), {}), *rows])
    forgotten = replace(outcome, winners=("a",), steps=tuple(step for step in outcome.steps if step.project != "c"))
    assert "could still have paid" in why_not_proven(
        RACE,
        SETTINGS,
        forgotten,
        [replace(row, paid={k: v for k, v in row.paid.items() if k == "a"}) for row in rows],
    )


@given(data=st.data())
def test_every_outcome_is_proven(data):
    contest = data.draw(contests())
    settings = data.draw(settings_for(RULE, contest))
    outcome = count(contest, settings)
    assert why_not_proven(contest, settings, outcome, payments(contest, settings, outcome)) is None


@given(data=st.data())
def test_no_other_share_is_proven_by_the_same_payments(data):
    contest = data.draw(contests())
    settings = data.draw(settings_for(RULE, contest))
    outcome = count(contest, settings)
    rows = list(payments(contest, settings, outcome))
    most = max((sum(row.paid.values()) for row in rows), default=0)
    if most == 0:
        return  # nobody paid: any share is proven
    assert why_not_proven(contest, settings, replace(outcome, share=most - Fraction(1, 1000)), rows)
