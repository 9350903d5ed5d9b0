"""Checkpoints and receipts are the box's word, in one spelling."""

import base64
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb.ballots.canonical import NotCanonicalError
from pb.ballots.checkpoint import Checkpoint, is_receipt, join_notes, sign_receipt, split_notes
from tests.ballots.make import BOX_KEY, MANIFEST

ROOT = bytes(range(32))
POINT = Checkpoint("2026", MANIFEST, 1200, ROOT)
PUBLIC = BOX_KEY.public_key()


def test_the_form_is_written_down_here():
    note = replace(POINT, final=True).sign(Ed25519PrivateKey.from_private_bytes(bytes(32)))
    assert note == (
        "pb.box/2026\n"
        "1200\n"
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
        f"manifest {MANIFEST}\n"
        "final\n"
        "\n" + note.splitlines()[6] + "\n"
    )
    assert note.splitlines()[6].startswith("— pb.box/2026 ")
    assert len(base64.b64decode(note.split()[-1])) == 4 + 64


@pytest.mark.parametrize("point", [POINT, replace(POINT, final=True), replace(POINT, size=0)])
def test_a_checkpoint_reads_back(point):
    assert Checkpoint.open(point.sign(BOX_KEY), PUBLIC) == point


def _mangled() -> list[str]:
    note = POINT.sign(BOX_KEY)
    blob = bytearray(base64.b64decode(note.split()[-1]))
    blob[0] ^= 1
    other_id = note.replace(note.split()[-1], base64.b64encode(bytes(blob)).decode())
    return [
        "",
        note[:-1],
        note + "\n",
        note.replace("1200", "1201"),
        note.replace("1200", "01200"),
        note.replace("1200", "-5"),
        note.replace("2026", "2027"),
        note.replace("— pb.box/2026", "— pb.box/2027"),
        note.replace("AAEC", "AAED"),
        note.replace("Hh8=", "Hh9="),
        note.replace("manifest ab", "manifest ac"),
        note.replace("\n\n", "\nfinal\n\n"),
        note.replace("\n\n", "\nextra line\n\n"),
        note.replace("\n", "\r\n"),
        note + note,
        note.replace("— ", "- "),
        note[: note.index("—")],
        other_id,
        note.replace(note.split()[-1], "A=A="),
        note.replace("AAEC", "A=EC"),
        POINT.sign(Ed25519PrivateKey.generate()),
    ]


@pytest.mark.parametrize("note", _mangled())
def test_any_other_note_is_refused(note):
    with pytest.raises(NotCanonicalError):
        Checkpoint.open(note, PUBLIC)


@pytest.mark.parametrize("change", [{"root": bytes(31)}, {"size": -1}, {"cycle": "a b"}, {"manifest": "x"}])
def test_senseless_checkpoints_cannot_be_made(change):
    with pytest.raises(NotCanonicalError):
        replace(POINT, **change)


def test_notes_join_and_split():
    notes = [POINT.sign(BOX_KEY), replace(POINT, final=True).sign(BOX_KEY)]
    assert split_notes(join_notes(notes)) == notes
    assert split_notes(join_notes([])) == []


def test_a_receipt_is_for_one_leaf_of_one_election_by_one_box():
    receipt = sign_receipt(MANIFEST, ROOT, BOX_KEY)
    assert receipt == sign_receipt(MANIFEST, ROOT, BOX_KEY)
    assert is_receipt(MANIFEST, ROOT, receipt, PUBLIC)
    assert not is_receipt(MANIFEST, bytes(32), receipt, PUBLIC)
    assert not is_receipt("cd" * 32, ROOT, receipt, PUBLIC)
    assert not is_receipt(MANIFEST, ROOT, receipt[:-1], PUBLIC)
    assert not is_receipt(MANIFEST, ROOT, receipt, Ed25519PrivateKey.generate().public_key())
