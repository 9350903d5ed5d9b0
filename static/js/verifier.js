// Checks a whole published election from its files, the same checks in the same order as pb/ballots/verifier.py.
// Asks nothing of anybody; counting the ballots is the tally's work.

import {
  concat, fromBase64, fromBase64url, fromHex, HASH, NotCanonical, number, parse, record, sha256, SLUG, text, toHex,
} from "./canonical.js";
import { growTree, rootOf } from "./log.js";
import { obeys, readChoices, readManifest } from "./manifest.js";
import { checkPaper, PAPER_FILE, sheetsFile } from "./paper.js";

export const CHECKS = [
  "files", "manifest", "checkpoints", "growth", "log", "readable", "placed", "signed", "choices", "unique", "opened",
  "roll", "witnesses", "receipts", "paper",
];
const OPTIONAL = { witnesses: "witnessed.txt", receipts: "receipts.txt", paper: PAPER_FILE };
const FAULTS_NAMED = 20;
const CHUNK = 128;
const BALLOT_LIMIT = 24576;
const RECORD_LIMIT = BALLOT_LIMIT + 1024;
const ROLL_LIMIT = 200000;
const MOST_VOTERS = 1e9;
const NOTE = new RegExp(
  "^(pb\\.box/([^\\n]+)\\n(0|[1-9][0-9]{0,15})\\n([A-Za-z0-9+/]{43}=)\\nmanifest ([0-9a-f]{64})\\n(final\\n)?)" +
  "\\n— pb\\.box/([^\\n ]+) ([A-Za-z0-9+/=]+)\\n$");
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const bytesOf = (words) => encoder.encode(words);
const same = (a, b) => a.length === b.length && a.every((byte, place) => byte === b[place]);
const ballotsFile = (code) => `ballots-${code}.ndjson`;

class Evidence {
  constructor(files, tell) {
    this.files = files;
    this.tell = tell;
    this.found = Object.fromEntries(CHECKS.map((name) => [name, { found: 0, faults: [] }]));
    Object.assign(this, { checkpoints: [], leaves: [], levels: [[]], published: new Set(), cast: {}, roll: {}, paper: {} });
  }

  find(check, fault) {
    const entry = this.found[check];
    entry.found += 1;
    if (entry.faults.length < FAULTS_NAMED) entry.faults.push(fault);
  }

  text(file) {
    return this.files.has(file) ? decoder.decode(this.files.get(file)) : "";
  }

  /** Lines of a text file, each ended by a newline; a file that ends without one is refused whole. */
  lines(file) {
    const whole = this.text(file);
    if (whole && !whole.endsWith("\n")) {
      this.find("files", file);
      return [];
    }
    return whole.split("\n").slice(0, -1);
  }
}

/**
 * Checks `files` (Map of name → Uint8Array) against each other and the expected manifest hash, if one is given.
 * `tell(done, whole)` is awaited now and then with how many ballots are checked. Throws nothing on bad files:
 * {passed, manifest, checks: [{name, found, faults}], contests: {code: {issued, reissued, cast, paper}}, checkpoints, leaves}
 */
export async function verifyElection(files, expected, tell = async () => {}) {
  const evidence = new Evidence(files, tell);
  try {
    evidence.manifest = await readManifest(evidence.text("manifest.json"));
  } catch (problem) {
    if (!(problem instanceof NotCanonical)) throw problem;
    evidence.find("manifest", "manifest.json");
    return report(evidence, null);
  }
  if (expected && expected !== evidence.manifest.hash) evidence.find("manifest", evidence.manifest.hash);
  const first = [checkFiles, checkNotes, checkLog, checkBallots, checkOpened];
  for (const step of [...first, checkRoll, checkWitnesses, checkReceipts, checkOnPaper]) await step(evidence);
  return report(evidence, evidence.manifest.hash);
}

function report(evidence, manifest) {
  const made = CHECKS.filter((name) => !(name in OPTIONAL) || (manifest && evidence.files.has(OPTIONAL[name])));
  const checks = made.map((name) => ({ name, ...evidence.found[name] }));
  const contests = {};
  for (const code of evidence.manifest?.contests.keys() ?? []) {
    const { issued, reissued } = evidence.roll[code] ?? { issued: 0, reissued: 0 };
    contests[code] = { issued, reissued, cast: evidence.cast[code] ?? 0, paper: evidence.paper[code] ?? 0 };
  }
  const passed = checks.every((check) => check.found === 0);
  const [checkpoints, leaves] = [evidence.checkpoints.length, evidence.leaves.length];
  return { passed, manifest, checks, contests, checkpoints, leaves };
}

// ── files, checkpoints, log ────────────────────────────────────────────────────────────────────────────────────

function checkFiles(evidence) {
  const contests = [...evidence.manifest.contests.keys()].map(ballotsFile);
  const needed = new Set([...contests, "manifest.json", "checkpoints.txt", "leaves.txt", "roll.json"]);
  const sheets = evidence.files.has(PAPER_FILE) ? [...evidence.manifest.contests.keys()].map(sheetsFile) : [];
  const known = new Set([...needed, ...Object.values(OPTIONAL), ...sheets]);
  for (const name of needed) if (!evidence.files.has(name)) evidence.find("files", name);
  for (const name of evidence.files.keys()) if (!known.has(name)) evidence.find("files", name);
}

