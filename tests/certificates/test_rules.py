"""Who gets a certificate, and what a typed code means."""

import pytest

from pb.certificates import rules
from pb.certificates.rules import Kind, Refusal, Verdict
from pb.projects.rules import Status


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (Status.WON, Kind.WINNER),
        (Status.IN_IMPLEMENTATION, Kind.WINNER),
        (Status.IMPLEMENTED, Kind.WINNER),
        (Status.IMPOSSIBLE, Kind.WINNER),
        (Status.TOOK_PART, Kind.PARTICIPANT),
        (Status.ON_BALLOT, None),
        (Status.REFUSED_FINALLY, None),
        (Status.WITHDRAWN, None),
    ],
)
def test_the_fate_of_the_project_decides_the_kind(status: Status, kind: Kind | None) -> None:
    assert rules.kind_for(status) is kind


@pytest.mark.parametrize(
    "typed",
    [
        "7KMP2QXD4RAB",
        " 7kmp-2qxd-4rab ",
        "7кмр-2QXD-4RАВ",  # typed without switching the keyboard: К, М, Р, А, В are Cyrillic
        "https://budget.example.org/verify/7KMP2QXD4RAB",
        "budget.example.org/verify/7KMP2QXD4RAB/",
    ],
)
def test_a_code_is_understood_however_it_was_typed(typed: str) -> None:
    assert rules.typed_code(typed) == "7KMP2QXD4RAB"


def test_revoked_is_stronger_than_replaced() -> None:
    assert rules.verdict_of(is_revoked=False, is_replaced=False) is Verdict.GENUINE
    assert rules.verdict_of(is_revoked=False, is_replaced=True) is Verdict.REPLACED
    assert rules.verdict_of(is_revoked=True, is_replaced=True) is Verdict.REVOKED


def test_a_corrected_name_must_differ_and_fit() -> None:
    assert rules.why_not_name("  ", "Орися") is Refusal.NAME_EMPTY
    assert rules.why_not_name("Орися ", "Орися") is Refusal.NAME_SAME
    assert rules.why_not_name("О" * 121, "Орися") is Refusal.NAME_TOO_LONG
    assert rules.why_not_name("Орися Вигадана", "Орися") is None
