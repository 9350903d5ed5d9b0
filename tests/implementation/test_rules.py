"""The road of the works, without a database."""

from datetime import date, timedelta

import pytest

from pb.implementation import rules
from pb.implementation.rules import Mark, Money, PhotoTime, Progress, Refusal, Stage, StageDay, Standing
from pb.projects.rules import Move, Status

TODAY = date(2026, 6, 1)
WEEK = timedelta(days=7)


def standing(stage: Stage = Stage.TENDER, road: Stage | None = None, **planned: date) -> Standing:
    days = {Stage(name): StageDay(Stage(name), on, on) for name, on in planned.items()}
    return Standing(stage, road or stage, days, Money(allocated=1000, contracted=None, paid=300))


@pytest.mark.parametrize(
    ("now", "target", "refusal"),
    [
        (standing(), Progress(Stage.TENDER, "x"), None),
        (standing(), Progress(Stage.WORKS, "x"), None),  # a stage may be skipped forward
        (standing(), Progress(Stage.DONE, "x"), Refusal.NOT_FROM_HERE),  # but never acceptance
        (standing(Stage.ACCEPTANCE), Progress(Stage.DONE, "x"), None),
        (standing(), Progress(Stage.PLANNED, "x", reason="так"), Refusal.NOT_FROM_HERE),
        (standing(), Progress(Stage.DOCUMENTS, "x"), Refusal.BACK_NEEDS_REASON),
        (standing(), Progress(Stage.DOCUMENTS, "x", reason="Нові вимоги."), None),
        (standing(), Progress(Stage.DOCUMENTS, "x", reason="  "), Refusal.BACK_NEEDS_REASON),
        (standing(), Progress(Stage.SUSPENDED, "x"), Refusal.STOP_NEEDS_REASON),
        (standing(), Progress(Stage.IMPOSSIBLE, "x"), Refusal.STOP_NEEDS_REASON),
        (standing(Stage.SUSPENDED, Stage.WORKS), Progress(Stage.SUSPENDED, "x"), None),  # the reason is known
        (standing(Stage.SUSPENDED, Stage.WORKS), Progress(Stage.WORKS, "x"), None),
        (standing(Stage.SUSPENDED, Stage.WORKS), Progress(Stage.TENDER, "x"), Refusal.BACK_NEEDS_REASON),
        (standing(Stage.DONE), Progress(Stage.DONE, "x"), Refusal.CLOSED),
        (standing(Stage.IMPOSSIBLE, Stage.TENDER), Progress(Stage.TENDER, "x"), Refusal.CLOSED),
        (standing(contract=TODAY - WEEK), Progress(Stage.CONTRACT, "x"), Refusal.LATE_NEEDS_REASON),
        (standing(contract=TODAY), Progress(Stage.CONTRACT, "x"), None),
        (
            standing(contract=TODAY + WEEK),
            Progress(Stage.TENDER, "x", next_on=TODAY + 2 * WEEK),
            Refusal.SLIP_NEEDS_REASON,
        ),
        (standing(contract=TODAY + WEEK), Progress(Stage.TENDER, "x", next_on=TODAY), None),
        (standing(), Progress(Stage.TENDER, "x", next_on=TODAY - WEEK), Refusal.NEXT_IN_PAST),
        (standing(), Progress(Stage.TENDER, "x", paid=1001), Refusal.OVERSPENT_NEEDS_REASON),
        (standing(), Progress(Stage.TENDER, "x", contracted=1001), Refusal.OVERSPENT_NEEDS_REASON),
        (standing(), Progress(Stage.TENDER, "x", paid=299), Refusal.PAID_LESS_NEEDS_REASON),
        (standing(), Progress(Stage.TENDER, "x", tender_number="UA-26-1"), Refusal.TENDER_NUMBER),
        (standing(), Progress(Stage.TENDER, "x", tender_number="UA-2026-03-05-001234-a"), None),
    ],
)
def test_a_post_is_taken_or_refused(now: Standing, target: Progress, refusal: Refusal | None) -> None:
    assert rules.why_not_post(now, target, TODAY) is refusal


@pytest.mark.parametrize(
    ("status", "stage", "moves"),
    [
        (Status.PLANNED, Stage.PLANNED, []),
        (Status.PLANNED, Stage.DOCUMENTS, [Move.START]),
        (Status.PLANNED, Stage.SUSPENDED, []),
        (Status.PLANNED, Stage.IMPOSSIBLE, [Move.GIVE_UP]),
        (Status.IN_IMPLEMENTATION, Stage.WORKS, []),
        (Status.IN_IMPLEMENTATION, Stage.DONE, [Move.FINISH]),
    ],
)
def test_the_project_follows_its_works(status: Status, stage: Stage, moves: list[Move]) -> None:
    assert rules.move_for(status, stage) == moves


