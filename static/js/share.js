// The share sheet of the device, where there is one.

/** @param {HTMLButtonElement} button - data-url and data-title of what is shared */
export function start(button) {
  if (!navigator.share) return;
  (button.closest("[hidden]") ?? button).hidden = false;
  button.addEventListener("click", () => {
    // A person who closes the sheet has not made an error.
    navigator.share({ url: button.dataset.url, title: button.dataset.title }).catch(() => {});
  });
}
