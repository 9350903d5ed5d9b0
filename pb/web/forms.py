"""The base of every form: trimmed text, money, and the error summary's list; no stage's fields here."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, StopValidation

from pb.values.money import Kopecks, parse_money


def trimmed(value: Any) -> Any:
    """Text without spaces around it and without NUL, which PostgreSQL cannot store; anything else as it is."""
    return value.replace("\0", "").strip() if isinstance(value, str) else value


class PbForm(FlaskForm):  # type: ignore[misc]
    """A form that trims its texts and lists its mistakes for the summary."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                options["filters"] = [*unbound_field.kwargs.get("filters", []), trimmed]
            return unbound_field.bind(form=form, **options)

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """(id of the field, sentence) in the order of the page."""
        return [(str(field.id), str(sentence)) for field in self for sentence in _flat(field.errors)]


def _flat(errors: Any) -> list[str]:
    if isinstance(errors, dict):
        return [sentence for part in errors.values() for sentence in _flat(part)]
    if isinstance(errors, Sequence) and not isinstance(errors, str):
        return [sentence for part in errors for sentence in _flat(part)]
    return [str(errors)]


def needed(sentence: Any) -> InputRequired:
    """The field must be filled in; `sentence` says with what."""
    return InputRequired(message=sentence)


def at_most(length: int) -> Length:
    """No more than `length` characters, with the number in the sentence."""
    return Length(max=length, message=_l("Скоротіть текст: можна до %(max)d знаків."))


class MoneyField(StringField):  # type: ignore[misc]
    """An amount of money a person typed; `data` is kopecks or None, what was typed is kept for the page."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: Kopecks | None = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        try:
            self.data = parse_money(typed)
        except ValueError:
            raise ValueError(gettext("Напишіть суму цифрами, наприклад 12 500 або 1250,50.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        whole, rest = divmod(int(self.data), 100)
        return f"{whole},{rest:02d}" if rest else str(whole)


class WholeField(IntegerField):  # type: ignore[misc]
    """A whole number, with our own sentence for what is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_l("Впишіть ціле число цифрами.")) from error


def stop(sentence: str) -> StopValidation:
    """The answer of a validator that needs no further ones."""
    return StopValidation(sentence)


def add_mistake(field: Field, sentence: str) -> None:
    """Hang a service's refusal on the field it is about."""
    field.errors = [*field.errors, sentence]
