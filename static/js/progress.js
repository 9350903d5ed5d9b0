// While the work of a form runs, its bar says how far it is. Without this script the page just waits for the answer.
const PAUSE = 500; // milliseconds between two questions

for (const bar of document.querySelectorAll("[data-progress]")) {
  bar.closest("form").addEventListener("submit", (event) => {
    const { button } = bar.dataset;
    if (button && event.submitter?.name !== button) return;
    bar.hidden = false;
    follow(bar);
  });
}

/** @param {HTMLElement} bar - data-progress: where to ask; data-button: the button that starts the work, if not any */
async function follow(bar) {
  const answer = await fetch(bar.dataset.progress).catch(() => null);
  const told = answer?.ok ? await answer.json() : {};
  if (told.whole) {
    bar.querySelector("progress").value = told.done / told.whole;
    const line = bar.querySelector("output");
    if (line.textContent !== told.words) line.textContent = told.words;
  }
  setTimeout(() => follow(bar), PAUSE);
}
