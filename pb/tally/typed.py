"""Between the form of a contest's count and its options: names of places and numbers of projects, both ways."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from pb.cycles.models import Contest
from pb.cycles.queries import every_district
from pb.cycles.rules import Unaffordable
from pb.tally.options import CountOptions, PlaceCap, options_of
from pb.tally.queries import ballot_projects
from pb.tally.stating import stated
from pb.values.money import KOPECKS_IN_HRYVNIA, parse_money

_SIMPLE = ("tail_percent", "least_winners", "most_winners", "rest_years", "one_per_address", "ties")
_SHARES = ("utility", "completion", "stop_when", "start")


class NotUnderstood(Exception):  # noqa: N818 - an answer to a person
    """What was typed into a field cannot be read; the sentence says why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.field = field
        self.sentence = sentence


def numbers_in(typed: str) -> list[int]:
    """«№ 7, 3» → [7, 3]."""
    return [int(digits) for digits in re.findall(r"\d{1,9}", typed)]


def stated_for(session: Session, contest: Contest) -> list[str]:
    """The contest's count in words."""
    places = {row.code: row.name for row in every_district(session)}
    options = options_of(contest.counting)
    return stated(contest.counting_rule, contest.threshold, contest.unaffordable.value, options, places)


def rules_in_words(session: Session, contests: Sequence[Contest]) -> list[tuple[list[Contest], list[str]]]:
    """What the count of a cycle does, contests that are counted alike together."""
    alike: dict[tuple[str, ...], list[Contest]] = {}
    for contest in contests:
        alike.setdefault(tuple(stated_for(session, contest)), []).append(contest)
    return [(members, list(sentences)) for sentences, members in alike.items()]


@dataclass(frozen=True, slots=True)
class Typing:
    """Names of districts by code and numbers of the contest's projects by code."""

    places: dict[str, str]
    numbers: dict[str, int]

    @classmethod
    def of(cls, session: Session, contest: Contest) -> "Typing":
        """What may be named in this contest."""
        rows = ballot_projects(session, contest.id)
        return cls({row.code: row.name for row in every_district(session)}, {row.code: row.number or 0 for row in rows})

    def shown(self, contest: Contest) -> dict[str, Any]:
        """The form's data for what the contest is told now."""
        options = options_of(contest.counting)
        simple = {name: getattr(options, name) for name in (*_SIMPLE, *_SHARES)}
        groups = (", ".join(str(self.numbers.get(code, 0)) for code in group) for group in options.conflicts)
        return {
            **simple,
            "rule": contest.counting_rule,
            "unaffordable": contest.unaffordable.value,
            "threshold": contest.threshold,
            "caps": "\n".join(self._line(cap) for cap in options.caps),
            "conflicts": "\n".join(groups),
        }

    def _line(self, cap: PlaceCap) -> str:
        hryvnias = "" if cap.kopecks is None else f"{cap.kopecks / KOPECKS_IN_HRYVNIA:.2f}".removesuffix(".00")
        return f"{self.places.get(cap.district, cap.district)}; {hryvnias}; {'' if cap.most is None else cap.most}"

    def told(self, form: Any) -> dict[str, Any]:
        """What the form says, for `set_count`. Raises NotUnderstood."""
        simple = {name: form[name].data for name in (*_SIMPLE, *_SHARES)}
        options = CountOptions(
            **simple,
            caps=tuple(self._caps(form.caps.data or "")),
            conflicts=tuple(self._groups(form.conflicts.data or "")),
        )
        return {
            "rule": form.rule.data,
            "unaffordable": Unaffordable(form.unaffordable.data),
            "threshold": form.threshold.data,
            "options": options,
        }

    def _caps(self, typed: str) -> Iterator[PlaceCap]:
        codes = {name.casefold(): code for code, name in self.places.items()}
        for line in filter(str.strip, typed.splitlines()):
            name, hryvnias, most = [part.strip() for part in (line + ";;").split(";")][:3]
            if name.casefold() not in codes:
                raise NotUnderstood("caps", _("Місця «%(place)s» немає в переліку.", place=name))
            try:
                yield PlaceCap(
                    codes[name.casefold()], parse_money(hryvnias) if hryvnias else None, int(most) if most else None
                )
            except ValueError as error:
                raise NotUnderstood("caps", _("Рядок «%(line)s»: впишіть числа.", line=line)) from error

    def _groups(self, typed: str) -> Iterator[tuple[str, ...]]:
        codes = {number: code for code, number in self.numbers.items()}
        for line in filter(str.strip, typed.splitlines()):
            numbers = numbers_in(line)
            if strangers := [number for number in numbers if number not in codes]:
                raise NotUnderstood(
                    "conflicts", _("У бюлетені напряму немає проєкту № %(number)s.", number=strangers[0])
                )
            if len(set(numbers)) < 2:
                raise NotUnderstood("conflicts", _("У рядку «%(line)s» впишіть щонайменше два номери.", line=line))
            yield tuple(codes[number] for number in numbers)
