"""Ukrainian words made comparable: stems that forget endings, and likeness that forgives a slip of the finger."""

import re
from collections.abc import Collection
from difflib import get_close_matches
from functools import lru_cache

_WORD = re.compile(r"[0-9a-zа-яёєіїґ]+(?:[’'`ʼ][a-zа-яєіїґ]+)*", re.IGNORECASE)
# Endings of nouns, adjectives and the verbs people write in titles, the longest first.
_ENDINGS = sorted(
    ["ування", "ення", "ання", "іння", "ями", "ами", "ими", "іми", "ого", "ому", "ього", "ьому", "ах", "ях", "ам", "ям",
     "ом", "ем", "єм", "ів", "їв", "ей", "ий", "ій", "их", "іх", "їх", "им", "ім", "їм", "ою", "ею", "єю", "ої",
     "ої", "увати", "ювати", "ити", "ати", "яти", "ити", "іти", "ють", "уть", "ять", "ать", "ться", "ся",
     "а", "я", "о", "е", "є", "и", "і", "ї", "у", "ю", "ь", "й"],
    key=len, reverse=True,
)  # fmt: skip
_SHORTEST = 3  # a stem of fewer letters says nothing
# Words of every application: they make nothing alike.
_EMPTY = frozenset(
    """і й та а але або чи не на в у з із зі до для від по про при під над за як що це той цей її їх його ми ви наш ваш
    буде бути є щоб також дуже де біля""".split()  # noqa: SIM905 - a list of words reads best as words
)
_TELLING = 4  # letters of a stem in which a slip can be told from another word
_ONE_SLIP, _MOST_MEANT = 0.74, 8  # of difflib's ratio: one letter of four wrong is still meant
_VOWELS = "аеєиіїоуюя"

_AFTER = {"ґ": "г\uffff", "є": "е\uffff", "і": "и\uffff", "ї": "и\uffff\uffff"}
_IN_ORDER = str.maketrans({**_AFTER, "’": "", "'": "", "ʼ": ""})


def alphabetic(text: str) -> str:
    """A key that sorts as the Ukrainian alphabet does: to a computer «І» comes before «А» and «ґ» after «я»."""
    return text.lower().translate(_IN_ORDER)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The part of a Ukrainian word that its forms share: «лавок», «лавками» and «лавка» give one stem."""
    found = re.sub(r"[’'`ʼ]", "", word.casefold()).replace("ґ", "г")
    ending = next((e for e in _ENDINGS if found.endswith(e) and len(found) - len(e) >= _SHORTEST), "")
    found = found.removesuffix(ending).rstrip("ь")
    if ending == "і" and found[-1] == "ц" and found[-2] not in _VOWELS:
        found = found[:-1] + "к"  # «лавці» beside «лавка»
    # «лавок» beside «лавк-», «садок» beside «садк-»: a vowel that other forms do not have.
    if len(found) > 4 and found[-2] in "ое" and found[-1] not in _VOWELS and found[-3] not in _VOWELS:
        found = found[:-2] + found[-1]
    # «школа» and «шкіл», «двір» and «двору»; и and і are what people mistype most.
    return found.replace("і", "о").replace("и", "о")


def stems(text: str) -> list[str]:
    """Stems of the telling words of a text, in their order, repeats kept."""
    words = (match.group().casefold() for match in _WORD.finditer(text))
    return [stem(word) for word in words if word not in _EMPTY and (len(word) > 2 or word.isdigit())]


@lru_cache(maxsize=50_000)
def trigrams(word: str) -> frozenset[str]:
    """Every three letters of a word with its edges marked."""
    marked = f"  {word} "
    return frozenset(marked[start : start + 3] for start in range(len(marked) - 2))


def likeness(one: str, other: str) -> float:
    """How alike two stems are, from 0 to 1 (Jaccard over trigrams)."""
    if one == other:
        return 1.0
    mine, theirs = trigrams(one), trigrams(other)
    shared = len(mine & theirs)
    return shared / (len(mine) + len(theirs) - shared)


def meant(stem_typed: str, known: Collection[str]) -> frozenset[str]:
    """Known stems that somebody who typed this may have meant: the same, or else those one slip away."""
    if stem_typed in known or len(stem_typed) < _TELLING:
        return frozenset({stem_typed})
    return frozenset(get_close_matches(stem_typed, known, n=_MOST_MEANT, cutoff=_ONE_SLIP))
