// The voter's side of the sealed vote: writes a ballot, blinds it, unblinds the city's signature, checks receipts.
// Sends and stores nothing. Every byte must equal what pb/ballots writes; the tests compare them.
//
// Keys: a contest's key is its modulus in base64url (the exponent is 65537), the box's key is Ed25519 in base64url.
// Functions throw an Error when something is malformed or does not verify.

const EXPONENT = 65537n;
const LEAST_KEY_BITS = 3072;
const PREFIX_BYTES = 32;
const SALT_BYTES = 32;
const HASH_BYTES = 48; // SHA-384, and the PSS salt of RSABSSA-SHA384-PSS-Randomized (RFC 9474 §5)
const text = new TextEncoder();

// ── bytes ──────────────────────────────────────────────────────────────────────────────────────────────────────

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(hex) {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new Error("not hexadecimal");
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export const toBase64url = (bytes) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

export function fromBase64url(coded) {
  const bytes = Uint8Array.from(atob(coded.replace(/-/g, "+").replace(/_/g, "/")), (mark) => mark.charCodeAt(0));
  if (toBase64url(bytes) !== coded) throw new Error("not base64url");
  return bytes;
}

const concat = (...parts) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const digest = async (name, bytes) => new Uint8Array(await crypto.subtle.digest(name, bytes));
const toNumber = (bytes) => BigInt("0x" + toHex(bytes));
const toBytes = (number, length) => fromHex(number.toString(16).padStart(2 * length, "0"));

// ── ballots and records ────────────────────────────────────────────────────────────────────────────────────────

const CODE = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$/;
const SLUG = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;
const HASH = /^[0-9a-f]{64}$/;

/** Choices in their only form: {approve: codes}, {rank: codes, best first} or {points: {code: points}}. */
function canonicalChoices(choices) {
  const [[kind, given], ...more] = Object.entries(choices);
  if (more.length || !["approve", "rank", "points"].includes(kind)) throw new Error("not choices");
  const codes = kind === "points" ? Object.keys(given) : [...given];
  if (kind !== "rank") codes.sort();
  if (!codes.every((code) => CODE.test(code)) || new Set(codes).size !== codes.length) throw new Error("not codes");
  if (kind !== "points") return { [kind]: codes };
  const whole = (number) => Number.isInteger(number) && number >= 1 && number <= 1000000;
  if (!codes.every((code) => whole(given[code]))) throw new Error("not points");
  return { points: codes.map((code) => [code, given[code]]) };
}

/** The ballot as canonical JSON, with a new salt unless one is given. `manifest` is the manifest's hash. */
export function writeBallot(manifest, contest, choices, salt = random(SALT_BYTES)) {
  if (!HASH.test(manifest) || !SLUG.test(contest) || salt.length !== SALT_BYTES) throw new Error("not a ballot");
  return JSON.stringify({ choices: canonicalChoices(choices), contest, manifest, salt: toBase64url(salt) });
}

/** What is posted to the box, logged and published: the ballot with its prefix and signature. */
export const writeRecord = (ballot, prefix, signature) =>
  `{"ballot":${ballot},"prefix":"${toBase64url(prefix)}","signature":"${toBase64url(signature)}"}`;

/** The record's leaf hash in hexadecimal: what the box's receipt names and the log holds. */
export const leafOf = async (record) => toHex(await digest("SHA-256", concat([0], text.encode(record))));

/** The hash of a manifest, from the bytes as served. */
export const hashManifest = async (bytes) => toHex(await digest("SHA-256", bytes));

// ── blind signatures, RFC 9474 ─────────────────────────────────────────────────────────────────────────────────

function readKey(coded) {
  const modulus = toNumber(fromBase64url(coded));
  const bits = modulus.toString(2).length;
  if (bits < LEAST_KEY_BITS || modulus % 2n === 0n) throw new Error("not a contest's key");
  return { modulus, bits, length: Math.ceil(bits / 8) };
}

/** The ballot behind a fresh random prefix: the message that is signed. */
export function prepare(ballot) {
  const prefix = random(PREFIX_BYTES);
  return { prefix, prepared: concat(prefix, text.encode(ballot)) };
}

/** The blinded message to send to the signer, and the inverse to keep secret until the signature comes. */
export async function blind(key, prepared) {
  const { modulus, bits, length } = readKey(key);
  const message = toNumber(await encodePss(prepared, random(HASH_BYTES), bits - 1));
  let blinder = 0n;
  while (blinder === 0n || blinder >= modulus) blinder = toNumber(random(length));
  // One inversion for two: it throws when the message or the blinder shares a factor with the modulus.
  const inverse = (invert((message * blinder) % modulus, modulus) * message) % modulus;
  const blinded = (message * power(blinder, EXPONENT, modulus)) % modulus;
  return { message: toBytes(blinded, length), inverse: toBytes(inverse, length) };
}

/** The signature of the prepared message, verified. */
export async function finalize(key, prepared, blindSignature, inverse) {
  const { modulus, length } = readKey(key);
  if (blindSignature.length !== length || inverse.length !== length) throw new Error("unexpected input size");
  const signature = toBytes((toNumber(blindSignature) * toNumber(inverse)) % modulus, length);
  if (!(await verify(key, prepared, signature))) throw new Error("invalid signature");
  return signature;
}

/** Whether this is the contest key's ordinary RSASSA-PSS signature of the prepared message. */
export async function verify(key, prepared, signature) {
  const jwk = { kty: "RSA", n: key, e: "AQAB", alg: "PS384", ext: true };
  const imported = await crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-384" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "RSA-PSS", saltLength: HASH_BYTES }, imported, signature, prepared);
}

/** EMSA-PSS-ENCODE with SHA-384 and MGF1 (RFC 8017 §9.1.1). */
async function encodePss(message, salt, bits) {
  const length = Math.ceil(bits / 8);
  const inner = await digest("SHA-384", concat(new Uint8Array(8), await digest("SHA-384", message), salt));
  const block = concat(new Uint8Array(length - salt.length - inner.length - 2), [1], salt);
  const mask = await stretch(inner, block.length);
  const masked = block.map((byte, place) => byte ^ mask[place]);
  masked[0] &= 0xff >> (8 * length - bits);
  return concat(masked, inner, [0xbc]);
}

async function stretch(seed, length) {
  const rounds = Array.from({ length: Math.ceil(length / HASH_BYTES) }, (_, counter) =>
    digest("SHA-384", concat(seed, [0, 0, 0, counter])));
  return concat(...(await Promise.all(rounds))).slice(0, length);
}

function power(base, exponent, modulus) {
  let result = 1n;
  for (let square = base; exponent > 0n; exponent >>= 1n, square = (square * square) % modulus) {
    if (exponent & 1n) result = (result * square) % modulus;
  }
  return result;
}

function invert(number, modulus) {
  let [older, newer, before, after] = [modulus, number % modulus, 0n, 1n];
  while (newer > 0n) {
    const times = older / newer;
    [older, newer, before, after] = [newer, older - times * newer, after, before - times * after];
  }
  if (older !== 1n) throw new Error("not invertible");
  return ((before % modulus) + modulus) % modulus;
}

// ── the box's word ─────────────────────────────────────────────────────────────────────────────────────────────

/** "valid", "invalid", or "unsupported" in a browser without Ed25519 (Chromium before 137). */
async function checkEd25519(key, signature, message) {
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", fromBase64url(key), { name: "Ed25519" }, false, ["verify"]);
  } catch (problem) {
    if (problem.name === "NotSupportedError") return "unsupported";
    throw problem;
  }
  return (await crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message)) ? "valid" : "invalid";
}

