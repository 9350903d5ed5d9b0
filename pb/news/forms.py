"""The form of a piece of news."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField, StringField, TextAreaField

from pb.news.rules import Draft
from pb.web.forms import PbForm, at_most


class NewsForm(PbForm):
    """Title, text in Markdown, a picture; English if there is one."""

    title = StringField(_l("Заголовок"), [at_most(120)])
    text = TextAreaField(
        _l("Текст"),
        [at_most(10_000)],
        description=_l("Перший абзац стане коротким описом. **Жирний**, [посилання](https://…)."),
    )
    picture = FileField(_l("Фото"), description=_l("JPEG, PNG або WebP, до 10 МБ."))
    alt = StringField(_l("Що видно на фото"), [at_most(200)])
    title_en = StringField(_l("Заголовок англійською"), [at_most(160)])
    text_en = TextAreaField(_l("Текст англійською"), [at_most(10_000)])

    def draft(self) -> Draft:
        """What was typed, as the service takes it."""
        return Draft(self.title.data or "", self.text.data or "", self.title_en.data or "", self.text_en.data or "")

    def upload(self) -> tuple[bytes, str] | None:
        """The chosen picture as (bytes, what can be seen)."""
        chosen = self.picture.data
        return (chosen.read(), self.alt.data or "") if getattr(chosen, "filename", "") else None


class PlainForm(PbForm):
    """A button with its token and nothing typed."""
