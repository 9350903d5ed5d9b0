"""From a bank's claims to a person, by the paths of its block; nothing is trusted to have a shape."""

import re
from collections.abc import Mapping
from typing import Any

from pb.identity.providers import mapping
from pb.identity.providers.oidc.knobs import AddressPaths, OidcKnobs
from pb.identity.rules import Address, VerifiedPerson

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]|\[([^=\]]+)=([^\]]*)\]")
_DATES = ("%Y-%m-%d", "%d.%m.%Y")


def at(claims: Any, path: str) -> Any:
    """What lies at `path`: names joined by dots, `[0]` for a place in a list, `[type=X]` for the entry that says so.

    A claim whose name is the whole path wins, for names may hold dots. None when there is nothing.
    """
    if not path:
        return None
    if isinstance(claims, Mapping) and path in claims:
        return claims[path]
    found = claims
    for name, place, key, value in _STEP.findall(path):
        found = _step(found, name, place, key, value)
    return found


def _step(found: Any, name: str, place: str, key: str, value: str) -> Any:
    if name:
        return found.get(name) if isinstance(found, Mapping) else None
    if not isinstance(found, list):
        return None
    if place:
        return found[int(place)] if int(place) < len(found) else None
    return next((one for one in found if isinstance(one, Mapping) and one.get(key) == value), None)


def person(code: str, knobs: OidcKnobs, claims: Mapping[str, Any]) -> VerifiedPerson:
    """The person the claims describe; NotProved when they do not describe one."""

    def told(ours: str) -> Any:
        return at(claims, knobs.claims.get(ours, ours))

    kind, number = mapping.number(told("number"), country=knobs.number_country.upper())
    given, family = (mapping.text(told(name), mapping.LONGEST_NAME) for name in ("given_name", "family_name"))
    mapping.named(given, family)
    return VerifiedPerson(
        provider=code,
        bank=knobs.title,
        number_kind=kind,
        number=number,
        given_name=given,
        family_name=family,
        patronymic=mapping.text(told("middle_name"), mapping.LONGEST_NAME),
        birth_date=mapping.birth_date(told("birthdate"), _DATES),
        addresses=tuple(address for paths in knobs.addresses if (address := _address(claims, paths))),
    )


def _address(claims: Mapping[str, Any], paths: AddressPaths) -> Address | None:
    entry = at(claims, paths.at)
    if not isinstance(entry, Mapping):
        return None

    def told(path: str) -> str:
        return mapping.text(at(entry, path))

    return Address(
        kind=paths.kind,
        country=told(paths.country)[:60] or "UA",
        region=told(paths.region),
        city=told(paths.city),
        street=told(paths.street),
        house=told(paths.house),
        flat=told(paths.flat),
    )
