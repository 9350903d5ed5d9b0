"""What the interface tells of each kind of thing: one list of fields makes both the answer and its description.

Only what stands here ever leaves: no row is turned into JSON by itself, so that a new column stays private.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Field:
    """A name, JSON's type of it, what it means, and how it is read; `optional` ones may be null."""

    name: str
    type: str
    meaning: str
    read: Callable[[Any], Value]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing, by its name in the description."""

    name: str
    fields: tuple[Field, ...]

    def told(self, thing: Any) -> dict[str, Value]:
        """The thing as the interface tells it."""
        return {field.name: field.read(thing) for field in self.fields}


CYCLE = Kind(
    "Cycle",
    (
        Field("code", "string", "code of the cycle in addresses", lambda row: row.code),
        Field("kind", "string", "city or school", lambda row: row.kind.value),
        Field("title", "string", "title in Ukrainian", lambda row: row.title),
        Field("title_en", "string", "title in English", lambda row: row.title_en),
        Field("currency", "string", "ISO 4217", lambda row: row.currency),
        Field("submission_opens_at", "string", "ISO 8601, UTC", lambda row: row.submission_opens_at.isoformat()),
        Field("submission_closes_at", "string", "ISO 8601, UTC", lambda row: row.submission_closes_at.isoformat()),
        Field("voting_opens_at", "string", "ISO 8601, UTC", lambda row: row.voting_opens_at.isoformat()),
        Field("voting_closes_at", "string", "ISO 8601, UTC", lambda row: row.voting_closes_at.isoformat()),
        Field("results_at", "string", "when results are due, ISO 8601, UTC", lambda row: row.results_at.isoformat()),
        Field("purse_kopecks", "integer", "all purses", lambda row: sum(each.purse_kopecks for each in row.contests)),
    ),
)
PROJECT = Kind(
    "Project",
    (
        Field("code", "string", "lasting code of the project", lambda row: row.code),
        Field("number", "integer", "number in the cycle", lambda row: row.number, optional=True),
        Field("cycle", "string", "code of the cycle", lambda row: row.cycle.code),
        Field("contest", "string", "code of the contest", lambda row: row.contest and row.contest.code, optional=True),
        Field("district", "string", "place", lambda row: row.district and row.district.name, optional=True),
        Field("status", "string", "where it stands", lambda row: row.status.value),
        Field("title", "string", "title in Ukrainian", lambda row: row.title),
        Field("title_en", "string", "title in English, may be empty", lambda row: row.title_en),
        Field("summary", "string", "one sentence", lambda row: row.summary),
        Field("cost_kopecks", "integer", "estimate with reserve", lambda row: row.total_kopecks),
        Field("latitude", "number", "WGS 84", lambda row: row.latitude, optional=True),
        Field("longitude", "number", "WGS 84", lambda row: row.longitude, optional=True),
    ),
)
RESULT = Kind(
    "Result",
    (
        Field("contest", "string", "code of the contest", lambda pair: pair[0].code),
        Field("code", "string", "lasting code of the project", lambda pair: pair[1].code),
        Field("number", "integer", "number in the cycle", lambda pair: pair[1].number),
        Field("rank", "integer", "rank in the count", lambda pair: pair[1].rank),
        Field("votes", "integer", "voters who chose it", lambda pair: pair[1].votes),
        Field("score", "string", "votes or points counted, exact", lambda pair: str(pair[1].score)),
        Field("cost_kopecks", "integer", "cost", lambda pair: pair[1].cost),
        Field("won", "boolean", "winner by the council's decision", lambda pair: pair[1].won),
        Field("reason", "string", "why, by the count", lambda pair: pair[1].reason),
        Field("digest", "string", "digest of the count, SHA-256", lambda pair: pair[0].digest),
    ),
)
WORKS = Kind(
    "Works",
    (
        Field("code", "string", "lasting code of the project", lambda row: row.project.code),
        Field("number", "integer", "number in the cycle", lambda row: row.project.number),
        Field("cycle", "string", "code of the cycle", lambda row: row.project.cycle.code),
        Field("title", "string", "title in Ukrainian", lambda row: row.project.title),
        Field("stage", "string", "stage of the works", lambda row: row.stage.value),
        Field("department", "string", "who builds", lambda row: row.department.name),
        Field("allocated_kopecks", "integer", "money given by the council", lambda row: row.allocated_kopecks),
        Field("contracted_kopecks", "integer", "price of contracts", lambda row: row.contracted_kopecks, optional=True),
        Field("paid_kopecks", "integer", "paid so far", lambda row: row.paid_kopecks),
        Field("tender_number", "string", "number in Prozorro, may be empty", lambda row: row.tender_number),
        Field("contract_number", "string", "number of the contract, may be empty", lambda row: row.contract_number),
        Field("last_post_at", "string", "newest report, ISO 8601, UTC", lambda row: row.last_post_at.isoformat()),
    ),
)
KINDS = (CYCLE, PROJECT, RESULT, WORKS)
