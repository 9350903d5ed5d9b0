// Checks published paper ballots against their account and the roll, as pb/ballots/paper.py.

import { HASH, list, NotCanonical, number, parse, record, SLUG, text } from "./canonical.js";
import { obeys, readChoices } from "./manifest.js";

export const PAPER_FILE = "paper.json";
export const sheetsFile = (code) => `paper-${code}.ndjson`;
const LIMIT = 10000000;
const LINE_LIMIT = 24576;
const MOST_SHEETS = 1e6;
const BATCH = "batch,contest,found,handed,invalid,kind,point,printed,returned,spoilt,state";
const AMOUNTS = ["found", "handed", "invalid", "printed", "returned", "spoilt"];
const KINDS = ["ballots", "totals"];
const STATES = ["counted", "released", "left_out"];

/** {faults, counted: contest → ballots}; `read(file)` gives a file's text, `handed` contest → people on the roll. */
export function checkPaper(read, manifest, handed) {
  let batches;
  try {
    batches = readAccount(read(PAPER_FILE), manifest.hash);
  } catch (problem) {
    if (!(problem instanceof NotCanonical)) throw problem;
    return { faults: [PAPER_FILE], counted: {} };
  }
  const faults = faultsOfBatches(batches, manifest);
  const counted = {};
  for (const [code, terms] of manifest.contests) {
    const mine = batches.filter((batch) => batch.contest === code);
    const people = mine.filter((batch) => batch.kind === "ballots").reduce((sum, batch) => sum + batch.handed, 0);
    if (people !== (handed[code] ?? 0)) faults.push(`${PAPER_FILE}:${code}`);
    const sheets = readSheets(read(sheetsFile(code)), manifest.hash, sheetsFile(code), faults);
    faults.push(...faultsOfSheets(sheets, mine, code, terms));
    counted[code] = sheets.filter((sheet) => sheet.choices).length;
  }
  return { faults, counted };
}

function readAccount(coded, manifest) {
  const fields = record(parse(coded, LIMIT), "batches,manifest");
  if (text(fields.manifest, HASH) !== manifest) throw new NotCanonical("of another election");
  return list(fields.batches).map((entry) => {
    const batch = record(entry, BATCH);
    if (!KINDS.includes(batch.kind) || !STATES.includes(batch.state)) throw new NotCanonical("an unknown kind or state");
    for (const name of ["batch", "contest", "point"]) text(batch[name], SLUG);
    for (const name of AMOUNTS) number(batch[name], 0, MOST_SHEETS);
    return batch;
  });
}

function faultsOfBatches(batches, manifest) {
  const faults = [];
  const follows = (one, next) =>
    one.contest < next.contest || (one.contest === next.contest && one.batch < next.batch);
  if (batches.some((batch, place) => place && !follows(batches[place - 1], batch))) faults.push(PAPER_FILE);
  for (const batch of batches) {
    const terms = manifest.contests.get(batch.contest);
    if (!terms || !isBalanced(batch, terms.most)) faults.push(`${PAPER_FILE}:${batch.batch}`);
  }
  return faults;
}

function isBalanced({ kind, state, printed, handed, returned, spoilt, found, invalid }, most) {
  if (state === "left_out") return true;
  const known = found + spoilt + returned;
  const isTotals = kind === "totals";
  if (found > handed * (isTotals ? most : 1) || invalid > found) return false;
  if (isTotals) return known + invalid <= found;
  return state === "released" || (found >= handed && printed === known);
}

function readSheets(whole, manifest, file, faults) {
  const lines = whole.split("\n");
  if (lines.pop()) faults.push(file);
  const sheets = [];
  lines.forEach((line, place) => {
    try {
      const sheet = record(parse(line, LINE_LIMIT), "batch,choices,contest,manifest,serial");
      if (text(sheet.manifest, HASH) !== manifest) throw new NotCanonical("of another election");
      sheets.push({
        contest: text(sheet.contest, SLUG),
        batch: text(sheet.batch, SLUG),
        serial: number(sheet.serial, 1, MOST_SHEETS),
        choices: sheet.choices === null ? null : readChoices(sheet.choices),
      });
    } catch (problem) {
      if (!(problem instanceof NotCanonical)) throw problem;
      faults.push(`${file}:${place + 1}`);
    }
  });
  return sheets;
}

function faultsOfSheets(sheets, batches, code, terms) {
  const faults = [];
  const known = new Map(batches.filter((batch) => batch.state !== "left_out").map((batch) => [batch.batch, batch]));
  const follows = (one, next) => one.batch < next.batch || (one.batch === next.batch && one.serial < next.serial);
  if (sheets.some((sheet, place) => place && !follows(sheets[place - 1], sheet))) faults.push(sheetsFile(code));
  for (const [name, batch] of known) {
    const mine = sheets.filter((sheet) => sheet.batch === name);
    const invalid = mine.filter((sheet) => !sheet.choices).length;
    if (mine.length !== batch.found || invalid !== batch.invalid) faults.push(`${sheetsFile(code)}:${name}`);
  }
  const hands = new Map();
  for (const { batch, choices } of sheets) {
    const codes = choices ? choices.codes.join() : "";
    const votes = (hands.get(`${batch}:${codes}`) ?? 0) + 1;
    hands.set(`${batch}:${codes}`, votes);
    const whole = known.get(batch);
    if (choices && whole?.kind === "totals" && votes === whole.handed + 1) faults.push(`${sheetsFile(code)}:${batch}`);
  }
  for (const sheet of sheets) {
    const batch = known.get(sheet.batch);
    if (!batch || !isSound(sheet, batch, terms)) faults.push(`${sheetsFile(code)}:${sheet.batch}:${sheet.serial}`);
  }
  return faults;
}

function isSound({ contest, serial, choices }, batch, terms) {
  if (contest !== batch.contest || (batch.kind === "ballots" && serial > batch.printed)) return false;
  if (choices === null) return true;
  if (batch.kind === "totals") return choices.codes.length === 1 && terms.costs.has(choices.codes[0]);
  return obeys(choices, terms);
}
