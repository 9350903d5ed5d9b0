"""What the pages of a school's budget show: steps, classes, turnout; nobody's choice is anywhere near."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.cycles.models import Cycle
from pb.cycles.queries import announced_cycles, cycle_by_code, rule_set
from pb.cycles.rules import CycleKind, Phase
from pb.electorate.queries import codes_by_class
from pb.electorate.rules import merged_cells
from pb.errors import NotFound
from pb.projects.queries import counts_by_status
from pb.projects.rules import STOOD_FOR_VOTE, Status
from pb.results.queries import publication_of
from pb.school.models import Coordinator
from pb.school.rules import Facts, Step, class_order, steps_done

WAITING = (Status.SUBMITTED, Status.INCOMPLETE, Status.IN_REVIEW, Status.RETURNED)


@dataclass(frozen=True, slots=True)
class ClassTurnout:
    """One class: slips that count, slips replaced; `used` is None where the class is too small to be told."""

    label: str
    issued: int
    replaced: int
    used: int | None


@dataclass(frozen=True, slots=True)
class SchoolTurnout:
    """Used slips of issued ones, in the school and in the classes; `smallest` is the least number shown of a class."""

    issued: int
    used: int
    smallest: int
    classes: list[ClassTurnout]

    @property
    def shown(self) -> list[ClassTurnout]:
        """Classes whose number may be told."""
        return [one for one in self.classes if one.used is not None]

    @property
    def rest(self) -> tuple[int, int]:
        """(used, issued) of all the others together."""
        hidden = [one.issued for one in self.classes if one.used is None]
        return self.used - sum(one.used or 0 for one in self.classes), sum(hidden)


@dataclass(frozen=True, slots=True)
class Road:
    """One school's budget with its ticks."""

    cycle: Cycle
    phase: Phase
    steps: dict[Step, bool]


def school_cycles(session: Session, now: datetime) -> list[Cycle]:
    """Announced budgets of schools, newest first, contests loaded."""
    return announced_cycles(session, now, CycleKind.SCHOOL)


def school_cycle(session: Session, code: str, now: datetime) -> Cycle:
    """One announced budget of a school; NotFound for a city's, exactly as for none."""
    found = cycle_by_code(session, code)
    if found.kind is not CycleKind.SCHOOL or now < found.announced_at:
        raise NotFound(code)
    return found


def own_cycles(session: Session, staff_code: str, now: datetime) -> list[Cycle]:
    """Announced budgets of the schools this coordinator is in charge of."""
    mine = set(session.scalars(select(Coordinator.cycle_id).where(Coordinator.staff_code == staff_code)))
    return [cycle for cycle in school_cycles(session, now) if cycle.id in mine]


def own_cycle(session: Session, code: str, staff_code: str, now: datetime) -> Cycle:
    """One budget of a school of this coordinator; NotFound for another school's, exactly as for none."""
    found = school_cycle(session, code, now)
    if session.get(Coordinator, (found.id, staff_code)) is None:
        raise NotFound(code)
    return found


def coordinators(session: Session, cycle_ids: list[int]) -> dict[int, set[str]]:
    """Cycle's row id → public codes of its coordinators."""
    found: dict[int, set[str]] = {}
    query = select(Coordinator.cycle_id, Coordinator.staff_code).where(Coordinator.cycle_id.in_(cycle_ids))
    for cycle_id, code in session.execute(query):
        found.setdefault(cycle_id, set()).add(code)
    return found


def turnout_by_class(session: Session, cycle: Cycle) -> SchoolTurnout:
    """Slips by class, in the order of years. Small classes are hidden so that subtraction does not find them."""
    classes = codes_by_class(session, cycle.id)
    smallest = rule_set(session, cycle.id).smallest_cell
    used = {label: codes.used for label, codes in classes.items()}
    shown, _rest = merged_cells(used, smallest)
    return SchoolTurnout(
        issued=sum(codes.issued for codes in classes.values()),
        used=sum(used.values()),
        smallest=smallest,
        classes=[
            ClassTurnout(label, classes[label].issued, classes[label].replaced, shown.get(label))
            for label in sorted(classes, key=class_order)
        ],
    )


def road_of(session: Session, cycle: Cycle, now: datetime) -> Road:
    """How far a school's budget has come."""
    counts = Counter(counts_by_status(session, cycle.id))
    facts = Facts(
        phase=cycle.phase(now),
        submitted=sum(amount for status, amount in counts.items() if status is not Status.DRAFT),
        waiting=sum(counts[status] for status in WAITING),
        on_ballot=sum(counts[status] for status in STOOD_FOR_VOTE),
        slips=sum(codes.issued for codes in codes_by_class(session, cycle.id).values()),
        published=publication_of(session, cycle.code) is not None,
    )
    return Road(cycle, facts.phase, steps_done(facts))
