"""The catalogues of every language: complete, faithful to the placeholders and in step with the code."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from pb.web.languages import LANGUAGES
from tests.web.look import words

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ROOT / "pb/translations"
FORMS = {"uk": 3, "en": 2}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(%%)")
# The Ukrainian name of the tax number, which people know from their papers.
UKRAINIAN_IN_ENGLISH = {"РНОКПП"}


def catalogue(language: str) -> Catalog:
    with (CATALOGUES / language / "LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def sources(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def translations(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def placeholders(text: str) -> set[tuple[str, str]]:
    return set(PLACEHOLDER.findall(text))


@pytest.fixture(scope="module")
def written() -> set[str | tuple[str, ...]]:
    """Every translatable text of the code and the templates, as the extraction of the Makefile finds it."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    functions = {**DEFAULT_KEYWORDS, "_l": None}
    return {found[2] for found in extract_from_dir(ROOT, methods, options, functions)}


def test_each_language_offered_has_a_catalogue() -> None:
    assert {path.name for path in CATALOGUES.iterdir() if path.is_dir()} == LANGUAGES.keys() == FORMS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_in_step_with_the_code(language: str, written: set[str | tuple[str, ...]]) -> None:
    kept = {message.id for message in messages(language)}
    assert len(kept) > 1000
    assert sorted(map(str, written - kept)) == []
    assert sorted(map(str, kept - written)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_translated(language: str) -> None:
    # Ukrainian is the source: only its plural forms live in the catalogue.
    due = [message for message in messages(language) if language != "uk" or message.pluralizable]
    assert len(due) > 20
    assert [message.id for message in due if not all(translations(message))] == []
    assert [message.id for message in messages(language) if message.fuzzy] == []


def test_ukrainian_catalogue_changes_no_source_text() -> None:
    single = [message for message in messages("uk") if not message.pluralizable]
    assert [message.id for message in single if message.string not in ("", message.id)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_the_forms_of_the_language(language: str) -> None:
    plural = [message for message in messages(language) if message.pluralizable]
    assert catalogue(language).num_plurals == FORMS[language]
    assert [message.id for message in plural if len(message.string) != FORMS[language]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_the_translation(language: str) -> None:
    wrong = [
        (message.id, text)
        for message in messages(language)
        for text in (*sources(message), *translations(message))
        if text and placeholders(text) != placeholders(sources(message)[0])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_a_sound_format(language: str) -> None:
    # Templates format every text, even one without placeholders: a lone percent sign would break the page.
    loose = [
        text
        for message in messages(language)
        for text in (*sources(message), *translations(message))
        if "%" in PLACEHOLDER.sub("", text)
    ]
    assert loose == []


def test_english_is_english() -> None:
    left = [
        text
        for message in messages("en")
        for text in translations(message)
        if set(re.findall(r"[\u0400-\u04ff]+", text)) - UKRAINIAN_IN_ENGLISH
    ]
    assert left == []


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1 проєкт"), (2, "2 проєкти"), (5, "5 проєктів"), (11, "11 проєктів"), (21, "21 проєкт")],
)
def test_ukrainian_number_chooses_its_form(number: int, text: str) -> None:
    form = words("uk").ungettext("%(num)s проєкт", "%(num)s проєктів", number)
    assert form % {"num": number} == text
