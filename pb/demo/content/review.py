"""What departments and the commission said of the projects: dossiers, remarks, sittings, decisions, appeals.

Read from `data/review/`; a project without words of its own gets those of its contest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from pb.demo.content.places import DEPARTMENTS
from pb.demo.content.reader import document
from pb.demo.content.records import Conclusion, Contest, Department, Project

_BASES = {"school": "school", "our": "school", "preschool": "preschool"}


@dataclass(frozen=True, slots=True)
class Correction:
    """A price per unit that the department changed, in kopecks, with its reason."""

    item: str
    price_kopecks: int
    reason: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A department's finding; `running_kopecks` is the cost per year after the work."""

    project: str
    department: Department
    competence: str
    property: str
    feasibility: str
    lawfulness: str
    overlap: str
    conditions: str
    act: str
    conclusion: Conclusion
    reason: str
    running_kopecks: int
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark of a revision round, and the answer, empty while there is none."""

    field: str
    remark: str
    answer: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the commission; those for appeals decide nothing else."""

    code: str
    name: str
    name_en: str
    role: Literal["chair", "deputy", "secretary", "member", "appeals"]
    sent_by: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting that dealt with the named contests of a cycle; `absent` are codes of members."""

    number: int
    cycle: str
    on: date
    time: str
    where: str
    absent: tuple[str, ...]
    contests: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Votes:
    for_it: int
    against: int
    abstained: int
    recused: int

    @property
    def present(self) -> int:
        return self.for_it + self.against + self.abstained + self.recused


@dataclass(frozen=True, slots=True)
class Decision:
    """What a sitting decided about a project, where it had more to say than yes."""

    project: str
    votes: Votes
    reason: str


@dataclass(frozen=True, slots=True)
class Appeal:
    """An author's appeal and how other members decided it."""

    project: str
    on: date
    text: str
    decided_on: date
    decided_by: tuple[str, ...]
    votes: Votes
    granted: bool
    reason: str


def dossier_of(project: Project, contest: Contest) -> Dossier:
    """The dossier of a project: its contest's usual words with the project's own in place of them."""
    content = document("review", "dossiers.toml")
    stem = contest.code.split("-", maxsplit=1)[0]
    facts: dict[str, Any] = content["base"][_BASES.get(stem, contest.code)] | content["own"].get(project.code, {})
    return Dossier(
        project=project.code,
        department=next(entry for entry in DEPARTMENTS if entry.code == contest.department),
        conclusion=facts.pop("conclusion", "can"),
        reason=facts.pop("reason", "Проєкт здійсненний у межах заявленої вартості."),
        running_kopecks=facts.pop("running_uah", 0) * 100,
        corrections=tuple(Correction(item, uah * 100, why) for item, uah, why in facts.pop("corrections", ())),
        **facts,
    )


@cache
def remarks() -> Mapping[str, tuple[Remark, ...]]:
    """Revision remarks by project code."""
    content = document("review", "remarks.toml")
    return {code: tuple(Remark(**entry) for entry in entries) for code, entries in content.items()}


@cache
def members() -> tuple[Member, ...]:
    return tuple(
        Member(entry["code"], entry["name"], entry["name_en"], entry["role"], entry["from"])
        for entry in document("review", "commission.toml")["member"]
    )


@cache
def sittings() -> tuple[Sitting, ...]:
    lists = ("absent", "contests")
    return tuple(
        Sitting(**entry | {name: tuple(entry[name]) for name in lists})
        for entry in document("review", "commission.toml")["sitting"]
    )


@cache
def decisions() -> Mapping[str, Decision]:
    """Decisions worth a reason of their own, by project code."""
    return {
        code: Decision(code, Votes(*entry["votes"]), entry["reason"])
        for code, entry in document("review", "commission.toml")["decision"].items()
    }


@cache
def appeals() -> Mapping[str, Appeal]:
    """Appeals by project code."""
    return {
        code: Appeal(
            project=code,
            **entry | {"decided_by": tuple(entry["decided_by"]), "votes": Votes(*entry["votes"])},
        )
        for code, entry in document("review", "appeals.toml").items()
    }
