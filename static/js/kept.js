// Text kept in this browser until the server has it. IndexedDB with strict durability: unlike localStorage it is on
// the disk when the promise resolves, so that a browser killed a moment later loses nothing.

const STORE = "texts";

const database = new Promise((resolve, reject) => {
  const opening = indexedDB.open("pb-kept", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => resolve(opening.result);
});

/** @param {"readonly"|"readwrite"} mode @param {(store: IDBObjectStore) => IDBRequest} act */
async function within(mode, act) {
  const change = (await database).transaction(STORE, mode, { durability: "strict" });
  const request = act(change.objectStore(STORE));
  return new Promise((resolve, reject) => {
    change.oncomplete = () => resolve(request.result);
    change.onerror = change.onabort = () => reject(change.error);
  });
}

/** @returns {Promise<{owner: string, seen: string, fields: [string, string][]} | undefined>} */
export const kept = (path) => within("readonly", (store) => store.get(path));
export const keep = (path, record) => within("readwrite", (store) => store.put(record, path));
export const forget = (path) => within("readwrite", (store) => store.delete(path));
