"""Letters as text from templates/mail/<letter>.<language>.txt; the first line is the subject."""

from collections.abc import Mapping
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pb.mail.rules import FACTS, Letter, one_line
from pb.web.paths import beside_or_inside

LANGUAGES = ("uk", "en")


@lru_cache(maxsize=1)
def _templates() -> Environment:
    folder = beside_or_inside("templates") / "mail"
    # Plain text: nothing to escape, and a missing fact must not become an empty place in a letter.
    return Environment(loader=FileSystemLoader(folder), undefined=StrictUndefined, autoescape=False)  # noqa: S701


def written(letter: Letter, language: str, facts: Mapping[str, object]) -> tuple[str, str]:
    """(subject, body) of a letter; ValueError when facts are missing or unknown."""
    given = facts.keys() - {"city"}
    if given != FACTS[letter]:
        raise ValueError(f"{letter}: facts {sorted(given ^ FACTS[letter])} do not fit")
    name = f"{letter.value}.{language if language in LANGUAGES else 'uk'}.txt"
    subject, _, body = _templates().get_template(name).render(facts).partition("\n")
    return one_line(subject)[:200], body.strip() + "\n"
