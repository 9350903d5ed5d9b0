"""What a careful reader of a page on a phone would find wrong with it."""

from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

AXE = Path(AXE_FILE_PATH).read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def seen(phone: Page, url: str) -> list[str]:
    """What is wrong with a page: said on the console, found by axe, sticking out at 320 px."""
    wrong: list[str] = []
    expected = "404" if url.endswith("/nowhere") else "nothing"
    phone.on("console", lambda said: wrong.append(said.text) if expected not in said.text else None)
    phone.on("pageerror", lambda error: wrong.append(str(error)))
    phone.goto(url, wait_until="load")
    phone.wait_for_timeout(50)
    phone.evaluate(AXE)
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = phone.evaluate("options => axe.run(document, options)", options)["violations"]
    for rule in found:
        wrong += [f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}" for node in rule["nodes"][:3]]
    phone.set_viewport_size({"width": 320, "height": 640})
    if (width := phone.evaluate("document.documentElement.scrollWidth")) > 320:
        wrong.append(f"{width} px wide at 320")
    return wrong
