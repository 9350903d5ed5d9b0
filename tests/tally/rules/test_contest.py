"""A contest that cannot be counted exactly is refused when it is made."""

from fractions import Fraction

import pytest

from pb.tally.rules.amounts import exact, parse_amount, write_amount
from pb.tally.rules.contest import Ballot, Contest, Lot, MalformedError, Project, Repeats, VoteType, grouped
from pb.tally.rules.standing import scores, tie_order, votes

A, B = Project("a", 5), Project("b", 7)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Contest((A, A), (), 10), "same id"),
        (lambda: Contest((Project("a", 0),), (), 10), "above zero"),
        (lambda: Contest((Project("a", 5.0),), (), 10), "exact"),
        (lambda: Contest((A,), (), -1), "zero or more"),
        (lambda: Contest((A,), (), 1.5), "exact"),
        (lambda: Contest((A,), (Ballot(("b",)),), 10), "project b"),
        (lambda: Contest((A,), (Ballot(("a",), count=0),), 10), "at least once"),
        (lambda: Contest((A,), (Ballot(("a",), (1,)),), 10), "carry 0"),
        (lambda: Contest((A,), (Ballot(("a",)),), 10, VoteType.CUMULATIVE), "carry 1"),
        (lambda: Contest((A,), (Ballot(("a",), (0.5,)),), 10, VoteType.SCORING), "exact points"),
    ],
)
def test_refused_with_a_reason(make, said):
    with pytest.raises(MalformedError, match=said):
        make()


def test_identical_ballots_are_merged_whatever_the_order_of_ticks():
    ballots = [Ballot(("b", "a")), Ballot(("a", "b"), count=2), Ballot(("b",))]
    assert grouped(ballots, ["a", "b"], VoteType.APPROVAL) == (
        Ballot(("a", "b"), (), 3),
        Ballot(("b",), (), 1),
    )


def test_rankings_keep_their_order():
    ballots = [Ballot(("b", "a"), (2, 1)), Ballot(("a", "b"), (2, 1))]
    assert len(grouped(ballots, ["a", "b"], VoteType.ORDINAL)) == 2


def test_score_is_voters_or_points():
    approval = Contest((A, B), (Ballot(("a", "a", "b"), count=3),), 10)
    assert scores(approval, Repeats.COUNT) == {"a": 6, "b": 3}
    assert scores(approval, Repeats.ONCE) == {"a": 3, "b": 3}
    points = Contest((A, B), (Ballot(("a", "b"), (4, Fraction(1, 2)), 2),), 10, VoteType.CUMULATIVE)
    assert scores(points, Repeats.COUNT) == {"a": 8, "b": 1}
    assert votes(points, Repeats.COUNT) == {"a": 2, "b": 2}


def test_a_lot_comes_before_the_row_order():
    contest = Contest((A, B), (), 10)
    assert tie_order(contest, None) == {"a": 0, "b": 1}
    assert tie_order(contest, Lot(("b",))) == {"b": 0, "a": 1}
    for order in (("b", "b"), ("x",)):
        with pytest.raises(MalformedError):
            tie_order(contest, Lot(order))


@pytest.mark.parametrize(
    ("text", "value"),
    [("100000.0", 100000), ("1331751.11", Fraction(133175111, 100)), ("0", 0), ("-2.50", Fraction(-5, 2))],
)
def test_decimals_are_read_exactly(text, value):
    assert parse_amount(text) == value
    assert type(parse_amount(text)) is type(value)


@pytest.mark.parametrize("text", ["", "1e5", "1,5", "nan", "inf", " 1", "1.", ".5", "١", "1_000", "+1", "1/2"])
def test_anything_else_is_no_decimal(text):
    with pytest.raises(ValueError, match="not a plain decimal"):
        parse_amount(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(1, 64), "0.015625"),
    ],
)
def test_amounts_are_written_exactly(value, text):
    assert write_amount(value) == text
    assert exact(Fraction(text)) == value
