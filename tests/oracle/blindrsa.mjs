// Answers calls [{name, args}] of @cloudflare/blindrsa-ts on stdin; bytes travel as hex, keys as JWK.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto; // Node 18
const found = createRequire(pathToFileURL(`${process.argv[2]}/`)).resolve("@cloudflare/blindrsa-ts");
const { RSABSSA } = await import(pathToFileURL(found));

const suite = RSABSSA.SHA384.PSS.Randomized();
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (array) => Buffer.from(array).toString("hex");
const algorithm = { name: "RSA-PSS", hash: "SHA-384" };
const key = (jwk) => crypto.subtle.importKey("jwk", jwk, algorithm, true, [jwk.d ? "sign" : "verify"]);

const calls = {
  prepare: async (message) => hex(suite.prepare(bytes(message))),
  blind: async (jwk, prepared) => {
    const { blindedMsg, inv } = await suite.blind(await key(jwk), bytes(prepared));
    return { message: hex(blindedMsg), inverse: hex(inv) };
  },
  blindSign: async (jwk, blinded) => hex(await suite.blindSign(await key(jwk), bytes(blinded))),
  finalize: async (jwk, prepared, signed, inverse) =>
    hex(await suite.finalize(await key(jwk), bytes(prepared), bytes(signed), bytes(inverse))),
  verify: async (jwk, signature, prepared) => suite.verify(await key(jwk), bytes(signature), bytes(prepared)),
};

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const answers = [];
for (const { name, args } of JSON.parse(Buffer.concat(chunks).toString("utf8"))) answers.push(await calls[name](...args));
process.stdout.write(JSON.stringify(answers));
