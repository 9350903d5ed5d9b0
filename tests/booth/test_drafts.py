"""Drafts: only the browser's key opens them, and their length tells nothing."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from pb.booth import drafts
from pb.booth.models import Draft

TODAY = date(2026, 4, 20)
PICKS = {"2026": {"green": [("P1", 0), ("P2", 0)]}}


def test_a_draft_comes_back_with_its_key_alone(session: Session) -> None:
    key = drafts.new_key()
    drafts.save(session, key, PICKS, TODAY)
    assert drafts.load(session, key) == PICKS
    assert drafts.load(session, drafts.new_key()) == {}
    assert drafts.load(session, "") == {}


def test_what_is_stored_says_neither_the_picks_nor_their_number(session: Session) -> None:
    few, many = drafts.new_key(), drafts.new_key()
    drafts.save(session, few, {}, TODAY)
    drafts.save(session, many, PICKS, TODAY)
    rows = session.query(Draft).all()
    assert len({len(row.sealed) for row in rows}) == 1
    assert not any(b"green" in row.sealed or few.encode() in row.sealed for row in rows)


def test_a_draft_put_in_place_of_another_does_not_open(session: Session) -> None:
    mine, theirs = drafts.new_key(), drafts.new_key()
    drafts.save(session, mine, PICKS, TODAY)
    drafts.save(session, theirs, {}, TODAY)
    first, second = session.query(Draft).all()
    first.sealed = second.sealed
    session.flush()
    assert {} in (drafts.load(session, mine), drafts.load(session, theirs))
    assert drafts.load(session, mine) == {} or drafts.load(session, mine) == PICKS


def test_old_drafts_are_deleted(session: Session) -> None:
    old = drafts.new_key()
    drafts.save(session, old, PICKS, TODAY - timedelta(days=31))
    drafts.save(session, drafts.new_key(), PICKS, TODAY)
    drafts.forget_old(session, TODAY)
    assert session.query(Draft).count() == 1
    assert drafts.load(session, old) == {}
