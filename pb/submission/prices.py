"""What winners of past cycles wrote for the same things: hints beside the author's own lines."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.projects.models import EstimateRow, Project
from pb.projects.rules import FUNDED
from pb.values.words import stems

MOST_ROWS = 4000  # of the newest winners; older prices mislead
MOST_HINTS = 12


@dataclass(frozen=True, slots=True)
class PricePaid:
    """One kind of thing: its name, unit, prices in kopecks for one unit, and in how many winning projects it stood."""

    item: str
    unit: str
    least: int
    usual: int
    most: int
    projects: int


def prices_paid(session: Session, items: list[str]) -> list[PricePaid]:
    """Prices of what `items` name; without items, of what stands most often in winners' estimates."""
    groups: dict[tuple[frozenset[str], str], list[EstimateRow]] = defaultdict(list)
    query = select(EstimateRow).join(Project, Project.id == EstimateRow.project_id).where(Project.status.in_(FUNDED))
    for row in session.scalars(query.order_by(EstimateRow.id.desc()).limit(MOST_ROWS)):
        groups[frozenset(stems(row.item)), row.unit].append(row)
    wanted = [frozenset(stems(item)) for item in items]
    found = [(_nearness(words, wanted), _paid(rows)) for (words, _unit), rows in groups.items() if words]
    known = [(near, paid) for near, paid in found if near > 0 or not wanted]
    return [paid for _near, paid in sorted(known, key=lambda one: (-one[0], -one[1].projects, one[1].item))][
        :MOST_HINTS
    ]


def _nearness(words: frozenset[str], wanted: list[frozenset[str]]) -> float:
    """The greatest share of words in common, 0 when less than half are."""
    best = max((len(words & one) / len(words | one) for one in wanted if one), default=0.0)
    return best if best >= 0.5 else 0.0


def _paid(rows: list[EstimateRow]) -> PricePaid:
    prices = [row.price_kopecks for row in rows]
    return PricePaid(
        item=rows[0].item,
        unit=rows[0].unit,
        least=min(prices),
        usual=int(median(prices)),
        most=max(prices),
        projects=len({row.project_id for row in rows}),
    )
