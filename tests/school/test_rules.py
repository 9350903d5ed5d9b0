"""Lists of classes as teachers type them, and the ticks of the coordinator."""

import pytest

from pb.cycles.rules import Phase
from pb.school.rules import Facts, Refusal, Step, class_order, read_classes, steps_done


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("7-А; 28", {"7-А": 28}),
        ("7-а;28\n\n 10 – Б ; 5 ;", {"7-А": 28, "10-Б": 5}),
        ("5А\t30\r\n5Б,31", {"5А": 30, "5Б": 31}),
        ("11; 120", {"11": 120}),
    ],
)
def test_lists_are_read_as_they_are_typed(text: str, found: dict[str, int]) -> None:
    assert read_classes(text) == (found, [])


@pytest.mark.parametrize(
    ("text", "line", "refusal"),
    [
        ("", 1, Refusal.NO_CLASSES),
        ("\n \n", 1, Refusal.NO_CLASSES),
        ("7-А; 28\nВигадченко Петро; 1", 2, Refusal.NOT_A_CLASS),
        ("7 Вигадченко; 1", 1, Refusal.NOT_A_CLASS),
        ("13-А; 20", 1, Refusal.NOT_A_CLASS),
        ("7-А", 1, Refusal.NOT_A_COUNT),
        ("7-А; 0", 1, Refusal.NOT_A_COUNT),
        ("7-А; -3", 1, Refusal.NOT_A_COUNT),
        ("7-А; ٣", 1, Refusal.NOT_A_COUNT),
        ("7-А; 301", 1, Refusal.NOT_A_COUNT),
        ("7-А; 28\n7-а; 27", 2, Refusal.CLASS_TWICE),
        ("\n".join(f"{year}-{letter}; 300" for year in range(1, 12) for letter in "АБ"), 22, Refusal.TOO_MANY_SLIPS),
    ],
)
def test_a_wrong_line_is_named(text: str, line: int, refusal: Refusal) -> None:
    _found, faults = read_classes(text)
    assert (faults[0].line, faults[0].refusal) == (line, refusal)


def test_years_stand_in_their_order() -> None:
    assert sorted(["10-А", "5-Б", "11-А", "5-А"], key=class_order) == ["5-А", "5-Б", "10-А", "11-А"]


def test_steps_are_ticked_by_what_is_there() -> None:
    voting = Facts(Phase.VOTING, submitted=9, waiting=0, on_ballot=8, slips=300, published=False)
    done = {step for step, is_done in steps_done(voting).items() if is_done}
    assert done == {Step.ANNOUNCE, Step.COLLECT, Step.REVIEW, Step.DRAW, Step.PRINT}
    early = Facts(Phase.SUBMISSION, submitted=3, waiting=3, on_ballot=0, slips=0, published=False)
    assert {step for step, is_done in steps_done(early).items() if is_done} == {Step.ANNOUNCE}
    stuck = Facts(Phase.BALLOT, submitted=3, waiting=1, on_ballot=0, slips=0, published=False)
    assert not steps_done(stuck)[Step.REVIEW]
