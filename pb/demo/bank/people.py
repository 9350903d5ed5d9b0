"""Customers of the sandbox banks as OpenID claims, the written ones and any number of drawn ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pb.demo.content.people import people, tax_number
from pb.demo.content.places import PLACES

BANKS = {"bystrytsia": "Банк «Бистриця»", "prut": "Банк «Прут»", "chornohora": "Чорногора Банк"}
DOWN = "chornohora"
REGION = "Івано-Франківська область"
GIVEN = ("Олена", "Тарас", "Марта", "Юрій", "Ірина", "Богдан", "Софія", "Назар", "Леся", "Андрій")
FAMILY = ("Вигадана", "Прикладна", "Уявна", "Зразкова", "Умовна", "Пробна", "Тестова", "Навчальна")


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer: `subject` names the person inside one bank only."""

    subject: str
    name: str
    note: str
    banks: frozenset[str]
    claims: dict[str, Any]

    def claims_at(self, bank: str) -> dict[str, Any]:
        """What `bank` tells of the person."""
        return {"sub": f"{bank}-{self.subject}", **self.claims}


def customers(residents: int = 0) -> dict[str, Customer]:
    """Everybody the sandbox knows by subject; `residents` more adults of the community are drawn in order."""
    found = {customer.subject: customer for customer in _written()}
    found.update({customer.subject: customer for customer in _drawn(residents)})
    return found


def _written() -> Iterator[Customer]:
    names = {place.code: place.name for place in PLACES}
    for person in people():
        home = names[person.registered] if person.registered else person.elsewhere
        yield Customer(
            subject=person.code,
            name=f"{person.last_name} {person.first_name} {person.patronymic}".strip(),
            note=person.note,
            banks=frozenset(person.banks),
            claims=_claims(
                person.first_name, person.last_name, person.patronymic, person.birth_date, home, person.street
            )
            | {"number": person.number, "number_kind": person.number_kind},
        )


def _drawn(count: int) -> Iterator[Customer]:
    for index in range(count):
        born = date(1948, 1, 1) + timedelta(days=(index * 397) % 20_000)
        place = PLACES[(index * index) % len(PLACES)].name if index % 4 == 0 else PLACES[0].name
        given, family = GIVEN[index % len(GIVEN)], FAMILY[index % len(FAMILY)]
        yield Customer(
            subject=f"resident-{index + 1}",
            name=f"{family} {given} {index + 1}",
            note="",
            banks=frozenset({"bystrytsia", "prut"}),
            claims=_claims(given, f"{family}-{index + 1}", "", born, place, f"вул. Приклад, {index + 1}")
            | {"number": tax_number(born, 1000 + index), "number_kind": "tax"},
        )


def _claims(given: str, family: str, patronymic: str, born: date, home: str, street: str) -> dict[str, Any]:
    return {
        "given_name": given,
        "family_name": family,
        "middle_name": patronymic,
        "birthdate": born.isoformat(),
        "address": {"kind": "juridical", "country": "UA", "region": REGION, "locality": home, "street_address": street},
    }
