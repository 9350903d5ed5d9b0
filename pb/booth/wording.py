"""Words of the booth: what a pick was refused for and the way out."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.booth.rules import Act, Refusal

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Act.ADD: _l("Обрати"),
        Act.REMOVE: _l("Прибрати"),
        Act.UP: _l("Вище"),
        Act.DOWN: _l("Нижче"),
        Act.GIVE: _l("Дати бали"),
    },
    {
        Refusal.LIMIT_REACHED: _l("Ви вже обрали %(count)s з %(most)s. Щоб додати цей, приберіть інший."),
        Refusal.OVER_PURSE: _l("Не вистачає %(shortage)s. Приберіть дорожчий проєкт або оберіть інший."),
        Refusal.OVER_LIMIT: _l("Із цієї групи можна обрати не більше %(most)s. Приберіть один із них."),
        Refusal.UNKNOWN_PROJECT: _l("Такого проєкту немає в цьому бюлетені. Оновіть сторінку."),
        Refusal.BAD_POINTS: _l("Стільки балів дати не можна. Можна так: %(scale)s."),
        Refusal.OVER_POINTS: _l("Забагато на %(over)s. Разом можна дати %(total)s балів: зменште інші."),
        Refusal.PLACE_TAKEN: _l("Оцінку %(points)s ви вже дали іншому проєкту. Приберіть її там."),
        Refusal.TOO_FEW: _l("Оберіть ще %(missing)s, інакше цей напрям не зарахуємо."),
        Refusal.PLACES_UNFILLED: _l("Дайте проєктам такі бали: %(scale)s. Тоді напрям зарахуємо."),
        Refusal.GROUP_PICKED: _l(
            "У цій групі напрямів ви можете проголосувати лише в %(most)s. "
            "Щоб обрати тут, приберіть вибір в іншому напрямі групи."
        ),
        Refusal.GROUP_OVER: _l("У групі обрано напрямів більше, ніж можна, на %(over)s. Приберіть вибір у зайвих."),
        Refusal.VISIT_NEEDED: _l("Минуло 15 хвилин від входу. Увійдіть ще раз: ваш вибір збережено."),
    },
]
