"""One of several answers that the manager wrote."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields import SelectChoice

from pb.questions.kinds.contract import Json, Kind, hint, option_lines
from pb.questions.rules import Question


class Choice(Kind):
    code, label, place = "choice", _l("Вибір одного варіанта"), 40
    macro = (("", "radio_field"),)
    options_label = _l("Варіанти, кожен з нового рядка. Потрібно щонайменше два.")

    def why_not_options(self, options: str) -> Any:
        lines = option_lines(options)
        return None if len(set(lines)) == len(lines) >= 2 else _l("Напишіть щонайменше два різні варіанти.")

    def fields(self, question: Question) -> dict[str, Any]:
        choices = [SelectChoice(line, line) for line in option_lines(question.options)]
        return {"": RadioField(question.label, choices=choices, description=hint(question), validate_choice=False)}

    def value(self, question: Question, fields: Mapping[str, Any]) -> Json | None:
        # A variant that the manager has removed meanwhile is no answer: the author chooses anew.
        return fields[""].data if fields[""].data in option_lines(question.options) else None


KIND = Choice()
