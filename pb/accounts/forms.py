"""Forms of staff accounts."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Email

from pb.values.permission import Role
from pb.web.forms import PbForm, at_most, needed


class SignInForm(PbForm):
    """First factor."""

    email = EmailField(_l("Електронна адреса"), [needed(_l("Напишіть електронну адресу."))])
    password = PasswordField(_l("Пароль"), [needed(_l("Напишіть пароль."))])


class CodeForm(PbForm):
    """Second factor."""

    code = StringField(_l("Код із застосунку"), [needed(_l("Напишіть шість цифр із застосунку."))])


class InvitationForm(PbForm):
    """What a new member of staff sets."""

    password = PasswordField(_l("Новий пароль"), [needed(_l("Придумайте пароль."))])
    code = StringField(_l("Код із застосунку"), [needed(_l("Напишіть шість цифр із застосунку."))])


class InviteForm(PbForm):
    """Whom an administrator invites."""

    name = StringField(_l("Ім’я та прізвище"), [needed(_l("Напишіть ім’я та прізвище.")), at_most(200)])
    email = EmailField(
        _l("Електронна адреса"),
        [needed(_l("Напишіть електронну адресу.")), Email(_l("Адреса має вигляд name@example.org."))],
    )
    roles = SelectMultipleField(_l("Ролі"), [needed(_l("Оберіть хоча б одну роль."))], choices=[r.value for r in Role])
    department = SelectField(_l("Департамент"), choices=[], validate_choice=True)


class RolesForm(PbForm):
    """Which roles a member of staff holds from now on."""

    roles = SelectMultipleField(_l("Ролі"), choices=[r.value for r in Role])
