"""What would have been: a bounded menu of rules, purses and thresholds, counted once each and kept as files.

One count at a time in a process: a second reader is asked to wait, so that curiosity never slows the rest.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from math import ceil
from pathlib import Path

from pb.errors import Refused
from pb.results.record import ContestRecord, Record
from pb.results.rules import Refusal
from pb.results.trying import Served, served
from pb.tally.pabulib import Election, read
from pb.tally.rules import RULES
from pb.tally.rules.amounts import exact
from pb.tally.rules.contest import Contest, Lot, Rule, Settings
from pb.tally.rules.equal_shares import Completion, EqualSharesSettings
from pb.tally.rules.greedy import GreedySettings, Unaffordable
from pb.tally.rules.phragmen import PhragmenSettings
from pb.values.money import KOPECKS_IN_HRYVNIA

PURSES = (50, 75, 100, 125, 150, 200)
THRESHOLDS = (0, 1, 2, 5, 10)
AS_PUBLISHED = "published"
MOST_WORK = 3_000_000
"""Groups of equal ballots times projects up to which rules that read every ballot are tried on a page."""
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Question:
    """One choice from the menu: percent of the purse, percent of ballots needed to win."""

    contest: str
    purse: int = 100
    threshold: int = 0

    def is_on_menu(self, record: Record) -> bool:
        """Whether the menu offers it; nothing else is ever counted."""
        return (
            self.contest in {contest.code for contest in record.contests}
            and self.purse in PURSES
            and self.threshold in THRESHOLDS
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What was published, and every rule tried, by name; rules too heavy for a page are left out."""

    published: Served
    tried: dict[str, Served]


def answer(folder: Path, kept: Path, record: Record, files_sha256: str, question: Question) -> Answer:
    """Read from `kept`, or counted now from the published ballots in `folder`; Refused while another is counted."""
    file = kept / files_sha256 / f"{question.contest}-{question.purse}-{question.threshold}.json"
    if not file.exists():
        with _alone():
            found = _counted(folder, record.contest(question.contest), question)
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_suffix(".draft")
            draft.write_text(json.dumps(asdict(found), ensure_ascii=False), "utf-8")
            draft.rename(file)
    stored = json.loads(file.read_text("utf-8"))
    return Answer(Served(**stored["published"]), {name: Served(**each) for name, each in stored["tried"].items()})


@contextmanager
def _alone() -> Iterator[None]:
    if not _one_at_a_time.acquire(blocking=False):
        raise Refused(Refusal.COUNTING_NOW)
    try:
        yield
    finally:
        _one_at_a_time.release()


def _counted(folder: Path, contest: ContestRecord, question: Question) -> Answer:
    election = read(folder / f"{contest.code}.pb")
    changed = replace(election.contest, purse=exact(Fraction(contest.purse * question.purse, 100 * KOPECKS_IN_HRYVNIA)))
    places = {row.code: row.district for row in contest.rows}
    tried = {}
    for rule in _affordable(changed):
        outcome = rule.count(changed, _settings(rule, contest, question), _lot(folder, contest))
        tried[rule.name] = served(changed, outcome.winners, places)
    return Answer(_published(election, contest, places), tried)


def _published(election: Election, contest: ContestRecord, places: dict[str, str]) -> Served:
    return served(election.contest, [row.code for row in contest.winners], places)


def _affordable(contest: Contest) -> Iterator[Rule]:
    heavy = len(contest.ballots) * len(contest.projects) > MOST_WORK
    yield from (rule for rule in RULES if not heavy or issubclass(rule.settings, GreedySettings))


def _settings(rule: Rule, contest: ContestRecord, question: Question) -> Settings:
    threshold = ceil(contest.ballots * question.threshold / 100)
    if issubclass(rule.settings, EqualSharesSettings):
        return rule.settings(threshold=threshold, completion=Completion.ADD1U)
    if not issubclass(rule.settings, GreedySettings | PhragmenSettings):
        return rule.settings(threshold=threshold)
    stops = contest.settings.get("unaffordable", Unaffordable.SKIP.value) if rule.name == "greedy" else "skip"
    return rule.settings(threshold=threshold, unaffordable=Unaffordable(stops))


def _lot(folder: Path, contest: ContestRecord) -> Lot:
    return Lot(tuple((folder / f"{contest.code}-lot.txt").read_text("utf-8").split()))
