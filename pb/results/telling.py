"""How a published record is told to a reader: conclusions, reasons, places on the map; in the reader's language."""

from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.electorate.rules import AgeBand
from pb.results.people import PlaceTurnout
from pb.results.record import ContestRecord, Pinned, Record, Row
from pb.results.rules import Change
from pb.tally.options import options_of
from pb.tally.rules.contest import Reason
from pb.tally.stating import stated
from pb.web.labels import labels
from pb.web.template_filters import money, money_short, number, percent, place


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One project as its line in the table says it."""

    row: Row
    title: str
    running: str
    why: str


@dataclass(frozen=True, slots=True)
class ToldContest:
    """One contest: its conclusion, its lines."""

    contest: ContestRecord
    title: str
    conclusion: str
    rows: list[ToldRow]
    rules: list[str]


@dataclass(frozen=True, slots=True)
class Pin:
    """One pin of the map: a winner, or several that stand too near each other."""

    x: int
    y: int
    number: str
    label: str
    href: str
    won: bool = True


def named(thing: ContestRecord | Row | Record, language: str) -> str:
    """The title in the reader's language where there is one."""
    return thing.title_en if language == "en" and thing.title_en else thing.title


def headline(record: Record) -> str:
    """The conclusion of a whole cycle in one sentence."""
    won = len(record.winners)
    return str(
        ngettext(
            "Мешканці обрали %(num)s проєкт на %(money)s",
            "Мешканці обрали %(num)s проєктів на %(money)s",
            won,
            money=money_short(record.spent, record.currency),
        )
    )


def told(record: Record, language: str) -> list[ToldContest]:
    """Every contest in the reader's words."""
    return [told_contest(contest, language) for contest in record.contests]


def told_contest(contest: ContestRecord, language: str) -> ToldContest:
    """One contest in the reader's words."""
    ended_at = stopper(contest)
    rows, running = [], 0
    for row in contest.rows:
        running += row.cost if row.won else 0
        rows.append(ToldRow(row, named(row, language), money(running) if row.won else "", why(row, ended_at)))
    return ToldContest(contest, named(contest, language), _conclusion(contest), rows, _rules(contest))


def stopper(contest: ContestRecord) -> int | None:
    """The number of the project at which the list ended: the last misfit before those it cut off."""
    ended = next((place for place, row in enumerate(contest.rows) if row.reason == Reason.LIST_ENDED.value), 0)
    misfits = [row.number for row in contest.rows[:ended] if row.reason == Reason.DOES_NOT_FIT.value]
    return misfits[-1] if misfits else None


def _rules(contest: ContestRecord) -> list[str]:
    """What the count did, in words."""
    threshold, unaffordable = contest.settings.get("threshold", 0), contest.settings.get("unaffordable", "stop")
    caps = contest.settings.get("caps", [])
    places = {cap["name"]: place(cap["name"]) for cap in caps}
    return stated(contest.rule, int(Fraction(threshold)), unaffordable, options_of(contest.options), places)


def _conclusion(contest: ContestRecord) -> str:
    winners = contest.winners
    if not winners:
        return str(_("Жоден проєкт не переміг: грошей або голосів забракло"))
    lowest = min(winners, key=lambda row: row.value)
    sentence = ngettext(
        "Переміг %(num)s проєкт із %(all)s. Найменше голосів у переможця: %(votes)s",
        "Перемогло %(num)s проєктів із %(all)s. Найменше голосів у переможця: %(votes)s",
        len(winners),
        all=len(contest.rows),
        votes=number(round(lowest.value)),
    )
    return str(sentence)


def why(row: Row, ended_at: int | None) -> str:
    """Why a project won or did not, with figures and what it lacked."""
    sentences = [_counted(row, ended_at)]
    if row.lacks_votes and not row.won:
        sentences.append(ngettext("Бракувало %(num)s голосу.", "Бракувало %(num)s голосів.", row.lacks_votes))
    if row.change:
        sentences.append(f"{labels(Change(row.change))}: {row.change_reason}")
    return " ".join(str(sentence) for sentence in sentences)


def _counted(row: Row, ended_at: int | None) -> str:
    if row.reason == Reason.DOES_NOT_FIT.value:
        return str(_("Не вистачило грошей: лишалося %(left)s.", left=money(row.before)))
    if row.reason == Reason.LIST_ENDED.value and ended_at is not None:
        return str(_("Перелік завершився на № %(number)s: на нього забракло грошей.", number=ended_at))
    if row.others:
        others = ", ".join(f"№ {other}" for other in row.others)
        if row.reason == Reason.LOST_TIE.value:
            return str(_("Голосів порівну з %(others)s. Далі вирішив жереб або час подання.", others=others))
        if row.reason == Reason.CAP_REACHED.value:
            return str(_("Межу для цього місця вже вичерпали %(others)s.", others=others))
        return str(_("Не може перемогти разом із %(others)s.", others=others))
    return labels(Reason(row.reason))  # type: ignore[arg-type]  # an enum like the others, only not of texts


def pins(record: Record, language: str) -> list[Pin]:
    """The winners that have a point, near ones under one pin; a pin leads to its contest's table."""
    return [_pin(pinned, language) for pinned in record.pins]


def _pin(pinned: Pinned, language: str) -> Pin:
    contest, row = pinned.winners[0]
    label, href = named(row, language), f"#contest-{contest.code}"
    if len(pinned.winners) > 1:
        titles = "; ".join(f"№ {each.number} {named(each, language)}" for _, each in pinned.winners)
        label = ngettext(
            "%(num)s переможець: %(titles)s", "%(num)s переможців: %(titles)s", len(pinned.winners), titles=titles
        )
        href = "#winners"
    return Pin(*pinned.place, pinned.sign, label, href)


def missing(record: Record) -> tuple[str, list[PlaceTurnout]]:
    """The conclusion about places that voted least, and all places with known adults, the least first."""
    places = [each for each in (record.turnout.places if record.turnout else ()) if each.adults]
    places.sort(key=lambda each: (each.share, each.name))
    if not places:
        return "", []
    sentence = _(
        "Найменше голосували в місці «%(place)s»: %(share)s дорослих",
        place=place(places[0].name),
        share=percent(places[0].people, places[0].adults),
    )
    return str(sentence), places


def ages_of(record: Record) -> list[str]:
    """Headings of the columns of the table of places and ages."""
    found = record.turnout.grid if record.turnout else None
    return [" + ".join(str(labels(AgeBand(band))) for band in bands) for bands in found.ages] if found else []
