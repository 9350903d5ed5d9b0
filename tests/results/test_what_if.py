"""The same ballots under other rules: measures by hand, the proportionality check, the bounded page."""

import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.rules import SYSTEM
from pb.results import service, what_if
from pb.results.trying import served, violators
from pb.tally.rules import rule_named
from pb.tally.rules.contest import Ballot, Contest, Project
from pb.tally.rules.equal_shares import EqualSharesSettings
from tests import make_results
from tests.tally.contests import plain_elections
from tests.visitor import Visitor

# Sixty like a, forty like b and c; money for one hundred.
TOWN = Contest(
    (Project("a", 60), Project("a2", 40), Project("b", 40)),
    (Ballot(("a", "a2"), count=60), Ballot(("b",), count=40)),
    100,
)


def test_measures_by_hand():
    found = served(TOWN, ("a", "a2"), {"a": "Центр", "a2": "Лісова"})
    assert (found.with_winner, found.without_winner, found.spent) == (60, 40, 10_000)
    assert found.by_place == {"Центр": 6_000, "Лісова": 4_000}
    assert found.violators == ["b"]
    assert served(TOWN, ("a", "b"), {}).violators == []


def test_ballots_with_points_have_no_such_check():
    from pb.tally.rules.contest import VoteType

    points = Contest((Project("a", 5),), (Ballot(("a",), (3,)),), 5, VoteType.CUMULATIVE)
    assert served(points, (), {}).violators is None


@given(contest=plain_elections())
def test_equal_shares_by_cost_always_pass_the_check(contest):
    outcome = rule_named("equal-shares").count(contest, EqualSharesSettings(), None)
    assert violators(contest, outcome.winners) == []


@given(contest=plain_elections(), data=st.data())
def test_the_check_agrees_with_trying_every_group(contest, data):
    """Every set of supporters, one voter at a time, as the definition says."""
    from itertools import combinations

    winners = tuple(sorted(data.draw(st.sets(st.sampled_from([row.id for row in contest.projects])))))
    contest = replace(contest, ballots=contest.ballots[:4])
    voters = [set(ballot.choices) for ballot in contest.ballots for _ in range(min(ballot.count, 2))]
    small = replace(contest, ballots=tuple(replace(b, count=min(b.count, 2)) for b in contest.ballots))
    costs = {row.id: row.cost for row in contest.projects}
    demanded = []
    for project in small.projects:
        if project.id in winners:
            continue
        own = [sum(costs[name] for name in chosen.intersection(winners)) for chosen in voters if project.id in chosen]
        groups = (group for size in range(1, len(own) + 1) for group in combinations(own, size))
        if any(max(group) + project.cost <= len(group) * small.purse / len(voters) + 1e-9 for group in groups):
            demanded.append(project.id)
    assert violators(small, winners) == demanded


@pytest.fixture
def shown(session: Session, elections, published):
    cycle, _contest, _projects = make_results.counted(session, elections)
    service.enter_decision(session, SYSTEM, cycle, number="77-7", decided_on=clock.today(), now=clock.now())
    make_results.publish(session, SYSTEM, cycle, elections, published)
    code = cycle.code
    session.commit()
    return f"/results/{code}/what-if"


def test_the_page_compares_and_remembers(visitor: Visitor, shown, settings, monkeypatch) -> None:
    visitor.get(f"{shown}?purse=200&threshold=0")
    assert "Людей без жодного" in visitor.text
    assert "Перемогли б ще" in visitor.text
    (kept,) = settings.folder("what_if").glob("*/*.json")
    monkeypatch.setattr(what_if, "_counted", None)  # a second count would now fail
    visitor.get(f"{shown}?purse=200&threshold=0")
    assert "Перемогли б ще" in visitor.text
    assert kept.exists()


@pytest.mark.parametrize("asked", ["purse=101", "purse=-1", "threshold=99", "contest=none", "purse=²", "purse=x"])
def test_nothing_off_the_menu_is_counted(visitor: Visitor, shown, settings, asked) -> None:
    visitor.get(f"{shown}?{asked}")
    assert [path.name.rpartition("-")[0][-4:] for path in settings.folder("what_if").glob("*/*.json")] == ["-100"]


def test_one_count_at_a_time(visitor: Visitor, shown, monkeypatch) -> None:
    busy = threading.Lock()
    busy.acquire()
    monkeypatch.setattr(what_if, "_one_at_a_time", busy)
    visitor.get(shown, status=503)
    assert "Оновіть сторінку за хвилину" in visitor.text


def test_heavy_rules_are_left_to_the_program(visitor: Visitor, shown, monkeypatch) -> None:
    monkeypatch.setattr(what_if, "MOST_WORK", 0)
    visitor.get(f"{shown}?purse=150")
    assert "рахують програмою" in visitor.text


def test_before_publication_there_is_nothing(visitor: Visitor, session: Session, elections) -> None:
    cycle, _contest, _projects = make_results.counted(session, elections)
    code = cycle.code
    session.commit()
    visitor.get(f"/results/{code}/what-if", status=404)
