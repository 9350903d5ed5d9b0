"""What the sandbox's consent pages show: everybody who is written, and a field for the thousands who are drawn."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from pb.demo.bank.server import Client, create_bank
from pb.demo.content.people import people

RETURN = "http://localhost/identity/return/"
HUB = "/nbu/v1/bank/oauth2/authorize"


def consent(address: str, **asked: str) -> str:
    return f"{address}?{urlencode({'response_type': 'code', 'client_id': 'city', 'state': 'x', **asked})}"


PAGES = {
    "the hub": consent(HUB, bank_id="yasen", dataset="", redirect_uri=f"{RETURN}bankid"),
    "the site": consent("/isei/", auth_type="dig_sign", redirect_uri=f"{RETURN}id-gov-ua"),
}


@pytest.mark.parametrize("page", PAGES)
def test_thousands_are_not_listed_but_come_by_their_name(page: str) -> None:
    bank = create_bank(base_url="http://127.0.0.1:9", client=Client("city", "secret", RETURN), residents=3_000)
    browser, address = bank.test_client(), PAGES[page]
    shown = BeautifulSoup(browser.get(address).text, "html5lib")
    buttons = {button["value"] for button in shown.select("button[name=person]")} - {""}
    assert buttons <= {person.code for person in people()}
    assert len(buttons) > 15
    assert shown.select_one("input[name=person]") is not None
    answer = browser.post(address, data={"person": "resident-2999"})
    assert "code=" in answer.headers["Location"]
