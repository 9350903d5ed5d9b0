"""Forms of the works: a start, a post from the site, a resident's rating."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from pb.implementation.rules import MOST_PHOTOS, ROAD, STARS, Progress, Stage, Verdict
from pb.implementation.wording import LABELS
from pb.web.forms import MoneyField, PbForm, at_most, needed

WORDS = {value: text for labelled in LABELS for value, text in labelled.items() if isinstance(value, Stage | Verdict)}


class DayField(DateField):  # type: ignore[misc]
    """A day in three boxes; all empty means no day, some empty is a mistake."""

    def __init__(self, label: Any, validators: Any = (), **options: Any) -> None:
        wrong = _l("Напишіть день, місяць і рік цифрами, наприклад 5 9 2026.")
        super().__init__(label, validators, format="%d %m %Y", invalid_value_message=wrong, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist if any(part.strip() for part in valuelist) else [])


class StartForm(PbForm):
    """The department's money and plan; a stage that will not be needed stays empty."""

    department = SelectField(_l("Хто виконує"), choices=[])
    allocated = MoneyField(_l("Виділено з бюджету"), [needed(_l("Напишіть, скільки виділено."))])
    contact = StringField(
        _l("Кому ставити запитання"),
        [needed(_l("Напишіть, куди звертатися мешканцям.")), at_most(200)],
        description=_l("Відділ, телефон або електронна адреса: їх побачать усі."),
    )
    documents = DayField(WORDS[Stage.DOCUMENTS])
    tender = DayField(WORDS[Stage.TENDER])
    contract = DayField(WORDS[Stage.CONTRACT])
    works = DayField(WORDS[Stage.WORKS])
    acceptance = DayField(WORDS[Stage.ACCEPTANCE])
    done = DayField(WORDS[Stage.DONE], [needed(_l("Вкажіть, коли плануєте завершити."))])

    def planned(self) -> dict[Stage, date]:
        """The planned days that were given."""
        return {stage: self[stage.value].data for stage in ROAD[1:] if self[stage.value].data}


class PostForm(PbForm):
    """News from the site: stage, one to three sentences, photos, money."""

    stage = RadioField(_l("Який зараз етап"), [needed(_l("Оберіть етап."))])
    text = TextAreaField(
        _l("Що нового"),
        [needed(_l("Напишіть одне-три речення.")), at_most(1000)],
        description=_l("Одне-три речення простими словами: що зробили й що далі."),
    )
    reason = TextAreaField(
        _l("Причина"),
        [at_most(1000)],
        description=_l("Потрібна, якщо проєкт спізнюється, зупинився, повернувся назад або подорожчав."),
    )
    next_on = DayField(_l("Коли плануєте наступний етап"))
    paid = MoneyField(_l("Усього сплачено на сьогодні"))
    contracted = MoneyField(_l("Сума договору"))
    tender_number = StringField(
        _l("Номер закупівлі"), [at_most(40)], description=_l("Наприклад UA-2026-03-05-001234-a.")
    )
    contract_number = StringField(_l("Номер договору"), [at_most(60)])
    photo1 = FileField(_l("Фото 1"), description=_l("До 10 МБ кожне. Не знімайте зблизька обличчя й номери авто."))
    alt1 = StringField(_l("Що видно на фото 1"), [at_most(200)])
    photo2 = FileField(_l("Фото 2"))
    alt2 = StringField(_l("Що видно на фото 2"), [at_most(200)])
    photo3 = FileField(_l("Фото 3"))
    alt3 = StringField(_l("Що видно на фото 3"), [at_most(200)])

    @property
    def slots(self) -> list[tuple[Any, Any]]:
        """(file, words) of each photo."""
        return [(self[f"photo{number}"], self[f"alt{number}"]) for number in range(1, MOST_PHOTOS + 1)]

    def photos(self) -> list[tuple[bytes, str]]:
        """The photos that were chosen, as (bytes, what can be seen)."""
        chosen = [(file.data, words.data or "") for file, words in self.slots]
        return [(upload.read(), words) for upload, words in chosen if getattr(upload, "filename", "")]

    def progress(self) -> Progress:
        """What was typed, as the service takes it."""
        return Progress(
            stage=Stage(self.stage.data),
            text=self.text.data or "",
            reason=self.reason.data or "",
            paid=self.paid.data,
            contracted=self.contracted.data,
            tender_number=self.tender_number.data or "",
            contract_number=self.contract_number.data or "",
            next_on=self.next_on.data,
        )


class RatingForm(PbForm):
    """A resident's word about the finished thing."""

    verdict = RadioField(
        _l("Чи зроблено те, за що голосували?"),
        [needed(_l("Оберіть: так чи ні."))],
        choices=[SelectChoice(verdict.value, WORDS[verdict]) for verdict in Verdict],
    )
    stars = RadioField(
        _l("Ваша оцінка"),
        [needed(_l("Оберіть оцінку від 1 до 5."))],
        choices=[SelectChoice(str(stars)) for stars in STARS],
        description=_l("1 – дуже погано, 5 – чудово."),
    )
    comment = TextAreaField(
        _l("Кілька слів"), [at_most(500)], description=_l("Побачать усі, без вашого імені. Можна пропустити.")
    )


class HideForm(PbForm):
    """Why a comment is hidden."""

    reason = StringField(_l("Чому приховати"), [needed(_l("Напишіть причину.")), at_most(200)])
