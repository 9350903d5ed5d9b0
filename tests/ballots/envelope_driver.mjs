// Runs calls of envelope.js for the Python tests, under Node or in a page; bytes travel as {"hex": …}.

const revive = (value, { fromHex }) => (value !== null && typeof value === "object" && "hex" in value ? fromHex(value.hex) : value);

const flatten = (value, tools) => {
  if (value instanceof Uint8Array) return { hex: tools.toHex(value) };
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, flatten(inner, tools)]));
};

/** Calls [{name, args, random}] in turn; `random` are hex strings that replace the generator's next answers. */
export async function run(envelope, calls) {
  const answers = [];
  const honest = crypto.getRandomValues.bind(crypto);
  for (const { name, args, random } of calls) {
    const queue = [...(random ?? [])];
    const next = (array) => (queue.length ? (array.set(envelope.fromHex(queue.shift())), array) : honest(array));
    Object.defineProperty(crypto, "getRandomValues", { value: next, configurable: true });
    try {
      const result = await envelope[name](...args.map((value) => revive(value, envelope)));
      answers.push({ result: flatten(result, envelope) });
    } catch (problem) {
      answers.push({ error: String(problem.message) });
    }
  }
  return answers;
}

if (typeof process !== "undefined" && process.argv?.[2]) {
  const [envelope, chunks] = [await import(process.argv[2]), []];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const answers = await run(envelope, JSON.parse(Buffer.concat(chunks).toString("utf8")));
  process.stdout.write(JSON.stringify(answers));
}
