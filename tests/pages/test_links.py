"""Two clicks from the front page: no link is broken, every page is well made, in both languages."""

from urllib.parse import unquote

import pytest

from pb.web.languages import COOKIE
from tests.pages.city import City, links, parsed
from tests.visitor import check_page

MOST = 150
DEEP = 2


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_public_link_within_two_clicks_works(city: City, language: str) -> None:
    client = city.as_("visitor").client
    client.set_cookie(COOKIE, language)
    seen, wave, wrong, pages = set(), [("/", "")], [], 0
    for _click in range(DEEP + 1):
        following: list[tuple[str, str]] = []
        for path, where in wave:
            if path in seen or path.startswith("/language/") or len(seen) > MOST * 4:
                continue
            seen.add(path)
            answer = client.get(path)
            if answer.status_code not in {200, 302, 303}:
                wrong.append(f"{unquote(path)} on {where}: {answer.status_code}")
            if answer.mimetype != "text/html" or answer.status_code != 200 or pages >= MOST:
                continue
            pages += 1
            page = parsed(answer)
            try:
                check_page(page)
                assert page.html is not None
                assert page.html["lang"] == language
            except AssertionError as mistake:
                wrong.append(f"{unquote(path)}: {mistake}")
            following += [(link, path) for link in links(page, path)]
        wave = following
    assert wrong == []
    assert pages > 30
