"""Each term of a contest refuses what breaks it and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.ballots.canonical import NotCanonicalError
from pb.ballots.encoding import Ballot, Choices
from pb.ballots.terms import ContestTerms, Form, Limit, NotValid, why_not_valid
from tests.ballots.make import MANIFEST

PROJECTS = tuple((f"P{number}", number * 100_00) for number in range(1, 7))
APPROVE = ContestTerms("green", Form.APPROVE, 1, 3, 500_00, PROJECTS)
EXACTLY = replace(APPROVE, form=Form.EXACTLY, min_choices=2, max_choices=2)
KNAPSACK = replace(APPROVE, form=Form.KNAPSACK, max_choices=6)
RANK = replace(APPROVE, form=Form.RANK)
PLACES = replace(APPROVE, form=Form.POINTS, scale=(3, 2, 1))
SUM = replace(APPROVE, form=Form.POINTS, points_total=10)
THEMES = replace(APPROVE, limits=(Limit(1, ("P1", "P2")), Limit(2, ("P3", "P4", "P5"))))
BLANK = replace(APPROVE, min_choices=0)

approve, rank, award = Choices.approve, Choices.rank, Choices.award


@pytest.mark.parametrize(
    ("terms", "choices", "reason"),
    [
        (APPROVE, approve(["P1"]), None),
        (APPROVE, approve(["P4", "P5", "P6"]), None),
        (APPROVE, approve([]), NotValid.TOO_FEW),
        (BLANK, approve([]), None),
        (APPROVE, approve(["P1", "P2", "P3", "P4"]), NotValid.TOO_MANY),
        (APPROVE, approve(["P1", "P7"]), NotValid.UNKNOWN_PROJECT),
        (APPROVE, rank(["P1"]), NotValid.WRONG_FORM),
        (APPROVE, award({"P1": 1}), NotValid.WRONG_FORM),
        (EXACTLY, approve(["P1", "P6"]), None),
        (EXACTLY, approve(["P1"]), NotValid.TOO_FEW),
        (EXACTLY, approve(["P1", "P2", "P3"]), NotValid.TOO_MANY),
        (KNAPSACK, approve(["P1", "P4"]), None),
        (KNAPSACK, approve(["P1", "P5"]), NotValid.OVER_PURSE),
        (KNAPSACK, approve(["P5", "P9"]), NotValid.UNKNOWN_PROJECT),
        (RANK, rank(["P3", "P1"]), None),
        (RANK, approve(["P1"]), NotValid.WRONG_FORM),
        (RANK, rank(["P1", "P2", "P3", "P4"]), NotValid.TOO_MANY),
        (PLACES, award({"P1": 2, "P2": 3, "P5": 1}), None),
        (PLACES, award({"P1": 3}), None),
        (PLACES, award({"P1": 2}), NotValid.WRONG_POINTS),
        (PLACES, award({"P1": 3, "P2": 3}), NotValid.WRONG_POINTS),
        (PLACES, award({"P1": 4}), NotValid.WRONG_POINTS),
        (SUM, award({"P1": 10}), None),
        (SUM, award({"P1": 4, "P2": 5}), None),
        (SUM, award({"P1": 6, "P2": 5}), NotValid.WRONG_POINTS),
        (THEMES, approve(["P1", "P3", "P4"]), None),
        (THEMES, approve(["P1", "P2"]), NotValid.OVER_LIMIT),
        (THEMES, approve(["P3", "P4", "P5"]), NotValid.OVER_LIMIT),
    ],
)
def test_terms(terms, choices, reason):
    assert why_not_valid(Ballot.fresh(MANIFEST, "green", choices), terms) is reason


def test_a_ballot_of_another_contest():
    assert why_not_valid(Ballot.fresh(MANIFEST, "blue", approve(["P1"])), APPROVE) is NotValid.WRONG_CONTEST


@given(st.sets(st.sampled_from([code for code, _ in PROJECTS])))
def test_a_knapsack_is_valid_exactly_when_it_fits(chosen):
    ballot = Ballot.fresh(MANIFEST, "green", approve(chosen))
    fits = chosen and sum(KNAPSACK.costs[code] for code in chosen) <= KNAPSACK.purse
    assert (why_not_valid(ballot, KNAPSACK) is None) == bool(fits)


@pytest.mark.parametrize("terms", [APPROVE, EXACTLY, KNAPSACK, RANK, PLACES, SUM, THEMES, BLANK])
def test_terms_read_back(terms):
    assert ContestTerms.of_json(terms.as_json()) == terms


@pytest.mark.parametrize(
    "change",
    [
        {"code": "a b"},
        {"max_choices": 0},
        {"max_choices": 401},
        {"min_choices": 4},
        {"min_choices": -1},
        {"purse": -1},
        {"purse": 2**53},
        {"purse": True},
        {"projects": (("P2", 1), ("P1", 1))},
        {"projects": (("P1", 1), ("P1", 1))},
        {"projects": (("P1", -1),)},
        {"projects": (("", 1),)},
        {"form": Form.EXACTLY},
        {"form": Form.POINTS},
        {"form": Form.POINTS, "scale": (1, 2, 3)},
        {"form": Form.POINTS, "scale": (3, 2)},
        {"form": Form.POINTS, "scale": (3, 2, 1), "points_total": 5},
        {"scale": (3, 2, 1)},
        {"points_total": 5},
        {"limits": (Limit(0, ("P1",)),)},
        {"limits": (Limit(1, ("P9",)),)},
        {"limits": (Limit(1, ("P2", "P1")),)},
    ],
)
def test_senseless_terms_cannot_be_frozen(change):
    with pytest.raises(NotCanonicalError):
        replace(APPROVE, **change)


@pytest.mark.parametrize(
    "change",
    [
        {"form": "veto"},
        {"form": None},
        {"extra": 1},
        {"projects": ["P1"]},
        {"projects": [["P1", 1, 1]]},
        {"projects": None},
        {"limits": [["P1"]]},
        {"points_total": 0},
        {"scale": [0]},
        {"purse": "5"},
    ],
)
def test_foreign_terms_are_refused(change):
    with pytest.raises(NotCanonicalError):
        ContestTerms.of_json({**APPROVE.as_json(), **change})
