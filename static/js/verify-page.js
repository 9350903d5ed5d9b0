// The page of the whole check: fetches the archive of an election, or takes it from a file, and shows what was found.

import { unzip } from "./unzip.js";
import { verifyElection } from "./verifier.js";

const place = document.getElementById("pb-verify");
const state = place.dataset;
const [start, chosen, bar, news, results] = ["start", "file", "bar", "news", "results"].map((name) =>
  document.getElementById(`pb-verify-${name}`));
const number = new Intl.NumberFormat(document.documentElement.lang);

function say(sentence) {
  news.hidden = false;
  news.textContent = sentence;
}

async function check(archive) {
  start.disabled = true;
  chosen.disabled = true;
  bar.hidden = false;
  bar.removeAttribute("value");
  results.hidden = true;
  say(state.sayReading);
  try {
    show(await verifyElection(await unzip(await archive()), state.manifest, async (done, whole) => {
      bar.max = whole;
      bar.value = done;
    }));
  } catch (problem) {
    say(problem.name === "NotSupportedError" ? state.sayUnsupported : state.sayUnreadable);
  }
  bar.hidden = true;
  start.disabled = false;
  chosen.disabled = false;
}

async function fetched() {
  const answer = await fetch(state.archive, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) throw new Error("the archive did not come");
  return answer.blob();
}

function show(report) {
  const found = new Map(report.checks.map((one) => [one.name, one]));
  for (const line of results.querySelectorAll("[data-check]")) {
    const one = found.get(line.dataset.check);
    line.hidden = !one;
    if (!one) continue;
    const [mark, faults] = line.querySelectorAll("strong, code");
    mark.textContent = one.found ? `${state.sayNo} ${number.format(one.found)}` : state.sayYes;
    mark.className = `govuk-tag ${one.found ? "govuk-tag--red" : "govuk-tag--green"}`;
    faults.textContent = one.faults.join(", ");
    faults.hidden = !one.found;
  }
  for (const line of results.querySelectorAll("[data-contest]")) {
    const { issued = 0, reissued = 0, cast = 0, paper = 0 } = report.contests[line.dataset.contest] ?? {};
    [issued, reissued, cast, paper].forEach((many, place) => {
      line.cells[place + 1].textContent = number.format(many);
    });
  }
  results.hidden = false;
  say(report.passed ? state.sayPassed : state.sayFailed);
}

start.addEventListener("click", () => check(fetched));
chosen.addEventListener("change", () => chosen.files[0] && check(async () => chosen.files[0]));
place.hidden = false;
