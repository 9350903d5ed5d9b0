// The projector's page: asks every few seconds how many have voted. It is told nothing else.
const room = document.getElementById("pb-room");
const rows = room.querySelectorAll("[data-classes] tbody tr");
const EVERY = 10_000;

function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

async function look() {
  const answer = await fetch(room.dataset.address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) {
    const { used, issued, classes } = await answer.json();
    write(room.querySelector("[data-used]"), used);
    write(room.querySelector("[data-issued]"), issued);
    for (const row of rows) write(row.querySelector("td"), classes[row.querySelector("th").textContent] ?? "");
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
