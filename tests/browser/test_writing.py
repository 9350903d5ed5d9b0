"""The browser is killed while somebody writes: what was typed is there when it comes back."""

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect, sync_playwright
from playwright.sync_api import TimeoutError as NoAnswerError
from sqlalchemy import select
from werkzeug.serving import make_server

from pb import clock
from pb.accounts.service import open_author_session
from pb.app import create_app
from pb.audit.rules import SYSTEM
from pb.cycles.models import Cycle
from pb.cycles.rules import Phase
from pb.db.database import Database
from pb.media.models import Picture
from pb.media.service import store_picture
from pb.projects.models import Project, ProjectPhoto
from pb.projects.rules import Status
from pb.questions.kinds import every_kind
from pb.questions.rules import Question
from pb.questions.service import publish_form, save_question
from pb.settings import Settings
from pb.submission.models import RemarkRow, Revision
from pb.web.security import limiter
from tests import make
from tests.browser.conftest import CHROMIUM
from tests.live import Quiet

FIELDS = ["title", "summary", "problem", "idea", "beneficiaries", "plan", "upkeep"]
PARTS = [
    ("place", "address", "вул. Проста, 1"),
    ("place", "latitude", "48,92"),
    ("place", "longitude", "24,71"),
    ("place", "more", "48,93; 24,72"),
    ("estimate", "lines-0-item", "Лавка"),
    ("estimate", "lines-0-unit", "шт."),
    ("estimate", "lines-0-quantity", "4"),
    ("estimate", "lines-0-price", "8 500"),
    ("about", "email", "typed@example.org"),
    ("about", "phone", "000 000 00 00"),
    ("about", "body_name", "ГО «Вигадана»"),
    ("about", "body_code", "00000000"),
]
WORDS = "Лавки 🌳 «біля» школи, "


@dataclass
class Town:
    url: str
    app: Flask
    token: str
    code: str

    def project(self) -> Project:
        with self.app.extensions["pb"].database.reading() as session:
            return session.scalars(select(Project).where(Project.code == self.code)).one()


@pytest.fixture
def town(settings: Settings, database: Database) -> Iterator[Town]:
    """A city of its own whose author has an empty draft."""
    with database.transaction() as session:
        cycle = make.cycle(session, calendar=make.calendar(Phase.SUBMISSION, clock.now()), code="2027")
        make.district(session, "center")
        author = make.author(session)
        token = open_author_session(
            session, person_key=author.person_key, name=author.name, birth_year=1990, device="test", now=clock.now()
        )
        draft = Project(
            code="DRAFT234", cycle_id=cycle.id, author_id=author.id, started_at=clock.now(), saved_at=clock.now()
        )
        session.add(draft)
    app = create_app(settings)
    limiter.enabled = False
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Town(f"http://127.0.0.1:{server.server_port}", app, token, "DRAFT234")
    server.shutdown()
    server.server_close()
    limiter.enabled = True
    app.extensions["pb"].database.dispose()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


class Phone:
    """A browser with a profile on the disk, which can be killed like a battery dies."""

    def __init__(self, playwright: Playwright, profile: Path, town: Town) -> None:
        self.playwright, self.profile, self.town = playwright, profile, town
        self.process: subprocess.Popen[str] | None = None

    def open(self, path: str, *, signed_in: bool = False) -> Page:
        context = self._started()
        if signed_in:
            serializer = self.town.app.session_interface.get_signing_serializer(self.town.app)
            value = serializer.dumps({"_user_id": self.town.token, "_fresh": True})
            context.add_cookies([{"name": "sid", "value": value, "url": self.town.url}])
        page = context.new_page()
        page.goto(self.town.url + path)
        return page

    def _started(self) -> BrowserContext:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        flags += ["--lang=uk-UA", "--accept-lang=uk-UA"]  # whatever the machine speaks
        while True:
            self.process = subprocess.Popen(
                [str(CHROMIUM), *flags, "--remote-debugging-port=0", f"--user-data-dir={self.profile}"],
                stderr=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                text=True,
            )
            endpoint = next(line.split()[-1] for line in self.process.stderr if "DevTools listening" in line)
            try:
                return self.playwright.chromium.connect_over_cdp(endpoint, timeout=20_000).contexts[0]
            except NoAnswerError:  # on a crowded machine Chromium starts now and then and answers nobody
                self.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stderr.close()
        self.process = None


