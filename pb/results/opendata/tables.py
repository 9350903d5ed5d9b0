"""The tables of the open data and their dictionary; how they are written to files is in `files`.

Column names are English and stable, as machines read them; money is in hryvnias with a point, days in ISO 8601.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pb.results.record import Record
from pb.results.rules import Turnout

Cell = str | int | float | None
WHOLE, NUMBER = "integer", "number"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what stands in it, in Ukrainian and English, and its type in Table Schema."""

    name: str
    uk: str
    en: str
    kind: str = "string"


@dataclass(frozen=True, slots=True)
class Table:
    """One table; each row has a cell for each column."""

    name: str
    columns: tuple[Column, ...]
    rows: list[list[Cell]]


PROJECTS = (
    Column("code", "постійний код проєкту", "lasting code of the project"),
    Column("number", "номер у циклі", "number in the cycle", WHOLE),
    Column("contest", "код напряму", "code of the contest"),
    Column("title", "назва", "title in Ukrainian"),
    Column("title_en", "назва англійською", "title in English"),
    Column("district", "місце громади", "place of the community"),
    Column("author", "автор або авторка", "author"),
    Column("cost_uah", "вартість, гривень", "cost in hryvnias", NUMBER),
    Column("latitude", "широта", "latitude, WGS 84", NUMBER),
    Column("longitude", "довгота", "longitude, WGS 84", NUMBER),
)
RESULTS = (
    Column("contest", "код напряму", "code of the contest"),
    Column("rank", "місце в підрахунку", "rank in the count", WHOLE),
    Column("code", "постійний код проєкту", "lasting code of the project"),
    Column("number", "номер у циклі", "number in the cycle", WHOLE),
    Column("votes", "скільки людей обрали проєкт", "voters who chose the project", WHOLE),
    Column("score", "голоси або бали, за якими рахували", "votes or points that were counted"),
    Column("cost_uah", "вартість, гривень", "cost in hryvnias", NUMBER),
    Column("left_before_uah", "залишок грошей напряму перед проєктом", "money left before the project", NUMBER),
    Column("left_after_uah", "залишок після нього", "money left after it", NUMBER),
    Column("counted", "1: переміг за підрахунком", "1: funded by the count", WHOLE),
    Column("won", "1: переміг за рішенням ради", "1: winner by the council's decision", WHOLE),
    Column("reason", "причина за підрахунком", "reason given by the count"),
    Column("others", "номери проєктів, що випередили", "numbers of projects that came before it"),
    Column("lacks_votes", "скількох голосів бракувало", "votes it lacked", WHOLE),
    Column("wins_at_uah", "за якої вартості переміг би", "cost at which it would have won", NUMBER),
)
CONTESTS = (
    Column("contest", "код напряму", "code of the contest"),
    Column("title", "назва напряму", "title in Ukrainian"),
    Column("title_en", "назва англійською", "title in English"),
    Column("category", "категорія", "category"),
    Column("purse_uah", "кошти напряму", "purse in hryvnias", NUMBER),
    Column("spent_uah", "кошти переможців", "money of the winners", NUMBER),
    Column("left_uah", "залишок", "money left", NUMBER),
    Column("ballots", "бюлетенів", "ballots", WHOLE),
    Column("projects", "проєктів", "projects", WHOLE),
    Column("winners", "переможців", "winners", WHOLE),
    Column("rule", "правило підрахунку", "counting rule"),
    Column("digest", "відбиток підрахунку, SHA-256", "digest of the count, SHA-256"),
)
DECISIONS = (
    Column("number", "номер рішення ради", "number of the council's decision"),
    Column("decided_on", "дата рішення", "day of the decision"),
    Column("project", "код зміненого проєкту", "code of a changed project"),
    Column("change", "added: додано, removed: вилучено", "added or removed by the council"),
    Column("reason", "причина", "reason"),
)
TURNOUT = (
    Column("day", "день", "day"),
    Column("online", "людей онлайн", "people online", WHOLE),
    Column("desk", "людей у пунктах", "people at service centres", WHOLE),
    Column("paper", "людей на папері", "people on paper", WHOLE),
    Column("code", "людей за кодом із талона", "people with a code slip", WHOLE),
)
TURNOUT_PLACES = (
    Column("place", "місце громади", "place of the community"),
    Column("people", "людей проголосувало", "people who voted", WHOLE),
    Column("adults", "дорослих мешканців, якщо відомо", "adult residents, where known", WHOLE),
)
TURNOUT_AGES = (
    Column("place", "місце громади; порожнє – інші місця разом", "place; empty: the other places together"),
    Column("ages", "групи віку, разом: from_18 – від 18 років", "age groups, merged: from_18 is from 18 years on"),
    Column("people", "людей проголосувало", "people who voted", WHOLE),
)
BALLOTS = (
    Column("ballot", "порядковий номер після перемішування", "number after shuffling", WHOLE),
    Column("choices", "коди обраних проєктів", "codes of the chosen projects"),
    Column("points", "бали в тому ж порядку", "points in the same order"),
)