async function checkNotes(evidence) {
  evidence.checkpoints = await readNotes(evidence, "checkpoints.txt", "checkpoints");
  const points = evidence.checkpoints;
  points.forEach((point, place) => {
    if (place && point.size < points[place - 1].size) evidence.find("growth", `checkpoints.txt:${place + 1}`);
  });
  if (points.filter((point) => point.final).length !== 1 || !points.at(-1).final) evidence.find("growth", "final");
}

async function readNotes(evidence, file, check) {
  const whole = evidence.lines(file).map((line) => `${line}\n`).join("");
  const points = [];
  for (const [place, note] of (whole ? whole.split("----\n") : []).entries()) {
    const where = `${file}:${place + 1}`;
    try {
      const point = await openNote(note, evidence.manifest.boxKey);
      if (point.manifest !== evidence.manifest.hash || point.cycle !== evidence.manifest.cycle) evidence.find(check, where);
      points.push(point);
    } catch (problem) {
      if (!(problem instanceof NotCanonical)) throw problem;
      evidence.find(check, where);
    }
  }
  return points;
}

async function openNote(note, boxKey) {
  const [, signed, cycle, size, root, manifest, final, signer, blob] = NOTE.exec(note) ?? [];
  if (signed === undefined || signer !== cycle || !SLUG.test(cycle)) throw new NotCanonical("not a checkpoint");
  const signature = fromBase64(blob);
  const name = await sha256(concat(bytesOf(`pb.box/${cycle}\n`), [1], boxKey));
  const point = { cycle, manifest, size: number(Number(size), 0, 2 ** 53 - 1), root: fromBase64(root), final: !!final };
  if (signature.length !== 68 || !same(signature.subarray(0, 4), name.subarray(0, 4))) throw new NotCanonical("another name");
  if (!(await isEd25519(boxKey, signature.subarray(4), signed))) throw new NotCanonical("not signed by the box");
  return point;
}

async function isEd25519(key, signature, message) {
  const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, bytesOf(message));
}

async function checkLog(evidence) {
  const seen = new Set();
  evidence.lines("leaves.txt").forEach((line, place) => {
    if (!HASH.test(line)) {
      evidence.find("log", `leaves.txt:${place + 1}`);
      return;
    }
    if (seen.has(line)) evidence.find("unique", `leaves.txt:${place + 1}`);
    seen.add(line);
    evidence.leaves.push(line);
  });
  evidence.logged = seen;
  evidence.levels = await growTree(evidence.leaves.map(fromHex), pause);
  for (const [place, point] of evidence.checkpoints.entries()) {
    if (!(await agrees(point, evidence))) evidence.find("log", `checkpoints.txt:${place + 1}`);
  }
  if (evidence.checkpoints.at(-1)?.size !== evidence.leaves.length) evidence.find("log", "leaves.txt");
}

const agrees = async (point, { levels, leaves }) =>
  point.size <= leaves.length && same(point.root, await rootOf(levels, point.size));

/** Lets the page breathe. */
const pause = () => new Promise((go) => setTimeout(go));

// ── ballots ────────────────────────────────────────────────────────────────────────────────────────────────────

async function checkBallots(evidence) {
  const all = [...evidence.manifest.contests.keys()].map((code) => [code, evidence.lines(ballotsFile(code))]);
  const whole = all.reduce((sum, [, lines]) => sum + lines.length, 0);
  let done = 0;
  for (const [code, lines] of all) {
    const terms = evidence.manifest.contests.get(code);
    const state = { code, terms, key: await importKey(terms.key), previous: "" };
    evidence.cast[code] = 0;
    for (let at = 0; at < lines.length; at += CHUNK) {
      const chunk = lines.slice(at, at + CHUNK);
      const read = await Promise.all(chunk.map((line) => readLine(line, state, evidence.manifest.hash)));
      read.forEach((one, place) => note(evidence, state, one, `${ballotsFile(code)}:${at + place + 1}`));
      done += chunk.length;
      await evidence.tell(done, whole);
      await pause();
    }
  }
}

function importKey(modulus) {
  const jwk = { kty: "RSA", n: modulus, e: "AQAB", alg: "PS384", ext: true };
  return crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-384" }, false, ["verify"]);
}

/** {leaf, placed, signed, valid} of one line, or null when it is no ballot. */
async function readLine(line, { code, terms, key }, manifest) {
  let one;
  try {
    one = readRecord(line);
  } catch (problem) {
    if (!(problem instanceof NotCanonical)) throw problem;
    return null;
  }
  const leaf = toHex(await sha256(concat([0], bytesOf(line))));
  const placed = one.contest === code && one.manifest === manifest;
  if (!placed) return { leaf, placed };
  const algorithm = { name: "RSA-PSS", saltLength: 48 };
  const prepared = concat(one.prefix, bytesOf(one.ballot));
  const signed = await crypto.subtle.verify(algorithm, key, one.signature, prepared);
  return { leaf, placed, signed, valid: obeys(one.choices, terms) };
}

