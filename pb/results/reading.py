"""What pages read of a publication: the row that makes it public, and the record in its folder."""

from pathlib import Path

from flask import g

from pb.errors import NotFound
from pb.results import queries
from pb.results.models import Publication
from pb.results.publishing import published_record
from pb.results.record import Record
from pb.web.current import house, reading


def published_folder() -> Path:
    """The folder of all publications."""
    return house().settings.folder("published")


def record_of(publication: Publication) -> Record:
    """The record of a publication, as it was published."""
    return published_record(published_folder(), publication.cycle.code, publication.files_sha256)


def published(cycle: str) -> tuple[Publication, Record]:
    """What was published of a cycle; NotFound before that, exactly as when there is no such cycle."""
    with reading() as session:
        publication = queries.publication_of(session, cycle)
    if publication is None:
        raise NotFound(cycle)
    record = record_of(publication)
    g.currency = record.currency
    return publication, record
