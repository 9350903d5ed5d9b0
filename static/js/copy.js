// Copies a text (a link, a code) and says so.
import { announce } from "./status.js";

/** @param {HTMLButtonElement} button - data-copy: the text; data-done: the sentence afterwards */
export function start(button) {
  if (!navigator.clipboard) return;
  (button.closest("[hidden]") ?? button).hidden = false;
  const label = button.querySelector("[data-label]") ?? button;
  const before = label.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    label.textContent = button.dataset.done;
    announce(button.dataset.done);
    setTimeout(() => {
      label.textContent = before;
    }, 4000);
  });
}
