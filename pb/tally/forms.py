"""Forms of the count: its acts, a drawn lot, and what the count of one contest is told."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from pb.cycles.rules import Unaffordable
from pb.tally.rules import RULES
from pb.tally.rules.contest import Ties
from pb.tally.rules.equal_shares import Completion, Start, StopWhen, Utility
from pb.tally.wording import RULE_NAMES
from pb.web.forms import PbForm, WholeField, at_most, needed
from pb.web.labels import labels


class CountForm(PbForm):
    """One act: take in the ballots, count every contest, adopt one contest."""

    act = StringField()
    contest = StringField()


class DrawForm(PbForm):
    """A lot drawn because the count asked for one."""

    numbers = StringField(
        _l("Номери в порядку, у якому їх витягнули"),
        [needed(_l("Впишіть номери проєктів у порядку жеребу.")), at_most(400)],
        description=_l("Через кому, наприклад 7, 3."),
    )
    place = StringField(
        _l("Де, коли й перед ким тягнули жереб"),
        [needed(_l("Напишіть, де й перед ким тягнули жереб.")), at_most(300)],
        description=_l("Це побачать усі."),
    )


class CorrectionForm(PbForm):
    """Why an adopted count is made anew."""

    reason = TextAreaField(
        _l("Що виправляєте й чому"),
        [needed(_l("Напишіть, що саме виправляєте: це прочитають мешканці.")), at_most(1000)],
        description=_l("Це побачать усі поруч із новим підсумком."),
    )


def _worded(*values: Any) -> list[tuple[str, Any]]:
    return [(value.value, labels(value)) for value in values]


_WHOLE = [
    InputRequired(_l("Впишіть число. Нуль означає «без обмеження».")),
    NumberRange(0, 1_000_000, _l("Впишіть число від 0.")),
]


class CountRulesForm(PbForm):
    """What the count of one contest is told."""

    rule = RadioField(_l("Правило підрахунку"))
    unaffordable = RadioField(_l("Якщо на проєкт бракує грошей"))
    threshold = WholeField(_l("Найменше голосів для перемоги"), _WHOLE)
    tail_percent = WholeField(
        _l("Профінансувати перший непрохідний, якщо лишилося стільки відсотків його вартості"),
        [InputRequired(_l("Впишіть відсотки. Нуль означає «ні».")), NumberRange(0, 100, _l("Впишіть від 0 до 100."))],
        description=_l("Нуль – не фінансувати. У Познані це 80."),
    )
    least_winners = WholeField(
        _l("Найменше переможців"),
        _WHOLE,
        description=_l("Доки їх менше, перелік не завершується. Нуль – без обмеження."),
    )
    most_winners = WholeField(_l("Найбільше переможців"), _WHOLE, description=_l("Нуль – без обмеження."))
    rest_years = WholeField(
        _l("Скільки років відпочиває адреса, за якою щось перемогло"), _WHOLE, description=_l("Нуль – не відпочиває.")
    )
    one_per_address = BooleanField(_l("За однією адресою перемагає лише один проєкт"))
    ties = RadioField(_l("Якщо голосів порівну"))
    caps = TextAreaField(
        _l("Межі для місць"),
        [at_most(2000)],
        description=_l("Рядок на місце: назва; найбільше гривень; найбільше переможців. Зайве лишіть порожнім."),
    )
    conflicts = TextAreaField(
        _l("Проєкти, з яких перемагає лише один"),
        [at_most(2000)],
        description=_l("Рядок на групу: номери через кому. Змінити можна до початку голосування."),
    )
    utility = SelectField(_l("Рівні частки: що цінує виборець"))
    completion = SelectField(_l("Рівні частки: що робити з рештою"))
    stop_when = SelectField(_l("Рівні частки: коли припинити збільшення"))
    start = SelectField(_l("Рівні частки: перша частка"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule.choices = [(rule.name, RULE_NAMES[rule.name]) for rule in RULES]
        self.unaffordable.choices = _worded(*Unaffordable)
        self.ties.choices = _worded(*Ties)
        for field, words in (
            (self.utility, Utility),
            (self.completion, Completion),
            (self.stop_when, StopWhen),
            (self.start, Start),
        ):
            field.choices = _worded(*words)
