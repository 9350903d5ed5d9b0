"""Pictures of who took part: the share of each place's adults, and people by place and age."""

from pb.results.charts.canvas import BRAND, INK, LETTER, MUTED, PALE, PAPER, SURFACE, Sheet, spaced
from pb.results.charts.words import AGES, WORDS
from pb.results.people import OTHERS, Grid, PlaceTurnout
from pb.values.latin import place_name

EDGE = 12
BAR = 46
LEAST = 46
"""Pixels a number of the table of places and ages needs across."""
SHADES = ((0.75, BRAND), (0.5, "#735FAE"), (0.25, PALE), (0.0, SURFACE))
"""From which part of the fullest cell on a cell has this shade."""


def who_is_missing(places: tuple[PlaceTurnout, ...], width: int, language: str) -> Sheet:
    """A bar for each place, its share of adults who voted, the least first; a rule at the average."""
    known = sorted((place for place in places if place.adults), key=lambda place: (place.share, place.name))
    average = sum(place.people for place in known) / max(sum(place.adults for place in known), 1)
    sheet = Sheet(width, BAR * len(known) + 2 * EDGE + 24)
    most = max((place.share for place in known), default=1) or 1
    room = width - 2 * EDGE
    tops = [EDGE + 24 + place * BAR for place in range(len(known))]
    bars = [(place, (EDGE, y + 22, room * place.share / most, 14)) for place, y in zip(known, tops, strict=True)]
    sheet.boxes((box for place, box in bars if place.share < average), PALE)
    sheet.boxes((box for place, box in bars if place.share >= average), BRAND)
    line = EDGE + room * average / most
    sheet.rules([(line, EDGE + 22, line, sheet.height - EDGE)], INK, 1.5)
    side = "right" if line > width / 2 else "left"
    sheet.write(
        line + (-6 if side == "right" else 6),
        EDGE + 12,
        f"{WORDS[language]['average']} {_percent(average, language)}",
        size=14,
        align=side,
    )
    for place, y in zip(known, tops, strict=True):
        share = _percent(place.share, language)
        sheet.write(width - EDGE, y + 15, share, size=15, bold=True, align="right")
        sheet.write(EDGE, y + 15, place_name(place.name, language), size=15, room=room - 80)
    return sheet


def place_by_age(found: Grid, width: int, language: str) -> Sheet:
    """A square for each place and group of ages, the darker the more people; its number inside."""
    titles = [place_name(place, language) if place != OTHERS else WORDS[language]["others"] for place in found.places]
    room = width - 2 * EDGE - LEAST * len(found.ages)
    names = min(max(len(title) for title in titles) * 15 * LETTER + 8, max(room, width * 0.3))
    step = (width - 2 * EDGE - names) / len(found.ages)
    sheet = Sheet(width, 2 * EDGE + 34 + 36 * len(found.places))
    top = EDGE + 30
    most = max(max(row) for row in found.cells) or 1
    for shade, (least, colour) in enumerate(SHADES):
        above = SHADES[shade - 1][0] if shade else 2
        sheet.boxes(
            (
                (EDGE + names + across * step + 1, top + down * 36 + 1, step - 2, 34)
                for down, row in enumerate(found.cells)
                for across, people in enumerate(row)
                if least <= people / most < above
            ),
            colour,
        )
    for across, bands in enumerate(found.ages):
        sheet.write(
            EDGE + names + (across + 0.5) * step,
            EDGE + 16,
            ages(bands, language),
            size=13 if step > 48 else 10,
            colour=MUTED,
            align="center",
        )
    for down, (title, row) in enumerate(zip(titles, found.cells, strict=True)):
        y = top + down * 36 + 23
        sheet.write(EDGE, y, title, size=15, room=names - 8)
        for across, people in enumerate(row):
            light = people / most >= SHADES[1][0]
            x = EDGE + names + (across + 0.5) * step
            sheet.write(x, y, spaced(people), size=14, colour=PAPER if light else INK, align="center")
    return sheet


def ages(bands: tuple[str, ...], language: str) -> str:
    """«18–34» for neighbouring bands together."""
    words = AGES[language]
    if len(bands) == 1:
        return words[bands[0]]
    numbered = [band for band in bands if band != "unknown"]
    first, last = words[numbered[0]], words[numbered[-1]]
    start = first.split("–")[0].removesuffix("+") if "–" in first or "+" in first else ""
    end = last.split("–")[-1] if "–" in last else ("+" if "+" in last else last)
    both = f"{start}+" if end == "+" else f"{start}–{end}"
    if not start:
        both = words[numbered[0]].split(" ")[0] + f" {end}"
    return f"{both} ?" if "unknown" in bands else both


def _percent(part: float, language: str) -> str:
    text = f"{100 * part:.1f}".removesuffix(".0")
    return (text if language == "en" else text.replace(".", ",")) + "%"
