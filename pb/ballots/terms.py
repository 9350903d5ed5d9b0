"""What a contest asks of a ballot, and why a ballot breaks it; how ballots are written is in `encoding`."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from pb.ballots.canonical import (
    CODE,
    SLUG,
    NotCanonicalError,
    list_of,
    number_of,
    record_of,
    text_of,
)
from pb.ballots.encoding import MOST_POINTS, Ballot, Kind

MOST_KOPECKS = 2**53 - 1
"""Browsers read larger JSON numbers wrongly."""
MOST_CHOICES = 400


class Form(StrEnum):
    """The ballot forms a contest may have."""

    APPROVE = "approve"  # any projects, up to a number
    EXACTLY = "exactly"  # exactly a number of projects
    KNAPSACK = "knapsack"  # any projects that together fit the purse
    RANK = "rank"  # an order, best first
    POINTS = "points"  # points, by a scale of places or up to a sum

    @property
    def kind(self) -> Kind:
        return {Form.RANK: Kind.RANK, Form.POINTS: Kind.POINTS}.get(self, Kind.APPROVE)


class NotValid(StrEnum):
    """Why a well-formed ballot breaks the terms of its contest."""

    WRONG_CONTEST = "wrong_contest"
    WRONG_FORM = "wrong_form"
    UNKNOWN_PROJECT = "unknown_project"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    OVER_PURSE = "over_purse"
    WRONG_POINTS = "wrong_points"
    OVER_LIMIT = "over_limit"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` of these projects in one ballot: a cap per theme, "one per category"."""

    most: int
    projects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContestTerms:
    """One contest as the voters were promised it. Money is in kopecks.

    `scale` and `points_total` belong to the points form, one or the other: (3, 2, 1) gives three points to
    the first place; a total is the most points one ballot may hand out.
    """

    code: str
    form: Form
    min_choices: int
    max_choices: int
    purse: int
    projects: tuple[tuple[str, int], ...]
    scale: tuple[int, ...] = ()
    points_total: int | None = None
    limits: tuple[Limit, ...] = ()

    def __post_init__(self) -> None:
        text_of(self.code, SLUG)
        number_of(self.purse, 0, MOST_KOPECKS)
        number_of(self.max_choices, 1, MOST_CHOICES)
        number_of(self.min_choices, 0, self.max_choices)
        _refuse_bad_projects(self)
        _refuse_bad_form(self)

    @property
    def costs(self) -> dict[str, int]:
        """Project code → cost in kopecks."""
        return dict(self.projects)

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "form": self.form.value,
            "limits": [{"most": limit.most, "projects": list(limit.projects)} for limit in self.limits],
            "max_choices": self.max_choices,
            "min_choices": self.min_choices,
            "points_total": self.points_total,
            "projects": [list(project) for project in self.projects],
            "purse": self.purse,
            "scale": list(self.scale),
        }

    @classmethod
    def of_json(cls, value: Any) -> Self:
        fields = record_of(value, TERM_KEYS)
        if fields["form"] not in list(Form):
            raise NotCanonicalError("an unknown ballot form")
        total = fields["points_total"]
        return cls(
            code=text_of(fields["code"], SLUG),
            form=Form(fields["form"]),
            min_choices=number_of(fields["min_choices"], 0, MOST_CHOICES),
            max_choices=number_of(fields["max_choices"], 1, MOST_CHOICES),
            purse=number_of(fields["purse"], 0, MOST_KOPECKS),
            projects=tuple(_project(entry) for entry in list_of(fields["projects"])),
            scale=tuple(number_of(given, 1, MOST_POINTS) for given in list_of(fields["scale"])),
            points_total=None if total is None else number_of(total, 1, MOST_POINTS),
            limits=tuple(_limit(entry) for entry in list_of(fields["limits"])),
        )


TERM_KEYS = frozenset(
    {"code", "form", "limits", "max_choices", "min_choices", "points_total", "projects", "purse", "scale"}
)


def why_not_valid(ballot: Ballot, terms: ContestTerms) -> NotValid | None:
    """The first term of the contest that the ballot breaks, or None."""
    return next((reason for reason, broken in _faults(ballot, terms) if broken), None)


def _faults(ballot: Ballot, terms: ContestTerms) -> Iterator[tuple[NotValid, bool]]:
    choices, costs = ballot.choices, terms.costs
    chosen = set(choices.codes)
    yield NotValid.WRONG_CONTEST, ballot.contest != terms.code
    yield NotValid.WRONG_FORM, choices.kind is not terms.form.kind
    yield NotValid.UNKNOWN_PROJECT, not chosen <= costs.keys()
    yield NotValid.TOO_FEW, len(chosen) < terms.min_choices
    yield NotValid.TOO_MANY, len(chosen) > terms.max_choices
    yield (
        NotValid.OVER_PURSE,
        terms.form is Form.KNAPSACK and sum(costs[code] for code in chosen) > terms.purse,
    )
    yield NotValid.WRONG_POINTS, terms.form is Form.POINTS and not _points_fit(choices.points, terms)
    yield (
        NotValid.OVER_LIMIT,
        any(len(chosen.intersection(limit.projects)) > limit.most for limit in terms.limits),
    )


def _points_fit(points: tuple[int, ...], terms: ContestTerms) -> bool:
    if terms.points_total is not None:
        return sum(points) <= terms.points_total
    return sorted(points, reverse=True) == list(terms.scale[: len(points)])


def _refuse_bad_projects(terms: ContestTerms) -> None:
    codes = [text_of(code, CODE) for code, _ in terms.projects]
    for _, cost in terms.projects:
        number_of(cost, 0, MOST_KOPECKS)
    if codes != sorted(set(codes)):
        raise NotCanonicalError("projects are repeated or not in ascending order")
    for limit in terms.limits:
        number_of(limit.most, 1, MOST_CHOICES)
        if list(limit.projects) != sorted(set(limit.projects)) or not set(limit.projects) <= set(codes):
            raise NotCanonicalError("a limit names projects twice, out of order or from elsewhere")


def _refuse_bad_form(terms: ContestTerms) -> None:
    if terms.form is Form.EXACTLY and terms.min_choices != terms.max_choices:
        raise NotCanonicalError("«exactly» with a range")
    pointed = (bool(terms.scale), terms.points_total is not None)
    if pointed.count(True) != (1 if terms.form is Form.POINTS else 0):
        raise NotCanonicalError("points need a scale or a total, other forms neither")
    if list(terms.scale) != sorted(terms.scale, reverse=True):
        raise NotCanonicalError("a scale gives less to a better place")
    if terms.scale and terms.max_choices > len(terms.scale):
        raise NotCanonicalError("a scale is shorter than the ballot")


def _project(entry: Any) -> tuple[str, int]:
    pair = list_of(entry)
    if len(pair) != 2:
        raise NotCanonicalError("a project is not a code and a cost")
    return text_of(pair[0], CODE), number_of(pair[1], 0, MOST_KOPECKS)


def _limit(entry: Any) -> Limit:
    fields = record_of(entry, frozenset({"most", "projects"}))
    return Limit(
        most=number_of(fields["most"], 1, MOST_CHOICES),
        projects=tuple(text_of(code, CODE) for code in list_of(fields["projects"])),
    )
