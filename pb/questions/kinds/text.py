"""A text of one or several paragraphs."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from pb.questions.kinds.contract import Kind, hint
from pb.questions.rules import LONGEST_ANSWER, Question
from pb.web.forms import at_most


class Text(Kind):
    code, label, place = "text", _l("Текст"), 10
    macro = (("", "text_area"),)

    def fields(self, question: Question) -> dict[str, Any]:
        return {"": TextAreaField(question.label, [at_most(LONGEST_ANSWER)], description=hint(question))}


KIND = Text()
