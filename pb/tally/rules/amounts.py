"""Money and points as exact numbers, read from and written as plain decimals.

No floats, no exponents, no commas; what unit an amount is in, its owner knows.
"""

import re
from fractions import Fraction
from typing import TypeAlias

Amount: TypeAlias = int | Fraction
"""Exact. Whole values are always `int`; the unit is the contest's own (kopecks, zloty…)."""

_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", re.ASCII)


def exact(value: Amount) -> Amount:
    """The same number, as `int` when it is whole."""
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return value


def parse_amount(text: str) -> Amount:
    """`100000.0` → 100000, `1331751.11` → 133175111/100. Raises ValueError if not a plain decimal."""
    match = _DECIMAL.fullmatch(text)
    if not match:
        raise ValueError(f"{text[:40]!r} is not a plain decimal number")
    return exact(Fraction(text)) if match[1] else int(text)


def write_amount(amount: Amount) -> str:
    """The shortest exact decimal, or `numerator/denominator` where no decimal is exact."""
    if isinstance(amount, int):
        return str(amount)
    digits = 0
    while amount.denominator > 1 and (10**digits) % amount.denominator:
        digits += 1
        if digits > amount.denominator.bit_length():
            return f"{amount.numerator}/{amount.denominator}"
    whole = str(abs(amount.numerator) * 10**digits // amount.denominator).rjust(digits + 1, "0")
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole[:-digits]}.{whole[-digits:]}"
