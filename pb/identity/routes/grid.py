"""The grid of banks and the door to the chosen one."""

from dataclasses import dataclass
from typing import Any

import structlog
from flask import Blueprint, Response, abort, redirect, render_template, request, session, url_for

from pb import clock
from pb.identity import service
from pb.identity.providers.contract import Choice, LoginRequest, NotProved
from pb.identity.routes.visitor import (
    BROWSER,
    DEFAULT_NEXT,
    back,
    draft_of_browser,
    health,
    plain_key,
    providers,
    return_url,
)
from pb.identity.rules import Purpose, Refusal, is_called
from pb.web.access import public
from pb.web.current import transaction
from pb.web.languages import safe_next
from pb.web.security import limiter

log = structlog.get_logger()
LAST_BANK = "bank"  # a cookie of its own, sent to these pages only
FEW = 8
LOGO_LASTS = 86_400


@dataclass(frozen=True, slots=True)
class Tile:
    """One entry of the grid; `value` is «provider» or «provider/bank»."""

    value: str
    shown: Choice
    works: bool
    is_last: bool
    logo: str


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the blueprint."""
    bp.add_url_rule("/choose", view_func=choose)
    bp.add_url_rule("/start", view_func=start, methods=["POST"])
    bp.add_url_rule("/logo/<string:provider>", view_func=logo, defaults={"bank": ""})
    bp.add_url_rule("/logo/<string:provider>/<string:bank>", view_func=logo)


def purpose_of(text: str | None) -> Purpose:
    """The purpose named in an address."""
    try:
        return Purpose(text or "")
    except ValueError:
        abort(404)


@public
def choose() -> Any:
    """The grid of banks: the last used first, those that do not work last."""
    purpose = purpose_of(request.args.get("purpose"))
    tiles = _tiles()
    wanted = request.args.get("q", "").strip()[:60]
    found = [tile for tile in tiles if is_called(wanted, tile.shown.title, tile.shown.title_en, tile.shown.note)]
    return render_template(
        "identity/choose.html",
        purpose=purpose,
        tiles=found,
        has_banks=bool(tiles),
        has_search=len(tiles) > FEW,
        wanted=wanted,
        next_path=safe_next(request.args.get("next"), DEFAULT_NEXT[purpose]),
        carried=plain_key(request.args.get("carried")) or draft_of_browser(),
        problem=_problem(request.args.get("problem")),
    )


def _tiles() -> list[Tile]:
    last, down = request.cookies.get(LAST_BANK, ""), request.args.get("down", "")
    tiles = []
    for code, provider in providers().items():
        for choice in provider.choices():
            value = f"{code}/{choice.bank}" if choice.bank else code
            works = choice.works and health().works(code, choice.bank) and value != down
            picture = url_for("identity.logo", provider=code, bank=choice.bank) if choice.has_logo else ""
            tiles.append(Tile(value, choice, works, value == last, picture))
    return sorted(tiles, key=lambda tile: (not tile.is_last, not tile.works))


def _problem(text: str | None) -> Refusal | None:
    return Refusal(text) if text in set(Refusal) else None


@public
@limiter.limit("600 per minute")  # a school or an office shares one address
def start() -> Any:
    """Remember the login and leave for the bank."""
    purpose = purpose_of(request.form.get("purpose"))
    code, _slash, bank = request.form.get("provider", "").partition("/")
    provider = providers().get(code)
    if provider is None or (bank and bank not in {choice.bank for choice in provider.choices()}):
        abort(404)
    carried = plain_key(request.form.get("carried")) or draft_of_browser()
    next_path = safe_next(request.form.get("next"), DEFAULT_NEXT[purpose])
    with transaction() as opened:
        begun = service.begin_login(
            opened,
            provider=code,
            bank=bank,
            purpose=purpose,
            next_path=next_path,
            carried=carried,
            now=clock.now(),
        )
    session[BROWSER] = begun.browser_token
    ask = LoginRequest(begun.state, begun.nonce, begun.verifier, return_url(code), bank)
    try:
        with health().asking(code, bank):
            return redirect(provider.begin(ask), 303)
    except NotProved as why:
        log.warning("login_not_begun", provider=code, kind=why.refusal.value, reason=str(why))
        return back(purpose, why.refusal, next_path, carried, down=request.form["provider"])


@public
def logo(provider: str, bank: str) -> Response:
    """A bank's picture, fetched by us: the bank does not learn who looks at the grid."""
    found = providers().get(provider)
    picture = found.logo(bank) if found else None
    if picture is None:
        abort(404)
    return Response(picture, mimetype="image/png", headers={"Cache-Control": f"public, max-age={LOGO_LASTS}"})
