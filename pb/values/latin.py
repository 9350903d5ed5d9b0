"""Ukrainian names in Latin letters, by resolution 55 of the Cabinet of Ministers, 27 January 2010."""

import re

_ALWAYS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
}  # fmt: skip
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_LATER = {"є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"}
_DROPPED = dict.fromkeys("ь'’ʼ", "")
_WORD = re.compile(r"[а-щьюяєіїґ'’ʼ]+", re.IGNORECASE)


def place_name(name: str, language: str) -> str:
    """The name of a place as a reader of `language` reads it: places have no English name of their own."""
    return in_latin(name) if language == "en" else name


def in_latin(text: str) -> str:
    """«Загір’я» → «Zahiria»; what is not a Ukrainian letter stays."""
    return _WORD.sub(_word, text)


def _word(found: re.Match[str]) -> str:
    word = found[0]
    is_loud = len(word) > 1 and word.isupper()
    letters = [_letter(word, place) for place in range(len(word))]
    return "".join(letter.upper() if is_loud else letter for letter in letters)


def _letter(word: str, place: int) -> str:
    sign = word[place].lower()
    if sign == "г" and word[place - 1 : place].lower() == "з":
        letter = "gh"  # «зг» is «zgh»: «zh» is «ж»
    else:
        letter = {**_ALWAYS, **_DROPPED, **(_LATER if place else _FIRST)}[sign]
    return letter.capitalize() if word[place].isupper() else letter
