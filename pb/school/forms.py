"""Forms of the coordinator; what a line of classes means is in `rules`."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation

from pb.school.rules import read_classes
from pb.web.forms import PbForm, at_most, needed
from pb.web.labels import labels


class SlipsForm(PbForm):
    """Classes and how many slips each needs; `counts` is filled in by validation."""

    classes = TextAreaField(
        _l("Класи й кількість учнів"),
        [needed(_l("Напишіть класи й кількість учнів.")), at_most(5_000)],
        description=_l("Один клас у рядку: «7-А; 28». Імен учнів не пишіть."),
    )
    more = BooleanField(_l("Додати талони до класів, які їх уже мають"))
    counts: dict[str, int]

    def validate_classes(self, field: Field) -> None:
        """The first wrong line stops; all of them would not fit the summary."""
        self.counts, faults = read_classes(field.data)
        if faults:
            first = faults[0]
            where = _("Рядок %(line)s, «%(text)s».", line=first.line, text=first.text) if first.text else ""
            raise StopValidation(f"{where} {labels(first.refusal)}".strip())


class ReplaceForm(PbForm):
    """One lost slip whose code is known."""

    code = StringField(
        _l("Код загубленого талона"),
        [needed(_l("Введіть код загубленого талона.")), at_most(40)],
        description=_l("12 літер і цифр. Старий код перестане діяти."),
    )


class ReplaceClassForm(PbForm):
    """A class whose unused slips are all replaced."""

    label = SelectField(_l("Клас"), [needed(_l("Оберіть клас."))])

    def offer(self, classes: list[str]) -> None:
        """Fill the list."""
        choices: list[tuple[str, Any]] = [(label, label) for label in classes]
        self.label.choices = [("", _("Оберіть клас")), *choices]
