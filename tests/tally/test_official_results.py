"""Real cities' official results, reproduced by the switches each city's regulation names."""

import json

import pytest

from pb.tally.__main__ import main
from pb.tally.pabulib import read
from tests.tally.official import real_file

SKIP = ["--unaffordable", "skip"]
STOP = ["--unaffordable", "stop"]
FILE = ["--threshold", "file"]
TAIL = ["--tail", "0.8"]
POZNAN_11 = "Poland_Poznan_2025_11_-_Fabianowo-Kotowo_Gorczyn_Junikowo_Kwiatowe_Lawica__large"
POZNAN_9 = "Poland_Poznan_2025_9_-_Stare_Miasto__large"
BY_RULE = {"1"}
BY_TAIL = {"1", "2"}

OFFICIAL = [
    ("Poland_Lodz_2023", SKIP, BY_RULE),
    ("Poland_Lodz_2023", SKIP + FILE, BY_RULE),
    ("Poland_Krakow_2021", SKIP, BY_RULE),
    ("Poland_Katowice_2023", SKIP, BY_RULE),
    ("Poland_Katowice_2023", SKIP + FILE, BY_RULE),
    ("Poland_Katowice_2022_Koszutka", SKIP, BY_RULE),
    ("Poland_Katowice_2022_Koszutka", SKIP + FILE, BY_RULE),
    ("Poland_Wroclaw_2019", STOP, BY_RULE),
    ("Poland_Gdynia_2024_Srodmiescie__large", SKIP, BY_RULE),
    ("Poland_Gdynia_2024_Srodmiescie__large", SKIP + FILE, BY_RULE),
    ("Poland_Gdynia_2024_Srodmiescie__large", STOP, BY_RULE),
    ("Poland_Gdynia_2024_Srodmiescie__large", STOP + FILE, BY_RULE),
    ("Poland_Gdynia_2021_Babie_Doly__large", SKIP, BY_RULE),
    ("Poland_Gdynia_2021_Babie_Doly__large", SKIP + FILE, BY_RULE),
    ("Poland_Gdynia_2021_Babie_Doly__large", STOP, BY_RULE),
    ("Poland_Gdynia_2021_Babie_Doly__large", STOP + FILE, BY_RULE),
    (POZNAN_11, SKIP, BY_RULE),
    (POZNAN_11, STOP, BY_RULE),
    (POZNAN_11, STOP + TAIL, BY_TAIL),
    (POZNAN_9, SKIP, BY_RULE),
    (POZNAN_9, STOP, BY_RULE),
    (POZNAN_9, STOP + TAIL, BY_TAIL),
    ("Poland_Warszawa_2022_Bemowo", [*SKIP, "--exclude", "153"], BY_RULE),
    ("Poland_Warszawa_2022_Bemowo", [*SKIP, "--conflict", "153,773"], BY_RULE),
    ("Poland_Warszawa_2023_Ursus", SKIP, BY_RULE),
    ("Poland_Czestochowa_2025", SKIP, BY_RULE),
    ("Poland_Czestochowa_2025", SKIP + FILE, BY_RULE),
]


def winners(path, options, capsys):
    assert main([str(path), *options, "--json"]) == 0
    return set(json.loads(capsys.readouterr().out)["winners"])


def official(path, marks):
    return {project for project, mark in read(path).selected.items() if mark in marks}


@pytest.mark.parametrize(("name", "options", "marks"), OFFICIAL)
def test_official_result_is_reproduced(name, options, marks, capsys):
    path = real_file(name)
    assert winners(path, options, capsys) == official(path, marks)


def test_where_stop_and_skip_differ_only_the_city_s_own_rule_fits(capsys):
    path = real_file("Poland_Wroclaw_2019")
    assert winners(path, SKIP, capsys) != official(path, BY_RULE)


def test_published_votes_and_scores_are_those_of_the_ballots():
    from pb.tally.rules.contest import Repeats
    from pb.tally.rules.standing import scores, votes

    for name in {name for name, _, _ in OFFICIAL}:
        election = read(real_file(name))
        counted = {
            "votes": votes(election.contest, Repeats.COUNT),
            "score": scores(election.contest, Repeats.COUNT),
        }
        for project, row in election.rows.items():
            for column in counted.keys() & row.keys():
                assert int(row[column]) == counted[column][project], (name, project, column)


def test_zurich_and_amsterdam_without_an_official_column_are_counted(capsys):
    for name in ("Switzerland_Zurich_D5", "Netherlands_Amsterdam_285"):
        path = real_file(name)
        assert read(path).selected == {}
        assert winners(path, SKIP, capsys)
