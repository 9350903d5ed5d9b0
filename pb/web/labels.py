"""Finds the sentence a stage's `wording.py` gave to an enum value; the app joins them at start."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from pb.errors import Refused


class Labels:
    """Every label of the house; a value without one is an error at the first look, not an empty page."""

    def __init__(self) -> None:
        self._found: dict[tuple[type[StrEnum], str], Any] = {}

    def add(self, more: Iterable[Mapping[Any, Any]]) -> None:
        """Join the labels of one stage: one dictionary for each enum."""
        for labelled in more:
            for value, text in labelled.items():
                self._found[type(value), value.value] = text

    def __contains__(self, value: StrEnum) -> bool:
        return (type(value), value.value) in self._found

    def __call__(self, value: StrEnum) -> str:
        """The label in the current reader's language."""
        return str(self._found[type(value), value.value])

    def of_refusal(self, refused: Refused) -> str:
        """The refusal's sentence with its facts filled in."""
        sentence = self(refused.reason)
        return sentence % refused.facts if refused.facts else sentence


labels = Labels()
