"""Words for refused news."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.news.rules import Refusal

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Refusal.TITLE_NEEDED: _l("Дайте новині заголовок."),
        Refusal.TEXT_NEEDED: _l("Напишіть текст новини."),
        Refusal.PICTURE_NEEDS_WORDS: _l("Напишіть, що видно на фото: його не всі бачать."),
    },
]
