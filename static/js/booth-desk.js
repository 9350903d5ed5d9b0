// The operator's screen: asks every few seconds whether the voter is voting or done. It is told nothing else.
const line = document.getElementById("pb-booth-state");
const EVERY = 4000;

async function look() {
  const answer = await fetch(line.dataset.address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) {
    const { state, word } = await answer.json();
    if (line.textContent !== word) line.textContent = word;
    if (state === "done" || state === "over") return;
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
