"""Every reason why a person may not vote, the grace, ages, places, merged cells."""

from datetime import date, datetime, timedelta

import pytest

from pb.cycles.rules import Refusal as CycleRefusal
from pb.cycles.rules import RuleSet, VoterProof
from pb.electorate.rules import (
    AgeBand,
    Community,
    Reason,
    Voter,
    age_band,
    code_stretch,
    counting_digest,
    merged_cells,
    place_key,
    region_key,
    why_not_eligible,
    why_not_issue,
)
from tests import make

DAY = date(2026, 4, 20)
ADULT = date(1990, 5, 1)
HERE = Community(frozenset({"Івано-Франківськ", "Радча"}), "Івано-Франківська область")
REGION = "Івано-Франківська обл."
CODES = RuleSet(voter_proof=VoterProof.CODE)


@pytest.mark.parametrize(
    ("voter", "rules", "reasons"),
    [
        (Voter(ADULT, "UA", REGION, "Івано-Франківськ"), RuleSet(), []),
        (Voter(ADULT, "UA", REGION, "с. Радча"), RuleSet(), []),
        (Voter(ADULT, "UA", REGION, "М. ІВАНО-ФРАНКІВСЬК"), RuleSet(), []),
        (Voter(date(2008, 4, 20), "UA", REGION, "Радча"), RuleSet(), []),
        (Voter(date(2008, 4, 21), "UA", REGION, "Радча"), RuleSet(), [Reason.TOO_YOUNG]),
        (Voter(date(2010, 4, 20), "UA", REGION, "Радча"), RuleSet(voter_age=16), []),
        (Voter(None, "UA", REGION, "Радча"), RuleSet(), [Reason.BIRTH_DATE_UNKNOWN]),
        (Voter(ADULT, "UA", REGION, "Калуш"), RuleSet(), [Reason.REGISTERED_ELSEWHERE]),
        (Voter(ADULT, "UA", "Київська область", "Радча"), RuleSet(), [Reason.REGISTERED_ELSEWHERE]),
        (Voter(ADULT, "UA", "", "Радча"), RuleSet(), [Reason.RESIDENCE_UNKNOWN]),
        (Voter(ADULT, "UA", REGION, ""), RuleSet(), [Reason.RESIDENCE_UNKNOWN]),
        (Voter(ADULT, "PL", REGION, "Радча"), RuleSet(), [Reason.REGISTERED_ELSEWHERE]),
        (Voter(ADULT, "UA", REGION, "Калуш"), RuleSet(residence_needed=False), []),
        (Voter(date(2012, 1, 1), "UA", REGION, "Калуш"), RuleSet(), [Reason.TOO_YOUNG, Reason.REGISTERED_ELSEWHERE]),
        (Voter(ADULT, "UA", REGION, "Радча"), CODES, [Reason.NEEDS_CODE]),
        (Voter(None, code_is_valid=True), CODES, []),
        (Voter(None, code_is_valid=False), CODES, [Reason.CODE_VOID]),
        (Voter(ADULT, "UA", REGION, "Радча", code_is_valid=True), RuleSet(), [Reason.NEEDS_PERSON]),
    ],
)
def test_every_reason_is_named(voter: Voter, rules: RuleSet, reasons: list[Reason]) -> None:
    assert why_not_eligible(voter, rules, HERE, DAY) == reasons


def test_a_community_without_a_region_knows_places_by_name() -> None:
    assert why_not_eligible(Voter(ADULT, "UA", "", "Радча"), RuleSet(), Community(HERE.places), DAY) == []


def test_spellings_of_places_and_regions() -> None:
    assert place_key("смт Кам'янка") == place_key("Кам’янка") != place_key("Камянка")
    assert region_key("Київська область") == region_key("київська обл.") != region_key("Київ")


VOTING = make.calendar().voting
CASES = [
    ("a second before the opening", VOTING.opens - timedelta(seconds=1), VOTING.opens, CycleRefusal.VOTING_NOT_OPEN),
    ("the first second", VOTING.opens, VOTING.opens, None),
    ("the last second", VOTING.closes - timedelta(seconds=1), VOTING.closes - timedelta(minutes=1), None),
    ("the grace, begun before", VOTING.closes, VOTING.closes - timedelta(seconds=1), None),
    ("the grace, begun in it", VOTING.closes + timedelta(minutes=1), VOTING.closes, CycleRefusal.VOTING_OVER),
    ("after the grace", VOTING.closes + timedelta(minutes=15), VOTING.closes - timedelta(hours=1), CycleRefusal.VOTING_OVER),
]  # fmt: skip


@pytest.mark.parametrize(("now", "begun_at", "refusal"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_envelopes_are_issued_in_time_only(now: datetime, begun_at: datetime, refusal: CycleRefusal | None) -> None:
    assert why_not_issue(make.calendar(), begun_at, now) is refusal


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (None, AgeBand.UNKNOWN),
        (date(2008, 4, 21), AgeBand.UNDER_18),
        (date(2008, 4, 20), AgeBand.FROM_18),
        (date(2001, 4, 20), AgeBand.FROM_25),
        (date(1961, 4, 21), AgeBand.FROM_55),
        (date(1961, 4, 20), AgeBand.FROM_65),
    ],
)
def test_ages_fall_into_bands(born: date | None, band: AgeBand) -> None:
    assert age_band(born, DAY) is band


@pytest.mark.parametrize(
    ("counts", "shown", "rest"),
    [
        ({}, {}, 0),
        ({"a": 9, "b": 5}, {"a": 9, "b": 5}, 0),
        ({"a": 9, "b": 3, "c": 2}, {"a": 9}, 5),
        ({"a": 9, "b": 6, "c": 1}, {"a": 9}, 7),  # one alone would be told by subtraction
        ({"a": 2, "b": 1}, {}, 3),
    ],
)
def test_small_cells_are_merged(counts: dict[str, int], shown: dict[str, int], rest: int) -> None:
    assert merged_cells(counts, 5) == (shown, rest)


def test_the_counting_digest_changes_with_every_part() -> None:
    base = [("green", "greedy", "stop", 0)]
    others = [
        [("green", "greedy", "skip", 0)],
        [("green", "equal_shares", "stop", 0)],
        [("green", "greedy", "stop", 1)],
    ]
    digests = {counting_digest("a", base), counting_digest("b", base), *(counting_digest("a", one) for one in others)}
    assert len(digests) == 5


def test_a_code_means_something_else_in_another_cycle() -> None:
    assert code_stretch("school-1", "ABC") != code_stretch("school-2", "ABC")
