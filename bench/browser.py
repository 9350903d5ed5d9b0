"""How long the browser takes to blind and unblind the ballots of thirteen contests: `python -m bench.browser`."""

import argparse
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench.casting import say
from pb.ballots.blind import SigningKey
from pb.ballots.canonical import from_base64url, to_base64url

SCRIPTS = Path(__file__).parent.parent / "static/js"
CHROMIUM = Path("/usr/bin/chromium")
BLIND = """async ([key, contests]) => {
  const { writeBallot, prepare, blind, toBase64url } = await import("/envelope.js");
  window.kept = [];
  const begun = performance.now();
  for (let n = 0; n < contests; n += 1) {
    const prepared = prepare(writeBallot("ab".repeat(32), `contest-${n}`, { approve: ["P1", "P2"] }));
    window.kept.push({ ...prepared, ...(await blind(key, prepared.prepared)) });
  }
  const took = performance.now() - begun;
  return { took, messages: window.kept.map((one) => toBase64url(one.message)) };
}"""
UNBLIND = """async ([key, signatures]) => {
  const { finalize, fromBase64url } = await import("/envelope.js");
  const begun = performance.now();
  for (const [n, signature] of signatures.entries()) {
    await finalize(key, window.kept[n].prepared, fromBase64url(signature), window.kept[n].inverse);
  }
  return performance.now() - begun;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contests", type=int, default=13)
    parser.add_argument("--slowdown", type=float, default=4)
    options = parser.parse_args()
    if not CHROMIUM.exists():
        sys.exit("needs Debian's chromium: apt-get install chromium")
    key = SigningKey.generate()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        page = browser.new_page()
        page.route("**/*", _serve)
        page.goto("https://budget.test/")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": options.slowdown})
        for turn in ("first", "warm"):
            blinded = page.evaluate(BLIND, [key.public.as_text(), options.contests])
            signed = [to_base64url(key.blind_sign(from_base64url(one, 384))) for one in blinded["messages"]]
            unblinding = page.evaluate(UNBLIND, [key.public.as_text(), signed])
            say(
                f"{options.contests} contests, CPU slowed {options.slowdown:g} times, {turn}: "
                f"blinding {blinded['took']:.0f} ms, unblinding and verifying {unblinding:.0f} ms"
            )
        browser.close()


def _serve(route: Any) -> None:
    name = route.request.url.rsplit("/", 1)[1]
    is_script = name.endswith(".js")
    body = (SCRIPTS / name).read_text("utf-8") if is_script else "<!doctype html>"
    route.fulfill(body=body, content_type=f"text/{'javascript' if is_script else 'html'}; charset=utf-8")


if __name__ == "__main__":
    main()
