// Reads a .zip archive of published files: plain names, stored or deflated, within bounds; writes none.

const MOST_FILES = 2000;
const LARGEST = 2 ** 30; // bytes of all files together
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const [END, ENTRY, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];

const view = async (blob, from, to) => new DataView(await blob.slice(from, to).arrayBuffer());

/** The files of the archive (a Blob) as Map of name → Uint8Array; throws an Error when it is not such an archive. */
export async function unzip(blob) {
  const start = Math.max(0, blob.size - 65557); // the end record and the longest comment
  const tail = await view(blob, start, blob.size);
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw new Error("not an archive");
  const [count, length, offset] = [tail.getUint16(end + 10, true), tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
  if (count > MOST_FILES || offset + length > blob.size) throw new Error("not an archive of an election");
  const directory = await view(blob, offset, offset + length);
  const files = new Map();
  let room = LARGEST;
  for (let at = 0, number = 0; number < count; number += 1) {
    const entry = readEntry(directory, at);
    if (files.has(entry.name)) throw new Error("a file is there twice");
    const content = await inflate(blob, entry, room);
    room -= content.length;
    files.set(entry.name, content);
    at = entry.next;
  }
  return files;
}

function readEntry(directory, at) {
  if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== ENTRY) throw new Error("a broken archive");
  const [named, extra, comment] = [28, 30, 32].map((place) => directory.getUint16(at + place, true));
  if (at + 46 + named > directory.byteLength) throw new Error("a broken archive");
  const name = new TextDecoder().decode(new Uint8Array(directory.buffer, at + 46, named));
  if (!NAME.test(name)) throw new Error("a file of a strange name");
  return {
    name,
    method: directory.getUint16(at + 10, true),
    packed: directory.getUint32(at + 20, true),
    local: directory.getUint32(at + 42, true),
    next: at + 46 + named + extra + comment,
  };
}

async function inflate(blob, { method, packed, local }, room) {
  const head = await view(blob, local, local + 30);
  if (head.byteLength < 30 || head.getUint32(0, true) !== LOCAL) throw new Error("a broken archive");
  const from = local + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const piece = blob.slice(from, from + packed);
  if (![0, 8].includes(method)) throw new Error("packed in an unknown way");
  const stream = method ? piece.stream().pipeThrough(new DecompressionStream("deflate-raw")) : piece.stream();
  return collect(stream.getReader(), room);
}

async function collect(reader, room) {
  const parts = [];
  let length = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    length += step.value.length;
    if (length > room) throw new Error("too large");
    parts.push(step.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
