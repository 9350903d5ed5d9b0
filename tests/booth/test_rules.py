"""Picking in every ballot form: limits are refused with the shortage, and what is picked becomes a valid ballot."""

import pytest

from pb.ballots.encoding import Ballot
from pb.ballots.terms import ContestTerms, Form, Limit, why_not_valid
from pb.booth.rules import (
    Act,
    Picked,
    Refusal,
    choices_of,
    count_of,
    known_picks,
    left_of_purse,
    picked_after,
    whole_count,
    why_not_cast,
)
from pb.errors import Refused

PROJECTS = tuple((f"P{number}", number * 100_000_00) for number in range(1, 6))


def terms(form: Form, most: int = 2, least: int = 1, **more: object) -> ContestTerms:
    return ContestTerms("green", form, least, most, 500_000_00, PROJECTS, **more)


APPROVE, EXACTLY = terms(Form.APPROVE), terms(Form.EXACTLY, 2, 2)
KNAPSACK, RANK = terms(Form.KNAPSACK, 5), terms(Form.RANK, 3)
SCALE, TOTAL = terms(Form.POINTS, 3, scale=(3, 2, 1)), terms(Form.POINTS, 5, points_total=10)
GROUPED = terms(Form.APPROVE, 3, limits=(Limit(1, ("P1", "P2")),))


def after(contest: ContestTerms, *acts: tuple[str, Act] | tuple[str, Act, int]) -> Picked:
    picked: Picked = {}
    for code, act, *points in acts:
        picked = picked_after(act, contest, picked, code, *points)
    return picked


def add(*codes: str) -> list[tuple[str, Act]]:
    return [(code, Act.ADD) for code in codes]


@pytest.mark.parametrize(
    ("contest", "acts", "reason", "facts"),
    [
        (APPROVE, add("P1", "P2", "P3"), Refusal.LIMIT_REACHED, {"count": 2, "most": 2}),
        (EXACTLY, add("P1", "P2", "P3"), Refusal.LIMIT_REACHED, {"count": 2, "most": 2}),
        (KNAPSACK, add("P4", "P3"), Refusal.OVER_PURSE, {"shortage": 200_000_00}),
        (GROUPED, add("P1", "P2"), Refusal.OVER_LIMIT, {"most": 1}),
        (APPROVE, add("X1"), Refusal.UNKNOWN_PROJECT, {}),
        (SCALE, [("P1", Act.GIVE, 3), ("P2", Act.GIVE, 3)], Refusal.PLACE_TAKEN, {"points": 3}),
        (SCALE, [("P1", Act.GIVE, 7)], Refusal.BAD_POINTS, {"scale": "3, 2, 1"}),
        (TOTAL, [("P1", Act.GIVE, 6), ("P2", Act.GIVE, 6)], Refusal.OVER_POINTS, {"over": 2, "total": 10}),
        (TOTAL, [("P1", Act.GIVE, -1)], Refusal.BAD_POINTS, {"scale": "1–10"}),
    ],
)
def test_a_limit_is_refused_with_what_is_missing(contest, acts, reason, facts) -> None:
    with pytest.raises(Refused) as refused:
        after(contest, *acts)
    assert (refused.value.reason, refused.value.facts) == (reason, facts)


@pytest.mark.parametrize(
    ("contest", "acts"),
    [
        (APPROVE, add("P2", "P1")),
        (APPROVE, [*add("P1", "P2"), ("P1", Act.REMOVE), *add("P3")]),
        (EXACTLY, add("P5", "P1")),
        (KNAPSACK, add("P4", "P1")),
        (RANK, [*add("P1", "P2", "P3"), ("P3", Act.UP), ("P3", Act.UP), ("P3", Act.UP), ("P1", Act.DOWN)]),
        (SCALE, [("P1", Act.GIVE, 2), ("P2", Act.GIVE, 3), ("P1", Act.GIVE, 2)]),
        (TOTAL, [("P1", Act.GIVE, 4), ("P2", Act.GIVE, 6), ("P1", Act.GIVE, 0), ("P3", Act.GIVE, 4)]),
    ],
)
def test_what_may_be_picked_is_a_valid_ballot(contest, acts) -> None:
    picked = after(contest, *acts)
    assert why_not_cast(contest, picked) is None
    assert why_not_valid(Ballot.fresh("ab" * 32, "green", choices_of(contest, picked)), contest) is None


def test_a_ranking_keeps_the_order_of_its_moves() -> None:
    picked = after(RANK, *add("P1", "P2", "P3"), ("P3", Act.UP), ("P1", Act.DOWN))
    assert list(picked) == ["P3", "P1", "P2"]
    assert choices_of(RANK, picked).codes == ("P3", "P1", "P2")


@pytest.mark.parametrize(
    ("contest", "picked", "reason"),
    [
        (EXACTLY, {"P1": 0}, Refusal.TOO_FEW),
        (APPROVE, {}, Refusal.TOO_FEW),
        (SCALE, {"P1": 2}, Refusal.PLACES_UNFILLED),
    ],
)
def test_an_unfinished_contest_is_not_cast(contest, picked, reason) -> None:
    assert why_not_cast(contest, picked).reason is reason


def test_counts_and_the_purse() -> None:
    assert (count_of(APPROVE, {"P1": 0}).used, count_of(APPROVE, {"P1": 0}).room) == (1, 2)
    whole = whole_count([APPROVE], {"green": {"P1": 0, "P2": 0}})
    assert whole.is_full
    assert left_of_purse(KNAPSACK, {"P4": 0}) == 100_000_00
    assert known_picks(APPROVE, [("P1", 0), ("GONE", 0)]) == {"P1": 0}
