"""Forms of the paper's stage; what a typed line means is in `rules`."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import NumberRange

from pb.paper.rules import MOST_PRINTED, Verdict
from pb.web.forms import PbForm, at_most, needed

MOST_TYPED = 200_000


class OrderForm(PbForm):
    """How many ballots for which desk."""

    desk = SelectField(_l("Пункт голосування"), [needed(_l("Оберіть пункт."))])
    amount = IntegerField(
        _l("Скільки бюлетенів кожного напряму"),
        [needed(_l("Напишіть кількість.")), NumberRange(1, MOST_PRINTED, _l("Можна від 1 до 500 за один раз."))],
        description=_l("Якщо бюлетені для пункту вже є, додамо ще стільки."),
    )

    def offer(self, desks: list[tuple[str, Any]]) -> None:
        """Fill the list."""
        self.desk.choices = [("", _("Оберіть пункт")), *desks]


class AccountForm(PbForm):
    """What came back to the desk."""

    returned = IntegerField(
        _l("Повернуто чистих бланків"),
        [NumberRange(0, 100_000, _l("Напишіть число, можна 0."))],
        description=_l("Бланки, яких ніхто не взяв."),
    )
    spoilt = IntegerField(
        _l("Зіпсовано й замінено"),
        [NumberRange(0, 100_000, _l("Напишіть число, можна 0."))],
        description=_l("Бланки, які виборці повернули замість нових."),
    )
    note = TextAreaField(_l("Що треба пояснити"), [at_most(500)])


class TypingForm(PbForm):
    """What is on the ballots, one a line."""

    marks = TextAreaField(_l("Бюлетені"), [at_most(MOST_TYPED)])


class ListForm(PbForm):
    """A journal for a desk without a network."""

    desk = SelectField(_l("Пункт голосування"), [needed(_l("Оберіть пункт."))])

    def offer(self, desks: list[tuple[str, Any]]) -> None:
        """Fill the list."""
        self.desk.choices = [("", _("Оберіть пункт")), *desks]


class MergeForm(PbForm):
    """What stands in the journal, one row a line."""

    journal = TextAreaField(
        _l("Рядки журналу"),
        [at_most(20_000)],
        description=_l("«3; 1234567899; 14.07.1987; 1 4»: рядок, номер документа, дата народження, напрями."),
    )


class DecisionForm(PbForm):
    """What is to become of a batch in quarantine."""

    verdict = RadioField(_l("Що зробити з партією"), [needed(_l("Оберіть рішення."))])
    reason = TextAreaField(
        _l("Чому"),
        [needed(_l("Поясніть рішення: його побачать усі.")), at_most(1000)],
        description=_l("Пояснення публічне. Імен виборців не пишіть."),
    )

    def offer(self, verdicts: list[tuple[str, Any]]) -> None:
        """Fill the list, already worded."""
        self.verdict.choices = verdicts

    @property
    def chosen(self) -> Verdict:
        """The verdict of a valid form."""
        return Verdict(self.verdict.data)
