"""Writes everything published of a cycle into one folder, once: record, pictures, open data, hashes.

Whether it may be published is decided in `service`; pages read only what is written here.
"""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pb.cycles.models import District
from pb.results.charts import whole
from pb.results.charts.canvas import Sheet
from pb.results.charts.ground import ground, pinned
from pb.results.charts.line import where_the_line_falls
from pb.results.charts.people import place_by_age, who_is_missing
from pb.results.charts.words import LANGUAGES
from pb.results.gathering import Gathered
from pb.results.opendata import files
from pb.results.opendata.describing import write_descriptions
from pb.results.opendata.tables import tables_of
from pb.results.record import Record, of_json, to_json
from pb.tally.counting import SourceKind
from pb.tally.sources import sha256_of
from pb.values.progress import Progress, silent

RECORD = "results-full.json"
HASHES = "SHA256SUMS"
ELECTION = "election.zip"
WIDE, NARROW = 720, 360
MAP = "map"


@dataclass(frozen=True, slots=True)
class Draft:
    """A publication that is written but not shown: its folder, and the SHA-256 of its list of hashes."""

    cycle: str
    path: Path
    files_sha256: str

    def show(self, folder: Path) -> None:
        """Move it to where pages look; what an attempt left there whose transaction failed is replaced."""
        target = folder / self.cycle
        if target.exists():
            shutil.rmtree(target)
        self.path.rename(target)


def write_draft(
    gathered: Gathered,
    root: Path,
    folder: Path,
    unit: str,
    document: Path | None = None,
    progress: Progress = silent,
) -> Draft:
    """Write everything beside the place it will be published at; a broken attempt leaves nothing.

    `root`: the folder of elections; `document`: the council's decision as a file, published with the rest.
    """
    record = gathered.record
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".", dir=folder))
    try:
        (draft / RECORD).write_text(to_json(record), "utf-8")
        _draw(draft, record, gathered.districts, progress)
        if document:
            shutil.copyfile(document, draft / document.name)
        _write_data(draft, gathered, root, unit, progress)
        digest = _write_hashes(draft)
        draft.chmod(0o755)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return Draft(record.cycle, draft, digest)


@lru_cache(maxsize=16)
def published_record(folder: Path, cycle: str, files_sha256: str) -> Record:  # noqa: ARG001 - names the one version
    """The record as it was published; read once, for it never changes."""
    return of_json((folder / cycle / RECORD).read_text("utf-8"))


def _write_data(draft: Path, gathered: Gathered, root: Path, unit: str, progress: Progress) -> None:
    record = gathered.record
    tables = tables_of(record)
    for table in tables:
        files.write_table(draft, table)
    files.write_workbook(draft / "all.xlsx", tables)
    files.write_dictionary(draft)
    (draft / "LICENSE.txt").write_text(files.LICENCE, "utf-8")
    for place, contest in enumerate(record.contests, start=1):
        prepared = gathered.counts[contest.code]
        ballots = files.shuffled(prepared, contest)
        files.write_ballots(draft, contest, ballots)
        files.write_pabulib(draft, record, contest, prepared, ballots, unit)
        progress("open data", place, len(record.contests))
    boxes = {(root / source.file).parent for source in gathered.sources.values() if source.kind is SourceKind.BOX}
    if boxes:
        (box,) = boxes
        files.write_zip(draft / ELECTION, [path for path in box.iterdir() if path.is_file()])
    write_descriptions(draft, record, tables)


def _draw(draft: Path, record: Record, districts: Sequence[District], progress: Progress) -> None:
    drawn = [(language, width) for language in LANGUAGES for width in (WIDE, NARROW)]
    for done, (language, width) in enumerate(drawn):
        progress("pictures", done, len(drawn))
        for name, sheet in _sheets(record, districts, width, language):
            (draft / chart_name(name, width, language)).write_bytes(sheet.svg())
            if width == WIDE:
                if name == MAP:  # on the page the pins are links above the picture
                    pinned(sheet, record.pins)
                (draft / f"{name}-{language}.png").write_bytes(sheet.png())
    progress("pictures", len(drawn), len(drawn))


def _sheets(record: Record, districts: Sequence[District], width: int, language: str) -> Iterator[tuple[str, Sheet]]:
    yield "money", whole.money_by_contest(record, width, language)
    yield "votes-cost", whole.votes_against_cost(record, width, language)
    yield "ideas", whole.road_of_ideas(record, width, language)
    if record.turnout:
        yield "turnout", whole.turnout_by_day(record.turnout.days, width, language)
        if any(place.adults for place in record.turnout.places):
            yield "missing", who_is_missing(record.turnout.places, width, language)
        if record.turnout.grid:
            yield "place-age", place_by_age(record.turnout.grid, width, language)
    for contest in record.contests:
        yield f"line-{contest.code}", where_the_line_falls(contest, width, language)
    if record.frame:
        yield MAP, ground(record.frame, districts, [pin.place for pin in record.pins], width, language)


def chart_name(name: str, width: int, language: str) -> str:
    """The file of a picture: `money-uk.svg`, `money-uk-narrow.svg`."""
    return f"{name}-{language}{'-narrow' if width == NARROW else ''}.svg"


def _write_hashes(draft: Path) -> str:
    """`SHA256SUMS`, as `sha256sum -c` reads it."""
    lines = [f"{sha256_of(path)}  {path.name}\n" for path in sorted(draft.iterdir())]
    text = "".join(lines)
    (draft / HASHES).write_text(text, "utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def hash_of(folder: Path) -> str:
    """The hash that names what is written in `folder`, or nothing where nothing is."""
    try:
        return hashlib.sha256((folder / HASHES).read_bytes()).hexdigest()
    except OSError:
        return ""


@lru_cache(maxsize=1024)
def picture_height(folder: Path, cycle: str, files_sha256: str, file: str) -> int:  # noqa: ARG001 - names the version
    """Pixels of a picture drawn WIDE, so that a page keeps its place before the picture comes."""
    with (folder / cycle / file).open("rb") as picture:
        found = re.search(rb'viewBox="0 0 \d+ (\d+)', picture.read(300))
    return int(found[1]) if found else WIDE


def data_files(folder: Path) -> list[tuple[str, int]]:
    """(name, bytes) of the open data, without pictures."""
    return sorted((path.name, path.stat().st_size) for path in folder.iterdir() if path.suffix not in {".svg", ".png"})
