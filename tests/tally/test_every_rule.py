"""What any counting rule must satisfy, whatever it is called; a new line in RULES is picked up here."""

import json
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pb.tally.__main__ import main
from pb.tally.digest import digest
from pb.tally.pabulib import Voter, write
from pb.tally.report import REASONS
from pb.tally.rules import RULES, rule_named
from pb.tally.rules.contest import (
    Ballot,
    Contest,
    Decision,
    MalformedError,
    Project,
    Reason,
    Ties,
    UndecidedError,
    VoteType,
)
from pb.tally.rules.equal_shares import Completion, EqualSharesSettings, StopWhen, Utility
from pb.tally.rules.greedy import GreedySettings, Unaffordable
from pb.tally.rules.phragmen import PhragmenSettings
from pb.tally.wording import LABELS
from tests.tally.contests import contests, full_lots, plain_elections, settings_for

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def test_names_are_unique_and_found():
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule_named(rule.name) is rule for rule in RULES)


@every_rule
@given(data=st.data())
def test_never_spends_more_than_the_purse_and_a_declared_reserve(rule, data):
    contest = data.draw(contests())
    given_settings = data.draw(settings_for(rule, contest))
    outcome = rule.count(contest, given_settings, None)
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
    given_settings = data.draw(settings_for(rule, contest))
    outcome = rule.count(contest, given_settings, None)
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
    given_settings = data.draw(settings_for(rule, contest))
    lot = data.draw(full_lots(contest))
    shuffled = replace(contest, ballots=tuple(data.draw(st.permutations(contest.ballots))))
    outcome = rule.count(contest, given_settings, lot)
    assert rule.count(shuffled, given_settings, lot) == outcome
    assert digest(shuffled, rule, given_settings, lot, outcome) == digest(contest, rule, given_settings, lot, outcome)
    rows = replace(contest, projects=tuple(data.draw(st.permutations(contest.projects))))
    assert rule.count(rows, given_settings, lot) == outcome


@every_rule
@given(data=st.data())
def test_withdrawn_excluded_and_conflicting_projects_never_win(rule, data):
    contest = data.draw(contests())
    given_settings = data.draw(settings_for(rule, contest))
    winners = set(rule.count(contest, given_settings, None).winners)
    assert not winners & {project.id for project in contest.projects if project.withdrawn}
    assert not winners & {exclusion.project for exclusion in given_settings.exclusions}
    assert not winners & {rest.project for rest in given_settings.resting}
    for cap in getattr(given_settings, "caps", ()):
        inside = [row.cost for row in contest.projects if row.id in winners & set(cap.projects)]
        assert cap.most is None or len(inside) <= cap.most
        assert cap.money is None or sum(inside) <= cap.money
    if most := getattr(given_settings, "most_winners", 0):
        assert len(winners) <= most
    for group in given_settings.conflicts:
        assert len(winners & set(group)) <= 1


@every_rule
@given(data=st.data())
def test_splitting_a_group_of_ballots_changes_nothing(rule, data):
    contest = data.draw(contests())
    given_settings = data.draw(settings_for(rule, contest))
    single = tuple(replace(ballot, count=1) for ballot in contest.ballots for _ in range(ballot.count))
    assert rule.count(replace(contest, ballots=single), given_settings, None) == rule.count(
        contest, given_settings, None
    )


@every_rule
@given(data=st.data())
def test_another_purse_has_another_digest(rule, data):
    contest = data.draw(contests())
    given_settings = data.draw(settings_for(rule, contest))
    outcome = rule.count(contest, given_settings, None)
    richer = replace(contest, purse=contest.purse + 1)
    other = rule.count(richer, given_settings, None)
    assert digest(contest, rule, given_settings, None, outcome) != digest(richer, rule, given_settings, None, other)


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


monotone_rules = pytest.mark.parametrize("rule", [rule for rule in RULES if rule.monotone], ids=lambda rule: rule.name)


@monotone_rules
@given(data=st.data())
def test_more_votes_never_unseat_a_winner(rule, data):
    """Literature: greedy rules are monotone in votes; equal shares and Phragmén are not and do not claim it."""
    contest = data.draw(contests())
    chosen = data.draw(settings_for(rule, contest))
    points = (data.draw(st.integers(1, 5)),) if contest.form.carries_points else ()
    added = data.draw(st.integers(1, 9))
    for winner in rule.count(contest, chosen, None).winners:
        more = replace(contest, ballots=(*contest.ballots, Ballot((winner,), points, added)))
        assert winner in rule.count(more, chosen, None).winners


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@given(data=st.data())
def test_a_cheaper_winner_still_wins(rule, data):
    """Discount monotonicity. With a purse raised by Add1, or utility by cost, it does not hold (N. Boehmer et al.)."""
    contest = data.draw(plain_elections())
    if rule.name == "equal-shares":
        chosen = rule.settings(utility=Utility.CARDINALITY)
    else:
        chosen = rule.settings(**({"unaffordable": Unaffordable.SKIP} if "greedy" in rule.name else {}))
    for winner in rule.count(contest, chosen, None).winners:
        rows = (
            replace(row, cost=data.draw(st.integers(1, row.cost))) if row.id == winner else row
            for row in contest.projects
        )
        assert winner in rule.count(replace(contest, projects=tuple(rows)), chosen, None).winners


@every_rule
@given(data=st.data())
def test_every_reason_has_its_words(rule, data):
    contest = data.draw(contests())
    told = {reason for words in LABELS for reason in words}
    for step in rule.count(contest, data.draw(settings_for(rule, contest)), None).steps:
        assert step.reason in REASONS
        assert step.reason in told


