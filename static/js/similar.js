// Similar projects under the form while one writes; without this they stand on the page after each save.
import { announce } from "./status.js";

const PAUSE = 1200; // milliseconds without a key

/** @param {HTMLElement} box - data-from: where to ask; data-but: code of the draft; data-found: sentence */
export function start(box) {
  const list = box.querySelector("[data-list]");
  const fields = ["title", "summary"].map((id) => document.getElementById(id));
  let timer = 0;
  let asked = "";

  async function ask() {
    const words = fields.map((field) => field.value.trim()).join(" ").trim();
    if (words.length < 8 || words === asked) return;
    asked = words;
    const answer = await fetch(`${box.dataset.from}?${new URLSearchParams({ words, but: box.dataset.but })}`).catch(() => null);
    if (!answer?.ok) return;
    const { projects } = await answer.json();
    list.replaceChildren(...projects.map(({ title, href, note }) => {
      const item = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { className: "govuk-link", href, textContent: title });
      link.target = "_blank"; // the draft stays where it is
      link.rel = "noopener";
      item.append(link, ` ${note}`);
      return item;
    }));
    if (box.hidden && projects.length) announce(box.dataset.found);
    box.hidden = projects.length === 0;
    const stored = document.getElementById("similar")?.parentElement;
    if (stored) stored.hidden = true; // what the server knew before is no longer the news
  }

  for (const field of fields) {
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
  }
}
