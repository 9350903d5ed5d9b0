"""A browser without JavaScript: keeps cookies, sends forms with their hidden fields, checks every HTML answer."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse


class Visitor:
    """`get` and `send` return the answer; `page` is the last HTML page, parsed."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.page = BeautifulSoup("", "html5lib")
        self.answer: TestResponse | None = None

    def get(self, path: str, *, status: int = 200, follow: bool = False, **options: Any) -> TestResponse:
        """Open an address and check the page it gives."""
        return self._seen(self.client.get(path, follow_redirects=follow, **options), status)

    def send(
        self, form: str = "form[method=post]", *, status: int = 302, follow: bool = False, **typed: Any
    ) -> TestResponse:
        """Fill in the form found by the CSS selector `form` on the current page and send it."""
        found = self.page.select_one(form)
        assert found is not None, f"no form {form} on the page {self.title!r}"
        values = {**fields_of(found), **typed}
        assert self.answer is not None
        action = found.get("action") or self.answer.request.path
        answer = self.client.post(str(action), data=values, follow_redirects=follow, content_type="multipart/form-data")
        return self._seen(answer, status)

    def post(self, path: str, data: dict[str, Any], *, status: int = 302, follow: bool = False) -> TestResponse:
        """Send data to an address with the token of the current page, if it has one."""
        token = self.page.select_one("input[name=csrf_token]")
        hidden = {"csrf_token": token["value"]} if token else {}
        return self._seen(self.client.post(path, data={**hidden, **data}, follow_redirects=follow), status)

    @property
    def title(self) -> str:
        heading = self.page.select_one("h1")
        return " ".join(heading.get_text().split()) if heading else ""

    @property
    def text(self) -> str:
        return " ".join(self.page.get_text(" ").replace("\u00a0", " ").split())

    def _seen(self, answer: TestResponse, status: int) -> TestResponse:
        self.answer = answer
        if answer.mimetype == "text/html" and answer.status_code not in {301, 302, 303}:
            self.page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
            assert answer.status_code == status, f"{answer.status_code}: {self.text[:600]}"
            check_page(self.page)
        assert answer.status_code == status, f"{answer.status_code} instead of {status}"
        return answer


def fields_of(form: Tag) -> dict[str, Any]:  # noqa: C901 - HTML has that many kinds of fields
    """What a browser would send of a form that nobody touched."""
    values: dict[str, Any] = {}

    def put(name: str, value: Any) -> None:
        if name in values:
            values[name] = [*(values[name] if isinstance(values[name], list) else [values[name]]), value]
        else:
            values[name] = value

    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(field["name"]), field.get("type", "text")
        if field.name == "textarea":
            put(name, field.get_text().removeprefix("\n"))
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            if chosen is not None:
                put(name, chosen.get("value", chosen.get_text()))
        elif kind in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                put(name, field.get("value", "on"))
        elif kind not in {"file", "submit", "button", "image"}:
            put(name, field.get("value", ""))
    return values


def check_page(page: BeautifulSoup) -> None:
    """One h1, a title that begins with it, a language, labels for fields, unique ids, nothing inline."""
    assert page.html is not None
    assert page.html.get("lang"), "html has no lang"
    headings = page.select("h1")
    assert len(headings) == 1, f"{len(headings)} h1"
    title = " ".join((page.title.get_text() if page.title else "").split())
    heading = " ".join(headings[0].get_text().split())
    plain_title = title.removeprefix("Помилка: ").removeprefix("Error: ")
    assert plain_title.startswith(heading), f"title {title!r} does not begin with h1 {heading!r}"
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(ids) == len(set(ids)), f"repeated ids: {sorted({i for i in ids if ids.count(i) > 1})}"
    for field in page.select("input, select, textarea"):
        if field.get("type") in {"hidden", "submit", "button"}:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby")
        assert named or page.select_one(f'label[for="{field.get("id")}"]') or field.find_parent("label"), (
            f"field {field.get('name')} has no label"
        )
    for image in page.select("img"):
        assert image.has_attr("alt"), f"image {image.get('src')} has no alt"
    for tag in page.select("[style]"):
        raise AssertionError(f"inline style on {tag.name}")
    for tag in page.select("script:not([src]), style"):
        raise AssertionError(f"inline {tag.name}")
    for tag in page.find_all(True):
        handlers = [name for name in tag.attrs if name.startswith("on")]
        assert not handlers, f"inline handlers {handlers}"
