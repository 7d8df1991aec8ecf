// The phone's own database. Stored things only ever grow new fields: newer code reads what every older one wrote.
//
// kept:    {id, …}            the device ("device"), the language ("language"), the words of a language
// lists:   {device, next, acked}   where each device's list stands: the next place, and the last one the fair holds
// entries: {device, seq, entry}    everything this phone ever recorded; nothing is deleted

const NAME = "fairapp";
let opened = null;

export function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("kept", { keyPath: "id" });
      asked.result.createObjectStore("lists", { keyPath: "device" });
      asked.result.createObjectStore("entries", { keyPath: ["device", "seq"] });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("database-blocked"));
  });
  return opened;
}

/** Run `work(transaction)`; resolves with what it returns only once everything is on the disk. */
export async function write(stores, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error ?? new Error("not-saved"));
    work(transaction, (value) => {
      result = value;
    });
  });
}

export async function read(store, ask) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const asked = ask(database.transaction(store).objectStore(store));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

export const findKept = (id) => read("kept", (store) => store.get(id));

export const keep = (thing) => write(["kept"], (transaction) => transaction.objectStore("kept").put(thing));