def tables_of(record: Record) -> list[Table]:
    """Every table but the ballots, which are too many for a list."""
    tables = [
        Table("projects", PROJECTS, list(_projects(record))),
        Table("results", RESULTS, list(_results(record))),
        Table("contests", CONTESTS, list(_contests(record))),
        Table("decisions", DECISIONS, list(_decisions(record))),
    ]
    if record.turnout:
        days: list[list[Cell]] = [
            [day.day.isoformat(), day.online, day.desk, day.paper, day.code] for day in record.turnout.days
        ]
        tables.append(Table("turnout", TURNOUT, days))
        tables.append(Table("turnout-places", TURNOUT_PLACES, list(_places(record.turnout))))
        tables.append(Table("turnout-ages", TURNOUT_AGES, list(_ages(record.turnout))))
    return tables


def _places(turnout: Turnout) -> Iterator[list[Cell]]:
    for place in turnout.places:
        yield [place.name, place.people, place.adults or None]


def _ages(turnout: Turnout) -> Iterator[list[Cell]]:
    if turnout.grid:
        for place, row in zip(turnout.grid.places, turnout.grid.cells, strict=True):
            for bands, people in zip(turnout.grid.ages, row, strict=True):
                yield [place, " ".join(bands), people]


def uah(kopecks: int | None) -> int | float | None:
    """Hryvnias for a table: whole where there are no kopecks."""
    if kopecks is None:
        return None
    return kopecks // 100 if kopecks % 100 == 0 else kopecks / 100


def _projects(record: Record) -> Iterator[list[Cell]]:
    for contest, row in record.rows:
        yield [
            row.code, row.number, contest.code, row.title, row.title_en, row.district, row.author, uah(row.cost),
            row.latitude, row.longitude,
        ]  # fmt: skip


def _results(record: Record) -> Iterator[list[Cell]]:
    for contest, row in record.rows:
        yield [
            contest.code, row.rank, row.code, row.number, row.votes, row.score, uah(row.cost), uah(row.before),
            uah(row.after), int(row.counted), int(row.won), row.reason, " ".join(map(str, row.others)),
            row.lacks_votes, uah(row.lacks_cost),
        ]  # fmt: skip


def _contests(record: Record) -> Iterator[list[Cell]]:
    for contest in record.contests:
        yield [
            contest.code, contest.title, contest.title_en, contest.category, uah(contest.purse), uah(contest.spent),
            uah(contest.left), contest.ballots, len(contest.rows), len(contest.winners), contest.rule, contest.digest,
        ]  # fmt: skip


def _decisions(record: Record) -> Iterator[list[Cell]]:
    decided = record.decided_on.isoformat() if record.decided_on else ""
    changed = [row for _, row in record.rows if row.change]
    if not changed:
        yield [record.decision_number, decided, "", "", record.decision_note]
    for row in changed:
        yield [record.decision_number, decided, row.code, row.change, row.change_reason]


def dictionary() -> Iterator[list[Cell]]:
    """What every column of every table means."""
    named = {
        "projects": PROJECTS,
        "results": RESULTS,
        "contests": CONTESTS,
        "decisions": DECISIONS,
        "turnout": TURNOUT,
        "turnout-places": TURNOUT_PLACES,
        "turnout-ages": TURNOUT_AGES,
        "ballots-*": BALLOTS,
    }
    for table, columns in named.items():
        for column in columns:
            yield [table, column.name, column.uk, column.en]
