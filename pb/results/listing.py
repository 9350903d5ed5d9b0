"""The published files as a reader looks for them: one line for each thing, its formats beside each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from pb.results.publishing import ELECTION, HASHES, RECORD
from pb.results.record import Record
from pb.results.telling import named

TABLES = {
    "projects": _l("Проєкти: назва, місце, автор, вартість, точка на мапі"),
    "results": _l("Підрахунок: голоси, місце, причина, чого бракувало"),
    "contests": _l("Напрями: фонд, правило, скільки витрачено"),
    "turnout": _l("Явка за днями й каналами"),
    "turnout-places": _l("Явка за місцями"),
    "turnout-ages": _l("Явка за місцем і віком, малі групи об’єднано"),
    "decisions": _l("Рішення ради й що вона змінила"),
    "all": _l("Усі таблиці однією книгою"),
}
ABOUT = {
    "dictionary.csv": _l("Словник: що означає кожен стовпець"),
    "datapackage.json": _l("Опис файлів для програм (Data Package)"),
    RECORD: _l("Усе, що показує сторінка результатів, одним файлом"),
    ELECTION: _l("Архів таємного голосування: бюлетені, журнал, контрольні точки"),
    HASHES: _l("Відбитки SHA-256 усіх файлів"),
    "LICENSE.txt": _l("Ліцензія"),
}
KINDS = {"geojson": "GeoJSON", "pb": ".pb"}


@dataclass(frozen=True, slots=True)
class File:
    """One published file: its name, how its format is called, its size in kilobytes."""

    name: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Line:
    """One thing and the files that hold it."""

    what: str
    files: list[File]


def listed(record: Record, sizes: Sequence[tuple[str, int]], language: str) -> tuple[list[Line], ...]:
    """Tables, ballots by contest, and what describes them; every file stands in exactly one line."""
    left = dict(sizes)
    tables = [Line(str(what), list(_taken(left, f"{name}."))) for name, what in TABLES.items()]
    ballots = [
        Line(
            named(contest, language),
            list(_taken(left, f"ballots-{contest.code}.", f"{contest.code}.", f"{contest.code}-lot.")),
        )
        for contest in record.contests
    ]
    about = [Line(str(what), list(_taken(left, name))) for name, what in ABOUT.items()]
    others = [Line(name, list(_taken(left, name))) for name in list(left)]
    return tuple([line for line in lines if line.files] for lines in (tables, ballots, about + others))


def _taken(left: dict[str, int], *starts: str) -> Iterator[File]:
    for start in starts:
        for name in [each for each in left if each.startswith(start)]:
            kind = name.rpartition(".")[2] if "." in name else "txt"
            yield File(name, KINDS.get(kind, kind.upper()), (left.pop(name) + 999) // 1000)
