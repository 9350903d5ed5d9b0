"""Forms of the coordinator; what a line of classes means is in `rules`."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import Email, NumberRange, Regexp, StopValidation

from pb.school.rules import CLASS, MOST_HANDS, read_classes
from pb.submission.forms import EstimateForm
from pb.web.forms import PbForm, WholeField, at_most, needed
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


class ClassesForm(SlipsForm):
    """Classes of years 1–4 that vote together, and how many pupils each has."""

    more = None


def hands_form(projects: list[tuple[int, str]]) -> PbForm:
    """A form with a field for the hands of each project (number, title)."""
    fields = {
        hands_field(number): WholeField(
            f"№ {number}. {title}",
            [needed(_("Впишіть число, а коли рук немає – 0.")), NumberRange(0, MOST_HANDS, _("Число від 0."))],
        )
        for number, title in projects
    }
    return type("HandsForm", (PbForm,), fields)()  # type: ignore[no-any-return]


def hands_field(number: int) -> str:
    """The name of a project's field."""
    return f"project_{number}"


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


LINES = 8


class ProjectForm(EstimateForm):
    """A pupil's project as the coordinator enters it, all on one page."""

    title = StringField(_l("Назва"), [needed(_l("Напишіть назву проєкту.")), at_most(120)])
    author = StringField(
        _l("Клас, який пропонує"),
        [needed(_l("Напишіть клас.")), Regexp(CLASS, message=_l("Почніть із номера класу, наприклад «7-А»."))],
        description=_l("Лише клас, наприклад «7-А». Імен дітей не пишіть: проєкт побачать усі."),
    )
    contest = SelectField(_l("Напрям"), [needed(_l("Оберіть напрям."))])
    summary = StringField(_l("Суть одним реченням"), [needed(_l("Напишіть суть одним реченням.")), at_most(200)])
    problem = TextAreaField(_l("Чого бракує зараз?"), [needed(_l("Напишіть, чого бракує.")), at_most(3_000)])
    idea = TextAreaField(_l("Що пропонують учні?"), [needed(_l("Опишіть ідею.")), at_most(3_000)])
    district = SelectField(_l("Населений пункт"), [needed(_l("Оберіть населений пункт."))])
    address = StringField(_l("Адреса школи"), [needed(_l("Напишіть адресу школи.")), at_most(200)])
    email = EmailField(
        _l("Ваша електронна адреса"),
        [needed(_l("Напишіть свою електронну адресу.")), Email(_l("Адреса має вигляд name@example.org."))],
        description=_l("Сюди надходитимуть запитання про проєкт. Її побачать лише працівники програми."),
    )

    def offer(self, contests: list[tuple[str, Any]], districts: list[tuple[str, Any]]) -> None:
        """Fill the lists; a single contest is chosen already."""
        self.contest.choices = contests if len(contests) == 1 else [("", _("Оберіть напрям")), *contests]
        self.district.choices = [("", _("Оберіть населений пункт")), *districts]
