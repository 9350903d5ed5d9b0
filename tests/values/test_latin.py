"""Names in Latin letters: the examples of resolution 55 itself, and the places of the demo city."""

import pytest

from pb.demo.content.places import PLACES
from pb.values.latin import in_latin, place_name

OFFICIAL = (
    "Алушта Alushta|Андрій Andrii|Борщагівка Borshchahivka|Борисенко Borysenko|Вінниця Vinnytsia|"
    "Володимир Volodymyr|Гадяч Hadiach|Богдан Bohdan|Згурський Zghurskyi|Ґалаґан Galagan|Ґорґани Gorgany|"
    "Донецьк Donetsk|Рівне Rivne|Олег Oleh|Есмань Esman|Єнакієве Yenakiieve|Гаєвич Haievych|Короп’є Koropie|"
    "Житомир Zhytomyr|Жанна Zhanna|Жежелів Zhezheliv|Закарпаття Zakarpattia|Медвин Medvyn|Михайленко Mykhailenko|"
    "Іванків Ivankiv|Іващенко Ivashchenko|Їжакевич Yizhakevych|Кадиївка Kadyivka|Мар’їне Marine|Йосипівка Yosypivka|"
    "Стрий Stryi|Олексій Oleksii|Київ Kyiv|Коваленко Kovalenko|Лебедин Lebedyn|Леонід Leonid|Миколаїв Mykolaiv|"
    "Маринич Marynych|Ніжин Nizhyn|Наталія Nataliia|Одеса Odesa|Онищенко Onyshchenko|Полтава Poltava|Петро Petro|"
    "Решетилівка Reshetylivka|Рибчинський Rybchynskyi|Суми Sumy|Соломія Solomiia|Тернопіль Ternopil|Троць Trots|"
    "Ужгород Uzhhorod|Уляна Uliana|Фастів Fastiv|Філіпчук Filipchuk|Харків Kharkiv|Христина Khrystyna|"
    "Біла Церква Bila Tserkva|Стеценко Stetsenko|Чернівці Chernivtsi|Шевченко Shevchenko|Шостка Shostka|"
    "Кишеньки Kyshenky|Щербухи Shcherbukhy|Гоща Hoshcha|Гаращенко Harashchenko|Юрій Yurii|Корюківка Koriukivka|"
    "Яготин Yahotyn|Ярошенко Yaroshenko|Костянтин Kostiantyn|Знам’янка Znamianka|Феодосія Feodosiia|"
    "Згорани Zghorany|Розгон Rozghon"
)


@pytest.mark.parametrize("pair", OFFICIAL.split("|"))
def test_the_examples_of_the_resolution(pair: str) -> None:
    words = pair.split()
    half = len(words) // 2
    assert in_latin(" ".join(words[:half])) == " ".join(words[half:])


@pytest.mark.parametrize("sign", "'’ʼ")
def test_every_apostrophe_goes(sign: str) -> None:
    assert in_latin(f"Загір{sign}я") == "Zahiria"


def test_only_ukrainian_letters_change() -> None:
    assert in_latin("ЦНАП № 7, вул. 8-го Березня – Łódź") == "TSNAP № 7, vul. 8-ho Bereznia – Łódź"


def test_places_of_the_demo_city_are_named_so_in_english() -> None:
    assert [place_name(place.name, "en") for place in PLACES] == [place.name_en for place in PLACES]
    assert [place_name(place.name, "uk") for place in PLACES] == [place.name for place in PLACES]
