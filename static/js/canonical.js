// Reads the vote's records in their one byte form (canonical JSON, base64url), as pb/ballots/canonical.py does.
// Everything else is refused with NotCanonical. Meanings live in manifest.js and verifier.js.

export class NotCanonical extends Error {}

export const CODE = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$/;
export const SLUG = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;
export const HASH = /^[0-9a-f]{64}$/;

const OUTSIDE = /[^\x20-\x7e]/;

/** Sorted keys, no spaces; for values whose texts are printable ASCII. */
function written(value) {
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${written(value[key])}`).join(",")}}`;
}

/** The value of canonical JSON of at most `limit` characters. */
export function parse(text, limit) {
  if (text.length > limit || OUTSIDE.test(text)) throw new NotCanonical("too long, or not ASCII");
  let value;
  try {
    value = JSON.parse(text);
    if (written(value) === text) return value;
  } catch {
    // not JSON, or nested beyond reason
  }
  throw new NotCanonical("not canonical JSON");
}

export function record(value, keys) {
  const is = value !== null && typeof value === "object" && !Array.isArray(value);
  if (!is || Object.keys(value).sort().join() !== keys) throw new NotCanonical(`not an object of ${keys}`);
  return value;
}

export function text(value, shape) {
  if (typeof value !== "string" || !shape.test(value)) throw new NotCanonical("not a text of its shape");
  return value;
}

export function number(value, least, most) {
  if (!Number.isInteger(value) || value < least || value > most) throw new NotCanonical("not a number in bounds");
  return value;
}

export function list(value) {
  if (!Array.isArray(value)) throw new NotCanonical("not a list");
  return value;
}

/** A list that is in ascending order without repetitions. */
export function ascending(codes) {
  if (codes.some((code, place) => place && codes[place - 1] >= code)) throw new NotCanonical("not in ascending order");
  return codes;
}

export const toBinary = (bytes) => {
  let marks = "";
  for (let at = 0; at < bytes.length; at += 8192) marks += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return marks;
};
export const fromBinary = (marks) => Uint8Array.from(marks, (mark) => mark.charCodeAt(0));

/** The bytes of standard base64 with padding, in its only spelling. */
export function fromBase64(coded) {
  let marks;
  try {
    marks = atob(coded);
  } catch {
    throw new NotCanonical("not base64");
  }
  if (btoa(marks) !== coded) throw new NotCanonical("not base64");
  return fromBinary(marks);
}

/** Exactly `length` bytes out of their only base64url form. */
export function fromBase64url(value, length) {
  if (typeof value !== "string" || !/^[A-Za-z0-9_-]*$/.test(value)) throw new NotCanonical("not base64url");
  const bytes = fromBase64(value.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (value.length % 4)) % 4));
  if (bytes.length !== length) throw new NotCanonical(`not ${length} bytes`);
  return bytes;
}

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const fromHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
