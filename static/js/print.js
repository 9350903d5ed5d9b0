// A print button, shown only where it can work.

/** @param {HTMLButtonElement} button */
export function start(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
