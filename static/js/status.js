// Says one sentence to those who do not see the change: the page's single polite status line.

/** @param {string} text - a whole sentence, already translated */
export function announce(text) {
  const line = document.getElementById("pb-status");
  if (!line) return;
  line.textContent = "";
  // Emptied first and filled in the next frame, so that the same sentence twice is read twice.
  requestAnimationFrame(() => {
    line.textContent = text;
  });
}
