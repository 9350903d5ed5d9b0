// The booth's page: casts on «Проголосувати», and first finishes what an earlier page began.
// Nothing is ever begun by arriving: only what a person has already sent off is finished.
import { announce } from "./status.js";
import { all } from "./booth-store.js";
import { Stopped, post, readManifest, seal, sign } from "./booth-cast.js";

const state = document.getElementById("pb-booth").dataset;
const news = document.getElementById("pb-booth-news");
const button = document.getElementById("pb-cast");
const choices = state.choices ? JSON.parse(state.choices) : {};

function say(text, { loud = false } = {}) {
  news.hidden = false;
  news.textContent = text;
  if (loud) announce(text);
}

const sentence = (name) => state[`say${name[0].toUpperCase()}${name.slice(1)}`] ?? state.sayFault;

function explain(problem) {
  const known = problem instanceof Stopped;
  say((known && problem.sentence) || sentence(known ? problem.say : "fault"));
  if (!known || problem.say !== "taken") return;
  const link = document.createElement("a");
  link.href = state.case;
  link.textContent = state.sayNotMe;
  news.append(" ", link);
}

const isOf = (wanted, owner) => (one) =>
  one.manifest === state.manifest && one.state === wanted && (owner === undefined || one.owner === owner);

async function stored() {
  try {
    return await all();
  } catch {
    throw new Stopped("storage");
  }
}

/** Everything from what is stored and what is chosen to the receipts; returns how many envelopes were cast. */
async function cast(chosen) {
  const manifest = await readManifest(state.box, state.manifest);
  // What was begun before goes first and as it is: pressing twice must not make two envelopes of one contest.
  const mine = (await stored()).filter((one) => one.manifest === state.manifest && one.owner === state.owner);
  const begun = mine.filter((one) => one.state === "sealed");
  const taken = new Set(mine.map((one) => one.contest));
  const fresh = Object.fromEntries(Object.entries(chosen).filter(([contest]) => !taken.has(contest)));
  say(state.saySealing, { loud: true });
  const sealed = [...begun, ...(await seal(manifest, state.manifest, state.owner, fresh))];
  say(state.saySigning);
  const signed = sealed.length ? await sign(manifest, sealed, state) : [];
  say(state.saySending);
  const waiting = (await stored()).filter(isOf("signed"));
  await post(state.box, waiting);
  return signed.length || waiting.length;
}

/** Everything is in the box; whatever fails here costs the page after, not the vote. */
async function finish() {
  const answer = await fetch(state.finish, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": state.csrf },
    body: JSON.stringify({ cycle: state.cycle }),
  }).catch(() => null);
  if (answer?.ok) location.assign((await answer.json()).next);
  else say(state.sayCast, { loud: true });
}

async function resume() {
  const kept = await all().catch(() => []); // no storage: said when somebody presses the button
  const sealed = kept.filter(isOf("sealed"));
  const signed = kept.filter(isOf("signed"));
  const mine = sealed.filter((one) => one.owner === state.owner);
  if (sealed.length && !state.owner) say(state.sayLogin);
  if (!signed.length && !mine.length) return;
  say(state.sayResuming, { loud: true });
  await cast({});
  const own = [...signed, ...mine].some((one) => one.owner === state.owner);
  if (own) await finish();
  else say(state.sayResumed, { loud: true });
}

async function press() {
  button.disabled = true;
  try {
    await cast(choices);
    await finish();
  } catch (problem) {
    explain(problem);
    button.disabled = false;
  }
}

try {
  await resume();
} catch (problem) {
  explain(problem);
}
if (button) {
  button.addEventListener("click", press);
  button.hidden = false;
}