/** Whether the box signed that this leaf is, or within 24 hours will be, in the log. */
export const checkReceipt = (boxKey, manifest, leaf, receipt) =>
  checkEd25519(boxKey, receipt, text.encode(`pb.receipt\n${manifest}\n${leaf}\nin the log within 24 hours\n`));

const NOTE = new RegExp(
  "^(pb\\.box/([^\\n]+)\\n(0|[1-9][0-9]{0,15})\\n([A-Za-z0-9+/]{43}=)\\nmanifest ([0-9a-f]{64})\\n(final\\n)?)" +
  "\\n— pb\\.box/([^\\n ]+) ([A-Za-z0-9+/]+=*)\\n$");

/** A checkpoint's statement, and whether the box signed it: "valid", "invalid" or "unsupported". */
export async function readCheckpoint(boxKey, note) {
  const [, signed, cycle, size, root, manifest, final, signer, blob] = NOTE.exec(note) ?? [];
  if (signed === undefined || signer !== cycle) throw new Error("not a checkpoint");
  const signature = Uint8Array.from(atob(blob), (mark) => mark.charCodeAt(0)).slice(4);
  const rootHex = toHex(Uint8Array.from(atob(root), (mark) => mark.charCodeAt(0)));
  const state = await checkEd25519(boxKey, signature, text.encode(signed));
  return { cycle, manifest, size: Number(size), root: rootHex, final: final !== undefined, signature: state };
}

/** Whether the proof leads from the leaf to the root of a log of `size` leaves (RFC 9162 §2.1.3.2); all in hex. */
export async function isIncluded(leaf, index, size, proof, root) {
  let [place, last, hashed] = [index, size - 1, fromHex(leaf)];
  if (!(index >= 0 && index < size)) return false;
  for (const step of proof.map(fromHex)) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      hashed = await digest("SHA-256", concat([1], step, hashed));
      while (place % 2 === 0 && place > 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      hashed = await digest("SHA-256", concat([1], hashed, step));
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && toHex(hashed) === root;
}
