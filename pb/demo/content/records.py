"""The shapes of the demo content: frozen records that the data files are read into.

No reading of files and no decisions here; money is integer kopecks, dates are local calendar days in Kyiv.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Status = Literal[
    "draft",
    "submitted",
    "incomplete",
    "in_review",
    "returned",
    "admitted",
    "refused",
    "refused_finally",
    "withdrawn",
    "took_part",
    "won",
]
Stage = Literal[
    "planned",
    "documents",
    "tender",
    "contract",
    "works",
    "acceptance",
    "done",
    "suspended",
    "impossible",
]
Conclusion = Literal["can", "can_if", "cannot"]
PersonKind = Literal[
    "resident",
    "villager",
    "minor",
    "non_resident",
    "idp",
    "number_refuser",
    "two_banks",
    "foreigner",
    "excluded",
    "pupil",
]


@dataclass(frozen=True, slots=True)
class Place:
    """A settlement of the community; `reach_km` is how far its land lies from the centre at most."""

    code: str
    name: str
    name_en: str
    kind: Literal["city", "village"]
    latitude: float
    longitude: float
    reach_km: float
    residents: int
    adults: int


@dataclass(frozen=True, slots=True)
class Desk:
    """A service desk where one votes with a document; `hours` is printed as it stands."""

    code: str
    name: str
    name_en: str
    place: str
    address: str
    hours: str
    hours_en: str
    step_free: bool
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Department:
    """A spending unit of the city with the expert who signs its dossiers."""

    code: str
    name: str
    name_en: str
    address: str
    phone: str
    email: str
    expert: str
    expert_post: str


@dataclass(frozen=True, slots=True)
class Contest:
    """One purse of one cycle; `outside_vote` marks money that the commission, not the voters, gave away."""

    code: str
    name: str
    name_en: str
    category: str
    description: str
    description_en: str
    purse_kopecks: int
    ceiling_kopecks: int
    department: str
    outside_vote: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """First and last days of the stages; every day is inclusive."""

    announced_on: date
    submission: tuple[date, date]
    review: tuple[date, date]
    appeals: tuple[date, date]
    ballot_on: date
    voting: tuple[date, date]
    results_on: date
    council_on: date
    implementation: tuple[date, date]


@dataclass(frozen=True, slots=True)
class Cycle:
    """A budget year; `electorate` says who votes in it."""

    code: str
    year: int
    name: str
    name_en: str
    electorate: Literal["community", "school"]
    fund_kopecks: int
    contests: tuple[Contest, ...]
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who proposes projects."""

    code: str
    name: str
    name_en: str
    place: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the sandbox bank can identify.

    `number` is a tax number of ten digits, or a passport for those who refused one; `banks` are codes of
    the sandbox; `registered` is a place code, or None with `elsewhere` as the address outside the community.
    """

    code: str
    kind: PersonKind
    first_name: str
    patronymic: str
    last_name: str
    birth_date: date
    number_kind: Literal["tax", "passport"]
    number: str
    registered: str | None
    street: str
    banks: tuple[str, ...]
    note: str
    elsewhere: str = ""
    citizenship: str = "UA"


@dataclass(frozen=True, slots=True)
class PlanStage:
    """A step of the author's plan: when, in words, and what."""

    when: str
    what: str


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """One line of an estimate; `quantity` may be fractional, `price_kopecks` is per unit."""

    item: str
    unit: str
    quantity: Decimal
    price_kopecks: int

    @property
    def total_kopecks(self) -> int:
        return int((self.quantity * self.price_kopecks).to_integral_value())


@dataclass(frozen=True, slots=True)
class Picture:
    """A hint for the drawing code: which scene, and what a person who cannot see it should hear."""

    scene: str
    alt: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a project went no further: the article, the fact, and what the author can do."""

    article: str
    fact: str
    way_out: str


@dataclass(frozen=True, slots=True)
class Project:
    """One proposal as its author wrote it, and how far it has come.

    `weight` is how many voters in an invented thousand would choose it; 0 when it is on no ballot.
    """

    code: str
    cycle: str
    contest: str
    title: str
    title_en: str
    summary: str
    summary_en: str
    problem: str
    idea: str
    beneficiaries: str
    plan: tuple[PlanStage, ...]
    upkeep: str
    place: str
    address: str
    latitude: float
    longitude: float
    estimate: tuple[EstimateLine, ...]
    author: str
    picture: Picture
    status: Status
    weight: int = 0
    refusal: Refusal | None = None

    @property
    def cost_kopecks(self) -> int:
        return sum(line.total_kopecks for line in self.estimate)


@dataclass(frozen=True, slots=True)
class StageMark:
    """One stage of the work: the day promised, the day it happened if it has, and why it is late."""

    stage: Stage
    planned_on: date
    done_on: date | None
    late_reason: str


@dataclass(frozen=True, slots=True)
class Post:
    """News of the work; `picture` says which state of the project's scene stands beside it, if any."""

    on: date
    text: str
    picture: Literal["", "before", "during", "after"]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a resident says of the work, with a rating of 1 to 5."""

    rating: int
    text: str


@dataclass(frozen=True, slots=True)
class Implementation:
    """What became of a winner; `project` is its code, money is in kopecks, `reason` says why it stopped."""

    project: str
    stage: Stage
    allocated_kopecks: int
    contracted_kopecks: int
    paid_kopecks: int
    tender: str
    contract: str
    contractor: str
    stages: tuple[StageMark, ...]
    posts: tuple[Post, ...]
    opinions: tuple[Opinion, ...]
    reason: str = ""
