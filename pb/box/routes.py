"""The box's addresses: parse, call, answer in JSON or text; refusals are `{"reason": …}`."""

import structlog
from flask import Blueprint, Flask, Response, current_app, jsonify, request, send_from_directory
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from pb import clock
from pb.ballots.canonical import HASH, NotCanonicalError, to_base64url
from pb.ballots.checkpoint import Checkpoint, join_notes
from pb.ballots.encoding import Record
from pb.ballots.published import write_leaves
from pb.ballots.terms import NotValid
from pb.box import queries
from pb.box.box import Box
from pb.box.rules import Refusal
from pb.box.service import refuse_invalid, store_ballot
from pb.errors import Refused

KEY = "pb.box"
LEAVES_PER_ANSWER = 10_000
STATUS: dict[str, int] = {
    Refusal.MALFORMED: 400,
    Refusal.UNKNOWN_ELECTION: 404,
    Refusal.UNKNOWN_CONTEST: 404,
    Refusal.NOT_LOGGED: 404,
    Refusal.NOT_PUBLISHED: 404,
    Refusal.NOT_OPEN_YET: 409,
    Refusal.CLOSED: 409,
    Refusal.NOT_SIGNED: 422,
    Refusal.READ_ONLY: 503,
    **dict.fromkeys(NotValid, 422),
}
FOREVER = "public, max-age=31536000, immutable"

bp = Blueprint("box", __name__)
log = structlog.get_logger()


def _box() -> Box:
    box: Box = current_app.extensions[KEY]
    return box


@bp.post("/ballots")
def cast() -> ResponseReturnValue:
    """Body: a ballot record, canonical. Answer: leaf hash and receipt, the same again for the same record."""
    box = _box()
    record = Record.parse(request.get_data(cache=False))
    manifest = box.manifest(record.ballot.manifest)
    if manifest.hash in box.read_only:
        raise Refused(Refusal.READ_ONLY)
    refuse_invalid(manifest, record)
    key, now = box.key_for(manifest), clock.now()
    receipt = box.queue.cast(record.leaf, lambda session: store_ballot(session, manifest, record, key, now))
    return jsonify(leaf=receipt.leaf.hex(), receipt=to_base64url(receipt.signature))


@bp.get("/elections")
def elections() -> ResponseReturnValue:
    """Every election of this box: manifest hash, whether it is open, whether the box refuses to write to it."""
    box = _box()
    with box.database.reading() as session:
        known, still_open = queries.known_elections(session), set(queries.open_elections(session))
    return jsonify([{"manifest": one, "open": one in still_open, "read_only": one in box.read_only} for one in known])


@bp.get("/manifest/<election>")
def manifest(election: str) -> ResponseReturnValue:
    """The frozen manifest, byte for byte: its SHA-256 is in its address."""
    answer = Response(_box().manifest(election).as_bytes(), mimetype="application/json")
    answer.headers["Cache-Control"] = FOREVER
    return answer


@bp.get("/checkpoints/<election>")
def checkpoints(election: str) -> ResponseReturnValue:
    """All signed checkpoints, oldest first; the newest alone with `?newest`."""
    box = _box()
    election = box.manifest(election).hash
    with box.database.reading() as session:
        if "newest" in request.args:
            notes = [queries.newest_note(session, election)[1]]
        else:
            notes = queries.checkpoint_notes(session, election)
    return _text(join_notes(notes).encode())


@bp.get("/leaves/<election>")
def leaves(election: str) -> ResponseReturnValue:
    """Leaf hashes in log order from `?from=`, at most 10,000 lines; fewer lines mean there are no more yet."""
    box = _box()
    start = _count(request.args.get("from", "0"))
    election = box.manifest(election).hash
    with box.database.reading() as session:
        found = queries.leaves_from(session, election, start, LEAVES_PER_ANSWER)
    return _text(write_leaves(found))


@bp.get("/proof/<election>/<leaf>")
def proof(election: str, leaf: str) -> ResponseReturnValue:
    """That the leaf is in the log of the newest checkpoint."""
    box = _box()
    found = box.manifest(election)
    if not HASH.match(leaf):
        raise Refused(Refusal.MALFORMED)
    with box.database.reading() as session:
        index = queries.position_of(session, found.hash, bytes.fromhex(leaf))
        if index is None:
            raise Refused(Refusal.NOT_LOGGED)
        _, note = queries.newest_note(session, found.hash)
        tree = box.tree(session, found.hash)
    size = Checkpoint.open(note, found.box_public_key).size
    steps = tree.inclusion_proof(index, size)
    return jsonify(index=index, size=size, proof=[step.hex() for step in steps], checkpoint=note)


@bp.get("/consistency/<election>/<old>/<new>")
def consistency(election: str, old: str, new: str) -> ResponseReturnValue:
    """That the log of `new` leaves begins with the log of `old` leaves; for witnesses."""
    box = _box()
    first, second = _count(old), _count(new)
    found = box.manifest(election)
    with box.database.reading() as session:
        tree = box.tree(session, found.hash)
    if not first <= second <= len(tree):
        raise Refused(Refusal.NOT_LOGGED)
    return jsonify(proof=[step.hex() for step in tree.consistency_proof(first, second)])


@bp.get("/published/<election>/<file>")
def published(election: str, file: str) -> ResponseReturnValue:
    """A file of a closed election: `manifest.json`, `checkpoints.txt`, `leaves.txt`, `ballots-<contest>.ndjson`."""
    box = _box()
    folder = box.settings.published_folder / box.manifest(election).hash
    if not folder.is_dir():
        raise Refused(Refusal.NOT_PUBLISHED)
    kind = "application/json" if file.endswith(".json") else "text/plain; charset=utf-8"
    return send_from_directory(folder, file, mimetype=kind)


def init_errors(app: Flask) -> None:
    """Answer every failure with a reason; log no detail, because a detail could be a ballot."""
    app.register_error_handler(Refused, lambda error: _reason(error.reason.value))
    app.register_error_handler(NotCanonicalError, lambda _error: _reason(Refusal.MALFORMED))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    return jsonify(reason=error.name.lower().replace(" ", "_")), status


def _fault(error: Exception) -> ResponseReturnValue:
    # Only the kind: messages of the database quote the row they are about.
    log.error("the box failed", kind=type(error).__name__, endpoint=request.endpoint)
    return jsonify(reason="unavailable"), 503


def _reason(reason: str) -> ResponseReturnValue:
    return jsonify(reason=str(reason)), STATUS.get(reason, 409)


def _text(content: bytes) -> Response:
    answer = Response(content, mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise Refused(Refusal.MALFORMED)
    return int(text)
