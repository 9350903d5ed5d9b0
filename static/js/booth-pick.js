// Adds and removes projects without loading the page anew. The buttons are ordinary forms and work without this.
import { announce } from "./status.js";

const ballot = document.getElementById("pb-ballot");
const bar = document.getElementById("pb-bar-text");
const meter = document.getElementById("pb-bar-meter");
const left = document.getElementById("pb-left");
const SIMPLE = ["approve", "exactly", "knapsack"];

function show(form, isChosen) {
  const button = form.querySelector("button");
  const icon = button.querySelector(".pb-icon");
  button.value = isChosen ? "remove" : "add";
  button.setAttribute("aria-pressed", String(isChosen));
  button.classList.toggle("govuk-button--secondary", !isChosen);
  button.querySelector("[data-word]").textContent = isChosen ? ballot.dataset.added : ballot.dataset.add;
  icon.classList.toggle("pb-icon--check", isChosen);
  icon.classList.toggle("pb-icon--plus", !isChosen);
  form.closest(".pb-card").classList.toggle("pb-card--chosen", isChosen);
}

function update(told) {
  for (const form of ballot.querySelectorAll("form[data-pick]")) show(form, form.dataset.pick in told.chosen);
  bar.textContent = told.bar;
  meter.value = told.value;
  if (left) left.textContent = told.left;
  const count = document.querySelector(".pb-tabs [aria-current] .pb-count");
  if (count) {
    count.textContent = told.count;
    count.classList.toggle("pb-count--full", told.full);
  }
}

async function pick(event) {
  const form = event.target.closest("form[data-pick]");
  if (!form) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  try {
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body });
    const told = await answer.json();
    if ("chosen" in told) update(told);
    // The bar is a status line itself; a refusal is said besides.
    if (told.refused ?? !answer.ok) refuse(form, told.message ?? told.error);
    else clear();
  } catch {
    refuse(form, ballot.dataset.failed);
  }
}

function clear() {
  for (const old of ballot.querySelectorAll("[data-refusal]")) old.remove();
}

function refuse(form, text) {
  clear();
  const line = document.createElement("p");
  line.className = "govuk-error-message";
  line.dataset.refusal = "";
  line.textContent = text;
  form.append(line);
  announce(text);
}

// On a phone the row of contests scrolls: the current one should be in sight.
document.querySelector(".pb-tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
if (SIMPLE.includes(ballot.dataset.form)) ballot.addEventListener("submit", pick);
