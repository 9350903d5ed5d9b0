"""What a loser lacked, checked against trying every number of votes and every cost."""

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pb.tally.lacking import what_it_lacked
from pb.tally.rules import RULES
from pb.tally.rules.contest import Ballot, Contest, Exclusion, Project
from pb.tally.rules.greedy import RULE, GreedySettings
from tests.tally.contests import contests, settings_for


def test_worked_example():
    ballots = (Ballot(("a",), count=30), Ballot(("b",), count=20), Ballot(("c",), count=10))
    contest = Contest((Project("a", 6), Project("b", 5), Project("c", 4)), ballots, 10)
    lack = what_it_lacked(contest, RULE, GreedySettings(), None, "b")
    assert (lack.votes, lack.cost, lack.certain) == (11, 4, True)
    lack = what_it_lacked(contest, RULE, GreedySettings(), None, "c")
    assert (lack.votes, lack.cost) == (11, None)


def test_no_votes_help_an_excluded_project():
    contest = Contest((Project("a", 6),), (), 10)
    settings = GreedySettings(exclusions=(Exclusion("a"),))
    lack = what_it_lacked(contest, RULE, settings, None, "a")
    assert (lack.votes, lack.cost) == (None, None)


@pytest.mark.parametrize(("project", "said"), [("a", "won"), ("x", "not in the contest")])
def test_a_question_without_an_answer_is_refused(project, said):
    contest = Contest((Project("a", 6),), (), 10)
    with pytest.raises(ValueError, match=said):
        what_it_lacked(contest, RULE, GreedySettings(), None, project)


def wins_with_votes(rule, contest, settings, name, more):
    points = (1,) if contest.form.carries_points else ()
    ballots = (*contest.ballots, Ballot((name,), points, more)) if more else contest.ballots
    return name in rule.count(replace(contest, ballots=ballots), settings, None).winners


def wins_at(rule, contest, settings, name, cost):
    rows = tuple(replace(each, cost=cost) if each.id == name else each for each in contest.projects)
    return name in rule.count(replace(contest, projects=rows), settings, None).winners


@st.composite
def losers(draw, rule):
    contest = draw(contests())
    settings = draw(settings_for(rule, contest))
    won = rule.count(contest, settings, None).winners
    lost = [project for project in contest.projects if project.id not in won]
    if not lost:  # a purse that pays for half of the dearest winner makes a loser
        contest = replace(contest, purse=max(project.cost for project in contest.projects) // 2)
        won = rule.count(contest, settings, None).winners
        lost = [project for project in contest.projects if project.id not in won]
    assume(lost)
    return contest, settings, draw(st.sampled_from(lost))


every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@every_rule
@given(data=st.data())
def test_so_many_votes_are_enough_and_one_fewer_is_not(rule, data):
    contest, settings, loser = data.draw(losers(rule))
    lack = what_it_lacked(contest, rule, settings, None, loser.id)
    if lack.votes is not None:
        assert wins_with_votes(rule, contest, settings, loser.id, lack.votes)
        assert not wins_with_votes(rule, contest, settings, loser.id, lack.votes - 1)
    if lack.certain:
        less = range(1, lack.votes or 60)
        assert not any(wins_with_votes(rule, contest, settings, loser.id, more) for more in less)


@every_rule
@given(data=st.data())
def test_such_a_cost_is_low_enough_and_one_unit_more_is_not(rule, data):
    contest, settings, loser = data.draw(losers(rule))
    lack = what_it_lacked(contest, rule, settings, None, loser.id)
    if lack.cost is not None:
        assert 0 < lack.cost < loser.cost
        assert wins_at(rule, contest, settings, loser.id, lack.cost)
        assert not wins_at(rule, contest, settings, loser.id, min(lack.cost + 1, loser.cost))
    if lack.certain:
        dearer = range((lack.cost or 0) + 1, math.ceil(loser.cost))
        assert not any(wins_at(rule, contest, settings, loser.id, cost) for cost in dearer)
