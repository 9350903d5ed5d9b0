"""Draws what a school prints: slips with codes and the poster of results; nothing drawn here is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from pb.school.rules import class_order
from pb.values.code import grouped
from pb.web.press import qr_svg, typeset

Slips = Mapping[str, Sequence[str]]
"""Class label → codes."""


@dataclass(frozen=True, slots=True)
class SlipWords:
    """What stands on every slip besides its code: days in words, `address` of the page where codes are typed."""

    school: str
    days: str
    address: str


@dataclass(frozen=True, slots=True)
class Winner:
    """One winner of the poster, figures in words."""

    title: str
    votes: str
    cost: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the poster; `share` in percent of the longest."""

    title: str
    votes: str
    share: int
    won: bool


@dataclass(frozen=True, slots=True)
class Poster:
    """Everything the poster says, figures in words."""

    title: str
    school: str
    winners: list[Winner]
    bars: list[Bar]
    turnout: str
    turnout_words: str
    next: str
    address: str


def slips_pdf(words: SlipWords, slips: Slips) -> bytes:
    """A4 sheets, eight slips on each, a class begins a new sheet.

    The code stands behind the hash sign of its address: it goes to no server and into no log, and a link's preview
    cannot use it up.
    """
    classes = [
        {"label": label, "slips": [{"code": grouped(code), "qr": qr_svg(f"{words.address}#{code}")} for code in codes]}
        for label, codes in sorted(slips.items(), key=lambda entry: class_order(entry[0]))
    ]
    sheet = {**asdict(words), "address": words.address.split("://", 1)[-1], "classes": classes}
    return typeset("school/slips.typ", sheet)


def poster_pdf(poster: Poster) -> bytes:
    """One A3 sheet."""
    return typeset("school/poster.typ", asdict(poster))
