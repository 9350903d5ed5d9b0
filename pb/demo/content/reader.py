"""Reads the projects and authors of the demo cycles from their TOML files into frozen records.

Decides nothing: an entry with an unknown, missing or misspelt field stops the reading with its code.
"""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pb.demo.content.records import Author, EstimateLine, Picture, PlanStage, Project, Refusal

_DATA = files(__package__) / "data"


def document(*path: str) -> dict[str, Any]:
    """One file of the `data` folder, its fractions as exact decimals."""
    return _parsed(_DATA.joinpath(*path))


def documents(*path: str) -> list[dict[str, Any]]:
    """All files of a folder within `data`, in the order of their names."""
    folder = _DATA.joinpath(*path)
    return [_parsed(folder / name) for name in sorted(file.name for file in folder.iterdir())]


def _parsed(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)


@cache
def authors() -> Mapping[str, Author]:
    """Everybody who proposes something, by code."""
    return {code: Author(code, *entry) for code, entry in document("authors.toml")["authors"].items()}


@cache
def projects(cycle: str) -> tuple[Project, ...]:
    """All projects of the cycle with that code, in the order of its files and of the entries in them."""
    contents = documents("projects", cycle)
    return tuple(project for content in contents for project in _projects_of(cycle, content))


def _projects_of(cycle: str, content: dict[str, Any]) -> Iterator[Project]:
    for entry in content["project"]:
        try:
            yield _project(cycle, content["contest"], dict(entry))
        except (KeyError, TypeError, ValueError) as problem:
            raise ValueError(f"{cycle}, {entry.get('code', 'entry without a code')}: {problem}") from problem


def _project(cycle: str, contest: str, facts: dict[str, Any]) -> Project:
    latitude, longitude = facts.pop("at")
    return Project(
        cycle=cycle,
        contest=facts.pop("contest", contest),
        latitude=float(latitude),
        longitude=float(longitude),
        plan=tuple(PlanStage(*stage) for stage in facts.pop("plan")),
        estimate=tuple(_line(*line) for line in facts.pop("estimate")),
        picture=Picture(*facts.pop("picture")),
        refusal=_refusal(facts.pop("refusal", None)),
        status=facts.pop("status", "admitted"),
        **facts,
    )


def _line(item: str, unit: str, quantity: int | Decimal, price_uah: int | Decimal) -> EstimateLine:
    return EstimateLine(item, unit, Decimal(quantity), int(price_uah * 100))


def _refusal(entry: dict[str, str] | None) -> Refusal | None:
    return Refusal(**entry) if entry else None
