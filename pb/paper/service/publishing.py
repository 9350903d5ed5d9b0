"""Putting the paper beside the box's published files, with the roll's totals; after that nothing of it changes."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.ballots.encoding import Choices
from pb.ballots.manifest import Manifest
from pb.ballots.paper import (
    CLASS_POINT,
    FEW,
    FEW_CLASSES,
    PAPER_FILE,
    BatchKind,
    BatchState,
    PaperBatch,
    Sheet,
    sheets_file,
    write_paper,
    write_sheets,
)
from pb.ballots.terms import ContestTerms
from pb.cycles.models import Cycle
from pb.cycles.queries import rule_set
from pb.electorate.models import Election
from pb.electorate.queries import frozen_manifest
from pb.electorate.rules import merged_cells
from pb.electorate.service import publish_roll, put_file
from pb.errors import Refused
from pb.paper import queries
from pb.paper.models import Closing
from pb.paper.queries import Ledger
from pb.paper.rules import SETTLED, Refusal, Standing, choices_in, votes_in
from pb.values.actor import Actor

STATES = {
    Standing.COUNTED: BatchState.COUNTED,
    Standing.RELEASED: BatchState.RELEASED,
    Standing.LEFT_OUT: BatchState.LEFT_OUT,
}
Published = tuple[PaperBatch, list[Sheet]]


def publish_totals(session: Session, actor: Actor, cycle: Cycle, election: Election, published: Path) -> Path:
    """Put the paper's files and `roll.json` beside the box's files; returns their folder.

    Refused while a batch is not settled. A cycle without paper has no file of it.
    """
    every = queries.ledgers(session, cycle)
    if waiting := queries.open_lists(session, cycle.id):
        raise Refused(Refusal.LIST_OPEN, lists=", ".join(one.code for one in waiting))
    if any(one.standing not in SETTLED for one in every):
        raise Refused(Refusal.NOT_SETTLED)
    if every:
        _publish_paper(session, actor, cycle, election, every, published)
    return publish_roll(session, actor, cycle, election, published)


def _publish_paper(
    session: Session, actor: Actor, cycle: Cycle, election: Election, every: Sequence[Ledger], published: Path
) -> None:
    manifest, folder = frozen_manifest(election), published / election.hash
    batches: list[PaperBatch] = []
    for code in [one.terms.code for one in manifest.contests]:
        mine = [one for one in every if one.batch.contest.code == code]
        every_part = [_published(session, one, manifest) for one in mine]
        smallest = rule_set(session, cycle.id).smallest_cell
        parts = [
            part for kind in BatchKind for part in merged([one for one in every_part if one[0].kind is kind], smallest)
        ]
        batches.extend(batch for batch, _ in parts)
        if mine:
            sheets = [sheet for _, some in parts for sheet in some]
            put_file(folder / sheets_file(code), write_sheets(manifest.hash, sheets))
    account = write_paper(manifest.hash, batches)
    put_file(folder / PAPER_FILE, account)
    sha256 = hashlib.sha256(account).hexdigest()
    if queries.closing_of(session, cycle.id) is None:
        session.add(Closing(cycle_id=cycle.id, closed_on=clock.today(), sha256=sha256))
        audit.record(session, actor, "paper.publish", f"cycle:{cycle.code}", {"sha256": sha256})


def _published(session: Session, ledger: Ledger, manifest: Manifest) -> Published:
    """One batch and its ballots; a batch that is left out shows its numbers and none of its ballots."""
    batch, account = ledger.batch, ledger.account
    contest = manifest.contest(batch.contest.code)
    assert contest is not None  # ballots are printed from the manifest
    projects = queries.listed_projects(session, batch.contest_id, list(contest.terms.costs))
    numbers = {project.number or 0: project.code for project in projects}
    is_left_out = ledger.standing is Standing.LEFT_OUT
    sheets = [
        Sheet(contest.terms.code, batch.code, serial, choices)
        for serial, choices in ([] if is_left_out else _choices(ledger, contest.terms, numbers))
    ]
    line = PaperBatch(
        batch=batch.code,
        contest=contest.terms.code,
        kind=batch.kind,
        point=batch.desk.code if batch.desk else CLASS_POINT,
        printed=batch.printed,
        handed=account.handed,
        returned=account.returned or 0,
        spoilt=account.spoilt or 0,
        found=account.found or 0,
        invalid=sum(1 for sheet in sheets if sheet.choices is None),
        state=STATES[ledger.standing],
    )
    return line, sheets


def _choices(ledger: Ledger, terms: ContestTerms, numbers: Mapping[int, str]) -> Iterator[tuple[int, Choices | None]]:
    """Serial → choices; of a class each raised hand is a ballot of one project."""
    if ledger.batch.kind is BatchKind.BALLOTS:
        for serial, marks in ledger.readings.items():
            yield serial, choices_in(marks, terms, numbers)
        return
    hands = (number for number, marks in sorted(ledger.readings.items()) for _hand in range(votes_in(marks)))
    for serial, number in enumerate(hands, start=1):
        yield serial, Choices.approve([numbers[number]])


def merged(parts: Sequence[Published], smallest: int) -> list[Published]:
    """Counted batches too small to be told apart become one without a point: two voters of a village are no secret.

    Serial numbers are given anew there, in an order that depends on nothing but the marks.
    """
    counted = {batch.batch: batch.found for batch, _ in parts if batch.state is not BatchState.LEFT_OUT}
    shown, _rest = merged_cells(counted, smallest)
    small = [part for part in parts if part[0].batch in counted and part[0].batch not in shown and part[0].found]
    if not small:
        return list(parts)
    names = {batch.batch for batch, _ in small}
    return [*(part for part in parts if part[0].batch not in names), _together(small)]


def _together(small: Iterable[Published]) -> Published:
    batches, sheets = zip(*small, strict=True)
    one: PaperBatch = batches[0]
    amounts = {
        name: sum(getattr(batch, name) for batch in batches)
        for name in ("printed", "handed", "returned", "spoilt", "found", "invalid")
    }
    released = any(batch.state is BatchState.RELEASED for batch in batches)
    state = BatchState.RELEASED if released else BatchState.COUNTED
    ordered = sorted((sheet for some in sheets for sheet in some), key=_marks)
    name = FEW if one.kind is BatchKind.BALLOTS else FEW_CLASSES
    renumbered = [replace(sheet, batch=name, serial=place) for place, sheet in enumerate(ordered, start=1)]
    return replace(one, batch=name, point=name, state=state, **amounts), renumbered


def _marks(sheet: Sheet) -> bytes:
    """What is on a ballot, and nothing of where it was."""
    return replace(sheet, batch=FEW, serial=1).as_bytes("0" * 64)
