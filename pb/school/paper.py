"""Draws what a school prints: slips with codes and the poster of results; nothing drawn here is kept."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import segno
import typst

from pb.school.rules import class_order
from pb.values.code import grouped
from pb.web.paths import beside_or_inside

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
    """A4 sheets, eight slips on each, a class begins a new sheet."""
    classes = [
        {"label": label, "slips": [{"code": grouped(code), "qr": _qr(f"{words.address}#{code}")} for code in codes]}
        for label, codes in sorted(slips.items(), key=lambda entry: class_order(entry[0]))
    ]
    sheet = {**asdict(words), "address": words.address.split("://", 1)[-1], "classes": classes}
    return _compiled("slips.typ", "sheet", sheet)


def poster_pdf(poster: Poster) -> bytes:
    """One A3 sheet."""
    return _compiled("poster.typ", "poster", asdict(poster))


def _qr(address: str) -> str:
    """The code behind the hash sign: it goes to no server and into no log, and a link's preview cannot use it up."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, dark="#1A1A1A", xmldecl=False)
    return out.getvalue().decode()


@cache
def _compiler() -> Any:
    static = beside_or_inside("static")
    return typst.Compiler(root=str(static), font_paths=[str(static / "fonts")], ignore_system_fonts=True)


def _compiled(template: str, name: str, content: Mapping[str, Any]) -> bytes:
    source = (beside_or_inside("templates") / "school" / template).read_bytes()
    made: bytes = _compiler().compile(source, format="pdf", sys_inputs={name: json.dumps(content, ensure_ascii=False)})
    return made
