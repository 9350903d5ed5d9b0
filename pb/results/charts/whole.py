"""Pictures of a whole cycle: money, votes against cost, turnout by day, the road of ideas."""

import math

from pb.results.charts.canvas import (
    BRAND,
    LINE,
    MUTED,
    PALE,
    PAPER,
    SURFACE,
    TEAL,
    Sheet,
    amount,
    spaced,
)
from pb.results.charts.words import WORDS
from pb.results.record import Record
from pb.results.rules import Day
from pb.values.money import SIGNS

EDGE = 12
BAR = 46


def money_by_contest(record: Record, width: int, language: str) -> Sheet:
    """Each purse as a bar: filled as far as the winners took it."""
    words = WORDS[language]
    contests = sorted(record.contests, key=lambda contest: -contest.purse)
    sheet = Sheet(width, BAR * len(contests) + 2 * EDGE)
    most = max((contest.purse for contest in contests), default=1) or 1
    room = width - 2 * EDGE
    tops = [EDGE + place * BAR for place in range(len(contests))]
    sheet.boxes(((EDGE, y + 22, room * c.purse / most, 14) for y, c in zip(tops, contests, strict=True)), PAPER, MUTED)
    sheet.boxes(((EDGE, y + 22, room * c.spent / most, 14) for y, c in zip(tops, contests, strict=True)), BRAND)
    for y, contest in zip(tops, contests, strict=True):
        sign = SIGNS.get(contest.currency, contest.currency)
        title = contest.title_en if language == "en" and contest.title_en else contest.title
        share = f"{spaced(round(contest.spent / 100))} / {amount(contest.purse, sign)}"
        if width > 500:
            share = f"{words['spent']} {share}"
        sheet.write(width - EDGE, y + 15, share, size=14, colour=MUTED, align="right")
        sheet.write(EDGE, y + 15, title, size=15, room=room - len(share) * 8.2 - 12)
    return sheet


def votes_against_cost(record: Record, width: int, language: str) -> Sheet:
    """A dot for each project: cost to the right on a logarithmic scale, votes upwards."""
    words, height = WORDS[language], 420 if width > 500 else 340
    sheet = Sheet(width, height)
    left, right, top, bottom = 60, width - 20, 40, height - 44
    rows = [row for _, row in record.rows]
    low, high = _decades([row.cost / 100 for row in rows])
    most = max((row.value for row in rows), default=1) or 1

    def at(cost: float, votes: float) -> tuple[float, float]:
        part = (math.log10(max(cost, 1)) - low) / (high - low)
        return left + (right - left) * part, bottom - (bottom - top) * votes / most

    sheet.rules([(left, bottom, right, bottom)], LINE)
    for power in range(low, high + 1):
        align = "right" if power == high else "center"
        sheet.write(at(10**power, 0)[0], bottom + 20, spaced(10**power), size=13, colour=MUTED, align=align)
    for votes in (most / 2, most):
        y = at(1, votes)[1]
        sheet.rules([(left, y, right, y)], SURFACE)
        sheet.write(left - 8, y + 5, spaced(round(votes)), size=13, colour=MUTED, align="right")
    sheet.dots([at(row.cost / 100, row.value) for row in rows if not row.won], 7, LINE)
    sheet.dots([at(row.cost / 100, row.value) for row in rows if row.won], 9, BRAND)
    sheet.write(EDGE, 21, f"↑ {words['votes']}", size=14, colour=MUTED)
    sheet.write(
        right,
        height - 6,
        f"{words['cost']}, {SIGNS.get(record.currency, record.currency)} →",
        size=14,
        colour=MUTED,
        align="right",
    )
    sheet.dots([(width - 230, 16)], 9, BRAND)
    sheet.write(width - 220, 21, words["won"], size=14)
    sheet.dots([(width - 126, 16)], 7, LINE)
    sheet.write(width - 118, 21, words["lost"], size=14, colour=MUTED)
    return sheet


def _decades(costs: list[float]) -> tuple[int, int]:
    powers = [math.log10(max(cost, 1)) for cost in costs] or [0.0]
    low, high = math.floor(min(powers)), math.ceil(max(powers))
    return low, max(high, low + 1)


CHANNELS = (("online", BRAND), ("desk", TEAL), ("paper", PALE), ("code", MUTED))


def turnout_by_day(days: tuple[Day, ...], width: int, language: str) -> Sheet:
    """Columns of people a day, stacked by channel."""
    words = WORDS[language]
    sheet = Sheet(width, 300)
    top, bottom = 60, 262
    step = (width - 2 * EDGE) / max(len(days), 1)
    most = max((day.people for day in days), default=1) or 1
    base = [0.0] * len(days)
    x = EDGE
    for channel, colour in CHANNELS:
        heights = [(bottom - top) * getattr(day, channel) / most for day in days]
        if not any(heights):
            continue
        sheet.boxes(
            [
                (EDGE + place * step + 1, bottom - base[place] - high, step - 2, high)
                for place, high in enumerate(heights)
            ],
            colour,
        )
        base = [below + high for below, high in zip(base, heights, strict=True)]
        sheet.boxes([(x, 12, 12, 12)], colour)
        sheet.write(x + 18, 23, words[channel], size=14)
        x += 34 + len(words[channel]) * 8
    each = max(math.ceil(34 / step), 1)
    for place, day in enumerate(days):
        middle = EDGE + (place + 0.5) * step
        if place % each == 0:
            sheet.write(middle, bottom + 20, f"{day.day:%d.%m}", size=12, colour=MUTED, align="center")
        if day.people == most:
            sheet.write(middle, top - 8, spaced(day.people), size=14, bold=True, align="center")
    return sheet


def road_of_ideas(record: Record, width: int, language: str) -> Sheet:
    """How many ideas were submitted, admitted and won."""
    words = WORDS[language]
    stages = [("submitted", record.submitted), ("admitted", record.admitted), ("winners", len(record.winners))]
    sheet = Sheet(width, BAR * len(stages) + 2 * EDGE)
    most = max(many for _, many in stages) or 1
    room = width - 2 * EDGE
    for place, (word, many) in enumerate(stages):
        y = EDGE + place * BAR
        colour = BRAND if word == "winners" else PALE
        sheet.boxes([(EDGE, y + 22, room * many / most, 14)], colour)
        sheet.write(EDGE, y + 15, f"{words[word]}: {spaced(many)}", size=15)
    return sheet
