"""People the sandbox bank identifies, each standing for one case of eligibility.

All are invented: their tax numbers follow the birth date and pass the checksum, but end in serials (99xx)
that are not given out. Authors of projects are elsewhere (`reader.authors`).
"""

from datetime import date
from functools import cache

from pb.demo.content.reader import document
from pb.demo.content.records import Person
from pb.identity.rules import is_tax_number, tax_check_digit

__all__ = ["is_tax_number", "people", "tax_number"]

_EPOCH = date(1899, 12, 31)


def tax_number(birth_date: date, serial: int) -> str:
    """The ten digits of a РНОКПП: five of days since 31 December 1899, four of serial, one check digit.

    An odd serial is a man's, an even one a woman's.
    """
    stem = f"{(birth_date - _EPOCH).days:05d}{serial:04d}"
    return stem + str(tax_check_digit(stem))


@cache
def people() -> tuple[Person, ...]:
    """Everybody in `people.toml`, in its order.

    Those without a `passport` get a tax number from their birth date and `serial`.
    """
    return tuple(_person(code, entry) for code, entry in document("people.toml").items())


def _person(code: str, entry: dict[str, object]) -> Person:
    facts = dict(entry)
    birth_date, serial, passport = facts["birth_date"], facts.pop("serial", 0), facts.pop("passport", None)
    if not isinstance(birth_date, date) or not isinstance(serial, int):
        raise TypeError(f"{code}: birth_date must be a date and serial a number")
    if passport is None:
        facts |= {"number_kind": "tax", "number": tax_number(birth_date, serial)}
    else:
        facts |= {"number_kind": "passport", "number": passport}
    facts["banks"] = tuple(facts["banks"])  # type: ignore[arg-type]
    facts.setdefault("registered", None)
    return Person(code=code, **facts)  # type: ignore[arg-type]
