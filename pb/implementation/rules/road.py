"""What may follow what on the road from a won vote to a finished thing, and what needs a reason."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from pb.implementation.rules.terms import (
    CLOSED,
    MOST_PHOTOS,
    ROAD,
    SILENT_DAYS,
    STARS,
    UNDER_WAY,
    Mark,
    Money,
    PhotoTime,
    Progress,
    Refusal,
    Stage,
    StageDay,
    StageView,
    Standing,
)
from pb.projects.rules import Move, Status


def place(stage: Stage) -> int:
    """How far along the road a stage lies, from 0."""
    return ROAD.index(stage)


def stage_after(stage: Stage) -> Stage | None:
    """The next stage of the road; None at its end."""
    return ROAD[place(stage) + 1] if stage in ROAD[:-1] else None


def stages_from(standing: Standing) -> tuple[Stage, ...]:
    """The stages a post may name: the same one, any under way, a stop, and the end after acceptance."""
    if standing.stage in CLOSED:
        return ()
    found = {*UNDER_WAY, standing.stage, Stage.SUSPENDED, Stage.IMPOSSIBLE}
    if standing.road is Stage.PLANNED:
        found.add(Stage.PLANNED)
    if standing.road is Stage.ACCEPTANCE:
        found.add(Stage.DONE)
    return tuple(stage for stage in Stage if stage in found)


def why_not_post(standing: Standing, progress: Progress, today: date) -> Refusal | None:
    """Why `progress` is not taken, or None."""
    if standing.stage in CLOSED:
        return Refusal.CLOSED
    if progress.stage not in stages_from(standing):
        return Refusal.NOT_FROM_HERE
    if progress.tender_number and not is_tender_number(progress.tender_number):
        return Refusal.TENDER_NUMBER
    if progress.next_on is not None and progress.next_on < today:
        return Refusal.NEXT_IN_PAST
    return None if progress.reason.strip() else _reason_wanted(standing, progress, today)


def _reason_wanted(standing: Standing, progress: Progress, today: date) -> Refusal | None:
    if progress.stage is not standing.stage and progress.stage in (Stage.SUSPENDED, Stage.IMPOSSIBLE):
        return Refusal.STOP_NEEDS_REASON
    if goes_back(standing, progress.stage):
        return Refusal.BACK_NEEDS_REASON
    if comes_late(standing, progress.stage, today):
        return Refusal.LATE_NEEDS_REASON
    if slips(standing, progress):
        return Refusal.SLIP_NEEDS_REASON
    return _money_reason_wanted(standing.money, progress)


def _money_reason_wanted(money: Money, progress: Progress) -> Refusal | None:
    sums = [amount for amount in (progress.paid, progress.contracted) if amount is not None]
    if any(amount > money.allocated for amount in sums):
        return Refusal.OVERSPENT_NEEDS_REASON
    if progress.paid is not None and progress.paid < money.paid:
        return Refusal.PAID_LESS_NEEDS_REASON
    return None


def goes_back(standing: Standing, stage: Stage) -> bool:
    """Whether `stage` lies before the place on the road where the works stand."""
    return stage in ROAD and place(stage) < place(standing.road)


def comes_late(standing: Standing, stage: Stage, today: date) -> bool:
    """Whether a stage is reached for the first time after its planned day, with no reason given yet."""
    day = standing.days.get(stage)
    if day is None or day.planned_on is None or day.real_on is not None:
        return False
    return day.planned_on < today and not day.reason


def next_stage(standing: Standing, stage: Stage) -> Stage | None:
    """The stage whose date a post may move: the one after the post's place on the road."""
    return stage_after(stage if stage in ROAD else standing.road)


def slips(standing: Standing, progress: Progress) -> bool:
    """Whether the post moves the next stage to a later day than was planned."""
    stage = next_stage(standing, progress.stage)
    planned = standing.days[stage].planned_on if stage is not None and stage in standing.days else None
    return progress.next_on is not None and planned is not None and progress.next_on > planned


def move_for(status: Status, stage: Stage) -> list[Move]:
    """The moves of the project that a post at `stage` demands."""
    if stage is Stage.IMPOSSIBLE:
        return [Move.GIVE_UP]
    moves = [Move.START] if status is Status.PLANNED and stage in ROAD[1:] else []
    return [*moves, Move.FINISH] if stage is Stage.DONE else moves


