"""Typesets what is handed out: the poster and the flyer of a project, the catalogue of a ballot."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from pb.web.press import qr_svg, typeset


class Sheet(StrEnum):
    """Sizes of paper, as typst calls them."""

    POSTER = "a4"
    FLYER = "a5"


@dataclass(frozen=True, slots=True)
class Leaflet:
    """Everything a poster or a flyer says, in words; `link` is what its code leads to, `photo` WebP or empty."""

    language: str
    programme: str
    city: str
    number: int
    title: str
    gain: str
    cost: str
    place: str
    when: str
    link: str
    photo: bytes
    photo_alt: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One project of the catalogue."""

    number: int
    title: str
    gain: str
    contest: str
    cost: str
    place: str
    author: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One district and its projects in the order of the lot."""

    district: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Booklet:
    """The catalogue of a ballot; `link` leads to it on the screen."""

    language: str
    name: str
    contents: str
    title: str
    city: str
    when: str
    link: str
    chapters: list[Chapter]


def leaflet_pdf(leaflet: Leaflet, sheet: Sheet) -> bytes:
    """One sheet with a code of 34 mm or more, so that an old phone reads it from a wall."""
    content = {**asdict(leaflet), "paper": sheet.value, "qr": qr_svg(leaflet.link), "photo": list(leaflet.photo)}
    return typeset("campaign/leaflet.typ", {**content, "address": _shown(leaflet.link)})


def booklet_pdf(booklet: Booklet) -> bytes:
    """A4, contents first, a chapter for each district."""
    return typeset(
        "campaign/booklet.typ", {**asdict(booklet), "qr": qr_svg(booklet.link), "address": _shown(booklet.link)}
    )


def _shown(link: str) -> str:
    return link.split("://", 1)[-1]
