"""Money in whole kopecks; how it is written for a reader is in `pb.web.template_filters`."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NewType

Kopecks = NewType("Kopecks", int)

KOPECKS_IN_HRYVNIA = 100
LARGEST = Kopecks(10**13)  # 100 billion hryvnias: nothing a city spends comes near, so more is a slip of the hand


def hryvnias(amount: int) -> Kopecks:
    """Whole hryvnias as kopecks."""
    return Kopecks(amount * KOPECKS_IN_HRYVNIA)


def parse_money(text: str) -> Kopecks:
    """What a person typed («1 250,50», «1250.5 грн») as kopecks; ValueError if it is no amount from 0 up."""
    cleaned = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "").replace("₴", "").replace("грн", "")
    cleaned = cleaned.rstrip(".").replace(",", ".")
    try:
        amount = Decimal(cleaned)
    except InvalidOperation as unreadable:
        raise ValueError(text) from unreadable
    if not amount.is_finite() or amount < 0 or amount * KOPECKS_IN_HRYVNIA > LARGEST:
        raise ValueError(text)
    return Kopecks(int((amount * KOPECKS_IN_HRYVNIA).quantize(Decimal(1), ROUND_HALF_UP)))


def line_sum(quantity_thousandths: int, price: Kopecks) -> Kopecks:
    """Quantity (in thousandths of a unit) times price, rounded half up to a kopeck."""
    return Kopecks((quantity_thousandths * price + 500) // 1000)


SIGNS = {"UAH": "₴", "EUR": "€", "USD": "$", "PLN": "zł", "GBP": "£", "CZK": "Kč", "CHF": "CHF", "HUF": "Ft"}
"""Currencies of imported elections; ours is the hryvnia. Others are written by their three letters."""
