// Casting: seal, have signed, post to the box. Each step is stored before the next begins and may be repeated.
import * as envelope from "./envelope.js";
import { drop, keep, keepNew } from "./booth-store.js";

/** A step that did not succeed. `say` names the sentence; `message` is the city's own sentence, if it gave one. */
export class Stopped extends Error {
  constructor(say, message = "") {
    super(message || say);
    this.say = say;
    this.sentence = message;
  }
}

async function ask(address, options = {}) {
  let answer;
  try {
    answer = await fetch(address, { redirect: "error", ...options });
  } catch {
    throw new Stopped("network");
  }
  return answer;
}

/** The frozen manifest from the box: its bytes must hash to what the page promised and the newest checkpoint names. */
export async function readManifest(box, hash) {
  const plain = { credentials: "omit", cache: "no-cache" };
  const [file, note] = await Promise.all([
    ask(`${box}/manifest/${hash}`, plain), ask(`${box}/checkpoints/${hash}?newest`, plain)]);
  if (!file.ok || !note.ok) throw new Stopped("box");
  const bytes = new Uint8Array(await file.arrayBuffer());
  if ((await envelope.hashManifest(bytes)) !== hash) throw new Stopped("manifest");
  const manifest = JSON.parse(new TextDecoder().decode(bytes));
  const checkpoint = await envelope.readCheckpoint(manifest.box_key, await note.text());
  if (checkpoint.manifest !== hash || checkpoint.signature === "invalid") throw new Stopped("manifest");
  return manifest;
}

/** Seals the choices ({contest: choices}) and stores them; nothing has left this browser yet. */
export async function seal(manifest, hash, owner, choices) {
  const keys = new Map(manifest.contests.map((contest) => [contest.code, contest.key]));
  const sealed = [];
  for (const [contest, chosen] of Object.entries(choices)) {
    if (!keys.has(contest)) throw new Stopped("manifest");
    const given = chosen.points ? { points: Object.fromEntries(chosen.points) } : chosen;
    const ballot = envelope.writeBallot(hash, contest, given);
    const { prefix, prepared } = envelope.prepare(ballot);
    const { message, inverse } = await envelope.blind(keys.get(contest), prepared);
    sealed.push({ manifest: hash, owner, contest, state: "sealed", ballot, prefix, message, inverse });
  }
  try {
    await keepNew(sealed);
  } catch {
    throw new Stopped("storage");
  }
  return sealed;
}

/** Has sealed envelopes signed by the city, in one request; the same request again gives the same signatures. */
export async function sign(manifest, sealed, { issue, csrf, cycle }) {
  const requests = Object.fromEntries(sealed.map((one) => [one.contest, envelope.toBase64url(one.message)]));
  const answer = await ask(issue, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ cycle, requests }),
  });
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 401) throw new Stopped("login", told.message);
  if (answer.status === 409) {
    // An envelope of a contest that is taken will never be signed. The others may be, later.
    await drop(sealed.filter((one) => told.contests?.includes(one.contest)));
    throw new Stopped(told.reason === "already_voted" ? "taken" : "refused", told.message);
  }
  if (!answer.ok) throw new Stopped("fault", told.message ?? told.error);
  const keys = new Map(manifest.contests.map((contest) => [contest.code, contest.key]));
  const signed = [];
  for (const one of sealed) {
    const prepared = new Uint8Array([...one.prefix, ...new TextEncoder().encode(one.ballot)]);
    const blindSignature = envelope.fromBase64url(told.signatures[one.contest]);
    const signature = await envelope.finalize(keys.get(one.contest), prepared, blindSignature, one.inverse);
    const record = envelope.writeRecord(one.ballot, one.prefix, signature);
    signed.push({
      manifest: one.manifest, owner: one.owner, contest: one.contest, state: "signed", record,
      boxKey: manifest.box_key, leaf: await envelope.leafOf(record),
    });
  }
  await keep(signed);
  return signed;
}

/** Posts signed envelopes to the box one by one in a random order, without cookies, and checks its receipts. */
export async function post(box, signed) {
  const order = signed.map((one) => [crypto.getRandomValues(new Uint32Array(1))[0], one]);
  for (const [, one] of order.sort(([left], [right]) => left - right)) {
    const answer = await ask(`${box}/ballots`, {
      method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" }, body: one.record,
    });
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Stopped(told.reason === "closed" ? "late" : "box");
    const receipt = envelope.fromBase64url(told.receipt);
    const word = await envelope.checkReceipt(one.boxKey, one.manifest, one.leaf, receipt);
    if (told.leaf !== one.leaf || word === "invalid") throw new Stopped("box");
    const { manifest, owner, contest, leaf } = one;
    await keep([{ manifest, owner, contest, state: "cast", leaf, receipt: told.receipt }]);
  }
}
