// The server has what this browser kept for a page: its copy goes.
import { forget } from "./kept.js";

/** @param {HTMLElement} mark - data-path: address of the page */
export function start(mark) {
  forget(mark.dataset.path).catch(() => {});
}