@pytest.fixture
def phone(playwright: Playwright, tmp_path: Path, town: Town) -> Iterator[Phone]:
    made = Phone(playwright, tmp_path / "profile", town)
    yield made
    if made.process is not None:
        made.kill()
    shutil.rmtree(made.profile, ignore_errors=True)


def is_kept(page: Page, path: str, text: str) -> bool:
    """Whether the browser has it on its disk before a hand finds the power button, however busy the machine is."""
    script = "async (path) => (await (await import('/static/js/kept.js')).kept(path))?.fields.flat() ?? []"
    for _look in range(40):
        if text in page.evaluate(script, path):
            return True
        page.wait_for_timeout(50)
    return False


def test_killed_at_each_field_before_the_login(phone: Phone) -> None:
    for place, name in enumerate(FIELDS):
        page = phone.open("/submit/new/2027")
        for earlier in FIELDS[:place]:
            expect(page.locator(f"#{earlier}")).to_have_value(WORDS + earlier)
        page.locator(f"#{name}").press_sequentially(WORDS + name)
        expect(page.locator("[data-saved-line]")).to_contain_text("на цьому пристрої")
        assert is_kept(page, "/submit/new/2027", WORDS + name)
        phone.kill()
    page = phone.open("/submit/new/2027")
    expect(page.locator(f"#{FIELDS[-1]}")).to_have_value(WORDS + FIELDS[-1])
    expect(page.locator("[data-saved-line]")).to_contain_text("повернули")


def test_killed_after_the_promised_five_seconds_the_server_has_it(phone: Phone, town: Town) -> None:
    page = phone.open(f"/submit/{town.code}/idea", signed_in=True)
    for name in FIELDS:
        page.locator(f"#{name}").press_sequentially(WORDS + name)
    expect(page.locator("[data-saved-line]")).to_contain_text("Збережено о")
    expect(page.locator("[data-saved-line]")).not_to_contain_text("пристрої")
    typed = {name: (WORDS + name).strip() for name in FIELDS}
    for _look in range(40):  # the last field goes two seconds after the last key
        page.wait_for_timeout(500)
        saved = {name: getattr(town.project(), name) for name in FIELDS}
        if saved == typed:
            break
    phone.kill()
    assert saved == typed


def test_killed_before_the_server_heard_the_text_comes_back(phone: Phone, town: Town) -> None:
    page = phone.open("/help", signed_in=True)
    for path, name, text in PARTS:
        page.goto(f"{town.url}/submit/{town.code}/{path}")
        page.locator(f"[name='{name}']").clear()
        page.locator(f"[name='{name}']").press_sequentially(text)
        shown = page.locator(f"[name='{name}']").input_value()  # a point is written the page's own way
        assert is_kept(page, f"/submit/{town.code}/{path}", shown)
        phone.kill()
        page = phone.open(f"/submit/{town.code}/{path}", signed_in=True)
        expect(page.locator(f"[name='{name}']")).to_have_value(shown)


def test_another_author_on_the_same_computer_sees_nothing(phone: Phone, town: Town) -> None:
    page = phone.open(f"/submit/{town.code}/idea", signed_in=True)
    page.evaluate(
        """async (path) => { const {keep} = await import('/static/js/kept.js');
        await keep(path, {owner: 'SOMEBODY', seen: '', fields: [['title', 'Чуже']]}); }""",
        f"/submit/{town.code}/idea",
    )
    page.reload()
    page.wait_for_timeout(500)
    expect(page.locator("#title")).to_have_value("")
    left = page.evaluate("async (path) => (await import('/static/js/kept.js')).kept(path)", f"/submit/{town.code}/idea")
    assert left is None


def test_a_second_tab_is_told(phone: Phone, town: Town) -> None:
    first = phone.open(f"/submit/{town.code}/idea", signed_in=True)
    second = first.context.new_page()
    second.goto(first.url, wait_until="networkidle")  # its script must not be late and show what the first has kept
    first.locator("#title").fill("Перша вкладка")
    expect(first.locator("[data-saved-line]")).to_contain_text("Збережено о")
    second.locator("#title").fill("Друга вкладка")
    expect(second.locator("[data-saved-line]")).to_contain_text("в іншій вкладці")
    assert town.project().title == "Перша вкладка"
    second.get_by_role("button", name="Зберегти").click()
    expect(second.locator("main")).to_contain_text("Перша вкладка")
    expect(second.locator("#title")).to_have_value("Друга вкладка")


