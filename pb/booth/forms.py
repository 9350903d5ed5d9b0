"""Forms of the booth and of the desk."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from pb.electorate.forms import CaseForm
from pb.electorate.rules import LostBy, ResidenceProof
from pb.identity.rules import NumberKind
from pb.web.forms import PbForm, at_most, needed


class CodeForm(PbForm):
    """A code from a slip or from the operator's screen."""

    code = StringField(_l("Код"), [needed(_l("Введіть код.")), at_most(40)])


class SlipForm(CodeForm):
    """A pupil's slip, on the pupil's own device or on one that a class shares."""

    classroom = BooleanField(_l("Цим пристроєм голосують кілька учнів"))


class ShiftForm(PbForm):
    """Where an operator begins to work."""

    cycle = SelectField(_l("Цикл"), [needed(_l("Оберіть цикл."))])
    desk = SelectField(_l("Пункт голосування"), [needed(_l("Оберіть пункт."))])


class IdentifyForm(PbForm):
    """What the operator reads off the documents; nothing of it is stored but a key that cannot be turned back."""

    kind = RadioField(_l("Який номер у документі"), [needed(_l("Оберіть вид номера."))], default=NumberKind.TAX.value)
    number = StringField(_l("Номер"), [needed(_l("Введіть номер із документа.")), at_most(20)])
    birth_date = DateField(_l("Дата народження"), [needed(_l("Введіть дату народження."))], format="%d %m %Y")
    place = SelectField(_l("Де людина живе"), validate_choice=True)
    proof = RadioField(
        _l("Чим підтверджено"), [needed(_l("Оберіть документ."))], default=ResidenceProof.REGISTRATION.value
    )

    def offer(self, places: list[SelectChoice], kinds: list[SelectChoice], proofs: list[SelectChoice]) -> None:
        """Fill the lists, already worded."""
        self.place.choices, self.kind.choices, self.proof.choices = places, kinds, proofs


class ReissueForm(IdentifyForm):
    """A person whose envelope was lost: their documents, where, how."""

    contests = SelectMultipleField(
        _l("У яких напрямах конверт не дійшов"),
        [needed(_l("Позначте хоча б один напрям."))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    lost_by = RadioField(_l("Що сталося"), [needed(_l("Оберіть, що сталося."))], default=LostBy.DEVICE.value)
    reason = TextAreaField(
        _l("Пояснення для уповноваженого"),
        [needed(_l("Поясніть, що сталося.")), at_most(500)],
        description=_l("Імен і номерів не пишіть."),
    )


class DeskCaseForm(IdentifyForm, CaseForm):
    """A person at the desk who says that somebody voted in their name: documents and what they tell."""


class CloseForm(PbForm):
    """The end of a shift."""

    note = TextAreaField(_l("Що треба пояснити"), [at_most(500)])
