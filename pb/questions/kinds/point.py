"""A point on the map: latitude and longitude in degrees."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from pb.questions.kinds.contract import Json, Kind, hint
from pb.questions.kinds.number import read_number
from pb.questions.rules import Question
from pb.web.forms import add_mistake


class Point(Kind):
    code, label, place = "point", _l("Точка на карті"), 70
    macro = (("lat", "point_field"),)  # one macro draws both fields

    def fields(self, question: Question) -> dict[str, Any]:
        return {
            "lat": StringField(_l("%(question)s (широта)", question=question.label), description=hint(question)),
            "lon": StringField(_l("%(question)s (довгота)", question=question.label)),
        }

    def typed(self, value: Json) -> dict[str, Any]:
        return {"lat": value[0], "lon": value[1]}

    def value(self, question: Question, fields: Mapping[str, Any]) -> Json | None:
        typed = [fields["lat"].data or "", fields["lon"].data or ""]
        if not any(typed):
            return None
        latitude, longitude = (read_number(text) for text in typed)
        if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
            add_mistake(fields["lat"], gettext("Напишіть обидва числа, наприклад 48,9226 і 24,7111."))
            return None
        return [f"{latitude:.5f}", f"{longitude:.5f}"]

    def words(self, question: Question, value: Json) -> str:
        return f"{value[0]}, {value[1]}"


KIND = Point()
