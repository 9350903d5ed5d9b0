"""Caps for a theme: how much money, or how many winners, a named group of projects may have together.

Which projects make a theme is told by whoever sets the cap. Amsterdam and Budapest XI count like this.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pb.tally.rules.amounts import Amount
from pb.tally.rules.contest import Contest, MalformedError, Project


@dataclass(frozen=True, slots=True)
class Cap:
    """No more than `money`, and no more than `most` winners, for these projects together; None: no limit."""

    name: str
    projects: tuple[str, ...]
    money: Amount | None = None
    most: int | None = None


def check_caps(caps: Sequence[Cap], contest: Contest) -> None:
    """Raises MalformedError where a cap names a stranger: a slip would silently change winners."""
    known = {project.id for project in contest.projects}
    for cap in caps:
        if strangers := set(cap.projects) - known:
            raise MalformedError(f"the cap {cap.name} names project {min(strangers)}, which is not in the contest")


def full_caps(caps: Sequence[Cap], project: Project, spent: Mapping[str, Amount]) -> list[Cap]:
    """The caps that leave no room for the project; `spent` is the cost of each winner so far."""
    own = [cap for cap in caps if project.id in cap.projects]
    return [cap for cap in own if _is_over(cap, {**spent, project.id: project.cost})]


def over_caps(caps: Sequence[Cap], spent: Mapping[str, Amount]) -> bool:
    """Would these winners together break a cap?"""
    return any(_is_over(cap, spent) for cap in caps)


def _is_over(cap: Cap, spent: Mapping[str, Amount]) -> bool:
    inside = [cost for project, cost in spent.items() if project in cap.projects]
    too_dear = cap.money is not None and sum(inside) > cap.money
    return too_dear or (cap.most is not None and len(inside) > cap.most)
