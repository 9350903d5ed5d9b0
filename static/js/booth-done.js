// After casting: control codes from this browser, shown on request; on a shared screen everything is wiped at once.
import { announce } from "./status.js";
import { all, drop } from "./booth-store.js";

const state = document.getElementById("pb-booth").dataset;
const box = document.getElementById("pb-receipts");
const list = document.getElementById("pb-receipt-list");
const wipe = document.getElementById("pb-wipe");

const mine = (await all()).filter((one) =>
  one.manifest === state.manifest && one.owner === state.owner && one.state === "cast");

function empty(text) {
  list.replaceChildren();
  const line = document.createElement("dd");
  line.textContent = text;
  list.append(line);
  wipe.hidden = true;
}

function show() {
  for (const one of mine) {
    const name = document.createElement("dt");
    name.textContent = document.querySelector(`#pb-voted [data-contest="${CSS.escape(one.contest)}"] span`)?.textContent ?? one.contest;
    const code = document.createElement("dd");
    code.className = "pb-code";
    code.textContent = one.leaf;
    list.append(name, code);
  }
  wipe.hidden = false;
}

if (box.dataset.shared) {
  await drop(mine);
  box.hidden = true;
} else if (mine.length) {
  show();
} else {
  empty(box.dataset.none);
}
wipe.addEventListener("click", async () => {
  await drop(mine);
  empty(box.dataset.wiped);
  announce(box.dataset.wiped);
});
