"""Words for refused pictures."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.media.rules import Refusal

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Refusal.TOO_LARGE: _l("Файл завеликий: можна до 10 МБ. Зменште фото або зробіть нове."),
        Refusal.NOT_A_PICTURE: _l("Це не фото. Додайте файл JPEG, PNG або WebP."),
        Refusal.TOO_MANY_PIXELS: _l("Фото має забагато пікселів. Зменште його до 40 мегапікселів."),
        Refusal.TOO_MANY: _l("Можна додати до 10 фото. Приберіть одне, щоб додати інше."),
    },
]
