"""From a stranger's words to a person: cleaned text, one number, a date that can be; no protocol here."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from pb import clock
from pb.identity.providers.contract import NumberMissing, NumberWrong, Untrustworthy
from pb.identity.rules import TAX_NUMBER_LENGTH, NumberKind, normalised_number

LONGEST_NAME, LONGEST_LINE, LONGEST_ID = 60, 100, 200
OLDEST = date(1890, 1, 1)


def text(told: Any, limit: int = LONGEST_LINE) -> str:
    """A line of printable text; empty when it is no text. Numbers count as text: banks send both."""
    if isinstance(told, bool) or not isinstance(told, str | int):
        return ""
    plain = unicodedata.normalize("NFC", str(told))
    printable = "".join(sign if sign.isprintable() else " " for sign in plain)
    found = " ".join(printable.split())[:limit]
    return "" if found.casefold() == "n/a" else found


def number(told: Any, *, country: str = "") -> tuple[NumberKind, str]:
    """Kind and one spelling of a person's number.

    Ukrainian banks send a passport in the field of the tax number for those who refused one: the shape tells.
    With `country` the number is that country's own and belongs to it.
    """
    typed = text(told)
    if country:
        found = normalised_number(NumberKind.NATIONAL, f"{country}{typed}") if typed else None
        return (NumberKind.NATIONAL, found) if found else _none()
    if tax := normalised_number(NumberKind.TAX, typed):
        return NumberKind.TAX, tax
    if passport := normalised_number(NumberKind.PASSPORT, typed):
        return NumberKind.PASSPORT, passport
    if sum(sign.isdecimal() for sign in typed) == TAX_NUMBER_LENGTH:
        raise NumberWrong("number: check digit")
    return _none()


def _none() -> tuple[NumberKind, str]:
    raise NumberMissing("number: none")


def birth_date(told: Any, formats: Iterable[str] = ("%Y-%m-%d",)) -> date | None:
    """A date of birth, None when none was told; Untrustworthy when it cannot be one."""
    typed = text(told)
    if not typed:
        return None
    for form in formats:
        try:
            found = datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if OLDEST <= found <= clock.today():
            return found
    raise Untrustworthy("birth date")


def named(given: str, family: str) -> None:
    """Untrustworthy when nobody is named: the person must be able to say «this is not me»."""
    if not given and not family:
        raise Untrustworthy("name: none")
