"""The verifier on published paper: an honest account passes, a forged one does not."""

from dataclasses import replace

import pytest

from pb.ballots.encoding import Choices
from pb.ballots.paper import (
    PAPER_FILE,
    BatchKind,
    BatchState,
    PaperBatch,
    Sheet,
    sheets_file,
    write_paper,
    write_sheets,
)
from pb.ballots.published import write_roll
from pb.ballots.verifier import CheckName, verify_election
from tests.ballots.elections import standing

ELECTION = standing()
HASH = ELECTION.manifest.hash
GREEN = [code for code, _ in ELECTION.manifest.contest("green").terms.projects]
BATCH = PaperBatch("B7KMP2QX", "green", BatchKind.BALLOTS, "desk-1", 10, 3, 6, 1, 3, 1, BatchState.COUNTED)
TOTALS = PaperBatch("T7KMP2QX", "green", BatchKind.TOTALS, "class", 2, 2, 0, 0, 2, 0, BatchState.COUNTED)
SHEETS = [
    Sheet("green", BATCH.batch, 2, Choices.approve(GREEN[:1])),
    Sheet("green", BATCH.batch, 5, None),
    Sheet("green", BATCH.batch, 9, Choices.approve(GREEN[1:2])),
    *(Sheet("green", TOTALS.batch, place, Choices.approve(GREEN[:1])) for place in (1, 2)),
]


def files(batches=(BATCH, TOTALS), sheets=SHEETS, handed=3) -> dict[str, bytes]:
    roll = dict.fromkeys(("green", "streets"), (12, 0))
    return {
        **ELECTION.files(),
        "roll.json": write_roll(HASH, roll, {"green": handed}),
        PAPER_FILE: write_paper(HASH, batches),
        sheets_file("green"): write_sheets(HASH, sheets),
    }


def failed(given: dict[str, bytes]) -> set[CheckName]:
    return {check.name for check in verify_election(given, HASH).checks if not check.passed}


def test_honest_paper_passes_and_is_counted() -> None:
    report = verify_election(files(), HASH)
    assert report.passed, report.checks
    assert (report.contests["green"].paper, report.contests["streets"].paper) == (4, 0)


def _with(place: int, **changes: object) -> list[Sheet]:
    return [replace(sheet, **changes) if number == place else sheet for number, sheet in enumerate(SHEETS)]


def _without(*names: str) -> dict[str, bytes]:
    return {name: content for name, content in files().items() if name not in names}


FORGED = {
    "a ballot more": files(sheets=[*SHEETS, Sheet("green", BATCH.batch, 7, Choices.approve(GREEN[:1]))]),
    "a ballot less": files(sheets=SHEETS[1:]),
    "a serial number twice": files(sheets=_with(2, serial=2)),
    "a serial number that was not printed": files(sheets=_with(2, serial=11)),
    "a ballot over the limit": files(sheets=_with(0, choices=Choices.approve(GREEN))),
    "a project from elsewhere": files(sheets=_with(0, choices=Choices.approve(["NOSUCH"]))),
    "a ballot made invalid": files(sheets=_with(0, choices=None)),
    "a batch nobody knows": files(sheets=_with(0, batch="ZZZZ")),
    "a batch that is left out and counted": files([replace(BATCH, state=BatchState.LEFT_OUT), TOTALS]),
    "more found than handed out": files([replace(BATCH, handed=2, printed=9), TOTALS], handed=2),
    "fewer found than handed out": files([replace(BATCH, handed=4), TOTALS], handed=4),
    "blanks that are missing": files([replace(BATCH, printed=11), TOTALS]),
    "people who are not on the roll": files(handed=2),
    "a class with more votes than pupils": files([BATCH, replace(TOTALS, handed=0)]),
    "a class's ballot with two votes": files(sheets=_with(3, choices=Choices.approve(GREEN[:2]))),
    "a class whose pupils raise two hands for one project": files([BATCH, replace(TOTALS, handed=1)]),
    "a class with blanks": files([BATCH, replace(TOTALS, spoilt=1)]),
    "a batch twice": files([BATCH, BATCH, TOTALS]),
    "a batch of no contest": files([BATCH, TOTALS, replace(TOTALS, contest="zebra")]),
    "no account": _without(PAPER_FILE),
    "no ballots": _without(sheets_file("green")),
    "an account of another election": {**files(), PAPER_FILE: write_paper("0" * 64, [BATCH, TOTALS])},
    "ballots of another election": {**files(), sheets_file("green"): write_sheets("0" * 64, SHEETS)},
    "the last line cut": {**files(), sheets_file("green"): files()[sheets_file("green")][:-1]},
    "another spelling": {**files(), PAPER_FILE: files()[PAPER_FILE].replace(b":", b": ", 1)},
    "paper of a contest that is not there": {**files(), "paper-zebra.ndjson": b""},
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_forged_paper_is_refused(forged: dict[str, bytes]) -> None:
    assert failed(forged) & {CheckName.PAPER, CheckName.FILES}


def test_a_released_batch_may_lack_ballots_but_never_has_more() -> None:
    lacking = replace(BATCH, handed=4, state=BatchState.RELEASED)
    assert failed(files([lacking, TOTALS], handed=4)) == set()
    assert failed(files([replace(lacking, handed=2), TOTALS], handed=2)) == {CheckName.PAPER}
