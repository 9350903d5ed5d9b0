"""Forms of residents and of those who answer and moderate."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, StringField, TextAreaField
from wtforms.validators import Email, InputRequired

from pb.talk.rules import LONGEST, Kind
from pb.web.forms import PbForm, at_most, needed, stop
from pb.web.labels import labels


class Written(InputRequired):  # type: ignore[misc]
    """More than spaces."""

    def __call__(self, _form: object, field: StringField) -> None:
        if not field.data:
            raise stop(str(self.message))


class RemarkForm(PbForm):
    """A question or a comment."""

    kind = RadioField(_l("Що ви пишете"), [needed(_l("Оберіть: запитання чи коментар."))])
    text = TextAreaField(
        _l("Текст"),
        [Written(_l("Напишіть запитання чи коментар.")), at_most(LONGEST)],
        description=_l("Не пишіть телефонів, адрес і чужих імен: текст побачать усі."),
    )
    signature = StringField(
        _l("Як вас підписати"),
        [Written(_l("Напишіть, як вас підписати.")), at_most(60)],
        description=_l("Ім’я чи псевдонім. Ваше прізвище з банку ми не показуємо."),
    )

    def offer(self, kinds: list[Kind]) -> None:
        """Only the kinds that the cycle's rules allow."""
        self.kind.choices = [(kind.value, labels(kind)) for kind in kinds]


class ReportForm(PbForm):
    """What is wrong with a remark."""

    reason = TextAreaField(
        _l("Що не так"),
        [Written(_l("Напишіть, що не так: модератор читає вперше.")), at_most(300)],
    )


class SettleForm(PbForm):
    """A moderator's reason; which remarks are chosen, the page's boxes say."""

    reason = StringField(
        _l("Причина, якщо приховуєте"), [at_most(300)], description=_l("Її побачать автор тексту і всі читачі.")
    )


class AnswerForm(PbForm):
    """The department's answer."""

    answer = TextAreaField(
        _l("Відповідь департаменту"),
        [Written(_l("Напишіть відповідь.")), at_most(3000)],
        description=_l("Її одразу побачать усі. Ті, хто стежить за проєктом, отримають лист."),
    )


class FollowForm(PbForm):
    """Where to write."""

    email = EmailField(
        _l("Електронна адреса"),
        [Written(_l("Напишіть електронну адресу.")), Email(_l("Адреса має вигляд name@example.org.")), at_most(254)],
        description=_l("Лише для цих листів. Її не побачить ніхто."),
    )
