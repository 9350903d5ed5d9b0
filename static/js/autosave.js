// Nothing typed is lost: kept in this browser while one types, saved to the server within four seconds of a pause.
// Without this script the button saves as ever. Words come from data- attributes; %{time} is filled in.
import { forget, keep, kept } from "./kept.js";
import { announce } from "./status.js";

const PAUSE = 2000; // milliseconds without a key before saving; well inside the promised five seconds
const LONGEST = 4000; // of uninterrupted typing
const UNKEPT = new Set(["csrf_token", "seen"]);

/**
 * @param {HTMLFormElement} form - data-owner: the author's code, empty before the login; data-unsent: a button alone
 *   sends this form. What is not sent is kept in this browser.
 */
export function start(form) {
  const target = form.getAttribute("action") ?? location.href;
  const path = new URL(target, location.href).pathname;
  const { owner } = form.dataset;
  const isSent = Boolean(owner) && !("unsent" in form.dataset);
  const line = form.querySelector("[data-saved-line]");
  const seen = form.querySelector("[name=seen]");
  let timer = 0;
  let since = 0;
  let stopped = false;
  const touched = new Set(); // fields whose text is newer than anything kept
  const byHand = (field) => field.name && field.defaultValue !== undefined && field.value !== field.defaultValue;

  const say = (words, at) => {
    line.textContent = words.replace("%{time}", at ?? new Date().toTimeString().slice(0, 5));
  };
  const fields = () =>
    Array.from(new FormData(form)).filter(([name, value]) => typeof value === "string" && !UNKEPT.has(name));
  let changed = false;
  // One write at a time, each with the newest text: a fast writer must not queue up a hundred.
  const keepNow = () => {
    if (changed) return writing;
    changed = true;
    writing = writing.then(() => {
      changed = false;
      return keep(path, { owner, seen: seen?.value ?? "", fields: fields() });
    }).catch(() => {});
    return writing;
  };

  // Listening begins at once: a slow disk must not swallow what is typed meanwhile, nor keep it from the server.
  let writing = begin();

  async function begin() {
    if ("fresh" in form.dataset) await forget(path).catch(() => {});
    else if (!document.querySelector(".govuk-error-summary")) await restore();
  }

  async function restore() {
    const record = await kept(path).catch(() => undefined);
    if (!record) return;
    // Somebody else's text on a shared computer is not shown and not kept; text typed before the login is its writer's.
    if (record.owner !== owner && record.owner !== "") return void forget(path);
    const now = new Map(fields());
    const older = record.fields.filter(([name]) => !touched.has(name));
    if (older.every(([name, value]) => (now.get(name) ?? "").trim() === value.trim())) return;
    put(older);
    if (seen && record.seen) seen.value = record.seen; // stored text that the writer never saw must not be overwritten
    line.textContent = form.dataset.restored;
    announce(form.dataset.restored);
    if (isSent) later();
  }

  function put(values) {
    const places = new Map();
    for (const [name, value] of values) {
      const found = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
      const place = places.get(name) ?? 0;
      places.set(name, place + 1);
      for (const field of found) if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
      const field = found[place];
      if (field && !["radio", "checkbox", "file"].includes(field.type)) field.value = value;
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function later() {
    if (!isSent) return void writing.then(() => changed || say(form.dataset.local));
    since ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(send, Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
  }

  async function send() {
    if (stopped) return;
    since = 0;
    const sent = JSON.stringify(fields());
    const answer = await fetch(target, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" } })
      .catch(() => null);
    const type = answer?.headers.get("Content-Type") ?? "";
    const told = type.includes("json") ? await answer.json() : {};
    if (answer?.ok && told.at) {
      if (seen) seen.value = told.seen;
      say(form.dataset.saved, told.at);
      form.dispatchEvent(new CustomEvent("pb-saved", { detail: told }));
      if (JSON.stringify(fields()) === sent) await forget(path).catch(() => {});
    } else if (told.conflict) {
      stopped = true;
      line.textContent = told.conflict;
      announce(told.conflict);
    } else say(form.dataset.kept);
  }

  form.addEventListener("input", (event) => {
    if (event.target === form) return; // our own: text put back
    touched.add(event.target.name);
    heard();
  });
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(timer);
    keepNow();
  });

  function heard() {
    writing = keepNow();
    if (!stopped) later();
  }

  // What was typed before this script had come.
  for (const field of form.elements) if (byHand(field) && !UNKEPT.has(field.name)) touched.add(field.name);
  if (touched.size) heard();
}
