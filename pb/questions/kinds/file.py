"""A document: kept private like every document of a project, whatever the question says of its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField

from pb.questions.kinds.contract import Json, Kind, Store, hint
from pb.questions.rules import Question


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was chosen and is not stored yet."""

    data: bytes
    name: str


class File(Kind):
    code, label, place = "file", _l("Документ"), 65
    macro = (("", "file_field"),)

    def fields(self, question: Question) -> dict[str, Any]:
        told = hint(question) or _l("PDF, DOCX, XLSX, ODT або ODS, до 10 МБ.")
        return {"": FileField(question.label, description=told)}

    def typed(self, value: Json) -> dict[str, Any]:
        return {"": None}  # a browser lets nobody fill in a file

    def value(self, question: Question, fields: Mapping[str, Any]) -> Json | None:
        chosen = fields[""].data
        return Upload(chosen.read(), chosen.filename) if isinstance(chosen, FileStorage) and chosen.filename else None

    def keep(self, value: Json | None, before: Json | None, store: Store) -> Json | None:
        # Nothing chosen this time is no wish to lose what was sent before.
        return store(value.data, value.name) if isinstance(value, Upload) else before

    def words(self, question: Question, value: Json) -> str:
        return str(value["name"])


KIND = File()
