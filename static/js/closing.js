// Tells 60, 15 and 5 minutes before the end that voting closes. A status, never a dialog.
import { announce } from "./status.js";

const MINUTES = [60, 15, 5];
const LONGEST_TIMER = 2 ** 31 - 1; // browsers fire longer ones at once

/** @param {HTMLElement} notice - data-at: the end, ISO 8601 with zone; data-in-60, data-in-15, data-in-5: sentences */
export function start(notice) {
  const end = Date.parse(notice.dataset.at);
  const words = notice.querySelector("[data-words]") ?? notice;
  for (const minutes of MINUTES) {
    const wait = end - minutes * 60_000 - Date.now();
    const sentence = notice.getAttribute(`data-in-${minutes}`);
    if (wait <= 0 || wait > LONGEST_TIMER || !sentence) continue;
    setTimeout(() => {
      notice.hidden = false;
      words.textContent = sentence;
      announce(sentence);
    }, wait);
  }
}
