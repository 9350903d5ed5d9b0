"""Forms of certificates: issue all, revoke one, correct a name."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from pb.web.forms import PbForm, at_most


class IssueForm(PbForm):
    """A button with its token and nothing typed."""


class RevokeForm(PbForm):
    """Why a certificate no longer holds."""

    reason = TextAreaField(
        _l("Чому скасовуєте"), [at_most(500)], description=_l("Причину побачить кожен, хто перевірить код.")
    )


class ReissueForm(PbForm):
    """The corrected name."""

    name = StringField(
        _l("Правильне ім’я"), [at_most(120)], description=_l("Так його буде надруковано. Старий код покаже заміну.")
    )
