"""A number, with limits when the manager sets them."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from pb.questions.kinds.contract import Kind, hint
from pb.questions.rules import Question
from pb.web.forms import add_mistake

LONGEST = 20  # signs; more is no number that anybody has counted


def read_number(text: str) -> Decimal | None:
    """The number somebody typed, with a comma or a point; None when it is none."""
    try:
        found = Decimal(text.strip().replace(" ", "").replace("\u00a0", "").replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() and len(text) <= LONGEST else None


def limits(options: str) -> tuple[Decimal, Decimal] | None:
    """«1–100» as two numbers; None when it is not that."""
    parts = [read_number(part) for part in options.replace("—", "–").split("–")]
    if len(parts) != 2 or parts[0] is None or parts[1] is None or parts[0] > parts[1]:
        return None
    return parts[0], parts[1]


class Number(Kind):
    code, label, place = "number", _l("Число"), 20
    options_label = _l("Найменше й найбільше через тире, наприклад 1–100. Можна пропустити.")

    def why_not_options(self, options: str) -> Any:
        return _l("Напишіть два числа через тире, наприклад 1–100.") if options and not limits(options) else None

    def fields(self, question: Question) -> dict[str, Any]:
        return {"": StringField(question.label, description=hint(question), render_kw={"inputmode": "decimal"})}

    def value(self, question: Question, fields: Mapping[str, Any]) -> Any:
        field = fields[""]
        if not field.data:
            return None
        found, allowed = read_number(field.data), limits(question.options)
        if found is None:
            add_mistake(field, gettext("Напишіть число цифрами, наприклад 12 або 2,5."))
        elif allowed and not allowed[0] <= found <= allowed[1]:
            sentence = gettext("Напишіть число від %(least)s до %(most)s.", least=allowed[0], most=allowed[1])
            add_mistake(field, sentence)
        else:
            return f"{found.normalize():f}".replace(".", ",")
        return None


KIND = Number()
