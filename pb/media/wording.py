"""Words for refused pictures."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.media.rules import DocumentKind, Refusal

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Refusal.TOO_LARGE: _l("Файл завеликий: можна до 10 МБ. Зменште фото або зробіть нове."),
        Refusal.NOT_A_PICTURE: _l("Це не фото. Додайте файл JPEG, PNG або WebP."),
        Refusal.TOO_MANY_PIXELS: _l("Фото має забагато пікселів. Зменште його до 40 мегапікселів."),
        Refusal.TOO_MANY: _l("Можна додати до 10 фото. Приберіть одне, щоб додати інше."),
        Refusal.NOT_A_DOCUMENT: _l("Такий файл не можна додати. Підійдуть PDF, DOCX, XLSX, ODT та ODS."),
        Refusal.HAS_MACROS: _l("У файлі є макроси або сторонні об’єкти. Збережіть його як PDF і додайте знову."),
        Refusal.ZIP_BOMB: _l("Файл усередині занадто великий або пошкоджений. Збережіть його як PDF."),
        Refusal.INFECTED: _l("Антивірус знайшов у файлі загрозу. Ми його не зберегли."),
        Refusal.SCANNER_DOWN: _l("Зараз не можемо перевірити файл. Спробуйте за кілька хвилин: решта збережена."),
        Refusal.TOO_MANY_DOCUMENTS: _l("Можна додати до 10 документів. Приберіть один, щоб додати інший."),
    },
    {
        DocumentKind.PDF: "PDF",
        DocumentKind.DOCX: "DOCX",
        DocumentKind.XLSX: "XLSX",
        DocumentKind.ODT: "ODT",
        DocumentKind.ODS: "ODS",
    },
]
