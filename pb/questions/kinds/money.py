"""An amount of money in hryvnias; stored in kopecks."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from pb.questions.kinds.contract import Json, Kind, hint
from pb.questions.rules import Question
from pb.web.forms import MoneyField
from pb.web.template_filters import money


class Money(Kind):
    code, label, place = "money", _l("Сума грошей"), 30
    macro = (("", "money_field"),)

    def fields(self, question: Question) -> dict[str, Any]:
        return {"": MoneyField(question.label, description=hint(question))}

    def value(self, question: Question, fields: Mapping[str, Any]) -> Json | None:
        return fields[""].data

    def words(self, question: Question, value: Json) -> str:
        return money(int(value))


KIND = Money()
