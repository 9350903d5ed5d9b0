"""Contests, settings and lots drawn at random, small enough to check by hand."""

from dataclasses import fields
from enum import Enum
from fractions import Fraction

from hypothesis import strategies as st

from pb.tally.rules.amounts import exact
from pb.tally.rules.caps import Cap
from pb.tally.rules.contest import Ballot, Contest, Exclusion, Lot, Project, Rest, Rule, Settings, VoteType, grouped

IDS = ("a", "b", "c", "d", "e", "f")

AMOUNTS = st.one_of(st.integers(1, 12), st.integers(4, 48).map(lambda quarters: exact(Fraction(quarters, 4))))


@st.composite
def contests(draw: st.DrawFn, forms: tuple[VoteType, ...] = tuple(VoteType)) -> Contest:
    form = draw(st.sampled_from(forms))
    names = draw(st.permutations(IDS))[: draw(st.integers(1, len(IDS)))]
    projects = tuple(Project(name, draw(AMOUNTS), withdrawn=draw(st.integers(0, 9)) == 0) for name in names)
    ballots = draw(st.lists(_ballots(tuple(names), form), max_size=8))
    purse = draw(st.one_of(st.just(0), AMOUNTS.map(lambda amount: amount * 3)))
    return Contest(projects, grouped(ballots, names, form), purse, form)


def _ballots(names: tuple[str, ...], form: VoteType) -> st.SearchStrategy[Ballot]:
    most = 1 if form is VoteType.CHOOSE_1 else 4
    choices = st.lists(st.sampled_from(names), max_size=most)

    def whole(chosen: list[str]) -> st.SearchStrategy[Ballot]:
        points = st.lists(st.integers(0, 5), min_size=len(chosen), max_size=len(chosen))
        given = points.map(tuple) if form.carries_points else st.just(())
        return st.builds(Ballot, st.just(tuple(chosen)), given, st.integers(1, 4))

    return choices.flatmap(whole)


def _caps(names: list[str]) -> st.SearchStrategy[Cap]:
    inside = st.sets(st.sampled_from(names), min_size=1).map(lambda found: tuple(sorted(found)))
    return st.builds(
        Cap, st.just("theme"), inside, st.one_of(st.none(), AMOUNTS), st.one_of(st.none(), st.integers(0, 2))
    )


_PLAIN = {
    "threshold": st.integers(0, 6),
    "step": st.sampled_from([1, 2, Fraction(1, 3)]),
    "most_winners": st.sampled_from([0, 0, 2, 3]),
    "least_winners": st.integers(0, 2),
    "tail": st.sampled_from([None, Fraction(4, 5), Fraction(1, 2), Fraction(1)]),
}


@st.composite
def plain_elections(draw: st.DrawFn, form: VoteType = VoteType.APPROVAL) -> Contest:
    """What every implementation understands: whole costs, no withdrawals, no project twice, somebody voted."""
    names = IDS[: draw(st.integers(2, len(IDS)))]
    projects = tuple(Project(name, draw(st.integers(1, 40))) for name in names)
    ballots = []
    for chosen in draw(st.lists(st.sets(st.sampled_from(names), min_size=1, max_size=4), min_size=1, max_size=10)):
        choices = tuple(sorted(chosen))
        points = tuple(draw(st.integers(1, 9)) for _ in choices) if form.carries_points else ()
        ballots.append(Ballot(choices, points, draw(st.integers(1, 3))))
    return Contest(projects, grouped(ballots, names, form), draw(st.integers(10, 120)), form)


@st.composite
def settings_for(draw: st.DrawFn, rule: Rule, contest: Contest) -> Settings:
    names = [project.id for project in contest.projects]
    given = {
        "exclusions": tuple(Exclusion(name) for name in draw(st.sets(st.sampled_from(names), max_size=1))),
        "conflicts": tuple(
            draw(st.lists(st.sets(st.sampled_from(names), min_size=1, max_size=3).map(tuple), max_size=2))
        ),
    }
    for each in fields(rule.settings):
        if each.name == "caps":
            given["caps"] = tuple(draw(st.lists(_caps(names), max_size=2)))
        if each.name == "resting":
            given["resting"] = tuple(Rest(name) for name in draw(st.sets(st.sampled_from(names), max_size=1)))
        if each.name == "ties":
            continue
        parse = each.metadata.get("parse")
        if isinstance(parse, type) and issubclass(parse, Enum):
            given[each.name] = draw(st.sampled_from(parse))
        elif each.name in _PLAIN:
            given[each.name] = draw(_PLAIN[each.name])
    return rule.settings(**given)


def full_lots(contest: Contest) -> st.SearchStrategy[Lot]:
    return st.permutations([project.id for project in contest.projects]).map(lambda order: Lot(tuple(order)))
