// The frozen manifest of an election and what its contests ask of a ballot, as pb/ballots/manifest.py and terms.py.

import {
  ascending, CODE, fromBase64url, HASH, list, NotCanonical, number, parse, record, sha256, SLUG, text, toHex,
} from "./canonical.js";

const LIMIT = 4000000;
const MOST_KOPECKS = Number.MAX_SAFE_INTEGER;
const MOST_CHOICES = 400;
export const MOST_POINTS = 1000000;
const KEYS = "box_key,closes_at,contests,cycle,format,grace_until,opens_at,rule_set";
const CONTEST = "code,form,key,limits,max_choices,min_choices,points_total,projects,purse,scale";
const KINDS = { approve: "approve", exactly: "approve", knapsack: "approve", rank: "rank", points: "points" };

/** {hash, cycle, boxKey, contests: code → terms with `key` (base64url of the modulus)} from the text of the file. */
export async function readManifest(coded) {
  const fields = record(parse(coded, LIMIT), KEYS);
  if (fields.format !== "pb-election-1") throw new NotCanonical("an unknown format");
  const [opens, closes, grace] = [fields.opens_at, fields.closes_at, fields.grace_until].map(moment);
  if (!(opens < closes && closes <= grace)) throw new NotCanonical("it closes before it opens");
  text(fields.rule_set, HASH);
  const contests = list(fields.contests).map(readContest);
  ascending(contests.map((contest) => contest.code));
  if (!contests.length) throw new NotCanonical("no contests");
  if (new Set(contests.map((contest) => contest.key)).size !== contests.length) {
    throw new NotCanonical("two contests share a key");
  }
  return {
    hash: toHex(await sha256(new TextEncoder().encode(coded))),
    cycle: text(fields.cycle, SLUG),
    boxKey: fromBase64url(fields.box_key, 32),
    contests: new Map(contests.map((contest) => [contest.code, contest])),
  };
}

function moment(value) {
  const time = typeof value === "string" && /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(time) || new Date(time).toISOString() !== value.replace("Z", ".000Z")) {
    throw new NotCanonical("not a time");
  }
  return time;
}

function readContest(entry) {
  const fields = record(entry, CONTEST);
  const key = fromBase64url(fields.key, 384);
  if (key[0] < 128 || key[383] % 2 === 0) throw new NotCanonical("not a 3072-bit RSA modulus");
  if (!Object.hasOwn(KINDS, fields.form)) throw new NotCanonical("an unknown ballot form");
  const most = number(fields.max_choices, 1, MOST_CHOICES);
  const projects = list(fields.projects).map(readProject);
  const terms = {
    code: text(fields.code, SLUG),
    form: fields.form,
    kind: KINDS[fields.form],
    least: number(fields.min_choices, 0, most),
    most,
    purse: number(fields.purse, 0, MOST_KOPECKS),
    costs: new Map(projects),
    scale: list(fields.scale).map((given) => number(given, 1, MOST_POINTS)),
    total: fields.points_total === null ? null : number(fields.points_total, 1, MOST_POINTS),
    limits: [],
    key: fields.key,
  };
  ascending(projects.map(([code]) => code));
  terms.limits = list(fields.limits).map((limit) => readLimit(limit, terms.costs));
  refuseBadForm(terms);
  return terms;
}

function readProject(entry) {
  if (list(entry).length !== 2) throw new NotCanonical("a project is not a code and a cost");
  return [text(entry[0], CODE), number(entry[1], 0, MOST_KOPECKS)];
}

function readLimit(entry, costs) {
  const fields = record(entry, "most,projects");
  const projects = ascending(list(fields.projects).map((code) => text(code, CODE)));
  if (!projects.every((code) => costs.has(code))) throw new NotCanonical("a limit names projects from elsewhere");
  return { most: number(fields.most, 1, MOST_CHOICES), projects };
}

function refuseBadForm({ form, least, most, scale, total }) {
  if (form === "exactly" && least !== most) throw new NotCanonical("«exactly» with a range");
  if ((scale.length > 0) + (total !== null) !== (form === "points" ? 1 : 0)) throw new NotCanonical("bad points");
  const falls = scale.some((given, place) => place && given > scale[place - 1]);
  if (falls || (scale.length && most > scale.length)) throw new NotCanonical("a bad scale");
}

/** Whether choices {kind, codes, points} obey the terms of their contest. */
export function obeys({ kind, codes, points }, terms) {
  if (kind !== terms.kind || codes.length < terms.least || codes.length > terms.most) return false;
  if (!codes.every((code) => terms.costs.has(code))) return false;
  const cost = codes.reduce((sum, code) => sum + BigInt(terms.costs.get(code)), 0n);
  if (terms.form === "knapsack" && cost > BigInt(terms.purse)) return false;
  if (terms.form === "points" && !pointsFit(points, terms)) return false;
  return terms.limits.every(({ most, projects }) => projects.filter((code) => codes.includes(code)).length <= most);
}

function pointsFit(points, { total, scale }) {
  if (total !== null) return points.reduce((sum, given) => sum + given, 0) <= total;
  const sorted = [...points].sort((a, b) => b - a);
  return sorted.every((given, place) => given === scale[place]);
}

/** {kind, codes, points} of the choices of a ballot. */
export function readChoices(value) {
  const kind = ["approve", "rank", "points"].find((name) => Object.hasOwn(value ?? {}, name));
  const entries = list(record(value, kind ?? "approve")[kind]);
  if (kind === "points" && !entries.every((pair) => list(pair).length === 2)) throw new NotCanonical("not pairs");
  const codes = entries.map((entry) => text(kind === "points" ? entry[0] : entry, CODE));
  const points = kind === "points" ? entries.map(([, given]) => number(given, 1, MOST_POINTS)) : [];
  if (kind !== "rank") ascending(codes);
  if (new Set(codes).size !== codes.length) throw new NotCanonical("a project is chosen twice");
  return { kind, codes, points };
}
