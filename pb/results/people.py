"""Who took part, by place and age, so coarse that nobody can be picked out; pure.

Cells are merged by whole rows and columns: then every published sum is a sum of published cells, and no small number
can be found by subtraction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OTHERS = ""
"""The name of the row in which small places stand together."""


@dataclass(frozen=True, slots=True)
class PlaceTurnout:
    """People of one place who voted, and how many adults live there."""

    name: str
    people: int
    adults: int

    @property
    def share(self) -> float:
        """Part of the adults, 0 where nobody knows how many there are."""
        return self.people / self.adults if self.adults else 0.0


@dataclass(frozen=True, slots=True)
class Grid:
    """People by place (rows) and groups of neighbouring ages (columns); no cell is smaller than the rules allow."""

    places: tuple[str, ...]
    ages: tuple[tuple[str, ...], ...]
    cells: tuple[tuple[int, ...], ...]


def grid(counts: Mapping[tuple[str, str], int], bands: Sequence[str], smallest: int) -> Grid | None:
    """`counts` by place and age band, `bands` in order; None where even the whole is too small.

    How many places keep a row of their own is chosen so that most cells remain: one village of ten voters must not
    hide the ages of a whole city.
    """
    places = sorted({place for place, _ in counts}, key=lambda name: (-_row(counts, name), name))
    named = [place for place in places if place and _row(counts, place) >= smallest * 2]
    found = (_merged_grid(counts, bands, smallest, named[:kept], places) for kept in range(len(named), -1, -1))
    return max((each for each in found if each), key=lambda each: len(each.places) * len(each.ages), default=None)


def _merged_grid(
    counts: Mapping[tuple[str, str], int],
    bands: Sequence[str],
    smallest: int,
    named: Sequence[str],
    places: Sequence[str],
) -> Grid | None:
    """The grid in which only `named` places may have rows; columns are merged until no cell is too small."""
    columns: list[tuple[str, ...]] = [(band,) for band in bands if any((place, band) in counts for place in places)]
    rows: dict[str, tuple[str, ...]] = {place: (place,) for place in named}
    rest = tuple(place for place in places if place not in rows)
    if rest:
        rows[OTHERS] = rest
    while True:
        cells = [
            [sum(counts.get((p, b), 0) for p in members for b in column) for column in columns]
            for members in rows.values()
        ]
        narrow = next((place for place in range(len(columns)) if min(row[place] for row in cells) < smallest), None)
        if narrow is None:
            return Grid(tuple(rows), tuple(columns), tuple(tuple(row) for row in cells)) if cells else None
        if len(columns) == 1:
            return None
        columns = _merged(columns, narrow)


def _row(counts: Mapping[tuple[str, str], int], place: str) -> int:
    return sum(people for (where, _), people in counts.items() if where == place)


def _merged(columns: list[tuple[str, ...]], narrow: int) -> list[tuple[str, ...]]:
    first = narrow if narrow + 1 < len(columns) else narrow - 1
    return [*columns[:first], columns[first] + columns[first + 1], *columns[first + 2 :]]