def replanned(days: Mapping[Stage, StageDay], stage: Stage, on: date) -> dict[Stage, date]:
    """New planned days when `stage` moves to `on`: the stages after it keep their distance when it slips."""
    planned = days[stage].planned_on
    shift = max(on - planned, timedelta(0)) if planned else timedelta(0)
    moved = {stage: on}
    for later in ROAD[place(stage) + 1 :]:
        day = days.get(later)
        if day is not None and day.planned_on is not None and day.real_on is None:
            moved[later] = max(day.planned_on + shift, on)
    return moved


def why_not_dates(planned: Mapping[Stage, date]) -> Refusal | None:
    """The end must have a day, and the days must follow the road."""
    if Stage.DONE not in planned:
        return Refusal.DATES_MISSING
    ordered = [planned[stage] for stage in ROAD if stage in planned]
    return None if ordered == sorted(ordered) else Refusal.DATES_OUT_OF_ORDER


def is_late(standing: Standing, today: date) -> bool:
    """Whether a stage that should have been reached by `today` has not been."""
    return days_late(standing, today) > 0


def days_late(standing: Standing, today: date) -> int:
    """How many days the next unreached stage is behind its plan; 0 when it is not."""
    if standing.stage in CLOSED:
        return 0
    ahead = [standing.days.get(stage) for stage in ROAD[place(standing.road) + 1 :]]
    missed = [day.planned_on for day in ahead if day and day.planned_on and day.planned_on < today]
    return max((today - on).days for on in missed) if missed else 0


def days_silent(stage: Stage, last_post_at: datetime, now: datetime) -> int:
    """Whole days since the last news; a closed project owes none."""
    return 0 if stage in CLOSED else max((now - last_post_at).days, 0)


def is_silent(days: int) -> bool:
    """Whether the silence itself is news."""
    return days >= SILENT_DAYS


def stage_views(standing: Standing, today: date) -> list[StageView]:
    """The whole road with its marks, for the row of stages."""
    here = place(standing.road)
    late = is_late(standing, today)
    views = []
    for index, stage in enumerate(ROAD):
        if index < here or standing.stage is Stage.DONE:
            mark = Mark.DONE
        elif index > here:
            mark = Mark.LATER
        elif standing.stage in (Stage.SUSPENDED, Stage.IMPOSSIBLE):
            mark = Mark.STOPPED
        else:
            mark = Mark.LATE if late else Mark.NOW
        views.append(StageView(stage, mark, standing.days.get(stage, StageDay(stage))))
    return views


def saved(stage: Stage, money: Money) -> int:
    """Kopecks not needed: after the end what was not paid, before it what the contract left; never below 0."""
    if stage in CLOSED:
        return max(money.allocated - money.paid, 0)
    return max(money.allocated - money.contracted, 0) if money.contracted is not None else 0


def photo_time(stage: Stage, road: Stage) -> PhotoTime:
    """What a photo of a post shows, by the stage at which it was taken."""
    at = stage if stage in ROAD else road
    if place(at) < place(Stage.WORKS):
        return PhotoTime.BEFORE
    return PhotoTime.DURING if at is Stage.WORKS else PhotoTime.AFTER


def is_tender_number(text: str) -> bool:
    """Whether `text` is a number of the public procurement system, such as UA-2026-03-05-001234-a."""
    return re.fullmatch(r"UA-\d{4}-\d{2}-\d{2}-\d{6}-[a-z]", text) is not None


def why_not_photos(words: Iterable[str]) -> Refusal | None:
    """At most three photos, each with words for those who do not see it."""
    given = list(words)
    if len(given) > MOST_PHOTOS:
        return Refusal.TOO_MANY_PHOTOS
    return None if all(text.strip() for text in given) else Refusal.PHOTO_NEEDS_WORDS


def why_not_rate(stage: Stage, stars: int) -> Refusal | None:
    """Only a finished thing is rated, with one to five stars."""
    if stage is not Stage.DONE:
        return Refusal.NOT_FINISHED
    return None if stars in STARS else Refusal.NO_SUCH_STARS
