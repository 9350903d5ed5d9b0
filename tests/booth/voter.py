"""A voter over HTTP: what the booth's script does, in Python."""

import json
import random
import re
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup

from pb.ballots.canonical import from_base64url, to_base64url
from pb.ballots.checkpoint import is_receipt
from pb.ballots.encoding import Choices
from pb.ballots.manifest import Manifest
from pb.ballots.voter import open_signed, seal


class HttpVoter:
    """One person with one browser; `pick`, `log_in`, `cast`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = requests.Session()

    def page(self, path: str) -> BeautifulSoup:
        answer = self.http.get(urljoin(self.url, path), timeout=20)
        assert answer.status_code == 200, (answer.status_code, answer.text[:500])
        return BeautifulSoup(answer.text, "html5lib")

    def send(self, form, **typed: str) -> BeautifulSoup:
        data = {field["name"]: field.get("value", "") for field in form.select("input[name]")} | typed
        answer = self.http.post(urljoin(self.url, form["action"]), data=data, timeout=20)
        assert answer.status_code == 200, (answer.status_code, answer.text[:500])
        return BeautifulSoup(answer.text, "html5lib")

    def pick(self, contest: str, code: str) -> None:
        page = self.page(f"/vote?contest={contest}")
        self.send(page.select_one(f'form[data-pick="{code}"]'), act="add")

    def log_in(self, person: str = "oksana", bank: str = "bystrytsia") -> BeautifulSoup:
        page = self.page("/vote/review")
        grid = self.page(page.select_one(".pb-bar a")["href"])
        form = grid.select_one("form[action$=start]")
        data = {field["name"]: field.get("value", "") for field in form.select("input[name]")} | {"provider": bank}
        consent = self.http.post(urljoin(self.url, form["action"]), data=data, timeout=20)
        back = self.http.post(consent.url, data={"person": person}, timeout=20)
        assert back.status_code == 200, back.text[:500]
        return BeautifulSoup(back.text, "html5lib")

    def cast(self, review: BeautifulSoup, chance: random.Random | None = None) -> BeautifulSoup:
        """From «Проголосувати» to the page after it."""
        state = {name.removeprefix("data-"): value for name, value in review.select_one("#pb-booth").attrs.items()}
        box = state["box"]
        manifest = Manifest.parse(requests.get(f"{box}/manifest/{state['manifest']}", timeout=20).content)
        assert manifest.hash == state["manifest"]
        choices = {code: Choices.of_json(chosen) for code, chosen in json.loads(state["choices"]).items()}
        envelopes = seal(manifest, choices)
        headers = {"X-CSRFToken": state["csrf"], "Accept": "application/json"}
        body = {
            "cycle": state["cycle"],
            "requests": {code: to_base64url(one.message) for code, one in envelopes.items()},
        }
        answer = self.http.post(urljoin(self.url, state["issue"]), json=body, headers=headers, timeout=20)
        assert answer.status_code == 200, answer.text
        for code, signature in answer.json()["signatures"].items():
            record = open_signed(manifest, envelopes[code], from_base64url(signature, 384))
            told = requests.post(f"{box}/ballots", data=record.as_bytes(), timeout=20).json()
            assert told["leaf"] == record.leaf.hex()
            assert is_receipt(manifest.hash, record.leaf, from_base64url(told["receipt"], 64), manifest.box_public_key)
        answer = self.http.post(
            urljoin(self.url, state["finish"]), json={"cycle": state["cycle"]}, headers=headers, timeout=20
        )
        assert re.match("/vote/done", answer.json()["next"])
        return self.page(answer.json()["next"])
