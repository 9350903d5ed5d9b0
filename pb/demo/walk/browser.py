"""A person with a browser that knows no scripts: opens pages, fills in forms, follows redirects."""

from itertools import count
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from bs4 import BeautifulSoup, Tag
from requests.adapters import HTTPAdapter

TIMEOUT = 30
_ADDRESSES = (f"127.{1 + place // 62_500}.{place // 250 % 250}.{place % 250 + 1}" for place in count())


class _From(HTTPAdapter):
    """Each person has an address of their own, as rate limits are of an address; all of them are this machine."""

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        super().init_poolmanager(*given, **named, source_address=(next(_ADDRESSES), 0))


class Disagreement(Exception):  # noqa: N818 - what the walk exists to find
    """Something is not as it must be; the message says what and where."""


class Browser:
    """One person's cookies and the page they look at."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = requests.Session()
        self.http.mount("http://", _From())
        self.page = BeautifulSoup("", "html.parser")
        self.address = url

    def open(self, path: str, *, status: int = 200) -> BeautifulSoup:
        """Go to an address of the city."""
        return self._seen(self.http.get(urljoin(self.url, path), timeout=TIMEOUT), status)

    def send(self, form: str = "main form", *, status: int = 200, files: Any = None, **typed: Any) -> BeautifulSoup:
        """Fill in the form found by a CSS selector and send it; redirects are followed."""
        return self._seen(self._sent(form, files, typed), status)

    def download(self, form: str = "main form", **typed: Any) -> bytes:
        """Fill in and send a form whose answer is a file."""
        answer = self._sent(form, None, typed)
        if answer.status_code != 200 or "Content-Disposition" not in answer.headers:
            raise Disagreement(f"{answer.url}: {answer.status_code} and no file: {answer.text[:400]}")
        return answer.content

    def _sent(self, form: str, files: Any, typed: dict[str, Any]) -> requests.Response:
        found = self.page.select_one(form)
        if found is None:
            raise Disagreement(f"{self.address}: no form {form}: {self.text[:200]}")
        target = urljoin(self.address, str(found.get("action") or ""))
        return self.http.post(target, data={**_fields(found), **typed}, files=files, timeout=TIMEOUT)

    def post_json(self, path: str, body: Any, *, token: str) -> Any:
        """What a script of the page would send."""
        headers = {"X-CSRFToken": token, "Accept": "application/json"}
        answer = self.http.post(urljoin(self.url, path), json=body, headers=headers, timeout=TIMEOUT)
        if answer.status_code != 200:
            raise Disagreement(f"{path}: {answer.status_code} {answer.text[:300]}")
        return answer.json()

    @property
    def text(self) -> str:
        """The page's words in one line."""
        return " ".join(self.page.get_text(" ").replace("\u00a0", " ").split())

    def must_say(self, words: str) -> None:
        """Disagree when the page lacks these words."""
        if words not in self.text:
            raise Disagreement(f"{self.address} does not say «{words}»: {self.text[:300]}")

    def _seen(self, answer: requests.Response, status: int) -> BeautifulSoup:
        self.address = answer.url
        self.page = BeautifulSoup(answer.text, "html.parser")
        if answer.status_code != status:
            path = urlsplit(answer.url).path
            raise Disagreement(f"{path}: {answer.status_code} instead of {status}: {self.text[:400]}")
        return self.page


def _fields(form: Tag) -> dict[str, Any]:
    """What a browser would send of a form that nobody touched; a name that repeats gives a list."""
    found: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        value = _value(field)
        if value is not None:
            name = str(field["name"])
            before = found.get(name)
            found[name] = value if before is None else [*(before if isinstance(before, list) else [before]), value]
    return found


def _value(field: Tag) -> str | None:
    kind = field.get("type")
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return str(chosen.get("value", "")) if chosen else None
    if field.name == "textarea":
        return field.get_text().removeprefix("\n")
    if kind in {"checkbox", "radio"}:
        return str(field.get("value", "on")) if field.has_attr("checked") else None
    return None if kind in {"file", "submit", "button"} else str(field.get("value", ""))
