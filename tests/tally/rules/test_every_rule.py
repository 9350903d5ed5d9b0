"""What any counting rule must satisfy, whatever it is called; a new line in RULES is picked up here."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.tally.digest import digest
from pb.tally.rules import RULES, rule_named
from pb.tally.rules.contest import Ballot, Contest, Decision, MalformedError, Project, Reason, VoteType
from tests.tally.contests import contests, full_lots, settings_for

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def test_names_are_unique_and_found():
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule_named(rule.name) is rule for rule in RULES)


@every_rule
@given(data=st.data())
def test_never_spends_more_than_the_purse_and_a_declared_reserve(rule, data):
    contest = data.draw(contests())
    settings = data.draw(settings_for(rule, contest))
    outcome = rule.count(contest, settings, None)
    costs = {project.id: project.cost for project in contest.projects}
    assert outcome.cost == sum(costs[winner] for winner in outcome.winners)
    assert outcome.cost + outcome.left == contest.purse + outcome.from_reserve
    assert outcome.left >= 0
    assert min(outcome.left, outcome.from_reserve) == 0
    if outcome.from_reserve:
        assert [step.reason for step in outcome.steps].count(Reason.TAIL) == 1


@every_rule
@given(data=st.data())
def test_every_project_is_explained_by_one_step(rule, data):
    contest = data.draw(contests())
    settings = data.draw(settings_for(rule, contest))
    outcome = rule.count(contest, settings, None)
    assert sorted(step.project for step in outcome.steps) == sorted(project.id for project in contest.projects)
    assert [step.rank for step in outcome.steps] == list(range(1, len(outcome.steps) + 1))
    funded = [step.project for step in outcome.steps if step.decision is Decision.FUNDED]
    assert funded == list(outcome.winners)
    money = contest.purse
    for step in outcome.steps:
        assert step.before == money
        money -= step.cost if step.decision is Decision.FUNDED else 0
        assert step.after == money


@every_rule
@given(data=st.data())
def test_ballot_order_and_row_order_do_not_matter(rule, data):
    contest = data.draw(contests())
    settings = data.draw(settings_for(rule, contest))
    lot = data.draw(full_lots(contest))
    shuffled = replace(contest, ballots=tuple(data.draw(st.permutations(contest.ballots))))
    outcome = rule.count(contest, settings, lot)
    assert rule.count(shuffled, settings, lot) == outcome
    assert digest(shuffled, rule, settings, lot, outcome) == digest(contest, rule, settings, lot, outcome)
    rows = replace(contest, projects=tuple(data.draw(st.permutations(contest.projects))))
    assert rule.count(rows, settings, lot) == outcome


@every_rule
@given(data=st.data())
def test_withdrawn_excluded_and_conflicting_projects_never_win(rule, data):
    contest = data.draw(contests())
    settings = data.draw(settings_for(rule, contest))
    winners = set(rule.count(contest, settings, None).winners)
    assert not winners & {project.id for project in contest.projects if project.withdrawn}
    assert not winners & {exclusion.project for exclusion in settings.exclusions}
    for group in settings.conflicts:
        assert len(winners & set(group)) <= 1


@every_rule
@given(data=st.data())
def test_splitting_a_group_of_ballots_changes_nothing(rule, data):
    contest = data.draw(contests())
    settings = data.draw(settings_for(rule, contest))
    single = tuple(replace(ballot, count=1) for ballot in contest.ballots for _ in range(ballot.count))
    assert rule.count(replace(contest, ballots=single), settings, None) == rule.count(contest, settings, None)


@every_rule
@given(data=st.data())
def test_another_purse_has_another_digest(rule, data):
    contest = data.draw(contests())
    settings = data.draw(settings_for(rule, contest))
    outcome = rule.count(contest, settings, None)
    richer = replace(contest, purse=contest.purse + 1)
    other = rule.count(richer, settings, None)
    assert digest(contest, rule, settings, None, outcome) != digest(richer, rule, settings, None, other)


@every_rule
def test_a_contest_without_ballots_is_counted(rule):
    contest = Contest((Project("a", 5), Project("b", 7)), (), 10)
    outcome = rule.count(contest, rule.settings(threshold=1), None)
    assert outcome.winners == ()
    assert outcome.left == 10


@every_rule
def test_a_clear_case_is_won_by_the_supported_project(rule):
    contest = Contest((Project("a", 5), Project("b", 7)), (Ballot(("b",), count=9),), 10, VoteType.APPROVAL)
    assert rule.count(contest, rule.settings(), None).winners[:1] == ("b",)


@every_rule
@pytest.mark.parametrize("field", ["conflicts", "exclusions"])
def test_settings_that_name_a_stranger_are_refused(rule, field):
    from pb.tally.rules.contest import Exclusion

    value = {"conflicts": (("a", "x"),), "exclusions": (Exclusion("x"),)}[field]
    contest = Contest((Project("a", 5),), (), 10)
    with pytest.raises(MalformedError, match="project x"):
        rule.count(contest, rule.settings(**{field: value}), None)