function note(evidence, state, one, where) {
  if (one === null) {
    evidence.find("readable", where);
    return;
  }
  evidence.cast[state.code] += 1;
  evidence.published.add(one.leaf);
  if (!one.placed) evidence.find("placed", where);
  if (one.placed && !one.signed) evidence.find("signed", where);
  if (one.placed && !one.valid) evidence.find("choices", where);
  if (one.leaf <= state.previous) evidence.find("unique", where);
  state.previous = one.leaf;
}

function readRecord(line) {
  const fields = record(parse(line, RECORD_LIMIT), "ballot,prefix,signature");
  const ballot = record(fields.ballot, "choices,contest,manifest,salt");
  const read = {
    contest: text(ballot.contest, SLUG),
    manifest: text(ballot.manifest, HASH),
    choices: readChoices(ballot.choices),
    prefix: fromBase64url(fields.prefix, 32),
    signature: fromBase64url(fields.signature, 384),
    // The line is canonical, and «ballot» is the first of its keys: its bytes are those that were signed.
    ballot: line.slice('{"ballot":'.length, line.lastIndexOf(',"prefix":"')),
  };
  fromBase64url(ballot.salt, 32);
  return read;
}

function checkOpened(evidence) {
  const { logged, published } = evidence;
  for (const leaf of logged) if (!published.has(leaf)) evidence.find("opened", leaf);
  for (const leaf of published) if (!logged.has(leaf)) evidence.find("opened", leaf);
}

// ── roll and outsiders' evidence ───────────────────────────────────────────────────────────────────────────────

function checkRoll(evidence) {
  let roll;
  try {
    roll = readRoll(evidence.text("roll.json"));
  } catch (problem) {
    if (!(problem instanceof NotCanonical)) throw problem;
    evidence.find("roll", "roll.json");
    return;
  }
  evidence.roll = roll.contests;
  const codes = [...evidence.manifest.contests.keys()];
  if (roll.manifest !== evidence.manifest.hash || Object.keys(roll.contests).sort().join() !== codes.join()) {
    evidence.find("roll", "roll.json");
  }
  for (const code of codes) {
    const { issued, reissued } = roll.contests[code] ?? { issued: 0, reissued: 0 };
    if (evidence.cast[code] > issued + reissued) evidence.find("roll", code);
  }
}

function readRoll(coded) {
  const fields = record(parse(coded, ROLL_LIMIT), "contests,manifest");
  const contests = record(fields.contests, Object.keys(fields.contests ?? {}).sort().join());
  for (const [code, totals] of Object.entries(contests)) {
    text(code, SLUG);
    const onPaper = Object.hasOwn(totals ?? {}, "paper");
    record(totals, onPaper ? "issued,paper,reissued" : "issued,reissued");
    if (onPaper) number(totals.paper, 1, MOST_VOTERS);
    number(totals.issued, 0, MOST_VOTERS);
    number(totals.reissued, 0, MOST_VOTERS);
  }
  return { manifest: text(fields.manifest, HASH), contests };
}

async function checkWitnesses(evidence) {
  const ours = evidence.checkpoints.at(-1);
  for (const point of await readNotes(evidence, OPTIONAL.witnesses, "witnesses")) {
    const isOurs = ours && JSON.stringify({ ...ours, root: toHex(ours.root) }) === JSON.stringify({ ...point, root: toHex(point.root) });
    if (!(await agrees(point, evidence)) || (point.final && !isOurs)) evidence.find("witnesses", String(point.size));
  }
}

async function checkReceipts(evidence) {
  for (const [place, line] of evidence.lines(OPTIONAL.receipts).entries()) {
    const where = `${OPTIONAL.receipts}:${place + 1}`;
    try {
      const [leaf, ...rest] = line.split(" ");
      const signature = fromBase64url(rest.join(" "), 64);
      const promise = `pb.receipt\n${evidence.manifest.hash}\n${text(leaf, HASH)}\nin the log within 24 hours\n`;
      const signed = await isEd25519(evidence.manifest.boxKey, signature, promise);
      if (!signed || !evidence.logged.has(leaf)) evidence.find("receipts", where);
    } catch (problem) {
      if (!(problem instanceof NotCanonical)) throw problem;
      evidence.find("receipts", where);
    }
  }
}

function checkOnPaper(evidence) {
  const handed = Object.fromEntries(
    Object.entries(evidence.roll).filter(([, totals]) => totals.paper).map(([code, totals]) => [code, totals.paper]));
  if (!evidence.files.has(PAPER_FILE)) {
    if (Object.keys(handed).length) evidence.find("files", PAPER_FILE);
    return;
  }
  const { faults, counted } = checkPaper((file) => evidence.text(file), evidence.manifest, handed);
  evidence.paper = counted;
  for (const fault of faults) evidence.find("paper", fault);
}
