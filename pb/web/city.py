"""The city's own name, contacts and theme, read from a TOML file; nothing of it is in the code."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from pb.errors import BadSetting


@dataclass(frozen=True, slots=True)
class City:
    """How the city calls itself and how it is reached; texts in Ukrainian, `_en` in English."""

    name: str = "Місто Зразкове"
    name_genitive: str = "міста Зразкового"
    name_en: str = "Zrazkove City"
    programme: str = "Бюджет участі"
    programme_en: str = "Participatory Budget"
    council: str = "Зразківська міська рада"
    council_en: str = "Zrazkove City Council"
    phone: str = "0 800 000 000"
    hours: str = "пн–пт, 9:00–18:00"
    hours_en: str = "Mon–Fri, 9:00–18:00"
    email: str = "budget@example.org"
    address: str = "вул. Зразкова, 1"
    region: str = ""  # as banks write it; tells villages of one name apart when voters' residence is checked
    theme_css: str = ""


def read_city(path: Path | None) -> City:
    """The city of a TOML file, or the built-in one; BadSetting names an unknown field."""
    if path is None:
        return City()
    values = tomllib.loads(path.read_text("utf-8"))
    unknown = values.keys() - {entry.name for entry in fields(City)}
    if unknown:
        raise BadSetting(f"PB_CITY_FILE: unknown field {min(unknown)!r}")
    return City(**values)
