"""Reading batches with their accounts and states; what the marks add up to is nobody's business before publication."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from pb.ballots.paper import BatchKind
from pb.cycles.models import Contest, Cycle
from pb.cycles.queries import WITH_CONTESTS
from pb.electorate.queries import on_paper_at_desks
from pb.errors import NotFound
from pb.paper.models import Batch, Closing, Decision, Entry, OfflineList
from pb.paper.rules import (
    SETTLED,
    SETTLING,
    TURNS,
    Account,
    Difference,
    Readings,
    Standing,
    differences,
    disputed_serials,
    settled,
    standing,
    votes_in,
)
from pb.projects.models import Project


@dataclass(frozen=True, slots=True)
class Ledger:
    """A batch with everything known of it; `disputed` are serials on which people still differ."""

    batch: Batch
    account: Account
    standing: Standing
    entries: tuple[Entry, ...]
    disputed: tuple[int, ...]
    decision: Decision | None

    @property
    def differences(self) -> dict[Difference, int]:
        return differences(self.account)

    @property
    def readings(self) -> dict[int, str]:
        """Marks by serial as two of three people read them; empty before two have typed."""
        return settled(*_turns(self.entries)) if len(self.entries) >= len(TURNS) else {}

    def has_typed(self, person: str) -> bool:
        """Whether that person has read this batch already."""
        return any(entry.typed_by == person for entry in self.entries)

    @property
    def contested(self) -> tuple[int, ...]:
        """Serials on which the first two entries differ, whatever the third says."""
        if len(self.entries) < len(TURNS):
            return ()
        first, second, _ = _turns(self.entries)
        return tuple(disputed_serials(first, second, {}))


def ledgers(session: Session, cycle: Cycle) -> list[Ledger]:
    """Every batch of a cycle, by contest and by desk or class."""
    query = select(Batch).where(Batch.cycle_id == cycle.id).options(joinedload(Batch.contest), joinedload(Batch.desk))
    batches = list(session.scalars(query))
    handed = on_paper_at_desks(session, cycle.id) if batches else {}
    ids = [batch.id for batch in batches]
    typed: dict[int, list[Entry]] = {}
    found = select(Entry).where(Entry.batch_id.in_(ids)).options(selectinload(Entry.readings)).order_by(Entry.turn)
    for entry in session.scalars(found) if ids else ():
        typed.setdefault(entry.batch_id, []).append(entry)
    decisions = {row.batch_id: row for row in session.scalars(select(Decision).where(Decision.batch_id.in_(ids)))}
    every = [_ledger(one, handed, typed.get(one.id, []), decisions.get(one.id)) for one in batches]
    return sorted(every, key=lambda one: (one.batch.contest.position, one.batch.place))


def ledger_of(session: Session, cycle: Cycle, code: str, kind: BatchKind | None = None) -> Ledger:
    """One batch of a cycle; NotFound if there is none, or none of that kind."""
    every = [one for one in ledgers(session, cycle) if kind in {None, one.batch.kind}]
    found = next((one for one in every if one.batch.code == code), None)
    if found is None:
        raise NotFound(code)
    return found


def batch_cycle(session: Session, code: str) -> Cycle:
    """The cycle of a batch, contests loaded; NotFound if there is no such batch."""
    query = select(Cycle).join(Batch, Batch.cycle_id == Cycle.id).where(Batch.code == code)
    found = session.scalar(query.options(WITH_CONTESTS))
    if found is None:
        raise NotFound(code)
    return found


def _ledger(
    batch: Batch, handed: Mapping[tuple[int, int], int], entries: Sequence[Entry], decision: Decision | None
) -> Ledger:
    readings: Readings | None = settled(*_turns(entries)) if len(entries) >= len(TURNS) else None
    disputed = disputed_serials(*_turns(entries)) if readings is not None else []
    people = batch.printed if batch.desk_id is None else handed.get((batch.contest_id, batch.desk_id), 0)
    found = None
    if readings is not None:
        is_class = batch.kind is BatchKind.TOTALS
        found = sum(map(votes_in, readings.values())) if is_class else len(readings)
    most = batch.contest.max_choices
    account = Account(batch.printed, people, batch.returned, batch.spoilt, found, batch.kind, most)
    verdict = decision.verdict if decision is not None and decision.confirmed_by else None
    state = standing(account, len(entries), disputed, verdict)
    return Ledger(batch, account, state, tuple(entries), tuple(disputed), decision)


def _turns(entries: Sequence[Entry]) -> tuple[Readings, Readings, Readings]:
    by_turn = {entry.turn: {row.serial: row.marks for row in entry.readings} for entry in entries}
    return by_turn.get(TURNS[0], {}), by_turn.get(TURNS[1], {}), by_turn.get(SETTLING, {})


def listed_projects(session: Session, contest_id: int, codes: Sequence[str]) -> list[Project]:
    """The frozen list of a contest in the order of the lot."""
    query = select(Project).where(Project.contest_id == contest_id, Project.code.in_(codes))
    return list(session.scalars(query.order_by(Project.ballot_position)))


def printed_contests(session: Session, cycle_id: int, desk_id: int) -> set[int]:
    """Row ids of contests of which this desk may still hand out paper ballots."""
    query = select(Batch.contest_id).where(
        Batch.cycle_id == cycle_id, Batch.desk_id == desk_id, Batch.returned.is_(None)
    )
    return set(session.scalars(query))


def journal_contests(session: Session, cycle: Cycle, desk_id: int) -> list[Contest]:
    """Contests of which the desk hands out paper, as the journal numbers them from 1."""
    printed = printed_contests(session, cycle.id, desk_id)
    return [contest for contest in cycle.contests if contest.id in printed]


def closing_of(session: Session, cycle_id: int) -> Closing | None:
    """The latch of the paper, or None."""
    return session.get(Closing, cycle_id)


def is_settled(session: Session, cycle: Cycle) -> bool:
    """Whether nothing of the paper is open: every batch is counted, released or left out."""
    return not open_lists(session, cycle.id) and all(one.standing in SETTLED for one in ledgers(session, cycle))


def offline_lists(session: Session, cycle_id: int) -> list[OfflineList]:
    """Every offline list of a cycle, desks loaded."""
    query = select(OfflineList).where(OfflineList.cycle_id == cycle_id).options(joinedload(OfflineList.desk))
    return list(session.scalars(query.order_by(OfflineList.id)))


def open_lists(session: Session, cycle_id: int, desk_id: int | None = None) -> list[OfflineList]:
    """Lists that are not merged yet, of a desk or of all."""
    every = [one for one in offline_lists(session, cycle_id) if one.merged_on is None]
    return [one for one in every if desk_id is None or one.desk_id == desk_id]


def offline_list(session: Session, code: str) -> OfflineList:
    """One list with its desk; NotFound if there is none."""
    query = select(OfflineList).where(OfflineList.code == code).options(joinedload(OfflineList.desk))
    found = session.scalar(query)
    if found is None:
        raise NotFound(code)
    return found


def list_cycle(session: Session, row: OfflineList) -> Cycle:
    """The cycle of a list, contests loaded."""
    return session.scalars(select(Cycle).where(Cycle.id == row.cycle_id).options(WITH_CONTESTS)).one()
