"""The two calls of the booth's script to the city: blinded envelopes to be signed, and «all is cast».

What is chosen goes from the browser to the box, past the city. Neither call is logged or audited.
"""

from typing import Any

from flask import Blueprint, jsonify, request, url_for
from flask import session as cookie
from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.passwords import token_hash
from pb.ballots.canonical import NotCanonicalError, from_base64url, to_base64url
from pb.ballots.encoding import SIGNATURE_BYTES
from pb.ballots.terms import MOST_CHOICES
from pb.booth import service
from pb.booth.routes.person import draft_key, keys_of
from pb.booth.routes.reviewing import DONE
from pb.booth.rules import Refusal
from pb.cycles.queries import cycle_by_code
from pb.electorate.queries import Door, door
from pb.electorate.rules import Refusal as NotIssued
from pb.electorate.service import admit, finish_booth, issue
from pb.errors import NotFound, Refused
from pb.identity.routes.visitor import current_visit
from pb.web.access import VISIT, public
from pb.web.current import house, reading, transaction
from pb.web.labels import labels
from pb.web.security import limiter


def add_to(bp: Blueprint) -> None:
    """Hang these calls on the booth's blueprint."""
    bp.add_url_rule("/vote/issue", view_func=issue_envelopes, methods=["POST"])
    bp.add_url_rule("/vote/done", view_func=finish, methods=["POST"], endpoint="finish")


@public
@limiter.limit("30 per minute")
def issue_envelopes() -> Any:
    """Body: {cycle, requests: {contest: blinded}}. Answer: {signatures: {contest: signature}}, base64url."""
    try:
        code, requests = _envelopes(request.get_json(silent=True))
        with reading() as session:
            found = _at_the_door(session, code)
            if found is None:
                return _refusal(Refused(Refusal.VISIT_NEEDED), 401)
            keys = keys_of(found.cycle)
            admission = admit(
                session,
                found.cycle,
                found.visit,
                keys=keys,
                region=house().city.region,
                now=clock.now(),
                rules=found.rules,
            )
        signatures = issue(house().database, admission, requests, keys)
    except (NotCanonicalError, NotFound):
        return _refusal(Refused(NotIssued.BAD_ENVELOPE), 400)
    except Refused as refused:
        return _refusal(refused, 409)
    return jsonify(signatures={contest: to_base64url(one) for contest, one in signatures.items()})


def _at_the_door(session: Session, code: str) -> Door | None:
    """The visit and the cycle; None without a visit that lasts, NotFound without the cycle."""
    token = str(cookie.get(VISIT) or "")
    found = door(session, token_hash(token), code) if token else None
    if found is not None and clock.now() < found.visit.expires_at:
        return found
    if current_visit(session) is None:
        return None
    raise NotFound(code)


def _envelopes(body: Any) -> tuple[str, dict[str, bytes]]:
    requests = body.get("requests") if isinstance(body, dict) else None
    if not isinstance(requests, dict) or not 0 < len(requests) <= MOST_CHOICES:
        raise NotCanonicalError("not envelopes")
    return str(body.get("cycle", "")), {
        str(contest): from_base64url(blinded, SIGNATURE_BYTES) for contest, blinded in requests.items()
    }


def _refusal(refused: Refused, status: int) -> Any:
    contests = refused.facts.get("contests", [])
    return jsonify(reason=refused.reason.value, message=labels.of_refusal(refused), contests=contests), status


@public
def finish() -> Any:
    """All envelopes are in the box: forget the draft, tell the desk. Body: {cycle}; no choice is sent."""
    body = request.get_json(silent=True)
    code = str(body.get("cycle", "")) if isinstance(body, dict) else ""
    with transaction() as session:
        visit = current_visit(session)
        if visit is None:
            return _refusal(Refused(Refusal.VISIT_NEEDED), 401)
        cycle = cycle_by_code(session, code)
        service.forget_cycle(session, draft_key(), cycle.code, clock.today())
        finish_booth(session, visit.token_hash)
    cookie[DONE] = cycle.code
    return jsonify(next=url_for("booth.done"))
