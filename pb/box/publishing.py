"""Writes the files of a closed election, the same bytes each time; who counts them is the tally's affair."""

import shutil
import tempfile
from pathlib import Path

from sqlalchemy.orm import Session

from pb.ballots.checkpoint import join_notes
from pb.ballots.manifest import Manifest
from pb.ballots.published import (
    CHECKPOINTS_FILE,
    LEAVES_FILE,
    MANIFEST_FILE,
    ballots_file,
    write_leaves,
)
from pb.box import queries
from pb.box.rules import Refusal
from pb.errors import Refused


def publish_election(session: Session, manifest: Manifest, folder: Path) -> Path:
    """Write manifest, checkpoints, leaves and each contest's ballots into `folder/<hash>`; only after the close.

    The roll's totals (`roll.json`) are added by the roll's keeper: the box does not know them.
    """
    if not queries.is_closed(session, manifest.hash):
        raise Refused(Refusal.NOT_PUBLISHED)
    target = folder / manifest.hash
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".", dir=folder))
    (draft / MANIFEST_FILE).write_bytes(manifest.as_bytes())
    notes = join_notes(queries.checkpoint_notes(session, manifest.hash))
    (draft / CHECKPOINTS_FILE).write_text(notes, "utf-8")
    (draft / LEAVES_FILE).write_bytes(write_leaves(queries.leaves_from(session, manifest.hash, 0)))
    for contest in manifest.contests:
        with (draft / ballots_file(contest.terms.code)).open("wb") as file:
            for record in queries.cast_records(session, manifest.hash, contest.terms.code):
                file.write(record + b"\n")
    draft.chmod(0o755)
    try:
        draft.rename(target)
    except OSError:
        # Somebody published at the same time: the same bytes.
        shutil.rmtree(draft)
        if not target.is_dir():
            raise
    return target
