"""Proportional rules on real elections against winners computed elsewhere and cross-checked with pabutools.

The long sweeps over large files run only if PB_EVERY_ADD1 is set.
"""

import itertools
import json
import os
from fractions import Fraction

import pytest

from pb.tally.pabulib import read
from pb.tally.rules import equal_shares, phragmen
from pb.tally.rules.equal_shares import Completion, EqualSharesSettings, Start, StopWhen, Utility
from tests.tally.official import FOLDER, real_file

EXPECTED = FOLDER / "expected_proportional.json" if FOLDER else None
UTILITIES = {"cost": Utility.COST, "card": Utility.CARDINALITY}
SWEEPS = {
    "add1": {},
    "add1_exhaustive": {"stop_when": StopWhen.EXHAUSTIVE},
    "add1_integral_exhaustive": {"stop_when": StopWhen.EXHAUSTIVE, "start": Start.FLOOR},
}
LONG = ("Poland_Warszawa_2022_Bemowo", "Poland_Warszawa_2023_Ursus", "Poland_Lodz_2023")
ELECTIONS = (
    "Poland_Swiecie_2023",
    "Poland_Lodz_2023",
    "Poland_Gdynia_2024_Srodmiescie__large",
    "Poland_Gdynia_2021_Babie_Doly__large",
    "Poland_Warszawa_2022_Bemowo",
    "Poland_Warszawa_2023_Ursus",
    "Netherlands_Amsterdam_285",
)

every_election = pytest.mark.parametrize("name", ELECTIONS)
every_utility = pytest.mark.parametrize("utility", UTILITIES)


@pytest.fixture
def election(name):
    contest = read(real_file(name)).contest
    return contest, json.loads(EXPECTED.read_text(encoding="utf-8"))[name]


@every_election
@every_utility
def test_equal_shares_buy_the_same_in_the_same_order(election, utility):
    contest, expected = election
    outcome = equal_shares.count(contest, EqualSharesSettings(utility=UTILITIES[utility]))
    assert list(outcome.winners) == expected[f"mes_{utility}"]["order"]
    assert outcome.cost == int(expected[f"mes_{utility}"]["spent"])


def is_short(name: str, utility: str, sweep: str) -> bool:
    return name not in LONG or (utility, sweep) == ("cost", "add1") or "PB_EVERY_ADD1" in os.environ


EVERY_SWEEP = [case for case in itertools.product(ELECTIONS, UTILITIES, SWEEPS) if is_short(*case)]


@pytest.mark.parametrize(("name", "utility", "sweep"), EVERY_SWEEP)
def test_add1_ends_at_the_same_share_with_the_same_winners(name, election, utility, sweep):
    contest, expected = election
    settings = EqualSharesSettings(utility=UTILITIES[utility], completion=Completion.ADD1, **SWEEPS[sweep])
    outcome = equal_shares.count(contest, settings)
    assert sorted(outcome.winners) == expected[f"mes_{utility}_{sweep}"]["winners"]
    assert outcome.share == Fraction(expected[f"mes_{utility}_{sweep}"]["endowment"])


@every_election
def test_phragmen_stops_with_the_same_winners(election):
    contest, expected = election
    outcome = phragmen.count(contest, phragmen.PhragmenSettings())
    assert list(outcome.winners) == expected["phragmen_stop"]["order"]
    assert outcome.cost == int(expected["phragmen_stop"]["spent"])


def test_the_official_result_of_a_city_that_uses_equal_shares():
    election = read(real_file("Poland_Swiecie_2023"))
    official = {project for project, mark in election.selected.items() if mark == "1"}
    for stop_when in StopWhen:
        settings = EqualSharesSettings(completion=Completion.ADD1, stop_when=stop_when)
        assert set(equal_shares.count(election.contest, settings).winners) == official
