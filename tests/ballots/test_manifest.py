"""One manifest, one form, one hash."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from pb.ballots.canonical import NotCanonicalError, to_bytes
from pb.ballots.manifest import Contest, Manifest
from pb.ballots.terms import ContestTerms, Form
from tests.ballots.make import OTHER_KEY, SIGNING_KEY, manifest

GOOD = manifest()


def test_a_manifest_reads_back():
    again = Manifest.parse(GOOD.as_bytes())
    assert again == GOOD
    assert again.hash == GOOD.hash
    assert again.contest("green").key == SIGNING_KEY.public
    assert again.contest("blue") is None


def test_everything_promised_is_in_the_hash():
    terms = GOOD.contests[0].terms
    changed = [
        replace(GOOD, cycle="2027"),
        replace(GOOD, closes_at=GOOD.closes_at + timedelta(seconds=1)),
        replace(GOOD, opens_at=GOOD.opens_at + timedelta(seconds=1)),
        replace(GOOD, grace_until=GOOD.closes_at),
        replace(GOOD, rule_set="00" * 32),
        replace(GOOD, box_key=bytes(32)),
        replace(GOOD, contests=(replace(GOOD.contests[0], terms=replace(terms, max_choices=1)), GOOD.contests[1])),
        replace(GOOD, contests=(replace(GOOD.contests[0], terms=replace(terms, purse=1)), GOOD.contests[1])),
        replace(GOOD, contests=GOOD.contests[:1]),
    ]
    assert len({GOOD.hash, *(other.hash for other in changed)}) == len(changed) + 1


@pytest.mark.parametrize(
    "change",
    [
        {"cycle": "20/26"},
        {"rule_set": "x"},
        {"box_key": b"short"},
        {"contests": ()},
        {"contests": GOOD.contests[::-1]},
        {"contests": (GOOD.contests[0], GOOD.contests[0])},
        {"opens_at": GOOD.closes_at},
        {"grace_until": GOOD.opens_at},
        {"opens_at": GOOD.opens_at.replace(tzinfo=None)},
        {"opens_at": GOOD.opens_at.replace(microsecond=1)},
        {"opens_at": datetime(2026, 4, 16, tzinfo=timezone(timedelta(hours=3)))},
    ],
)
def test_senseless_manifests_cannot_be_frozen(change):
    with pytest.raises(NotCanonicalError):
        replace(GOOD, **change)


def test_a_key_signs_for_one_contest_only():
    """RFC 9474 §7.2, and a voter of one contest must not vote in another."""
    shared = Contest(ContestTerms("water", Form.APPROVE, 1, 1, 1, (("W1", 1),)), SIGNING_KEY.public)
    assert shared.key != OTHER_KEY.public
    with pytest.raises(NotCanonicalError, match="share a key"):
        replace(GOOD, contests=(GOOD.contests[0], shared))


@pytest.mark.parametrize(
    "change",
    [
        {"format": "pb-election-2"},
        {"opens_at": "2026-04-16T00:00:00+00:00"},
        {"opens_at": "2026-4-16T00:00:00Z"},
        {"opens_at": 5},
        {"opens_at": "never"},
        {"box_key": "AA"},
        {"contests": [{"code": "green"}]},
        {"contests": ["green"]},
        {"contests": {}},
        {"more": 1},
    ],
)
def test_foreign_manifests_are_refused(change):
    import json

    fields = json.loads(GOOD.as_bytes())
    with pytest.raises(NotCanonicalError):
        Manifest.parse(to_bytes({**fields, **change}))


def test_an_early_and_a_late_time():
    wide = replace(GOOD, opens_at=datetime(2020, 1, 1, tzinfo=UTC), grace_until=datetime(2099, 1, 1, tzinfo=UTC))
    assert Manifest.parse(wide.as_bytes()) == wide
