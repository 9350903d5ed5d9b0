"""The grid of a network of banks that grows: search, order, what does not work, pictures, both languages."""

from dataclasses import replace
from pathlib import Path

import pytest

from pb.demo.bank.hub import HUB_BANKS
from pb.demo.bank.people import BANKS
from pb.demo.running import providers_text
from pb.identity.rules import is_called
from pb.settings import Settings
from tests.visitor import Visitor

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def settings(settings: Settings, tmp_path: Path, bank_url: str) -> Settings:
    path = tmp_path / "providers.toml"
    path.write_text(providers_text(bank_url, "sandbox-secret"), "utf-8")
    return replace(settings, providers_file=path)


def values(visitor: Visitor) -> list[str]:
    return [str(tile["value"]) for tile in visitor.page.select(".pb-bank")]


def test_every_bank_is_there_and_what_does_not_work_comes_last(visitor: Visitor) -> None:
    visitor.get("/identity/choose?purpose=vote")
    assert len(values(visitor)) == len(BANKS) + len(HUB_BANKS) + 1
    assert "id-gov-ua" in values(visitor)
    assert values(visitor)[-1] == "bankid/svitanok"
    assert "зараз не працює" in visitor.page.select(".pb-bank")[-1].text


def test_a_bank_is_found_by_part_of_its_name(visitor: Visitor) -> None:
    visitor.get("/identity/choose?purpose=author&next=/submit/x&q=водо")
    assert values(visitor) == ["bankid/vodohrai"]
    assert visitor.page.select_one("input[name=q]")["value"] == "водо"
    for form in visitor.page.select("main form:has([name=next])"):
        assert form.select_one("[name=next]")["value"] == "/submit/x"
        assert form.select_one("[name=purpose]")["value"] == "author"
    visitor.get("/identity/choose?purpose=vote&q=дія")
    assert values(visitor) == ["id-gov-ua"]


def test_nothing_found_says_so_and_leads_back(visitor: Visitor) -> None:
    visitor.get("/identity/choose?purpose=vote&q=%3Cb%3EМарс")
    assert values(visitor) == []
    assert "Нічого не знайдено" in visitor.text
    assert "тимчасово недоступний" not in visitor.text
    assert visitor.page.select_one('a[href^="/identity/choose?purpose=vote"]')


def test_few_banks_need_no_search(visitor: Visitor, settings: Settings, tmp_path: Path, app) -> None:
    found = app.extensions["pb_providers"]
    del found["bankid"]
    visitor.get("/identity/choose?purpose=vote")
    assert visitor.page.select_one("input[name=q]") is None
    assert len(values(visitor)) == len(BANKS) + 1


def test_pictures_come_from_us(visitor: Visitor) -> None:
    visitor.get("/identity/choose?purpose=vote")
    pictures = [str(image["src"]) for image in visitor.page.select(".pb-bank img")]
    assert len(pictures) == len(HUB_BANKS)
    answer = visitor.get(pictures[0])
    assert answer.mimetype == "image/png"
    assert "max-age" in answer.headers["Cache-Control"]
    assert answer.headers.get("Set-Cookie") is None
    visitor.get("/identity/logo/bankid/nobody", status=404)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("", True), ("ясен", True), ("ЯСЕН банк", True), ("«Ясен»", True), ("банк ясен", True), ("клен", False)],
)
def test_words_are_found_in_any_case_and_order(wanted: str, found: bool) -> None:
    assert is_called(wanted, "Ясен Банк", "Yasen Bank") is found
