"""Draws a named scene: `draw("playground", 7, (960, 640))`; `-before` and `-works` give its earlier states.

Knows every scene and what to say to those who cannot see it; saves nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageOps

from pb.demo.pictures import palette
from pb.demo.pictures.canvas import HEIGHT, WIDTH, Box, Canvas
from pb.demo.pictures.room_furniture import renovation
from pb.demo.pictures.scenes import aid, culture, halls, learning, nature, play, rooms, street
from pb.demo.pictures.scenes.setting import Painter, Setting, State
from pb.demo.pictures.street_furniture import building_site

# Where nothing is built there is no earlier state to show, only another day.
_NOT_BUILT = frozenset({"aid_crates", "drone", "stage", "starry_hill"})
_SUFFIXES: Mapping[str, State] = {"-before": "worn", "-works": "works"}


@dataclass(frozen=True, slots=True)
class Scene:
    """A painter with the plain words for its picture."""

    paint: Painter
    alt: str
    alt_en: str
    indoors: bool = False


SCENES: Mapping[str, Scene] = {
    "aid_crates": Scene(aid.aid_crates, "Ящики допомоги й медична машина", "Aid crates and a medical van"),
    "bicycle_path": Scene(street.bicycle_path, "Велосипедна доріжка серед дерев", "A cycle path among trees"),
    "bus_stop": Scene(street.bus_stop, "Зупинка з навісом і лавкою", "A bus stop with a shelter and a bench"),
    "canteen": Scene(halls.canteen, "Їдальня з круглими столами", "A canteen with round tables", indoors=True),
    "classroom": Scene(rooms.classroom, "Клас із дошкою та ноутбуками", "A classroom with laptops", indoors=True),
    "courtyard": Scene(play.courtyard, "Двір між будинками з лавками", "A courtyard with benches between houses"),
    "crosswalk": Scene(street.crosswalk, "Пішохідний перехід зі світлофором", "A crossing with a signal"),
    "dog_park": Scene(play.dog_park, "Огороджена галявина для собак", "A fenced meadow for dogs"),
    "drone": Scene(aid.drone, "Дрон над полем і людина з пультом", "A drone over a field and its pilot"),
    "gym": Scene(halls.gym, "Спортивна зала зі скелелазною стінкою", "A gym with a climbing wall", indoors=True),
    "kindergarten": Scene(learning.kindergarten, "Дитячий садок і малеча надворі", "A nursery with toddlers outdoors"),
    "laboratory": Scene(rooms.laboratory, "Лабораторія з колбами", "A laboratory with flasks", indoors=True),
    "library": Scene(rooms.library, "Бібліотека з високими полицями", "A library with tall shelves", indoors=True),
    "music_room": Scene(rooms.music_room, "Музична кімната з піаніно", "A music room with a piano", indoors=True),
    "nursery_room": Scene(learning.nursery_room, "Ігрова кімната дитячого садка", "A nursery’s playroom", indoors=True),
    "old_town": Scene(culture.old_town, "Старі кам’яниці з різьбленою брамою", "Old houses with a carved gate"),
    "park": Scene(nature.park, "Паркова алея з лавками", "A park avenue with benches"),
    "pavilion": Scene(play.pavilion, "Навіс зі столом і сусідами", "A wooden roof over a long table"),
    "playground": Scene(play.playground, "Дитячий майданчик із гіркою", "A playground with a slide"),
    "pool": Scene(halls.pool, "Басейн із підйомником для спуску у воду", "A pool with a lift seat", indoors=True),
    "ramp": Scene(street.ramp, "Пандус до широких дверей", "A ramp to a wide door"),
    "river_bank": Scene(nature.river_bank, "Берег із доріжкою, лавкою та ліхтарями", "A river bank with a lit path"),
    "school_yard": Scene(learning.school_yard, "Школа й подвір’я з дітьми", "A school yard with children"),
    "sport_field": Scene(play.sport_field, "Спортивне поле з біговою доріжкою", "A sport field with a running track"),
    "stage": Scene(culture.stage, "Сцена з ліхтариками та слухачами", "A stage with lanterns and an audience"),
    "starry_hill": Scene(nature.starry_hill, "Нічний пагорб із телескопом", "A night hill with a telescope"),
    "street": Scene(street.street, "Рівна вулиця з деревами", "A smooth street with trees"),
    "tree_nursery": Scene(
        nature.tree_nursery, "Саджанці, теплиця та садівники", "Saplings, a glasshouse and gardeners"
    ),
    "washroom": Scene(halls.washroom, "Чиста вбиральня з умивальниками", "A clean washroom with basins", indoors=True),
    "wooden_church": Scene(culture.wooden_church, "Дерев’яна церква на пагорбі", "A wooden church on a hill"),
    "workshop": Scene(rooms.workshop, "Майстерня з верстаком", "A workshop with a workbench", indoors=True),
}


def draw(scene: str, seed: int, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """The picture of a scene at `size` pixels; the same name and seed give the same picture.

    An unknown scene is a KeyError.
    """
    name, state = _parsed(scene)
    if name in _NOT_BUILT and state != "fresh":
        seed, state = seed + len(state) * 1000, "fresh"
    known = SCENES[name]
    layout = Random(f"{name}:{seed}")  # noqa: S311 -- variety of pictures, not secrets
    mirrored = layout.random() < 0.5
    canvas = Canvas(size, _frame(layout, size), Random(f"details:{name}:{seed}"))  # noqa: S311
    known.paint(Setting(canvas, _colours(name, state, seed), layout, state))
    if state == "works":
        (renovation if known.indoors else building_site)(canvas)
    picture = canvas.finished()
    if state != "fresh":
        picture = Image.blend(picture, picture.convert("L").convert("RGB"), 0.3 if state == "worn" else 0.12)
    return ImageOps.mirror(picture) if mirrored else picture


def _frame(layout: Random, size: tuple[int, int]) -> Box:
    """The part of the scene that is shown: a little different each time, always down to the ground."""
    width = WIDTH * layout.uniform(0.85, 0.97)
    height = min(HEIGHT, width * size[1] / size[0])
    width = height * size[0] / size[1]
    return (WIDTH - width) * layout.uniform(0.3, 0.7), HEIGHT - height, width, height


def _parsed(scene: str) -> tuple[str, State]:
    for suffix, state in _SUFFIXES.items():
        if scene.endswith(suffix):
            return scene.removesuffix(suffix), state
    return scene, "fresh"


def _colours(name: str, state: State, seed: int) -> palette.Palette:
    chance = Random(f"light:{name}:{seed}")  # noqa: S311
    if name == "starry_hill":
        return palette.night()
    if state == "worn":
        return palette.dull()
    if state == "works" or name in {"kindergarten", "playground", "tree_nursery", "bicycle_path"}:
        return palette.bright(chance)
    return palette.daytime(chance)
