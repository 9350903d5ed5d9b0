"""A calendar day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import Optional

from pb.questions.kinds.contract import Json, Kind, hint
from pb.questions.rules import Question
from pb.web.template_filters import day_full


class Day(Kind):
    code, label, place = "date", _l("Дата"), 60
    macro = (("", "date_field"),)

    def fields(self, question: Question) -> dict[str, Any]:
        return {"": DateField(question.label, [Optional()], format="%d %m %Y", description=hint(question))}

    def typed(self, value: Json) -> dict[str, Any]:
        return {"": date.fromisoformat(value)}

    def value(self, question: Question, fields: Mapping[str, Any]) -> Json | None:
        return fields[""].data.isoformat() if fields[""].data else None

    def words(self, question: Question, value: Json) -> str:
        return day_full(date.fromisoformat(value))


KIND = Day()
