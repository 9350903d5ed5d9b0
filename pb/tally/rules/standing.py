"""Where projects stand before money is touched: votes, scores, the order of a lot, who may not win.

No purse and no funding here; every rule begins with these.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from pb.tally.rules.amounts import Amount, exact
from pb.tally.rules.contest import (
    Ballot,
    Contest,
    Lot,
    MalformedError,
    Project,
    Reason,
    Repeats,
    Settings,
    TieBreak,
)


def worth(ballot: Ballot, repeats: Repeats) -> Iterable[tuple[str, Amount]]:
    """What one ballot gives to each project: its points, or one vote where ballots carry none."""
    points: tuple[Amount, ...] = ballot.points or (1,) * len(ballot.choices)
    pairs = tuple(zip(ballot.choices, points, strict=True))
    if repeats is Repeats.COUNT or len(set(ballot.choices)) == len(pairs):
        return pairs
    return dict(reversed(pairs)).items()


def scores(contest: Contest, repeats: Repeats) -> dict[str, Amount]:
    """Points where ballots carry points, voters otherwise, of every project."""
    total: dict[str, Amount] = {project.id: 0 for project in contest.projects}
    if not contest.form.carries_points:
        total.update(votes(contest, repeats))
        return total
    for ballot in contest.ballots:
        for choice, given in worth(ballot, repeats):
            total[choice] += given * ballot.count
    return {project: exact(score) for project, score in total.items()}


def votes(contest: Contest, repeats: Repeats) -> dict[str, int]:
    """How many voters chose each project, whatever points they gave."""
    choices = tuple if repeats is Repeats.COUNT else set
    total = Counter({project.id: 0 for project in contest.projects})
    total.update(chain.from_iterable(choices(ballot.choices) for ballot in contest.ballots if ballot.count == 1))
    for ballot in contest.ballots:
        if ballot.count != 1:
            for choice in choices(ballot.choices):
                total[choice] += ballot.count
    return dict(total)


def tie_order(contest: Contest, lot: Lot | None) -> dict[str, int]:
    """The place of each project when everything else is equal: the lot first, then the row order."""
    rows = [project.id for project in contest.projects]
    drawn = lot.order if lot else ()
    if len(set(drawn)) != len(drawn):
        raise MalformedError("the lot names a project twice")
    if unknown := set(drawn).difference(rows):
        raise MalformedError(f"the lot names project {min(unknown)}, which is not in the contest")
    return {project: place for place, project in enumerate(dict.fromkeys([*drawn, *rows]))}


def broken_by(tied: tuple[str, ...], lot: Lot | None) -> TieBreak:
    """The lot decided a tie only if it names all of the tied but the last."""
    unnamed = set(tied).difference(lot.order if lot else ())
    return TieBreak.LOT if len(unnamed) <= 1 else TieBreak.ROWS


def check_settings(contest: Contest, settings: Settings) -> None:
    """Exclusions and conflicts must name projects of this contest: a slip would silently change winners."""
    known = {project.id for project in contest.projects}
    named = [exclusion.project for exclusion in settings.exclusions]
    named += [rest.project for rest in settings.resting]
    named += [project for group in settings.conflicts for project in group]
    for project in named:
        if project not in known:
            raise MalformedError(f"the settings name project {project}, which is not in the contest")


def why_not_eligible(project: Project, score: Amount, settings: Settings) -> Reason | None:
    """A reason that keeps the project from winning whatever the money, or None."""
    if project.withdrawn:
        return Reason.WITHDRAWN
    if any(exclusion.project == project.id for exclusion in settings.exclusions):
        return Reason.EXCLUDED
    if any(rest.project == project.id for rest in settings.resting):
        return Reason.ADDRESS_RESTS
    if score < settings.threshold:
        return Reason.BELOW_THRESHOLD
    return None


def eligible_projects(contest: Contest, settings: Settings) -> list[Project]:
    """The projects that may win, as far as money allows."""
    total = scores(contest, settings.repeats)
    return [each for each in contest.projects if not why_not_eligible(each, total[each.id], settings)]


def rivals(project: str, settings: Settings) -> set[str]:
    """Projects that cannot win together with this one."""
    groups = (group for group in settings.conflicts if project in group)
    return {other for group in groups for other in group if other != project}
