"""What a kind of question offers: fields to fill in, a value to store, words to read."""

from collections.abc import Callable, Mapping
from typing import Any

from pb.questions.rules import Question

Json = Any
"""What `json.dumps` takes."""
Store = Callable[[bytes, str], dict[str, str]]
"""Keeps a document given as bytes and name, and says its code and name; Refused when it cannot be kept."""


class Kind:
    """The base of all kinds. A field is named by its suffix, the only field of most kinds by the empty one."""

    code: str
    label: Any  # what the manager chooses, translatable
    place = 50  # where it stands in the manager's list
    macro: tuple[tuple[str, str], ...] = (("", "text_field"),)  # suffix → macro of components/forms.html
    options_label: Any = ""  # what the manager writes into «options»; empty: the kind has none

    def why_not_options(self, options: str) -> Any:
        """A sentence when the options do not fit the kind, otherwise nothing."""
        return None

    def fields(self, question: Question) -> dict[str, Any]:
        """Suffix → unbound field."""
        raise NotImplementedError

    def typed(self, value: Json) -> dict[str, Any]:
        """Suffix → what the field shows of a stored value."""
        return {"": value}

    def value(self, question: Question, fields: Mapping[str, Any]) -> Json | None:
        """The value to store; None when nothing was answered. Mistakes are hung on the fields."""
        return fields[""].data or None

    def keep(self, value: Json | None, before: Json | None, store: Store) -> Json | None:
        """What is written down: `value` as it is, but for a kind that has a file to store or to leave in place."""
        return value

    def is_complete(self, question: Question, value: Json | None) -> bool:
        """Whether a required question is answered."""
        return value is not None

    def words(self, question: Question, value: Json) -> str:
        """The answer as a reader sees it, plain text."""
        return str(value)


def hint(question: Question) -> str:
    """Help and example as the field's hint."""
    return " ".join(part for part in (question.help, question.example and f"({question.example})") if part)


def option_lines(options: str) -> list[str]:
    """The lines of «options» without empty ones."""
    return [line.strip() for line in options.splitlines() if line.strip()]
