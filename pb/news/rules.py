"""What makes a piece of news ready for readers; nothing is stored here."""

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST_SUMMARY = 180


class Refusal(StrEnum):
    """Why a piece of news is not saved or published."""

    TITLE_NEEDED = "title_needed"
    TEXT_NEEDED = "text_needed"
    PICTURE_NEEDS_WORDS = "picture_needs_words"


@dataclass(frozen=True, slots=True)
class Draft:
    """What an editor typed; the text is Markdown, English may be missing."""

    title: str
    text: str
    title_en: str = ""
    text_en: str = ""


def why_not_save(draft: Draft) -> Refusal | None:
    """A draft needs a title to be found by, and a text to be news."""
    if not draft.title.strip():
        return Refusal.TITLE_NEEDED
    return None if draft.text.strip() else Refusal.TEXT_NEEDED


def summary_of(text: str) -> str:
    """The first paragraph without Markdown signs, cut at a word."""
    first = text.strip().split("\n\n", 1)[0]
    first = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", first)
    plain = " ".join(re.sub(r"[*_`#>]+", "", first).split())
    if len(plain) <= LONGEST_SUMMARY:
        return plain
    return plain[:LONGEST_SUMMARY].rsplit(" ", 1)[0].rstrip(",;:–-") + "…"
