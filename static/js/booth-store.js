// Keeps envelopes in this browser, so that a page that dies can finish what it began. IndexedDB only; sends nothing.
//
// An envelope: {manifest, owner, contest, state, ballot, prefix, inverse, message} and later {record, leaf, receipt}.
// States: "sealed" (before the city signed), "signed" (before the box took it), "cast". What is cast keeps the leaf
// and the receipt alone: the ballot itself is forgotten. `owner` tells several people at one screen apart.

const NAME = "pb-booth";
const STORE = "envelopes";

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: ["manifest", "owner", "contest"] });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
}

/** Runs `work(store)` in one transaction and waits until it is on the disk. */
async function transact(mode, work) {
  const base = await open();
  try {
    return await new Promise((resolve, reject) => {
      const deal = base.transaction(STORE, mode, { durability: "strict" });
      const asked = work(deal.objectStore(STORE));
      deal.oncomplete = () => resolve(asked?.result);
      deal.onerror = deal.onabort = () => reject(deal.error);
    });
  } finally {
    base.close();
  }
}

export const all = () => transact("readonly", (store) => store.getAll());

/** Stores new envelopes; fails, all of them, when one of these contests has an envelope already. */
export const keepNew = (envelopes) => transact("readwrite", (store) => {
  for (const envelope of envelopes) store.add(envelope);
});

export const keep = (envelopes) => transact("readwrite", (store) => {
  for (const envelope of envelopes) store.put(envelope);
});

export const drop = (envelopes) => transact("readwrite", (store) => {
  for (const { manifest, owner, contest } of envelopes) store.delete([manifest, owner, contest]);
});
