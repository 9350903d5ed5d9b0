"""What a city decides about a count: stored, said in words, promised in the published file, read back."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.tally.options import CountOptions, Facts, PlaceCap, Standing, options_of, same_place, settings_with
from pb.tally.promise import promise, promised
from pb.tally.rules import RULES, rule_named
from pb.tally.rules.caps import Cap
from pb.tally.rules.contest import MalformedError, Rest, Ties
from tests.tally.contests import contests, settings_for

ALL = CountOptions(
    tail_percent=80,
    most_winners=5,
    least_winners=2,
    ties="refuse",
    rest_years=3,
    one_per_address=True,
    caps=(PlaceCap("lisova", 50_000_00, 2),),
    conflicts=(("p1", "p2"),),
)
FACTS = Facts(
    [
        Standing("p1", "lisova", "вул. Садова, 5"),
        Standing("p2", "lisova", "вулиця Садова 5"),
        Standing("p3", "center", "площа Ринок, 1"),
        Standing("p4", "center", ""),
    ],
    {"пл. Ринок 1": "2024 № 7"},
)


def test_options_become_settings_of_the_projects_on_the_ballot():
    found = settings_with(rule_named("greedy"), ALL, FACTS, threshold=30, unaffordable="skip")
    assert found.tail == Fraction(4, 5)
    assert found.ties is Ties.REFUSE
    assert found.caps == (Cap("lisova", ("p1", "p2"), 50_000, 2),)
    assert found.conflicts == (("p1", "p2"), ("p1", "p2"))
    assert found.resting == (Rest("p3", "2024 № 7"),)
    assert (found.threshold, found.most_winners, found.least_winners) == (30, 5, 2)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_takes_what_it_knows(rule):
    found = settings_with(rule, ALL, FACTS, threshold=3, unaffordable="skip")
    assert found.threshold == 3
    assert found.resting == (Rest("p3", "2024 № 7"),)


def test_options_are_stored_whole():
    assert options_of(ALL.text()) == ALL
    assert CountOptions().text() == ""
    assert options_of("") == CountOptions()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("вул. Садова, 5", "Вулиця Садова 5", True),
        ("вул. Садова, 5", "вул. Садова, 5А", False),
        ("вул. Садова, 5", "вул. Садова, 15", False),
        ("м. Зразкове, пров. В’язів 3/1", "Зразкове провулок Вязів 3/1", True),
    ],
)
def test_addresses_written_differently_are_one_place(one, other, same):
    assert (same_place(one) == same_place(other)) is same


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@given(data=st.data())
def test_what_a_file_promises_is_read_back_to_the_last_setting(rule, data):
    contest = data.draw(contests())
    settings = data.draw(settings_for(rule, contest))
    assert promised(f"#1: words #2: {promise(rule, settings)}") == (rule, settings)


@pytest.mark.parametrize(
    "comment", ['tally{"rule": "dice"}', "tally{}", 'tally{"rule": "greedy", "settings": {"x": 1}}']
)
def test_a_garbled_promise_is_refused(comment):
    with pytest.raises(MalformedError, match="cannot be read"):
        promised(comment)


def test_a_file_without_a_promise_promises_nothing():
    assert promised("#1: words") is None
