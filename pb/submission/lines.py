"""Lines of the estimate as people type or paste them, read into exact numbers; pure."""

from decimal import Decimal, InvalidOperation

from pb.projects.rules import EstimateLine
from pb.submission.rules import MOST_LINES, LineFault
from pb.values.money import KOPECKS_IN_HRYVNIA, Kopecks, hryvnias

DEAREST = hryvnias(100_000_000)  # for one line: the whole budget of a big city's programme
MOST_UNITS = 1_000_000
UNIT = "шт."


def read_line(item: str, unit: str, quantity: str, price: str) -> EstimateLine | dict[str, LineFault]:
    """The line, or which of its fields is wrong and why."""
    amount, wrong_amount = _quantity(quantity)
    cost, wrong_cost = _price(price)
    wrong_item = LineFault.NO_ITEM if not item.strip() else LineFault.FORMULA if is_formula(item) else None
    found = {"item": wrong_item, "quantity": wrong_amount, "price": wrong_cost}
    if faults := {name: fault for name, fault in found.items() if fault is not None}:
        return faults
    line = EstimateLine(item.strip()[:200], unit.strip()[:20] or UNIT, amount, cost)
    return {"price": LineFault.TOO_DEAR} if line.total > DEAREST else line


def _quantity(typed: str) -> tuple[int, LineFault | None]:
    """Thousandths of a unit."""
    amount, wrong = _number(typed, LineFault.NO_QUANTITY)
    if wrong is None and amount * 1000 < 1:
        wrong = LineFault.NOT_POSITIVE
    elif wrong is None and amount > MOST_UNITS:
        wrong = LineFault.TOO_MANY
    return (0, wrong) if wrong else (int(amount * 1000), None)


def _price(typed: str) -> tuple[Kopecks, LineFault | None]:
    cost, wrong = _number(typed, LineFault.NO_PRICE)
    if wrong is None and cost < 0:
        wrong = LineFault.NEGATIVE
    elif wrong is None and cost * KOPECKS_IN_HRYVNIA > DEAREST:
        wrong = LineFault.TOO_DEAR
    return (Kopecks(0), wrong) if wrong else (Kopecks(int((cost * KOPECKS_IN_HRYVNIA).to_integral_value())), None)


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would calculate this cell (OWASP: CSV injection); a minus before a digit is a number."""
    text = cell.strip()
    return text[:1] in {"=", "@"} or (text[:1] in {"+", "-"} and not text[1:2].isdigit() and len(text) > 1)


def _number(typed: str, lack: LineFault) -> tuple[Decimal, LineFault | None]:
    if not typed.strip():
        return Decimal(0), lack
    if is_formula(typed):
        return Decimal(0), LineFault.FORMULA
    text = typed.replace("грн", "").replace("₴", "").replace("−", "-").replace(",", ".")
    try:
        found = Decimal("".join(text.split()).rstrip("."))
    except InvalidOperation:
        return Decimal(0), LineFault.NOT_A_NUMBER
    return (found, None) if found.is_finite() else (Decimal(0), LineFault.NOT_A_NUMBER)


def pasted_lines(text: str) -> tuple[list[EstimateLine], list[tuple[int, LineFault]]]:
    """Lines of a copied table and what is wrong with which row (from 1).

    Columns, parted by tabs or semicolons: item, unit, quantity, price – or item, quantity, price. A row of headings is
    passed over, and so are further columns.
    """
    found: list[EstimateLine] = []
    faults: list[tuple[int, LineFault]] = []
    for number, row in enumerate(text.splitlines(), start=1):
        cells = [cell.strip().strip('"') for cell in row.split("\t" if "\t" in row else ";")]
        if not any(cells) or (number == 1 and not any(sign.isdigit() for sign in row)):
            continue
        item, unit, quantity, price = [*cells[:1], "", *cells[1:], "", ""][:4] if len(cells) < 4 else cells[:4]
        line = read_line(item, unit, quantity, price)
        if isinstance(line, EstimateLine):
            found.append(line)
        else:
            faults.append((number, next(iter(line.values()))))
    if len(found) > MOST_LINES:
        faults.append((MOST_LINES + 1, LineFault.TOO_MANY_ROWS))
    return found, faults
