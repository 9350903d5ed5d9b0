// The Merkle tree of RFC 9162 over leaf hashes, as pb/ballots/log.py; signatures are in verifier.js.

import { concat, sha256 } from "./canonical.js";

const NODE = Uint8Array.of(1);
const CHUNK = 512;

/** All complete subtrees, level by level; `pause` is awaited now and then so that the page stays alive. */
export async function growTree(leaves, pause = async () => {}) {
  const levels = [leaves];
  for (let level = leaves; level.length > 1; level = levels[levels.length - 1]) {
    const above = [];
    for (let at = 0; at + 1 < level.length; at += 2 * CHUNK) {
      const pairs = [];
      for (let left = at; left + 1 < level.length && left < at + 2 * CHUNK; left += 2) {
        pairs.push(sha256(concat(NODE, level[left], level[left + 1])));
      }
      above.push(...(await Promise.all(pairs)));
      await pause();
    }
    levels.push(above);
  }
  return levels;
}

/** The root of the first `size` leaves. */
export async function rootOf(levels, size) {
  return size ? hashOf(levels, 0, size) : sha256(new Uint8Array());
}

async function hashOf(levels, start, end) {
  const width = end - start;
  const depth = Math.floor(Math.log2(width));
  if (2 ** depth === width) return levels[depth][start / width]; // complete subtrees start at a multiple of their width
  const middle = start + 2 ** depth;
  return sha256(concat(NODE, await hashOf(levels, start, middle), await hashOf(levels, middle, end)));
}
