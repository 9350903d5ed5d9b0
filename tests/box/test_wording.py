"""Every answer of the box and every check of the verifier has its sentence."""

import pytest

from pb.ballots.terms import NotValid
from pb.ballots.verifier import CheckName
from pb.box.routes import STATUS
from pb.box.rules import Refusal
from pb.box.wording import LABELS


@pytest.mark.parametrize("value", [*Refusal, *NotValid, *CheckName], ids=repr)
def test_it_is_worded(value):
    its_own = [words for words in LABELS if {type(key) for key in words} == {type(value)}]
    assert [words[value] for words in its_own if value in words], (
        "StrEnum members of equal value must not share a label"
    )


@pytest.mark.parametrize("reason", [*Refusal, *NotValid], ids=repr)
def test_a_refusal_is_never_a_success(reason):
    assert STATUS.get(reason, 409) >= 400
