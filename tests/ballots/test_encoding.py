"""Ballots have one byte form, and every other form is refused."""

import contextlib
import hashlib
import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.ballots.canonical import NotCanonicalError, from_base64url, to_base64url, to_bytes
from pb.ballots.encoding import BALLOT_LIMIT, Ballot, Choices, Kind, Record
from tests.ballots.make import MANIFEST, approval

codes = st.text(string.ascii_letters + string.digits, min_size=1, max_size=8)
choices = st.one_of(
    st.sets(codes, max_size=8).map(Choices.approve),
    st.lists(codes, max_size=8, unique=True).map(Choices.rank),
    st.dictionaries(codes, st.integers(1, 1_000_000), max_size=8).map(Choices.award),
)
ballots = st.builds(Ballot, st.just(MANIFEST), codes, choices, st.binary(min_size=32, max_size=32))


def test_the_form_is_written_down_here():
    """A change of a single byte would void every ballot cast: this test is the specification."""
    ballot = Ballot("0f" * 32, "school-great", Choices.approve(["S-2", "S-1"]), bytes(range(32)))
    assert ballot.as_bytes() == (
        b'{"choices":{"approve":["S-1","S-2"]},"contest":"school-great",'
        b'"manifest":"0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",'
        b'"salt":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}'
    )
    assert Choices.rank(["B", "A"]).as_json() == {"rank": ["B", "A"]}
    assert Choices.award({"B": 1, "A": 3}).as_json() == {"points": [["A", 3], ["B", 1]]}
    record = Record(ballot, bytes(32), bytes(384))
    assert record.as_bytes().startswith(b'{"ballot":' + ballot.as_bytes() + b',"prefix":"AAAA')
    assert record.leaf == hashlib.sha256(b"\0" + record.as_bytes()).digest()
    assert record.prepared == bytes(32) + ballot.as_bytes()


@given(ballots)
def test_every_ballot_reads_back(ballot):
    data = ballot.as_bytes()
    assert Ballot.parse(data) == ballot
    assert json.loads(data) == ballot.as_json()
    record = Record(ballot, bytes(32), bytes(384))
    assert Record.parse(record.as_bytes()) == record


@given(ballots, ballots)
def test_different_ballots_are_different_bytes(one, other):
    assert (one.as_bytes() == other.as_bytes()) == (one == other)


@given(ballots, st.data())
def test_one_changed_byte_is_another_ballot_or_none(ballot, data):
    whole = ballot.as_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[place]))
    with contextlib.suppress(NotCanonicalError):
        assert Ballot.parse(bytes(changed)).as_bytes() == bytes(changed)


@given(st.binary(max_size=200))
def test_noise_is_refused_and_nothing_worse(noise):
    with pytest.raises(NotCanonicalError):
        Ballot.parse(noise)


def _json(**changes) -> bytes:
    return to_bytes({**approval("A", "B").as_json(), **changes})


GOOD = approval("A", "B").as_bytes()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"5",
        GOOD + b"\n",
        b" " + GOOD,
        b"\xef\xbb\xbf" + GOOD,
        GOOD.replace(b",", b", "),
        GOOD.replace(b'"A"', b'"\\u0041"'),
        GOOD.replace(b'{"choices"', b'{"choices":1,"choices"'),
        GOOD[:-1],
        GOOD[:-1] + b',"time":5}',
        GOOD.replace(b"A", "А".encode()),
        b"[" * 20_000,
        b'{"a":' * 4_000,
        b"1" * 20_000,
        b"NaN",
        b"1.0",
        b'"\\ud800"',
        GOOD.replace(b'["A","B"]', b'["B","A"]'),
        GOOD.replace(b'["A","B"]', b'["A","A"]'),
        GOOD.replace(b'["A","B"]', b'["A",["B"]]'),
        GOOD.replace(b'["A","B"]', b'["A","-B"]'),
        GOOD.replace(b'["A","B"]', b'["A",""]'),
        GOOD.replace(b'["A","B"]', b'{"A":1}'),
        GOOD.replace(b"approve", b"veto"),
        GOOD.replace(b'{"approve":["A","B"]}', b'{"approve":["A"],"rank":["A"]}'),
        GOOD.replace(b'{"approve":["A","B"]}', b"{}"),
        GOOD.replace(b'{"approve":["A","B"]}', b'["A","B"]'),
        _json(choices={"points": [["A", 0]]}),
        _json(choices={"points": [["A", 1.0]]}),
        _json(choices={"points": [["A", True]]}),
        _json(choices={"points": [["A", -1]]}),
        _json(choices={"points": [["A", 1_000_001]]}),
        _json(choices={"points": [["B", 1], ["A", 1]]}),
        _json(choices={"points": [["A", 1, 1]]}),
        _json(choices={"points": ["A"]}),
        _json(choices={"rank": ["A", "A"]}),
        _json(manifest="AB" * 32),
        _json(manifest="ab" * 31),
        _json(manifest=5),
        _json(contest="a/b"),
        _json(contest="../green"),
        _json(contest="green\n"),
        _json(contest="x" * 41),
        _json(salt=to_base64url(bytes(31))),
        _json(salt=to_base64url(bytes(33))),
        _json(salt=to_base64url(bytes(32))[:-1] + "B"),
        _json(salt=to_base64url(bytes(32)) + "="),
        _json(salt=None),
        _json(choices={"approve": [f"P{number:05}" for number in range(BALLOT_LIMIT // 8)]}),
    ],
)
def test_every_other_form_is_refused(data):
    with pytest.raises(NotCanonicalError):
        Ballot.parse(data)


def test_what_cannot_be_read_cannot_be_made():
    for make in (
        lambda: Choices(Kind.POINTS, ("A",)),
        lambda: Choices(Kind.APPROVE, ("A",), (1,)),
        lambda: Choices.approve(["A", "A"]),
        lambda: Ballot(MANIFEST, "green", Choices.approve(["A"]), bytes(31)),
        lambda: Ballot("x", "green", Choices.approve(["A"]), bytes(32)),
    ):
        with pytest.raises(NotCanonicalError):
            make()


def test_a_record_needs_its_parts():
    ballot = approval("A")
    for prefix, signature in ((bytes(31), bytes(384)), (bytes(32), bytes(383))):
        with pytest.raises(NotCanonicalError):
            Record(ballot, prefix, signature)
    whole = Record(ballot, bytes(32), bytes(384)).as_bytes()
    for broken in (whole[:-1], whole.replace(b"prefix", b"Prefix"), whole + b"\n", ballot.as_bytes()):
        with pytest.raises(NotCanonicalError):
            Record.parse(broken)


@given(st.binary(max_size=50))
def test_base64url_has_one_form(data):
    text = to_base64url(data)
    assert from_base64url(text, len(data)) == data
    for other in (text + "=", text + "A", text.replace("A", "+") + "+"):
        with pytest.raises(NotCanonicalError):
            from_base64url(other, len(data))


def test_a_fresh_salt_is_fresh():
    assert approval("A").salt != approval("A").salt
    assert Choices.approve(["B", "A"]) == Choices(Kind.APPROVE, ("A", "B"))
