"""The parts of the application as forms; whether they are complete is asked only before sending."""

from math import isfinite
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Email, NumberRange, Optional

from pb.errors import Refused
from pb.identity.rules import NumberKind, normalised_number
from pb.projects.rules import Applicant, EstimateLine, Shape
from pb.submission.lines import pasted_lines, read_line
from pb.submission.rules import MOST_LINES, MOST_SIGNATURES, Body, Refusal, Settle
from pb.web.forms import PbForm, WholeField, add_mistake, at_most, needed
from pb.web.labels import labels

OF_RESIDENTS = (NumberKind.TAX, NumberKind.PASSPORT)


class PartForm(PbForm):
    """A part of the application; it remembers which stored text its writer has seen."""

    seen = HiddenField()


class IdeaForm(PartForm):
    """What the author wants to change, in their own words."""

    title = StringField(_l("Назва проєкту"), [at_most(120)], description=_l("Коротко: що і де. До 120 знаків."))
    contest = SelectField(_l("Напрям"), choices=[], description=_l("Від напряму залежить найбільша вартість проєкту."))
    summary = TextAreaField(
        _l("Що зміниться"), [at_most(300)], description=_l("Одне-два речення: їх побачать на картці проєкту.")
    )
    problem = TextAreaField(_l("Яку проблему це вирішує"), [at_most(4000)])
    idea = TextAreaField(_l("Що саме треба зробити"), [at_most(4000)])
    beneficiaries = TextAreaField(_l("Кому це допоможе"), [at_most(2000)])
    plan = TextAreaField(_l("План робіт за етапами"), [at_most(4000)])
    upkeep = TextAreaField(_l("Хто й як доглядатиме потім"), [at_most(2000)])


class DictatedForm(IdeaForm):
    """An application on one page, as an operator types it for somebody."""

    kind = RadioField(
        _l("Який номер у документі"),
        [needed(_l("Оберіть вид номера."))],
        choices=[SelectChoice(kind.value, kind.value) for kind in OF_RESIDENTS],
        default=NumberKind.TAX.value,
    )
    number = StringField(_l("Номер"), [needed(_l("Введіть номер із документа.")), at_most(20)])
    name = StringField(_l("Ім’я та прізвище"), [needed(_l("Введіть ім’я з документа.")), at_most(120)])
    birth_date = DateField(_l("Дата народження"), [needed(_l("Введіть дату народження."))], format="%d %m %Y")
    email = EmailField(_l("Електронна адреса"), [Optional(), Email(_l("Адреса має вигляд name@example.org."))])
    phone = StringField(_l("Телефон"), [at_most(40)])
    district = SelectField(_l("Місто або село"), choices=[])
    address = StringField(_l("Адреса або орієнтир"), [at_most(200)])
    rows = TextAreaField(
        _l("Кошторис"),
        [at_most(20_000)],
        description=_l("Кожен рядок: що; одиниця; кількість; ціна. Наприклад: Лавка; шт.; 4; 8500."),
    )

    def lines(self) -> list[EstimateLine]:
        """The rows of the estimate; what is wrong with one hangs on the field."""
        found, faults = pasted_lines(self.rows.data or "")
        for number, fault in faults[:5]:
            add_mistake(self.rows, gettext("Рядок %(number)s: %(fault)s", number=number, fault=labels(fault)))
        return found


def offer_contests(form: IdeaForm, contests: list[Any]) -> None:
    """Put the contests of a cycle into the list."""
    titles = [SelectChoice(entry.code, entry.title) for entry in contests]
    form.contest.choices = [SelectChoice("", gettext("оберіть напрям")), *titles]


