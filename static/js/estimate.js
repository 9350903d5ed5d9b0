// Sums while one types, and a copied table pasted into any cell. The server counts again; without this it counts alone.
import { announce } from "./status.js";

const money = (kopecks) => {
  const [whole, rest] = (kopecks / 100).toFixed(2).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, "\u00a0")}${rest === "00" ? "" : `,${rest}`}\u00a0₴`;
};
const number = (text) => {
  const found = Number(text.replace(/[\s\u00a0₴]|грн/g, "").replace(",", "."));
  return text.trim() !== "" && found >= 0 && found < 1e12 ? found : null;
};

/** @param {HTMLElement} box - data-ceiling: kopecks or empty; data-within, data-over: sentences with %{sum} */
export function start(box) {
  const form = box.closest("form");
  const reserve = box.querySelector("[name=reserve]");
  const limit = box.querySelector("[data-limit]");
  const ceiling = Number(box.dataset.ceiling);
  let wasOver = false;

  const cell = (line, name) => number(line.querySelector(`[name$="-${name}"]`).value);

  function count() {
    let sum = 0;
    for (const line of box.querySelectorAll("[data-line]")) {
      const [quantity, price] = [cell(line, "quantity"), cell(line, "price")];
      const shown = line.querySelector("[data-line-sum]");
      const known = quantity !== null && price !== null;
      const own = known ? Math.round(quantity * Math.round(price * 100)) : 0;
      shown.hidden = !known;
      shown.querySelector("b").textContent = money(own);
      sum += own;
    }
    const total = sum + Math.floor((sum * Number(reserve?.value ?? 0) + 50) / 100 || 0);
    box.querySelector("[data-total]").textContent = money(total);
    if (!ceiling) return;
    const isOver = total > ceiling;
    limit.textContent = box.dataset[isOver ? "over" : "within"].replace("%{sum}", money(Math.abs(ceiling - total)));
    if (isOver && !wasOver) announce(limit.textContent);
    wasOver = isOver;
  }

  box.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    const area = box.querySelector("[name=paste]");
    if (event.target === area || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    area.value = text;
    form.requestSubmit(form.querySelector("[value=more]"));
  });
  form.addEventListener("input", count);
  count();
}
