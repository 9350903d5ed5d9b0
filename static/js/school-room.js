// The projector's page: asks every few seconds how many have voted. It is told nothing else.
const room = document.getElementById("pb-room");
const body = room.querySelector("[data-classes] tbody");
const EVERY = 10_000;

function cell(name, role, text) {
  const made = document.createElement(name);
  made.setAttribute("role", role);
  if (name === "th") made.scope = "row";
  else made.className = "pb-num";
  made.textContent = text;
  return made;
}

function row([label, words]) {
  const made = document.createElement("tr");
  made.setAttribute("role", "row");
  made.append(cell("th", "rowheader", label), cell("td", "cell", words));
  return made;
}

async function look() {
  const answer = await fetch(room.dataset.address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) {
    const { used, issued, classes } = await answer.json();
    room.querySelector("[data-used]").textContent = used;
    room.querySelector("[data-issued]").textContent = issued;
    body?.replaceChildren(...classes.map(row));
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