class PlaceForm(PartForm):
    """Where it should be."""

    address = StringField(
        _l("Адреса або орієнтир"), [at_most(200)], description=_l("Наприклад: вул. Цвітна, 12, двір біля школи.")
    )
    district = SelectField(
        _l("Місто або село"), choices=[], description=_l("Можна пропустити, якщо позначити точку на карті.")
    )
    settle = RadioField(
        _l("Місце на карті й у списку не збігаються"),
        choices=[SelectChoice(answer.value, answer.value) for answer in Settle],
        validate_choice=False,
    )
    shape = RadioField(
        _l("Що позначаємо на карті"),
        choices=[SelectChoice(shape.value, shape.value) for shape in Shape],
        validate_choice=False,
    )
    latitude = StringField(_l("Широта"), description=_l("Заповниться сама, якщо торкнутися карти."))
    longitude = StringField(_l("Довгота"))
    more = TextAreaField(
        _l("Інші точки"),
        [at_most(4000)],
        description=_l("Кожна з нового рядка: широта, довгота. Для лінії – по порядку."),
    )

    def point(self) -> tuple[float, float] | None:
        """The point typed or tapped, None when there is none; a half or unreadable one is a mistake."""
        typed = [field.data for field in (self.latitude, self.longitude) if field.data]
        if not typed:
            return None
        found = _point(typed)
        if found is None:
            add_mistake(self.latitude, _l("Напишіть обидва числа, наприклад 48,9226 і 24,7111."))
        return found

    def further_points(self) -> tuple[tuple[float, float], ...]:
        """The other points; a line that is none is a mistake."""
        lines = [line for line in (self.more.data or "").splitlines() if line.strip()]
        found = [_point(line.replace(";", " ").split(", ") if ", " in line else line.split()) for line in lines]
        for number, point in enumerate(found, start=1):
            if point is None:
                sentence = gettext("Рядок %(number)s: потрібні широта й довгота: 48.9226, 24.7111.", number=number)
                add_mistake(self.more, sentence)
        return tuple(point for point in found if point is not None)


def _point(typed: list[str]) -> tuple[float, float] | None:
    try:
        latitude, longitude = (float(text.strip().replace(",", ".")) for text in typed)
    except ValueError:
        return None
    return (latitude, longitude) if isfinite(latitude) and isfinite(longitude) else None


class LineForm(PbForm):
    """One line of the estimate."""

    class Meta(PbForm.Meta):
        csrf = False

    item = StringField(_l("Що купуємо або робимо"), [at_most(200)])
    unit = StringField(_l("Одиниця"), [at_most(20)])
    quantity = StringField(_l("Кількість"))
    price = StringField(_l("Ціна за одиницю"))

    @property
    def is_empty(self) -> bool:
        return not (self.item.data or self.quantity.data or self.price.data)

    def line(self) -> EstimateLine | None:
        """The line as typed, or None with its mistakes hung on the fields."""
        typed = (field.data or "" for field in (self.item, self.unit, self.quantity, self.price))
        found = read_line(*typed)
        if isinstance(found, EstimateLine):
            return found
        for name, fault in found.items():
            add_mistake(self[name], labels(fault))
        return None


class EstimateForm(PartForm):
    """The estimate; three empty lines wait at the end, so that it works without scripts."""

    lines = FieldList(FormField(LineForm), max_entries=MOST_LINES + 3)
    reserve = StringField(_l("Запас на непередбачене, відсотків"), description=_l("На випадок, якщо ціни зростуть."))
    paste = TextAreaField(
        _l("Вставити рядки з таблиці"),
        [at_most(20_000)],
        description=_l("Скопіюйте з Excel або Google Таблиць стовпці: що, одиниця, кількість, ціна."),
    )

    def read(self) -> list[EstimateLine] | None:
        """The lines that are filled in and those pasted, or None when something is wrong with one."""
        found = [entry.form.line() for entry in self.lines if not entry.form.is_empty]
        pasted, faults = pasted_lines(self.paste.data or "")
        for number, fault in faults[:5]:
            add_mistake(self.paste, gettext("Рядок %(number)s: %(fault)s", number=number, fault=labels(fault)))
        if None in found or faults:
            return None
        return [*(line for line in found if line is not None), *pasted]

    def read_reserve(self) -> int:
        """Percent; what is no whole number is refused as too large would be."""
        text = (self.reserve.data or "0").rstrip("% ")
        return int(text) if text.isdecimal() and len(text) <= 3 else -1


class PhotoForm(PbForm):
    """Photos, from the gallery or straight from the camera, and what can be seen on them."""

    photo = MultipleFileField(
        _l("Фото"), description=_l("JPEG, PNG або WebP, до 10 МБ. Дані про місце зйомки ми видалимо.")
    )
    camera = FileField(_l("Зняти фото зараз"), description=_l("На телефоні відкриється камера."))
    alt = StringField(
        _l("Що видно на фото?"), [at_most(200)], description=_l("Для людей, які не бачать. Можна пропустити.")
    )


