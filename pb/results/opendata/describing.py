"""Descriptions that programs read: GeoJSON of projects, a Frictionless data package, a DCAT-AP catalogue.

What the tables hold is in `tables`. Written at publication, but for the catalogue, which lists every publication.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from pb.results.opendata.tables import BALLOTS, Column, Table
from pb.results.record import Record

LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pb": "text/plain",
    ".txt": "text/plain",
    ".zip": "application/zip",
    ".pdf": "application/pdf",
}


def geojson(record: Record) -> dict[str, Any]:
    """Every project with a point, WGS 84, longitude first (RFC 7946)."""
    features = [
        {
            "type": "Feature",
            "id": row.code,
            "geometry": {"type": "Point", "coordinates": [round(row.longitude, 6), round(row.latitude, 6)]},
            "properties": {
                "number": row.number,
                "title": row.title,
                "title_en": row.title_en,
                "contest": contest.code,
                "district": row.district,
                "cost": row.cost / 100,
                "currency": contest.currency,
                "votes": row.votes,
                "won": row.won,
            },
        }
        for contest, row in record.rows
        if row.latitude is not None and row.longitude is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def datapackage(record: Record, folder: Path, tables: Iterable[Table]) -> dict[str, Any]:
    """Frictionless Data Package v1 of everything in `folder`: paths, sizes, hashes, and what each column means."""
    columns = {f"{table.name}.csv": table.columns for table in tables}
    columns |= {f"ballots-{contest.code}.csv": BALLOTS for contest in record.contests}
    files = sorted(path for path in folder.iterdir() if path.suffix in MEDIA_TYPES)
    return {
        "profile": "data-package",
        "name": f"results-{record.cycle}",
        "title": record.title,
        "created": f"{record.published_on.isoformat()}T00:00:00Z",
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE_URL, "title": "Creative Commons Attribution 4.0"}],
        "resources": [_resource(path, columns.get(path.name)) for path in files],
    }


def _resource(path: Path, columns: Sequence[Column] | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": path.name.replace(".", "-").casefold(),
        "path": path.name,
        "format": path.suffix[1:],
        "mediatype": MEDIA_TYPES[path.suffix],
        "bytes": path.stat().st_size,
        "hash": "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    if path.suffix == ".csv":
        found |= {"encoding": "utf-8", "profile": "tabular-data-resource" if columns else "data-resource"}
    if columns:
        found["schema"] = {"fields": [_field(column) for column in columns], "missingValues": [""]}
    return found


def _field(column: Column) -> dict[str, str]:
    return {"name": column.name, "type": column.kind, "title": column.uk, "description": column.en}


def write_descriptions(folder: Path, record: Record, tables: Sequence[Table]) -> None:
    """`projects.geojson` and, last of all, `datapackage.json`."""
    text = json.dumps(geojson(record), ensure_ascii=False, indent=1) + "\n"
    (folder / "projects.geojson").write_text(text, "utf-8")
    package = json.dumps(datapackage(record, folder, tables), ensure_ascii=False, indent=1) + "\n"
    (folder / "datapackage.json").write_text(package, "utf-8")


@dataclass(frozen=True, slots=True)
class Years:
    """When a cycle's results were published, and the days of its vote."""

    issued: date
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Dataset:
    """One data set of a catalogue: where its page is and its files are, as (address, name, bytes if it stays so).

    `years` is of a cycle's publication; without it the data set is written anew with every change.
    """

    page: str
    title: str
    title_en: str
    holds: Mapping[str, str]
    files: list[tuple[str, str, int | None]]
    years: Years | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All datasets of a city; `address` is the catalogue's own."""

    address: str
    title: str
    publisher: str
    home: str
    datasets: list[Dataset]