def test_when_a_stage_slips_the_later_ones_keep_their_distance() -> None:
    now = standing(contract=TODAY, works=TODAY + WEEK, done=TODAY + 3 * WEEK)
    assert rules.replanned(now.days, Stage.CONTRACT, TODAY + WEEK) == {
        Stage.CONTRACT: TODAY + WEEK,
        Stage.WORKS: TODAY + 2 * WEEK,
        Stage.DONE: TODAY + 4 * WEEK,
    }


def test_when_a_stage_comes_earlier_the_later_ones_stay() -> None:
    now = standing(contract=TODAY + WEEK, works=TODAY + 2 * WEEK)
    assert rules.replanned(now.days, Stage.CONTRACT, TODAY)[Stage.WORKS] == TODAY + 2 * WEEK


def test_lateness_counts_from_the_first_stage_that_was_missed() -> None:
    assert rules.days_late(standing(contract=TODAY - WEEK, works=TODAY + WEEK), TODAY) == 7
    assert rules.days_late(standing(contract=TODAY), TODAY) == 0
    assert rules.days_late(standing(Stage.WORKS, contract=TODAY - WEEK), TODAY) == 0  # skipped, not missed
    assert rules.days_late(standing(Stage.IMPOSSIBLE, Stage.TENDER, contract=TODAY - WEEK), TODAY) == 0


@pytest.mark.parametrize(
    ("now", "marks"),
    [
        (standing(Stage.CONTRACT), "done done done now later later later"),
        (standing(Stage.CONTRACT, works=TODAY - WEEK), "done done done late later later later"),
        (standing(Stage.SUSPENDED, Stage.WORKS), "done done done done stopped later later"),
        (standing(Stage.DONE), "done done done done done done done"),
    ],
)
def test_the_road_is_drawn_as_it_stands(now: Standing, marks: str) -> None:
    assert [view.mark for view in rules.stage_views(now, TODAY)] == [Mark(mark) for mark in marks.split()]


def test_savings_come_from_the_contract_and_in_the_end_from_what_was_paid() -> None:
    assert rules.saved(Stage.TENDER, Money(1000, None, 0)) == 0
    assert rules.saved(Stage.WORKS, Money(1000, 900, 100)) == 100
    assert rules.saved(Stage.DONE, Money(1000, 900, 850)) == 150
    assert rules.saved(Stage.DONE, Money(1000, 900, 1100)) == 0


def test_a_photo_is_before_during_or_after_by_the_stage_it_was_taken_at() -> None:
    assert rules.photo_time(Stage.CONTRACT, Stage.TENDER) is PhotoTime.BEFORE
    assert rules.photo_time(Stage.WORKS, Stage.CONTRACT) is PhotoTime.DURING
    assert rules.photo_time(Stage.SUSPENDED, Stage.WORKS) is PhotoTime.DURING
    assert rules.photo_time(Stage.DONE, Stage.ACCEPTANCE) is PhotoTime.AFTER


def test_planned_days_follow_the_road_and_have_an_end() -> None:
    assert rules.why_not_dates({Stage.WORKS: TODAY}) is Refusal.DATES_MISSING
    assert rules.why_not_dates({Stage.WORKS: TODAY + WEEK, Stage.DONE: TODAY}) is Refusal.DATES_OUT_OF_ORDER
    assert rules.why_not_dates({Stage.DONE: TODAY}) is None


def test_three_photos_with_words_are_enough() -> None:
    assert rules.why_not_photos(["а", "б", "в"]) is None
    assert rules.why_not_photos(["а", " "]) is Refusal.PHOTO_NEEDS_WORDS
    assert rules.why_not_photos(["а"] * 4) is Refusal.TOO_MANY_PHOTOS


def test_silence_is_shown_from_45_days_and_never_after_the_end() -> None:
    from pb.clock import city_moment

    began = city_moment(TODAY)
    assert not rules.is_silent(rules.days_silent(Stage.WORKS, began, began + timedelta(days=44, hours=23)))
    assert rules.is_silent(rules.days_silent(Stage.WORKS, began, began + timedelta(days=45)))
    assert rules.days_silent(Stage.DONE, began, began + timedelta(days=400)) == 0
