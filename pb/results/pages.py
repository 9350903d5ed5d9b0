"""The page of a cycle's results, put together from its record: published for all, or drafted for the press."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from flask import Response, g, make_response, render_template, request, url_for
from flask import session as cookie

from pb import clock
from pb.results import telling
from pb.results.comparing import Year
from pb.results.publishing import NARROW, WIDE, chart_name, picture_height
from pb.results.record import Record
from pb.web.current import house
from pb.web.languages import current_language
from pb.web.security import is_identified


@dataclass(frozen=True, slots=True)
class Shown:
    """A record, the folder above its files, the hash that names the version, and the token of a preview."""

    record: Record
    folder: Path
    files_sha256: str
    token: str = ""

    def address(self, name: str) -> str:
        """Where the browser finds a file of it."""
        if self.token:
            return url_for("results.preview_file", cycle=self.record.cycle, token=self.token, name=name)
        return url_for("results.file", cycle=self.record.cycle, name=name)


@dataclass(frozen=True, slots=True)
class Kept:
    """A page in memory: as it is, packed, and what names just these bytes."""

    plain: bytes
    packed: bytes
    etag: str


MOST_KEPT = 32
_kept: OrderedDict[tuple[str, str, str, int], Kept] = OrderedDict()


def kept_page(files_sha256: str, written: Callable[[], str]) -> Response:
    """The page of a publication from memory, written anew each minute; only for readers without a name.

    Everything else on the page is the same for all of them: the language, the version, the city's header. A reader
    with something in the cookie may have a message waiting, so gets a page of their own. The page holds nothing
    secret, so that packing it tells nothing.
    """
    if is_identified() or set(cookie) - {"csrf_token"}:
        return make_response(written())
    minute = int(clock.now().timestamp()) // 60
    key = (files_sha256, current_language(), house().settings.public_url, minute)
    page = _kept.get(key)
    if page is None:
        page = _kept[key] = _packed(written())
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    takes_packed = request.accept_encodings["gzip"] > 0
    answer = make_response(page.packed if takes_packed else page.plain)
    if takes_packed:
        answer.content_encoding = "gzip"
    answer.vary.add("Accept-Encoding")
    answer.set_etag(page.etag, weak=True)
    answer.make_conditional(request)
    return answer


def _packed(text: str) -> Kept:
    plain = text.encode()
    return Kept(plain, gzip.compress(plain, mtime=0), hashlib.sha256(plain).hexdigest())


def results_page(shown: Shown, last: Year | None = None) -> str:
    """The whole page; `last`: the cycle before, to compare with."""
    record, language = shown.record, current_language()
    g.currency = record.currency
    return render_template(
        "results/cycle.html",
        record=record,
        headline=telling.headline(record),
        name=telling.named(record, language),
        contests=telling.told(record, language),
        pins=telling.pins(record, language),
        picture=partial(_picture, shown),
        decision_file=shown.address(record.decision_file) if record.decision_file and not shown.token else "",
        last=last,
        is_preview=bool(shown.token),
        missing=telling.missing(record),
        ages=telling.ages_of(record),
    )


def _picture(shown: Shown, name: str) -> dict[str, Any]:
    """Addresses of one picture, wide, narrow and for print, and its height."""
    language = current_language()
    files = {
        "src": chart_name(name, WIDE, language),
        "narrow": chart_name(name, NARROW, language),
        "png": f"{name}-{language}.png",
    }
    height = picture_height(shown.folder, shown.record.cycle, shown.files_sha256, files["src"])
    return {"height": height, **{use: shown.address(file) for use, file in files.items()}}