SPACES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
THEME = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
RESULTS_HOLD = {
    "uk": "проєкти, підрахунок, перемішані бюлетені, явка й рішення ради.",
    "en": "projects, the count, shuffled ballots, turnout and the council's decision.",
}
WORKS_HOLD = {
    "uk": "стадія робіт, виділені й сплачені гроші, ціни та номери договорів переможців усіх років.",
    "en": "stage of the works, money allotted and paid, prices and numbers of contracts of all winners.",
}
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
_IANA = "http://www.iana.org/assignments/media-types/"


def jsonld(catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue as JSON-LD by DCAT-AP 2."""
    return {
        "@context": {prefix: space for prefix, space in SPACES.items() if prefix != "vcard"},
        "@id": catalogue.address,
        "@type": "dcat:Catalog",
        "dct:title": {"@value": catalogue.title, "@language": "uk"},
        "dct:description": {"@value": catalogue.title, "@language": "uk"},
        "dct:publisher": _agent(catalogue),
        "foaf:homepage": {"@id": catalogue.home},
        "dcat:dataset": [_dataset(catalogue, one) for one in catalogue.datasets],
    }


def _agent(catalogue: Catalogue) -> dict[str, Any]:
    return {"@id": catalogue.home, "@type": "foaf:Agent", "foaf:name": catalogue.publisher}


def _dataset(catalogue: Catalogue, one: Dataset) -> dict[str, Any]:
    return {
        "@id": one.page,
        "@type": "dcat:Dataset",
        "dct:identifier": one.page,
        "dct:title": [{"@value": one.title, "@language": "uk"}, {"@value": one.title_en, "@language": "en"}],
        "dct:description": [
            {"@value": f"{one.title}: {one.holds['uk']}", "@language": "uk"},
            {"@value": f"{one.title_en}: {one.holds['en']}", "@language": "en"},
        ],
        "dct:publisher": _agent(catalogue),
        "dct:accrualPeriodicity": {"@id": FREQUENCY + ("ANNUAL" if one.years else "CONT")},
        **(_of_years(one.years) if one.years else {}),
        "dcat:theme": {"@id": THEME},
        "dcat:landingPage": {"@id": one.page},
        "dcat:distribution": [_distribution(*file) for file in one.files],
    }


def _of_years(years: Years) -> dict[str, Any]:
    return {
        "dct:issued": _day(years.issued),
        "dct:modified": _day(years.issued),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(years.first_day),
            "dcat:endDate": _day(years.last_day),
        },
    }


def _distribution(address: str, name: str, size: int | None) -> dict[str, Any]:
    told = {} if size is None else {"dcat:byteSize": {"@value": str(size), "@type": "xsd:decimal"}}
    return told | {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": name,
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": _IANA + MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream")},
        "dct:license": {"@id": LICENCE_URL},
    }


def _day(day: date) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}


def rdf_xml(catalogue: Catalogue) -> bytes:
    """The same statements as RDF/XML, which CKAN's harvester reads."""
    for prefix, space in SPACES.items():
        ET.register_namespace(prefix, space)
    root = ET.Element(_name("rdf:RDF"))
    _node(root, jsonld(catalogue))
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _name(term: str) -> str:
    prefix, _, local = term.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def _node(parent: ET.Element, value: dict[str, Any]) -> None:
    about = {_name("rdf:about"): value["@id"]} if "@id" in value else {}
    node = ET.SubElement(parent, _name(value["@type"]), about)
    for term, given in value.items():
        if not term.startswith("@"):
            for one in given if isinstance(given, list) else [given]:
                _statement(ET.SubElement(node, _name(term)), one)


def _statement(element: ET.Element, value: Any) -> None:
    if isinstance(value, str):
        element.text = value
    elif "@value" in value:
        element.text = value["@value"]
        if "@language" in value:
            element.set("{http://www.w3.org/XML/1998/namespace}lang", value["@language"])
        else:
            element.set(_name("rdf:datatype"), value["@type"].replace("xsd:", SPACES["xsd"]))
    elif "@type" in value:
        _node(element, value)
    else:
        element.set(_name("rdf:resource"), value["@id"])
