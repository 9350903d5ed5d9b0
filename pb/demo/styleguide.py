"""Sample data of the styleguide: one field of each kind, a form full of mistakes, a member of staff.

The components themselves are templates/styleguide.html and templates/styleguide/*.html.
"""

from types import SimpleNamespace
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

STAFF: dict[str, Any] = {
    "staff_nav": [
        ("", [("today", "Сьогодні", "#t", None)]),
        ("Проєкти", [("queue", "Черга аналізу", "#q", 7), ("sittings", "Засідання", "#s", None)]),
        ("Голосування", [("desk", "Пункт голосування", "#d", None), ("paper", "Паперові бюлетені", "#p", 2)]),
    ],
    "person": SimpleNamespace(name="Орися Вигадана", role="секретарка комісії"),
    "sign_out_href": "#out",
}


class SampleForm(FlaskForm):  # type: ignore[misc]
    """One field of each kind."""

    title = StringField(
        "Назва проєкту",
        [InputRequired("Впишіть назву проєкту"), Length(max=120, message="Назва довша за 120 знаків")],
        description="Коротко й зрозуміло: що саме з’явиться у громаді",
    )
    gain = TextAreaField("Що це дасть громаді", [InputRequired("Напишіть, що зміниться для мешканців")])
    plan = TextAreaField("Як це зробити")
    cost = DecimalField("Орієнтовна вартість", [InputRequired("Впишіть вартість цифрами, наприклад 250 000")])
    people = IntegerField("Скільки людей користуватиметься")
    category = SelectField("Напрям", choices={"": "Оберіть напрям", "green": "Зелена зона", "streets": "Вулиці"})
    land = RadioField(
        "Чия це ділянка?",
        [InputRequired("Скажіть, чия це ділянка")],
        choices={"community": "Комунальна", "other": "Інша", "unknown": "Не знаю"},
    )
    needs = SelectMultipleField(
        "Що передбачити для зручності всіх?",
        choices={"ramp": "Пандус", "tactile": "Тактильна смуга", "benches": "Лавки зі спинками"},
        option_widget=CheckboxInput(),
        widget=ListWidget(),
    )
    born = DateField("Дата народження", format="%d %m %Y", description="Наприклад, 27 3 1985")
    photo = FileField("Фото місця", description="JPG або PNG, до 10 МБ")
    lat = StringField("Широта")
    lon = StringField("Довгота")
    consent = BooleanField(
        "Погоджуюся, щоб ім’я автора було видно всім", [InputRequired("Без цієї згоди подати не можна")]
    )


def forms() -> dict[str, SampleForm]:
    """The empty form, the one with a mistake in every required field, and the search."""
    typed = MultiDict({"wrong-title": "Сквер " * 25, "wrong-cost": "багато"})
    wrong = SampleForm(typed, prefix="wrong-", meta={"csrf": False})
    wrong.validate()
    search = SampleForm(prefix="search-", meta={"csrf": False})
    return {"form": SampleForm(meta={"csrf": False}), "wrong": wrong, "search": search}
