"""Yes or no; after a yes, a further question when the manager wrote one."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice

from pb.questions.kinds.contract import Json, Kind, hint
from pb.questions.rules import LONGEST_ANSWER, Question
from pb.web.forms import at_most


class YesNo(Kind):
    code, label, place = "yes-no", _l("Так або ні, з уточненням"), 45
    macro = (("", "radio_field"), ("more", "text_area"))
    options_label = _l("Що запитати, якщо відповідь «так». Можна пропустити.")

    def fields(self, question: Question) -> dict[str, Any]:
        choices = [SelectChoice("yes", _l("Так")), SelectChoice("no", _l("Ні"))]
        found = {"": RadioField(question.label, choices=choices, description=hint(question), validate_choice=False)}
        if question.options:
            label = _l("Якщо так: %(question)s", question=question.options)
            found["more"] = TextAreaField(label, [at_most(LONGEST_ANSWER)])
        return found

    def typed(self, value: Json) -> dict[str, Any]:
        return {"": value["answer"], "more": value["more"]}

    def value(self, question: Question, fields: Mapping[str, Any]) -> Json | None:
        if fields[""].data not in {"yes", "no"}:
            return None
        more = fields["more"].data or "" if "more" in fields and fields[""].data == "yes" else ""
        return {"answer": fields[""].data, "more": more}

    def is_complete(self, question: Question, value: Json | None) -> bool:
        return value is not None and (value["answer"] == "no" or not question.options or bool(value["more"]))

    def words(self, question: Question, value: Json) -> str:
        answer = gettext("Так") if value["answer"] == "yes" else gettext("Ні")
        return f"{answer}. {value['more']}" if value["more"] else answer


KIND = YesNo()
