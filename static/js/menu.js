// The menu button of narrow screens. Without a script the menu is simply open.

/** @param {HTMLButtonElement} button - with aria-controls naming the menu */
export function start(button) {
  const menu = document.getElementById(button.getAttribute("aria-controls"));
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.classList.toggle("pb-menu--open", open);
  };
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  const closeOnEscape = (event) => {
    if (event.key === "Escape" && button.getAttribute("aria-expanded") === "true") {
      show(false);
      button.focus();
    }
  };
  button.addEventListener("keydown", closeOnEscape);
  menu.addEventListener("keydown", closeOnEscape);
}
