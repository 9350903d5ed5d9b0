"""Authors, staff and voters of a walk, each with a browser of their own."""

import io
import json
import random
from typing import Any
from urllib.parse import urlsplit

import requests
from PIL import Image

from pb import clock
from pb.accounts.passwords import totp_code
from pb.accounts.queries import staff_by_email
from pb.ballots.canonical import from_base64url, to_base64url
from pb.ballots.checkpoint import is_receipt
from pb.ballots.encoding import Choices
from pb.ballots.manifest import Manifest
from pb.ballots.voter import open_signed, seal
from pb.demo.content import records
from pb.demo.loading.city import PASSWORD
from pb.demo.walk.browser import TIMEOUT, Browser, Disagreement
from pb.demo.walk.founding import CYCLE
from pb.demo.walk.town import Town


def staff(town: Town, email: str) -> Browser:
    """A member of staff, signed in with both factors."""
    with town.database.reading() as session:
        person = staff_by_email(session, email)
    if person is None or person.totp_secret is None:
        raise Disagreement(f"nobody has the address {email}")
    browser = Browser(town.url)
    browser.open("/staff/sign-in")
    browser.send(email=email, password=PASSWORD)
    browser.send(code=totp_code(person.totp_secret, clock.now()))
    browser.must_say("Робочий стіл")
    return browser


def through_bank(browser: Browser, person: str, *, bank: str = "bystrytsia") -> None:
    """From the grid of banks, over the consent page, and back."""
    browser.send("form[action$='/identity/start']", provider=bank)
    browser.send("form", person=person)


class Author:
    """A resident who proposes one written project."""

    def __init__(self, town: Town, person: str) -> None:
        self.browser = Browser(town.url)
        self.person = person

    def propose(self, project: records.Project, contest: str, cycle: str) -> None:
        """From the start page to «Проєкт надіслано»."""
        browser = self.browser
        browser.open(f"/submit/new/{cycle}")
        words: dict[str, Any] = {
            "problem": project.problem,
            "idea": project.idea,
            "beneficiaries": project.beneficiaries,
        }
        browser.send(title=project.title, contest=contest, summary=project.summary, **words)
        through_bank(browser, self.person)  # the first save asks who writes, and keeps what is written
        code = urlsplit(browser.address).path.rsplit("/", 1)[1]
        self._fill_in(code, project)
        browser.open(f"/submit/{code}/check")
        browser.send(consent="y")
        browser.must_say("Проєкт надіслано")

    def _fill_in(self, code: str, project: records.Project) -> None:
        browser = self.browser
        browser.open(f"/submit/{code}/place")
        point: dict[str, Any] = {"latitude": f"{project.latitude:.5f}", "longitude": f"{project.longitude:.5f}"}
        browser.send(district=project.place, address=project.address, **point)
        for start in range(0, len(project.estimate), 3):
            browser.open(f"/submit/{code}/estimate")
            browser.send(act="more", **estimate_fields(project.estimate[start : start + 3], start))
        browser.open(f"/submit/{code}/photos")
        files = {"photo": ("photo.jpg", photo(), "image/jpeg")}
        browser.send("form[enctype]", files=files, alt=project.picture.alt)
        browser.open(f"/submit/{code}/about")
        browser.send(email="author@example.org")


def estimate_fields(lines: tuple[records.EstimateLine, ...], start: int = 0) -> dict[str, Any]:
    """Lines of an estimate as a form's fields, from number `start`."""
    return {
        f"lines-{start + place}-{name}": value
        for place, line in enumerate(lines)
        for name, value in {
            "item": line.item,
            "unit": line.unit,
            "quantity": str(line.quantity).replace(".", ","),
            "price": str(line.price_kopecks / 100),
        }.items()
    }


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (96, 150, 110)).save(out, "JPEG")
    return out.getvalue()


class Voter:
    """A resident who chooses, proves who they are and casts sealed ballots, as the booth's script does."""

    def __init__(self, town: Town, chance: random.Random, cycle: str = CYCLE) -> None:
        self.town, self.chance, self.cycle = town, chance, cycle
        self.browser = Browser(town.url)

    def choose(self, picks: dict[str, str]) -> None:
        """Contest → project code: one press of a button each."""
        for contest, code in picks.items():
            self.browser.open(f"/vote?cycle={self.cycle}&contest={contest}")
            self.browser.send(f'form[data-pick="{code}"]', act="add")

    def log_in(self, person: str) -> None:
        """From the review page through the bank and back to it."""
        self.review()
        link = self.browser.page.select_one(".pb-bar a")
        if link is None:
            raise Disagreement(f"no way to the bank: {self.browser.text[:200]}")
        self.browser.open(str(link["href"]))
        through_bank(self.browser, person)

    def enter_desk_booth(self, code: str) -> None:
        """The voter's own screen at a desk."""
        self.browser.open(f"/vote/desk/{code}")
        self.browser.send()

    def review(self) -> None:
        """The page with everything chosen."""
        self.browser.open(f"/vote/review?cycle={self.cycle}")

    def enter_with_slip(self, code: str) -> None:
        """A pupil types the code of a slip."""
        self.browser.open("/vote/code")
        self.browser.send(code=code)

    def cast(self) -> list[str]:
        """Seal, have signed, put into the box, check receipts; the control codes."""
        marked = self.browser.page.select_one("#pb-booth")
        if marked is None:
            raise Disagreement(f"the review page cannot cast: {self.browser.text[:300]}")
        state: dict[str, Any] = {name.removeprefix("data-"): value for name, value in marked.attrs.items()}
        manifest = Manifest.parse(requests.get(f"{state['box']}/manifest/{state['manifest']}", timeout=TIMEOUT).content)
        chosen = {code: Choices.of_json(entry) for code, entry in json.loads(state["choices"]).items()}
        envelopes = seal(manifest, chosen)
        asked = {code: to_base64url(envelope.message) for code, envelope in envelopes.items()}
        body = {"cycle": state["cycle"], "requests": asked}
        signed = self.browser.post_json(state["issue"], body, token=state["csrf"])["signatures"]
        records_to_cast = [
            open_signed(manifest, envelopes[code], from_base64url(signature, 384)) for code, signature in signed.items()
        ]
        self.chance.shuffle(records_to_cast)
        leaves = []
        for record in records_to_cast:
            # No cookies: the box must not know who comes.
            told = requests.post(f"{state['box']}/ballots", data=record.as_bytes(), timeout=TIMEOUT).json()
            receipt = from_base64url(told["receipt"], 64)
            if not is_receipt(manifest.hash, record.leaf, receipt, manifest.box_public_key):
                raise Disagreement("a receipt does not hold")
            leaves.append(record.leaf.hex())
        finish = self.browser.post_json(state["finish"], {"cycle": state["cycle"]}, token=state["csrf"])
        self.browser.open(finish["next"])
        self.browser.must_say("Ваш голос зараховано")
        return leaves
