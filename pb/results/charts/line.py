"""Where the line falls: bars by votes, cost and running total, the cut, the skipped ones outlined."""

from itertools import accumulate

from pb.results.charts.canvas import BRAND, INK, MARK, MUTED, PAPER, Sheet, amount, spaced
from pb.results.charts.words import WORDS
from pb.results.record import ContestRecord, Row
from pb.results.rules import line_window
from pb.values.money import SIGNS

ROW = 48
EDGE = 12
CUT = 30
TOP = 12


def where_the_line_falls(contest: ContestRecord, width: int, language: str) -> Sheet:
    """One contest; at most fourteen projects around the line, the others named by their number."""
    shown = line_window([row.won for row in contest.rows])
    rows = [contest.rows[index] for index in shown]
    above, below = shown.start, len(contest.rows) - shown.stop
    words = WORDS[language]
    tops = _tops(rows, TOP + (24 if above else 0))
    sheet = Sheet(width, tops[-1] + ROW + (24 if below else 0) + EDGE)
    if above:
        sheet.write(EDGE, TOP + 12, words["more_above"] % above, size=14, colour=MUTED)
    _bars(sheet, rows, tops, max((row.value for row in contest.rows), default=1))
    totals = list(accumulate(row.cost if row.won else 0 for row in contest.rows))
    for row, total, y in zip(rows, totals[shown.start :], tops, strict=False):
        _words(sheet, row, total, y, language, SIGNS.get(contest.currency, contest.currency))
    _cut(sheet, rows, tops, words["line"])
    if below:
        sheet.write(EDGE, sheet.height - EDGE, words["more_below"] % below, size=14, colour=MUTED)
    return sheet


def _cut_at(rows: list[Row]) -> int | None:
    """The place of the first project below the line, if the picture shows one."""
    return next((place for place, row in enumerate(rows) if place and not row.won and rows[place - 1].won), None)


def _tops(rows: list[Row], top: int) -> list[int]:
    cut = _cut_at(rows)
    return [top + place * ROW + (CUT if cut is not None and place >= cut else 0) for place in range(len(rows))]


def _bars(sheet: Sheet, rows: list[Row], tops: list[int], most: float) -> None:
    room = sheet.width - 2 * EDGE - 70
    long = [max(room * row.value / (most or 1), 1) for row in rows]
    boxes = [(row.won, (EDGE, y + 24, wide, 14)) for row, y, wide in zip(rows, tops, long, strict=True)]
    sheet.boxes((box for won, box in boxes if won), BRAND)
    sheet.boxes((box for won, box in boxes if not won), PAPER, MUTED)
    for row, y, wide in zip(rows, tops, long, strict=True):
        sheet.write(EDGE + wide + 8, y + 37, spaced(row.value), size=15, bold=True)


def _words(sheet: Sheet, row: Row, total: int, y: int, language: str, sign: str) -> None:
    title = row.title_en if language == "en" and row.title_en else row.title
    # The running total is only said of those who moved it.
    money = amount(row.cost, sign)
    if row.won and sheet.width > 500:
        money += f"  Σ {amount(total, sign)}"
    sheet.write(sheet.width - EDGE, y + 17, money, size=14, colour=INK if row.won else MUTED, align="right")
    room = sheet.width - 2 * EDGE - len(money) * 14 * 0.58 - 16
    sheet.write(EDGE, y + 17, f"№ {row.number} {title}", size=15, colour=INK if row.won else MUTED, room=room)


def _cut(sheet: Sheet, rows: list[Row], tops: list[int], word: str) -> None:
    cut = _cut_at(rows)
    if cut is None:
        return
    y = tops[cut] - CUT // 2 + 1
    wide = len(word) * 8.2 + 16
    sheet.rules([(EDGE, y, sheet.width - EDGE, y)], INK, 1.5)
    sheet.boxes([(sheet.width - EDGE - wide, y - 11, wide, 22)], MARK, INK)
    sheet.write(sheet.width - EDGE - wide / 2, y + 4.5, word, size=13, align="center")