def test_what_is_typed_before_the_script_has_come_is_saved_too(phone: Phone, town: Town) -> None:
    page = phone.open("/help", signed_in=True)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/js/autosave.js", hold)
    page.goto(f"{town.url}/submit/{town.code}/idea")
    page.locator("#title").press_sequentially("Рано")
    page.wait_for_timeout(50)
    held[0].continue_()
    expect(page.locator("[data-saved-line]")).to_contain_text("Збережено о")
    assert town.project().title == "Рано"


def test_killed_at_each_composed_question(phone: Phone, town: Town) -> None:
    with town.app.extensions["pb"].database.transaction() as session:
        cycle = session.scalars(select(Cycle)).one()
        for kind in sorted(every_kind().keys() - {"file"}):  # a browser lets nobody fill in a file
            options = {"choice": "так\nні", "yes_no": "Хто саме?"}.get(kind, "")
            save_question(session, SYSTEM, cycle, Question("", kind, f"Питання {kind}", options=options))
        publish_form(session, SYSTEM, cycle, clock.now())
    path = f"/submit/{town.code}/questions"
    page = phone.open(path, signed_in=True)
    fields = page.locator("main [name^='q-']")
    kinds = fields.evaluate_all("all => all.map((field) => field.type)")
    assert len(kinds) > len(every_kind())
    for place, kind in enumerate(kinds):
        field = fields.nth(place)
        if kind == "radio":
            field.evaluate("field => field.click()")
            text = field.get_attribute("value")
        else:
            field.fill(text := str(10 + place), force=True)
        assert is_kept(page, path, text)
        phone.kill()
        page = phone.open(path, signed_in=True)
        fields = page.locator("main [name^='q-']")
        if kind == "radio":
            expect(fields.nth(place)).to_be_checked()
        else:
            expect(fields.nth(place)).to_have_value(text)


def test_killed_while_photos_are_described(phone: Phone, town: Town, settings: Settings) -> None:
    with town.app.extensions["pb"].database.transaction() as session:
        picture = store_picture(session, settings.folder("media"), make.photo(), alt="")
        project = session.scalars(select(Project).where(Project.code == town.code)).one()
        session.add(ProjectPhoto(project_id=project.id, picture_id=picture.id, position=1))
        code = picture.code
    path = f"/submit/{town.code}/photos"
    for name, where in ((f"#alt-{code}", f"{path}/{code}/alt"), ("#alt", path)):
        page = phone.open(path, signed_in=True)
        page.locator(name).press_sequentially(WORDS)
        assert is_kept(page, where, WORDS)
        phone.kill()
        page = phone.open(path, signed_in=True)
        expect(page.locator(name)).to_have_value(WORDS)
        phone.kill()
    page = phone.open(path, signed_in=True)
    expect(page.locator(f"#alt-{code}")).to_have_value(re.compile(re.escape(WORDS.strip())))  # given back first
    page.locator(f"#alt-{code}").fill("Двір без лавок")
    expect(page.locator(f"form:has(#alt-{code}) [data-saved-line]")).to_contain_text("Збережено о")
    with town.app.extensions["pb"].database.reading() as session:
        assert session.scalars(select(Picture.alt).where(Picture.code == code)).one() == "Двір без лавок"


def test_killed_while_a_remark_is_answered(phone: Phone, town: Town) -> None:
    with town.app.extensions["pb"].database.transaction() as session:
        draft = session.scalars(select(Project).where(Project.code == town.code)).one()
        cycle = session.get_one(Cycle, draft.cycle_id)
        project = make.project(session, cycle, Status.RETURNED, author_id=draft.author_id)
        remark = RemarkRow(position=1, remark="Скільки лавок?")
        row = Revision(project_id=project.id, returned_at=clock.now(), before="[{}, {}]", remarks=[remark])
        session.add(row)
        path = f"/submit/{project.code}/remarks"
    page = phone.open(path, signed_in=True)
    page.locator("#answers-0").press_sequentially(WORDS)
    assert is_kept(page, path, WORDS)
    phone.kill()
    page = phone.open(path, signed_in=True)
    expect(page.locator("#answers-0")).to_have_value(WORDS)
    expect(page.locator("[data-saved-line]")).to_contain_text("Збережено о")
    with town.app.extensions["pb"].database.reading() as session:
        assert session.scalars(select(RemarkRow.answer)).one() == WORDS.strip()
