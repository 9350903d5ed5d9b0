"""Reading typed marks, accounts, states; pure."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pb.ballots.encoding import Choices
from pb.ballots.terms import ContestTerms, Form
from pb.paper.rules import (
    ABSENT,
    BLANK,
    SETTLED,
    Account,
    Difference,
    Fault,
    Standing,
    Verdict,
    choices_in,
    differences,
    disputed_serials,
    read_marks,
    settled,
    standing,
)

NUMBERS = {3: "c", 8: "a", 12: "b"}
PROJECTS = (("a", 500), ("b", 300), ("c", 400))


def terms(form: Form, **changes: object) -> ContestTerms:
    return ContestTerms(
        **{"code": "green", "form": form, "min_choices": 1, "max_choices": 2, "purse": 800, "projects": PROJECTS}
        | changes
    )


APPROVE = terms(Form.APPROVE)


def test_lines_are_read_in_their_one_spelling() -> None:
    typed = "17: 8, 3\n\n № 2 :3\n4: -\n"
    assert read_marks(typed, APPROVE, NUMBERS, 20) == ({17: "3 8", 2: "3", 4: BLANK}, [])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("17 3 8", Fault.NO_SERIAL), ("x: 3", Fault.NO_SERIAL), ("21: 3", Fault.NOT_PRINTED), ("0: 3", Fault.NOT_PRINTED),
        ("17:", Fault.NO_MARKS), ("17: 4", Fault.UNKNOWN_NUMBER), ("17: 3 3", Fault.NUMBER_TWICE),
        ("17: 3=5", Fault.BAD_POINTS), ("17: немає", Fault.UNKNOWN_NUMBER), ("1: ²", Fault.UNKNOWN_NUMBER),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(line: str, fault: Fault) -> None:
    readings, [found] = read_marks(f"1: 3\n{line}", APPROVE, NUMBERS, 20)
    assert (found.line, found.fault) == (2, fault)
    assert readings == {1: "3"}


def test_a_serial_number_is_typed_once() -> None:
    assert read_marks("1: 3\n1: 8", APPROVE, NUMBERS, 20)[1][0].fault is Fault.SERIAL_TWICE


@pytest.mark.parametrize(
    ("form", "typed", "choices"),
    [
        (APPROVE, "8 3", Choices.approve(["a", "c"])),
        (APPROVE, "3 8 12", None),  # more than two
        (terms(Form.EXACTLY, min_choices=2), "3", None),
        (terms(Form.EXACTLY, min_choices=2), "3 12", Choices.approve(["b", "c"])),
        (terms(Form.KNAPSACK, max_choices=3), "3 12", Choices.approve(["b", "c"])),
        (terms(Form.KNAPSACK, max_choices=3), "3 8", None),  # over the purse
        (terms(Form.RANK), "12 3", Choices.rank(["b", "c"])),
        (terms(Form.POINTS, scale=(3, 1)), "12=3 8=1", Choices.award({"b": 3, "a": 1})),
        (terms(Form.POINTS, scale=(3, 1)), "12=3 8=3", None),
        (terms(Form.POINTS, points_total=5), "12=4 8=1", Choices.award({"b": 4, "a": 1})),
        (terms(Form.POINTS, points_total=5), "12=4 8=2", None),
        (terms(Form.POINTS, points_total=5), "12=0", None),
    ],
)  # fmt: skip
def test_marks_become_choices_or_an_invalid_ballot(form: ContestTerms, typed: str, choices: Choices | None) -> None:
    readings, faults = read_marks(f"1: {typed}", form, NUMBERS, 1)
    assert faults == []
    assert choices_in(readings[1], form, NUMBERS) == choices


def test_differences_are_named() -> None:
    assert differences(Account(10, 4, 5, 1, 4)) == {}
    assert differences(Account(10, 4, 4, 1, 3)) == {Difference.BLANKS_MISSING: 1, Difference.FOUND_FEWER: 1}
    assert differences(Account(10, 4, 6, 1, 5)) == {Difference.BLANKS_EXTRA: 1, Difference.FOUND_MORE: 1}
    assert differences(Account(10, 4, None, None, None)) == {}


def test_the_states_of_a_batch() -> None:
    closed = Account(10, 4, 5, 1, 4)
    assert standing(Account(10, 4, None, None, None), 0, [], None) is Standing.OPEN
    assert standing(Account(10, 4, 5, 1, None), 1, [], None) is Standing.TO_TYPE
    assert standing(closed, 2, [3], None) is Standing.DISPUTED
    assert standing(closed, 2, [], None) is Standing.COUNTED
    assert standing(Account(10, 4, 5, 0, 4), 2, [], None) is Standing.UNBALANCED
    assert standing(closed, 2, [3], Verdict.RELEASE) is Standing.RELEASED
    assert standing(closed, 2, [3], Verdict.LEAVE_OUT) is Standing.LEFT_OUT
    assert standing(Account(10, 0, 10, 0, None), 0, [], None) is Standing.COUNTED
    assert standing(Account(10, 0, 9, 0, None), 0, [], None) is Standing.TO_TYPE


def test_two_of_three_decide() -> None:
    first, second = {1: "3", 2: "8", 3: "3", 5: "3"}, {1: "3", 2: "12", 4: "8", 5: "8"}
    assert disputed_serials(first, second, {}) == [2, 3, 4, 5]
    third = {2: "12", 3: ABSENT, 4: "8", 5: "12"}
    assert disputed_serials(first, second, third) == [5]
    assert settled(first, second, third) == {1: "3", 2: "12", 4: "8", 5: BLANK}


readings = some.dictionaries(some.integers(1, 4), some.sampled_from(["3", "8", BLANK]))
thirds = some.dictionaries(some.integers(1, 4), some.sampled_from(["3", "8", BLANK, ABSENT]))


@given(readings, readings, thirds)
def test_what_is_settled_was_read_by_two_or_is_blank(first: dict, second: dict, third: dict) -> None:
    for serial, marks in settled(first, second, third).items():
        said = [one.get(serial, ABSENT) for one in (first, second)] + [third.get(serial)]
        assert marks == BLANK or said.count(marks) >= 2


def test_every_batch_with_a_verdict_is_settled_and_no_open_one_is() -> None:
    for returned, entries, disputed in product([None, 5], [0, 1, 2], [[], [1]]):
        account = Account(10, 4, returned, returned, None)
        assert all(standing(account, entries, disputed, verdict) in SETTLED for verdict in Verdict)
        if returned is None:
            assert standing(account, entries, disputed, None) not in SETTLED
