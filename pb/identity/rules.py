"""What makes a proof of a person usable; what the person may do is decided in `pb.electorate`."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LOGIN_LASTS = timedelta(minutes=10)
VISIT_LASTS = timedelta(minutes=15)


class Purpose(StrEnum):
    """Why a person logs in."""

    VOTE = "vote"
    AUTHOR = "author"
    SUPPORT = "support"


class NumberKind(StrEnum):
    """What identifies one person across banks and desks: the tax number, or a passport of those who refused one.

    A national number is another country's, with the letters of that country before it.
    """

    TAX = "tax"
    PASSPORT = "passport"
    NATIONAL = "national"


class Refusal(StrEnum):
    """Why a login did not lead to a proof."""

    PERSON_REFUSED = "person_refused"
    BANK_DOWN = "bank_down"
    BANK_NONSENSE = "bank_nonsense"
    OTHER_BANK = "other_bank"
    NOT_SET_UP = "not_set_up"
    TOO_WEAK = "too_weak"
    LEGAL_PERSON = "legal_person"
    WRONG_NUMBER = "wrong_number"
    LOGIN_EXPIRED = "login_expired"
    LOGIN_UNKNOWN = "login_unknown"
    LOGIN_USED = "login_used"
    NO_NUMBER = "no_number"
    VISIT_OVER = "visit_over"


# What was known of the login still holds: the person starts anew where they were.
ONCE_MORE = frozenset({Refusal.LOGIN_EXPIRED, Refusal.LOGIN_USED})


@dataclass(frozen=True, slots=True)
class Address:
    """One address a provider vouches for; `kind` is «juridical» (registered) or «factual»."""

    kind: str
    country: str = "UA"
    region: str = ""
    city: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""


@dataclass(frozen=True, slots=True)
class VerifiedPerson:
    """What a provider proved; the raw answer is dropped. `number` is normalised; `birth_date` may be unknown."""

    provider: str
    bank: str
    number_kind: NumberKind
    number: str
    given_name: str
    family_name: str
    patronymic: str = ""
    birth_date: date | None = None
    addresses: tuple[Address, ...] = ()
    assurance: str = ""
    evidence_id: str = ""

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.family_name, self.given_name, self.patronymic) if part)

    @property
    def registered(self) -> Address | None:
        """The registered address, if the provider told one."""
        return next((address for address in self.addresses if address.kind == "juridical"), None)


TAX_NUMBER_LENGTH = 10
_WEIGHTS = (-1, 5, 7, 9, 4, 6, 10, 5, 7)
_LOOKALIKES = str.maketrans("ABCEHIKMOPTXY", "АВСЕНІКМОРТХУ")


def normalised_number(kind: NumberKind, typed: str) -> str | None:
    """The one spelling of a number, or None when it cannot be one.

    A tax number (РНОКПП) has ten digits, the last a check digit; a passport is two Cyrillic letters and six
    digits or the nine digits of a card. Latin look-alikes become Cyrillic: banks type both. A national number is
    Latin letters and digits.
    """
    compact = "".join(sign for sign in typed.upper() if sign.isalnum())
    if kind is NumberKind.TAX:
        return compact if is_tax_number(compact) else None
    if kind is NumberKind.NATIONAL:
        return compact if compact.isascii() and 6 <= len(compact) <= 40 else None
    compact = compact.translate(_LOOKALIKES)
    is_booklet = len(compact) == 8 and compact[:2].isalpha() and compact[2:].isdecimal() and compact.isprintable()
    is_card = len(compact) == 9 and compact.isascii() and compact.isdecimal()
    return compact if is_booklet or is_card else None


def is_tax_number(text: str) -> bool:
    """Whether `text` is ten digits with the right check digit."""
    if len(text) != TAX_NUMBER_LENGTH or not (text.isascii() and text.isdecimal()):
        return False
    return tax_check_digit(text[:-1]) == int(text[-1])


def tax_check_digit(stem: str) -> int:
    """The tenth digit of a tax number, from its first nine."""
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, stem, strict=True)) % 11 % 10


def is_called(wanted: str, *names: str) -> bool:
    """Whether every word of `wanted` is in one of the names; case and quotes do not matter."""
    told = " ".join(names).casefold()
    return all(word in told for word in wanted.casefold().replace("«", " ").replace("»", " ").replace('"', " ").split())