@every_rule
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(data=st.data())
def test_a_recount_of_the_published_file_gives_the_same_record(rule, data, tmp_path):
    contest = data.draw(plain_elections())
    rows = [project.id for project in contest.projects]
    lot = data.draw(full_lots(contest))
    chosen = rule.settings()
    outcome = rule.count(contest, chosen, replace(lot, name="lot.txt"))
    single = [replace(ballot, count=1) for ballot in contest.ballots for _ in range(ballot.count)]
    voters = [Voter(str(place), ballot) for place, ballot in enumerate(data.draw(st.permutations(single)), start=1)]
    meta = dict.fromkeys(("description", "country", "unit", "instance", "rule"), "x")
    meta |= {"date_begin": "2026", "date_end": "2026"}
    with (tmp_path / "a.pb").open("w", encoding="utf-8", newline="") as file:
        write(file, contest, voters, meta=meta)
    (tmp_path / "lot.txt").write_text("\n".join(lot.order), encoding="utf-8")
    printed = StringIO()
    with redirect_stdout(printed):
        line = [str(tmp_path / "a.pb"), "--rule", rule.name, "--lot", str(tmp_path / "lot.txt"), "--json"]
        assert main(line) == 0
    told = json.loads(printed.getvalue())
    assert told["winners"] == list(outcome.winners)
    assert told["digest"] == digest(contest, rule, chosen, replace(lot, name="lot.txt"), outcome)
    assert set(rows) >= set(told["winners"])


@given(contest=plain_elections())
def test_greedy_rules_elect_what_pabutools_elects(contest):
    from tests.tally.oracle import Oracle

    oracle = Oracle(contest)
    skip = GreedySettings(unaffordable=Unaffordable.SKIP)
    assert sorted(rule_named("greedy").count(contest, skip, None).winners) == oracle.greedy()
    per_cost = rule_named("votes-per-cost")
    assert sorted(per_cost.count(contest, per_cost.settings(), None).winners) == oracle.greedy(per_cost=True)


@pytest.mark.parametrize("utility", [Utility.COST, Utility.CARDINALITY])
@pytest.mark.parametrize("completion", [Completion.NONE, Completion.UTILITARIAN, Completion.ADD1, Completion.ADD1U])
@settings(max_examples=30)
@given(contest=plain_elections())
def test_equal_shares_elect_what_pabutools_elects(utility, completion, contest):
    from tests.tally.oracle import Oracle

    chosen = EqualSharesSettings(utility=utility, completion=completion, stop_when=StopWhen.EXHAUSTIVE)
    winners = rule_named("equal-shares").count(contest, chosen, None).winners
    assert sorted(winners) == Oracle(contest).equal_shares(utility, completion)


@given(contest=plain_elections(VoteType.CUMULATIVE))
def test_equal_shares_by_points_elect_what_pabutools_elects(contest):
    from tests.tally.oracle import Oracle

    chosen = EqualSharesSettings(utility=Utility.POINTS)
    winners = rule_named("equal-shares").count(contest, chosen, None).winners
    assert sorted(winners) == Oracle(contest).equal_shares(Utility.POINTS, Completion.NONE)


@given(contest=plain_elections())
def test_phragmen_elects_what_pabutools_elects(contest):
    from tests.tally.oracle import Oracle

    supported = {choice for ballot in contest.ballots for choice in ballot.choices}
    # pabutools buys, in the end, what nobody supports; sequential Phragmén knows no such purchase.
    rows = tuple(project for project in contest.projects if project.id in supported)
    contest = replace(contest, projects=rows)
    winners = rule_named("phragmen").count(contest, PhragmenSettings(), None).winners
    assert sorted(winners) == Oracle(contest).phragmen()


@every_rule
@given(data=st.data())
def test_told_to_refuse_a_tie_it_asks_for_a_lot_and_takes_it(rule, data):
    contest = data.draw(contests())
    chosen = data.draw(settings_for(rule, contest))
    asking = replace(chosen, ties=Ties.REFUSE)
    outcome = rule.count(contest, chosen, None)
    open_ties = [tie for tie in outcome.ties if tie.decisive]
    if not open_ties:
        assert rule.count(contest, asking, None) == outcome
        return
    with pytest.raises(UndecidedError) as asked:
        rule.count(contest, asking, None)
    assert list(asked.value.ties) == open_ties
    lot = data.draw(full_lots(contest))
    assert rule.count(contest, asking, lot) == rule.count(contest, chosen, lot)


@every_rule
def test_a_contest_without_projects_is_counted(rule):
    outcome = rule.count(Contest((), (Ballot((), count=3),), 10), rule.settings(), None)
    assert (outcome.winners, outcome.steps, outcome.left) == ((), (), 10)


@every_rule
@pytest.mark.parametrize("purse", [0, 4])
def test_what_is_dearer_than_the_purse_loses_and_is_told_why(rule, purse):
    """Also with a purse of zero, and beside a project that nobody chose."""
    contest = Contest((Project("a", 5), Project("b", 7)), (Ballot(("a",), count=9),), purse)
    outcome = rule.count(contest, rule.settings(), None)
    assert (outcome.winners, outcome.left) == ((), purse)
    why = {step.project: step.reason for step in outcome.steps}
    assert why["a"] in {Reason.DOES_NOT_FIT, Reason.SUPPORTERS_CANNOT_PAY}
    assert why["b"] in {Reason.LIST_ENDED, Reason.DOES_NOT_FIT, Reason.SUPPORTERS_CANNOT_PAY}