class DocumentForm(PbForm):
    """One document."""

    document = FileField(
        _l("Документ"),
        description=_l("PDF, DOCX, XLSX, ODT або ODS, до 10 МБ. Його побачать лише ви й ті, хто розглядає проєкт."),
    )


class AboutForm(PbForm):
    """How the author can be reached; private."""

    email = EmailField(_l("Електронна адреса"), [Optional(), Email(_l("Адреса має вигляд name@example.org."))])
    phone = StringField(_l("Телефон"), [at_most(40)])
    applicant = RadioField(
        _l("Від кого подаєте проєкт"),
        choices=[SelectChoice(kind.value, kind.value) for kind in Applicant],
        validate_choice=False,
    )
    body_name = StringField(_l("Назва організації"), [at_most(120)], description=_l("Її побачать усі, разом із кодом."))
    body_code = StringField(
        _l("Код ЄДРПОУ"),
        [at_most(20)],
        description=_l("Вісім цифр. Орган самоорганізації без реєстрації може пропустити."),
    )

    def body(self) -> Body | None:
        """In whose name, as typed; None when the page did not ask."""
        if self.applicant.data not in set(Applicant):
            return None
        code = "".join((self.body_code.data or "").split())
        return Body(Applicant(self.applicant.data), self.body_name.data or "", code)


class InviteForm(PbForm):
    """Whom the first author invites."""

    name = StringField(_l("Кого запрошуєте?"), [at_most(200)], description=_l("Ім’я для вас: його побачите лише ви."))


class JoinForm(PbForm):
    """The invited person's answer."""

    answer = StringField()


class RemarksForm(PbForm):
    """The author's answer to each remark."""

    answers = FieldList(TextAreaField("", [at_most(2000)]))

    def ask(self, remarks: list[str]) -> None:
        """One field a remark, labelled with it; what a stranger added is dropped."""
        while len(self.answers) > len(remarks):
            self.answers.pop_entry()
        while len(self.answers) < len(remarks):
            self.answers.append_entry()
        for field, remark in zip(self.answers, remarks, strict=True):
            field.label.text = remark


class SendForm(PbForm):
    """The last step."""

    consent = BooleanField(_l("Погоджуюся, що проєкт і моє ім’я побачать усі, а контакти – лише працівники програми."))


class SupportForm(PbForm):
    """One button; who presses it is known from the bank."""


class SupportListForm(PbForm):
    """A paper list as the operator reads it."""

    number = StringField(_l("Номер аркуша"), [needed(_l("Введіть номер аркуша.")), at_most(20)])
    lines = WholeField(
        _l("Скільки дійсних підписів"),
        [
            needed(_l("Введіть, скільки підписів на аркуші.")),
            NumberRange(1, MOST_SIGNATURES, _l("На одному аркуші – від 1 до 50 підписів.")),
        ],
        description=_l("Закреслені й нерозбірливі не рахуйте."),
    )
    numbers = TextAreaField(
        _l("Податкові номери або паспорти"),
        [at_most(2000)],
        description=_l("Кожен з нового рядка. За ними людину рахуємо один раз; самих номерів не зберігаємо."),
    )

    def read_numbers(self) -> tuple[tuple[NumberKind, str], ...]:
        """The numbers as typed, in their one spelling; Refused, with the line, at the first that cannot be one."""
        found = []
        lines = [line for line in (self.numbers.data or "").splitlines() if line.strip()]
        for place, line in enumerate(lines, start=1):
            number = next((one for kind in OF_RESIDENTS if (one := _number(kind, line))), None)
            if number is None:
                raise Refused(Refusal.NUMBER_UNREADABLE, line=place)
            found.append(number)
        return tuple(found)


def _number(kind: NumberKind, typed: str) -> tuple[NumberKind, str] | None:
    number = normalised_number(kind, typed)
    return (kind, number) if number else None


class WithdrawForm(PbForm):
    """Taking a project back."""

    reason = TextAreaField(_l("Чому ви відкликаєте проєкт?"), [at_most(1000)])


def line_values(lines: list[Any]) -> list[dict[str, Any]]:
    """Stored lines as the form shows them, and three empty ones."""
    filled = [
        {
            "item": row.item,
            "unit": row.unit,
            "quantity": f"{row.quantity / 1000:g}".replace(".", ","),
            "price": f"{row.price_kopecks / 100:.2f}".replace(".", ",").removesuffix(",00"),
        }
        for row in lines
    ]
    return [*filled, {}, {}, {}]
