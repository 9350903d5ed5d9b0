"""The order of the Ukrainian alphabet."""

from random import Random

from pb.values.words import alphabetic

NAMES = ["Ганнусівка", "Ґорґани", "Драгомирчани", "Еней", "Євминка", "Ж’яново", "Хриплин", "Ямниця"]
LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


def test_letters_and_names_stand_as_in_a_dictionary() -> None:
    for right in (list(LETTERS), list(LETTERS.upper()), NAMES, ["", "Івано-Франківськ", "Їжаківка", "Йосипівка"]):
        mixed = Random(1).sample(right, len(right))
        assert mixed != right
        assert sorted(mixed, key=alphabetic) == right


def test_a_later_letter_decides_only_after_the_first() -> None:
    assert sorted(["Ія", "Ия", "Иа", "Їа"], key=alphabetic) == ["Иа", "Ия", "Ія", "Їа"]
    assert alphabetic("Знам’янка") == alphabetic("Знамʼянка") == alphabetic("знамянка")
